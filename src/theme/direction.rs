//! The direction in which a language is written.

/// Languages that are written from right to left, by their first subtag (BCP 47).
const FROM_RIGHT: [&str; 9] = ["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];

/// Returns `rtl` or `ltr` for a language tag, as the attribute `dir` has them.
///
/// ```
/// use daring::theme::direction;
///
/// assert_eq!([direction("he-IL"), direction("hemba"), direction("")], ["rtl", "ltr", "ltr"]);
/// ```
pub fn direction(language: &str) -> &'static str {
    let first = language.split('-').next().unwrap_or_default();
    if FROM_RIGHT.iter().any(|one| one.eq_ignore_ascii_case(first)) { "rtl" } else { "ltr" }
}
