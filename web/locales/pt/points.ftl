points-points = Pontos
points-rank = Posição
points-member = Membro
points-country = País
points-rule = Regra
points-when = Data
points-what = Motivo
points-balance = Saldo
points-for = Motivo
points-points-each = Pontos por vez
points-daily-cap = Máximo de vezes por dia
points-how = Como se ganham pontos
points-all-time = Desde o início
points-revision = Revisão { $revision }

points-contribution-published = Publicar um recurso
points-contribution-bookmarked = Outro membro guarda o seu recurso

points-leaderboard-title = Classificação
points-leaderboard-lead = Os membros segundo os pontos que suas contribuições ganharam.
points-periods = Tipo de período
points-by-month = Por mês
points-by-year = Por ano
points-period = Período
points-all-countries = Todos os países
points-show = Mostrar
points-member-hidden = Membro com nome privado
points-member-former = Ex-membro
points-own =
    { $points ->
        [one] Você tem { $points } ponto e ocupa a posição { $rank } entre todos os membros.
       *[other] Você tem { $points } pontos e ocupa a posição { $rank } entre todos os membros.
    }
points-own-none = Você não tem pontos neste período.
points-own-link = Ver o seu extrato
points-leaderboard-empty-title = Ninguém tem pontos aqui ainda
points-leaderboard-empty = Neste período nenhuma contribuição ganhou pontos até agora.
points-leaderboard-empty-country = Neste período ninguém que mostre este país no perfil tem pontos.

points-statement-title = Meus pontos
points-statement-of = Extrato de pontos de { $name }
points-statement-lead = Cada ponto que você tem, o que o ganhou e por qual regra.
points-total-ranked = { $period }: posição { $rank }
points-today = Hoje
points-today-caption = O que conta hoje, em tempo universal coordenado (UTC)
points-counted-today = Contadas hoje
points-caps = Cada tipo de contribuição conta um número limitado de vezes por dia. O que passa disso não ganha pontos, e o que foi retirado continua contando para o limite. Os dias começam à meia-noite UTC.
points-lines = Extrato
points-lines-caption = Todos os movimentos dos seus pontos, os mais recentes primeiro
points-item-gone = Um recurso que não está mais na biblioteca
points-taken-back = Descontado porque o recurso foi retirado
points-counts-for = conta para
points-statement-empty-title = Ainda sem pontos
points-statement-empty = Publique um recurso: ele ganha pontos, e cada membro que o guarda soma mais.
points-statement-empty-way = Ir para a biblioteca

points-rules-title = Como se ganham pontos
points-rules-lead = As regras pelas quais as contribuições ganham pontos, com todas as revisões já adotadas.
points-rules-day = O dia de uma contribuição, em tempo universal coordenado (UTC), decide qual revisão se aplica e em que mês e ano os pontos contam.
points-rules-applause = Guardar um recurso próprio não ganha nada, e o marcador de cada membro em um recurso conta uma única vez.
points-rules-caps = Cada tipo de contribuição conta um número limitado de vezes por dia; o que foi descontado continua contando para o limite.
points-rules-withdrawn = Quando um recurso é retirado, tudo o que ele ganhou é descontado.
points-rules-new = Regras novas valem, no mínimo, a partir do dia seguinte à adoção: o que foi ganho fica como está.
points-rules-caption = Pontos por tipo de contribuição
points-rules-none = Nenhuma regra foi adotada ainda, portanto nada ganha pontos.
points-rules-nothing = Com esta revisão nada ganha pontos.
points-in-force = Em vigor
points-to-come = Futura
points-replaced = Substituída
points-valid-from = Válida a partir de
points-adopted-on = adotada em
