//! What stands at the head of a file.

use daring::document::front_matter;

use super::places_are_in;

pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (read, start) = front_matter::read(text);
    assert!(text.is_char_boundary(start), "the body begins between two characters");
    places_are_in(text, &read.diagnostics);
    let (sheet, of_sheet) = front_matter::read_sheet(text);
    assert_eq!(of_sheet, start, "both find the same end");
    places_are_in(text, &sheet.diagnostics);
}
