highlights-title = Partner Highlights
highlights-lead = Best practices, lessons learned and innovations, told by those who did the work and reviewed before publication.
highlights-feed = IASPN: Partner Highlights
highlights-write = Share a highlight
highlights-mine = My highlights
highlights-found =
    { $count ->
        [one] { $count } highlight
       *[other] { $count } highlights
    }
highlights-newest = Newest highlights
highlights-all = All highlights
highlights-empty-title = No highlights yet
highlights-empty = Be the first to tell the network what worked where you are, and what did not.
highlights-none-title = No highlight matches these filters
highlights-kind-best-practice = Best practice
highlights-kind-lesson-learned = Lesson learned
highlights-kind-innovation = Innovation
highlights-relation-none = No other highlight
highlights-relation-adapts = Adapts
highlights-relation-evaluates = Evaluates
highlights-relation-continues = Continues
highlights-state-draft = Draft
highlights-state-changes-asked = Changes requested
highlights-state-in-review = In review
highlights-state-declined = Declined
highlights-state-published = Published
highlights-state-withdrawn = Withdrawn

highlights-context = Context
highlights-context-hint = Where and when, who was affected, and what the problem was.
highlights-done = What was done
highlights-done-hint = Step by step, so that others could do it too.
highlights-results = Results
highlights-results-hint = What changed, in numbers where there are any, and how you know.
highlights-lessons = Lessons
highlights-lessons-hint = What you would do again, and what you would do differently.
highlights-cost = Cost
highlights-cost-hint = What it took: money with its currency and year, people, time.
highlights-contact = Contact
highlights-contact-hint = Whom to ask about it, and how. Only signed-in members see it.
highlights-contact-members = Members who sign in see whom to ask about it.
highlights-evidence = Evidence
highlights-evidence-hint = One address per line, at most { $count }: evaluations, figures, pages elsewhere, or resources of this library.
highlights-evidence-wrong = Give at most { $count } addresses, one per line, each beginning with https:// or http://.
highlights-country-hint = Where it was done.
highlights-country-missing = Choose the country where it was done.
highlights-programme = Programme
highlights-programme-elsewhere = This programme belongs to a different country from the one you chose.
highlights-relation = What it builds on
highlights-relation-hint = If it builds on another highlight, the author of that one gets credit for the reuse.
highlights-relation-missing = Say what it does with the other highlight, or leave its address empty.
highlights-source = Address of the other highlight
highlights-source-hint = Copy it from its page.
highlights-source-missing = No published highlight has this address.
highlights-source-withdrawn = a highlight that was withdrawn

highlights-new-title = Share a highlight
highlights-edit-title = Edit the draft
highlights-new-lead = Saving keeps a draft that only you can see. Once you submit it, a reviewer reads it before it is published.
highlights-save = Save the draft
highlights-save-and-submit = Save and submit for review
highlights-incomplete = The draft is saved. What is still missing before you can submit it is shown beside each field.
highlights-overtaken = This draft was submitted or discarded in another window. What you typed is below: save it as a new draft.
highlights-lacks = Before it can be submitted:
highlights-submit = Submit for review
highlights-answer = Message to the reviewers
highlights-answer-hint = What you changed, or anything else that helps them.
highlights-waiting = This highlight is in review. Only you and the reviewers can see it.
highlights-take-back = Take it back
highlights-take-back-hint = To change it, take it back first. It is then no longer waiting for review.
highlights-asked = A reviewer asks for changes:
highlights-declined = This highlight was not accepted:
highlights-declined-next = This decision is final for this text. You may write another one, or start a new draft with what is here.
highlights-anew = Start a new draft with this text
highlights-discard-text = It will be gone. This cannot be undone.
highlights-mine-lead = What you are writing, what is being reviewed, and what is published.
highlights-mine-empty-title = No highlights yet
highlights-mine-empty = What you start writing is kept here, together with its outcome.
highlights-notice-saved = The draft is saved. Only you can see it.
highlights-notice-submitted = It is submitted. A reviewer will read it.
highlights-notice-taken-back = It is no longer waiting for review.

highlights-queue = To review
highlights-queue-lead = What members have submitted, the longest waiting first. Nobody reviews their own.
highlights-queue-empty-title = Nothing to review
highlights-queue-empty = Nothing is waiting for your review.
highlights-queue-count =
    { $count ->
        [one] { $count } highlight is waiting for review
       *[other] { $count } highlights are waiting for review
    }
highlights-submitted = Submitted
highlights-resubmitted = Read before
highlights-judge = Your decision
highlights-publish = Publish it
highlights-note = Changes you ask for
highlights-note-hint = Only the author and the reviewers can read it.
highlights-ask = Ask for changes
highlights-reason-hint = To decline it for good. The author will read it.
highlights-decline = Decline it
highlights-own = You wrote this yourself: somebody else has to review it.
highlights-own-source = It builds on a highlight of yours, so you would earn points by publishing it: somebody else has to publish it. You may ask for changes, or decline it.
highlights-asked-before = Changes requested:
highlights-answered = The author says:
highlights-source-gone = What it builds on is no longer published. Ask its author to change that.
highlights-changed-since = Its author changed it in the meantime. This is the current version: read it again before you decide.
highlights-notice-asked = The author will see the changes you ask for.
highlights-notice-published = It is published.
highlights-notice-declined = It is declined. The author will read your reason.
highlights-notice-decided = It is no longer waiting for review.
highlights-late-title = It is no longer waiting for review
highlights-late = Its author took it back, or somebody else decided, while you were writing. What you wrote was not sent; copy what you want to keep.
highlights-late-on = See its current state

highlights-about = About this highlight
highlights-use = Use it
highlights-use-first = Nobody has built on it yet. Did you try it elsewhere?
highlights-build-on = Share how you built on it
highlights-address = Permanent address:
highlights-tree = What builds on what
highlights-tree-lead = { $count } highlights, { $countries ->
        [one] { $countries } country
       *[other] { $countries } countries
    }
highlights-tree-part = Shown in part: { $shown } of { $count } highlights
highlights-tree-level = Level { $level }
highlights-corrected-by-moderator = Corrected by a moderator of the portal.
highlights-withdraw-title = Withdraw this highlight?
highlights-withdraw-consequence = Its page will say only that it was withdrawn, and why. The points for publishing it are taken back and, if it builds on another highlight, so are those that the other author earned from it. What its author earned because others built on it stays.
highlights-withdraw-reason-hint = Everybody can read it at the address of the highlight.
highlights-notice-withdrawn = The highlight was withdrawn.
highlights-gone-title = This highlight was withdrawn
highlights-gone-author = The member who wrote it has withdrawn it.
highlights-gone-other = The moderators of the portal have removed it.

highlights-mail-asked-subject = A reviewer asks for changes to your highlight
highlights-mail-asked = A reviewer has read the highlight that you submitted and asks for some changes. You will find them on its page; once you have made them, submit it again.
highlights-mail-published-subject = Your highlight is published
highlights-mail-published = Your highlight has been reviewed and published. Thank you for sharing what you learned.
highlights-mail-declined-subject = Your highlight was not accepted
highlights-mail-declined = A reviewer has read the highlight that you submitted and has declined it. The reason is given on its page.
highlights-mail-link = Open the highlight
highlights-mail-otherwise = You are receiving this e-mail because you submitted a highlight. Nobody else receives it.
