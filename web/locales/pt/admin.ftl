admin-title = Administração
admin-models = Modelos de leitura
admin-models-lead = O que as páginas mostram é composto a partir do registro de eventos nestas tabelas. Aqui se vê até onde cada uma chegou.
admin-models-caption = Modelos de leitura e quanto falta a cada um para alcançar o registro de eventos
admin-rebuilds = Reconstruções
admin-rebuilds-lead = Construir de novo os modelos de leitura a partir do registro de eventos, ou compará-los com ele. Enquanto isso, as páginas continuam no ar.
admin-reactors = Reatores
admin-reactors-lead = O que decorre dos eventos, como pontos e e-mails. Cada evento é atendido uma só vez e em ordem.
admin-reactors-caption = Reatores e quanto falta a cada um para alcançar o registro de eventos
admin-reactors-empty = Nenhum reator funcionou ainda.
admin-mail = E-mail
admin-mail-lead = Os e-mails a caminho e os que nenhum servidor de e-mail aceitou.

admin-model = Modelo de leitura
admin-reactor = Reator
admin-state = Estado
admin-lag = Atraso
admin-speed = Velocidade
admin-position = Posição
admin-actions = Ações
admin-version = Versão { $version }
admin-events =
    { $count ->
        [one] { $count } evento
       *[other] { $count } eventos
    }
admin-behind-for = há { $time }
admin-per-second = { $count } eventos/s
admin-not-known-yet = ainda não se sabe
admin-seconds = { $count } s
admin-minutes = { $count } min
admin-hours = { $count } h
admin-as-of = Dados das { $time } UTC.
admin-reload = Recarregar
admin-at-event = Parado no evento { $position }
admin-nothing-to-do = Nada a fazer

admin-state-current = Em dia
admin-state-behind = Atualizando
admin-state-stopped = Parado
admin-state-parked = Em espera
admin-state-other-version = De outra versão: é preciso reconstruir
admin-state-absent = Ainda não existe

admin-retry = Tentar de novo
admin-retry-model = Tentar de novo: { $name }
admin-rebuild = Reconstruir
admin-rebuild-model = Reconstruir { $name }
admin-verify = Verificar
admin-verify-model = Verificar { $name }
admin-rebuild-all = Reconstruir todos
admin-verify-all = Verificar todos
admin-for-erasure = Refaz o que mostrava alguém cujos dados foram apagados; não pode ser cancelado.
admin-cancel = Cancelar
admin-resume = Retomar
admin-discard = Descartar

admin-rebuilding = Reconstrução
admin-verifying = Verificação
admin-stage-waiting = Aguarda a sua vez.
admin-stage-folding = Percorrendo os eventos.
admin-stage-writing = Gravando e comparando as tabelas.
admin-stage-cancelling = Parando.
admin-stage-orphaned = Seu processo terminou; outro continua com ela.
admin-events-of = { $done } de { $total } eventos
admin-models-of = { $done } de { $total } modelos de leitura
admin-time-left = faltam cerca de { $time }
admin-left-behind = Uma reconstrução interrompida pode continuar a partir do evento { $position }:
admin-all-models = Todos os modelos de leitura

admin-history = Histórico
admin-history-caption = Reconstruções e verificações encerradas, as mais recentes primeiro
admin-history-empty = Nada foi reconstruído ou verificado ainda.
admin-what = O quê
admin-asked = Pedido
admin-ended = Fim
admin-outcome = Resultado
admin-did-rebuild = Reconstrução
admin-did-verify = Verificação
admin-by-admin = pela administração
admin-by-operator = por { $name }, na linha de comando
admin-by-erasure = pelo apagamento dos dados de um membro
admin-outcome-done = Concluída
admin-outcome-cancelled = Cancelada
admin-outcome-failed = Falhou

admin-certificates = Certificados
admin-certificates-caption = O que reconstruções e verificações encontraram, o mais recente primeiro
admin-certificates-empty = Ainda não há nenhum certificado.
admin-certificate-old = Feito por outra versão do programa
admin-made = Início
admin-found = Constatação
admin-signature = Assinatura
admin-signed = Assinado pelo notário
admin-unsigned = Aguarda a assinatura do notário
admin-download = Certificado
admin-download-link = Baixar
admin-equal = Igual
admin-differing =
    { $count ->
        [one] { $count } linha diferente
       *[other] { $count } linhas diferentes
    }
admin-not-compared = Não comparável
admin-range =
    { $rows ->
        [one] Eventos 1 a { $events }, { $rows } linha
       *[other] Eventos 1 a { $events }, { $rows } linhas
    }
admin-swapped-in = Posto no lugar em { $time } ms
admin-swapped = Posto no lugar
admin-not-swapped = Apenas comparado

admin-mails-waiting = aguardando
admin-mails-failing = com falhas, tentados de novo automaticamente
admin-mails-parked = abandonados
admin-mails-held = E-mails que não saíram
admin-mails-caption = E-mails recusados ao menos uma vez
admin-mails-empty = Todos os e-mails saíram na primeira tentativa ou estão a caminho.
admin-mail-subject = E-mail
admin-mail-to = Destinatário
admin-mail-attempts = Tentativas
admin-mail-next = Próxima tentativa
admin-mail-error = Último erro
admin-mail-parked = Abandonado
admin-requeue = Enviar de novo
admin-requeue-all = Enviar de novo todos os abandonados

admin-notice-retry = Ele tentará de novo o seu evento em um segundo.
admin-notice-not-stopped = Não estava parado.
admin-notice-asked = Anotado. Começa em um segundo, ou quando terminar o que vem antes.
admin-notice-cancelled = Para em um ou dois segundos. O que foi feito fica guardado.
admin-notice-ended = Já havia terminado.
admin-notice-discarded = O que a reconstrução interrompida deixou foi descartado.
admin-notice-busy = Há uma reconstrução em andamento; cancele-a primeiro.
admin-notice-requeued = De volta à fila, com todas as tentativas disponíveis.
admin-notice-nothing-requeued = Não havia nenhum e-mail assim para enviar de novo.

admin-documents = Documentos
admin-documents-lead = Dos documentos enviados extraem-se, um após o outro, os textos para a busca, imagens menores e primeiras páginas.
admin-documents-waiting = à espera
admin-documents-failing = deles já falharam; são tentados de novo automaticamente
admin-documents-failed = abandonados
admin-documents-oldest = O mais antigo espera desde
