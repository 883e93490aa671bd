//! The order in which people look up names.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns what names are sorted by in lists that people look things up in: case and marks on letters only
/// count between names that are else the same. This is no collation of any one language: all letters with
/// marks stand with those without.
pub fn alphabetical(name: &str) -> (String, String) {
    if name.is_ascii() {
        return (name.to_ascii_lowercase(), name.to_owned());
    }
    let plain = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    (plain.collect(), name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_hardly_count() {
        let mut names = ["zeal", "Évidence", "evidence", "apex", "Öffnung", "offer", "Zeal", "성장"];
        names.sort_by_cached_key(|name| alphabetical(name));
        assert_eq!(names, ["apex", "evidence", "Évidence", "offer", "Öffnung", "Zeal", "zeal", "성장"]);
    }
}
