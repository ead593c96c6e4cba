points-points = Points
points-rank = Rank
points-member = Member
points-country = Country
points-rule = Rule
points-when = Date
points-what = Contribution
points-balance = Balance
points-for = Contribution
points-points-each = Points each time
points-daily-cap = Daily limit (times)
points-how = How points are earned
points-all-time = All time
points-revision = Revision { $revision }

points-contribution-published = Publishing a resource
points-contribution-bookmarked = Another member bookmarks what you published
points-contribution-news = Publishing in the newsroom
points-contribution-gathering = Announcing an event
points-contribution-highlight = Publishing a highlight
points-contribution-reused = Somebody builds on your highlight

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
        [one] You have { $points } point. Your rank is { $rank } among all members.
       *[other] You have { $points } points. Your rank is { $rank } among all members.
    }
points-own-none = You have no points in this period.
points-own-link = See your statement
points-leaderboard-empty-title = Nobody has points here yet
points-leaderboard-empty = In this period no contribution has earned points so far.
points-leaderboard-empty-country = In this period nobody who shows this country in the profile has points.

points-statement-title = My points
points-statement-of = Statement of points of { $name }
points-statement-lead = Every point you have, what earned it and under which rule.
points-total-ranked = { $period }: rank { $rank }
points-today = Today
points-today-caption = What counts today, in Coordinated Universal Time (UTC)
points-counted-today = Counted today
points-caps = Each kind of contribution counts a limited number of times a day. Anything beyond that earns nothing, and what was taken back still counts towards the limit. Days begin at midnight UTC.
points-lines = Statement
points-lines-caption = All movements of your points, the newest first
points-item-gone = A resource that is no longer in the library
points-news-gone = A text that is no longer in the newsroom
points-gathering-gone = An event that was removed
points-highlight-gone = A highlight that was withdrawn
points-taken-back = Taken back because the resource was withdrawn
points-taken-back-news = Taken back because the text was withdrawn
points-taken-back-gathering = Taken back because the event was removed
points-taken-back-highlight = Taken back because the highlight was withdrawn
points-counts-for = counts for
points-statement-empty-title = No points yet
points-statement-empty = Publish a resource: it earns points, and each member who bookmarks it adds to them.
points-statement-empty-way = Go to the library

points-rules-title = How points are earned
points-rules-lead = The rules by which contributions earn points, with every revision that was ever adopted.
points-rules-day = The day of a contribution, in Coordinated Universal Time (UTC), decides which revision applies and in which month and year the points count.
points-rules-applause = Bookmarking your own resources earns nothing, and each member’s bookmark of a resource counts once.
points-rules-caps = Each kind of contribution counts a limited number of times a day; what was taken back still counts towards the limit.
points-rules-withdrawn = When a resource is withdrawn, all that it has earned is taken back.
points-rules-new = New rules apply from the day after their adoption at the earliest: points already earned do not change.
points-rules-caption = Points for each kind of contribution
points-rules-none = No rules have been adopted yet, so nothing earns points.
points-rules-nothing = Under this revision nothing earns points.
points-in-force = In force
points-to-come = To come
points-replaced = Replaced
points-valid-from = Valid from
points-adopted-on = adopted on

points-mail-answered-subject = Your objection has been answered
points-mail-answered = The line of your statement of points that you disputed has been looked at, and there is an answer.
points-mail-answered-link = Read the answer
points-mail-answered-otherwise = You are receiving this e-mail because you disputed a line of your statement. Nobody else receives it.

points-dispute = Dispute this line
points-dispute-title = Dispute a line of your statement
points-dispute-lead = Say what you think is wrong with this line. An administrator will look at it and answer, and you will get an e-mail.
points-dispute-label = What is wrong?
points-dispute-hint = At least { $min } characters. You and the administrators can read this.
points-dispute-fault = Write at least { $min } and at most { $max } characters
points-dispute-send = Send
points-dispute-case = A disputed line
points-dispute-said = Objection
points-dispute-answer = Answer
points-dispute-wait = An administrator will answer. You will then get an e-mail.
points-dispute-open = Disputed, not answered yet
points-dispute-explained = Answered: the line stands
points-dispute-upheld = Answered: objection upheld
points-dispute-opened = Disputed on
points-dispute-line = The line
points-dispute-rule = What the rule says
points-dispute-rule-says = { $points } points each time, at most { $cap } times a day
points-dispute-that-day = The day’s limit
points-dispute-place = Number { $place } of { $count } that counted for this member that day
points-dispute-event = Event
points-dispute-award = Award
points-dispute-own = This is your own case: another administrator has to answer it.
points-day-of = Counts for
points-text-erased = This text was erased together with its author’s account.
points-operator = the operator

points-admin-title = Points: rules and disputes
points-admin-lead = Prepare new rules and see what they would have changed, adopt them with a reason, and answer members who dispute a line of their statement.
points-drafts = Drafts
points-drafts-none = No new rules are being prepared.
points-drafts-caption = Rules that are being prepared
points-draft-begin = Prepare new rules
points-draft-from = Valid from
points-draft-begun = Started
points-draft-changed = Last changed
points-draft-do = Actions
points-rehearse = Rehearse
points-adopt = Adopt
points-discard = Discard
points-adopted = Adopted rules
points-adopted-caption = Every revision, the newest first
points-adopted-by = Adopted
points-reason = Reason
points-reason-none = No reason was given

points-draft-new-title = Prepare new rules
points-draft-edit-title = Change the draft
points-draft-lead = A draft changes nothing until it is adopted. Rehearse it first: you will see who would gain and who would lose.
points-draft-conflict = Somebody else changed this draft in the meantime. Below is what you typed; if you save it again, it replaces the other change.
points-draft-from-hint = From midnight UTC of this day on, tomorrow at the earliest
points-draft-from-wrong = This is not a date
points-draft-from-fault = New rules can be valid from { $day } at the earliest
points-draft-number-fault = Write a whole number from 0 to { $max }
points-draft-save = Save and rehearse
points-each-now = Points now
points-each-then = Points under the draft
points-cap-now = Daily limit now
points-cap-then = Daily limit under the draft
points-compared-caption = What the draft changes
points-discard-title = Discard this draft?
points-discard-text = The draft disappears from the list. The event log still shows that it existed.

points-adopt-title = Adopt new rules
points-adopt-lead = From { $day } on, contributions earn points by these rules. What was earned before stays as it is.
points-adopt-conflict = Somebody changed this draft in the meantime. Look at it again before you adopt it.
points-adopt-button = Adopt these rules
points-rehearse-first = Who would gain and who would lose
points-reason-hint = Everybody can read it on the page about the rules
points-reason-fault = Give a reason of at most { $count } characters

points-rehearsal-title = Rehearsal of new rules
points-rehearsal-lead = What members would have if these rules had applied, beside what they have. Nothing is changed. Once adopted, the rules apply only from { $day } on.
points-rehearsal-since = As if they had applied since
points-rehearsal-since-hint = Contributions from this day on count under the draft, earlier ones under the rules of their day
points-rehearsal-running = The history is being counted
points-rehearsal-reload = This page reloads by itself.
points-rehearsal-failed = The rehearsal was not completed. Load the page again; if it fails again, the server’s log says why.
points-rehearsal-result = Result
points-rehearsal-gaining = Members who gain
points-rehearsal-losing = Members who lose
points-rehearsal-same = Members without change
points-rehearsal-total-now = Total points now
points-rehearsal-total-then = Total points under the draft
points-rehearsal-of = Counted up to event { $head }, { $time }
points-rehearsal-file = All members as CSV
points-rehearsal-order = Order
points-rehearsal-gaining-first = Who gains most
points-rehearsal-losing-first = Who loses most
points-rehearsal-now = Points now
points-rehearsal-then = Under the draft
points-rehearsal-change = Change
points-rehearsal-caption = Members by how their points would change
points-rehearsal-nobody = Nobody has earned points.

points-disputes-title = Disputed lines
points-disputes-to-answer = Disputed lines to answer
points-disputes-open = Not answered yet
points-disputes-answered = Answered
points-disputes-none = There are no such cases.
points-disputes-waiting =
    { $count ->
        [0] No case is waiting for an answer.
        [one] { $count } case is waiting for an answer.
       *[other] { $count } cases are waiting for an answer.
    }
points-outcome = Outcome
points-outcome-hint = The answer moves no points by itself: they follow from contributions and rules. If the member is right, say what will be done.
points-outcome-choose = Choose
points-outcome-explained = The line is right, and I explain why
points-outcome-upheld = The member is right, and I say what follows
points-outcome-fault = Choose the outcome
points-answer-label = Answer to the member
points-answer-hint = Write in the member’s language if you can
points-answer-fault = Write an answer of at most { $count } characters
points-answer-send = Answer

points-notice-disputed = Your objection was sent. An administrator will answer, and you will get an e-mail.
points-notice-drafted = The draft is saved.
points-notice-discarded = The draft is discarded.
points-notice-adopted = The rules are adopted.
points-notice-answered = The answer was sent.
points-notice-answered-before = Somebody else has answered this case already.
