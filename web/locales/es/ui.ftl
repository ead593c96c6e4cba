ui-portal-short = Portal del Conocimiento de la RIPSO
ui-nav-library = Biblioteca
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
ui-notice-updating = Esta página aún se está actualizando. Lo que hizo está guardado; vuelva a cargarla en un momento para verlo.

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
