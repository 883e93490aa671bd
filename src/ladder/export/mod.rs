//! A ladder as files for others: the whole of it as JSON or as rows, and a sheet for people who live
//! in spreadsheets.

mod json;
mod long;
mod wide;

pub use json::{json, schema};
pub use long::long;
pub(in crate::ladder) use wide::shown;
pub use wide::wide;

/// Returns whether a spreadsheet would take a cell for a formula, or for a cell that was kept from
/// being one.
fn looks_like_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Keeps a spreadsheet from running a cell: with `'` before it, it is text. [`unguarded`] is the way back.
pub fn guarded(cell: String) -> String {
    if looks_like_formula(&cell) { format!("'{cell}") } else { cell }
}

/// Takes the `'` off that [`guarded`] put before a cell.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_comes_back_as_it_was() {
        for cell in ["=1+1", "'=1", "''@x", "-", "a=1", "'a", "", "\tx", "'"] {
            assert_eq!(unguarded(&guarded(cell.to_owned())), cell);
        }
        assert_eq!(guarded("=1".to_owned()), "'=1");
        assert_eq!(guarded("'a".to_owned()), "'a");
    }
}
