membership-mail-greeting = Good day,
membership-mail-sender = IASPN Knowledge Portal, { $host }, run by the Department of Social Inclusion of the Organization of American States

membership-mail-confirm-subject = Confirm your e-mail address
membership-mail-confirm = Somebody, most likely you, has asked to join the IASPN Knowledge Portal with this address.
membership-mail-confirm-how = To confirm it, open the link below and type the password that you chose when joining. The link works once and for 7 days.
membership-mail-confirm-link = Confirm my address
membership-mail-confirm-otherwise = If it was not you, you need not do anything: without this confirmation nobody becomes a member with your address.

membership-mail-already-subject = You already have an account
membership-mail-already = Somebody, most likely you, has asked to join the IASPN Knowledge Portal with this address, which already has an account.
membership-mail-sign-in-link = Sign in
membership-mail-forgot-link = Choose a new password
membership-mail-already-otherwise = If it was not you, you need not do anything: your account and its password are unchanged.

membership-mail-reset-subject = Choose a new password
membership-mail-reset = Somebody, most likely you, has asked for a new password for the account with this address on the IASPN Knowledge Portal.
membership-mail-reset-how = Open the link below to choose one. It works once and for 2 hours; every session of the account ends with it.
membership-mail-reset-link = Choose my new password
membership-mail-reset-otherwise = If it was not you, you need not do anything: your password stays as it is.

membership-mail-changed-subject = Your password was changed
membership-mail-changed = The password of your account on the IASPN Knowledge Portal was changed just now, and all its sessions were ended.
membership-mail-changed-otherwise = If it was not you, choose a new password at once, and look after the password of your mailbox too: whoever changed it could read your mail.
