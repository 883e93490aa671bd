//! A project in one string.
//!
//! Files are separated by lines `-- path --`. What stands before the first of them is for the
//! reader, except lines that begin with `option `, `theme ` or `folder `, and the lines `show routes` and
//! `around`, which show the list of all routes, and what is published around the pages:
//!
//! ```text
//! Drafts are published when they are asked for.
//! option --drafts
//! theme tiny
//! -- content/index.md --
//! # Home
//! -- content/logo.png (base64) --
//! iVBORw0KGgo=
//! ```
//!
//! A word in brackets behind the path says that the lines below are not simply the text:
//!
//! | kind | the lines are |
//! |---|---|
//! | `base64` | the bytes, encoded |
//! | `escaped` | text with the escapes `\r \n \t \0 \\ \xNN \u{N}`; line endings as written here do not count |
//! | `times N` | the text, with its second line N times |
//! | `zeros N` | nothing: the file has N zero bytes and takes no room on the disk |
//! | `link` | where a symbolic link leads |
//! | `fifo` | nothing: it is a named pipe |
//! | `from` | the path of a file of this repository |

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use rustix::fs::{CWD, FileType, Mode, mknodat};

/// Templates that add next to nothing to the text of a page, so that expected outputs are short.
const TINY: [(&str, &str); 6] = [
    (
        "templates/base.html",
        "<!doctype html>\n<title>{% block title %}{{ page.title }}{% endblock title %}</title>\n\
         {% block head_extra %}{% endblock head_extra %}{% block toc %}{% endblock toc %}\
         {% block content %}{{ page.content | safe }}{% endblock content %}\
         {% block children %}{% endblock children %}",
    ),
    ("templates/page.html", "{% extends \"base.html\" %}"),
    ("templates/section.html", "{% extends \"base.html\" %}"),
    ("templates/home.html", "{% extends \"base.html\" %}"),
    ("templates/404.html", "Not found\n"),
    ("templates/search.html", "Search\n"),
];

/// A project that is not on disk yet.
#[derive(Debug, Clone, Default)]
pub struct Fixture {
    /// Options of the command line.
    pub options: Vec<String>,
    /// The name of the project's folder.
    pub folder: String,
    /// Whether the list of all routes is shown among the output.
    pub shows_routes: bool,
    /// Whether files around the pages are part of what is expected.
    pub is_around: bool,
    /// Files in the order in which they are written.
    pub files: Vec<File>,
}

/// One file of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// From the root of the project.
    pub path: String,
    /// What is there.
    pub content: Content,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Vec<u8>),
    Zeros(u64),
    Link(String),
    Fifo,
}

impl Fixture {
    /// Reads a project.
    ///
    /// # Panics
    /// When the text is not in the syntax of this module.
    pub fn parse(text: &str) -> Self {
        let mut fixture = Self { folder: "project".to_owned(), ..Self::default() };
        let mut current: Option<(String, String, String)> = None;
        let mut is_tiny = false;
        for line in text.split_inclusive('\n') {
            if let Some((path, kind)) = separator(line) {
                fixture.files.extend(current.take().map(File::new));
                current = Some((path.to_owned(), kind.to_owned(), String::new()));
            } else if let Some((_, _, content)) = &mut current {
                content.push_str(line);
            } else if let Some(option) = line.strip_prefix("option ") {
                fixture.options.push(option.trim_end().to_owned());
            } else if let Some(name) = line.strip_prefix("folder ") {
                fixture.folder = name.trim_end().to_owned();
            } else if line.trim_end() == "show routes" {
                fixture.shows_routes = true;
            } else {
                is_tiny |= line.trim_end() == "theme tiny";
                fixture.is_around |= line.trim_end() == "around";
            }
        }
        fixture.files.extend(current.map(File::new));
        for (path, text) in TINY.iter().filter(|_| is_tiny) {
            if !fixture.files.iter().any(|file| file.path == *path) {
                fixture.files.push(File::text(path, text));
            }
        }
        fixture
    }

    /// Writes the project into a folder.
    pub fn write(&self, root: &Path) {
        fs::create_dir_all(root).unwrap();
        for file in &self.files {
            file.write(root);
        }
    }

    /// The path of the file with these bytes.
    pub fn path_of(&self, bytes: &[u8]) -> Option<&str> {
        let found =
            self.files.iter().find(|file| matches!(&file.content, Content::Bytes(own) if own == bytes));
        found.map(|file| file.path.as_str())
    }
}

impl File {
    fn new((path, kind, content): (String, String, String)) -> Self {
        let (kind, argument) = kind.split_once(' ').unwrap_or((&kind, ""));
        let content = match kind {
            "" => Content::Bytes(content.into_bytes()),
            "base64" => Content::Bytes(base64(&content)),
            "escaped" => Content::Bytes(unescaped(&content)),
            "times" => Content::Bytes(with_second_line(&content, argument.parse().unwrap()).into_bytes()),
            "zeros" => Content::Zeros(argument.parse().unwrap()),
            "link" => Content::Link(content.trim_end().to_owned()),
            "fifo" => Content::Fifo,
            "from" => Content::Bytes(
                fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(content.trim_end())).unwrap(),
            ),
            kind => panic!("{path}: no kind of file is called `{kind}`"),
        };
        Self { path, content }
    }

    /// Makes a file of text.
    pub fn text(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), content: Content::Bytes(text.as_bytes().to_vec()) }
    }

    /// Writes the file below `root`.
    pub fn write(&self, root: &Path) {
        let path = root.join(unescaped_name(&self.path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match &self.content {
            Content::Bytes(bytes) => fs::write(&path, bytes).unwrap(),
            Content::Zeros(length) => fs::File::create(&path).unwrap().set_len(*length).unwrap(),
            Content::Link(target) => symlink(target, &path).unwrap(),
            Content::Fifo => mknodat(CWD, &path, FileType::Fifo, Mode::from_raw_mode(0o644), 0).unwrap(),
        }
    }
}

fn with_second_line(text: &str, times: usize) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    lines[1] = lines[1].repeat(times);
    lines.concat()
}

/// Returns path and kind of a line `-- path (kind) --`.
fn separator(line: &str) -> Option<(&str, &str)> {
    let inner = line.trim_end().strip_prefix("-- ")?.strip_suffix(" --")?;
    match inner.strip_suffix(')').and_then(|inner| inner.rsplit_once(" (")) {
        Some((path, kind)) => Some((path, kind)),
        None => Some((inner, "")),
    }
}

/// A path may hold the escapes of `escaped` files.
fn unescaped_name(path: &str) -> std::ffi::OsString {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(unescaped(path))
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut chars = text.chars().filter(|c| *c != '\n');
    let mut buffer = [0; 4];
    while let Some(c) = chars.next() {
        if c != '\\' {
            bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            continue;
        }
        match chars.next() {
            Some('r') => bytes.push(b'\r'),
            Some('n') => bytes.push(b'\n'),
            Some('t') => bytes.push(b'\t'),
            Some('0') => bytes.push(0),
            Some('\\') => bytes.push(b'\\'),
            Some('x') => {
                let digits: String = chars.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            Some('u') => {
                let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                let c = char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap();
                bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
            }
            other => panic!("no escape is called {other:?}"),
        }
    }
    bytes
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.bytes().filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte));
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for digit in digits {
        bits = (bits << 6) | u32::try_from(digit).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).unwrap());
        }
    }
    bytes
}

#[test]
fn a_fixture_says_what_is_on_disk() {
    let fixture = Fixture::parse(
        "For people.\noption --drafts\n-- a.md --\n# A\n\n-- b.bin (base64) --\naGk=\n-- c (escaped) --\n\\r\\n\\u{feff}\\xff\n\
         -- d (times 2) --\nx\ny\nz\n-- e/f (link) --\n../a.md\n",
    );
    assert_eq!(fixture.options, ["--drafts"]);
    let bytes = |text: &[u8]| Content::Bytes(text.to_vec());
    let contents: Vec<&Content> = fixture.files.iter().map(|file| &file.content).collect();
    assert_eq!(
        contents,
        [
            &bytes(b"# A\n\n"),
            &bytes(b"hi"),
            &bytes(b"\r\n\xef\xbb\xbf\xff"),
            &bytes(b"x\ny\ny\nz\n"),
            &Content::Link("../a.md".to_owned()),
        ]
    );
}
