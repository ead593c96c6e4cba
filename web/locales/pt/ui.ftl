ui-network-short = RIPSO
ui-network = Rede Interamericana de Proteção Social
ui-portal = Portal do Conhecimento
ui-portal-short = Portal do Conhecimento da RIPSO
ui-about = Comunidade de prática dos ministérios e órgãos de desenvolvimento social das Américas, criada em 2009 por mandato da Quinta Cúpula das Américas.
ui-run-by = A cargo de
ui-department = Departamento de Inclusão Social
ui-secretariat = Secretaria de Acesso a Direitos e Equidade
ui-oas = Organização dos Estados Americanos
ui-footer = Seções do portal

ui-skip = Ir para o conteúdo
ui-home = Início
ui-crumbs = Você está aqui
ui-menu = Menu
ui-navigation = Navegação principal
ui-language = Idioma
ui-sign-in = Entrar
ui-join = Participar
ui-sign-out = Sair
ui-member-menu = Sua conta:
ui-my-profile = Meu perfil
ui-my-bookmarks = Meus favoritos
ui-my-points = Meus pontos
ui-my-account = Minha conta
ui-administration = Administração

ui-nav-library = Biblioteca
ui-nav-news = Notícias
ui-nav-events = Eventos
ui-nav-countries = Países e parceiros
ui-nav-members = Membros
ui-nav-leaderboard = Classificação

ui-optional = (opcional)
ui-limit =
    { $count ->
        [one] No máximo { $count } caractere
       *[other] No máximo { $count } caracteres
    }
ui-errors = Corrija o seguinte
ui-error-of = { $label }: { $message }
ui-cancel = Cancelar
ui-close = Fechar
ui-notice-updating = Esta página ainda está sendo atualizada. O que você fez está salvo; recarregue-a em um instante para ver.
ui-notice-kept = Sua sessão tinha terminado. O que você digitou está abaixo: confira e envie novamente.

ui-filters = Filtrar
ui-filters-chosen = Filtros escolhidos
ui-filter-remove = { $filter }: remover este filtro
ui-filters-clear = Remover todos
ui-filters-nothing = Retire um dos filtros ou veja tudo.
ui-results = Resultados
ui-pages = Páginas
ui-page = Página { $page }
ui-previous = Anterior
ui-next = Próxima

ui-month-1 = janeiro
ui-month-2 = fevereiro
ui-month-3 = março
ui-month-4 = abril
ui-month-5 = maio
ui-month-6 = junho
ui-month-7 = julho
ui-month-8 = agosto
ui-month-9 = setembro
ui-month-10 = outubro
ui-month-11 = novembro
ui-month-12 = dezembro
ui-date = { $day } de { $month } de { $year }
ui-date-month = { $month } de { $year }
ui-date-time = { $date }, { $time } UTC

ui-limit-words = No máximo { $count } palavras
ui-count-words = Palavras: { $count } de { $limit }
ui-count-characters = Caracteres: { $count } de { $limit }
ui-preview = Pré-visualizar
ui-preview-of = Pré-visualização: { $field }
ui-tools-of = Formatação: { $field }
ui-tool-bold = Negrito
ui-tool-italic = Itálico
ui-tool-heading = Título
ui-tool-list = Lista
ui-tool-quote = Citação
ui-tool-link = Link
ui-tool-link-address = endereço
ui-tool-picture = Inserir uma imagem
ui-editor-failed = Não funcionou. O seu texto está intacto; verifique a conexão e tente de novo.
ui-mention-hidden = um membro
ui-mention-former = um ex-membro
ui-draft-kept = Há neste navegador um rascunho de { $time }.
ui-draft-restore = Recuperar o rascunho
ui-draft-discard = Descartar o rascunho
ui-picture-title = Uma imagem para o seu texto
ui-picture-lead = Envie aqui a imagem e copie depois para o seu texto a linha que será mostrada.
ui-picture-file = Imagem
ui-picture-limits = JPEG, PNG ou WebP, com no máximo 10 MB e 40 milhões de pixels. O tamanho é reduzido, e o local e a data em que foi feita são apagados da imagem.
ui-picture-send = Enviar a imagem
ui-picture-uploading = Enviando a imagem…
ui-picture-describe = Descreva a imagem
ui-picture-sent = A imagem está pronta
ui-picture-copy = Copie esta linha para o lugar do texto em que a imagem deve ficar e descreva entre os colchetes o que ela mostra.
ui-picture-markdown = Linha para o seu texto
ui-picture-yours = A imagem que você enviou
ui-picture-another = Enviar outra imagem
ui-picture-empty = Escolha uma imagem
ui-picture-type = Só podem ser mostradas imagens JPEG, PNG e WebP
ui-picture-large = A imagem tem mais de 10 MB
ui-picture-pixels = A imagem tem mais de 40 milhões de pixels
ui-picture-damaged = A imagem está danificada e não pode ser lida
ui-picture-many = Você pode enviar no máximo { $count } imagens por dia; tente de novo amanhã
ui-arrived = Novidade: { $title }

ui-themes-filter = Procurar um tema
ui-themes-found = Temas que correspondem:
ui-themes-none = Nenhum tema corresponde. Tente outra palavra ou peça à administração que o inclua.
