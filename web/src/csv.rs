//! Cells of files for spreadsheets.

/// As RFC 4180 quotes; a spreadsheet must not take a text for a formula.
pub fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_and_never_a_formula() {
        assert_eq!(cell("Ana \"la\" Núñez"), "\"Ana \"\"la\"\" Núñez\"");
        for formula in ["=1+1", "+1", "-1", "@sum", "\tx"] {
            assert_eq!(cell(formula), format!("\"'{formula}\""));
        }
    }
}
