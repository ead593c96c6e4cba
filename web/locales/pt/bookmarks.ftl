bookmarks-title = Meus favoritos
bookmarks-lead = O que você guarda, com anotações que só você pode ver.
bookmarks-empty-title = Nada guardado ainda
bookmarks-empty = Guarde recursos, notícias e eventos para reencontrá-los aqui.
bookmarks-to-library = Ir para a biblioteca
bookmarks-withdrawn = Um recurso que foi retirado
bookmarks-withdrawn-news = Um texto que foi retirado
bookmarks-saved = Guardado desde
bookmarks-remove = Remover dos favoritos
bookmarks-keep-title = Favorito
bookmarks-keepers =
    { $count ->
        [0] Ninguém guardou ainda.
        [one] { $count } membro guardou.
       *[other] { $count } membros guardaram.
    }
bookmarks-sign-in = Entre para guardar
bookmarks-kept = Está entre os seus favoritos.
bookmarks-note = Anotação
bookmarks-note-hint = Só você pode vê-la.
bookmarks-note-too-long =
    { $count ->
        [one] A anotação tem mais de { $count } caractere.
       *[other] A anotação tem mais de { $count } caracteres.
    }
bookmarks-keep = Guardar
bookmarks-change = Alterar a anotação
bookmarks-notice-saved = Foi guardado nos seus favoritos.
bookmarks-notice-removed = O favorito foi removido.
