ui-portal-short = Portal do Conhecimento da RIPSO
ui-nav-library = Biblioteca
ui-nav-countries = Países e parceiros
ui-nav-members = Membros
ui-nav-leaderboard = Classificação

ui-optional = (opcional)
ui-limit =
    { $count ->
        [one] No máximo { $count } caractere
       *[other] No máximo { $count } caracteres
    }
ui-errors = Corrija o seguinte
ui-notice-updating = Esta página ainda está sendo atualizada. O que você fez está salvo; recarregue-a em um instante para ver.

ui-month-1 = janeiro
ui-month-2 = fevereiro
ui-month-3 = março
ui-month-4 = abril
ui-month-5 = maio
ui-month-6 = junho
ui-month-7 = julho
ui-month-8 = agosto
ui-month-9 = setembro
ui-month-10 = outubro
ui-month-11 = novembro
ui-month-12 = dezembro
ui-date = { $day } de { $month } de { $year }
ui-date-month = { $month } de { $year }
ui-date-time = { $date }, { $time } UTC
