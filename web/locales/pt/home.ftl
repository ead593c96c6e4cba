home-title = Rede Interamericana de Proteção Social
home-description = Programas, evidências e pessoas da proteção social nas Américas: o portal de conhecimento da rede de ministérios e órgãos, a cargo da OEA.
home-hero = O que um país aprendeu serve a todos
home-lead = Desde 2009, os ministérios e órgãos que trabalham contra a pobreza nas Américas aprendem uns com os outros nesta rede: quais programas funcionam, com que evidências e quem sabe como.
home-join = Participe da rede
home-browse = Explorar a biblioteca
home-publish = Publicar um recurso
home-figures = A rede em números
home-figure-countries =
    { $count ->
        [one] país
       *[other] países
    }

home-new = Novidades da biblioteca
home-new-all = Toda a biblioteca
home-new-empty = A biblioteca espera seu primeiro recurso
home-new-empty-text = Uma avaliação, um guia, uma lei: o que o seu programa aprendeu ajuda outros a começar mais adiante.

home-featured = País do mês
home-featured-open = Abrir a página do país
home-featured-why = Por que este país?
home-featured-rule = Cada mês destaca o país que está há mais tempo sem destaque; primeiro os que nunca tiveram e, entre eles, o que tinha mais contribuições à biblioteca (recursos e experiências) antes desse mês. Em caso de igualdade, decide o código de duas letras.
home-featured-never =
    { $count ->
        [one] Este país ainda não tinha sido destacado e tinha { $count } contribuição.
       *[other] Este país ainda não tinha sido destacado e tinha { $count } contribuições.
    }
home-featured-last = Este país foi destacado pela última vez em { $month }.

home-featured-computed = Como foi calculado
home-featured-overruled = Uma pessoa administradora escolheu este país em lugar da regra, por este motivo:
home-month-title = País de { $month }: { $country }
home-month-ahead = Como está hoje. As contribuições até lá ainda podem mudá-lo.
home-month-rule-choice = A regra, por si só, teria escolhido { $country }.
home-month-ranking = Ordem dos países segundo a regra
home-month-place = Lugar
home-month-country = País
home-month-last = Destacado pela última vez
home-month-never = Nunca
home-month-contributions = Contribuições antes do mês
home-month-check = Quem tem acesso ao registro pode calcular de novo:
home-rota = País do mês: calendário
home-rota-lead = Qual país a página inicial destacou e quais vêm a seguir segundo a regra publicada, como está hoje.
home-rota-ahead = Este mês e os próximos
home-rota-past = Meses anteriores
home-rota-month = Mês
home-rota-by = Escolhido por
home-rota-by-rule = A regra
home-rota-by-admin = Uma pessoa administradora: { $reason }
home-overrule = Escolher outro país
home-overrule-title = País de { $month }: escolher em lugar da regra
home-overrule-lead = A rotação continua a partir da sua escolha: o país que a regra teria escolhido vem a seguir. Todos podem ler o seu motivo.
home-overrule-country = País
home-overrule-choose = Escolha um país
home-overrule-reason = Motivo
home-overrule-reason-fault = Dê um motivo de no máximo { $count } caracteres
home-overrule-past = O país destacado em um mês passado já não pode ser mudado.
home-overrule-button = Destacar este país
home-overrule-back-title = Devolver o mês à regra
home-overrule-back-reason = Motivo para devolvê-lo
home-overrule-back-button = Seguir de novo a regra
home-notice-overruled = O país do mês está escolhido.
home-notice-rule = O mês volta a seguir a regra.

home-leaders = Quem lidera este mês
home-leaders-all = A classificação
home-leaders-empty = Ninguém ganhou pontos este mês ainda: a primeira contribuição lidera.

home-purpose = Para que existe a rede
home-purpose-more = Sobre a rede
home-purpose-dialogue = Diálogo
home-purpose-dialogue-text = Os atores-chave da proteção social dialogam e definem a agenda.
home-purpose-institutions = Instituições fortes
home-purpose-institutions-text = Os ministérios e órgãos se fortalecem para aplicar políticas intersetoriais contra a extrema pobreza.
home-purpose-exchange = A demanda encontra a oferta
home-purpose-exchange-text = Um mecanismo interamericano detecta o que os países necessitam, reúne um portfólio de programas e aproxima os dois.
home-purpose-community = Uma comunidade de prática
home-purpose-community-text = Uma rede de conhecimento e aprendizagem conecta quem faz a proteção social funcionar.

home-call = Você trabalha com proteção social?
home-call-text = Ministérios, órgãos, organizações internacionais, sociedade civil, setor privado e universidades: quem trabalha com isso pode participar, publicar e encontrar colegas. É gratuito.

home-about = Sobre a rede
home-about-lead = A Rede Interamericana de Proteção Social é uma comunidade de prática dos ministérios e órgãos nacionais de desenvolvimento social das Américas, com organizações internacionais, sociedade civil, setor privado e academia.
home-about-mandate = Mandato
home-about-mandate-text = A rede existe desde 2009 por mandato da Quinta Cúpula das Américas.
home-about-protection = O que significa aqui a proteção social
home-about-protection-text = O acesso de todas as pessoas, sobretudo das mais vulneráveis, à alimentação, à saúde, à educação, à moradia e ao emprego em condições de igualdade: uma responsabilidade compartilhada e um pilar da governança democrática (Carta Social das Américas, capítulo III, artigo 14).
home-about-run-by = Quem administra o portal
home-about-run-by-text = O Departamento de Inclusão Social da Secretaria de Acesso a Direitos e Equidade, Organização dos Estados Americanos.
home-about-featured = Como se escolhe o país do mês
home-about-featured-text = O rodízio começou com o primeiro mês em que um país contribuiu. Conta toda publicação, também a de recursos retirados depois, para que uma escolha nunca mude mais tarde.
