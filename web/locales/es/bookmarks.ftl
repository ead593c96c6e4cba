bookmarks-title = Mis marcadores
bookmarks-lead = Lo que usted guarda, con notas que solo usted puede ver.
bookmarks-empty-title = Aún no ha guardado nada
bookmarks-empty = Guarde recursos, noticias y eventos para volver a encontrarlos aquí.
bookmarks-to-library = Ir a la biblioteca
bookmarks-withdrawn = Un recurso que fue retirado
bookmarks-withdrawn-news = Un texto que fue retirado
bookmarks-saved = Guardado desde el
bookmarks-remove = Quitar el marcador
bookmarks-keep-title = Marcador
bookmarks-keepers =
    { $count ->
        [0] Nadie lo ha guardado todavía.
        [one] { $count } miembro lo ha guardado.
       *[other] { $count } miembros lo han guardado.
    }
bookmarks-sign-in = Ingrese para guardarlo
bookmarks-kept = Está entre sus marcadores.
bookmarks-note = Nota
bookmarks-note-hint = Solo usted puede verla.
bookmarks-note-too-long =
    { $count ->
        [one] La nota tiene más de { $count } carácter.
       *[other] La nota tiene más de { $count } caracteres.
    }
bookmarks-keep = Guardar
bookmarks-change = Cambiar la nota
bookmarks-notice-saved = Se guardó entre sus marcadores.
bookmarks-notice-removed = Se quitó el marcador.
