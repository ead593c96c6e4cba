ui-network-short = RIPSO
ui-network = Réseau interaméricain de protection sociale
ui-portal = Portail des connaissances
ui-portal-short = Portail des connaissances du RIPSO
ui-about = Communauté de pratique des ministères et organismes de développement social des Amériques, créée en 2009 sur mandat du cinquième Sommet des Amériques.
ui-run-by = Administré par
ui-department = Département de l’inclusion sociale
ui-secretariat = Secrétariat à l’accès aux droits et à l’équité
ui-oas = Organisation des États américains
ui-footer = Sections du portail

ui-skip = Aller au contenu
ui-home = Accueil
ui-crumbs = Vous êtes ici
ui-menu = Menu
ui-navigation = Navigation principale
ui-language = Langue
ui-sign-in = Se connecter
ui-join = Adhérer
ui-sign-out = Se déconnecter
ui-member-menu = Votre compte :
ui-my-profile = Mon profil
ui-my-bookmarks = Mes signets
ui-my-points = Mes points
ui-my-account = Mon compte
ui-administration = Administration

ui-nav-library = Bibliothèque
ui-nav-news = Actualités
ui-nav-events = Événements
ui-nav-countries = Pays et partenaires
ui-nav-members = Membres
ui-nav-leaderboard = Classement

ui-optional = (facultatif)
ui-limit =
    { $count ->
        [one] { $count } caractère au maximum
       *[other] { $count } caractères au maximum
    }
ui-errors = Veuillez corriger les points suivants
ui-error-of = { $label } : { $message }
ui-cancel = Annuler
ui-close = Fermer
ui-notice-updating = Cette page est en cours de mise à jour. Ce que vous avez fait est enregistré ; rechargez-la dans un instant pour le voir.
ui-notice-kept = Votre session avait pris fin. Ce que vous aviez saisi figure ci-dessous : vérifiez-le et envoyez-le de nouveau.

ui-filters = Filtrer
ui-filters-chosen = Filtres choisis
ui-filter-remove = { $filter } : retirer ce filtre
ui-filters-clear = Tout retirer
ui-filters-nothing = Retirez un des filtres ou affichez tout.
ui-results = Résultats
ui-pages = Pages
ui-page = Page { $page }
ui-previous = Précédent
ui-next = Suivant

ui-month-1 = janvier
ui-month-2 = février
ui-month-3 = mars
ui-month-4 = avril
ui-month-5 = mai
ui-month-6 = juin
ui-month-7 = juillet
ui-month-8 = août
ui-month-9 = septembre
ui-month-10 = octobre
ui-month-11 = novembre
ui-month-12 = décembre
ui-date = { $day } { $month } { $year }
ui-date-month = { $month } { $year }
ui-date-time = { $date }, { $time } UTC

ui-limit-words = { $count } mots au plus
ui-count-words = Mots : { $count } sur { $limit }
ui-count-characters = Caractères : { $count } sur { $limit }
ui-preview = Aperçu
ui-preview-of = Aperçu : { $field }
ui-tools-of = Mise en forme : { $field }
ui-tool-bold = Gras
ui-tool-italic = Italique
ui-tool-heading = Titre
ui-tool-list = Liste
ui-tool-quote = Citation
ui-tool-link = Lien
ui-tool-link-address = adresse
ui-tool-picture = Insérer une image
ui-editor-failed = Cela n’a pas fonctionné. Votre texte est intact ; vérifiez la connexion et réessayez.
ui-mention-hidden = un membre
ui-mention-former = un ancien membre
ui-draft-kept = Un brouillon du { $time } est conservé dans ce navigateur.
ui-draft-restore = Reprendre le brouillon
ui-draft-discard = Supprimer le brouillon
ui-picture-title = Une image pour votre texte
ui-picture-lead = Envoyez l’image ici, puis copiez dans votre texte la ligne qui s’affichera.
ui-picture-file = Image
ui-picture-limits = JPEG, PNG ou WebP, 10 Mo et 40 millions de pixels au plus. Elle est réduite, et le lieu et la date de la prise de vue en sont effacés.
ui-picture-send = Envoyer l’image
ui-picture-uploading = Envoi de l’image…
ui-picture-describe = Décrivez l’image
ui-picture-sent = L’image est prête
ui-picture-copy = Copiez cette ligne à l’endroit du texte où l’image doit se trouver et décrivez entre les crochets ce qu’elle montre.
ui-picture-markdown = Ligne pour votre texte
ui-picture-yours = L’image que vous avez envoyée
ui-picture-another = Envoyer une autre image
ui-picture-empty = Choisissez une image
ui-picture-type = Seules les images JPEG, PNG et WebP peuvent être affichées
ui-picture-large = L’image dépasse 10 Mo
ui-picture-pixels = L’image compte plus de 40 millions de pixels
ui-picture-damaged = L’image est endommagée et illisible
ui-picture-many = Vous pouvez envoyer au plus { $count } images par jour ; réessayez demain
ui-arrived = Nouveau : { $title }

ui-themes-filter = Chercher un thème
ui-themes-found = Thèmes correspondants :
ui-themes-none = Aucun thème ne correspond. Essayez un autre mot ou demandez à l’administration de l’ajouter.
