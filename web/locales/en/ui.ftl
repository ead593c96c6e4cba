ui-network-short = IASPN
ui-network = Inter-American Social Protection Network
ui-portal = Knowledge Portal
ui-portal-short = IASPN Knowledge Portal
ui-about = A community of practice of the social development ministries and agencies of the Americas, since 2009 by mandate of the Fifth Summit of the Americas.
ui-run-by = Run by
ui-department = Department of Social Inclusion
ui-secretariat = Secretariat for Access to Rights and Equity
ui-oas = Organization of American States
ui-footer = Sections of the portal

ui-skip = Skip to the content
ui-home = Home
ui-crumbs = You are here
ui-menu = Menu
ui-navigation = Main navigation
ui-language = Language
ui-sign-in = Sign in
ui-join = Join
ui-sign-out = Sign out
ui-member-menu = Your account:
ui-my-profile = My profile
ui-my-bookmarks = My bookmarks
ui-my-points = My points
ui-my-account = My account
ui-administration = Administration

ui-nav-library = Library
ui-nav-news = News
ui-nav-events = Events
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
ui-error-of = { $label }: { $message }
ui-cancel = Cancel
ui-close = Close
ui-notice-updating = This page is still being updated. What you did is safe; reload in a moment to see it.
ui-notice-kept = Your session had ended. What you had typed is below: check it and send it again.

ui-filters = Filter
ui-filters-chosen = Chosen filters
ui-filter-remove = { $filter }: remove this filter
ui-filters-clear = Clear all
ui-results = Results
ui-pages = Pages
ui-page = Page { $page }
ui-previous = Previous
ui-next = Next

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
