//! PDFs for tests, as plain as the format allows (ISO 32000-1, 7.5): pages of lines in Helvetica.

/// One page for each text, with its lines below each other; characters of Latin-1 alone.
pub fn pdf(pages: &[String]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        {
            let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 4 + 2 * n)).collect();
            format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")).into_bytes()
        },
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    for (n, page) in pages.iter().enumerate() {
        let content = 5 + 2 * n;
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R\
                 /Resources<</Font<</F1 3 0 R>>>>>>"
            )
            .into_bytes(),
        );
        let mut drawn = b"BT /F1 11 Tf 50 800 Td 14 TL\n".to_vec();
        for line in page.lines() {
            drawn.push(b'(');
            for character in line.chars() {
                if matches!(character, '(' | ')' | '\\') {
                    drawn.push(b'\\');
                }
                drawn.push(u8::try_from(u32::from(character)).unwrap_or(b'?'));
            }
            drawn.extend_from_slice(b") Tj T*\n");
        }
        drawn.extend_from_slice(b"ET");
        let mut stream = format!("<</Length {}>>stream\n", drawn.len()).into_bytes();
        stream.extend_from_slice(&drawn);
        stream.extend_from_slice(b"\nendstream");
        objects.push(stream);
    }
    file(&objects)
}

/// One page that takes longer to read than anybody has: its figure consists of ten figures, each of which consists
/// of ten, and so on. The file itself is small and in order.
pub fn endless_pdf() -> Vec<u8> {
    const DEEP: usize = 30;
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
          /Resources<</XObject<</F 5 0 R>>>>>>"
            .to_vec(),
        b"<</Length 5>>stream\n/F Do\nendstream".to_vec(),
    ];
    for figure in 1..=DEEP {
        let below = objects.len() + 2;
        // The innermost ones are empty.
        let drawn = "/F Do ".repeat(if figure < DEEP { 10 } else { 0 });
        let figure = format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F {below} 0 R>>>>\
             /Length {}>>stream\n{drawn}\nendstream",
            drawn.len()
        );
        objects.push(figure.into_bytes());
    }
    objects.push(b"null".to_vec());
    file(&objects)
}

/// The objects by their numbers, with the table that says where each of them is.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut places = Vec::with_capacity(objects.len());
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        file.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    file.extend_from_slice(
        format!("trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    file
}
