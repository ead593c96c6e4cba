organisations-title = Pays et partenaires
organisations-lead = Les 35 États membres de l’Organisation des États américains et les partenaires qui travaillent avec eux : leurs programmes, institutions, ressources et membres.
organisations-tabs = Pays, partenaires ou programmes
organisations-countries = Pays
organisations-partners = Partenaires
organisations-map = Carte du réseau
organisations-map-hint = Plus la couleur est soutenue, plus le portail a de ressources, d’expériences et d’actualités sur un pays. Les petites îles sont dessinées comme des disques.
organisations-map-table = La carte en tableaux, par région
organisations-map-legend = Ce que signifient les couleurs
organisations-map-none = Pas encore de contributions
organisations-map-range = De { $from } à { $to } contributions
organisations-map-contributions = Contributions
organisations-map-count = { $count ->
        [one] { $count } contribution
       *[other] { $count } contributions
    }
organisations-region-north = Amérique du Nord
organisations-region-central = Amérique centrale
organisations-region-caribbean = Caraïbes
organisations-region-south = Amérique du Sud
organisations-all-countries = Les 35 États membres

organisations-count-programmes =
    { $count ->
        [one] { $count } programme
       *[other] { $count } programmes
    }
organisations-count-resources =
    { $count ->
        [one] { $count } ressource
       *[other] { $count } ressources
    }
organisations-count-members =
    { $count ->
        [one] { $count } membre
       *[other] { $count } membres
    }
organisations-figure-programmes =
    { $count ->
        [one] programme
       *[other] programmes
    }
organisations-figure-resources =
    { $count ->
        [one] ressource
       *[other] ressources
    }
organisations-figure-members =
    { $count ->
        [one] membre
       *[other] membres
    }

organisations-member-state = État membre
organisations-partner = Partenaire
organisations-institution = Institution
organisations-programme = Programme social
organisations-description-country = { $country } dans le Réseau interaméricain de protection sociale : programmes, institutions, ressources et membres.
organisations-policy = Politique
organisations-vision = Vision
organisations-institutions = Institutions
organisations-institutions-here = Institutions sur ce portail
organisations-cooperation = Coopération horizontale
organisations-contact = Contact
organisations-partner-policy = Ce que fait l’organisation
organisations-partner-institutions = Son organisation
organisations-partner-cooperation = Coopération
organisations-website = Site web
organisations-names = Dans d’autres langues
organisations-at-a-glance = En un coup d’œil
organisations-presented = Présentation mise à jour le { $date }

organisations-unpresented-title = Pas encore de texte sur la politique de ce pays : { $country }
organisations-unpresented = La politique, la vision et la coopération horizontale ont leur place ici, dans les mots du pays lui-même. Si vous y travaillez dans le développement social, inscrivez-vous et demandez à pouvoir rédiger cette page.
organisations-unpresented-editor = La politique, la vision et la coopération horizontale ont leur place ici. Vous pouvez rédiger cette page : décrivez-les en quelques mots.
organisations-unpresented-organisation = Rien n’a encore été écrit ici
organisations-unpresented-organisation-text = Ce que fait cette organisation et comment la joindre a sa place ici, dans ses propres mots.
organisations-join = Rejoindre le réseau

organisations-programmes = Programmes
organisations-programmes-empty = Aucun programme de ce pays n’est encore décrit.
organisations-programmes-of-institution = Programmes mis en œuvre
organisations-since = depuis { $year }
organisations-until = jusqu’en { $year }
organisations-period = Période
organisations-ended = Terminé
organisations-agencies = Mis en œuvre par
organisations-themes = Thèmes
organisations-short = Connu sous le nom de
organisations-programme-without-summary = Il n’y a pas encore d’autres informations sur ce programme.
organisations-more-of-country = Autres programmes : { $country }

organisations-portfolio = Portefeuille de programmes
organisations-portfolio-lead = Les programmes sociaux des États membres, décrits par celles et ceux qui les mettent en œuvre. Si vous cherchez une expérience dont vous inspirer, commencez ici.
organisations-portfolio-empty = Aucun programme n’est encore décrit
organisations-portfolio-empty-text = Les personnes qui rédigent la page de chaque pays y décrivent ses programmes.
organisations-portfolio-none = Aucun programme ne correspond à ces filtres
organisations-portfolio-none-text = Retirez un filtre, ou voyez-les tous.
organisations-programmes-all = Tous les programmes
organisations-programme-highlights = Expériences de ce programme
organisations-programme-add = Ajouter un programme
organisations-programme-edit = Modifier ce programme
organisations-programme-new-title = Décrire un programme : { $country }
organisations-programme-edit-title = Modifier le programme : { $name }
organisations-programme-lead = Le résumé peut être écrit dans une ou plusieurs langues. Chacun voit sa langue si elle existe, sinon l’anglais, sinon une autre langue disponible. Il accepte le Markdown.
organisations-programme-name = Nom
organisations-programme-name-hint = Tel qu’on l’appelle dans son pays. L’adresse en est tirée ; le programme se trouve encore sous ses anciens noms.
organisations-programme-short = Connu sous le nom de
organisations-programme-short-hint = Son sigle ou son nom court habituel
organisations-programme-language = Langue du nom
organisations-programme-since = Première année
organisations-programme-until = Dernière année
organisations-programme-until-hint = Laissez vide tant que le programme se poursuit.
organisations-programme-agency-hint = Le ministère ou l’organisme. S’ils sont plusieurs ensemble : A / B
organisations-programme-summary = Résumé
organisations-programme-save = Enregistrer le programme
organisations-error-name-taken = Le pays a un autre programme de ce nom.
organisations-error-year = Indiquez une année entre { $first } et { $last }.
organisations-error-years = La dernière année précède la première.
organisations-notice-described = Le programme a été enregistré.

organisations-resources = Ressources les plus récentes
organisations-resources-all = Toutes les ressources
organisations-resources-empty = L’étagère est encore vide
organisations-resources-empty-text = Évaluations, guides, lois et rapports trouvent ici des lecteurs dans 35 pays.
organisations-publish = Publier une ressource
organisations-members = Membres les plus récents
organisations-members-all = Tous les membres
organisations-members-empty = Pas encore de membres ici. Soyez la première personne.
organisations-leaders = En tête par les points
organisations-leaders-all = Classement
organisations-follow = Suivre les nouveautés
organisations-leaders-empty = Personne n’a encore de points ici.
organisations-points =
    { $count ->
        [one] { $count } point
       *[other] { $count } points
    }
organisations-hidden-member = Un membre
organisations-former-member = Ancien membre
organisations-members-of-institution = Membres dans cette institution

organisations-partners-title = Partenaires
organisations-partners-lead = Organisations internationales et régionales qui soutiennent les pays du réseau par leurs connaissances, leurs équipes et leurs fonds.
organisations-partners-empty = Aucun partenaire n’est encore inscrit
organisations-partners-empty-text = Ils apparaîtront ici dès que l’équipe du portail les aura ajoutés.

organisations-text-in-en = Ce texte est en anglais.
organisations-text-in-es = Ce texte est en espagnol.
organisations-text-in-pt = Ce texte est en portugais.
organisations-text-in-fr = Ce texte est en français.
organisations-also-in = Aussi en :

organisations-edit = Modifier cette page
organisations-edit-title = Modifier la présentation : { $name }
organisations-edit-lead = Écrivez dans une ou plusieurs langues. Chacun voit sa langue si elle existe, sinon l’anglais, sinon une autre langue disponible. Les textes acceptent le Markdown.
organisations-edit-website = Adresse complète, par exemple https://www.example.org
organisations-edit-save = Enregistrer la présentation
organisations-error-words = { $field } : ce texte a { $words } mots, le maximum est { $limit }
organisations-error-long = { $field } : ce texte dépasse { $limit } caractères
organisations-error-website = Le site web doit être une adresse complète qui commence par https:// ou http://
organisations-stale-title = Quelqu’un a enregistré cette page entre-temps
organisations-stale = Rien de votre texte n’est perdu. Là où il diffère de ce qui a été enregistré, les deux figurent ci-dessous : reprenez ce qu’il vous faut, puis enregistrez de nouveau.
organisations-stale-saved = Enregistré entre-temps
organisations-stale-nothing = (rien)
organisations-notice-presented = La présentation a été enregistrée.

organisations-history = Historique de cette page
organisations-history-title = Historique : { $name }
organisations-history-lead = Toutes les versions de la présentation : qui les a écrites, quand, et ce qui a changé. Ce qui est rétabli devient une nouvelle version ; aucune ne se perd.
organisations-history-begun = La page a été créée, sans textes.
organisations-history-portal = L’équipe du portail
organisations-history-stale = Quelqu’un d’autre a modifié la page entre-temps : regardez d’abord la version la plus récente, puis décidez à nouveau.
organisations-programme-history-lead = Toutes les versions du programme : qui les a écrites, quand, et ce qui a changé. Ce qui est rétabli devient une nouvelle version ; aucune ne se perd.
organisations-programme-history-begun = Le programme a été ajouté.
organisations-version = Version { $number }
organisations-version-restored = rétablit la version { $number }
organisations-added = Ajouté :
organisations-removed = Supprimé :
organisations-restore = Rétablir la version { $number }
organisations-notice-restored = La version antérieure est rétablie.
organisations-translations = En attente de traduction
organisations-translations-lead = Textes des pages que vous modifiez qui manquent dans une langue ou dont l’original a changé depuis.
organisations-translations-none = Rien n’attend de traduction
organisations-translations-none-text = Tous les textes existent dans les quatre langues et sont à jour.
organisations-translations-text = Texte
organisations-translations-state = État
organisations-translations-missing = Manquant
organisations-translations-behind = Modifié depuis en { $language }
organisations-translations-page = Ouvrir la page

