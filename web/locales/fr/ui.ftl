ui-portal-short = Portail des connaissances du RIPSO
ui-nav-library = Bibliothèque
ui-nav-countries = Pays et partenaires
ui-nav-members = Membres
ui-nav-leaderboard = Classement

ui-optional = (facultatif)
ui-limit =
    { $count ->
        [one] { $count } caractère au maximum
       *[other] { $count } caractères au maximum
    }
ui-errors = Veuillez corriger les points suivants
ui-notice-updating = Cette page est en cours de mise à jour. Ce que vous avez fait est enregistré ; rechargez-la dans un instant pour le voir.

ui-month-1 = janvier
ui-month-2 = février
ui-month-3 = mars
ui-month-4 = avril
ui-month-5 = mai
ui-month-6 = juin
ui-month-7 = juillet
ui-month-8 = août
ui-month-9 = septembre
ui-month-10 = octobre
ui-month-11 = novembre
ui-month-12 = décembre
ui-date = { $day } { $month } { $year }
ui-date-month = { $month } { $year }
ui-date-time = { $date }, { $time } UTC
