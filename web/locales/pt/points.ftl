points-points = Pontos
points-rank = Posição
points-member = Membro
points-country = País
points-rule = Regra
points-when = Data
points-what = Motivo
points-balance = Saldo
points-for = Contribuição
points-points-each = Pontos por vez
points-daily-cap = Máximo de vezes por dia
points-how = Como se ganham pontos
points-all-time = Desde o início
points-revision = Revisão { $revision }

points-contribution-published = Publicar um recurso
points-contribution-bookmarked = Outro membro guarda o que você publicou
points-contribution-news = Publicar na seção de notícias
points-contribution-gathering = Anunciar um evento
points-contribution-highlight = Publicar uma experiência
points-contribution-reused = Outra pessoa se baseia em sua experiência

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
points-news-gone = Um texto que não está mais na seção de notícias
points-gathering-gone = Um evento que foi removido
points-highlight-gone = Uma experiência que foi retirada
points-taken-back = Descontado porque o recurso foi retirado
points-taken-back-news = Descontado porque o texto foi retirado
points-taken-back-gathering = Descontado porque o evento foi removido
points-taken-back-highlight = Descontado porque a experiência foi retirada
points-counts-for = conta para
points-statement-empty-title = Ainda sem pontos
points-statement-empty = Publique um recurso: ele ganha pontos, e cada membro que o guarda soma mais.
points-statement-empty-way = Ir para a biblioteca

points-rules-title = Como se ganham pontos
points-rules-lead = As regras pelas quais as contribuições ganham pontos, com todas as revisões já adotadas.
points-rules-day = O dia de uma contribuição, em tempo universal coordenado (UTC), decide qual revisão se aplica e em que mês e ano os pontos contam.
points-rules-applause = Guardar um recurso próprio não ganha nada, e cada membro que guarda um recurso conta uma única vez.
points-rules-caps = Cada tipo de contribuição conta um número limitado de vezes por dia; o que foi descontado continua contando para o limite.
points-rules-withdrawn = Quando um recurso é retirado, tudo o que ele ganhou é descontado.
points-rules-new = Regras novas só valem a partir do dia seguinte à adoção, ou mais tarde: o que foi ganho fica como está.
points-rules-caption = Pontos por tipo de contribuição
points-rules-none = Nenhuma regra foi adotada ainda, portanto nada ganha pontos.
points-rules-nothing = Com esta revisão nada ganha pontos.
points-in-force = Em vigor
points-to-come = Futura
points-replaced = Substituída
points-valid-from = Válida a partir de
points-adopted-on = adotada em

points-mail-answered-subject = Sua contestação foi respondida
points-mail-answered = Uma linha do seu extrato de pontos, que você havia contestado, foi examinada, e há uma resposta.
points-mail-answered-link = Ler a resposta
points-mail-answered-otherwise = Você recebe este e-mail porque contestou uma linha do seu extrato. Ninguém mais o recebe.

points-dispute = Contestar esta linha
points-dispute-title = Contestar uma linha do seu extrato
points-dispute-lead = Diga o que lhe parece errado nesta linha. A administração examina e responde, e você recebe um e-mail.
points-dispute-label = O que está errado?
points-dispute-hint = Pelo menos { $min } caracteres. Você e a administração podem ler isto.
points-dispute-fault = Escreva no mínimo { $min } e no máximo { $max } caracteres
points-dispute-send = Enviar
points-dispute-case = Uma linha contestada
points-dispute-said = Contestação
points-dispute-answer = Resposta
points-dispute-wait = A administração vai responder. Você receberá um e-mail.
points-dispute-open = Contestada, ainda sem resposta
points-dispute-explained = Respondida: a linha está certa
points-dispute-upheld = Respondida: contestação aceita
points-dispute-opened = Contestada em
points-dispute-line = A linha
points-dispute-rule = O que diz a regra
points-dispute-rule-says = { $points } pontos por vez, no máximo { $cap } vezes por dia
points-dispute-that-day = O limite do dia
points-dispute-place = A número { $place } de { $count } que contaram para este membro nesse dia
points-dispute-event = Evento
points-dispute-award = Atribuição
points-dispute-own = Este caso é seu: outra pessoa da administração precisa respondê-lo.
points-day-of = Conta para
points-text-erased = Este texto foi apagado com a conta de quem o escreveu.
points-operator = o operador

points-admin-title = Pontos: regras e contestações
points-admin-lead = Prepare regras novas e veja o que teriam mudado, adote-as com um motivo e responda aos membros que contestam uma linha do extrato.
points-drafts = Rascunhos
points-drafts-none = Não há regras novas em preparação.
points-drafts-caption = Regras em preparação
points-draft-begin = Preparar regras novas
points-draft-from = Válidas a partir de
points-draft-begun = Iniciado
points-draft-changed = Última alteração
points-draft-do = Ações
points-rehearse = Simular
points-adopt = Adotar
points-discard = Descartar
points-adopted = Regras adotadas
points-adopted-caption = Todas as revisões, as mais recentes primeiro
points-adopted-by = Adotada
points-reason = Motivo
points-reason-none = Nenhum motivo foi dado

points-draft-new-title = Preparar regras novas
points-draft-edit-title = Alterar o rascunho
points-draft-lead = Um rascunho não muda nada até ser adotado. Simule-o primeiro: você verá quem ganharia e quem perderia.
points-draft-conflict = Outra pessoa alterou este rascunho nesse meio-tempo. Abaixo está o que você digitou; se salvar de novo, substitui a outra alteração.
points-draft-from-hint = A partir da meia-noite UTC desse dia; não antes de amanhã
points-draft-from-wrong = Isto não é uma data
points-draft-from-fault = Regras novas não podem valer antes de { $day }
points-draft-number-fault = Escreva um número inteiro de 0 a { $max }
points-draft-save = Salvar e simular
points-each-now = Pontos agora
points-each-then = Pontos com o rascunho
points-cap-now = Máximo de vezes por dia agora
points-cap-then = Máximo de vezes por dia com o rascunho
points-compared-caption = O que o rascunho muda
points-discard-title = Descartar este rascunho?
points-discard-text = O rascunho sai da lista. O registro de eventos continua a mostrar que ele existiu.

points-adopt-title = Adotar regras novas
points-adopt-lead = A partir de { $day }, as contribuições ganham pontos por estas regras. O que foi ganho antes fica como está.
points-adopt-conflict = Alguém alterou este rascunho nesse meio-tempo. Veja-o de novo antes de adotá-lo.
points-adopt-button = Adotar estas regras
points-rehearse-first = Quem ganharia e quem perderia
points-reason-hint = Todos podem lê-lo na página das regras
points-reason-fault = Dê um motivo de no máximo { $count } caracteres

points-rehearsal-title = Simulação de regras novas
points-rehearsal-lead = O que os membros teriam se estas regras tivessem vigorado, ao lado do que têm. Nada muda. Adotadas, as regras valem só a partir de { $day }.
points-rehearsal-since = Como se valessem desde
points-rehearsal-since-hint = As contribuições desse dia em diante contam pelo rascunho; as anteriores, pelas regras do seu dia
points-rehearsal-running = O histórico está sendo recontado
points-rehearsal-reload = Esta página se recarrega sozinha.
points-rehearsal-failed = A simulação não chegou ao fim. Carregue a página de novo; se falhar outra vez, o registro do servidor diz por quê.
points-rehearsal-result = Resultado
points-rehearsal-gaining = Membros que ganham
points-rehearsal-losing = Membros que perdem
points-rehearsal-same = Membros que ficam iguais
points-rehearsal-total-now = Total de pontos agora
points-rehearsal-total-then = Total de pontos com o rascunho
points-rehearsal-of = Contado até o evento { $head }, { $time }
points-rehearsal-file = Todos os membros em CSV
points-rehearsal-order = Ordem
points-rehearsal-gaining-first = Quem mais ganha
points-rehearsal-losing-first = Quem mais perde
points-rehearsal-now = Pontos agora
points-rehearsal-then = Com o rascunho
points-rehearsal-change = Mudança
points-rehearsal-caption = Os membros segundo a mudança dos seus pontos
points-rehearsal-nobody = Ninguém ganhou pontos.

points-disputes-title = Linhas contestadas
points-disputes-to-answer = Linhas contestadas a responder
points-disputes-open = Sem resposta
points-disputes-answered = Respondidas
points-disputes-none = Não há casos assim.
points-disputes-waiting =
    { $count ->
        [0] Nenhum caso espera resposta.
        [one] { $count } caso espera resposta.
       *[other] { $count } casos esperam resposta.
    }
points-outcome = Resultado
points-outcome-hint = A resposta não move pontos por si: eles decorrem das contribuições e das regras. Se o membro tem razão, diga o que será feito.
points-outcome-choose = Escolha
points-outcome-explained = A linha está certa, e eu a explico
points-outcome-upheld = O membro tem razão, e digo o que se fará
points-outcome-fault = Escolha o resultado
points-answer-label = Resposta ao membro
points-answer-hint = Escreva no idioma do membro, se puder
points-answer-fault = Escreva uma resposta de no máximo { $count } caracteres
points-answer-send = Responder

points-notice-disputed = Sua contestação foi enviada. A administração vai responder, e você receberá um e-mail.
points-notice-drafted = O rascunho está salvo.
points-notice-discarded = O rascunho foi descartado.
points-notice-adopted = As regras foram adotadas.
points-notice-answered = A resposta foi enviada.
points-notice-answered-before = Outra pessoa já respondeu este caso.
