organisations-title = Countries and partners
organisations-lead = The 35 member states of the Organization of American States and the partners who work with them: their programmes, institutions, resources and people.
organisations-tabs = Countries, partners or programmes
organisations-countries = Countries
organisations-partners = Partners
organisations-map = Map of the network
organisations-map-hint = The stronger a country’s colour, the more resources, highlights and news the portal has about it. Small islands are drawn as discs.
organisations-map-table = The map as tables, by region
organisations-map-legend = What the colours mean
organisations-map-none = No contributions yet
organisations-map-range = { $from } to { $to } contributions
organisations-map-contributions = Contributions
organisations-map-count = { $count ->
        [one] { $count } contribution
       *[other] { $count } contributions
    }
organisations-region-north = North America
organisations-region-central = Central America
organisations-region-caribbean = The Caribbean
organisations-region-south = South America
organisations-all-countries = All 35 member states

organisations-count-programmes =
    { $count ->
        [one] { $count } programme
       *[other] { $count } programmes
    }
organisations-count-resources =
    { $count ->
        [one] { $count } resource
       *[other] { $count } resources
    }
organisations-count-members =
    { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
organisations-figure-programmes =
    { $count ->
        [one] programme
       *[other] programmes
    }
organisations-figure-resources =
    { $count ->
        [one] resource
       *[other] resources
    }
organisations-figure-members =
    { $count ->
        [one] member
       *[other] members
    }

organisations-member-state = Member state
organisations-partner = Partner
organisations-institution = Institution
organisations-programme = Social programme
organisations-description-country = { $country } in the Inter-American Social Protection Network: programmes, institutions, resources and members.
organisations-policy = Policy
organisations-vision = Vision
organisations-institutions = Institutions
organisations-institutions-here = Institutions in this portal
organisations-cooperation = Horizontal cooperation
organisations-contact = Contact
organisations-partner-policy = What it does
organisations-partner-institutions = How it is organised
organisations-partner-cooperation = Cooperation
organisations-website = Website
organisations-names = In other languages
organisations-at-a-glance = At a glance
organisations-presented = Presentation last changed on { $date }

organisations-unpresented-title = { $country } has not described its policy yet
organisations-unpresented = Policy, vision and horizontal cooperation belong here, in the country’s own words. If you work for it in social development, join and ask to become an editor of this page.
organisations-unpresented-editor = Policy, vision and horizontal cooperation belong here. You are an editor of this page: describe them in a few words.
organisations-unpresented-organisation = Nothing has been written here yet
organisations-unpresented-organisation-text = What this organisation does and how to reach it belongs here, in its own words.
organisations-join = Join the network

organisations-programmes = Programmes
organisations-programmes-empty = No programme of this country has been described yet.
organisations-programmes-of-institution = Programmes it carries out
organisations-since = since { $year }
organisations-until = until { $year }
organisations-period = Period
organisations-ended = Ended
organisations-agencies = Carried out by
organisations-themes = Themes
organisations-short = Known as
organisations-programme-without-summary = This programme has not been described further yet.
organisations-more-of-country = Other programmes: { $country }

organisations-portfolio = Portfolio of programmes
organisations-portfolio-lead = The social programmes of the member states, described by those who carry them out. Start here to find an experience to learn from.
organisations-portfolio-empty = No programme has been described yet
organisations-portfolio-empty-text = The editors of each country describe its programmes on its page.
organisations-portfolio-none = No programme matches these filters
organisations-portfolio-none-text = Remove a filter, or show all of them.
organisations-programmes-all = All programmes
organisations-programme-highlights = Highlights of this programme
organisations-programme-add = Add a programme
organisations-programme-edit = Edit this programme
organisations-programme-new-title = Describe a programme: { $country }
organisations-programme-edit-title = Edit the programme: { $name }
organisations-programme-lead = The summary may be written in one or more languages. Readers see their own language where it exists, otherwise English, otherwise another available language. It may use Markdown.
organisations-programme-name = Name
organisations-programme-name-hint = As it is called in its country. The address is made from it; the programme can still be found under earlier names.
organisations-programme-short = Known as
organisations-programme-short-hint = Its usual abbreviation or short name
organisations-programme-language = Language of the name
organisations-programme-since = First year
organisations-programme-until = Last year
organisations-programme-until-hint = Leave this empty while the programme is running.
organisations-programme-agency-hint = The ministry or agency. Where several carry it out together: A / B
organisations-programme-summary = Summary
organisations-programme-save = Save the programme
organisations-error-name-taken = The country has another programme with this name.
organisations-error-year = Give a year between { $first } and { $last }.
organisations-error-years = The last year is before the first.
organisations-notice-described = The programme was saved.

organisations-resources = Newest resources
organisations-resources-all = All resources
organisations-resources-empty = The shelf is still empty
organisations-resources-empty-text = Evaluations, guides, laws and reports find readers in 35 countries here.
organisations-publish = Publish a resource
organisations-members = Newest members
organisations-members-all = All members
organisations-members-empty = No members from here yet. Be the first.
organisations-leaders = Leaders by points
organisations-leaders-all = Leaderboard
organisations-follow = Feeds to follow
organisations-leaders-empty = Nobody has points here yet.
organisations-points =
    { $count ->
        [one] { $count } point
       *[other] { $count } points
    }
organisations-hidden-member = A member
organisations-former-member = Former member
organisations-members-of-institution = Members at this institution

organisations-partners-title = Partners
organisations-partners-lead = International and regional organisations that support the countries of the network with knowledge, people and funds.
organisations-partners-empty = No partner has been registered yet
organisations-partners-empty-text = They appear here as soon as the portal’s team has added them.

organisations-text-in-en = This text is in English.
organisations-text-in-es = This text is in Spanish.
organisations-text-in-pt = This text is in Portuguese.
organisations-text-in-fr = This text is in French.
organisations-also-in = Also in:

organisations-edit = Edit this page
organisations-edit-title = Edit the presentation: { $name }
organisations-edit-lead = Write in one or more languages. Readers see their own language where it exists, otherwise English, otherwise another available language. Texts may use Markdown.
organisations-edit-website = Full address, for example https://www.example.org
organisations-edit-save = Save the presentation
organisations-error-words = { $field }: this has { $words } words; the limit is { $limit }
organisations-error-long = { $field }: this is longer than { $limit } characters
organisations-error-website = The website must be a full address that starts with https:// or http://
organisations-stale-title = Someone else saved this page in the meantime
organisations-stale = Nothing you wrote is lost. Where your text differs from what was saved, both are shown below: keep what you need, then save again.
organisations-stale-saved = Saved in the meantime
organisations-stale-nothing = (nothing)
organisations-notice-presented = The presentation was saved.

organisations-history = History of this page
organisations-history-title = History: { $name }
organisations-history-lead = Every version of the presentation: who wrote it, when, and what changed. A version that is restored becomes a new one; none is lost.
organisations-history-begun = The page was created, without texts.
organisations-history-portal = The portal’s team
organisations-history-stale = Someone else changed the page in the meantime: look at the newest version first, then decide again.
organisations-programme-history-lead = Every version of the programme: who wrote it, when, and what changed. A version that is restored becomes a new one; none is lost.
organisations-programme-history-begun = The programme was added.
organisations-version = Version { $number }
organisations-version-restored = restores version { $number }
organisations-added = Added:
organisations-removed = Removed:
organisations-restore = Restore version { $number }
organisations-notice-restored = The earlier version was restored.
organisations-translations = Waiting for translation
organisations-translations-lead = Texts on the pages you edit that are missing in a language, or whose original has changed since.
organisations-translations-none = Nothing is waiting for translation
organisations-translations-none-text = Every text exists in all four languages, and none is out of date.
organisations-translations-text = Text
organisations-translations-state = State
organisations-translations-missing = Missing
organisations-translations-behind = Changed later in { $language }
organisations-translations-page = Open the page

