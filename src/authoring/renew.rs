//! A file of an author's with what an import changes, and everything else of it as it was.

use crate::source::differing_lines;

/// A file with what is new in it.
#[derive(Debug, PartialEq, Eq)]
pub enum Renewed {
    /// Only the lines that say something new are others.
    Changed(String),
    /// The author has other lines there: the file is written anew, and only its front matter is kept.
    Rewritten(String),
}

/// Returns what becomes of the text `own`, which says what `before` says, when it is to say what `after`
/// says. The order of a competency stays the author's.
pub fn renewed(own: &str, before: &str, after: &str) -> Renewed {
    match merged(own, &without_order(before), &without_order(after)) {
        Some(text) => Renewed::Changed(text),
        None => Renewed::Rewritten(with_front_matter(own, after)),
    }
}

/// A generated text without the line that says where its competency stands among others.
fn without_order(text: &str) -> String {
    let mut fences = 0;
    let is_kept = |line: &&str| {
        fences += usize::from(line.trim_end() == "---");
        fences != 1 || !line.starts_with("order: ")
    };
    text.split_inclusive('\n').filter(is_kept).collect()
}

/// Makes the changes from `before` to `after` in a text that is not quite `before`; `None` when lines
/// that change are not in it.
fn merged(own: &str, before: &str, after: &str) -> Option<String> {
    let plain = |text: &'_ str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    let (own_plain, before_plain, after_plain) = (plain(own), plain(before), plain(after));
    let places = places(&before_plain, &own_plain);
    let mut lines: Vec<String> = own.split_inclusive('\n').map(str::to_owned).collect();
    let line_end = if own.contains("\r\n") { "\r\n" } else { "\n" };
    for (old, new) in differing_lines(&before_plain, &after_plain).into_iter().rev() {
        let at = match places.get(old.clone())? {
            [] => match old.start.checked_sub(1).and_then(|above| places[above]) {
                Some(above) => above + 1..above + 1,
                None => places.get(old.start).copied().flatten().map(|below| below..below)?,
            },
            [first, rest @ ..] => {
                let first = (*first)?;
                let is_there = rest.iter().zip(first + 1..).all(|(place, at)| *place == Some(at));
                is_there.then_some(first..first + old.len())?
            }
        };
        if let Some(above) = at.start.checked_sub(1).and_then(|above| lines.get_mut(above))
            && !above.ends_with('\n')
        {
            above.push_str(line_end);
        }
        lines.splice(at, after_plain[new].iter().map(|line| format!("{line}{line_end}")));
    }
    Some(lines.concat())
}

/// For each line of one text the line of another that is the same one.
fn places(lines: &[String], other: &[String]) -> Vec<Option<usize>> {
    let mut places = vec![None; lines.len()];
    let (mut at, mut there) = (0, 0);
    let end = (lines.len()..lines.len(), other.len()..other.len());
    for (old, new) in differing_lines(lines, other).into_iter().chain([end]) {
        for (place, line) in places[at..old.start].iter_mut().zip(there..) {
            *place = Some(line);
        }
        (at, there) = (old.end, new.end);
    }
    places
}

/// A generated text with those keys of an author's front matter that it does not set itself, and with the
/// author's order.
fn with_front_matter(own: &str, generated: &str) -> String {
    let (Some(own), Some(ours)) = (front_matter(own), front_matter(generated)) else {
        return generated.to_owned();
    };
    let key = |line: &str| line.split(':').next().unwrap_or_default().trim().to_owned();
    let set: Vec<String> = ours.lines().map(key).collect();
    let mut kept = String::new();
    let mut is_kept = false;
    for line in own.lines() {
        if !line.starts_with([' ', '\t', '-', '#', ']', '}']) && !line.trim().is_empty() {
            let key = key(line);
            // `name` and `title` say the same.
            is_kept = key == "order"
                || !(set.contains(&key) || (key == "title" && set.contains(&"name".to_owned())));
        }
        if is_kept {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let has_order = kept.lines().any(|line| line.starts_with("order:"));
    let ours_kept: String =
        ours.split_inclusive('\n').filter(|line| !(has_order && line.starts_with("order: "))).collect();
    generated.replacen(ours, &format!("{ours_kept}{kept}"), 1)
}

/// What stands between the first two lines of `---`.
fn front_matter(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}');
    let inner = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let end = inner.find("\n---").map(|at| at + 1)?;
    Some(&inner[..end])
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
        assert_eq!(renewed(own, BEFORE, &after), Renewed::Changed(wanted));
    }

    #[test]
    fn what_goes_away_is_taken_out() {
        let after = BEFORE.replace("- One {#a-one}\n", "");
        let own = BEFORE.replace("## Senior\n", "## Senior\n\nA remark.\n");
        assert_eq!(renewed(&own, BEFORE, &after), Renewed::Changed(own.replace("- One {#a-one}\n", "")));
    }

    #[test]
    fn where_the_author_wrote_it_otherwise_the_front_matter_stays() {
        let own = "---\nid: a\ntitle: A\norder: 30\naliases:\n  - old\ntags: [x]\n---\n\n## Senior\n\n- One\n  {#a-one}\n";
        let after = BEFORE.replace("One", "Eins");
        let wanted = after
            .replace("order: 1\n", "")
            .replace("name: A\n", "name: A\norder: 30\naliases:\n  - old\ntags: [x]\n");
        assert_eq!(renewed(own, BEFORE, &after), Renewed::Rewritten(wanted));
    }
}
