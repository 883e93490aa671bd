//! Tags between braces: `{% hint style="info" %}` of GitBook, `{{< figure src="a.png" >}}` of Hugo,
//! and the words and values in them.

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Tag {
    /// What it is called.
    pub(super) name: String,
    /// Its values, with their keys where they have some.
    pub(super) values: Vec<(Option<String>, String)>,
    /// Whether it ends something: `{% endhint %}`, `{{< /alert >}}`.
    pub(super) is_end: bool,
    /// Whether nothing stands inside it: `{{< x />}}`.
    pub(super) is_whole: bool,
}

impl Tag {
    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name.as_deref() == Some(key)).map(|(_, value)| value.as_str())
    }

    /// The first value without a key.
    pub(super) fn first(&self) -> Option<&str> {
        self.values.iter().find(|(name, _)| name.is_none()).map(|(_, value)| value.as_str())
    }

    /// The value of a key, or the first without one.
    pub(super) fn value_or_first(&self, key: &str) -> Option<&str> {
        self.value(key).or_else(|| self.first())
    }
}

/// How tags are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Braces {
    /// `{% name %}`, ended by `{% endname %}`.
    Liquid,
    /// `{{< name >}}` and `{{% name %}}`, ended by `{{< /name >}}`.
    Hugo,
}

/// The first tag of a text: its bytes and itself.
pub(super) fn find(text: &str, braces: Braces) -> Option<(std::ops::Range<usize>, Tag)> {
    let pairs: &[(&str, &str)] = match braces {
        Braces::Liquid => &[("{%", "%}")],
        Braces::Hugo => &[("{{<", ">}}"), ("{{%", "%}}")],
    };
    let found = pairs.iter().filter_map(|(open, close)| {
        let start = text.find(open)?;
        let end = start + open.len() + text[start + open.len()..].find(close)?;
        Some((start..end + close.len(), &text[start + open.len()..end]))
    });
    let (range, inner) = found.min_by_key(|(range, _)| range.start)?;
    // `{{</* x */>}}` shows a tag instead of being one.
    if inner.starts_with("/*") {
        let (next, tag) = find(&text[range.end..], braces)?;
        return Some((next.start + range.end..next.end + range.end, tag));
    }
    Some((range, parse(inner, braces)))
}

/// The tag that is all of a line.
pub(super) fn alone(line: &str, braces: Braces) -> Option<Tag> {
    let line = line.trim();
    let (range, tag) = find(line, braces)?;
    (range == (0..line.len()) && !tag.name.is_empty()).then_some(tag)
}

fn parse(inner: &str, braces: Braces) -> Tag {
    let inner = inner.trim().trim_matches('-').trim();
    let (inner, is_whole) = match inner.strip_suffix('/') {
        Some(rest) if braces == Braces::Hugo => (rest.trim_end(), true),
        _ => (inner, false),
    };
    let (inner, slash) = match inner.strip_prefix('/') {
        Some(rest) if braces == Braces::Hugo => (rest.trim_start(), true),
        _ => (inner, false),
    };
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let (name, is_end) = match name.strip_prefix("end") {
        Some(rest) if braces == Braces::Liquid && !rest.is_empty() => (rest.trim_start_matches('-'), true),
        _ => (name, slash),
    };
    Tag { name: name.to_lowercase(), values: values(rest), is_end, is_whole }
}

/// Reads `key="value" 'value' value`.
pub(super) fn values(text: &str) -> Vec<(Option<String>, String)> {
    let mut values = Vec::new();
    let mut rest = text.trim_start_matches([' ', '\t', '\n', ',']);
    while !rest.is_empty() {
        let end = rest.find(['=', ' ', '\t', '\n', '"', '\'', '`']).unwrap_or(rest.len());
        let mut key = None;
        if rest[end..].starts_with('=') && end > 0 {
            key = Some(rest[..end].to_owned());
            rest = rest[end + 1..].trim_start();
        }
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let value;
        (value, rest) = match quote {
            Some(quote) => quoted(&rest[1..], quote),
            None => {
                let end = rest.find([' ', '\t', '\n']).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        values.push((key, value));
        rest = rest.trim_start_matches([' ', '\t', '\n', ',']);
    }
    values
}

fn quoted(text: &str, quote: char) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, c)) = letters.next() {
        if c == quote {
            return (value, &text[at + 1..]);
        }
        if c == '\\' && quote != '`' {
            value.extend(letters.next().map(|(_, c)| c));
        } else {
            value.push(c);
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_their_values() {
        let tag = alone("{% hint style=\"info\" %}", Braces::Liquid).unwrap();
        assert_eq!((tag.name.as_str(), tag.value("style"), tag.is_end), ("hint", Some("info"), false));
        assert!(alone("{% endhint %}", Braces::Liquid).unwrap().is_end);
        let tag = alone("{{< figure src=\"a b.png\" title='It\\'s' raw >}}", Braces::Hugo).unwrap();
        assert_eq!(
            (tag.value("src"), tag.value("title"), tag.first()),
            (Some("a b.png"), Some("It's"), Some("raw"))
        );
        assert!(alone("{{% /alert %}}", Braces::Hugo).unwrap().is_end);
        assert!(alone("{{< x />}}", Braces::Hugo).unwrap().is_whole);
        assert_eq!(alone("a {{< x >}}", Braces::Hugo), None);
    }

    #[test]
    fn a_tag_that_is_shown_is_none() {
        let text = "{{</* ref */>}} {{< ref \"x\" >}}";
        let (range, tag) = find(text, Braces::Hugo).unwrap();
        assert_eq!((&text[range], tag.first()), ("{{< ref \"x\" >}}", Some("x")));
        assert_eq!(find("{{</* ref */>}}", Braces::Hugo), None);
        assert_eq!(find("{% x", Braces::Liquid), None);
    }
}
