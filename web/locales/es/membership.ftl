membership-mail-greeting = Hola:
membership-mail-sender = Portal del Conocimiento de la RIPSO, { $host }, a cargo del Departamento de Inclusión Social de la Organización de los Estados Americanos

membership-mail-confirm-subject = Confirme su dirección de correo
membership-mail-confirm = Alguien, muy probablemente usted, ha pedido unirse al Portal del Conocimiento de la RIPSO con esta dirección.
membership-mail-confirm-how = Para confirmarla, abra el enlace que sigue y escriba la contraseña que eligió al unirse. El enlace sirve una sola vez y durante 7 días.
membership-mail-confirm-link = Confirmar mi dirección
membership-mail-confirm-otherwise = Si no fue usted, no tiene que hacer nada: sin esta confirmación nadie se hace miembro con su dirección.

membership-mail-already-subject = Usted ya tiene una cuenta
membership-mail-already = Alguien, muy probablemente usted, ha pedido unirse al Portal del Conocimiento de la RIPSO con esta dirección, que ya tiene una cuenta.
membership-mail-sign-in-link = Iniciar sesión
membership-mail-forgot-link = Elegir una contraseña nueva
membership-mail-already-otherwise = Si no fue usted, no tiene que hacer nada: su cuenta y su contraseña no han cambiado.

membership-mail-reset-subject = Elija una contraseña nueva
membership-mail-reset = Alguien, muy probablemente usted, ha pedido una contraseña nueva para la cuenta que tiene esta dirección en el Portal del Conocimiento de la RIPSO.
membership-mail-reset-how = Abra el enlace que sigue para elegirla. Sirve una sola vez y durante 2 horas; al usarlo se cierran todas las sesiones de la cuenta.
membership-mail-reset-link = Elegir mi contraseña nueva
membership-mail-reset-otherwise = Si no fue usted, no tiene que hacer nada: su contraseña sigue siendo la misma.

membership-mail-changed-subject = Su contraseña ha cambiado
membership-mail-changed = La contraseña de su cuenta en el Portal del Conocimiento de la RIPSO acaba de cambiarse y todas sus sesiones se han cerrado.
membership-mail-changed-otherwise = Si no fue usted, elija de inmediato una contraseña nueva y revise también la de su buzón: quien la cambió pudo leer su correo.
