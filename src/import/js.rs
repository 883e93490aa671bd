//! Values in JavaScript: as much of it as settings are written in.

use serde_json::{Map, Value as Json};

/// How deep values may stand in values.
const MAX_DEPTH: usize = 60;

/// Reads what a module exports. What is no plain value (a call, a name) is `null`.
pub(super) fn exported(text: &str) -> Option<Json> {
    let text = without_comments(text);
    // The last `const NAME = {` that the export names, else what is exported itself.
    let marks = ["module.exports", "export default"];
    let at = marks.iter().filter_map(|mark| Some((text.rfind(mark)?, mark.len()))).max();
    let rest = match at {
        Some((at, length)) => {
            text[at + length..].trim_start().trim_start_matches('=').trim_start().to_owned()
        }
        None => text.clone(),
    };
    if rest.starts_with(['{', '[', '(']) {
        return value(&mut rest.chars().peekable(), 0);
    }
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '$')).collect();
    let declared = text.match_indices(name.as_str()).filter(|(at, _)| {
        let before = text[..*at].trim_end();
        ["const", "let", "var"].iter().any(|word| before.ends_with(word))
    });
    let start = declared.map(|(at, _)| at).next().filter(|_| !name.is_empty())?;
    let rest = &text[start..];
    let value_at = rest.find('=')? + 1;
    value(&mut rest[value_at..].trim_start().chars().peekable(), 0)
}

/// Without comments, which may stand anywhere but in strings.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars().peekable();
    let mut quote = None;
    while let Some(c) = letters.next() {
        if let Some(open) = quote {
            out.push(c);
            if c == '\\' {
                out.extend(letters.next());
            } else if c == open {
                quote = None;
            }
        } else if matches!(c, '"' | '\'' | '`') {
            quote = Some(c);
            out.push(c);
        } else if c == '/' && letters.peek() == Some(&'/') && !out.ends_with(':') {
            while letters.peek().is_some_and(|c| *c != '\n') {
                letters.next();
            }
        } else if c == '/' && letters.peek() == Some(&'*') {
            letters.next();
            let mut last = ' ';
            for c in letters.by_ref() {
                if last == '*' && c == '/' {
                    break;
                }
                last = c;
            }
            out.push(' ');
        } else {
            out.push(c);
        }
    }
    out
}

type Letters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn blank(letters: &mut Letters<'_>) {
    while letters.peek().is_some_and(|c| c.is_whitespace()) {
        letters.next();
    }
}

fn value(letters: &mut Letters<'_>, depth: usize) -> Option<Json> {
    blank(letters);
    if depth > MAX_DEPTH {
        return None;
    }
    let made = match letters.peek().copied()? {
        '{' => object(letters, depth)?,
        '[' => array(letters, depth)?,
        '(' if !is_function(letters) => bracketed(letters, depth)?,
        '"' | '\'' | '`' => Json::String(string(letters)),
        _ => word(letters),
    };
    // `require('x')(y)`, `a + b`, `x as Y`: whatever follows is passed over.
    let followed = skip(letters);
    Some(if followed && !matches!(made, Json::Object(_) | Json::Array(_)) { Json::Null } else { made })
}

/// Whether brackets hold what a function is given: `(x) => …`.
fn is_function(letters: &Letters<'_>) -> bool {
    let mut rest = letters.clone();
    let mut open = 0_usize;
    while let Some(c) = rest.peek().copied() {
        match c {
            '"' | '\'' | '`' => {
                string(&mut rest);
                continue;
            }
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        rest.next();
        if open == 0 {
            break;
        }
    }
    let arrow: String = rest.filter(|c| !c.is_whitespace()).take(2).collect();
    arrow == "=>"
}

/// `(value)`, as one writes it behind the comment that says its type.
fn bracketed(letters: &mut Letters<'_>, depth: usize) -> Option<Json> {
    letters.next();
    let made = value(letters, depth + 1)?;
    blank(letters);
    letters.next_if_eq(&')').map(|_| made)
}

fn object(letters: &mut Letters<'_>, depth: usize) -> Option<Json> {
    letters.next();
    let mut map = Map::new();
    loop {
        blank(letters);
        let key = match letters.peek()? {
            '}' => {
                letters.next();
                return Some(Json::Object(map));
            }
            ',' | ';' => {
                letters.next();
                continue;
            }
            '"' | '\'' | '`' => string(letters),
            _ => {
                let mut key = String::new();
                while let Some(c) = letters.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.')) {
                    key.push(c);
                }
                key
            }
        };
        blank(letters);
        if letters.next_if_eq(&':').is_some() {
            let value = value(letters, depth + 1)?;
            map.insert(key, value);
        } else {
            // `...spread`, `shorthand`, `method() {}`.
            if letters.peek() == Some(&'}') || letters.peek() == Some(&',') {
                continue;
            }
            if !skip(letters) {
                letters.next();
            }
        }
    }
}

fn array(letters: &mut Letters<'_>, depth: usize) -> Option<Json> {
    letters.next();
    let mut values = Vec::new();
    loop {
        blank(letters);
        match letters.peek()? {
            ']' => {
                letters.next();
                return Some(Json::Array(values));
            }
            ',' | ';' => {
                letters.next();
            }
            '}' | ')' => return None,
            _ => values.push(value(letters, depth + 1)?),
        }
    }
}

fn string(letters: &mut Letters<'_>) -> String {
    let quote = letters.next();
    let mut text = String::new();
    while let Some(c) = letters.next() {
        match c {
            c if Some(c) == quote => break,
            '\\' => match letters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => {}
            },
            c => text.push(c),
        }
    }
    text
}

fn word(letters: &mut Letters<'_>) -> Json {
    let mut text = String::new();
    while let Some(c) = letters.next_if(|c| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '-' | '+')) {
        text.push(c);
    }
    match text.as_str() {
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        text => {
            text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map_or(Json::Null, Json::Number)
        }
    }
}

/// Passes over the rest of an expression, up to what ends it. Returns whether there was one.
fn skip(letters: &mut Letters<'_>) -> bool {
    let mut open = 0_usize;
    let mut passed = false;
    while let Some(c) = letters.peek().copied() {
        match c {
            ',' | ';' | '}' | ']' | ')' if open == 0 => break,
            '"' | '\'' | '`' => {
                string(letters);
                passed = true;
                continue;
            }
            '{' | '[' | '(' => open += 1,
            '}' | ']' | ')' => open = open.saturating_sub(1),
            _ => {}
        }
        passed |= !c.is_whitespace();
        letters.next();
    }
    passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_and_programs_passed_over() {
        let text = "// @ts-check\nimport {themes} from 'x';\nconst config = {\n  title: 'A \\'b\\'', url: \"https://x.org\", // why\n  n: 3, on: true,\n  theme: themes.github, made: require('./x')({a: 1}),\n  list: [['p', {a: [1,],}],],\n  f() { return {}; },\n  get: (x) => ({y: 1}),\n  last: `z`,\n};\nexport default config;\n";
        let value = exported(text).unwrap();
        assert_eq!(value["title"], "A 'b'");
        assert_eq!(
            (&value["url"], &value["n"], &value["on"]),
            (&Json::from("https://x.org"), &Json::from(3.0), &Json::Bool(true))
        );
        assert_eq!((&value["theme"], &value["made"]), (&Json::Null, &Json::Null));
        assert_eq!(value["list"][0][1]["a"][0], 1.0);
        assert_eq!(value["last"], "z");
        assert_eq!(exported("module.exports = {a: ['x']};").unwrap()["a"][0], "x");
        let bracketed = "export default ({presets: [['c', /** @type {O} */ ({docs: {a: (('x'))}, f: (x) => ({y: 1}), g: (1 + 2)})]]});";
        let options = exported(bracketed).unwrap()["presets"][0][1].clone();
        assert_eq!(options, serde_json::json!({"docs": {"a": "x"}, "f": null, "g": null}));
        assert_eq!(exported("module.exports = [}"), None);
        assert_eq!(exported("nothing here"), None);
        assert_eq!(exported("module.exports = {a: {"), None);
    }
}
