//! Português, como se escreve no Brasil.

use domain::Theme;

use super::{Texts, Voice};

pub static VOICE: Voice = Voice {
    aspects: &[
        (Theme::MOBILE_PAYMENTS, "pagamentos pelo celular"),
        (Theme::INFORMATION_SYSTEMS, "integração de sistemas de informação"),
        (Theme::SOCIAL_REGISTRY, "atualização cadastral"),
        (Theme::TARGETING, "busca ativa de famílias em situação de pobreza"),
        (Theme::CASE_MANAGEMENT, "visitas domiciliares e acompanhamento familiar"),
        (Theme::INTER_AGENCY_COORDINATION, "articulação entre ministérios"),
        (Theme::IMPACT_EVALUATION, "mensuração de resultados"),
        (Theme::TRAINING, "capacitação das equipes de campo"),
        (Theme::RURAL, "atendimento a comunidades rurais isoladas"),
        (Theme::URBAN, "trabalho em assentamentos urbanos"),
        (Theme::INDIGENOUS_PEOPLES, "atendimento em línguas indígenas"),
        (Theme::DISABILITY, "acesso de pessoas com deficiência"),
        (Theme::NUTRITION, "nutrição infantil"),
        (Theme::EARLY_CHILDHOOD, "cuidados nos primeiros mil dias"),
        (Theme::YOUTH, "passagem dos jovens da escola ao trabalho"),
        (Theme::OLDER_PERSONS, "segurança de renda na velhice"),
        (Theme::CARE_SYSTEMS, "reconhecimento do trabalho de cuidado"),
        (Theme::ECONOMIC_INCLUSION, "inclusão produtiva das famílias"),
        (Theme::FOOD_SECURITY, "segurança alimentar na entressafra"),
        (Theme::SOCIAL_INSURANCE_GAP, "cobertura de trabalhadores informais"),
        (Theme::HEALTH, "acompanhamento de saúde"),
        (Theme::EDUCATION, "permanência de adolescentes na escola"),
        (Theme::PSYCHOSOCIAL_SUPPORT, "apoio psicossocial"),
        (Theme::MATERNAL_HEALTH, "cuidado durante a gestação"),
    ],
    kinds: [
        Texts {
            titles: &[
                "{p}: o que aprendemos sobre {a}",
                "{a}: a experiência de {s} ({c})",
                "Notas do território: {s} e {a}",
                "A voz das famílias em {p}",
            ],
            openings: &[
                "O artigo percorre a história de {p} e trata de um tema pouco discutido: {a}.",
                "Com base em entrevistas com equipes de {g}, descreve-se o que {s} construiu em matéria de {a}.",
                "Um relato breve para colegas de outros países que estejam pensando em {a}.",
            ],
        },
        Texts {
            titles: &[
                "{p}: dados administrativos {y}",
                "Cobertura e pagamentos de {s} por município, {y}",
                "Dados abertos de {s} {y}: {a}",
            ],
            openings: &[
                "Registros anonimizados de {p} referentes a {y}, com dicionário de variáveis e notas sobre a qualidade.",
                "As tabelas apresentam participantes, pagamentos e desligamentos de {y}, por sexo, faixa etária e área.",
                "Dados do monitoramento {y} de {s}, publicados para que outros possam conferir e reutilizar.",
            ],
        },
        Texts {
            titles: &[
                "Avaliação de {p}: {a}",
                "{s} {y}: achados da avaliação intermediária",
                "Avaliação de processos de {p}, com ênfase em {a}",
                "{p}: pesquisa de acompanhamento {y}",
            ],
            openings: &[
                "A avaliação compara famílias que ingressaram em {s} com famílias semelhantes na fila de espera.",
                "Encomendado por {g}, o estudo examina como {p} funciona na prática, sobretudo quanto a {a}.",
                "Reúnem-se duas rodadas de entrevistas, uma pesquisa domiciliar e os registros administrativos.",
            ],
        },
        Texts {
            titles: &[
                "Guia de campo de {p}: {a}",
                "Manual de operações de {p}, edição {y}",
                "Passo a passo: {a} – {s}",
                "{s}: caderno para equipes municipais",
            ],
            openings: &[
                "Feito para quem visita as famílias, o guia explica cada etapa em linguagem simples.",
                "O manual define quem faz o quê em {p}, com formulários, prazos e exemplos.",
                "Uma introdução prática, testada com equipes de campo em {y}, sobre {a}.",
            ],
        },
        Texts {
            titles: &[
                "{p}: normas operacionais {y}",
                "Base legal de {s}, texto consolidado ({y})",
                "{p}: regulamento sobre {a}",
            ],
            openings: &[
                "Texto consolidado das normas que regem {p}, com as alterações até {y}.",
                "As normas definem quem tem direito, como se paga e como a família pode recorrer.",
                "Inclui índice remissivo e um breve histórico das alterações.",
            ],
        },
        Texts {
            titles: &[
                "{p} em resumo ({y})",
                "{s}: {a}. Apresentação ao seminário regional",
                "Dez slides sobre {s}",
            ],
            openings: &[
                "Slides com notas do apresentador, exibidos no seminário regional de {y}.",
                "Apresentação para quem está chegando: objetivos, cobertura, custo e resultados de {p}.",
                "Os slides resumem o trabalho da equipe sobre {a} e terminam com perguntas para debate.",
            ],
        },
        Texts {
            titles: &[
                "{p}: relatório anual {y}",
                "Relatório de monitoramento {y}: {s} e {a}",
                "Resultados de {p} em {y}",
                "{s}: lições do território, {y}",
            ],
            openings: &[
                "O relatório presta contas da cobertura, dos gastos e dos resultados de {p} em {y}.",
                "Avanços e tropeços do ano, com um capítulo sobre {a}.",
                "O que se planejou para {y}, o que foi feito e o que ficou em aberto.",
            ],
        },
        Texts {
            titles: &[
                "Lista de verificação: {a} ({s})",
                "{p}: planilha de planejamento {y}",
                "Modelo para visitas de supervisão – {s}",
                "Questionário sobre {a}, {s} {y}",
            ],
            openings: &[
                "Uma ferramenta de uso diário nas equipes de {g}, compartilhada aqui para ser adaptada.",
                "Uma página para imprimir e levar; a segunda explica como preencher.",
                "A planilha calcula as necessidades de pessoal e transporte a partir do número de famílias.",
            ],
        },
    ],
    abroad: &[
        "{p} ({c}): lições para outros países",
        "{s} visto de fora: notas sobre {a}",
        "Visita de estudo a {p}, {y}: relatório ({h})",
        "Dois olhares ({h}, {c}): {a}",
    ],
    abroad_openings: &[
        "Depois de um intercâmbio com a equipe de {s}, analisa-se o que poderia ser aproveitado em outro país e o que não.",
        "A visita a {p} nasceu de uma pergunta de casa sobre {a}.",
        "Vista de fora, esta experiência ensina tanto pelos resultados quanto pelos desvios.",
    ],
    middles: &[
        "Três pontos se destacam: tarefas bem distribuídas, reuniões regulares entre os níveis de governo e um orçamento que não depende de um único ministério.",
        "A maior parte das dificuldades não esteve no desenho, e sim no calendário: os pagamentos não coincidiam com o ano letivo.",
        "As equipes locais pediram formulários mais simples; o número de campos caiu pela metade sem perda de informação útil.",
        "Recomenda-se começar pequeno, publicar os critérios e ouvir as reclamações desde o primeiro dia.",
        "Os custos são apresentados por família e por ano, para que outros países façam suas próprias contas.",
        "Nas entrevistas falam sobretudo as mulheres; o tempo delas é o recurso que o planejamento mais esquece.",
        "Um anexo reúne os indicadores com suas fontes e a área responsável por cada um.",
        "Os resultados diferem claramente entre cidade e campo, e o texto avisa onde os dados não bastam para concluir.",
        "Uma seção sobre {a} conta o que se tentou primeiro, por que se desistiu e o que veio no lugar.",
    ],
    closings: &[
        "Comentários são bem-vindos; uma nova edição está prevista.",
        "Os formulários podem ser copiados e adaptados com citação da fonte.",
        "Perguntas podem ser enviadas à equipe pelo portal.",
        "Um resumo em outros idiomas está em preparação.",
        "O último capítulo lista o que ainda falta fazer.",
    ],
    posts: &[
        ("Diretora de Proteção Social", "Diretor de Proteção Social"),
        ("Coordenadora de programa", "Coordenador de programa"),
        ("Especialista em monitoramento e avaliação", "Especialista em monitoramento e avaliação"),
        ("Assistente social", "Assistente social"),
        ("Analista de políticas sociais", "Analista de políticas sociais"),
        ("Chefe do setor de cadastro", "Chefe do setor de cadastro"),
        ("Assessora de cooperação internacional", "Assessor de cooperação internacional"),
        ("Pesquisadora", "Pesquisador"),
        ("Gestora municipal de assistência social", "Gestor municipal de assistência social"),
        ("Cientista de dados", "Cientista de dados"),
    ],
    biographies: &[
        "Trabalho com programas sociais desde {y}, primeiro na ponta e hoje na gestão.",
        "Formação em economia; cheguei à proteção social em {y} e aqui fiquei.",
        "Meu tema é um só: {a}. Desde {y} coordeno uma pequena equipe dedicada a isso.",
        "Desde {y} transito entre o governo e a universidade com a mesma pergunta: o que ajuda as famílias a sair da pobreza de vez?",
    ],
    biography_endings: &[
        "Procuro aqui colegas que já resolveram o que para nós é novo.",
        "Compartilho com prazer formulários, termos de referência e erros.",
        "Interesse especial: {a}.",
        "Fora do trabalho: leituras, caminhadas e café demais.",
    ],
    notes: &[
        "Para a reunião de quinta",
        "Comparar com o nosso manual",
        "Boa tabela de custos na página 12",
        "Mandar para a equipe do cadastro",
        "Serve para o termo de referência",
        "Perguntar ao autor sobre o questionário",
    ],
    reasons: &[
        "Substituído por uma edição mais recente",
        "Publicado duas vezes por engano",
        "O link deixou de funcionar",
        "Os números estão em revisão",
    ],
    additions: &[
        "*Atualização:* as tabelas agora incluem o último trimestre.",
        "*Atualização:* um erro no anexo foi corrigido; obrigado a quem avisou.",
        "*Atualização:* mudou o endereço do documento.",
    ],
};
