membership-mail-greeting = Bonjour,
membership-mail-sender = Portail des connaissances du RIPSO, { $host }, géré par le Département de l’inclusion sociale de l’Organisation des États Américains

membership-mail-confirm-subject = Confirmez votre adresse électronique
membership-mail-confirm = Quelqu’un, très probablement vous, a demandé à rejoindre le Portail des connaissances du RIPSO avec cette adresse.
membership-mail-confirm-how = Pour la confirmer, ouvrez le lien ci-dessous et saisissez le mot de passe choisi lors de l’inscription. Le lien fonctionne une seule fois et pendant 7 jours.
membership-mail-confirm-link = Confirmer mon adresse
membership-mail-confirm-otherwise = Si ce n’était pas vous, vous n’avez rien à faire : sans cette confirmation, personne ne devient membre avec votre adresse.

membership-mail-already-subject = Vous avez déjà un compte
membership-mail-already = Quelqu’un, très probablement vous, a demandé à rejoindre le Portail des connaissances du RIPSO avec cette adresse, qui a déjà un compte.
membership-mail-sign-in-link = Se connecter
membership-mail-forgot-link = Choisir un nouveau mot de passe
membership-mail-already-otherwise = Si ce n’était pas vous, vous n’avez rien à faire : votre compte et son mot de passe restent inchangés.

membership-mail-reset-subject = Choisissez un nouveau mot de passe
membership-mail-reset = Quelqu’un, très probablement vous, a demandé un nouveau mot de passe pour le compte lié à cette adresse sur le Portail des connaissances du RIPSO.
membership-mail-reset-how = Ouvrez le lien ci-dessous pour le choisir. Il fonctionne une seule fois et pendant 2 heures ; toutes les sessions du compte se terminent alors.
membership-mail-reset-link = Choisir mon nouveau mot de passe
membership-mail-reset-otherwise = Si ce n’était pas vous, vous n’avez rien à faire : votre mot de passe reste le même.

membership-mail-changed-subject = Votre mot de passe a été modifié
membership-mail-changed = Le mot de passe de votre compte sur le Portail des connaissances du RIPSO vient d’être modifié, et toutes ses sessions ont été fermées.
membership-mail-changed-otherwise = Si ce n’était pas vous, choisissez immédiatement un nouveau mot de passe et vérifiez aussi celui de votre messagerie : la personne qui l’a modifié a pu lire votre courrier.
