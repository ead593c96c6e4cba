highlights-title = Experiências em destaque
highlights-lead = Boas práticas, lições aprendidas e inovações, contadas por seus protagonistas e revisadas antes da publicação.
highlights-feed = RIPSO: experiências em destaque
highlights-write = Compartilhar uma experiência
highlights-mine = Minhas experiências
highlights-found =
    { $count ->
        [one] { $count } experiência
       *[other] { $count } experiências
    }
highlights-newest = Experiências mais recentes
highlights-all = Todas as experiências
highlights-empty-title = Ainda não há experiências
highlights-empty = Seja a primeira pessoa a contar à rede o que funcionou em seu país, e o que não.
highlights-none-title = Nenhuma experiência corresponde a estes filtros
highlights-kind-best-practice = Boa prática
highlights-kind-lesson-learned = Lição aprendida
highlights-kind-innovation = Inovação
highlights-relation-none = Em nenhuma outra experiência
highlights-relation-adapts = Adapta
highlights-relation-evaluates = Avalia
highlights-relation-continues = Dá continuidade a
highlights-state-draft = Rascunho
highlights-state-changes-asked = Mudanças solicitadas
highlights-state-in-review = Em revisão
highlights-state-declined = Recusada
highlights-state-published = Publicada
highlights-state-withdrawn = Retirada

highlights-context = Contexto
highlights-context-hint = Onde e quando, quem era afetado e qual era o problema.
highlights-done = O que foi feito
highlights-done-hint = Passo a passo, para que outros também possam fazê-lo.
highlights-results = Resultados
highlights-results-hint = O que mudou, com números se houver, e como se sabe.
highlights-lessons = Lições
highlights-lessons-hint = O que fariam de novo e o que fariam de outra forma.
highlights-cost = Custo
highlights-cost-hint = O que foi preciso: dinheiro com moeda e ano, pessoas, tempo.
highlights-contact = Contato
highlights-contact-hint = A quem perguntar e como. Só membros conectados o veem.
highlights-contact-members = Membros que entram no portal veem a quem perguntar.
highlights-evidence = Evidências
highlights-evidence-hint = Um endereço por linha, no máximo { $count }: avaliações, números, páginas de outros sites ou recursos desta biblioteca.
highlights-evidence-wrong = Informe no máximo { $count } endereços, um por linha, cada um começando com https:// ou http://.
highlights-country-hint = Onde foi feito.
highlights-country-missing = Escolha o país onde foi feito.
highlights-programme = Programa
highlights-programme-elsewhere = Este programa é de um país diferente do que você escolheu.
highlights-relation = Em que se baseia
highlights-relation-hint = Se retoma outra experiência, quem a escreveu recebe crédito pela reutilização.
highlights-relation-missing = Diga o que ela faz com a outra experiência ou deixe o endereço vazio.
highlights-source = Endereço da outra experiência
highlights-source-hint = Copie-o da página dela.
highlights-source-missing = Nenhuma experiência publicada tem este endereço.
highlights-source-withdrawn = uma experiência que foi retirada

highlights-new-title = Compartilhar uma experiência
highlights-edit-title = Editar o rascunho
highlights-new-lead = Ao salvar, você guarda um rascunho que só você vê. Quando o envia, ele é revisado antes da publicação.
highlights-save = Salvar o rascunho
highlights-save-and-submit = Salvar e enviar para revisão
highlights-incomplete = O rascunho está salvo. Ao lado de cada campo se diz o que falta para enviá-lo.
highlights-overtaken = Este rascunho foi enviado ou descartado em outra janela. O que você escreveu está abaixo: salve-o como novo rascunho.
highlights-lacks = Antes de poder enviá-la:
highlights-submit = Enviar para revisão
highlights-answer = Mensagem para quem revisa
highlights-answer-hint = O que você mudou, ou qualquer outra coisa que ajude.
highlights-waiting = Esta experiência está em revisão. Só você e quem revisa podem vê-la.
highlights-take-back = Retomá-la
highlights-take-back-hint = Para mudá-la, retome-a primeiro. Ela então deixa de estar em revisão.
highlights-asked = Quem revisou pede mudanças:
highlights-declined = Esta experiência não foi aceita:
highlights-declined-next = A decisão é final para este texto. Você pode escrever outro ou começar um novo rascunho com este.
highlights-anew = Começar um novo rascunho com este texto
highlights-discard-text = Ele desaparecerá. Isto não pode ser desfeito.
highlights-mine-lead = O que você está escrevendo, o que está em revisão e o que foi publicado.
highlights-mine-empty-title = Ainda não há experiências
highlights-mine-empty = O que você começa a escrever fica aqui, junto com o resultado.
highlights-notice-saved = O rascunho está salvo. Só você pode vê-lo.
highlights-notice-submitted = Foi enviada. Alguém vai revisá-la.
highlights-notice-taken-back = Ela não espera mais revisão.

highlights-queue = Para revisar
highlights-queue-lead = O que os membros enviaram, primeiro o que espera há mais tempo. Ninguém revisa o próprio texto.
highlights-queue-empty-title = Nada para revisar
highlights-queue-empty = Nenhuma experiência espera a sua revisão.
highlights-queue-count =
    { $count ->
        [one] { $count } experiência espera revisão
       *[other] { $count } experiências esperam revisão
    }
highlights-submitted = Enviada
highlights-resubmitted = Já lida
highlights-judge = Sua decisão
highlights-publish = Publicá-la
highlights-note = Que mudanças você pede
highlights-note-hint = Só quem a escreveu e quem revisa as leem.
highlights-ask = Pedir mudanças
highlights-reason-hint = Para recusá-la em definitivo. Quem a escreveu o lerá.
highlights-decline = Recusá-la
highlights-own = Você escreveu isto: outra pessoa precisa revisar.
highlights-own-source = Ela se baseia em uma experiência sua, e você ganharia pontos ao publicá-la: outra pessoa precisa publicá-la. Você pode pedir mudanças ou recusá-la.
highlights-asked-before = Mudanças solicitadas:
highlights-answered = Quem a escreveu diz:
highlights-source-gone = Aquilo em que se baseia já não está publicado. Peça a quem a escreveu que mude isso.
highlights-changed-since = Quem a escreveu mudou o texto nesse meio-tempo. Esta é a versão atual: leia de novo antes de decidir.
highlights-notice-asked = Quem a escreveu lerá que mudanças você pede.
highlights-notice-published = Foi publicada.
highlights-notice-declined = Foi recusada. Quem a escreveu lerá o motivo.
highlights-notice-decided = Ela não espera mais revisão.
highlights-late-title = Ela não espera mais revisão
highlights-late = Enquanto você escrevia, quem a escreveu a retomou ou outra pessoa decidiu. O que você escreveu não foi enviado; copie o que quiser guardar.
highlights-late-on = Ver como ela ficou

highlights-about = Sobre esta experiência
highlights-use = Aproveitá-la
highlights-use-first = Ninguém se baseou nela ainda. Você a experimentou em outro lugar?
highlights-build-on = Compartilhar como você a aproveitou
highlights-address = Endereço permanente:
highlights-tree = O que se baseia em quê
highlights-tree-lead = { $count } experiências, { $countries ->
        [one] { $countries } país
       *[other] { $countries } países
    }
highlights-tree-part = Mostrada em parte: { $shown } de { $count } experiências
highlights-tree-level = Nível { $level }
highlights-corrected-by-moderator = Corrigido pela moderação do portal.
highlights-withdraw-title = Retirar esta experiência?
highlights-withdraw-consequence = A página dirá apenas que ela foi retirada e por quê. São descontados os pontos por publicá-la e, se ela se baseia em outra experiência, os que o autor daquela ganhou com isso. Ficam os que o autor desta ganhou porque outros se basearam nela.
highlights-withdraw-reason-hint = Qualquer pessoa pode lê-lo no endereço da experiência.
highlights-notice-withdrawn = A experiência foi retirada.
highlights-gone-title = Esta experiência foi retirada
highlights-gone-author = O membro que a escreveu a retirou.
highlights-gone-other = A moderação do portal a retirou.

highlights-mail-asked-subject = Pediram mudanças na sua experiência
highlights-mail-asked = Quem revisou a experiência que você enviou pede algumas mudanças. Elas estão na página dela; depois de fazê-las, envie-a novamente.
highlights-mail-published-subject = Sua experiência foi publicada
highlights-mail-published = Sua experiência foi revisada e publicada. Agradecemos por compartilhar o que aprendeu.
highlights-mail-declined-subject = Sua experiência não foi aceita
highlights-mail-declined = A experiência que você enviou foi revisada e não foi aceita. O motivo está na página dela.
highlights-mail-link = Abrir a experiência
highlights-mail-otherwise = Você recebe este e-mail porque enviou uma experiência. Ninguém mais o recebe.
