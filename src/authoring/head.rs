//! The front matter of an author's file, and what an import changes of it.

use super::lines::line_end;

/// A front matter that was changed.
pub struct Head {
    /// It, with the lines around it; empty where there is none.
    pub text: String,
    /// What the first heading is to say, where that is the name.
    pub title: Option<String>,
}

/// What was never in the author's file, and is the author's: the place among others.
const ORDER: &str = "order";

/// Returns the front matter with the lines around it, and what follows.
pub fn split(text: &str) -> (&str, &str) {
    let bare = text.trim_start_matches('\u{feff}');
    let mark = text.len() - bare.len();
    for fence in ["---", "+++"] {
        if bare.lines().next().is_none_or(|line| line.trim_end() != fence) {
            continue;
        }
        let mut end = mark;
        for (index, line) in bare.split_inclusive('\n').enumerate() {
            end += line.len();
            if index > 0 && line.trim_end() == fence {
                return text.split_at(end);
            }
        }
    }
    text.split_at(mark)
}

/// Makes the changes between two generated front matters in the author's; `None` where it is in a form
/// that cannot be changed so.
pub fn merged((own, body): (&str, &str), before: &str, after: &str) -> Option<Head> {
    let (before, after) = (entries(before), entries(after));
    let keys = before.iter().chain(&after).map(|(key, _)| *key).filter(|key| *key != ORDER);
    let value = |entries: &[(&str, &str)], key: &str| {
        entries.iter().find(|(other, _)| *other == key).map(|(_, line)| line.trim_end().to_owned())
    };
    let mut changed: Vec<&str> = keys.filter(|key| value(&before, key) != value(&after, key)).collect();
    changed.dedup();
    let mut head = Head { text: own.to_owned(), title: None };
    if changed.is_empty() {
        return Some(head);
    }
    if own.trim_start_matches('\u{feff}').starts_with("+++") {
        return None;
    }
    for (index, key) in changed.iter().enumerate() {
        // A key that went and came is met twice.
        if changed[..index].contains(key) {
            continue;
        }
        let line = value(&after, key);
        let is_there = entries(&head.text).iter().any(|(other, _)| is_key(other, key));
        if *key == "name" && !is_there && title_of(body).is_some() {
            head.title =
                line.as_deref().and_then(|line| line.split_once(": ")).map(|(_, name)| unquoted(name));
            continue;
        }
        head.text = with_entry(&head.text, key, line.as_deref());
    }
    Some(head)
}

/// `title` and `name` say the same.
fn is_key(own: &str, key: &str) -> bool {
    own == key || (key == "name" && own == "title")
}

/// The keys of a front matter, with the lines of each.
fn entries(head: &str) -> Vec<(&str, &str)> {
    let mut entries: Vec<(&str, usize, usize)> = Vec::new();
    let mut at = 0;
    for line in head.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_start_matches('\u{feff}');
        let is_fence = matches!(text.trim_end(), "---" | "+++");
        let is_comment = text.trim_start().starts_with('#');
        let goes_on = text.starts_with([' ', '\t', '-', ']', '}']);
        match entries.last_mut() {
            _ if is_fence || is_comment || text.trim().is_empty() => {}
            Some((_, _, end)) if goes_on => *end = at,
            _ => {
                let key = text.split(':').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
                entries.push((key, start, at));
            }
        }
    }
    entries.into_iter().map(|(key, start, end)| (key, &head[start..end])).collect()
}

/// Puts a line in the place of an entry, or at the end; without a line, takes the entry out.
fn with_entry(head: &str, key: &str, line: Option<&str>) -> String {
    let end = line_end(head);
    let found = entries(head).into_iter().find(|(own, _)| is_key(own, key));
    let Some((own_key, lines)) = found else {
        let Some(line) = line else { return head.to_owned() };
        let inner = head.trim_end();
        let is_there = inner.ends_with("---") && inner.len() > 3;
        return match is_there {
            true => format!("{}{line}{end}{}", &head[..inner.len() - 3], &head[inner.len() - 3..]),
            // What is there may be a byte order mark.
            false => format!("{head}---{end}{line}{end}---{end}{end}"),
        };
    };
    let start = lines.as_ptr() as usize - head.as_ptr() as usize;
    let written = line.map(|line| {
        let value = line.split_once(": ").map_or("", |(_, value)| value);
        format!("{own_key}: {value}{}{end}", comment(lines))
    });
    format!("{}{}{}", &head[..start], written.unwrap_or_default(), &head[start + lines.len()..])
}

/// What stands behind the value of a line, with the blank before it.
fn comment(lines: &str) -> &str {
    let line = lines.lines().next().unwrap_or("");
    let is_outside = |at: &usize| line[..*at].matches(['"', '\'']).count().is_multiple_of(2);
    line.find(" #").filter(is_outside).map_or("", |at| &line[at..])
}

/// A value that an import wrote, as it reads.
fn unquoted(value: &str) -> String {
    if value.starts_with('"') {
        return serde_json::from_str(value).unwrap_or_else(|_| value.to_owned());
    }
    value.to_owned()
}

/// The line of the first heading of a text, when nothing but blanks and comments stand above it.
fn title_of(body: &str) -> Option<&str> {
    body.lines().find(|line| !line.trim().is_empty()).filter(|line| line.starts_with("# "))
}

/// Returns a text whose first heading says something else.
pub fn with_title(body: &str, title: &str) -> String {
    let Some(line) = title_of(body) else { return body.to_owned() };
    let text = line["# ".len()..].split(" {").next().unwrap_or("").trim_end();
    let at = body.find(line).unwrap_or(0) + "# ".len();
    format!("{}{}{}", &body[..at], escaped(title), &body[at + text.len()..])
}

/// A name as the words of a heading.
fn escaped(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '{' | '}' | '#' | '&') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
