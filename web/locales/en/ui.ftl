ui-portal-short = IASPN Knowledge Portal
ui-nav-library = Library
ui-nav-countries = Countries and partners
ui-nav-members = Members
ui-nav-leaderboard = Leaderboard

ui-optional = (optional)
ui-limit =
    { $count ->
        [one] At most { $count } character
       *[other] At most { $count } characters
    }
ui-errors = Please correct the following
ui-notice-updating = This page is still being updated. What you did is safe; reload in a moment to see it.

ui-month-1 = January
ui-month-2 = February
ui-month-3 = March
ui-month-4 = April
ui-month-5 = May
ui-month-6 = June
ui-month-7 = July
ui-month-8 = August
ui-month-9 = September
ui-month-10 = October
ui-month-11 = November
ui-month-12 = December
ui-date = { $month } { $day }, { $year }
ui-date-month = { $month } { $year }
ui-date-time = { $date }, { $time } UTC
