//! An author's `ladder.toml`, and what an import changes of it: table by table, and key by key.

use super::lines::line_end;

/// A table with the lines above it that belong to it, and those below up to the next.
struct Table {
    /// Its header and its id; empty for what stands above all tables.
    key: String,
    text: String,
}

/// Makes the changes between two generated files in the author's; `None` where they say in another way
/// what changes.
pub fn merged(own: &str, before: &str, after: &str) -> Option<String> {
    let mut ours = tables(own);
    let (old, new) = (tables(before), tables(after));
    let find = |tables: &[Table], key: &str| tables.iter().position(|table| table.key == key);
    for table in &old {
        let now = find(&new, &table.key).map(|at| &new[at]);
        if now.is_some_and(|now| values(&now.text) == values(&table.text)) {
            continue;
        }
        let at = find(&ours, &table.key)?;
        match now {
            Some(now) => ours[at].text = with_values(&ours[at].text, &table.text, &now.text)?,
            None => drop(ours.remove(at)),
        }
    }
    for (at, table) in new.iter().enumerate().filter(|(_, table)| find(&old, &table.key).is_none()) {
        if find(&ours, &table.key).is_some() || has_list(&ours, kind(&table.key)) {
            return None;
        }
        let above = new[..at]
            .iter()
            .rev()
            .find_map(|above| find(&ours, &above.key).filter(|_| kind(&above.key) == kind(&table.key)));
        let last = ours.iter().rposition(|other| kind(&other.key) == kind(&table.key));
        let place = above.or(last).map_or(ours.len(), |above| above + 1);
        insert(&mut ours, (place, line_end(own)), table);
    }
    Some(ours.into_iter().map(|table| table.text).collect())
}

/// Returns all that is generated, with the comments that the author's file has and this one has not.
pub fn anew(own: &str, after: &str) -> String {
    let end = line_end(own);
    let is_lost = |line: &&str| line.trim_start().starts_with('#') && !after.contains(line.trim());
    let mut text = after.replace('\n', end);
    for (at, line) in own.lines().filter(is_lost).enumerate() {
        text.push_str(if at == 0 { end } else { "" });
        text.push_str(&format!("{}{end}", line.trim()));
    }
    text
}

/// The header of a table without what is in it: `[[level]]` of `[[level]] senior`.
fn kind(key: &str) -> &str {
    key.split(' ').next().unwrap_or("")
}

/// Whether tables of a kind are written as a list of the file: `levels = […]`.
fn has_list(tables: &[Table], kind: &str) -> bool {
    let name = kind.trim_matches(['[', ']']);
    let plural = [format!("{name}s"), format!("{}ies", name.trim_end_matches('y')), name.to_owned()];
    let above = tables.first().filter(|table| table.key.is_empty()).map_or("", |table| &table.text);
    above
        .lines()
        .filter_map(|line| line.split_once('='))
        .any(|(key, _)| plural.iter().any(|plural| plural == key.trim()))
}

fn insert(ours: &mut Vec<Table>, (place, end): (usize, &str), table: &Table) {
    let lines = table.text.trim().lines().filter(|line| !line.starts_with('#'));
    let mut text: String = lines.map(|line| format!("{line}{end}")).collect();
    if let Some(above) = place.checked_sub(1).map(|above| &mut ours[above].text) {
        if !above.ends_with('\n') {
            above.push_str(end);
        }
        if !above.ends_with("\n\n") && !above.ends_with("\n\r\n") {
            text.insert_str(0, end);
        }
    }
    if place < ours.len() {
        text.push_str(end);
    }
    ours.insert(place, Table { key: table.key.clone(), text });
}

fn tables(text: &str) -> Vec<Table> {
    let mut tables = vec![Table { key: String::new(), text: String::new() }];
    let mut is_in_string = false;
    for line in text.split_inclusive('\n') {
        let header = Some(line.trim_end()).filter(|line| line.starts_with('[') && !is_in_string);
        if let Some(header) = header.filter(|header| !is_part(header)) {
            // What stands right above a header is about it.
            let above = &mut tables.last_mut().expect("there is one from the start").text;
            let lines: Vec<&str> = above.split_inclusive('\n').collect();
            let about = lines.iter().rev().take_while(|line| line.starts_with('#')).count();
            let about: String = lines[lines.len() - about..].concat();
            above.truncate(above.len() - about.len());
            let header = header.split('#').next().unwrap_or("").trim().replace(' ', "");
            tables.push(Table { key: header, text: about });
        }
        is_in_string ^= line.matches("\"\"\"").count() % 2 == 1 || line.matches("'''").count() % 2 == 1;
        tables.last_mut().expect("there is one from the start").text.push_str(line);
    }
    for table in &mut tables {
        let id = values(&table.text).into_iter().find(|(key, _)| key == "id");
        if table.key.starts_with("[[") {
            let id = id.map_or_else(|| place_of(&table.text), |(_, value)| value);
            table.key.push_str(&format!(" {}", id.trim().trim_matches(['"', '\''])));
        }
    }
    tables
}

/// Where a cell is, which has no id.
fn place_of(text: &str) -> String {
    let is_place = |key: &str| matches!(key, "family" | "competency" | "level" | "step" | "all");
    let values = values(text).into_iter().filter(|(key, _)| is_place(key));
    values.map(|(key, value)| format!("{key}={}", value.trim())).collect::<Vec<_>>().join("|")
}

/// Whether a header goes on with the table above: `[level.requires]`.
fn is_part(header: &str) -> bool {
    header.trim_matches(['[', ']']).contains('.')
}

/// The keys of a table with their values as they are written, comments left out.
fn values(text: &str) -> Vec<(String, String)> {
    spans(text)
        .into_iter()
        .map(|(key, range)| (key, text[range].trim_end().to_owned()))
        .map(|(key, lines)| {
            let value = lines.split_once('=').map_or("", |(_, value)| value.trim()).to_owned();
            (key, value)
        })
        .collect()
}

/// The keys of a table itself, with their lines.
fn spans(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut spans: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut at = 0;
    let mut is_open = false;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if is_open {
            if let Some((_, range)) = spans.last_mut() {
                range.end = at;
            }
            is_open = is_unfinished(&text[spans.last().map_or(start, |(_, range)| range.start)..at]);
            continue;
        }
        if line.starts_with('[') && is_part(line.trim_end()) {
            break;
        }
        let Some((key, _)) = line.split_once('=').filter(|_| !line.trim_start().starts_with(['#', '[']))
        else {
            continue;
        };
        spans.push((key.trim().trim_matches(['"', '\'']).to_owned(), start..at));
        is_open = is_unfinished(line);
    }
    spans
}

/// Whether brackets or a string over several lines are still open.
fn is_unfinished(text: &str) -> bool {
    if text.matches("\"\"\"").count() % 2 == 1 || text.matches("'''").count() % 2 == 1 {
        return true;
    }
    let (mut depth, mut quote) = (0i32, None);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '#') => drop(chars.by_ref().find(|c| *c == '\n')),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            _ => {}
        }
    }
    depth > 0
}

/// A table with those keys changed that are others; `None` where the author says them in another way.
fn with_values(own: &str, before: &str, after: &str) -> Option<String> {
    let (old, new) = (values(before), values(after));
    let value = |values: &[(String, String)], key: &str| {
        values.iter().find(|(other, _)| other == key).map(|(_, value)| value.clone())
    };
    let mut text = own.to_owned();
    let end = line_end(own);
    for (key, _) in old.iter().chain(new.iter().filter(|(key, _)| value(&old, key).is_none())) {
        let (was, is) = (value(&old, key), value(&new, key));
        if was == is {
            continue;
        }
        let span = spans(&text).into_iter().find(|(own, _)| own == key).map(|(_, range)| range);
        match (span, is) {
            (Some(range), Some(is)) => {
                text.replace_range(range, &format!("{key} = {}{end}", is.replace('\n', end)))
            }
            (Some(range), None) => text.replace_range(range, ""),
            // What the ladder knows by default stands nowhere.
            (None, Some(is)) if was.is_none() || key == "name" || key == "title" || key == "rank" => {
                let last = spans(&text).last().map(|(_, range)| range.end)?;
                let gap = if text[..last].ends_with('\n') { "" } else { end };
                text.insert_str(last, &format!("{gap}{key} = {}{end}", is.replace('\n', end)));
            }
            (None, _) => return None,
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "# About.\n\n[framework]\nid = \"x\"\nname = \"X\"\n\n# Steps.\n[[level]]\nid = \"a\"\nrank = 1\ntitle = \"A\"\n\n[[level]]\nid = \"b\"\nrank = 2\ntitle = \"B\"\n";

    #[test]
    fn tables_keep_the_lines_of_their_author() {
        let own = "# Ours.\r\n[[level]]\r\nid = \"a\" # first\r\ntitle = 'A'\r\n[level.requires]\r\npoints = 1\r\n\r\n# The second.\r\n[[level]]\r\nid = \"b\"\r\nextra.x = [\r\n  1, # one\r\n]\r\n";
        let after = BEFORE.replace("title = \"B\"", "title = \"Bee\"")
            + "\n[[level]]\nid = \"c\"\nrank = 3\n\n# Groups.\n[[area]]\nid = \"d\"\n";
        let wanted = own.to_owned()
            + "title = \"Bee\"\r\n\r\n[[level]]\r\nid = \"c\"\r\nrank = 3\r\n\r\n[[area]]\r\nid = \"d\"\r\n";
        assert_eq!(merged(own, BEFORE, &after), Some(wanted));
        let gone = BEFORE.replace("\n[[level]]\nid = \"b\"\nrank = 2\ntitle = \"B\"\n", "");
        let wanted = own.split("# The second").next().map(str::to_owned);
        assert_eq!(merged(own, BEFORE, &gone), wanted);
    }

    #[test]
    fn what_is_said_in_another_way_is_written_anew_and_comments_stay() {
        let own = "# Ours.\nlevels = [\"A\", \"B\"]\n";
        let after = format!("{BEFORE}\n[[level]]\nid = \"c\"\nrank = 3\n");
        assert_eq!(merged(own, BEFORE, &after), None);
        assert_eq!(anew(own, &after), format!("{after}\n# Ours.\n"));
    }
}
