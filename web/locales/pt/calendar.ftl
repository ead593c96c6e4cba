calendar-title = Eventos
calendar-lead = Reuniões, cursos e conferências sobre proteção social nas Américas, com o horário do local e o seu.
calendar-feed = Eventos da RIPSO
calendar-views = Visualizações
calendar-coming = Próximos
calendar-past = Passados
calendar-month = Mês
calendar-any = Qualquer
calendar-country = País
calendar-theme = Tema
calendar-language = Idioma
calendar-online = On-line
calendar-online-only = Somente eventos dos quais se pode participar on-line
calendar-narrow = Aplicar filtros
calendar-cancelled = Cancelado
calendar-full = Lista de espera
calendar-all = Todos os próximos eventos
calendar-publish-link = Anunciar um evento
calendar-empty-title = Ainda não há eventos anunciados
calendar-empty = Você organiza uma reunião, um curso ou uma conferência? Anuncie aqui.
calendar-past-empty-title = Não há eventos passados
calendar-past-empty = Os eventos passados aparecerão aqui.
calendar-none-title = Nenhum evento corresponde
calendar-none = Tente com menos filtros.
calendar-months = Meses
calendar-month-title = Eventos em { $month }
calendar-month-zone = Todos os horários são os de { $city }.
calendar-month-empty = Não há eventos neste mês.
calendar-weekday-1 = Segunda-feira
calendar-weekday-2 = Terça-feira
calendar-weekday-3 = Quarta-feira
calendar-weekday-4 = Quinta-feira
calendar-weekday-5 = Sexta-feira
calendar-weekday-6 = Sábado
calendar-weekday-7 = Domingo
calendar-moment = { $day }, { $time } ({ $city }, { $offset })
calendar-range = { $day }, { $from }–{ $to } ({ $city }, { $offset })
calendar-range-days = { $day }, { $from } – { $until }, { $to } ({ $city }, { $offset })
calendar-reader-summary = Mostrar o horário no meu fuso
calendar-reader-zone = Seu fuso horário
calendar-reader-show = Mostrar
calendar-own-time = Para você:
calendar-about = Sobre este evento
calendar-when = Quando
calendar-where = Onde
calendar-online-where = Endereço on-line
calendar-online-told = Aparece aqui depois da inscrição
calendar-organiser = Organização
calendar-places = Vagas
calendar-places-taken = { $taken } de { $count } ocupadas
calendar-until = Inscrição até
calendar-ics = Adicionar à minha agenda (.ics)
calendar-edit = Editar
calendar-attendance = Lista de presença
calendar-cancel = Cancelar o evento
calendar-remove = Remover (moderação)
calendar-cancelled-because = Este evento foi cancelado: { $reason }
calendar-gone-title = Este evento foi removido
calendar-gone = A moderação o removeu do portal.
calendar-gone-reason = Motivo
calendar-registration = Inscrição
calendar-registered = Sua inscrição está confirmada.
calendar-waiting = Você é o número { $place } da lista de espera.
calendar-waiting-how = Assim que houver uma vaga, você sobe automaticamente e recebe um e-mail.
calendar-register = Inscrever-me
calendar-wait = Entrar na lista de espera
calendar-leave = Cancelar minha inscrição
calendar-leave-list = Sair da lista de espera
calendar-register-hint = Quem organiza vê o seu nome; ninguém mais vê que você se inscreveu.
calendar-sign-in = Entrar para se inscrever
calendar-over = Este evento já terminou.
calendar-closed = As inscrições estão encerradas.
calendar-notice-registered = Sua inscrição está confirmada. Enviamos um e-mail a você.
calendar-notice-waiting = Todas as vagas estão ocupadas: você está na lista de espera.
calendar-notice-left = Sua inscrição foi cancelada.
calendar-notice-closed = Nesse meio-tempo, as inscrições foram encerradas.
calendar-notice-begun = Este evento já começou: as inscrições não podem mais ser canceladas.
calendar-notice-is-cancelled = Nesse meio-tempo, este evento foi cancelado.
calendar-notice-published = Seu evento está anunciado.
calendar-notice-edited = O evento foi alterado. Se o horário ou o local mudaram, um e-mail avisa as pessoas inscritas.
calendar-notice-cancelled = O evento está cancelado. Um e-mail avisa as pessoas inscritas.
calendar-notice-removed = O evento foi removido.
calendar-notice-noted = A presença foi registrada.
calendar-notice-too-early = A presença pode ser registrada a partir de duas horas antes do início.
calendar-publish-title = Anunciar um evento
calendar-publish-lead = Qualquer pessoa pode ler o anúncio. Os membros se inscrevem aqui e você vê quem vem.
calendar-publish-button = Anunciar o evento
calendar-edit-title = Editar o evento
calendar-edit-button = Salvar o evento
calendar-edit-stale = O evento foi alterado em outro lugar depois que você abriu esta página. Abaixo está o que há agora e, em seguida, o que você digitou; ao salvar, ele é substituído.
calendar-edit-stored = Versão atual
calendar-cancel-title = Cancelar este evento
calendar-cancel-consequence = Isso não pode ser desfeito. A página permanece e mostra o motivo; as pessoas inscritas ou na lista de espera recebem um e-mail.
calendar-cancel-button = Cancelar o evento
calendar-remove-title = Remover este evento
calendar-remove-consequence = Ele some de todas as listas, sua página mostra o motivo e os pontos de quem o organizou são retirados.
calendar-remove-button = Remover o evento
calendar-reason = Motivo
calendar-reason-hint = Qualquer pessoa pode lê-lo.
calendar-back = Voltar ao evento
calendar-attendance-counts = Pessoas inscritas: { $registered }. Em espera: { $waiting }. Compareceram: { $came }.
calendar-attendance-caption = Quem tem vaga
calendar-nobody-title = Ainda não há pessoas inscritas
calendar-nobody = Quem se inscrever aparecerá aqui.
calendar-csv = Baixar a lista (CSV)
calendar-doors = A presença pode ser registrada aqui a partir de duas horas antes do início.
calendar-attendance-cancelled = Este evento foi cancelado: não é mais possível anotar quem compareceu.
calendar-note-button = Salvar a presença
calendar-nobody-so-named = Ninguém com vaga tem esse nome.
calendar-everybody = Mostrar todas as pessoas
calendar-waiting-list = Lista de espera
calendar-name = Nome
calendar-since = Inscrição
calendar-came = Compareceu
calendar-subscribe = Assinar
calendar-subscribe-how = Sua agenda mostra esses eventos e acompanha as alterações.
calendar-subscribe-program = Abrir na minha agenda
calendar-subscribe-file = Endereço do feed (iCalendar)
calendar-choose = Escolha uma opção da lista
calendar-missing = Este campo não pode ficar vazio
calendar-nowhere = Informe um local, um endereço on-line ou ambos
calendar-online-wrong = O endereço on-line deve ser completo e começar com https:// ou http://
calendar-year-wrong = O ano deve estar entre { $first } e { $last }
calendar-time-wrong = Informe uma data e um horário
calendar-time-skipped = Nesse dia os relógios deste fuso pulam esse horário. Escolha um antes ou depois.
calendar-order-wrong = Deve terminar depois de começar
calendar-lasts-too-long = Um evento pode durar no máximo um ano
calendar-deadline-wrong = As inscrições devem terminar antes do início do evento
calendar-zone-wrong = Escolha um fuso horário da lista
calendar-zone-unknown = Não há fuso horário com este nome: escreva a cidade, por exemplo Bogotá, ou escolha um da lista.
calendar-form-none = Nenhum
calendar-form-title = Título
calendar-form-description = Descrição
calendar-form-description-hint = Para quem, sobre o quê, quem fala. Pode usar Markdown: **negrito**, listas, links.
calendar-form-organisation = Em nome de
calendar-form-starts = Início
calendar-form-ends = Término
calendar-form-zone = Fuso horário
calendar-form-zone-hint = Escreva a cidade, por exemplo São Paulo, ou escolha um da lista. Os dois horários são os dos relógios desse lugar. Se, ao serem atrasados, mostram um horário duas vezes, vale o primeiro.
calendar-form-where-hint = Um local, um endereço on-line ou ambos.
calendar-form-venue = Local e endereço
calendar-form-city = Cidade
calendar-form-online = Endereço on-line
calendar-form-online-hint = Só as pessoas inscritas o veem.
calendar-form-capacity = Número de vagas
calendar-form-capacity-hint = Deixe vazio se não houver limite. Quando as vagas acabam, os membros entram em uma lista de espera.
calendar-form-until = Inscrição até
calendar-form-until-hint = Se ficar vazio, até o início do evento.
calendar-home = Próximos eventos
calendar-mail-registered-subject = Inscrição confirmada: { $title }
calendar-mail-registered = Você tem uma vaga neste evento.
calendar-mail-moved-up-subject = Você tem uma vaga: { $title }
calendar-mail-moved-up = Uma vaga foi liberada e você saiu da lista de espera para ocupá-la. Se não puder vir, devolva-a na página do evento.
calendar-mail-moved-subject = Alterado: { $title }
calendar-mail-moved = O horário ou o local deste evento mudaram. Agora vale o seguinte:
calendar-mail-cancelled-subject = Cancelado: { $title }
calendar-mail-cancelled = Este evento não vai acontecer.
calendar-mail-reason = Motivo informado: { $reason }
calendar-mail-reminder-subject = Em breve: { $title }
calendar-mail-reminder = Este evento começa em menos de um dia. Se não puder vir, devolva sua vaga na página: pode haver pessoas esperando.
calendar-mail-link = Ver a página do evento
calendar-mail-ics = Adicionar à sua agenda (.ics)
calendar-mail-otherwise = Você recebe este e-mail porque se inscreveu neste evento ou na lista de espera.
calendar-found =
    { $count ->
        [one] { $count } evento
       *[other] { $count } eventos
    }
calendar-full-waiting =
    { $count ->
        [one] Não há mais vagas; { $count } pessoa espera.
       *[other] Não há mais vagas; { $count } pessoas esperam.
    }
calendar-too-long =
    { $count ->
        [one] Use no máximo { $count } caractere
       *[other] Use no máximo { $count } caracteres
    }
calendar-themes-hint =
    { $count ->
        [one] Escolha um tema, no máximo { $count }
       *[other] Escolha pelo menos um tema, no máximo { $count }
    }
calendar-capacity-wrong =
    { $count ->
        [one] Informe um número de 1 a { $count }
       *[other] Informe um número de 1 a { $count }
    }
calendar-too-few-places =
    { $count ->
        [one] Já há { $count } pessoa inscrita: não pode haver menos vagas
       *[other] Já há { $count } pessoas inscritas: não pode haver menos vagas
    }
