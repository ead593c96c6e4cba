bookmarks-title = My bookmarks
bookmarks-lead = What you have bookmarked, with notes that only you can see.
bookmarks-empty-title = No bookmarks yet
bookmarks-empty = Bookmark resources, news and events to find them again here.
bookmarks-to-library = To the library
bookmarks-withdrawn = A resource that was withdrawn
bookmarks-withdrawn-news = A text that was withdrawn
bookmarks-saved = Bookmarked on
bookmarks-remove = Remove the bookmark
bookmarks-keep-title = Bookmark
bookmarks-keepers =
    { $count ->
        [0] Nobody has bookmarked this yet.
        [one] { $count } member has bookmarked this.
       *[other] { $count } members have bookmarked this.
    }
bookmarks-sign-in = Sign in to bookmark this
bookmarks-kept = You have bookmarked this.
bookmarks-note = Note
bookmarks-note-hint = Only you can see it.
bookmarks-note-too-long =
    { $count ->
        [one] The note is longer than { $count } character.
       *[other] The note is longer than { $count } characters.
    }
bookmarks-keep = Add the bookmark
bookmarks-change = Change the note
bookmarks-notice-saved = It has been added to your bookmarks.
bookmarks-notice-removed = The bookmark was removed.
