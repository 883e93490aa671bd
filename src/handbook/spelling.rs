//! The ways in which a path can be written, and which of them one was.

use super::resolve::percent_decode;
use super::tree::index_rank;
use crate::source::SourcePath;

/// By what paths below the content folder a target can be named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Its file.
    pub(super) file: Option<String>,
    /// Its folder, when it is one.
    pub(super) folder: Option<String>,
    /// Its address.
    pub(super) address: String,
    /// The address that its file alone would give.
    pub(super) natural: Option<String>,
}

/// One way of naming.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    File,
    Folder,
    Bare,
    Address,
    Natural,
    /// The folder or address with more behind it: `.html`, `/index.html`.
    With(Box<Form>, String),
}

/// What follows an address, or a folder, in the ways that are understood.
const ENDINGS: [&str; 3] = [".html", ".htm", ".md"];

impl Names {
    fn under(&self, form: &Form) -> Option<String> {
        match form {
            Form::File => self.file.clone(),
            Form::Folder => self.folder.clone(),
            Form::Bare => {
                let file = self.file.as_deref()?;
                let bare = file.strip_suffix(".md").or_else(|| file.strip_suffix(".markdown"))?;
                Some(bare.to_owned())
            }
            Form::Address => (self.file.is_none() || !self.address.is_empty() || self.folder.is_some())
                .then(|| self.address.clone()),
            Form::Natural => self.natural.clone(),
            Form::With(form, ending) => {
                let name = self.under(form)?;
                Some(format!("{name}{ending}").trim_start_matches('/').to_owned())
            }
        }
    }

    /// Returns the way in which `path` names this.
    fn form_of(&self, path: &str) -> Option<Form> {
        let plain = [Form::File, Form::Folder, Form::Bare, Form::Address, Form::Natural];
        let is_it = |form: &Form| self.under(form).as_deref() == Some(path);
        if let Some(form) = plain.iter().find(|form| is_it(form)) {
            return Some(form.clone());
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_index = index_rank(name).is_some()
            || matches!(name, "index.html" | "index.htm" | "index" | "README" | "_index");
        let index = is_index.then(|| format!("/{name}"));
        let endings = index.into_iter().chain(ENDINGS.map(str::to_owned));
        endings
            .flat_map(|ending| {
                let with = |form: &Form| Form::With(Box::new(form.clone()), ending.clone());
                [with(&Form::Folder), with(&Form::Address), with(&Form::Natural)]
            })
            .find(is_it)
    }

    /// Every name, the one under `first` before the others.
    fn all(&self, first: Option<&Form>) -> Vec<String> {
        let others = [Form::File, Form::Folder, Form::Bare, Form::Address, Form::Natural];
        let mut names = Vec::new();
        for name in first.into_iter().chain(&others).filter_map(|form| self.under(form)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// From where the links of a document are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    /// The folder of the file, below the content folder.
    folder: SourcePath,
    /// The address of the page, as other generators see it: a folder of its own.
    page: SourcePath,
    /// The name of the file without its ending.
    stem: String,
}

impl Base {
    /// Returns that of a file, by its path below the content folder.
    pub(super) fn of(below: &str) -> Self {
        let path = SourcePath::new(below).unwrap_or_else(|_| SourcePath::root());
        let page = path.parent().join(path.stem()).unwrap_or_else(|_| path.parent());
        Self { folder: path.parent(), page, stem: path.stem().to_owned() }
    }
}

/// Ways to write a link, the nearest to how it is written first. `names` are those of its target and
/// `bases` those of its document, each before and after.
pub(super) fn of_link(written: &str, names: (&Names, &Names), bases: (&Base, &Base)) -> Vec<String> {
    let decoded = percent_decode(written);
    let root = SourcePath::root();
    let from_root = decoded.starts_with('/');
    let starts = match from_root {
        true => vec![(&root, &root)],
        false => vec![(&bases.0.folder, &bases.1.folder), (&bases.0.page, &bases.1.page)],
    };
    let found = starts.iter().find_map(|(before, after)| {
        let path = before.join(&decoded).ok()?;
        names.0.form_of(path.as_str()).map(|form| (*after, form))
    });
    let form = found.as_ref().map(|(_, form)| form);
    let first = found.as_ref().map_or(starts[0].1, |(after, _)| *after);
    let mut spellings = Vec::new();
    for name in names.1.all(form) {
        if from_root {
            spellings.push(rooted(&name, written));
        } else {
            spellings.extend([first, &bases.1.folder].map(|base| relative(base, &name, written)));
        }
    }
    // Whatever else is taken, the path from the root is not.
    spellings.extend(names.1.all(form).iter().map(|name| rooted(name, written)));
    spellings.dedup();
    spellings
}

/// The same for what stands in `[[…]]`.
pub(super) fn of_wiki(written: &str, names: (&Names, &Names), bases: (&Base, &Base)) -> Vec<String> {
    let stem = |names: &Names| names.file.as_deref().map(|file| Base::of(file).stem);
    let mut spellings = Vec::new();
    if let (Some(before), Some(after)) = (stem(names.0), stem(names.1))
        && before.to_lowercase() == written.to_lowercase()
    {
        spellings.push(after);
    }
    let root = SourcePath::root();
    let starts = [(&bases.0.folder, &bases.1.folder), (&root, &root)];
    let path = written.trim_start_matches('/');
    let found = starts.iter().find_map(|(before, after)| {
        names.0.form_of(before.join(path).ok()?.as_str()).map(|form| (*after, form))
    });
    let slash = if written.starts_with('/') { "/" } else { "" };
    if let Some((after, form)) = &found {
        let name = names.1.under(form);
        spellings.extend(name.map(|name| format!("{slash}{}", plain_relative(after, &name))));
    }
    let bare = names.1.under(&Form::Bare).or_else(|| names.1.under(&Form::Folder));
    spellings.extend(bare.or_else(|| Some(names.1.address.clone())).map(|name| format!("{slash}{name}")));
    spellings.extend(names.1.file.clone());
    spellings.retain(|spelling| !spelling.is_empty() && !spelling.contains(['#', '|', '[', ']']));
    spellings
}

/// Writes a path from the root.
fn rooted(path: &str, like: &str) -> String {
    let end = if like.len() > 1 && like.ends_with('/') && !path.is_empty() { "/" } else { "" };
    format!("/{}{end}", encoded(path, like))
}

/// Writes a path as seen from a folder, in the manner of `like`: with its slash at the end, its dot at
/// the beginning, its encoding.
pub(super) fn relative(folder: &SourcePath, path: &str, like: &str) -> String {
    let mut text = plain_relative(folder, path);
    let is_climb = text.is_empty() || text == ".." || text.ends_with("/..");
    let last = like.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let was_folder = like.ends_with('/') || (is_climb && !matches!(last, "." | ".."));
    text = encoded(&text, like);
    if text.is_empty() {
        text.push('.');
    }
    if like.starts_with("./") && !text.starts_with('.') {
        text.insert_str(0, "./");
    }
    // A first segment with a colon would be read as a scheme.
    if text.split('/').next().is_some_and(|first| first.contains(':')) {
        text.insert_str(0, "./");
    }
    if was_folder { format!("{text}/") } else { text }
}

fn plain_relative(folder: &SourcePath, path: &str) -> String {
    let from: Vec<&str> = folder.segments().collect();
    let to: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// Percent-encodes a path in the manner of `like`: a part that stands in it stays as it stands there.
fn encoded(path: &str, like: &str) -> String {
    let known: Vec<&str> = like.split('/').collect();
    let is_encoded = like.contains('%');
    let has_spaces = like.contains(' ');
    let segments = path.split('/').map(|segment| {
        let same = known.iter().find(|known| percent_decode(known) == segment);
        same.map_or_else(|| encoded_segment(segment, is_encoded, has_spaces), |same| (*same).to_owned())
    });
    segments.collect::<Vec<_>>().join("/")
}

fn encoded_segment(segment: &str, is_encoded: bool, has_spaces: bool) -> String {
    let mut out = String::with_capacity(segment.len());
    for c in segment.chars() {
        let is_plain = match c {
            ' ' => has_spaces && !is_encoded,
            '<' | '>' | '"' | '\'' | '\\' | '`' | '(' | ')' | '[' | ']' | '|' | '&' | '#' | '?' | '%'
            | '^' | '{' | '}' => false,
            c if c.is_ascii() => !c.is_control(),
            c => !is_encoded && !c.is_whitespace(),
        };
        if is_plain {
            out.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(file: &str, address: &str) -> Names {
        let folder =
            index_rank(file.rsplit('/').next().unwrap()).map(|_| Base::of(file).folder.as_str().to_owned());
        Names { file: Some(file.to_owned()), folder, address: address.to_owned(), natural: None }
    }

    /// How a link in `from` is written once the file that it leads to has another name.
    fn link(from: &str, written: &str, old: (&str, &str), new: (&str, &str)) -> String {
        let base = Base::of(from);
        of_link(written, (&page(old.0, old.1), &page(new.0, new.1)), (&base, &base)).remove(0)
    }

    #[test]
    fn a_link_keeps_its_manner() {
        let old = ("vision/01-triggers.md", "vision/triggers");
        let new = ("craft/deep/signs.md", "craft/deep/signs");
        for (from, written, expected) in [
            ("index.md", "vision/01-triggers.md", "craft/deep/signs.md"),
            ("index.md", "./vision/01-triggers.md", "./craft/deep/signs.md"),
            ("index.md", "/vision/01-triggers.md", "/craft/deep/signs.md"),
            ("index.md", "vision/01-triggers", "craft/deep/signs"),
            ("index.md", "/vision/triggers/", "/craft/deep/signs/"),
            ("index.md", "/vision/triggers", "/craft/deep/signs"),
            ("index.md", "vision/triggers.html", "craft/deep/signs.html"),
            ("vision/other.md", "01-triggers.md", "../craft/deep/signs.md"),
            ("vision/other.md", "../triggers/", "../../craft/deep/signs/"),
            ("craft/a.md", "../vision/01-triggers.md", "deep/signs.md"),
            ("craft/deep/a.md", "../../vision/01-triggers.md", "signs.md"),
        ] {
            assert_eq!(link(from, written, old, new), expected, "{written} in {from}");
        }
    }

    #[test]
    fn a_folder_stays_a_folder_and_an_index_an_index() {
        let (old, new) = (("a/index.md", "a"), ("x/b/README.md", "x/b"));
        assert_eq!(link("index.md", "a/", old, new), "x/b/");
        assert_eq!(link("index.md", "a", old, new), "x/b");
        assert_eq!(link("index.md", "a/index.md", old, new), "x/b/README.md");
        assert_eq!(link("index.md", "a/index.html", old, new), "x/b/index.html");
        assert_eq!(link("x/b/y.md", "../../a/", old, new), "./");
        assert_eq!(link("x/b/c/y.md", "../../../a/", old, new), "../");
    }

    #[test]
    fn encoding_is_kept_and_added_where_it_must_be() {
        let (old, new) = (("my notes/a.md", "my-notes/a"), ("my notes/b c (d).md", "my-notes/b-c-(d)"));
        assert_eq!(link("i.md", "my%20notes/a.md", old, new), "my%20notes/b%20c%20%28d%29.md");
        assert_eq!(link("i.md", "my notes/a.md", old, new), "my notes/b c %28d%29.md");
        let (old, new) = (("é.md", "é"), ("ü.md", "ü"));
        assert_eq!(link("i.md", "é.md", old, new), "ü.md");
        assert_eq!(link("i.md", "%C3%A9.md", old, new), "%C3%BC.md");
        assert_eq!(link("i.md", "é.md", old, ("a:b.md", "a:b")), "./a:b.md");
    }

    #[test]
    fn wikilinks_keep_theirs() {
        let (old, new) = (page("a/old name.md", "a/old-name"), page("b/new name.md", "b/new-name"));
        let base = Base::of("a/x.md");
        let first = |written: &str| of_wiki(written, (&old, &new), (&base, &base)).remove(0);
        assert_eq!(first("Old name"), "new name");
        assert_eq!(first("a/old name.md"), "b/new name.md");
        assert_eq!(first("/a/old name"), "/b/new name");
    }
}
