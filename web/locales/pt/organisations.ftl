organisations-title = Países e parceiros
organisations-lead = Os 35 Estados membros da Organização dos Estados Americanos e os parceiros que trabalham com eles: seus programas, instituições, recursos e pessoas.
organisations-tabs = Países, parceiros ou programas
organisations-countries = Países
organisations-partners = Parceiros
organisations-map = Mapa da rede
organisations-map-hint = Quanto mais forte a cor, mais recursos, experiências e notícias o portal tem sobre um país. As ilhas pequenas são desenhadas como discos.
organisations-map-table = O mapa em tabelas, por região
organisations-map-legend = O que as cores significam
organisations-map-none = Ainda sem contribuições
organisations-map-range = De { $from } a { $to } contribuições
organisations-map-contributions = Contribuições
organisations-map-count = { $count ->
        [one] { $count } contribuição
       *[other] { $count } contribuições
    }
organisations-region-north = América do Norte
organisations-region-central = América Central
organisations-region-caribbean = Caribe
organisations-region-south = América do Sul
organisations-all-countries = Os 35 Estados membros

organisations-count-programmes =
    { $count ->
        [one] { $count } programa
       *[other] { $count } programas
    }
organisations-count-resources =
    { $count ->
        [one] { $count } recurso
       *[other] { $count } recursos
    }
organisations-count-members =
    { $count ->
        [one] { $count } membro
       *[other] { $count } membros
    }
organisations-figure-programmes =
    { $count ->
        [one] programa
       *[other] programas
    }
organisations-figure-resources =
    { $count ->
        [one] recurso
       *[other] recursos
    }
organisations-figure-members =
    { $count ->
        [one] membro
       *[other] membros
    }

organisations-member-state = Estado membro
organisations-partner = Parceiro
organisations-institution = Instituição
organisations-programme = Programa social
organisations-description-country = { $country } na Rede Interamericana de Proteção Social: programas, instituições, recursos e membros.
organisations-policy = Política
organisations-vision = Visão
organisations-institutions = Instituições
organisations-institutions-here = Instituições neste portal
organisations-cooperation = Cooperação horizontal
organisations-contact = Contato
organisations-partner-policy = O que faz
organisations-partner-institutions = Como se organiza
organisations-partner-cooperation = Cooperação
organisations-website = Site
organisations-names = Em outras línguas
organisations-at-a-glance = Em resumo
organisations-presented = Apresentação atualizada em { $date }

organisations-unpresented-title = Ainda não há um texto sobre a política deste país: { $country }
organisations-unpresented = Aqui cabem a política, a visão e a cooperação horizontal, nas palavras do próprio país. Se você trabalha para ele no desenvolvimento social, participe e peça permissão para editar esta página.
organisations-unpresented-editor = Aqui cabem a política, a visão e a cooperação horizontal. Você pode editar esta página: descreva-as em poucas palavras.
organisations-unpresented-organisation = Ainda não há nada aqui
organisations-unpresented-organisation-text = Aqui cabe o que esta organização faz e como entrar em contato, nas palavras dela.
organisations-join = Participe da rede

organisations-programmes = Programas
organisations-programmes-empty = Nenhum programa deste país foi descrito ainda.
organisations-programmes-of-institution = Programas executados
organisations-since = desde { $year }
organisations-until = até { $year }
organisations-period = Período
organisations-ended = Encerrado
organisations-agencies = Executado por
organisations-themes = Temas
organisations-short = Conhecido como
organisations-programme-without-summary = Ainda não há mais informações sobre este programa.
organisations-more-of-country = Outros programas: { $country }

organisations-portfolio = Portfólio de programas
organisations-portfolio-lead = Os programas sociais dos Estados membros, descritos por quem os executa. Se você procura uma experiência com a qual aprender, comece aqui.
organisations-portfolio-empty = Nenhum programa foi descrito ainda
organisations-portfolio-empty-text = Quem edita a página de cada país descreve nela os programas.
organisations-portfolio-none = Nenhum programa corresponde a estes filtros
organisations-portfolio-none-text = Retire algum filtro ou veja todos.
organisations-programmes-all = Todos os programas
organisations-programme-highlights = Experiências deste programa
organisations-programme-add = Acrescentar um programa
organisations-programme-edit = Editar este programa
organisations-programme-new-title = Descrever um programa: { $country }
organisations-programme-edit-title = Editar o programa: { $name }
organisations-programme-lead = O resumo pode ser escrito em uma ou mais línguas. Cada pessoa vê a sua língua se existir; senão, o inglês; senão, outra disponível. Aceita Markdown.
organisations-programme-name = Nome
organisations-programme-name-hint = Como é chamado no seu país. O endereço é formado a partir dele; o programa continua a ser encontrado pelos nomes anteriores.
organisations-programme-short = Conhecido como
organisations-programme-short-hint = A sigla ou o nome curto habitual
organisations-programme-language = Língua do nome
organisations-programme-since = Primeiro ano
organisations-programme-until = Último ano
organisations-programme-until-hint = Deixe vazio enquanto o programa continuar.
organisations-programme-agency-hint = O ministério ou órgão. Quando são vários em conjunto: A / B
organisations-programme-summary = Resumo
organisations-programme-save = Salvar o programa
organisations-error-name-taken = O país tem outro programa com este nome.
organisations-error-year = Indique um ano entre { $first } e { $last }.
organisations-error-years = O último ano é anterior ao primeiro.
organisations-notice-described = O programa foi salvo.

organisations-resources = Recursos mais recentes
organisations-resources-all = Todos os recursos
organisations-resources-empty = A estante ainda está vazia
organisations-resources-empty-text = Avaliações, guias, leis e relatórios encontram aqui leitores em 35 países.
organisations-publish = Publicar um recurso
organisations-members = Membros mais recentes
organisations-members-all = Todos os membros
organisations-members-empty = Ainda não há membros daqui. Seja a primeira pessoa.
organisations-leaders = Quem lidera em pontos
organisations-leaders-all = Classificação
organisations-follow = Acompanhar as novidades
organisations-leaders-empty = Ninguém tem pontos aqui ainda.
organisations-points =
    { $count ->
        [one] { $count } ponto
       *[other] { $count } pontos
    }
organisations-hidden-member = Um membro
organisations-former-member = Ex-membro
organisations-members-of-institution = Membros nesta instituição

organisations-partners-title = Parceiros
organisations-partners-lead = Organizações internacionais e regionais que apoiam os países da rede com conhecimento, pessoas e recursos.
organisations-partners-empty = Nenhum parceiro foi registrado ainda
organisations-partners-empty-text = Eles aparecem aqui assim que a equipe do portal os incluir.

organisations-text-in-en = Este texto está em inglês.
organisations-text-in-es = Este texto está em espanhol.
organisations-text-in-pt = Este texto está em português.
organisations-text-in-fr = Este texto está em francês.
organisations-also-in = Também em:

organisations-edit = Editar esta página
organisations-edit-title = Editar a apresentação: { $name }
organisations-edit-lead = Escreva em uma ou mais línguas. Cada pessoa vê a sua língua se existir; senão, o inglês; senão, outra disponível. Os textos aceitam Markdown.
organisations-edit-website = Endereço completo, por exemplo https://www.example.org
organisations-edit-save = Salvar a apresentação
organisations-error-words = { $field }: tem { $words } palavras, e o máximo é { $limit }
organisations-error-long = { $field }: tem mais de { $limit } caracteres
organisations-error-website = O site deve ser um endereço completo que comece por https:// ou http://
organisations-stale-title = Alguém salvou esta página nesse meio-tempo
organisations-stale = Nada do que você escreveu se perdeu. Onde o seu texto difere do que foi salvo, ambos estão abaixo: aproveite o que precisar e salve de novo.
organisations-stale-saved = Salvo nesse meio-tempo
organisations-stale-nothing = (nada)
organisations-notice-presented = A apresentação foi salva.

organisations-history = Histórico desta página
organisations-history-title = Histórico: { $name }
organisations-history-lead = Todas as versões da apresentação: quem as escreveu, quando e o que mudou. O que é recuperado torna-se uma nova versão; nenhuma se perde.
organisations-history-begun = A página foi criada, sem textos.
organisations-history-portal = A equipe do portal
organisations-history-stale = Outra pessoa alterou a página nesse meio-tempo: veja primeiro a versão mais recente e decida de novo.
organisations-programme-history-lead = Todas as versões do programa: quem as escreveu, quando e o que mudou. O que é recuperado torna-se uma nova versão; nenhuma se perde.
organisations-programme-history-begun = O programa foi acrescentado.
organisations-version = Versão { $number }
organisations-version-restored = recupera a versão { $number }
organisations-added = Acrescentado:
organisations-removed = Retirado:
organisations-restore = Recuperar a versão { $number }
organisations-notice-restored = A versão anterior foi recuperada.
organisations-translations = À espera de tradução
organisations-translations-lead = Textos das páginas que você edita que faltam em algum idioma ou cujo original mudou depois.
organisations-translations-none = Nada está à espera de tradução
organisations-translations-none-text = Todos os textos estão nos quatro idiomas e em dia.
organisations-translations-text = Texto
organisations-translations-state = Estado
organisations-translations-missing = Falta
organisations-translations-behind = Mudou depois em { $language }
organisations-translations-page = Abrir a página

