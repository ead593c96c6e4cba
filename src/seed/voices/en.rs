//! English.

use domain::Theme;

use super::{Texts, Voice};

pub static VOICE: Voice = Voice {
    aspects: &[
        (Theme::MOBILE_PAYMENTS, "payments by mobile phone"),
        (Theme::INFORMATION_SYSTEMS, "linking information systems"),
        (Theme::SOCIAL_REGISTRY, "keeping the household registry up to date"),
        (Theme::TARGETING, "identifying households in poverty"),
        (Theme::CASE_MANAGEMENT, "home visits and family accompaniment"),
        (Theme::INTER_AGENCY_COORDINATION, "coordination between ministries"),
        (Theme::IMPACT_EVALUATION, "measuring results"),
        (Theme::TRAINING, "the training of field staff"),
        (Theme::RURAL, "reaching remote rural communities"),
        (Theme::URBAN, "work in informal settlements"),
        (Theme::INDIGENOUS_PEOPLES, "services in indigenous languages"),
        (Theme::DISABILITY, "access for persons with disabilities"),
        (Theme::NUTRITION, "child nutrition"),
        (Theme::EARLY_CHILDHOOD, "the first thousand days"),
        (Theme::YOUTH, "young people between school and work"),
        (Theme::OLDER_PERSONS, "income security in old age"),
        (Theme::CARE_SYSTEMS, "the recognition of care work"),
        (Theme::ECONOMIC_INCLUSION, "economic inclusion of families"),
        (Theme::FOOD_SECURITY, "food security in the lean season"),
        (Theme::SOCIAL_INSURANCE_GAP, "coverage of informal workers"),
        (Theme::HEALTH, "health check-ups"),
        (Theme::EDUCATION, "keeping adolescents in school"),
        (Theme::PSYCHOSOCIAL_SUPPORT, "psychosocial support"),
        (Theme::MATERNAL_HEALTH, "care during pregnancy"),
    ],
    kinds: [
        Texts {
            titles: &[
                "{p}: what we have learned about {a}",
                "{a}: the experience of {s} ({c})",
                "Why {a} matters – notes from {p}",
                "What families say: {s} and {a}",
            ],
            openings: &[
                "This article looks back on {p} and asks what {a} has meant for the families it serves.",
                "Drawing on interviews with field staff of {g}, the authors describe how {s} approached {a}.",
                "A short account for colleagues elsewhere who are thinking about {a}.",
            ],
        },
        Texts {
            titles: &[
                "{p}: administrative data {y}",
                "Coverage and payments of {s} by municipality, {y}",
                "{s} {y}: open data on {a}",
            ],
            openings: &[
                "Anonymised records of {p} for {y}, with a codebook and notes on quality.",
                "The tables show participants, payments and exits for {y}, by sex, age group and area.",
                "Data behind the {y} monitoring of {s}, published so that others can check and reuse them.",
            ],
        },
        Texts {
            titles: &[
                "Evaluation of {p}: {a}",
                "{s} {y}: findings of the mid-term evaluation",
                "Process evaluation of {p} with a focus on {a}",
                "{p}: follow-up survey {y}",
            ],
            openings: &[
                "The evaluation compares households that entered {s} with similar households on the waiting list.",
                "Commissioned by {g}, this study examines how {p} works on the ground, above all as regards {a}.",
                "Two rounds of interviews, a household survey and administrative records are brought together here.",
            ],
        },
        Texts {
            titles: &[
                "Field guide: {a} in {p}",
                "Operations manual of {p}, {y} edition",
                "Step by step: {a} – {s}",
                "{s}: handbook for municipal teams",
            ],
            openings: &[
                "Written for the teams who visit families, this guide explains each step in plain words.",
                "The manual sets out who does what in {p}, with forms, deadlines and examples.",
                "A practical introduction to {a}, tested with field staff in {y}.",
            ],
        },
        Texts {
            titles: &[
                "{p}: rules of operation {y}",
                "Legal basis of {s}, consolidated text ({y})",
                "{p}: regulations on {a}",
            ],
            openings: &[
                "Consolidated text of the rules that govern {p}, with all amendments up to {y}.",
                "The rules define who is entitled, how payments are made and how families can appeal.",
                "With an index and a short history of the amendments.",
            ],
        },
        Texts {
            titles: &[
                "{p} at a glance ({y})",
                "{s}: {a} – presentation to the regional seminar",
                "Ten slides on {s}",
            ],
            openings: &[
                "Slides with speaker notes, shown at the regional seminar in {y}.",
                "A presentation for newcomers: aims, coverage, cost and results of {p}.",
                "The slides summarise the team's work on {a} and close with questions for discussion.",
            ],
        },
        Texts {
            titles: &[
                "{p}: annual report {y}",
                "Monitoring report {y}: {s} and {a}",
                "Results of {p} in {y}",
                "{s}: lessons from the field, {y}",
            ],
            openings: &[
                "The report gives an account of coverage, spending and results of {p} in {y}.",
                "Progress and setbacks of the year, with a chapter on {a}.",
                "What was planned for {y}, what was done, and what remains open.",
            ],
        },
        Texts {
            titles: &[
                "Checklist: {a} ({s})",
                "{p}: spreadsheet for planning {y}",
                "Template for supervision visits – {s}",
                "Questionnaire on {a}, {s} {y}",
            ],
            openings: &[
                "A tool used daily by the teams of {g}, shared here to be adapted.",
                "One page to print and take along; the second explains how to fill it in.",
                "The file calculates needs in staff and transport from the number of families.",
            ],
        },
    ],
    abroad: &[
        "What others can take from {p} ({c})",
        "{s} seen from abroad: notes on {a}",
        "Study visit to {p}, {y}: report ({h})",
        "Comparing notes ({h}, {c}): {a}",
    ],
    abroad_openings: &[
        "After an exchange with the team of {s}, the authors ask what would carry over and what would not.",
        "The visit to {p} was prompted by a question at home: how to organise {a}.",
        "Seen from outside, the experience is instructive for its results and for its detours.",
    ],
    middles: &[
        "Three points stand out: a clear division of tasks, regular meetings between levels of government, and a budget that does not depend on a single ministry.",
        "Most difficulties arose not in the design but in the calendar: payments and school terms did not match.",
        "Local teams asked for simpler forms; the number of fields was cut by half without losing information that anybody used.",
        "The authors recommend to start small, to publish the criteria, and to listen to complaints from the first day.",
        "Costs are given per family and year, so that other countries can make their own calculation.",
        "Women speak at length in the interviews; their time is the resource that planners most often forget.",
        "An annex lists the indicators with their sources and the person responsible for each.",
        "Results differ clearly between towns and countryside, and the text says where the data are too thin to tell.",
        "A section on {a} describes what was tried first, why it was given up, and what replaced it.",
    ],
    closings: &[
        "Comments are welcome; a new edition is planned.",
        "The forms may be copied and adapted with mention of the source.",
        "Questions can be sent to the team through the portal.",
        "A summary in other languages is in preparation.",
        "The last chapter lists what remains to be done.",
    ],
    posts: &[
        ("Director of Social Protection", "Director of Social Protection"),
        ("Programme Officer", "Programme Officer"),
        ("Monitoring and Evaluation Specialist", "Monitoring and Evaluation Specialist"),
        ("Social Worker", "Social Worker"),
        ("Policy Analyst", "Policy Analyst"),
        ("Head of the Social Registry Unit", "Head of the Social Registry Unit"),
        ("International Cooperation Officer", "International Cooperation Officer"),
        ("Senior Research Fellow", "Senior Research Fellow"),
        ("Community Development Officer", "Community Development Officer"),
        ("Data Analyst", "Data Analyst"),
    ],
    biographies: &[
        "I have worked on social programmes since {y}, first in the field and now at headquarters.",
        "Trained as an economist, I came to social protection in {y} and stayed.",
        "My work is about {a}; since {y} I have coordinated a small team on it.",
        "Since {y} I have moved between government and university, always around the same question: what helps families out of poverty for good?",
    ],
    biography_endings: &[
        "Here I look for colleagues who have solved problems that are new to us.",
        "I am glad to share forms, terms of reference and mistakes.",
        "I am especially interested in {a}.",
        "Outside work: books, long walks and too much coffee.",
    ],
    notes: &[
        "For Thursday's meeting",
        "Compare with our own manual",
        "Good table on costs, page 12",
        "Share with the registry team",
        "Useful for the terms of reference",
        "Ask the author about the questionnaire",
    ],
    reasons: &[
        "Replaced by a newer edition",
        "Published twice by mistake",
        "The link no longer works",
        "The figures are being revised",
    ],
    additions: &[
        "*Updated:* the tables now include the last quarter.",
        "*Updated:* a mistake in the annex was corrected, with thanks to the colleague who noticed it.",
        "*Updated:* the address of the document has changed.",
    ],
};
