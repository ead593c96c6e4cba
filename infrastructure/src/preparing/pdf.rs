//! PDFs, read by poppler's programs: the text by `pdftotext`, the first page by `pdftoppm`.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::process::{Command, Stdio};

use application::library::{Fault, TEXT_MAX};

use super::child::fault_of;
use super::plain::tidy;

/// What is read of a text before it is tidied: half of one may be white space.
const READ_MAX: u64 = 2 * TEXT_MAX as u64;
/// The longer side of the first page, in pixels, and the most bytes that it has as PNG.
const SIDE: &str = "1600";
const PAGE_MAX: u64 = 32 * 1024 * 1024;
/// On Linux this opens the file anew, on macOS the same one once more: it is rewound before each use.
const STDIN: &str = "/dev/stdin";

pub fn text(document: &mut File) -> Result<String, Fault> {
    let arguments = ["-q", "-enc", "UTF-8", "-nopgbrk", STDIN, "-"];
    let said = said(document, "pdftotext", &arguments, READ_MAX)?;
    Ok(tidy(&String::from_utf8_lossy(&said)))
}

/// As PNG.
pub fn first_page(document: &mut File) -> Result<Vec<u8>, Fault> {
    let arguments = ["-q", "-f", "1", "-l", "1", "-singlefile", "-png", "-scale-to", SIDE, STDIN];
    said(document, "pdftoppm", &arguments, PAGE_MAX)
}

/// What a program says about the document, up to so many bytes; the rest is not waited for.
fn said(document: &mut File, program: &str, arguments: &[&str], most: u64) -> Result<Vec<u8>, Fault> {
    document.rewind().map_err(|_| Fault::Damaged)?;
    let input = document.try_clone().map_err(|_| Fault::Crashed)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(input).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Fault::Tool,
        _ => Fault::Crashed,
    })?;
    let mut said = Vec::new();
    if let Some(output) = child.stdout.take() {
        output.take(most).read_to_end(&mut said).map_err(|_| Fault::Crashed)?;
    }
    if said.len() as u64 == most {
        // It has said enough.
        child.kill().map_err(|_| Fault::Crashed)?;
        child.wait().map_err(|_| Fault::Crashed)?;
        return Ok(said);
    }
    let status = child.wait().map_err(|_| Fault::Crashed)?;
    if status.success() { Ok(said) } else { Err(fault_of(status)) }
}
