home-title = Réseau interaméricain de protection sociale
home-description = Programmes, données et personnes de la protection sociale dans les Amériques : le portail de connaissances du réseau des ministères et organismes, géré par l’OEA.
home-hero = Ce qu’un pays a appris sert à tous
home-lead = Depuis 2009, les ministères et organismes qui luttent contre la pauvreté dans les Amériques apprennent les uns des autres dans ce réseau : quels programmes marchent, sur quelles preuves, et qui sait faire.
home-join = Rejoindre le réseau
home-browse = Parcourir la bibliothèque
home-publish = Publier une ressource
home-figures = Le réseau en chiffres
home-figure-countries =
    { $count ->
        [one] pays
       *[other] pays
    }

home-new = Nouveautés de la bibliothèque
home-new-all = Toute la bibliothèque
home-new-empty = La bibliothèque attend sa première ressource
home-new-empty-text = Une évaluation, un guide, une loi : ce que votre programme a appris aide les autres à partir de plus loin.

home-featured = Pays du mois
home-featured-open = Ouvrir la page du pays
home-featured-why = Pourquoi ce pays ?
home-featured-rule = Chaque mois met à l’honneur le pays qui ne l’a pas été depuis le plus longtemps ; d’abord ceux qui ne l’ont jamais été et, parmi eux, celui qui avait le plus de contributions à la bibliothèque (ressources et expériences) avant ce mois. À égalité, le code à deux lettres décide.
home-featured-never =
    { $count ->
        [one] Ce pays n’avait pas encore été mis à l’honneur et avait { $count } contribution.
       *[other] Ce pays n’avait pas encore été mis à l’honneur et avait { $count } contributions.
    }
home-featured-last = Ce pays a été mis à l’honneur pour la dernière fois en { $month }.

home-featured-computed = Comment c’est calculé
home-featured-overruled = Une personne de l’administration a choisi ce pays à la place de la règle, pour cette raison :
home-month-title = Pays du mois ({ $month }) : { $country }
home-month-ahead = En l’état actuel. Les contributions d’ici là peuvent encore le changer.
home-month-rule-choice = La règle seule aurait choisi { $country }.
home-month-ranking = Ordre des pays selon la règle
home-month-place = Rang
home-month-country = Pays
home-month-last = Mis à l’honneur la dernière fois
home-month-never = Jamais
home-month-contributions = Contributions avant le mois
home-month-check = Quiconque a accès au journal peut refaire le calcul :
home-rota = Pays du mois : calendrier
home-rota-lead = Quel pays la page d’accueil a mis à l’honneur, et lesquels suivent selon la règle publiée, en l’état actuel.
home-rota-ahead = Ce mois et les suivants
home-rota-past = Mois précédents
home-rota-month = Mois
home-rota-by = Choisi par
home-rota-by-rule = La règle
home-rota-by-admin = Une personne de l’administration : { $reason }
home-overrule = Choisir un autre pays
home-overrule-title = Pays du mois ({ $month }) : choisir à la place de la règle
home-overrule-lead = La rotation continue à partir de votre choix : le pays que la règle aurait choisi vient ensuite. Tout le monde peut lire votre raison.
home-overrule-country = Pays
home-overrule-choose = Choisissez un pays
home-overrule-reason = Raison
home-overrule-reason-fault = Donnez une raison de { $count } caractères au plus
home-overrule-past = Le pays mis à l’honneur un mois passé ne peut plus être changé.
home-overrule-button = Mettre ce pays à l’honneur
home-overrule-back-title = Rendre le mois à la règle
home-overrule-back-reason = Raison de le rendre
home-overrule-back-button = Suivre à nouveau la règle
home-notice-overruled = Le pays du mois est choisi.
home-notice-rule = Le mois suit à nouveau la règle.

home-leaders = En tête ce mois-ci
home-leaders-all = Le classement
home-leaders-empty = Personne n’a encore gagné de points ce mois-ci : la première contribution prend la tête.

home-purpose = À quoi sert le réseau
home-purpose-more = À propos du réseau
home-purpose-dialogue = Dialogue
home-purpose-dialogue-text = Les acteurs clés de la protection sociale dialoguent et fixent les priorités.
home-purpose-institutions = Des institutions fortes
home-purpose-institutions-text = Les ministères et organismes se renforcent pour mener, entre secteurs, des politiques contre l’extrême pauvreté.
home-purpose-exchange = La demande rencontre l’offre
home-purpose-exchange-text = Un mécanisme interaméricain repère ce dont les pays ont besoin, réunit un portefeuille de programmes et rapproche les deux.
home-purpose-community = Une communauté de pratique
home-purpose-community-text = Un réseau de connaissances et d’apprentissage relie les personnes qui font marcher la protection sociale.

home-call = Travaillez-vous dans la protection sociale ?
home-call-text = Ministères, organismes, organisations internationales, société civile, secteur privé et universités : quiconque y travaille peut s’inscrire, publier et trouver des collègues. C’est gratuit.

home-about = À propos du réseau
home-about-lead = Le Réseau interaméricain de protection sociale est une communauté de pratique des ministères et organismes nationaux de développement social des Amériques, avec les organisations internationales, la société civile, le secteur privé et le monde universitaire.
home-about-mandate = Mandat
home-about-mandate-text = Le réseau existe depuis 2009, sur mandat du cinquième Sommet des Amériques.
home-about-protection = Ce que protection sociale veut dire ici
home-about-protection-text = L’accès de toutes et tous, d’abord des plus vulnérables, à l’alimentation, à la santé, à l’éducation, au logement et à l’emploi dans des conditions d’égalité : une responsabilité partagée et un pilier de la gouvernance démocratique (Charte sociale des Amériques, chapitre III, article 14).
home-about-run-by = Qui gère le portail
home-about-run-by-text = Le Département de l’inclusion sociale du Secrétariat à l’accès aux droits et à l’équité, Organisation des États américains.
home-about-featured = Comment le pays du mois est choisi
home-about-featured-text = La rotation a commencé le premier mois où un pays a contribué. Toute publication compte, même celle de ressources retirées depuis, afin qu’un choix ne change jamais après coup.
