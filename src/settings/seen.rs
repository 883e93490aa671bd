//! Which keys readers ask for, for the tests that compare them with schemas.

use std::cell::RefCell;
use std::collections::BTreeSet;

thread_local! {
    static TABLES: RefCell<BTreeSet<Vec<String>>> = RefCell::default();
}

/// Runs something that reads settings. Returns with its result the keys that were asked for: those of
/// each table, sorted.
pub(crate) fn during<T>(run: impl FnOnce() -> T) -> (T, BTreeSet<Vec<String>>) {
    TABLES.take();
    let result = run();
    (result, TABLES.take())
}

pub(super) fn note(known: &[&'static str]) {
    let keys: BTreeSet<String> = known.iter().map(|key| (*key).to_owned()).collect();
    TABLES.with_borrow_mut(|tables| tables.insert(keys.into_iter().collect()));
}
