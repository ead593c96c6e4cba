//! Español.

use domain::Theme;

use super::{Texts, Voice};

pub static VOICE: Voice = Voice {
    aspects: &[
        (Theme::MOBILE_PAYMENTS, "los pagos por telefonía móvil"),
        (Theme::INFORMATION_SYSTEMS, "la interoperabilidad de los sistemas de información"),
        (Theme::SOCIAL_REGISTRY, "la actualización del registro social"),
        (Theme::TARGETING, "la identificación de hogares en pobreza"),
        (Theme::CASE_MANAGEMENT, "las visitas domiciliarias"),
        (Theme::INTER_AGENCY_COORDINATION, "la coordinación entre ministerios"),
        (Theme::IMPACT_EVALUATION, "la medición de resultados"),
        (Theme::TRAINING, "la formación de los equipos de terreno"),
        (Theme::RURAL, "la llegada a zonas rurales dispersas"),
        (Theme::URBAN, "el trabajo en asentamientos urbanos"),
        (Theme::INDIGENOUS_PEOPLES, "la atención en lenguas indígenas"),
        (Theme::DISABILITY, "el acceso de las personas con discapacidad"),
        (Theme::NUTRITION, "la nutrición infantil"),
        (Theme::EARLY_CHILDHOOD, "los primeros mil días"),
        (Theme::YOUTH, "el paso de los jóvenes de la escuela al trabajo"),
        (Theme::OLDER_PERSONS, "la seguridad económica en la vejez"),
        (Theme::CARE_SYSTEMS, "el reconocimiento del trabajo de cuidados"),
        (Theme::ECONOMIC_INCLUSION, "la inclusión productiva de las familias"),
        (Theme::FOOD_SECURITY, "la seguridad alimentaria en época de escasez"),
        (Theme::SOCIAL_INSURANCE_GAP, "la cobertura de los trabajadores informales"),
        (Theme::HEALTH, "los controles de salud"),
        (Theme::EDUCATION, "la permanencia escolar de los adolescentes"),
        (Theme::PSYCHOSOCIAL_SUPPORT, "el apoyo psicosocial"),
        (Theme::MATERNAL_HEALTH, "el cuidado durante el embarazo"),
    ],
    kinds: [
        Texts {
            titles: &[
                "{p}: lo que aprendimos sobre {a}",
                "{a}: la experiencia de {s} ({c})",
                "Apuntes desde el territorio: {s} y {a}",
                "La voz de las familias en {p}",
            ],
            openings: &[
                "El artículo recorre la historia de {p} y se pregunta qué ha significado para las familias {a}.",
                "A partir de entrevistas con equipos de {g}, se describe cómo {s} abordó {a}.",
                "Un relato breve para colegas de otros países que estén pensando en {a}.",
            ],
        },
        Texts {
            titles: &[
                "{p}: datos administrativos {y}",
                "Cobertura y pagos de {s} por municipio, {y}",
                "Datos abiertos de {s} {y}: {a}",
            ],
            openings: &[
                "Registros anonimizados de {p} correspondientes a {y}, con diccionario de variables y notas de calidad.",
                "Las tablas presentan participantes, pagos y egresos de {y}, por sexo, grupo de edad y zona.",
                "Datos del seguimiento {y} de {s}, publicados para que otros puedan verificarlos y reutilizarlos.",
            ],
        },
        Texts {
            titles: &[
                "Evaluación de {p}: {a}",
                "{s} {y}: hallazgos de la evaluación intermedia",
                "Evaluación de procesos de {p}, con énfasis en {a}",
                "{p}: encuesta de seguimiento {y}",
            ],
            openings: &[
                "La evaluación compara hogares que ingresaron a {s} con hogares similares en lista de espera.",
                "Encargado por {g}, el estudio examina cómo funciona {p} en la práctica, sobre todo en lo relativo a {a}.",
                "Se reúnen dos rondas de entrevistas, una encuesta de hogares y los registros administrativos.",
            ],
        },
        Texts {
            titles: &[
                "Guía de campo: {a} en {p}",
                "Manual operativo de {p}, edición {y}",
                "Paso a paso: {a} – {s}",
                "{s}: cuaderno para equipos municipales",
            ],
            openings: &[
                "Pensada para quienes visitan a las familias, la guía explica cada paso con palabras sencillas.",
                "El manual establece quién hace qué en {p}, con formularios, plazos y ejemplos.",
                "Una introducción práctica, probada con equipos de terreno en {y}, sobre {a}.",
            ],
        },
        Texts {
            titles: &[
                "{p}: reglas de operación {y}",
                "Marco legal de {s}, texto ordenado ({y})",
                "{p}: reglamento sobre {a}",
            ],
            openings: &[
                "Texto ordenado de las normas que rigen {p}, con las modificaciones vigentes hasta {y}.",
                "Las normas definen quién tiene derecho, cómo se paga y cómo puede reclamar una familia.",
                "Incluye índice temático y una breve historia de las reformas.",
            ],
        },
        Texts {
            titles: &[
                "{p} de un vistazo ({y})",
                "{s}: {a}. Presentación al seminario regional",
                "Diez láminas sobre {s}",
            ],
            openings: &[
                "Láminas con notas del expositor, presentadas en el seminario regional de {y}.",
                "Presentación para quienes recién llegan: objetivos, cobertura, costo y resultados de {p}.",
                "Las láminas resumen el trabajo del equipo sobre {a} y cierran con preguntas para el debate.",
            ],
        },
        Texts {
            titles: &[
                "{p}: informe anual {y}",
                "Informe de seguimiento {y}: {s} y {a}",
                "Resultados de {p} en {y}",
                "{s}: lecciones desde el terreno, {y}",
            ],
            openings: &[
                "El informe da cuenta de la cobertura, el gasto y los resultados de {p} en {y}.",
                "Avances y tropiezos del año, con un capítulo dedicado a {a}.",
                "Qué se planificó para {y}, qué se hizo y qué queda pendiente.",
            ],
        },
        Texts {
            titles: &[
                "Lista de verificación: {a} ({s})",
                "{p}: planilla de planificación {y}",
                "Formato para visitas de supervisión – {s}",
                "Cuestionario sobre {a}, {s} {y}",
            ],
            openings: &[
                "Una herramienta de uso diario en los equipos de {g}, que se comparte para que otros la adapten.",
                "Una página para imprimir y llevar; la segunda explica cómo llenarla.",
                "La planilla calcula las necesidades de personal y transporte según el número de familias.",
            ],
        },
    ],
    abroad: &[
        "Lo que {h} puede aprender de {p} ({c})",
        "{s} visto desde {h}: apuntes sobre {a}",
        "Visita de estudio a {p}, {y}: informe para {h}",
        "Dos miradas, {h} y {s}: {a}",
    ],
    abroad_openings: &[
        "Tras un intercambio con el equipo de {s}, se analiza qué podría trasladarse a {h} y qué no.",
        "La visita a {p} nació de una pregunta propia: cómo organizar mejor {a}.",
        "Vista desde {h}, la experiencia de {c} enseña tanto por sus resultados como por sus desvíos.",
    ],
    middles: &[
        "Destacan tres puntos: tareas bien repartidas, reuniones periódicas entre niveles de gobierno y un presupuesto que no depende de un solo ministerio.",
        "La mayor parte de las dificultades no estuvo en el diseño sino en el calendario: los pagos no coincidían con el año escolar.",
        "Los equipos locales pidieron formularios más simples; se redujo a la mitad el número de campos sin perder información útil.",
        "Se recomienda comenzar en pequeño, publicar los criterios y atender los reclamos desde el primer día.",
        "Los costos se presentan por familia y por año, de modo que otros países puedan hacer sus propios cálculos.",
        "En las entrevistas hablan sobre todo las mujeres; su tiempo es el recurso que más a menudo olvida la planificación.",
        "Un anexo reúne los indicadores con sus fuentes y la unidad responsable de cada uno.",
        "Los resultados difieren claramente entre ciudad y campo, y el texto advierte dónde los datos no alcanzan para concluir.",
        "Una sección dedicada a lo aprendido sobre {a} cuenta qué se intentó primero, por qué se abandonó y qué lo reemplazó.",
    ],
    closings: &[
        "Los comentarios son bienvenidos; se prepara una nueva edición.",
        "Los formularios pueden copiarse y adaptarse citando la fuente.",
        "Las consultas pueden enviarse al equipo por medio del portal.",
        "Está en preparación un resumen en otros idiomas.",
        "El último capítulo enumera las tareas pendientes.",
    ],
    posts: &[
        ("Directora de Protección Social", "Director de Protección Social"),
        ("Coordinadora de programa", "Coordinador de programa"),
        ("Especialista en seguimiento y evaluación", "Especialista en seguimiento y evaluación"),
        ("Trabajadora social", "Trabajador social"),
        ("Analista de políticas sociales", "Analista de políticas sociales"),
        ("Jefa de la Unidad de Registro Social", "Jefe de la Unidad de Registro Social"),
        ("Responsable de cooperación internacional", "Responsable de cooperación internacional"),
        ("Investigadora asociada", "Investigador asociado"),
        ("Asesora técnica", "Asesor técnico"),
        ("Subsecretaria de Desarrollo Social", "Subsecretario de Desarrollo Social"),
    ],
    biographies: &[
        "Trabajo en programas sociales desde {y}, primero en terreno y hoy en el nivel central.",
        "Estudié economía y llegué a la protección social en {y}; aquí sigo.",
        "Mi trabajo gira en torno a un tema: {a}. Desde {y} coordino un pequeño equipo dedicado a ello.",
        "Desde {y} me muevo entre el Estado y la universidad con la misma pregunta: ¿qué ayuda a las familias a salir de la pobreza y a no volver?",
    ],
    biography_endings: &[
        "Aquí busco colegas que ya hayan resuelto lo que para nosotros es nuevo.",
        "Comparto con gusto formularios, términos de referencia y errores.",
        "Me interesa en especial {a}.",
        "Fuera del trabajo: lecturas, caminatas y demasiado café.",
    ],
    notes: &[
        "Para la reunión del jueves",
        "Comparar con nuestro manual",
        "Buen cuadro de costos en la página 12",
        "Compartir con el equipo del registro",
        "Sirve para los términos de referencia",
        "Preguntar al autor por el cuestionario",
    ],
    reasons: &[
        "Reemplazado por una edición más reciente",
        "Publicado dos veces por error",
        "El enlace dejó de funcionar",
        "Las cifras están en revisión",
    ],
    additions: &[
        "*Actualización:* los cuadros incluyen ahora el último trimestre.",
        "*Actualización:* se corrigió un error del anexo; gracias a quien lo señaló.",
        "*Actualización:* cambió la dirección del documento.",
    ],
};
