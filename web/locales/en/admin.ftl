admin-title = Administration
admin-models = Read models
admin-models-lead = What pages show is folded from the event log into these tables. Here you see how far each has come.
admin-models-caption = Read models, with how far each is behind the event log
admin-rebuilds = Rebuilds
admin-rebuilds-lead = Build read models anew from the event log, or compare them with it. Pages are served meanwhile.
admin-reactors = Reactors
admin-reactors-lead = What follows from events, such as points and mails. Each event is answered once and in order.
admin-reactors-caption = Reactors, with how far each is behind the event log
admin-reactors-empty = No reactor has run yet.
admin-mail = Mail
admin-mail-lead = Mails on their way, and those that no mail server has taken.

admin-model = Read model
admin-reactor = Reactor
admin-state = State
admin-lag = Behind by
admin-speed = Throughput
admin-position = Position
admin-actions = Actions
admin-version = Version { $version }
admin-events =
    { $count ->
        [one] { $count } event
       *[other] { $count } events
    }
admin-behind-for = for { $time }
admin-per-second = { $count } events/s
admin-not-known-yet = not known yet
admin-seconds = { $count } s
admin-minutes = { $count } min
admin-hours = { $count } h
admin-as-of = As of { $time } UTC.
admin-reload = Reload
admin-at-event = Stopped at event { $position }
admin-nothing-to-do = Nothing to do

admin-state-current = In step
admin-state-behind = On its way
admin-state-stopped = Stopped
admin-state-parked = Parked
admin-state-other-version = Of another version: rebuild it
admin-state-absent = Not made yet

admin-retry = Try again
admin-retry-model = Let { $name } try its event again
admin-rebuild = Rebuild
admin-rebuild-model = Rebuild { $name }
admin-verify = Verify
admin-verify-model = Verify { $name }
admin-rebuild-all = Rebuild all
admin-verify-all = Verify all
admin-for-erasure = It folds anew what showed somebody who was erased, and cannot be cancelled.
admin-cancel = Cancel
admin-resume = Resume
admin-discard = Discard

admin-rebuilding = Rebuild
admin-verifying = Verification
admin-stage-waiting = Waiting for its turn.
admin-stage-folding = Folding events.
admin-stage-writing = Writing and comparing tables.
admin-stage-cancelling = Stopping.
admin-stage-orphaned = Its process has gone; another one takes it over.
admin-events-of = { $done } of { $total } events
admin-models-of = { $done } of { $total } read models
admin-time-left = about { $time } left
admin-left-behind = An interrupted rebuild can go on from event { $position }:
admin-all-models = All read models

admin-history = History
admin-history-caption = Rebuilds and verifications that have ended, newest first
admin-history-empty = Nothing has been rebuilt or verified yet.
admin-what = What
admin-asked = Asked for
admin-ended = Ended
admin-outcome = Outcome
admin-did-rebuild = Rebuild
admin-did-verify = Verification
admin-by-admin = by an admin
admin-by-operator = by { $name }, at the command line
admin-by-erasure = because a member was erased
admin-outcome-done = Done
admin-outcome-cancelled = Cancelled
admin-outcome-failed = Failed

admin-certificates = Certificates
admin-certificates-caption = What rebuilds and verifications have found, newest first
admin-certificates-empty = There is no certificate yet.
admin-certificate-old = Made by another version of the program
admin-made = Begun
admin-found = Found
admin-signature = Signature
admin-signed = Signed by the notary
admin-unsigned = Waiting for the notary’s signature
admin-download = Certificate
admin-download-link = Download
admin-equal = Equal
admin-differing =
    { $count ->
        [one] { $count } row differs
       *[other] { $count } rows differ
    }
admin-not-compared = Not comparable
admin-range =
    { $rows ->
        [one] Events 1 to { $events }, { $rows } row
       *[other] Events 1 to { $events }, { $rows } rows
    }
admin-swapped-in = Put in place within { $time } ms
admin-swapped = Put in place
admin-not-swapped = Compared only

admin-mails-waiting = waiting
admin-mails-failing = failing, tried again by themselves
admin-mails-parked = given up
admin-mails-held = Mails that did not go out
admin-mails-caption = Mails that were refused at least once
admin-mails-empty = Every mail has gone out at the first attempt or is on its way.
admin-mail-subject = Mail
admin-mail-to = Recipient
admin-mail-attempts = Attempts
admin-mail-next = Next attempt
admin-mail-error = Last error
admin-mail-parked = Given up
admin-requeue = Send again
admin-requeue-all = Send all given up again

admin-notice-retry = It tries its event again within a second.
admin-notice-not-stopped = It had not stopped.
admin-notice-asked = Written down. It begins within a second, or when the one before it has ended.
admin-notice-cancelled = It stops within a second or two. What it has done is kept.
admin-notice-ended = It had ended already.
admin-notice-discarded = What the interrupted rebuild had left is gone.
admin-notice-busy = A rebuild is running; cancel it first.
admin-notice-requeued = Queued again, with all attempts before it.
admin-notice-nothing-requeued = There was no such mail to send again.

admin-documents = Documents
admin-documents-lead = Texts for the search, smaller pictures and first pages are made of uploaded documents one after the other.
admin-documents-waiting = waiting
admin-documents-failing = of them failed before, tried again by themselves
admin-documents-failed = given up
admin-documents-oldest = The oldest has been waiting since
