highlights-title = Expériences à partager
highlights-lead = Bonnes pratiques, leçons apprises et innovations, racontées par celles et ceux qui les ont menées et relues avant publication.
highlights-feed = RIPSO : expériences à partager
highlights-write = Partager une expérience
highlights-mine = Mes expériences
highlights-found =
    { $count ->
        [one] { $count } expérience
       *[other] { $count } expériences
    }
highlights-newest = Dernières expériences
highlights-all = Toutes les expériences
highlights-empty-title = Pas encore d’expériences
highlights-empty = Soyez la première personne à raconter au réseau ce qui a marché chez vous, et ce qui n’a pas marché.
highlights-none-title = Aucune expérience ne correspond à ces filtres
highlights-kind-best-practice = Bonne pratique
highlights-kind-lesson-learned = Leçon apprise
highlights-kind-innovation = Innovation
highlights-relation-none = Sur aucune autre expérience
highlights-relation-adapts = Adapte
highlights-relation-evaluates = Évalue
highlights-relation-continues = Poursuit
highlights-state-draft = Brouillon
highlights-state-changes-asked = Modifications demandées
highlights-state-in-review = En relecture
highlights-state-declined = Refusée
highlights-state-published = Publiée
highlights-state-withdrawn = Retirée

highlights-context = Contexte
highlights-context-hint = Où et quand, qui était concerné et quel était le problème.
highlights-done = Ce qui a été fait
highlights-done-hint = Étape par étape, pour que d’autres puissent le refaire.
highlights-results = Résultats
highlights-results-hint = Ce qui a changé, en chiffres s’il y en a, et comment on le sait.
highlights-lessons = Enseignements
highlights-lessons-hint = Ce que vous referiez, et ce que vous feriez autrement.
highlights-cost = Coût
highlights-cost-hint = Ce qu’il a fallu : argent avec devise et année, personnes, temps.
highlights-contact = Contact
highlights-contact-hint = À qui s’adresser, et comment. Seuls les membres connectés le voient.
highlights-contact-members = Les membres connectés voient à qui s’adresser.
highlights-evidence = Éléments de preuve
highlights-evidence-hint = Une adresse par ligne, { $count } au plus : évaluations, chiffres, pages d’ailleurs ou ressources de cette bibliothèque.
highlights-evidence-wrong = Donnez { $count } adresses au plus, une par ligne, commençant par https:// ou http://.
highlights-country-hint = Où cela s’est fait.
highlights-country-missing = Choisissez le pays où cela s’est fait.
highlights-programme = Programme
highlights-relation = Sur quoi elle s’appuie
highlights-relation-hint = Si elle reprend une autre expérience, son auteur est crédité de la réutilisation.
highlights-relation-missing = Dites ce qu’elle fait de l’autre expérience, ou laissez l’adresse vide.
highlights-source = Adresse de l’autre expérience
highlights-source-hint = Copiez-la depuis sa page.
highlights-source-missing = Aucune expérience publiée n’a cette adresse.

highlights-new-title = Partager une expérience
highlights-edit-title = Modifier le brouillon
highlights-new-lead = Enregistrer garde un brouillon que vous seul voyez. Une fois soumis, quelqu’un du réseau le lit avant tout le monde.
highlights-save = Enregistrer le brouillon
highlights-save-and-submit = Enregistrer et soumettre à relecture
highlights-incomplete = Le brouillon est enregistré. À côté de chaque champ figure ce qui manque pour le soumettre.
highlights-overtaken = Ce brouillon a été soumis ou supprimé dans une autre fenêtre. Votre texte est ci-dessous : enregistrez-le comme nouveau brouillon.
highlights-lacks = Avant de pouvoir la soumettre :
highlights-submit = Soumettre à relecture
highlights-answer = Un mot pour la relecture
highlights-answer-hint = Ce que vous avez modifié, ou tout ce qui peut aider.
highlights-waiting = Cette expérience est en relecture. Seuls vous et les relecteurs la voyez.
highlights-take-back = La reprendre
highlights-take-back-hint = Pour la modifier, reprenez-la d’abord. Elle n’attendra plus de relecture.
highlights-asked = La relecture demande des modifications :
highlights-declined = Cette expérience n’a pas été retenue :
highlights-declined-next = La décision est définitive pour ce texte. Vous pouvez en écrire un autre.
highlights-discard-text = Il disparaîtra. C’est irréversible.
highlights-mine-lead = Ce que vous écrivez, ce qui est en relecture et ce qui est publié.
highlights-mine-empty-title = Pas encore d’expériences
highlights-mine-empty = Ce que vous commencez à écrire est gardé ici, avec ce qu’il en est advenu.
highlights-notice-saved = Le brouillon est enregistré. Vous seul le voyez.
highlights-notice-submitted = Elle est soumise. Quelqu’un va la relire.
highlights-notice-taken-back = Elle n’attend plus de relecture.

highlights-queue = À relire
highlights-queue-lead = Ce que les membres ont soumis, en commençant par l’attente la plus longue. Personne ne relit son propre texte.
highlights-queue-empty-title = Rien en attente
highlights-queue-empty = Toutes les expériences soumises ont été lues.
highlights-queue-count =
    { $count ->
        [one] { $count } expérience attend une relecture
       *[other] { $count } expériences attendent une relecture
    }
highlights-submitted = Soumise
highlights-resubmitted = Déjà lue
highlights-judge = Votre avis
highlights-publish = La publier
highlights-note = Modifications demandées
highlights-note-hint = Seuls l’auteur et les relecteurs la lisent.
highlights-ask = Demander des modifications
highlights-reason-hint = Pour la refuser définitivement. L’auteur la lira.
highlights-decline = La refuser
highlights-own = Vous l’avez écrite : quelqu’un d’autre la relit.
highlights-asked-before = Modifications demandées :
highlights-answered = L’auteur répond :
highlights-source-gone = Ce sur quoi elle s’appuie n’est plus publié. Demandez à l’auteur de le modifier.
highlights-changed-since = L’auteur l’a modifiée entre-temps. Voici son état actuel : relisez-la avant de décider.
highlights-notice-asked = L’auteur lira les modifications que vous demandez.
highlights-notice-published = Elle est publiée.
highlights-notice-declined = Elle est refusée. L’auteur lira votre motif.
highlights-notice-decided = Elle n’attend plus de relecture.

highlights-about = À propos de cette expérience
highlights-use = L’utiliser
highlights-use-first = Personne ne s’en est encore servi. L’avez-vous essayée ailleurs ?
highlights-build-on = Raconter ce que vous en avez fait
highlights-address = Adresse permanente :
highlights-tree = Qui s’appuie sur quoi
highlights-tree-lead = { $count } expériences, { $countries } pays
highlights-withdraw-title = Retirer cette expérience ?
highlights-withdraw-consequence = Sa page dira seulement qu’elle a été retirée, et pourquoi. Les points qu’elle a rapportés sont repris.
highlights-withdraw-reason-hint = Tout le monde peut le lire à l’adresse de l’expérience.
highlights-notice-withdrawn = L’expérience a été retirée.
highlights-gone-title = Cette expérience a été retirée
highlights-gone-author = Le membre qui l’a écrite l’a retirée.
highlights-gone-other = La modération du portail l’a retirée.

highlights-mail-asked-subject = Des modifications sont demandées pour votre expérience
highlights-mail-asked = La personne qui a relu l’expérience que vous avez soumise demande quelques modifications. Elles sont indiquées sur sa page ; une fois faites, soumettez-la de nouveau.
highlights-mail-published-subject = Votre expérience est publiée
highlights-mail-published = Votre expérience a été relue et publiée. Merci d’avoir partagé ce que vous avez appris.
highlights-mail-declined-subject = Votre expérience n’a pas été retenue
highlights-mail-declined = L’expérience que vous avez soumise a été relue et n’a pas été retenue. Le motif figure sur sa page.
highlights-mail-link = Ouvrir l’expérience
highlights-mail-otherwise = Vous recevez ce courriel parce que vous avez soumis une expérience. Personne d’autre ne le reçoit.
