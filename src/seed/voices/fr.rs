//! Français.

use domain::Theme;

use super::{Texts, Voice};

pub static VOICE: Voice = Voice {
    aspects: &[
        (Theme::MOBILE_PAYMENTS, "les paiements par téléphone mobile"),
        (Theme::INFORMATION_SYSTEMS, "l’interconnexion des systèmes d’information"),
        (Theme::SOCIAL_REGISTRY, "la mise à jour du registre social"),
        (Theme::TARGETING, "l’identification des ménages pauvres"),
        (Theme::CASE_MANAGEMENT, "les visites à domicile"),
        (Theme::INTER_AGENCY_COORDINATION, "la coordination entre ministères"),
        (Theme::IMPACT_EVALUATION, "la mesure des résultats"),
        (Theme::TRAINING, "la formation des équipes de terrain"),
        (Theme::RURAL, "l’accès aux communes rurales isolées"),
        (Theme::URBAN, "le travail dans les quartiers précaires"),
        (Theme::INDIGENOUS_PEOPLES, "l’accueil dans les langues autochtones"),
        (Theme::DISABILITY, "l’accès des personnes handicapées"),
        (Theme::NUTRITION, "la nutrition des enfants"),
        (Theme::EARLY_CHILDHOOD, "les mille premiers jours"),
        (Theme::YOUTH, "le passage des jeunes de l’école au travail"),
        (Theme::OLDER_PERSONS, "la sécurité de revenu des aînés"),
        (Theme::CARE_SYSTEMS, "la reconnaissance du travail de soin"),
        (Theme::ECONOMIC_INCLUSION, "l’inclusion économique des familles"),
        (Theme::FOOD_SECURITY, "la sécurité alimentaire en période de soudure"),
        (Theme::SOCIAL_INSURANCE_GAP, "la couverture des travailleurs informels"),
        (Theme::HEALTH, "le suivi médical"),
        (Theme::EDUCATION, "le maintien des adolescents à l’école"),
        (Theme::PSYCHOSOCIAL_SUPPORT, "le soutien psychosocial"),
        (Theme::MATERNAL_HEALTH, "le suivi des grossesses"),
    ],
    kinds: [
        Texts {
            titles: &[
                "{p} : ce que nous avons appris sur {a}",
                "{a} : l’expérience de {s} ({c})",
                "Notes de terrain : {s} et {a}",
                "Paroles de familles : {p}",
            ],
            openings: &[
                "L’article retrace l’histoire de {p} et s’arrête sur un sujet souvent négligé : {a}.",
                "À partir d’entretiens avec les équipes (« {g} »), les auteurs décrivent une démarche concrète sur {a}.",
                "Un bref récit pour les collègues d’autres pays qui réfléchissent au même sujet : {a}.",
            ],
        },
        Texts {
            titles: &[
                "{p} : données administratives {y}",
                "{s} : couverture et paiements par commune, {y}",
                "{s} {y}, données ouvertes : {a}",
            ],
            openings: &[
                "Données anonymisées pour {y}, avec dictionnaire des variables et notes sur la qualité.",
                "Les tableaux présentent les participants, les paiements et les sorties de {y}, par sexe, âge et zone.",
                "Données du suivi {y}, publiées pour que d’autres puissent les vérifier et les réutiliser.",
            ],
        },
        Texts {
            titles: &[
                "Évaluation – {p} : {a}",
                "{s} {y} : conclusions de l’évaluation à mi-parcours",
                "{p}, évaluation de processus : {a}",
                "{p} : enquête de suivi {y}",
            ],
            openings: &[
                "L’évaluation compare les ménages entrés dans le programme à des ménages semblables en liste d’attente.",
                "L’étude examine le fonctionnement réel du programme {s}, en particulier sur un point : {a}.",
                "Deux séries d’entretiens, une enquête auprès des ménages et les registres administratifs sont réunis ici.",
            ],
        },
        Texts {
            titles: &[
                "Guide de terrain – {p} : {a}",
                "{p} : manuel d’opérations, édition {y}",
                "Pas à pas : {a} – {s}",
                "{s} : cahier pour les équipes communales",
            ],
            openings: &[
                "Écrit pour celles et ceux qui visitent les familles, le guide explique chaque étape en mots simples.",
                "Le manuel précise qui fait quoi, avec formulaires, délais et exemples.",
                "Une introduction pratique, mise à l’épreuve avec les équipes de terrain en {y}, sur {a}.",
            ],
        },
        Texts {
            titles: &[
                "{p} : règles de fonctionnement {y}",
                "{s} : cadre juridique, texte consolidé ({y})",
                "{p} : règlement sur {a}",
            ],
            openings: &[
                "Texte consolidé des règles du programme, avec toutes les modifications jusqu’en {y}.",
                "Les règles définissent qui a droit à l’aide, comment elle est versée et comment une famille peut faire appel.",
                "Avec un index et un bref historique des modifications.",
            ],
        },
        Texts {
            titles: &[
                "{p} en bref ({y})",
                "{s} : {a}. Présentation au séminaire régional",
                "{s} en dix diapositives",
            ],
            openings: &[
                "Diapositives annotées, présentées au séminaire régional de {y}.",
                "Une présentation pour les nouveaux venus : objectifs, couverture, coût et résultats.",
                "Les diapositives résument le travail de l’équipe sur {a} et se terminent par des questions à débattre.",
            ],
        },
        Texts {
            titles: &[
                "{p} : rapport annuel {y}",
                "Rapport de suivi {y} : {s} et {a}",
                "{p} : résultats {y}",
                "{s} : leçons du terrain, {y}",
            ],
            openings: &[
                "Le rapport rend compte de la couverture, des dépenses et des résultats en {y}.",
                "Avancées et difficultés de l’année, avec un chapitre sur {a}.",
                "Ce qui était prévu pour {y}, ce qui a été fait et ce qui reste ouvert.",
            ],
        },
        Texts {
            titles: &[
                "Liste de contrôle : {a} ({s})",
                "{p} : tableur de planification {y}",
                "{s} : modèle pour les visites de supervision",
                "Questionnaire sur {a}, {s} {y}",
            ],
            openings: &[
                "Un outil employé chaque jour par les équipes, partagé ici pour être adapté.",
                "Une page à imprimer et à emporter ; la seconde explique comment la remplir.",
                "Le fichier calcule les besoins en personnel et en transport à partir du nombre de familles.",
            ],
        },
    ],
    abroad: &[
        "{p} ({c}) : leçons pour d’autres pays",
        "{s} vu d’ailleurs : notes sur {a}",
        "Visite d’étude {y} – {p} : rapport ({h})",
        "Regards croisés ({h}, {c}) : {a}",
    ],
    abroad_openings: &[
        "Après un échange avec l’équipe du programme {s}, les auteurs se demandent ce qui peut être repris ailleurs et ce qui ne le peut pas.",
        "La visite est née d’une question posée chez nous sur {a}.",
        "Vue d’ailleurs, l’expérience instruit par ses résultats autant que par ses détours.",
    ],
    middles: &[
        "Trois points ressortent : des tâches bien réparties, des réunions régulières entre niveaux de gouvernement et un budget qui ne dépend pas d’un seul ministère.",
        "La plupart des difficultés ne venaient pas de la conception mais du calendrier : les versements ne suivaient pas l’année scolaire.",
        "Les équipes locales demandaient des formulaires plus simples ; le nombre de champs a été réduit de moitié sans perte utile.",
        "Les auteurs conseillent de commencer petit, de publier les critères et d’écouter les plaintes dès le premier jour.",
        "Les coûts sont donnés par famille et par année, afin que d’autres pays puissent faire leurs propres calculs.",
        "Dans les entretiens, ce sont surtout les femmes qui parlent ; leur temps est la ressource que l’on oublie le plus souvent de compter.",
        "Une annexe énumère les indicateurs avec leurs sources et le service responsable de chacun.",
        "Les résultats diffèrent nettement entre villes et campagnes, et le texte dit où les données ne suffisent pas à conclure.",
        "Une section sur {a} raconte ce qui a d’abord été essayé, pourquoi on y a renoncé et ce qui l’a remplacé.",
    ],
    closings: &[
        "Les commentaires sont les bienvenus ; une nouvelle édition est prévue.",
        "Les formulaires peuvent être copiés et adaptés avec mention de la source.",
        "Les questions peuvent être adressées à l’équipe par le portail.",
        "Un résumé dans d’autres langues est en préparation.",
        "Le dernier chapitre dresse la liste de ce qui reste à faire.",
    ],
    posts: &[
        ("Directrice de la protection sociale", "Directeur de la protection sociale"),
        ("Chargée de programme", "Chargé de programme"),
        ("Spécialiste du suivi et de l’évaluation", "Spécialiste du suivi et de l’évaluation"),
        ("Travailleuse sociale", "Travailleur social"),
        ("Analyste des politiques sociales", "Analyste des politiques sociales"),
        ("Responsable du registre social", "Responsable du registre social"),
        ("Conseillère en coopération internationale", "Conseiller en coopération internationale"),
        ("Chercheuse", "Chercheur"),
        ("Agente de développement communautaire", "Agent de développement communautaire"),
        ("Coordonnatrice de terrain", "Coordonnateur de terrain"),
    ],
    biographies: &[
        "Je travaille dans les programmes sociaux depuis {y}, d’abord sur le terrain, aujourd’hui au siège.",
        "Économiste de formation, je travaille dans la protection sociale depuis {y}.",
        "Un sujet m’occupe avant tout : {a}. Depuis {y}, je coordonne une petite équipe qui s’y consacre.",
        "Depuis {y}, je vais de l’administration à l’université avec la même question : qu’est-ce qui aide durablement les familles à sortir de la pauvreté ?",
    ],
    biography_endings: &[
        "Je cherche ici des collègues qui ont déjà résolu ce qui est nouveau pour nous.",
        "Je partage volontiers formulaires, termes de référence et erreurs.",
        "Ce qui m’intéresse en particulier : {a}.",
        "En dehors du travail : la lecture, la marche et trop de café.",
    ],
    notes: &[
        "Pour la réunion de jeudi",
        "À comparer avec notre manuel",
        "Bon tableau des coûts, page 12",
        "À transmettre à l’équipe du registre",
        "Utile pour les termes de référence",
        "Demander le questionnaire à l’auteur",
    ],
    reasons: &[
        "Remplacé par une édition plus récente",
        "Publié deux fois par erreur",
        "Le lien ne fonctionne plus",
        "Les chiffres sont en cours de révision",
    ],
    additions: &[
        "*Mise à jour :* les tableaux comprennent désormais le dernier trimestre.",
        "*Mise à jour :* une erreur de l’annexe a été corrigée, merci à qui l’a signalée.",
        "*Mise à jour :* l’adresse du document a changé.",
    ],
};
