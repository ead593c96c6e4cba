bookmarks-title = My bookmarks
bookmarks-lead = What you keep, with the notes that only you can see.
bookmarks-empty-title = Nothing kept yet
bookmarks-empty = Keep resources, news and events to find them again here.
bookmarks-to-library = To the library
bookmarks-withdrawn = A resource that was withdrawn
bookmarks-withdrawn-news = A text that was withdrawn
bookmarks-saved = Kept since
bookmarks-remove = Remove the bookmark
bookmarks-keep-title = Bookmark
bookmarks-keepers =
    { $count ->
        [0] Nobody keeps this yet.
        [one] { $count } member keeps this.
       *[other] { $count } members keep this.
    }
bookmarks-sign-in = Sign in to keep it
bookmarks-kept = You keep this.
bookmarks-note = Note
bookmarks-note-hint = Only you can see it.
bookmarks-note-too-long =
    { $count ->
        [one] The note is longer than { $count } character.
       *[other] The note is longer than { $count } characters.
    }
bookmarks-keep = Keep it
bookmarks-change = Change the note
bookmarks-notice-saved = It is among your bookmarks.
bookmarks-notice-removed = The bookmark is gone.
