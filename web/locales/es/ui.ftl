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
