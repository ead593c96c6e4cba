points-points = Puntos
points-rank = Puesto
points-member = Miembro
points-country = País
points-rule = Regla
points-when = Fecha
points-what = Concepto
points-balance = Saldo
points-for = Contribución
points-points-each = Puntos cada vez
points-daily-cap = Máximo de veces al día
points-how = Cómo se ganan los puntos
points-all-time = Desde el inicio
points-revision = Revisión { $revision }

points-contribution-published = Publicar un recurso
points-contribution-bookmarked = Otro miembro guarda lo que usted publicó
points-contribution-news = Publicar en la sección de noticias
points-contribution-gathering = Anunciar un evento
points-contribution-highlight = Publicar una experiencia
points-contribution-reused = Otra persona se basa en su experiencia

points-leaderboard-title = Clasificación
points-leaderboard-lead = Los miembros según los puntos que han ganado sus contribuciones.
points-periods = Tipo de período
points-by-month = Por mes
points-by-year = Por año
points-period = Período
points-all-countries = Todos los países
points-show = Mostrar
points-member-hidden = Miembro con nombre privado
points-member-former = Antiguo miembro
points-own =
    { $points ->
        [one] Usted tiene { $points } punto y ocupa el puesto { $rank } entre todos los miembros.
       *[other] Usted tiene { $points } puntos y ocupa el puesto { $rank } entre todos los miembros.
    }
points-own-none = Usted no tiene puntos en este período.
points-own-link = Ver su estado de cuenta
points-leaderboard-empty-title = Nadie tiene puntos aquí todavía
points-leaderboard-empty = En este período ninguna contribución ha ganado puntos hasta ahora.
points-leaderboard-empty-country = En este período no tiene puntos nadie que muestre este país en su perfil.

points-statement-title = Mis puntos
points-statement-of = Estado de puntos de { $name }
points-statement-lead = Cada punto que usted tiene, qué lo ganó y con qué regla.
points-total-ranked = { $period }: puesto { $rank }
points-today = Hoy
points-today-caption = Lo que cuenta hoy, en tiempo universal coordinado (UTC)
points-counted-today = Contadas hoy
points-caps = Cada tipo de contribución cuenta un número limitado de veces al día. Lo que lo supera no gana puntos, y lo que se retiró sigue contando para el límite. Los días empiezan a medianoche UTC.
points-lines = Estado de cuenta
points-lines-caption = Todos los movimientos de sus puntos, los más recientes primero
points-item-gone = Un recurso que ya no está en la biblioteca
points-news-gone = Un texto que ya no está en la sección de noticias
points-gathering-gone = Un evento que fue retirado
points-highlight-gone = Una experiencia que fue retirada
points-taken-back = Descontado porque se retiró el recurso
points-taken-back-news = Descontado porque se retiró el texto
points-taken-back-gathering = Descontado porque se retiró el evento
points-taken-back-highlight = Descontado porque se retiró la experiencia
points-counts-for = cuenta para el
points-statement-empty-title = Aún no hay puntos
points-statement-empty = Publique un recurso: gana puntos, y cada miembro que lo guarde suma más.
points-statement-empty-way = Ir a la biblioteca

points-rules-title = Cómo se ganan los puntos
points-rules-lead = Las reglas con que las contribuciones ganan puntos, con todas las revisiones que se han adoptado.
points-rules-day = El día de una contribución, en tiempo universal coordinado (UTC), decide qué revisión se aplica y en qué mes y año cuentan los puntos.
points-rules-applause = Guardar un recurso propio no gana nada, y el marcador de cada miembro en un recurso cuenta una sola vez.
points-rules-caps = Cada tipo de contribución cuenta un número limitado de veces al día; lo que se descontó sigue contando para el límite.
points-rules-withdrawn = Cuando se retira un recurso, se descuenta todo lo que había ganado.
points-rules-new = Las reglas nuevas no valen antes del día siguiente a su adopción: lo ganado queda como está.
points-rules-caption = Puntos por cada tipo de contribución
points-rules-none = Todavía no se han adoptado reglas, así que nada gana puntos.
points-rules-nothing = Con esta revisión nada gana puntos.
points-in-force = Vigente
points-to-come = Próxima
points-replaced = Sustituida
points-valid-from = Válida desde el
points-adopted-on = adoptada el

points-mail-answered-subject = Su reclamación tiene respuesta
points-mail-answered = Se ha revisado una línea de su estado de cuenta de puntos que usted había reclamado, y hay una respuesta.
points-mail-answered-link = Leer la respuesta
points-mail-answered-otherwise = Recibe este correo porque reclamó una línea de su estado de cuenta. Nadie más lo recibe.

points-dispute = Reclamar esta línea
points-dispute-title = Reclamar una línea de su estado de cuenta
points-dispute-lead = Diga qué le parece equivocado en esta línea. La administración la revisa y responde, y usted recibe un correo.
points-dispute-label = ¿Qué está mal?
points-dispute-hint = Al menos { $min } caracteres. Lo pueden leer usted y la administración.
points-dispute-fault = Escriba al menos { $min } y como máximo { $max } caracteres
points-dispute-send = Enviar
points-dispute-case = Una línea reclamada
points-dispute-said = Reclamación
points-dispute-answer = Respuesta
points-dispute-wait = La administración va a responder. Entonces recibirá un correo.
points-dispute-open = Reclamada, aún sin respuesta
points-dispute-explained = Respondida: la línea es correcta
points-dispute-upheld = Respondida: reclamación aceptada
points-dispute-opened = Reclamada el
points-dispute-line = La línea
points-dispute-rule = Lo que dice la regla
points-dispute-rule-says = { $points } puntos cada vez, como máximo { $cap } veces al día
points-dispute-that-day = El límite del día
points-dispute-place = La número { $place } de { $count } que contaron para este miembro ese día
points-dispute-event = Evento
points-dispute-award = Asignación
points-dispute-own = Este caso es suyo: tiene que responderlo otra persona de la administración.
points-day-of = Cuenta para el
points-text-erased = Este texto se borró junto con la cuenta de quien lo escribió.
points-operator = el operador

points-admin-title = Puntos: reglas y reclamaciones
points-admin-lead = Prepare reglas nuevas y vea qué habrían cambiado, adóptelas con un motivo y responda a los miembros que reclaman una línea de su estado de cuenta.
points-drafts = Borradores
points-drafts-none = No se están preparando reglas nuevas.
points-drafts-caption = Reglas en preparación
points-draft-begin = Preparar reglas nuevas
points-draft-from = Válidas desde
points-draft-begun = Comenzado
points-draft-changed = Último cambio
points-draft-do = Acciones
points-rehearse = Simular
points-adopt = Adoptar
points-discard = Descartar
points-adopted = Reglas adoptadas
points-adopted-caption = Todas las revisiones, las más recientes primero
points-adopted-by = Adoptada
points-reason = Motivo
points-reason-none = No se dio ningún motivo

points-draft-new-title = Preparar reglas nuevas
points-draft-edit-title = Cambiar el borrador
points-draft-lead = Un borrador no cambia nada hasta que se adopta. Simúlelo primero: verá quién ganaría y quién perdería.
points-draft-conflict = Otra persona cambió este borrador mientras tanto. Abajo está lo que usted escribió; si lo guarda de nuevo, sustituye el otro cambio.
points-draft-from-hint = Desde la medianoche UTC de ese día; no antes de mañana
points-draft-from-wrong = Esto no es una fecha
points-draft-from-fault = Las reglas nuevas no pueden valer antes del { $day }
points-draft-number-fault = Escriba un número entero de 0 a { $max }
points-draft-save = Guardar y simular
points-each-now = Puntos ahora
points-each-then = Puntos con el borrador
points-cap-now = Máximo de veces al día ahora
points-cap-then = Máximo de veces al día con el borrador
points-compared-caption = Lo que cambia el borrador
points-discard-title = ¿Descartar este borrador?
points-discard-text = El borrador desaparece de la lista. El registro de eventos conserva la constancia de que existió.

points-adopt-title = Adoptar reglas nuevas
points-adopt-lead = Desde el { $day }, las contribuciones ganan puntos con estas reglas. Lo ganado antes queda como está.
points-adopt-conflict = Alguien cambió este borrador mientras tanto. Revíselo antes de adoptarlo.
points-adopt-button = Adoptar estas reglas
points-rehearse-first = Quién ganaría y quién perdería
points-reason-hint = Todos pueden leerlo en la página de las reglas
points-reason-fault = Dé un motivo de { $count } caracteres como máximo

points-rehearsal-title = Simulación de reglas nuevas
points-rehearsal-lead = Lo que tendrían los miembros si estas reglas hubieran estado vigentes, junto a lo que tienen. Nada cambia. Una vez adoptadas, las reglas solo valen desde el { $day }.
points-rehearsal-since = Como si valieran desde el
points-rehearsal-since-hint = Las contribuciones desde ese día cuentan según el borrador; las anteriores, según las reglas de su día
points-rehearsal-running = Se está recontando la historia
points-rehearsal-reload = Esta página se recarga sola.
points-rehearsal-failed = La simulación no terminó. Cargue la página de nuevo; si vuelve a fallar, el registro del servidor dice por qué.
points-rehearsal-result = Resultado
points-rehearsal-gaining = Miembros que ganan
points-rehearsal-losing = Miembros que pierden
points-rehearsal-same = Miembros que quedan igual
points-rehearsal-total-now = Total de puntos ahora
points-rehearsal-total-then = Total de puntos con el borrador
points-rehearsal-of = Contado hasta el evento { $head }, { $time }
points-rehearsal-file = Todos los miembros en CSV
points-rehearsal-order = Orden
points-rehearsal-gaining-first = Quién gana más
points-rehearsal-losing-first = Quién pierde más
points-rehearsal-now = Puntos ahora
points-rehearsal-then = Con el borrador
points-rehearsal-change = Cambio
points-rehearsal-caption = Los miembros según cómo cambiarían sus puntos
points-rehearsal-nobody = Nadie ha ganado puntos.

points-disputes-title = Líneas reclamadas
points-disputes-to-answer = Líneas reclamadas por responder
points-disputes-open = Sin respuesta
points-disputes-answered = Respondidas
points-disputes-none = No hay casos así.
points-disputes-waiting =
    { $count ->
        [0] Ningún caso espera respuesta.
        [one] { $count } caso espera respuesta.
       *[other] { $count } casos esperan respuesta.
    }
points-outcome = Resultado
points-outcome-hint = La respuesta no mueve puntos por sí misma: dependen de las contribuciones y las reglas. Si el miembro tiene razón, diga qué se hará.
points-outcome-choose = Elija
points-outcome-explained = La línea es correcta, y la explico
points-outcome-upheld = El miembro tiene razón, y digo qué se hará
points-outcome-fault = Elija el resultado
points-answer-label = Respuesta al miembro
points-answer-hint = Escriba en el idioma del miembro si puede
points-answer-fault = Escriba una respuesta de { $count } caracteres como máximo
points-answer-send = Responder

points-notice-disputed = Su reclamación se envió. La administración responderá, y usted recibirá un correo.
points-notice-drafted = El borrador está guardado.
points-notice-discarded = El borrador se descartó.
points-notice-adopted = Las reglas están adoptadas.
points-notice-answered = La respuesta se envió.
points-notice-answered-before = Otra persona ya respondió este caso.
