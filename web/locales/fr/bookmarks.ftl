bookmarks-title = Mes signets
bookmarks-lead = Ce que vous gardez, avec des notes que personne d’autre ne voit.
bookmarks-empty-title = Rien de gardé pour l’instant
bookmarks-empty = Gardez des ressources, des actualités et des événements pour les retrouver ici.
bookmarks-to-library = Aller à la bibliothèque
bookmarks-withdrawn = Une ressource qui a été retirée
bookmarks-withdrawn-news = Un texte qui a été retiré
bookmarks-saved = Dans vos signets depuis le
bookmarks-remove = Supprimer le signet
bookmarks-keep-title = Signet
bookmarks-keepers =
    { $count ->
        [0] Personne ne l’a encore dans ses signets.
        [one] { $count } membre l’a dans ses signets.
       *[other] { $count } membres l’ont dans leurs signets.
    }
bookmarks-sign-in = Connectez-vous pour l’ajouter à vos signets
bookmarks-kept = C’est dans vos signets.
bookmarks-note = Note
bookmarks-note-hint = Personne d’autre ne la voit.
bookmarks-note-too-long =
    { $count ->
        [one] La note dépasse { $count } caractère.
       *[other] La note dépasse { $count } caractères.
    }
bookmarks-keep = Ajouter aux signets
bookmarks-change = Modifier la note
bookmarks-notice-saved = Ajouté à vos signets.
bookmarks-notice-removed = Le signet a été supprimé.
