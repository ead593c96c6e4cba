home-title = Inter-American Social Protection Network
home-description = Social protection programmes, evidence and people in the Americas: the Knowledge Portal of the network of ministries and agencies, run by the OAS.
home-hero = What one country has learned, all can use
home-lead = Since 2009 the ministries and agencies that work against poverty in the Americas have learned from one another in this network: which programmes work, on what evidence, and who knows how.
home-join = Join the network
home-browse = Browse the library
home-publish = Publish a resource
home-figures = The network in numbers
home-figure-countries =
    { $count ->
        [one] country
       *[other] countries
    }

home-new = New in the library
home-new-all = The whole library
home-new-empty = The library is waiting for its first resource
home-new-empty-text = An evaluation, a guide, a law: what your programme has learned helps others begin further ahead.

home-featured = Country of the month
home-featured-open = Open the country’s page
home-featured-why = Why this country?
home-featured-rule = Each month features the country that was featured longest ago. Countries never featured come first, and among them the one with the most contributions to the library (resources and highlights) before that month. If they are equal, the two-letter code decides.
home-featured-never =
    { $count ->
        [one] This country had not been featured before and had { $count } contribution.
       *[other] This country had not been featured before and had { $count } contributions.
    }
home-featured-last = This country was last featured in { $month }.

home-featured-computed = How it was computed
home-featured-overruled = An administrator chose this country in place of the rule, for this reason:
home-month-title = Country of { $month }: { $country }
home-month-ahead = As it stands today. Contributions until then can still change it.
home-month-rule-choice = The rule alone would have chosen { $country }.
home-month-ranking = Ranking of the countries by the rule
home-month-place = Place
home-month-country = Country
home-month-last = Last featured
home-month-never = Never
home-month-contributions = Contributions before the month
home-month-check = Anyone with access to the log can recompute it:
home-rota = Country of the month: rota
home-rota-lead = Which country the home page featured, and which ones come next by the published rule as it stands today.
home-rota-ahead = This month and the months ahead
home-rota-past = Past months
home-rota-month = Month
home-rota-by = Chosen by
home-rota-by-rule = The rule
home-rota-by-admin = An administrator: { $reason }
home-overrule = Choose another country
home-overrule-title = Country of { $month }: choose in place of the rule
home-overrule-lead = The rotation goes on from your choice: the country that the rule would have chosen comes next. Everybody can read your reason.
home-overrule-country = Country
home-overrule-choose = Choose a country
home-overrule-reason = Reason
home-overrule-reason-fault = Give a reason of at most { $count } characters
home-overrule-past = The country featured in a past month can no longer be changed.
home-overrule-button = Feature this country
home-overrule-back-title = Give the month back to the rule
home-overrule-back-reason = Reason for giving it back
home-overrule-back-button = Follow the rule again
home-notice-overruled = The country of the month is chosen.
home-notice-rule = The month follows the rule again.

home-leaders = Leaders of the month
home-leaders-all = The leaderboard
home-leaders-empty = Nobody has earned points this month yet: the first contribution leads.

home-purpose = What the network is for
home-purpose-more = About the network
home-purpose-dialogue = Dialogue
home-purpose-dialogue-text = The key actors of social protection talk with one another and set the agenda.
home-purpose-institutions = Strong institutions
home-purpose-institutions-text = Ministries and agencies grow stronger to carry out policies against extreme poverty, across sectors.
home-purpose-exchange = Demand meets supply
home-purpose-exchange-text = An inter-American mechanism detects what countries need, assembles a portfolio of programmes and brings the two together.
home-purpose-community = A community of practice
home-purpose-community-text = A network of knowledge and learning connects the people who make social protection work.

home-call = Do you work in social protection?
home-call-text = Ministries, agencies, international organisations, civil society, the private sector and universities: anyone who works in it can join, publish and find colleagues. It is free.

home-about = About the network
home-about-lead = The Inter-American Social Protection Network is a community of practice of the national social development ministries and agencies of the Americas, with international organisations, civil society, the private sector and academia.
home-about-mandate = Mandate
home-about-mandate-text = The network has existed since 2009, by mandate of the Fifth Summit of the Americas.
home-about-protection = What social protection means here
home-about-protection-text = Access for all, above all for the most vulnerable, to food, health, education, housing and employment under equal conditions: a shared responsibility and a pillar of democratic governance (Social Charter of the Americas, chapter III, article 14).
home-about-run-by = Who runs the portal
home-about-run-by-text = The Department of Social Inclusion of the Secretariat for Access to Rights and Equity, Organization of American States.
home-about-featured = How the country of the month is chosen
home-about-featured-text = The rotation began with the first month in which a country contributed. Every publication counts, including resources withdrawn later, so that a choice never changes afterwards.
