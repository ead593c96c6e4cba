calendar-title = Événements
calendar-lead = Réunions, cours et conférences sur la protection sociale dans les Amériques, à l’heure du lieu et à la vôtre.
calendar-feed = Événements du RIPSO
calendar-views = Vues
calendar-coming = À venir
calendar-past = Passés
calendar-month = Mois
calendar-any = Tous
calendar-country = Pays
calendar-theme = Thème
calendar-language = Langue
calendar-online = En ligne
calendar-online-only = Seulement les événements accessibles en ligne
calendar-narrow = Appliquer les filtres
calendar-cancelled = Annulé
calendar-full = Liste d’attente
calendar-all = Tous les événements à venir
calendar-publish-link = Annoncer un événement
calendar-empty-title = Aucun événement n’est encore annoncé
calendar-empty = Vous organisez une réunion, un cours ou une conférence ? Annoncez-le ici.
calendar-past-empty-title = Aucun événement passé
calendar-past-empty = Les événements passés figureront ici.
calendar-none-title = Aucun événement ne correspond
calendar-none = Essayez avec moins de filtres.
calendar-months = Mois
calendar-month-title = Événements : { $month }
calendar-month-zone = Toutes les heures sont celles de { $city }.
calendar-month-empty = Aucun événement ce mois-ci.
calendar-weekday-1 = Lundi
calendar-weekday-2 = Mardi
calendar-weekday-3 = Mercredi
calendar-weekday-4 = Jeudi
calendar-weekday-5 = Vendredi
calendar-weekday-6 = Samedi
calendar-weekday-7 = Dimanche
calendar-moment = { $day }, { $time } ({ $city }, { $offset })
calendar-range = { $day }, { $from }–{ $to } ({ $city }, { $offset })
calendar-range-days = { $day }, { $from } – { $until }, { $to } ({ $city }, { $offset })
calendar-reader-summary = Afficher l’heure de mon fuseau horaire
calendar-reader-zone = Votre fuseau horaire
calendar-reader-show = Afficher
calendar-own-time = Pour vous :
calendar-about = À propos de cet événement
calendar-when = Quand
calendar-where = Où
calendar-online-where = Adresse en ligne
calendar-online-told = Affichée ici après votre inscription
calendar-organiser = Organisé par
calendar-places = Places
calendar-places-taken = { $taken } sur { $count } prises
calendar-until = Inscription jusqu’au
calendar-ics = Ajouter à mon agenda (.ics)
calendar-edit = Modifier
calendar-attendance = Liste de présence
calendar-cancel = Annuler l’événement
calendar-remove = Retirer (modération)
calendar-cancelled-because = Cet événement a été annulé : { $reason }
calendar-gone-title = Cet événement a été retiré
calendar-gone = La modération l’a retiré du portail.
calendar-gone-reason = Motif
calendar-registration = Inscription
calendar-registered = Votre inscription est confirmée.
calendar-waiting = Vous êtes le numéro { $place } de la liste d’attente.
calendar-waiting-how = Dès qu’une place se libère, vous avancez automatiquement et un courriel vous en avertit.
calendar-register = M’inscrire
calendar-wait = M’inscrire sur la liste d’attente
calendar-leave = Annuler mon inscription
calendar-leave-list = Quitter la liste d’attente
calendar-register-hint = Les organisateurs voient votre nom ; personne d’autre ne voit votre inscription.
calendar-sign-in = Se connecter pour s’inscrire
calendar-over = Cet événement est terminé.
calendar-closed = Les inscriptions sont closes.
calendar-notice-registered = Votre inscription est confirmée. Un courriel vous est envoyé.
calendar-notice-waiting = Toutes les places sont prises : vous êtes sur la liste d’attente.
calendar-notice-left = Votre inscription est annulée.
calendar-notice-closed = Entre-temps, les inscriptions ont été closes.
calendar-notice-begun = Cet événement a commencé : les inscriptions ne peuvent plus être annulées.
calendar-notice-is-cancelled = Entre-temps, cet événement a été annulé.
calendar-notice-published = Votre événement est annoncé.
calendar-notice-edited = L’événement est modifié. Si l’heure ou le lieu changent, un courriel avertit les personnes inscrites.
calendar-notice-cancelled = L’événement est annulé. Un courriel avertit les personnes inscrites.
calendar-notice-removed = L’événement est retiré.
calendar-notice-noted = Les présences sont notées.
calendar-notice-too-early = Les présences peuvent être notées à partir de deux heures avant le début.
calendar-publish-title = Annoncer un événement
calendar-publish-lead = Tout le monde peut lire l’annonce. Les membres s’inscrivent ici et vous voyez qui vient.
calendar-publish-button = Annoncer l’événement
calendar-edit-title = Modifier l’événement
calendar-edit-button = Enregistrer l’événement
calendar-edit-stale = L’événement a été modifié ailleurs après l’ouverture de cette page. Ci-dessous figure la version actuelle, puis ce que vous avez saisi ; enregistrer la remplace.
calendar-edit-stored = Version actuelle
calendar-cancel-title = Annuler cet événement
calendar-cancel-consequence = C’est définitif. La page reste et indique le motif ; les personnes inscrites ou sur la liste d’attente reçoivent un courriel.
calendar-cancel-button = Annuler l’événement
calendar-remove-title = Retirer cet événement
calendar-remove-consequence = Il disparaît de toutes les listes, sa page indique le motif et les points de l’organisateur sont repris.
calendar-remove-button = Retirer l’événement
calendar-reason = Motif
calendar-reason-hint = Tout le monde peut le lire.
calendar-back = Retour à l’événement
calendar-attendance-counts = Personnes inscrites : { $registered }. En attente : { $waiting }. Présentes : { $came }.
calendar-attendance-caption = Qui a une place
calendar-nobody-title = Pas encore de personnes inscrites
calendar-nobody = Les personnes inscrites figureront ici.
calendar-csv = Télécharger la liste (CSV)
calendar-doors = Les présences peuvent être notées ici à partir de deux heures avant le début.
calendar-attendance-cancelled = Cet événement a été annulé : il n’est plus possible de noter qui est venu.
calendar-note-button = Enregistrer les présences
calendar-nobody-so-named = Aucune personne ayant une place ne porte ce nom.
calendar-everybody = Afficher tout le monde
calendar-waiting-list = Liste d’attente
calendar-name = Nom
calendar-since = Inscription
calendar-came = Présence
calendar-subscribe = S’abonner
calendar-subscribe-how = Votre agenda affiche ces événements et les tient à jour.
calendar-subscribe-program = Ouvrir dans mon agenda
calendar-subscribe-file = Adresse du flux (iCalendar)
calendar-choose = Choisissez dans la liste
calendar-missing = Ce champ ne peut pas être vide
calendar-nowhere = Indiquez un lieu, une adresse en ligne ou les deux
calendar-online-wrong = L’adresse en ligne doit être complète et commencer par https:// ou http://
calendar-year-wrong = L’année doit être comprise entre { $first } et { $last }
calendar-time-wrong = Indiquez une date et une heure
calendar-time-skipped = Ce jour-là, les horloges de ce fuseau sautent cette heure. Choisissez-en une avant ou après.
calendar-order-wrong = La fin doit être après le début
calendar-lasts-too-long = Un événement peut durer un an au plus
calendar-deadline-wrong = Les inscriptions doivent être closes avant le début
calendar-zone-wrong = Choisissez un fuseau horaire de la liste
calendar-zone-unknown = Aucun fuseau horaire ne porte ce nom : écrivez sa ville, par exemple Bogotá, ou choisissez-en un dans la liste.
calendar-form-none = Aucun
calendar-form-title = Titre
calendar-form-description = Description
calendar-form-description-hint = Pour qui, sur quoi, avec qui. Markdown fonctionne : **gras**, listes, liens.
calendar-form-organisation = Au nom de
calendar-form-starts = Début
calendar-form-ends = Fin
calendar-form-zone = Fuseau horaire
calendar-form-zone-hint = Écrivez la ville, par exemple São Paulo, ou choisissez dans la liste. Les deux heures sont celles des horloges du lieu. Si elles reculent et affichent une heure deux fois, c’est la première qui compte.
calendar-form-where-hint = Un lieu, une adresse en ligne ou les deux.
calendar-form-venue = Lieu et adresse
calendar-form-city = Ville
calendar-form-online = Adresse en ligne
calendar-form-online-hint = Seules les personnes inscrites la voient.
calendar-form-capacity = Nombre de places
calendar-form-capacity-hint = Laissez vide s’il n’y a pas de limite. Quand tout est pris, les membres vont sur une liste d’attente.
calendar-form-until = Inscription jusqu’au
calendar-form-until-hint = Si le champ reste vide, jusqu’au début.
calendar-home = Événements à venir
calendar-mail-registered-subject = Inscription confirmée : { $title }
calendar-mail-registered = Vous avez une place à cet événement.
calendar-mail-moved-up-subject = Vous avez une place : { $title }
calendar-mail-moved-up = Une place s’est libérée et vous passez de la liste d’attente à cette place. Si vous ne pouvez pas venir, rendez-la sur la page de l’événement.
calendar-mail-moved-subject = Modifié : { $title }
calendar-mail-moved = L’heure ou le lieu de cet événement ont changé. Voici ce qui vaut désormais :
calendar-mail-cancelled-subject = Annulé : { $title }
calendar-mail-cancelled = Cet événement n’aura pas lieu.
calendar-mail-reason = Motif indiqué : { $reason }
calendar-mail-reminder-subject = Bientôt : { $title }
calendar-mail-reminder = Cet événement commence dans moins d’un jour. Si vous ne pouvez pas venir, rendez votre place sur sa page : d’autres attendent peut-être.
calendar-mail-link = Voir la page de l’événement
calendar-mail-ics = L’ajouter à votre agenda (.ics)
calendar-mail-otherwise = Vous recevez ce courriel à la suite de votre inscription à cet événement ou sur sa liste d’attente.
calendar-found =
    { $count ->
        [one] { $count } événement
       *[other] { $count } événements
    }
calendar-full-waiting =
    { $count ->
        [one] Toutes les places sont prises ; { $count } personne attend.
       *[other] Toutes les places sont prises ; { $count } personnes attendent.
    }
calendar-too-long =
    { $count ->
        [one] Pas plus de { $count } caractère
       *[other] Pas plus de { $count } caractères
    }
calendar-themes-hint =
    { $count ->
        [one] Choisissez un thème, { $count } au plus
       *[other] Choisissez au moins un thème, { $count } au plus
    }
calendar-capacity-wrong =
    { $count ->
        [one] Indiquez un nombre de 1 à { $count }
       *[other] Indiquez un nombre de 1 à { $count }
    }
calendar-too-few-places =
    { $count ->
        [one] { $count } personne est déjà inscrite : il ne peut pas y avoir moins de places
       *[other] { $count } personnes sont déjà inscrites : il ne peut pas y avoir moins de places
    }
