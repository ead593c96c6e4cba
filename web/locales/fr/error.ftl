error-bad-request-title = La demande n’a pas été comprise
error-bad-request = Quelque chose dans l’adresse ou dans le formulaire n’était pas attendu. Revenez en arrière, rechargez la page et réessayez.
error-forbidden-title = Vous n’avez pas l’autorisation de faire cela
error-forbidden = Votre compte n’a pas le droit de voir cette page ou d’effectuer cette action. Si vous pensez qu’il devrait l’avoir, écrivez aux responsables du portail.
error-forged-title = Ce formulaire vient d’ailleurs
error-forged = Pour votre sécurité, le portail n’accepte que les formulaires de ses propres pages. Si vous l’avez rempli ici, rouvrez la page et envoyez-le de nouveau.
error-not-found-title = Il n’y a pas de page ici
error-not-found = L’adresse est peut-être mal saisie, ou ce qui se trouvait ici a été retiré.
error-method-title = Cette adresse ne permet pas cette action
error-method = La page existe, mais pas pour ce type de demande. Ouvrez-la depuis la navigation.
error-too-large-title = C’est trop volumineux
error-too-large = Ce qui a été envoyé dépasse ce que ce formulaire accepte. Rien n’a été enregistré. La limite est indiquée à côté du champ.
error-refused-title = Cela n’a pas pu être fait
error-refused = La situation a changé depuis le chargement de la page et ce n’est plus possible. Revenez en arrière et rechargez la page pour voir où en sont les choses.
error-too-many-title = Un instant, s’il vous plaît
error-too-many = De nombreuses demandes sont venues de votre connexion en peu de temps. Celle-ci n’a rien modifié. Patientez un peu et réessayez.
error-again-seconds =
    { $count ->
        [one] Vous pouvez réessayer dans { $count } seconde.
       *[other] Vous pouvez réessayer dans { $count } secondes.
    }
error-again-minutes =
    { $count ->
        [one] Vous pouvez réessayer dans { $count } minute.
       *[other] Vous pouvez réessayer dans { $count } minutes.
    }
error-internal-title = Un problème est survenu de notre côté
error-internal = La page n’a pas pu être affichée. L’erreur a été enregistrée. Réessayez ; si elle se reproduit, communiquez-nous le numéro ci-dessous.
error-unavailable-title = Le portail est momentanément indisponible
error-unavailable = Sa base de données ne répond pas pour l’instant. Rien de ce qui a été confirmé n’est perdu. Veuillez réessayer dans une minute.
error-home = Aller à la page d’accueil
error-library = Aller à la bibliothèque
error-request = Numéro de cette demande : { $id }
