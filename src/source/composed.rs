//! One way to write what can be written in two.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Returns a name with its letters and marks in one character where there is one (NFC), as keyboards
/// write it. Names of files that come from a Mac or an archive often have them apart, and look the same.
///
/// ```
/// use daring::source::composed;
///
/// assert_eq!(composed("gro\u{308}\u{df}e"), "größe");
/// ```
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().collect())
}
