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
ui-notice-updating = This page is still being updated. Your change is saved; reload in a moment to see it.
ui-notice-kept = Your session had ended. What you typed is below: check it and send it again.

ui-filters = Filter
ui-filters-chosen = Chosen filters
ui-filter-remove = { $filter }: remove this filter
ui-filters-clear = Clear all
ui-filters-nothing = Remove a filter, or show everything.
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

ui-limit-words = At most { $count } words
ui-count-words = Words: { $count } of { $limit }
ui-count-characters = Characters: { $count } of { $limit }
ui-preview = Preview
ui-preview-of = Preview: { $field }
ui-tools-of = Formatting: { $field }
ui-tool-bold = Bold
ui-tool-italic = Italic
ui-tool-heading = Heading
ui-tool-list = List
ui-tool-quote = Quotation
ui-tool-link = Link
ui-tool-link-address = address
ui-tool-picture = Insert a picture
ui-editor-failed = That did not work. Your text is untouched; check your connection and try again.
ui-mention-hidden = a member
ui-mention-former = a former member
ui-draft-kept = A draft from { $time } is kept in this browser.
ui-draft-restore = Restore the draft
ui-draft-discard = Discard the draft
ui-picture-title = A picture for your text
ui-picture-lead = Upload the picture here, then copy the line shown into your text.
ui-picture-file = Picture
ui-picture-limits = JPEG, PNG or WebP, at most 10 MB and 40 million pixels. The portal makes it smaller and removes where and when it was taken.
ui-picture-send = Upload the picture
ui-picture-uploading = Uploading the picture…
ui-picture-describe = Describe the picture
ui-picture-sent = The picture is ready
ui-picture-copy = Copy this line to the place in your text where the picture should appear, and describe in the brackets what it shows.
ui-picture-markdown = Line for your text
ui-picture-yours = The picture you uploaded
ui-picture-another = Upload another picture
ui-picture-empty = Choose a picture
ui-picture-type = Only JPEG, PNG and WebP pictures can be shown
ui-picture-large = The picture is larger than 10 MB
ui-picture-pixels = The picture has more than 40 million pixels
ui-picture-damaged = The picture is damaged and cannot be read
ui-picture-many = You can upload at most { $count } pictures a day; try again tomorrow
ui-arrived = New: { $title }

ui-themes-filter = Find a theme
ui-themes-found = Matching themes:
ui-themes-none = No theme matches. Try another word, or ask an administrator to add one.
