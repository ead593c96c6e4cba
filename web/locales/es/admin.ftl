admin-title = Administración
admin-models = Modelos de lectura
admin-models-lead = Lo que muestran las páginas se compone a partir del registro de eventos en estas tablas. Aquí se ve hasta dónde ha llegado cada una.
admin-models-caption = Modelos de lectura y cuánto le falta a cada uno para alcanzar el registro de eventos
admin-rebuilds = Reconstrucciones
admin-rebuilds-lead = Construir de nuevo los modelos de lectura a partir del registro de eventos, o compararlos con él. Entretanto las páginas siguen disponibles.
admin-reactors = Reactores
admin-reactors-lead = Lo que se desprende de los eventos, como los puntos y los correos. Cada evento se atiende una sola vez y en orden.
admin-reactors-caption = Reactores y cuánto le falta a cada uno para alcanzar el registro de eventos
admin-reactors-empty = Todavía no ha funcionado ningún reactor.
admin-mail = Correo
admin-mail-lead = Los correos en camino y los que ningún servidor de correo ha aceptado.

admin-model = Modelo de lectura
admin-reactor = Reactor
admin-state = Estado
admin-lag = Atraso
admin-speed = Velocidad
admin-position = Posición
admin-actions = Acciones
admin-version = Versión { $version }
admin-events =
    { $count ->
        [one] { $count } evento
       *[other] { $count } eventos
    }
admin-behind-for = desde hace { $time }
admin-per-second = { $count } eventos/s
admin-not-known-yet = aún no se sabe
admin-seconds = { $count } s
admin-minutes = { $count } min
admin-hours = { $count } h
admin-as-of = Datos de las { $time } UTC.
admin-reload = Volver a cargar
admin-at-event = Detenido en el evento { $position }
admin-nothing-to-do = Nada que hacer

admin-state-current = Al día
admin-state-behind = Poniéndose al día
admin-state-stopped = Detenido
admin-state-parked = En espera
admin-state-other-version = De otra versión: hay que reconstruirlo
admin-state-absent = Aún no existe

admin-retry = Reintentar
admin-retry-model = Reintentar: { $name }
admin-rebuild = Reconstruir
admin-rebuild-model = Reconstruir { $name }
admin-verify = Verificar
admin-verify-model = Verificar { $name }
admin-rebuild-all = Reconstruir todos
admin-verify-all = Verificar todos
admin-for-erasure = Recompone lo que mostraba a alguien cuyos datos se suprimieron; no se puede cancelar.
admin-cancel = Cancelar
admin-resume = Reanudar
admin-discard = Descartar

admin-rebuilding = Reconstrucción
admin-verifying = Verificación
admin-stage-waiting = Espera su turno.
admin-stage-folding = Recorriendo los eventos.
admin-stage-writing = Escribiendo y comparando las tablas.
admin-stage-cancelling = Deteniéndose.
admin-stage-orphaned = Su proceso terminó; otro continúa con ella.
admin-events-of = { $done } de { $total } eventos
admin-models-of = { $done } de { $total } modelos de lectura
admin-time-left = quedan unos { $time }
admin-left-behind = Una reconstrucción interrumpida puede continuar desde el evento { $position }:
admin-all-models = Todos los modelos de lectura

admin-history = Historial
admin-history-caption = Reconstrucciones y verificaciones terminadas, las más recientes primero
admin-history-empty = Aún no se ha reconstruido ni verificado nada.
admin-what = Qué
admin-asked = Solicitud
admin-ended = Fin
admin-outcome = Resultado
admin-did-rebuild = Reconstrucción
admin-did-verify = Verificación
admin-by-admin = por la administración
admin-by-operator = por { $name }, en la línea de órdenes
admin-by-erasure = por la supresión de los datos de un miembro
admin-outcome-done = Terminada
admin-outcome-cancelled = Cancelada
admin-outcome-failed = Fallida

admin-certificates = Certificados
admin-certificates-caption = Lo que han encontrado las reconstrucciones y verificaciones, lo más reciente primero
admin-certificates-empty = Aún no hay ningún certificado.
admin-certificate-old = Hecho por otra versión del programa
admin-made = Inicio
admin-found = Hallazgo
admin-signature = Firma
admin-signed = Firmado por la notaría
admin-unsigned = A la espera de la firma de la notaría
admin-download = Certificado
admin-download-link = Descargar
admin-equal = Igual
admin-differing =
    { $count ->
        [one] { $count } fila distinta
       *[other] { $count } filas distintas
    }
admin-not-compared = No comparable
admin-range =
    { $rows ->
        [one] Eventos 1 a { $events }, { $rows } fila
       *[other] Eventos 1 a { $events }, { $rows } filas
    }
admin-swapped-in = Puesto en su lugar en { $time } ms
admin-swapped = Puesto en su lugar
admin-not-swapped = Solo comparado

admin-mails-waiting = en espera
admin-mails-failing = con fallos, se reintentan solos
admin-mails-parked = abandonados
admin-mails-held = Correos que no salieron
admin-mails-caption = Correos rechazados al menos una vez
admin-mails-empty = Todos los correos salieron al primer intento o están en camino.
admin-mail-subject = Correo
admin-mail-to = Destinatario
admin-mail-attempts = Intentos
admin-mail-next = Próximo intento
admin-mail-error = Último error
admin-mail-parked = Abandonado
admin-requeue = Enviar de nuevo
admin-requeue-all = Enviar de nuevo todos los abandonados

admin-notice-retry = Volverá a intentar su evento en un segundo.
admin-notice-not-stopped = No estaba detenido.
admin-notice-asked = Anotado. Empieza en un segundo, o cuando termine lo que va antes.
admin-notice-cancelled = Se detiene en un par de segundos. Lo hecho se conserva.
admin-notice-ended = Ya había terminado.
admin-notice-discarded = Se descartó lo que dejó la reconstrucción interrumpida.
admin-notice-busy = Hay una reconstrucción en marcha; cancélela primero.
admin-notice-requeued = De nuevo en la cola, con todos sus intentos disponibles.
admin-notice-nothing-requeued = No había ningún correo así que enviar de nuevo.

admin-documents = Documentos
admin-documents-lead = De los documentos subidos se extraen, uno tras otro, los textos para la búsqueda, imágenes más pequeñas y primeras páginas.
admin-documents-waiting = en espera
admin-documents-failing = de ellos fallaron antes; se intentan de nuevo por sí solos
admin-documents-failed = abandonados
admin-documents-oldest = El más antiguo espera desde
