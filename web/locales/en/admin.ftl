admin-title = Administration
admin-models = Read models
admin-models-lead = What pages show is built from the event log into these tables. Here you see how far each has come.
admin-models-caption = Read models, with how far each is behind the event log
admin-rebuilds = Rebuilds
admin-rebuilds-lead = Rebuild read models from the event log, or compare them with it. Pages stay available meanwhile.
admin-reactors = Reactors
admin-reactors-lead = What follows from events, such as points and e-mails. Each event is handled once and in order.
admin-reactors-caption = Reactors, with how far each is behind the event log
admin-reactors-empty = No reactor has run yet.
admin-mail = E-mail
admin-mail-lead = E-mails on their way, and those that no mail server has accepted.

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

admin-state-current = Up to date
admin-state-behind = Catching up
admin-state-stopped = Stopped
admin-state-parked = Parked
admin-state-other-version = Other version: rebuild it
admin-state-absent = Not built yet

admin-retry = Try again
admin-retry-model = Try again: { $name }
admin-rebuild = Rebuild
admin-rebuild-model = Rebuild { $name }
admin-verify = Verify
admin-verify-model = Verify { $name }
admin-rebuild-all = Rebuild all
admin-verify-all = Verify all
admin-for-erasure = It rebuilds what showed a member whose account was erased, and cannot be cancelled.
admin-cancel = Cancel
admin-resume = Resume
admin-discard = Discard

admin-rebuilding = Rebuild
admin-verifying = Verification
admin-stage-waiting = Waiting for its turn.
admin-stage-folding = Reading events.
admin-stage-writing = Writing and comparing tables.
admin-stage-cancelling = Stopping.
admin-stage-orphaned = Its process has ended; another one is taking over.
admin-events-of = { $done } of { $total } events
admin-models-of = { $done } of { $total } read models
admin-time-left = about { $time } left
admin-left-behind = An interrupted rebuild can continue from event { $position }:
admin-all-models = All read models

admin-history = History
admin-history-caption = Rebuilds and verifications that have ended, newest first
admin-history-empty = Nothing has been rebuilt or verified yet.
admin-what = What
admin-asked = Requested
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
admin-made = Started
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
admin-mails-failing = failing, retried automatically
admin-mails-parked = given up
admin-mails-held = E-mails that were not sent
admin-mails-caption = E-mails that were refused at least once
admin-mails-empty = Every e-mail was sent at the first attempt or is on its way.
admin-mail-subject = E-mail
admin-mail-to = Recipient
admin-mail-attempts = Attempts
admin-mail-next = Next attempt
admin-mail-error = Last error
admin-mail-parked = Given up
admin-requeue = Send again
admin-requeue-all = Send all given-up e-mails again

admin-notice-retry = It will try its event again within a second.
admin-notice-not-stopped = It had not stopped.
admin-notice-asked = Requested. It will start within a second, or when the one before it has ended.
admin-notice-cancelled = It will stop within a second or two. What it has done is kept.
admin-notice-ended = It had ended already.
admin-notice-discarded = What the interrupted rebuild left behind is gone.
admin-notice-busy = A rebuild is running; cancel it first.
admin-notice-requeued = Queued again, with all its attempts renewed.
admin-notice-nothing-requeued = There was no such e-mail to send again.

admin-documents = Documents
admin-documents-lead = Search texts, smaller pictures and first pages are made from uploaded documents, one after the other.
admin-documents-waiting = waiting
admin-documents-failing = of them failed before and are retried automatically
admin-documents-failed = given up
admin-documents-oldest = The oldest has been waiting since
