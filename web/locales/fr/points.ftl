points-points = Points
points-rank = Rang
points-member = Membre
points-country = Pays
points-rule = Règle
points-when = Date
points-what = Motif
points-balance = Solde
points-for = Contribution
points-points-each = Points à chaque fois
points-daily-cap = Maximum de fois par jour
points-how = Comment on gagne des points
points-all-time = Depuis le début
points-revision = Révision { $revision }

points-contribution-published = Publier une ressource
points-contribution-bookmarked = Un autre membre garde ce que vous avez publié
points-contribution-news = Publier dans les actualités
points-contribution-gathering = Annoncer un événement
points-contribution-highlight = Publier une expérience
points-contribution-reused = Une autre personne s’appuie sur votre expérience

points-leaderboard-title = Classement
points-leaderboard-lead = Les membres selon les points que leurs contributions ont gagnés.
points-periods = Type de période
points-by-month = Par mois
points-by-year = Par année
points-period = Période
points-all-countries = Tous les pays
points-show = Afficher
points-member-hidden = Un membre dont le nom est privé
points-member-former = Ancien membre
points-own =
    { $points ->
        [one] Vous avez { $points } point et occupez le rang { $rank } parmi tous les membres.
       *[other] Vous avez { $points } points et occupez le rang { $rank } parmi tous les membres.
    }
points-own-none = Vous n’avez pas de points pour cette période.
points-own-link = Voir votre relevé
points-leaderboard-empty-title = Personne n’a encore de points ici
points-leaderboard-empty = Pour cette période, aucune contribution n’a gagné de points jusqu’à présent.
points-leaderboard-empty-country = Pour cette période, personne montrant ce pays dans son profil n’a de points.

points-statement-title = Mes points
points-statement-of = Relevé de points de { $name }
points-statement-lead = Chacun de vos points, ce qui l’a gagné et selon quelle règle.
points-total-ranked = { $period } : rang { $rank }
points-today = Aujourd’hui
points-today-caption = Ce qui compte aujourd’hui, en temps universel coordonné (UTC)
points-counted-today = Comptées aujourd’hui
points-caps = Chaque type de contribution compte un nombre limité de fois par jour. Au-delà, rien n’est gagné, et ce qui a été repris compte toujours dans la limite. Les jours commencent à minuit UTC.
points-lines = Relevé
points-lines-caption = Tous les mouvements de vos points, les plus récents d’abord
points-item-gone = Une ressource qui n’est plus dans la bibliothèque
points-news-gone = Un texte qui n’est plus dans les actualités
points-gathering-gone = Un événement qui a été retiré
points-highlight-gone = Une expérience qui a été retirée
points-taken-back = Repris parce que la ressource a été retirée
points-taken-back-news = Repris parce que le texte a été retiré
points-taken-back-gathering = Repris parce que l’événement a été retiré
points-taken-back-highlight = Repris parce que l’expérience a été retirée
points-counts-for = compte pour le
points-statement-empty-title = Pas encore de points
points-statement-empty = Publiez une ressource : elle gagne des points, et chaque membre qui la garde en ajoute.
points-statement-empty-way = Aller à la bibliothèque

points-rules-title = Comment on gagne des points
points-rules-lead = Les règles selon lesquelles les contributions gagnent des points, avec toutes les révisions adoptées.
points-rules-day = Le jour d’une contribution, en temps universel coordonné (UTC), décide de la révision appliquée et du mois et de l’année où comptent les points.
points-rules-applause = Garder sa propre ressource ne rapporte rien, et le signet de chaque membre sur une ressource compte une seule fois.
points-rules-caps = Chaque type de contribution compte un nombre limité de fois par jour ; ce qui a été repris compte toujours dans la limite.
points-rules-withdrawn = Quand une ressource est retirée, tout ce qu’elle avait gagné est repris.
points-rules-new = De nouvelles règles valent au plus tôt à partir du lendemain de leur adoption : ce qui est gagné ne change pas.
points-rules-caption = Points pour chaque type de contribution
points-rules-none = Aucune règle n’a encore été adoptée : rien ne gagne de points.
points-rules-nothing = Selon cette révision, rien ne gagne de points.
points-in-force = En vigueur
points-to-come = À venir
points-replaced = Remplacée
points-valid-from = Valable à partir du
points-adopted-on = adoptée le

points-mail-answered-subject = Votre contestation a reçu une réponse
points-mail-answered = Une ligne de votre relevé de points, que vous aviez contestée, a été examinée et une réponse vous attend.
points-mail-answered-link = Lire la réponse
points-mail-answered-otherwise = Vous recevez ce courriel parce que vous avez contesté une ligne de votre relevé. Personne d’autre ne le reçoit.

points-dispute = Contester cette ligne
points-dispute-title = Contester une ligne de votre relevé
points-dispute-lead = Dites ce qui vous semble faux dans cette ligne. L’administration l’examine et répond, et vous recevez un courriel.
points-dispute-label = Qu’est-ce qui est faux ?
points-dispute-hint = Au moins { $min } caractères. Vous et l’administration pouvez lire ce texte.
points-dispute-fault = Écrivez au moins { $min } et au plus { $max } caractères
points-dispute-send = Envoyer
points-dispute-case = Une ligne contestée
points-dispute-said = Contestation
points-dispute-answer = Réponse
points-dispute-wait = L’administration va répondre. Vous recevrez alors un courriel.
points-dispute-open = Contestée, pas encore de réponse
points-dispute-explained = Réponse : la ligne est juste
points-dispute-upheld = Réponse : contestation retenue
points-dispute-opened = Contestée le
points-dispute-line = La ligne
points-dispute-rule = Ce que dit la règle
points-dispute-rule-says = { $points } points à chaque fois, au plus { $cap } fois par jour
points-dispute-that-day = La limite du jour
points-dispute-place = Numéro { $place } sur { $count } qui ont compté pour ce membre ce jour-là
points-dispute-event = Événement
points-dispute-award = Attribution
points-dispute-own = Ce cas est le vôtre : une autre personne de l’administration doit y répondre.
points-day-of = Compte pour le
points-text-erased = Ce texte a été effacé avec le compte de la personne qui l’a écrit.
points-operator = l’opérateur

points-admin-title = Points : règles et contestations
points-admin-lead = Préparez de nouvelles règles et voyez ce qu’elles auraient changé, adoptez-les avec un motif et répondez aux membres qui contestent une ligne de leur relevé.
points-drafts = Brouillons
points-drafts-none = Aucune nouvelle règle n’est en préparation.
points-drafts-caption = Règles en préparation
points-draft-begin = Préparer de nouvelles règles
points-draft-from = Valables à partir du
points-draft-begun = Commencé
points-draft-changed = Dernière modification
points-draft-do = Actions
points-rehearse = Simuler
points-adopt = Adopter
points-discard = Abandonner
points-adopted = Règles adoptées
points-adopted-caption = Toutes les révisions, les plus récentes d’abord
points-adopted-by = Adoptée
points-reason = Motif
points-reason-none = Aucun motif n’a été donné

points-draft-new-title = Préparer de nouvelles règles
points-draft-edit-title = Modifier le brouillon
points-draft-lead = Un brouillon ne change rien tant qu’il n’est pas adopté. Simulez-le d’abord : vous verrez qui gagnerait et qui perdrait.
points-draft-conflict = Quelqu’un d’autre a modifié ce brouillon entre-temps. Voici ce que vous avez saisi ; si vous l’enregistrez de nouveau, cela remplace l’autre modification.
points-draft-from-hint = À partir de minuit UTC ce jour-là, au plus tôt demain
points-draft-from-wrong = Ceci n’est pas une date
points-draft-from-fault = De nouvelles règles peuvent valoir au plus tôt à partir du { $day }
points-draft-number-fault = Écrivez un nombre entier de 0 à { $max }
points-draft-save = Enregistrer et simuler
points-each-now = Points actuels
points-each-then = Points selon le brouillon
points-cap-now = Maximum de fois par jour actuel
points-cap-then = Maximum de fois par jour selon le brouillon
points-compared-caption = Ce que change le brouillon
points-discard-title = Abandonner ce brouillon ?
points-discard-text = Le brouillon disparaît de la liste. Le journal des événements garde la trace de son existence.

points-adopt-title = Adopter de nouvelles règles
points-adopt-lead = À partir du { $day }, les contributions gagnent des points selon ces règles. Ce qui a été gagné avant reste tel quel.
points-adopt-conflict = Quelqu’un a modifié ce brouillon entre-temps. Regardez-le de nouveau avant de l’adopter.
points-adopt-button = Adopter ces règles
points-rehearse-first = Qui y gagnerait et qui y perdrait
points-reason-hint = Tout le monde peut le lire sur la page des règles
points-reason-fault = Donnez un motif de { $count } caractères au plus

points-rehearsal-title = Simulation de nouvelles règles
points-rehearsal-lead = Ce qu’auraient les membres si ces règles avaient été en vigueur, à côté de ce qu’ils ont. Rien ne change. Une fois adoptées, les règles ne valent qu’à partir du { $day }.
points-rehearsal-since = Comme si elles valaient depuis le
points-rehearsal-since-hint = Les contributions à partir de ce jour comptent selon le brouillon ; les précédentes, selon les règles de leur jour
points-rehearsal-running = L’historique est recompté
points-rehearsal-reload = Cette page se recharge d’elle-même.
points-rehearsal-failed = La simulation n’est pas allée à son terme. Rechargez la page ; si elle échoue encore, le journal du serveur dit pourquoi.
points-rehearsal-result = Résultat
points-rehearsal-gaining = Membres qui gagnent
points-rehearsal-losing = Membres qui perdent
points-rehearsal-same = Membres sans changement
points-rehearsal-total-now = Total des points actuel
points-rehearsal-total-then = Total des points selon le brouillon
points-rehearsal-of = Compté jusqu’à l’événement { $head }, { $time }
points-rehearsal-file = Tous les membres en CSV
points-rehearsal-order = Ordre
points-rehearsal-gaining-first = Qui gagne le plus
points-rehearsal-losing-first = Qui perd le plus
points-rehearsal-now = Points actuels
points-rehearsal-then = Selon le brouillon
points-rehearsal-change = Différence
points-rehearsal-caption = Les membres selon l’évolution de leurs points
points-rehearsal-nobody = Personne n’a gagné de points.

points-disputes-title = Lignes contestées
points-disputes-to-answer = Lignes contestées à traiter
points-disputes-open = Sans réponse
points-disputes-answered = Avec réponse
points-disputes-none = Aucun cas de ce genre.
points-disputes-waiting =
    { $count ->
        [0] Aucun cas n’attend de réponse.
        [one] { $count } cas attend une réponse.
       *[other] { $count } cas attendent une réponse.
    }
points-outcome = Issue
points-outcome-hint = La réponse ne déplace aucun point par elle-même : ils découlent des contributions et des règles. Si le membre a raison, dites ce qui sera fait.
points-outcome-choose = Choisissez
points-outcome-explained = La ligne est juste, et je l’explique
points-outcome-upheld = Le membre a raison, et je dis ce qui s’ensuit
points-outcome-fault = Choisissez l’issue
points-answer-label = Réponse au membre
points-answer-hint = Écrivez dans la langue du membre si vous le pouvez
points-answer-fault = Écrivez une réponse de { $count } caractères au plus
points-answer-send = Répondre

points-notice-disputed = Votre contestation est envoyée. L’administration répondra, et vous recevrez un courriel.
points-notice-drafted = Le brouillon est enregistré.
points-notice-discarded = Le brouillon est abandonné.
points-notice-adopted = Les règles sont adoptées.
points-notice-answered = La réponse est envoyée.
points-notice-answered-before = Quelqu’un d’autre a déjà répondu à ce cas.
