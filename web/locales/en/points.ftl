points-points = Points
points-rank = Rank
points-member = Member
points-country = Country
points-rule = Rule
points-when = Date
points-what = What for
points-balance = Balance
points-for = What for
points-points-each = Points each time
points-daily-cap = Most times a day
points-how = How points are earned
points-all-time = All time
points-revision = Revision { $revision }

points-contribution-published = Publishing a resource
points-contribution-bookmarked = Another member bookmarks your resource

points-leaderboard-title = Leaderboard
points-leaderboard-lead = Members by the points that their contributions have earned.
points-periods = Kind of period
points-by-month = By month
points-by-year = By year
points-period = Period
points-all-countries = All countries
points-show = Show
points-member-hidden = A member whose name is private
points-member-former = Former member
points-own =
    { $points ->
        [one] You have { $points } point and rank { $rank } among all members.
       *[other] You have { $points } points and rank { $rank } among all members.
    }
points-own-none = You have no points in this period.
points-own-link = See your statement
points-leaderboard-empty-title = Nobody has points here yet
points-leaderboard-empty = In this period no contribution has earned points so far.
points-leaderboard-empty-country = In this period nobody who shows this country in the profile has points.

points-statement-title = My points
points-statement-of = Statement of points of { $name }
points-statement-lead = Every point you have, what earned it and by which rule.
points-total-ranked = { $period }: rank { $rank }
points-today = Today
points-today-caption = What counts today, in Coordinated Universal Time (UTC)
points-counted-today = Counted today
points-caps = Each kind of contribution counts a limited number of times a day. What goes beyond earns nothing, and what was taken back still counts for the limit. Days begin at midnight UTC.
points-lines = Statement
points-lines-caption = All movements of your points, the newest first
points-item-gone = A resource that is no longer in the library
points-taken-back = Taken back because the resource was withdrawn
points-counts-for = counts for
points-statement-empty-title = No points yet
points-statement-empty = Publish a resource: it earns points, and each member who bookmarks it adds to them.
points-statement-empty-way = Go to the library

points-rules-title = How points are earned
points-rules-lead = The rules by which contributions earn points, with every revision that was ever adopted.
points-rules-day = The day of a contribution, in Coordinated Universal Time (UTC), decides which revision applies and in which month and year the points count.
points-rules-applause = Your own bookmarks of your own resources earn nothing, and each member’s bookmark of a resource counts once.
points-rules-caps = Each kind of contribution counts a limited number of times a day; what was taken back still counts for the limit.
points-rules-withdrawn = When a resource is withdrawn, all that it has earned is taken back.
points-rules-new = New rules hold from the day after their adoption at the earliest: what was earned stays as it is.
points-rules-caption = Points for each kind of contribution
points-rules-none = No rules have been adopted yet, so nothing earns points.
points-rules-nothing = Under this revision nothing earns points.
points-in-force = In force
points-to-come = To come
points-replaced = Replaced
points-valid-from = Valid from
points-adopted-on = adopted on
