points-points = Points
points-rank = Rang
points-member = Membre
points-country = Pays
points-rule = Règle
points-when = Date
points-what = Motif
points-balance = Solde
points-for = Motif
points-points-each = Points à chaque fois
points-daily-cap = Maximum de fois par jour
points-how = Comment on gagne des points
points-all-time = Depuis le début
points-revision = Révision { $revision }

points-contribution-published = Publier une ressource
points-contribution-bookmarked = Un autre membre garde votre ressource

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
points-taken-back = Repris parce que la ressource a été retirée
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
points-rules-new = De nouvelles règles valent au plus tôt à partir du lendemain de leur adoption : ce qui est gagné reste tel quel.
points-rules-caption = Points pour chaque type de contribution
points-rules-none = Aucune règle n’a encore été adoptée : rien ne gagne de points.
points-rules-nothing = Selon cette révision, rien ne gagne de points.
points-in-force = En vigueur
points-to-come = À venir
points-replaced = Remplacée
points-valid-from = Valable à partir du
points-adopted-on = adoptée le
