calendar-title = Eventos
calendar-lead = Reuniones, cursos y conferencias sobre protección social en las Américas, con la hora del lugar y la suya.
calendar-feed = Eventos de la RIPSO
calendar-views = Vistas
calendar-coming = Próximos
calendar-past = Pasados
calendar-month = Mes
calendar-any = Cualquiera
calendar-country = País
calendar-theme = Tema
calendar-language = Idioma
calendar-online = En línea
calendar-online-only = Solo eventos a los que se puede asistir en línea
calendar-narrow = Aplicar filtros
calendar-cancelled = Cancelado
calendar-full = Lista de espera
calendar-all = Todos los próximos eventos
calendar-publish-link = Anunciar un evento
calendar-empty-title = Aún no hay eventos anunciados
calendar-empty = ¿Organiza una reunión, un curso o una conferencia? Anúncielo aquí.
calendar-past-empty-title = No hay eventos pasados
calendar-past-empty = Aquí aparecerán los eventos pasados.
calendar-none-title = Ningún evento coincide
calendar-none = Pruebe con menos filtros.
calendar-months = Meses
calendar-month-title = Eventos en { $month }
calendar-month-zone = Todas las horas son las de { $city }.
calendar-month-empty = No hay eventos este mes.
calendar-weekday-1 = Lunes
calendar-weekday-2 = Martes
calendar-weekday-3 = Miércoles
calendar-weekday-4 = Jueves
calendar-weekday-5 = Viernes
calendar-weekday-6 = Sábado
calendar-weekday-7 = Domingo
calendar-moment = { $day }, { $time } ({ $city }, { $offset })
calendar-range = { $day }, { $from }–{ $to } ({ $city }, { $offset })
calendar-range-days = { $day }, { $from } – { $until }, { $to } ({ $city }, { $offset })
calendar-reader-summary = Mostrar la hora en mi zona horaria
calendar-reader-zone = Su zona horaria
calendar-reader-show = Mostrar
calendar-own-time = Para usted:
calendar-about = Sobre este evento
calendar-when = Cuándo
calendar-where = Dónde
calendar-online-where = Dirección en línea
calendar-online-told = Se muestra aquí cuando se haya inscrito
calendar-organiser = Organiza
calendar-places = Cupos
calendar-places-taken = { $taken } de { $count } ocupados
calendar-until = Inscripción hasta
calendar-ics = Agregar a mi calendario (.ics)
calendar-edit = Editar
calendar-attendance = Lista de asistencia
calendar-cancel = Cancelar el evento
calendar-remove = Retirar (moderación)
calendar-cancelled-because = Este evento fue cancelado: { $reason }
calendar-gone-title = Este evento fue retirado
calendar-gone = La moderación lo retiró del portal.
calendar-gone-reason = Motivo
calendar-registration = Inscripción
calendar-registered = Su inscripción está confirmada.
calendar-waiting = Usted es el número { $place } de la lista de espera.
calendar-waiting-how = En cuanto se libere un cupo, usted sube automáticamente y recibe un correo.
calendar-register = Inscribirme
calendar-wait = Entrar en la lista de espera
calendar-leave = Cancelar mi inscripción
calendar-leave-list = Salir de la lista de espera
calendar-register-hint = Quienes organizan ven su nombre; nadie más ve que usted se inscribió.
calendar-sign-in = Iniciar sesión para inscribirse
calendar-over = Este evento ya terminó.
calendar-closed = La inscripción ha terminado.
calendar-notice-registered = Su inscripción está confirmada. Le enviamos un correo.
calendar-notice-waiting = Todos los cupos están ocupados: usted está en la lista de espera.
calendar-notice-left = Su inscripción está cancelada.
calendar-notice-closed = Entretanto la inscripción ha terminado.
calendar-notice-begun = Este evento ya comenzó: las inscripciones ya no pueden cancelarse.
calendar-notice-is-cancelled = Entretanto este evento fue cancelado.
calendar-notice-published = Su evento está anunciado.
calendar-notice-edited = El evento ha cambiado. Si la hora o el lugar son otros, un correo avisa a las personas inscritas.
calendar-notice-cancelled = El evento está cancelado. Un correo avisa a las personas inscritas.
calendar-notice-removed = El evento ha sido retirado.
calendar-notice-noted = La asistencia está registrada.
calendar-notice-too-early = La asistencia puede registrarse desde dos horas antes del comienzo.
calendar-publish-title = Anunciar un evento
calendar-publish-lead = Cualquier persona puede leer el anuncio. Los miembros se inscriben aquí y usted ve quién viene.
calendar-publish-button = Anunciar el evento
calendar-edit-title = Editar el evento
calendar-edit-button = Guardar el evento
calendar-edit-stale = El evento fue modificado en otro lugar después de que usted abrió esta página. Abajo está lo que hay ahora y después lo que usted escribió; al guardar se reemplaza.
calendar-edit-stored = Versión actual
calendar-cancel-title = Cancelar este evento
calendar-cancel-consequence = Esto no se puede deshacer. La página queda y muestra el motivo; las personas inscritas o en lista de espera reciben un correo.
calendar-cancel-button = Cancelar el evento
calendar-remove-title = Retirar este evento
calendar-remove-consequence = Desaparece de todas las listas, su página muestra el motivo y se retiran los puntos de quien lo organizó.
calendar-remove-button = Retirar el evento
calendar-reason = Motivo
calendar-reason-hint = Cualquier persona puede leerlo.
calendar-back = Volver al evento
calendar-attendance-counts = Personas inscritas: { $registered }. En espera: { $waiting }. Asistieron: { $came }.
calendar-attendance-caption = Quién tiene cupo
calendar-nobody-title = Aún no hay personas inscritas
calendar-nobody = Quien se inscriba aparecerá aquí.
calendar-csv = Descargar la lista (CSV)
calendar-doors = La asistencia puede registrarse aquí desde dos horas antes del comienzo.
calendar-attendance-cancelled = Este evento fue cancelado: ya no se puede anotar quién asistió.
calendar-note-button = Guardar la asistencia
calendar-nobody-so-named = Nadie con cupo se llama así.
calendar-everybody = Mostrar a todas las personas
calendar-waiting-list = Lista de espera
calendar-name = Nombre
calendar-since = Inscripción
calendar-came = Asistió
calendar-subscribe = Suscribirse
calendar-subscribe-how = Su calendario muestra estos eventos y los mantiene al día.
calendar-subscribe-program = Abrir en mi calendario
calendar-subscribe-file = Dirección del canal (iCalendar)
calendar-choose = Elija una opción de la lista
calendar-missing = Este campo no puede quedar vacío
calendar-nowhere = Indique un lugar, una dirección en línea o ambos
calendar-online-wrong = La dirección en línea debe ser completa y empezar con https:// o http://
calendar-year-wrong = El año debe estar entre { $first } y { $last }
calendar-time-wrong = Indique una fecha y una hora
calendar-time-skipped = Ese día los relojes de esta zona horaria se saltan esa hora. Elija una anterior o posterior.
calendar-order-wrong = Debe terminar después de comenzar
calendar-lasts-too-long = Un evento puede durar un año como máximo
calendar-deadline-wrong = La inscripción debe terminar antes de que comience el evento
calendar-zone-wrong = Elija una zona horaria de la lista
calendar-zone-unknown = No hay ninguna zona horaria con este nombre: escriba su ciudad, por ejemplo Bogotá, o elija una de la lista.
calendar-form-none = Ninguno
calendar-form-title = Título
calendar-form-description = Descripción
calendar-form-description-hint = Para quién, sobre qué, quién habla. Se puede usar Markdown: **negrita**, listas, enlaces.
calendar-form-organisation = En nombre de
calendar-form-starts = Comienza
calendar-form-ends = Termina
calendar-form-zone = Zona horaria
calendar-form-zone-hint = Escriba la ciudad, por ejemplo São Paulo, o elija una de la lista. Ambas horas son las que marcan los relojes de ese lugar. Si al atrasarse marcan una hora dos veces, vale la primera.
calendar-form-where-hint = Un lugar, una dirección en línea o ambos.
calendar-form-venue = Lugar y dirección
calendar-form-city = Ciudad
calendar-form-online = Dirección en línea
calendar-form-online-hint = Solo la ven las personas inscritas.
calendar-form-capacity = Número de cupos
calendar-form-capacity-hint = Déjelo vacío si no hay límite. Cuando no quedan cupos, los miembros entran en una lista de espera.
calendar-form-until = Inscripción hasta
calendar-form-until-hint = Si queda vacío, hasta que comience el evento.
calendar-home = Próximos eventos
calendar-mail-registered-subject = Inscripción confirmada: { $title }
calendar-mail-registered = Usted tiene un cupo en este evento.
calendar-mail-moved-up-subject = Usted tiene un cupo: { $title }
calendar-mail-moved-up = Se liberó un cupo y usted pasó de la lista de espera a ocuparlo. Si no puede venir, devuélvalo por favor en la página del evento.
calendar-mail-moved-subject = Cambios: { $title }
calendar-mail-moved = La hora o el lugar de este evento han cambiado. Ahora vale lo siguiente:
calendar-mail-cancelled-subject = Cancelado: { $title }
calendar-mail-cancelled = Este evento no tendrá lugar.
calendar-mail-reason = Motivo indicado: { $reason }
calendar-mail-reminder-subject = Pronto: { $title }
calendar-mail-reminder = Este evento comienza en menos de un día. Si no puede venir, devuelva por favor su cupo en la página: puede haber personas esperando.
calendar-mail-link = Ver la página del evento
calendar-mail-ics = Agregarlo a su calendario (.ics)
calendar-mail-otherwise = Recibe este correo porque se inscribió en este evento o en su lista de espera.
calendar-found =
    { $count ->
        [one] { $count } evento
       *[other] { $count } eventos
    }
calendar-full-waiting =
    { $count ->
        [one] No quedan cupos; { $count } persona espera.
       *[other] No quedan cupos; { $count } personas esperan.
    }
calendar-too-long =
    { $count ->
        [one] Use como máximo { $count } carácter
       *[other] Use como máximo { $count } caracteres
    }
calendar-themes-hint =
    { $count ->
        [one] Elija un tema, como máximo { $count }
       *[other] Elija al menos un tema, como máximo { $count }
    }
calendar-capacity-wrong =
    { $count ->
        [one] Indique un número de 1 a { $count }
       *[other] Indique un número de 1 a { $count }
    }
calendar-too-few-places =
    { $count ->
        [one] Ya hay { $count } persona inscrita: no puede haber menos cupos
       *[other] Ya hay { $count } personas inscritas: no puede haber menos cupos
    }
