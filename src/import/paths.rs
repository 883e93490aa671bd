//! Paths in a book: texts with `/` between folders, from its root, without a `/` at either end.

/// Joins a folder and a relative path; `None` when it leads out of the book.
pub(super) fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Returns the folder of a file; empty for the root.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns the last part.
pub(super) fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the last part without its extension.
pub(super) fn stem(path: &str) -> &str {
    let name = name(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// Returns the way from a folder to a file.
pub(super) fn relative(folder: &str, to: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len() - 1);
    let mut parts = vec![".."; from.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}

/// Whether a file lies in a folder, at any depth.
pub(super) fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Puts a folder before a path.
pub(super) fn below(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

/// Returns whether this is a page by its name.
pub(super) fn is_page(path: &str) -> bool {
    [".md", ".mdx", ".markdown"].iter().any(|end| path.to_lowercase().ends_with(end))
}

/// Returns whether a page is that of its folder.
pub(super) fn is_index(path: &str) -> bool {
    matches!(stem(path).to_lowercase().as_str(), "index" | "readme" | "_index")
}

/// Returns a name for a folder or an address: letters and digits in lower case, `-` between words.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// Decodes `%20` and its like; what is no such thing stays.
pub(super) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let value =
            others.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match (first, value) {
            (b'%', Some(value)) => {
                bytes.push(value);
                rest = &others[2..];
            }
            _ => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_parted() {
        assert_eq!(join("a/b", "../c/./d.md").as_deref(), Some("a/c/d.md"));
        assert_eq!(join("a", "../../x"), None);
        assert_eq!(
            (folder("a/b.md"), folder("b.md"), name("a/b.md"), stem("a/b.tar.gz")),
            ("a", "", "b.md", "b.tar")
        );
        assert_eq!(relative("a/b", "a/c.md"), "../c.md");
        assert_eq!(relative("", "a/c.md"), "a/c.md");
        assert_eq!(relative("a", "a"), "../a");
        assert_eq!((slug("Part I: Go!"), slug("é_x")), ("part-i-go".to_owned(), "é_x".to_owned()));
        assert_eq!(
            (decoded("a%20b%C3%A9"), decoded("50%"), decoded("%zz")),
            ("a bé".to_owned(), "50%".to_owned(), "%zz".to_owned())
        );
        assert!(
            is_page("a.MDX") && !is_page("a.mdown.txt") && is_index("x/README.md") && !is_index("readme2.md")
        );
    }
}
