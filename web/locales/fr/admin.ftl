admin-title = Administration
admin-models = Modèles de lecture
admin-models-lead = Ce que montrent les pages est composé dans ces tables à partir du journal des événements. On voit ici où en est chacune.
admin-models-caption = Modèles de lecture, avec le retard de chacun sur le journal des événements
admin-rebuilds = Reconstructions
admin-rebuilds-lead = Reconstruire les modèles de lecture à partir du journal des événements, ou les comparer avec lui. Les pages restent servies pendant ce temps.
admin-reactors = Réacteurs
admin-reactors-lead = Ce qui découle des événements, comme les points et les courriels. Chaque événement est traité une seule fois et dans l’ordre.
admin-reactors-caption = Réacteurs, avec le retard de chacun sur le journal des événements
admin-reactors-empty = Aucun réacteur n’a encore fonctionné.
admin-mail = Courriels
admin-mail-lead = Les courriels en chemin, et ceux qu’aucun serveur n’a acceptés.

admin-model = Modèle de lecture
admin-reactor = Réacteur
admin-state = État
admin-lag = Retard
admin-speed = Débit
admin-position = Position
admin-actions = Actions
admin-version = Version { $version }
admin-events =
    { $count ->
        [one] { $count } événement
       *[other] { $count } événements
    }
admin-behind-for = depuis { $time }
admin-per-second = { $count } événements/s
admin-not-known-yet = pas encore connu
admin-seconds = { $count } s
admin-minutes = { $count } min
admin-hours = { $count } h
admin-as-of = État à { $time } UTC.
admin-reload = Recharger
admin-at-event = Arrêté à l’événement { $position }
admin-nothing-to-do = Rien à faire

admin-state-current = À jour
admin-state-behind = En cours de rattrapage
admin-state-stopped = Arrêté
admin-state-parked = En attente
admin-state-other-version = D’une autre version : à reconstruire
admin-state-absent = Pas encore créé

admin-retry = Réessayer
admin-retry-model = Réessayer : { $name }
admin-rebuild = Reconstruire
admin-rebuild-model = Reconstruire { $name }
admin-verify = Vérifier
admin-verify-model = Vérifier { $name }
admin-rebuild-all = Tout reconstruire
admin-verify-all = Tout vérifier
admin-for-erasure = Il recompose ce qui montrait une personne effacée et ne peut pas être annulé.
admin-cancel = Annuler
admin-resume = Reprendre
admin-discard = Abandonner

admin-rebuilding = Reconstruction
admin-verifying = Vérification
admin-stage-waiting = Attend son tour.
admin-stage-folding = Parcours des événements.
admin-stage-writing = Écriture et comparaison des tables.
admin-stage-cancelling = S’arrête.
admin-stage-orphaned = Son processus s’est arrêté ; un autre prend la suite.
admin-events-of = { $done } événements sur { $total }
admin-models-of = { $done } modèles de lecture sur { $total }
admin-time-left = encore { $time } environ
admin-left-behind = Une reconstruction interrompue peut reprendre à l’événement { $position } :
admin-all-models = Tous les modèles de lecture

admin-history = Historique
admin-history-caption = Reconstructions et vérifications terminées, les plus récentes d’abord
admin-history-empty = Rien n’a encore été reconstruit ni vérifié.
admin-what = Quoi
admin-asked = Demande
admin-ended = Fin
admin-outcome = Issue
admin-did-rebuild = Reconstruction
admin-did-verify = Vérification
admin-by-admin = par l’administration
admin-by-operator = par { $name }, en ligne de commande
admin-by-erasure = à la suite de l’effacement des données d’un membre
admin-outcome-done = Terminée
admin-outcome-cancelled = Annulée
admin-outcome-failed = Échouée

admin-certificates = Certificats
admin-certificates-caption = Ce que les reconstructions et vérifications ont constaté, le plus récent d’abord
admin-certificates-empty = Il n’y a pas encore de certificat.
admin-certificate-old = Établi par une autre version du programme
admin-made = Début
admin-found = Constat
admin-signature = Signature
admin-signed = Signé par le notaire
admin-unsigned = En attente de la signature du notaire
admin-download = Certificat
admin-download-link = Télécharger
admin-equal = Identique
admin-differing =
    { $count ->
        [one] { $count } ligne différente
       *[other] { $count } lignes différentes
    }
admin-not-compared = Non comparable
admin-range =
    { $rows ->
        [one] Événements 1 à { $events }, { $rows } ligne
       *[other] Événements 1 à { $events }, { $rows } lignes
    }
admin-swapped-in = Mis en place en { $time } ms
admin-swapped = Mis en place
admin-not-swapped = Seulement comparé

admin-mails-waiting = en attente
admin-mails-failing = en échec, réessayés automatiquement
admin-mails-parked = abandonnés
admin-mails-held = Courriels qui ne sont pas partis
admin-mails-caption = Courriels refusés au moins une fois
admin-mails-empty = Tous les courriels sont partis au premier essai ou sont en chemin.
admin-mail-subject = Courriel
admin-mail-to = Destinataire
admin-mail-attempts = Essais
admin-mail-next = Prochain essai
admin-mail-error = Dernière erreur
admin-mail-parked = Abandonné
admin-requeue = Renvoyer
admin-requeue-all = Renvoyer tous les abandonnés

admin-notice-retry = Il réessaiera son événement dans la seconde.
admin-notice-not-stopped = Il n’était pas arrêté.
admin-notice-asked = C’est noté. Cela commence dans la seconde, ou quand ce qui précède sera terminé.
admin-notice-cancelled = Elle s’arrête dans une ou deux secondes. Ce qui est fait est gardé.
admin-notice-ended = Elle était déjà terminée.
admin-notice-discarded = Ce que la reconstruction interrompue avait laissé a été supprimé.
admin-notice-busy = Une reconstruction est en cours ; annulez-la d’abord.
admin-notice-requeued = De nouveau dans la file, avec tous ses essais disponibles.
admin-notice-nothing-requeued = Il n’y avait aucun courriel de ce genre à renvoyer.

admin-documents = Documents
admin-documents-lead = Les textes pour la recherche, des images plus petites et les premières pages sont tirés des documents envoyés, l’un après l’autre.
admin-documents-waiting = en attente
admin-documents-failing = d’entre eux ont déjà échoué ; ils sont repris automatiquement
admin-documents-failed = abandonnés
admin-documents-oldest = Le plus ancien attend depuis
