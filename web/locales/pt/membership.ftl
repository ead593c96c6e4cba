membership-mail-greeting = Olá,
membership-mail-sender = Portal do Conhecimento da RIPSO, { $host }, a cargo do Departamento de Inclusão Social da Organização dos Estados Americanos

membership-mail-confirm-subject = Confirme seu endereço de e-mail
membership-mail-confirm = Alguém, muito provavelmente você, pediu para participar do Portal do Conhecimento da RIPSO com este endereço.
membership-mail-confirm-how = Para confirmá-lo, abra o link abaixo e digite a senha que escolheu ao se inscrever. O link funciona uma só vez e por 7 dias.
membership-mail-confirm-link = Confirmar meu endereço
membership-mail-confirm-otherwise = Se não foi você, não é preciso fazer nada: sem esta confirmação ninguém se torna membro com o seu endereço.

membership-mail-already-subject = Você já tem uma conta
membership-mail-already = Alguém, muito provavelmente você, pediu para participar do Portal do Conhecimento da RIPSO com este endereço, que já tem uma conta.
membership-mail-sign-in-link = Entrar
membership-mail-forgot-link = Escolher uma nova senha
membership-mail-already-otherwise = Se não foi você, não é preciso fazer nada: sua conta e sua senha continuam como estavam.

membership-mail-reset-subject = Escolha uma nova senha
membership-mail-reset = Alguém, muito provavelmente você, pediu uma nova senha para a conta que usa este endereço no Portal do Conhecimento da RIPSO.
membership-mail-reset-how = Abra o link abaixo para escolhê-la. Ele funciona uma só vez e por 2 horas; ao usá-lo, todas as sessões da conta são encerradas.
membership-mail-reset-link = Escolher minha nova senha
membership-mail-reset-otherwise = Se não foi você, não é preciso fazer nada: sua senha continua a mesma.

membership-mail-changed-subject = Sua senha foi alterada
membership-mail-changed = A senha da sua conta no Portal do Conhecimento da RIPSO acaba de ser alterada, e todas as sessões foram encerradas.
membership-mail-changed-otherwise = Se não foi você, escolha imediatamente uma nova senha e cuide também da senha da sua caixa de correio: quem a alterou pode ter lido seus e-mails.
