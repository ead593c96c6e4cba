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
