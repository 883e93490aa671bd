//! A file of an author's with what an import changes, and everything else of it as it was.
//!
//! What changes is the difference of two generated texts. It is looked for in the author's file: first line
//! by line, then by sections and what stands in a list ([`sections`]). The front matter goes by its
//! keys ([`head`]).

use super::declared;
use super::head::{self, Head};
use super::lines::merged;
use super::sections::{self, KeyOf};

/// A file with what is new in it.
#[derive(Debug, PartialEq, Eq)]
pub enum Renewed {
    /// Only what says something new is another.
    Changed(String),
    /// The author has other lines there: sections are written anew, and what the ladder does not know of
    /// them (comments) stands at their ends.
    Rewritten(String),
    /// The front matter is not in a form that can be changed.
    Unable,
}

/// Returns what becomes of the text `own`, which says what `before` says, when it is to say what `after`
/// says. The order of a competency stays the author's. `key_of` is the same for headings that name the
/// same level.
pub fn renewed(own: &str, (before, after): (&str, &str), key_of: KeyOf<'_>) -> Renewed {
    let (own_head, own_body) = head::split(own);
    let (before_head, before_body) = head::split(before);
    let (after_head, after_body) = head::split(after);
    let Some(Head { text: head, title }) = head::merged((own_head, own_body), before_head, after_head) else {
        return Renewed::Unable;
    };
    let own_body = title.map_or_else(|| own_body.to_owned(), |title| head::with_title(own_body, &title));
    if before_body == after_body {
        return Renewed::Changed(head + &own_body);
    }
    // Below a heading `### Exceeds` a line says more than it does elsewhere.
    let by_lines =
        || (!sections::has_inner_headings(&own_body)).then(|| merged(&own_body, before_body, after_body));
    if let Some(body) = by_lines().flatten() {
        return Renewed::Changed(head + &body);
    }
    match sections::merged(&own_body, (before_body, after_body), key_of) {
        sections::Merged::InPlace(body) => Renewed::Changed(head + &body),
        sections::Merged::Anew(body) => Renewed::Rewritten(head + &body),
    }
}

/// As [`renewed`], for `ladder.toml`.
pub fn renewed_tables(own: &str, before: &str, after: &str) -> Renewed {
    match merged(own, before, after).or_else(|| declared::merged(own, before, after)) {
        Some(text) => Renewed::Changed(text),
        None => Renewed::Rewritten(declared::anew(own, after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str =
        "---\nid: a\nname: A\norder: 1\n---\n\n## Senior\n\n- One {#a-one}\n- Two {#a-two}\n";

    #[test]
    fn only_lines_that_say_something_new_are_others() {
        let own = "---\r\nid: a\r\ntitle: A\r\norder: 30\r\naliases: [old]\r\n---\r\n\r\n## Senior Engineer\r\n\r\n<!-- seen -->\r\n- One {#a-one}\r\n- Two {#a-two}";
        let after =
            BEFORE.replace("order: 1", "order: 2").replace("One", "One more") + "- Three {#a-three}\n";
        let wanted = own.replace("One", "One more") + "\r\n- Three {#a-three}\r\n";
        assert_eq!(renewed(own, (BEFORE, &after), &str::to_lowercase), Renewed::Changed(wanted));
    }

    #[test]
    fn what_goes_away_is_taken_out() {
        let after = BEFORE.replace("- One {#a-one}\n", "");
        let own = BEFORE.replace("## Senior\n", "## Senior\n\nA remark.\n");
        assert_eq!(
            renewed(&own, (BEFORE, &after), &str::to_lowercase),
            Renewed::Changed(own.replace("- One {#a-one}\n", ""))
        );
    }

    #[test]
    fn what_is_written_in_another_way_is_found_by_its_id() {
        let own = "---\nid: a\ntitle: A\norder: 30\naliases:\n  - old\ntags: [x]\n---\n\n## Senior\n\n+ One\n  {#a-one}\n\n+ Two {#a-two}\n";
        let after = BEFORE.replace("One", "Eins").replace("name: A", "name: \"A, and B\"");
        let wanted = own.replace("One\n  {", "Eins {").replace("title: A", "title: \"A, and B\"");
        assert_eq!(renewed(own, (BEFORE, &after), &str::to_lowercase), Renewed::Changed(wanted));
    }

    #[test]
    fn what_is_not_found_is_written_anew_and_nothing_else() {
        let own = "---\nid: a # why\n---\n\n# A\n\n## Senior {#s}\n\n<!-- seen -->\nOne; two.\n\n## Staff\n\n1. x\n\n## Notes\n\nOurs.\n";
        let staff = "\n## Staff\n\n- x\n";
        let (before, after) =
            (BEFORE.to_owned() + staff, BEFORE.replace("One", "Eins").replace("name: A", "name: B") + staff);
        let wanted = own
            .replace("# A\n", "# B\n")
            .replace("<!-- seen -->\nOne; two.\n\n", "- Eins {#a-one}\n- Two {#a-two}\n\n<!-- seen -->\n\n");
        assert_eq!(renewed(own, (&before, &after), &str::to_lowercase), Renewed::Rewritten(wanted));
    }

    #[test]
    fn a_section_comes_where_its_level_stands_and_goes() {
        let own = "# A\n\n## Junior\n\n* z\n\n## Staff\n\n* x\n\n### Exceeds\n\n* y\n";
        let before = "---\nid: a\n---\n\n## Junior\n\n- z\n\n## Staff\n\n- x\n- y\n  - Strength: exceeds\n";
        let after =
            "---\nid: a\n---\n\n## Senior\n\n- n\n\n## Staff\n\n- x\n- y\n  - Strength: exceeds\n- w\n";
        let wanted = "# A\n\n## Senior\n\n* n\n\n## Staff\n\n* x\n* w\n\n### Exceeds\n\n* y\n";
        assert_eq!(renewed(own, (before, after), &str::to_lowercase), Renewed::Changed(wanted.to_owned()));
    }
}
