organisations-title = Países y socios
organisations-lead = Los 35 Estados miembros de la Organización de los Estados Americanos y los socios que trabajan con ellos: sus programas, instituciones, recursos y personas.
organisations-tabs = Países, socios o programas
organisations-countries = Países
organisations-partners = Socios
organisations-map = Mapa de la red
organisations-map-hint = Cuanto más intenso el color, más recursos, experiencias y noticias tiene el portal sobre un país. Las islas pequeñas se dibujan como discos.
organisations-map-table = El mapa en tablas, por región
organisations-map-legend = Qué significan los colores
organisations-map-none = Aún sin aportes
organisations-map-range = De { $from } a { $to } aportes
organisations-map-contributions = Aportes
organisations-map-count = { $count ->
        [one] { $count } aporte
       *[other] { $count } aportes
    }
organisations-region-north = América del Norte
organisations-region-central = América Central
organisations-region-caribbean = El Caribe
organisations-region-south = América del Sur
organisations-all-countries = Los 35 Estados miembros

organisations-count-programmes =
    { $count ->
        [one] { $count } programa
       *[other] { $count } programas
    }
organisations-count-resources =
    { $count ->
        [one] { $count } recurso
       *[other] { $count } recursos
    }
organisations-count-members =
    { $count ->
        [one] { $count } miembro
       *[other] { $count } miembros
    }
organisations-figure-programmes =
    { $count ->
        [one] programa
       *[other] programas
    }
organisations-figure-resources =
    { $count ->
        [one] recurso
       *[other] recursos
    }
organisations-figure-members =
    { $count ->
        [one] miembro
       *[other] miembros
    }

organisations-member-state = Estado miembro
organisations-partner = Socio
organisations-institution = Institución
organisations-programme = Programa social
organisations-description-country = { $country } en la Red Interamericana de Protección Social: programas, instituciones, recursos y miembros.
organisations-policy = Política
organisations-vision = Visión
organisations-institutions = Instituciones
organisations-institutions-here = Instituciones en este portal
organisations-cooperation = Cooperación horizontal
organisations-contact = Contacto
organisations-partner-policy = Qué hace
organisations-partner-institutions = Cómo se organiza
organisations-partner-cooperation = Cooperación
organisations-website = Sitio web
organisations-names = En otras lenguas
organisations-at-a-glance = De un vistazo
organisations-presented = Presentación actualizada el { $date }

organisations-unpresented-title = Aún no hay un texto sobre la política de este país: { $country }
organisations-unpresented = Aquí van la política, la visión y la cooperación horizontal, en palabras del propio país. Si trabaja para él en desarrollo social, únase y pida permiso para editar esta página.
organisations-unpresented-editor = Aquí van la política, la visión y la cooperación horizontal. Usted puede editar esta página: descríbalas en pocas palabras.
organisations-unpresented-organisation = Aquí aún no hay nada escrito
organisations-unpresented-organisation-text = Aquí va lo que hace esta organización y cómo contactarla, en sus propias palabras.
organisations-join = Únase a la red

organisations-programmes = Programas
organisations-programmes-empty = Aún no se ha descrito ningún programa de este país.
organisations-programmes-of-institution = Programas a su cargo
organisations-since = desde { $year }
organisations-until = hasta { $year }
organisations-period = Período
organisations-ended = Concluido
organisations-agencies = A cargo de
organisations-themes = Temas
organisations-short = Conocido como
organisations-programme-without-summary = Aún no hay más información sobre este programa.
organisations-more-of-country = Otros programas: { $country }

organisations-portfolio = Portafolio de programas
organisations-portfolio-lead = Los programas sociales de los Estados miembros, descritos por quienes los llevan a cabo. Si busca una experiencia de la que aprender, empiece aquí.
organisations-portfolio-empty = Aún no se ha descrito ningún programa
organisations-portfolio-empty-text = Quienes editan la página de cada país describen en ella sus programas.
organisations-portfolio-none = Ningún programa coincide con estos filtros
organisations-portfolio-none-text = Quite algún filtro o véalos todos.
organisations-programmes-all = Todos los programas
organisations-programme-highlights = Experiencias de este programa
organisations-programme-add = Añadir un programa
organisations-programme-edit = Editar este programa
organisations-programme-new-title = Describir un programa: { $country }
organisations-programme-edit-title = Editar el programa: { $name }
organisations-programme-lead = El resumen puede escribirse en una o más lenguas. Cada persona ve su lengua si existe; si no, el inglés; si no, otra disponible. Admite Markdown.
organisations-programme-name = Nombre
organisations-programme-name-hint = Tal como se llama en su país. Con él se forma la dirección; el programa se sigue encontrando por sus nombres anteriores.
organisations-programme-short = Conocido como
organisations-programme-short-hint = Su sigla o nombre corto habitual
organisations-programme-language = Lengua del nombre
organisations-programme-since = Primer año
organisations-programme-until = Último año
organisations-programme-until-hint = Déjelo vacío mientras el programa siga en marcha.
organisations-programme-agency-hint = El ministerio u organismo. Si son varios a la vez: A / B
organisations-programme-summary = Resumen
organisations-programme-save = Guardar el programa
organisations-error-name-taken = El país tiene otro programa con este nombre.
organisations-error-year = Indique un año entre { $first } y { $last }.
organisations-error-years = El último año es anterior al primero.
organisations-notice-described = El programa se guardó.

organisations-resources = Recursos más recientes
organisations-resources-all = Todos los recursos
organisations-resources-empty = El estante aún está vacío
organisations-resources-empty-text = Evaluaciones, guías, leyes e informes encuentran aquí lectores en 35 países.
organisations-publish = Publicar un recurso
organisations-members = Miembros más recientes
organisations-members-all = Todos los miembros
organisations-members-empty = Aún no hay miembros de aquí. Sea la primera persona.
organisations-leaders = Quienes lideran en puntos
organisations-leaders-all = Clasificación
organisations-follow = Suscribirse a las novedades
organisations-leaders-empty = Aquí nadie tiene puntos todavía.
organisations-points =
    { $count ->
        [one] { $count } punto
       *[other] { $count } puntos
    }
organisations-hidden-member = Un miembro
organisations-former-member = Antiguo miembro
organisations-members-of-institution = Miembros en esta institución

organisations-partners-title = Socios
organisations-partners-lead = Organizaciones internacionales y regionales que apoyan a los países de la red con conocimiento, personas y fondos.
organisations-partners-empty = Aún no hay ningún socio registrado
organisations-partners-empty-text = Aparecerán aquí en cuanto el equipo del portal los incorpore.

organisations-text-in-en = Este texto está en inglés.
organisations-text-in-es = Este texto está en español.
organisations-text-in-pt = Este texto está en portugués.
organisations-text-in-fr = Este texto está en francés.
organisations-also-in = También en:

organisations-edit = Editar esta página
organisations-edit-title = Editar la presentación: { $name }
organisations-edit-lead = Escriba en una o más lenguas. Cada persona ve su lengua si existe; si no, el inglés; si no, otra disponible. Los textos admiten Markdown.
organisations-edit-website = Dirección completa, por ejemplo https://www.example.org
organisations-edit-save = Guardar la presentación
organisations-error-words = { $field }: tiene { $words } palabras, y el máximo es { $limit }
organisations-error-long = { $field }: supera los { $limit } caracteres
organisations-error-website = El sitio web debe ser una dirección completa que empiece por https:// o http://
organisations-stale-title = Alguien guardó esta página entretanto
organisations-stale = No se ha perdido nada de lo que escribió. Donde su texto difiere de lo guardado, abajo están ambos: tome lo que necesite y guarde de nuevo.
organisations-stale-saved = Guardado entretanto
organisations-stale-nothing = (nada)
organisations-notice-presented = La presentación se guardó.

organisations-history = Historial de esta página
organisations-history-title = Historial: { $name }
organisations-history-lead = Todas las versiones de la presentación: quién las escribió, cuándo y qué cambió. Lo que se recupera pasa a ser una versión nueva; ninguna se pierde.
organisations-history-begun = Se creó la página, sin textos.
organisations-history-portal = El equipo del portal
organisations-history-stale = Otra persona cambió la página entretanto: mire primero la versión más reciente y decida de nuevo.
organisations-programme-history-lead = Todas las versiones del programa: quién las escribió, cuándo y qué cambió. Lo que se recupera pasa a ser una versión nueva; ninguna se pierde.
organisations-programme-history-begun = Se añadió el programa.
organisations-version = Versión { $number }
organisations-version-restored = recupera la versión { $number }
organisations-added = Añadido:
organisations-removed = Quitado:
organisations-restore = Recuperar la versión { $number }
organisations-notice-restored = Se ha recuperado la versión anterior.
organisations-translations = Pendiente de traducción
organisations-translations-lead = Textos de las páginas que usted edita que faltan en algún idioma o cuyo original cambió después.
organisations-translations-none = No hay nada pendiente de traducción
organisations-translations-none-text = Todos los textos están en los cuatro idiomas y al día.
organisations-translations-text = Texto
organisations-translations-state = Estado
organisations-translations-missing = Falta
organisations-translations-behind = Cambió después en { $language }
organisations-translations-page = Abrir la página

