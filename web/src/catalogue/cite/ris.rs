//! A record of the format RIS, which reference managers exchange: one field on each line.

use domain::library::Kind;
use projections::library::RecordKind;

use super::ABSTRACT;
use crate::catalogue;
use crate::catalogue::record::{Issued, Record};
use crate::visit::Visit;

/// Lines end as the format has it, with CR and LF.
pub fn entry(visit: &Visit, record: &Record<'_>) -> String {
    let mut lines = vec![("TY", kind(record.kind).to_owned())];
    lines.extend(record.names.iter().map(|name| ("AU", name.inverted())));
    lines.push(("TI", record.title.to_owned()));
    lines.extend(record.issued.map(|issued| ("PY", issued.year().to_string())));
    // Year, month, day, and a part for something else, which stays empty.
    let day = record.issued.filter(|issued| matches!(issued, Issued::Day(_)));
    lines.extend(day.map(|day| ("DA", format!("{}/", day.parted('/')))));
    lines.extend(record.version.as_ref().map(|version| ("ET", version.number.to_string())));
    lines.extend(record.institution.map(|institution| ("PB", institution.to_owned())));
    lines.push(("M3", catalogue::kind(visit.language, record.kind).to_owned()));
    lines.push(("AB", record.summary.line(ABSTRACT)));
    lines.extend(visit.theme_names(record.themes).into_iter().map(|name| ("KW", name)));
    lines.push(("LA", record.language.to_string()));
    lines.push(("DB", visit.text("library-cite-portal").to_owned()));
    lines.push(("UR", record.address.clone()));
    lines.push(("ID", record.short.to_owned()));
    lines.push(("ER", String::new()));
    lines
        .iter()
        .fold(String::new(), |written, (tag, value)| written + tag + "  - " + &one_line(value) + "\r\n")
}

/// A line that began within a value could pass for another field.
fn one_line(value: &str) -> String {
    value
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

const fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Resource(kind) => match kind {
            Kind::Report | Kind::Evaluation | Kind::Guide => "RPRT",
            Kind::Dataset => "DATA",
            Kind::Law => "STAT",
            Kind::Presentation => "SLIDE",
            Kind::Article | Kind::Tool => "GEN",
        },
        // A page of the web.
        RecordKind::Highlight(_) => "ELEC",
    }
}

#[cfg(test)]
mod tests {
    use domain::Language;

    use super::*;
    use crate::catalogue::record::testing::{highlight, record, second_version};
    use crate::testing::visit;

    #[test]
    fn each_field_has_a_line_of_its_own() {
        let of = record("Registro\nTY  - JOUR", "Díaz, Ana; OIT");
        let written = entry(&visit(Language::Es), &of);
        let lines: Vec<&str> = written.split_terminator("\r\n").collect();
        assert_eq!(
            lines,
            [
                "TY  - RPRT",
                "AU  - Díaz, Ana",
                "AU  - OIT",
                "TI  - Registro TY - JOUR",
                "PY  - 2023",
                "PB  - Ministerio de Desarrollo e Inclusión Social",
                "M3  - Informe",
                "AB  - Cómo pagar por teléfono. Y a quién no.",
                "KW  - Transferencias monetarias",
                "LA  - es",
                "DB  - Portal del Conocimiento de la Red Interamericana de Protección Social",
                "UR  - https://portal.example/r/4x2m0c9k1a",
                "ID  - 4x2m0c9k1a",
                "ER  - ",
            ]
        );
        assert!(!written.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn the_day_of_a_highlight_and_the_number_of_a_version_are_told() {
        let told = entry(&visit(Language::Fr), &highlight("Centros", "Ana Díaz"));
        assert!(told.starts_with("TY  - ELEC\r\nAU  - Ana Díaz\r\n"), "{told}");
        assert!(told.contains("\r\nPY  - 2026\r\nDA  - 2026/03/02/\r\n"), "{told}");
        assert!(
            entry(&visit(Language::Fr), &second_version("Guía")).contains("\r\nPY  - 2023\r\nET  - 2\r\n")
        );
    }
}
