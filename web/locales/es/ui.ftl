ui-network-short = RIPSO
ui-network = Red Interamericana de Protección Social
ui-portal = Portal del Conocimiento
ui-portal-short = Portal del Conocimiento de la RIPSO
ui-about = Comunidad de práctica de los ministerios y organismos de desarrollo social de las Américas, creada en 2009 por mandato de la Quinta Cumbre de las Américas.
ui-run-by = A cargo de
ui-department = Departamento de Inclusión Social
ui-secretariat = Secretaría de Acceso a Derechos y Equidad
ui-oas = Organización de los Estados Americanos
ui-footer = Secciones del portal

ui-skip = Ir al contenido
ui-home = Inicio
ui-crumbs = Usted está aquí
ui-menu = Menú
ui-navigation = Navegación principal
ui-language = Idioma
ui-sign-in = Ingresar
ui-join = Unirse
ui-sign-out = Cerrar sesión
ui-member-menu = Su cuenta:
ui-my-profile = Mi perfil
ui-my-bookmarks = Mis marcadores
ui-my-points = Mis puntos
ui-my-account = Mi cuenta
ui-administration = Administración

ui-nav-library = Biblioteca
ui-nav-news = Noticias
ui-nav-events = Eventos
ui-nav-countries = Países y socios
ui-nav-members = Miembros
ui-nav-leaderboard = Clasificación

ui-optional = (opcional)
ui-limit =
    { $count ->
        [one] Máximo { $count } carácter
       *[other] Máximo { $count } caracteres
    }
ui-errors = Corrija lo siguiente
ui-error-of = { $label }: { $message }
ui-cancel = Cancelar
ui-close = Cerrar
ui-notice-updating = Esta página aún se está actualizando. Lo que hizo está guardado; vuelva a cargarla en un momento para verlo.
ui-notice-kept = Su sesión había terminado. Lo que escribió está abajo: revíselo y envíelo de nuevo.

ui-filters = Filtrar
ui-filters-chosen = Filtros elegidos
ui-filter-remove = { $filter }: quitar este filtro
ui-filters-clear = Quitar todos
ui-filters-nothing = Quite uno de los filtros o véalo todo.
ui-results = Resultados
ui-pages = Páginas
ui-page = Página { $page }
ui-previous = Anterior
ui-next = Siguiente

ui-month-1 = enero
ui-month-2 = febrero
ui-month-3 = marzo
ui-month-4 = abril
ui-month-5 = mayo
ui-month-6 = junio
ui-month-7 = julio
ui-month-8 = agosto
ui-month-9 = septiembre
ui-month-10 = octubre
ui-month-11 = noviembre
ui-month-12 = diciembre
ui-date = { $day } de { $month } de { $year }
ui-date-month = { $month } de { $year }
ui-date-time = { $date }, { $time } UTC

ui-limit-words = Como máximo { $count } palabras
ui-count-words = Palabras: { $count } de { $limit }
ui-count-characters = Caracteres: { $count } de { $limit }
ui-preview = Vista previa
ui-preview-of = Vista previa: { $field }
ui-tools-of = Formato: { $field }
ui-tool-bold = Negrita
ui-tool-italic = Cursiva
ui-tool-heading = Título
ui-tool-list = Lista
ui-tool-quote = Cita
ui-tool-link = Enlace
ui-tool-link-address = dirección
ui-tool-picture = Insertar una imagen
ui-editor-failed = No ha funcionado. Su texto sigue intacto; compruebe la conexión e inténtelo de nuevo.
ui-mention-hidden = un miembro
ui-mention-former = un antiguo miembro
ui-draft-kept = En este navegador hay un borrador del { $time }.
ui-draft-restore = Recuperar el borrador
ui-draft-discard = Descartar el borrador
ui-picture-title = Una imagen para su texto
ui-picture-lead = Envíe aquí la imagen y copie después en su texto la línea que se le mostrará.
ui-picture-file = Imagen
ui-picture-limits = JPEG, PNG o WebP, de 10 MB y 40 millones de píxeles como máximo. Se reduce su tamaño y se borra de ella dónde y cuándo se tomó.
ui-picture-send = Enviar la imagen
ui-picture-uploading = Enviando la imagen…
ui-picture-describe = Describa la imagen
ui-picture-sent = La imagen está lista
ui-picture-copy = Copie esta línea en el lugar de su texto donde deba ir la imagen y describa entre los corchetes lo que muestra.
ui-picture-markdown = Línea para su texto
ui-picture-yours = La imagen que ha enviado
ui-picture-another = Enviar otra imagen
ui-picture-empty = Elija una imagen
ui-picture-type = Solo se pueden mostrar imágenes JPEG, PNG y WebP
ui-picture-large = La imagen ocupa más de 10 MB
ui-picture-pixels = La imagen tiene más de 40 millones de píxeles
ui-picture-damaged = La imagen está dañada y no se puede leer
ui-picture-many = Puede enviar como máximo { $count } imágenes al día; inténtelo de nuevo mañana
ui-arrived = Novedad: { $title }

ui-themes-filter = Buscar un tema
ui-themes-found = Temas que coinciden:
ui-themes-none = Ningún tema coincide. Pruebe con otra palabra o pida a la administración que lo agregue.
