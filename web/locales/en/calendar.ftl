calendar-title = Events
calendar-lead = Meetings, courses and conferences on social protection across the Americas, with times in their own zone and yours.
calendar-feed = Events of the IASPN
calendar-views = Views
calendar-coming = Upcoming
calendar-past = Past
calendar-month = Month
calendar-any = Any
calendar-country = Country
calendar-theme = Theme
calendar-language = Language
calendar-online = Online
calendar-online-only = Only events that can be attended online
calendar-narrow = Apply filters
calendar-cancelled = Cancelled
calendar-full = Waiting list
calendar-all = All upcoming events
calendar-publish-link = Announce an event
calendar-empty-title = No events have been announced yet
calendar-empty = Do you organise a meeting, a course or a conference? Announce it here.
calendar-past-empty-title = No past events
calendar-past-empty = Past events will appear here.
calendar-none-title = No events match
calendar-none = Try fewer filters.
calendar-months = Months
calendar-month-title = Events in { $month }
calendar-month-zone = All times are those of { $city }.
calendar-month-empty = No events this month.
calendar-weekday-1 = Monday
calendar-weekday-2 = Tuesday
calendar-weekday-3 = Wednesday
calendar-weekday-4 = Thursday
calendar-weekday-5 = Friday
calendar-weekday-6 = Saturday
calendar-weekday-7 = Sunday
calendar-moment = { $day }, { $time } ({ $city }, { $offset })
calendar-range = { $day }, { $from }–{ $to } ({ $city }, { $offset })
calendar-range-days = { $day }, { $from } – { $until }, { $to } ({ $city }, { $offset })
calendar-reader-summary = Show the times in my time zone
calendar-reader-zone = Your time zone
calendar-reader-show = Show
calendar-own-time = For you:
calendar-about = About this event
calendar-when = When
calendar-where = Where
calendar-online-where = Online address
calendar-online-told = Shown here once you are registered
calendar-organiser = Organised by
calendar-places = Places
calendar-places-taken = { $taken } of { $count } taken
calendar-until = Registration until
calendar-ics = Add to my calendar (.ics)
calendar-edit = Edit
calendar-attendance = Attendance list
calendar-cancel = Cancel the event
calendar-remove = Remove as moderator
calendar-cancelled-because = This event was cancelled: { $reason }
calendar-gone-title = This event was removed
calendar-gone = A moderator removed it from the portal.
calendar-gone-reason = Reason
calendar-registration = Registration
calendar-registered = You are registered.
calendar-waiting = You are number { $place } on the waiting list.
calendar-waiting-how = As soon as a place becomes free, you move up automatically and are told by e-mail.
calendar-register = Register
calendar-wait = Join the waiting list
calendar-leave = Cancel my registration
calendar-leave-list = Leave the waiting list
calendar-register-hint = The organisers see your name; nobody else sees that you registered.
calendar-sign-in = Sign in to register
calendar-over = This event is over.
calendar-closed = Registration has ended.
calendar-notice-registered = You are registered. You will get a confirmation by e-mail.
calendar-notice-waiting = All places are taken: you are on the waiting list.
calendar-notice-left = Your registration is cancelled.
calendar-notice-closed = Registration has ended in the meantime.
calendar-notice-begun = This event has begun: registrations can no longer be cancelled.
calendar-notice-is-cancelled = This event was cancelled in the meantime.
calendar-notice-published = Your event is announced.
calendar-notice-edited = The event is changed. If its time or place is different, those who are registered are told by e-mail.
calendar-notice-cancelled = The event is cancelled. Those who were registered are told by e-mail.
calendar-notice-removed = The event is removed.
calendar-notice-noted = Attendance is saved.
calendar-notice-too-early = Attendance can be recorded from two hours before the start.
calendar-publish-title = Announce an event
calendar-publish-lead = Everybody can read the announcement. Members register here, and you see who is coming.
calendar-publish-button = Announce the event
calendar-edit-title = Edit the event
calendar-edit-button = Save the event
calendar-edit-stale = The event was changed elsewhere after you opened this page. Below is the stored version, then what you typed; saving replaces the stored one.
calendar-edit-stored = Stored version
calendar-cancel-title = Cancel this event
calendar-cancel-consequence = This cannot be undone. The page stays and shows the reason; those who are registered or waiting get an e-mail.
calendar-cancel-button = Cancel the event
calendar-remove-title = Remove this event
calendar-remove-consequence = It disappears from all lists, its page shows the reason, and the organiser’s points for it are taken back.
calendar-remove-button = Remove the event
calendar-reason = Reason
calendar-reason-hint = Everybody can read it.
calendar-back = Back to the event
calendar-attendance-counts = Registered: { $registered }. Waiting: { $waiting }. Attended: { $came }.
calendar-attendance-caption = Members with a place
calendar-nobody-title = Nobody is registered yet
calendar-nobody = Those who register will appear here.
calendar-csv = Download the list (CSV)
calendar-doors = Attendance can be recorded here from two hours before the start.
calendar-attendance-cancelled = This event was cancelled: attendance can no longer be recorded.
calendar-note-button = Save attendance
calendar-nobody-so-named = Nobody with a place has this name.
calendar-everybody = Show everybody
calendar-waiting-list = Waiting list
calendar-name = Name
calendar-since = Registered
calendar-came = Attended
calendar-subscribe = Subscribe
calendar-subscribe-how = Your calendar shows these events and keeps them up to date.
calendar-subscribe-program = Open in my calendar
calendar-subscribe-file = Address of the feed (iCalendar)
calendar-choose = Choose one from the list
calendar-missing = This must not be empty
calendar-nowhere = Give a place, an online address, or both
calendar-online-wrong = The online address must be a full address that starts with https:// or http://
calendar-year-wrong = The year must be between { $first } and { $last }
calendar-time-wrong = Give a date and a time
calendar-time-skipped = On that day, clocks in this time zone skip this time. Choose an earlier or later one.
calendar-order-wrong = It must end after it starts
calendar-lasts-too-long = An event may last a year at most
calendar-deadline-wrong = Registration must end before the event starts
calendar-zone-wrong = Choose a time zone from the list
calendar-zone-unknown = No time zone has this name: type its city, such as Bogotá, or choose one from the list.
calendar-form-none = None
calendar-form-title = Title
calendar-form-description = Description
calendar-form-description-hint = Who it is for, what it is about, who speaks. Markdown works: **bold**, lists, links.
calendar-form-organisation = In the name of
calendar-form-starts = Starts
calendar-form-ends = Ends
calendar-form-zone = Time zone
calendar-form-zone-hint = Type the city, such as São Paulo, or choose one from the list. Both times are local times there. Where clocks go back and show a time twice, the first is meant.
calendar-form-where-hint = A place, an online address, or both.
calendar-form-venue = Venue and address
calendar-form-city = City
calendar-form-online = Online address
calendar-form-online-hint = Only those who are registered see it.
calendar-form-capacity = Number of places
calendar-form-capacity-hint = Leave it empty if there is no limit. When all places are taken, members join a waiting list.
calendar-form-until = Registration until
calendar-form-until-hint = If left empty, until the event starts.
calendar-home = Upcoming events
calendar-mail-registered-subject = You are registered: { $title }
calendar-mail-registered = You have a place at this event.
calendar-mail-moved-up-subject = You have a place: { $title }
calendar-mail-moved-up = A place has become free, and you have moved up to it from the waiting list. If you cannot come, please give it back on the page of the event.
calendar-mail-moved-subject = Changed: { $title }
calendar-mail-moved = The time or place of this event has changed. It is now:
calendar-mail-cancelled-subject = Cancelled: { $title }
calendar-mail-cancelled = This event will not take place.
calendar-mail-reason = The reason given: { $reason }
calendar-mail-reminder-subject = Soon: { $title }
calendar-mail-reminder = This event begins within a day. If you cannot come, please give your place back on its page: others may be waiting.
calendar-mail-link = Go to the page of the event
calendar-mail-ics = Add it to your calendar (.ics)
calendar-mail-otherwise = You are receiving this e-mail because you registered for this event or its waiting list.
calendar-found =
    { $count ->
        [one] { $count } event
       *[other] { $count } events
    }
calendar-full-waiting =
    { $count ->
        [one] All places are taken; { $count } person is waiting.
       *[other] All places are taken; { $count } people are waiting.
    }
calendar-too-long =
    { $count ->
        [one] Use at most { $count } character
       *[other] Use at most { $count } characters
    }
calendar-themes-hint =
    { $count ->
        [one] Choose one theme, at most { $count }
       *[other] Choose at least one theme, at most { $count }
    }
calendar-capacity-wrong =
    { $count ->
        [one] Give a number from 1 to { $count }
       *[other] Give a number from 1 to { $count }
    }
calendar-too-few-places =
    { $count ->
        [one] { $count } person is registered already: there cannot be fewer places
       *[other] { $count } people are registered already: there cannot be fewer places
    }
