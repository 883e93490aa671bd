//! A whole project in memory: every stage from text to pages.

use std::sync::{Arc, LazyLock};

use daring::config::Config;
use daring::diagnostic::show;
use daring::document::highlight::Highlighter;
use daring::document::{self, Dialect, Document, Drafts, SheetFormat, redact};
use daring::handbook::Parts;
use daring::render::{Content, render};
use daring::site::site;
use daring::source::SourcePath;
use daring::theme::{self, Theme};

static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(Highlighter::default);
static THEME: LazyLock<Arc<Theme>> = LazyLock::new(|| Arc::new(theme::load(vec![theme::built_in()]).value));

/// Where texts go, in this order; a folder with `ladder.toml` is a ladder.
const PATHS: [&str; 7] = [
    "index.md",
    "a.md",
    "part/index.md",
    "part/b c.md",
    "ladder/ladder.toml",
    "ladder/risk.md",
    "ladder/x.yaml",
];

/// The texts of the files stand behind each other, with a byte 0xFF between.
pub fn run(data: &[u8]) {
    let config = Arc::new(Config::new("x"));
    let dialect = Dialect::Handbook(config.markdown);
    let mut documents = Vec::new();
    let mut texts = Vec::new();
    for (path, text) in PATHS.iter().zip(data.split(|byte| *byte == 0xff)) {
        let Ok(text) = std::str::from_utf8(text) else { return };
        if text.is_empty() {
            continue;
        }
        let is_sheet = path.starts_with("ladder/");
        let parsed = match path.rsplit_once('.') {
            Some((_, "toml")) => document::parse_sheet(text, SheetFormat::Toml, dialect, &HIGHLIGHTER),
            Some((_, "yaml")) => document::parse_sheet(text, SheetFormat::Yaml, dialect, &HIGHLIGHTER),
            _ if is_sheet => document::parse_sheet(text, SheetFormat::Markdown, dialect, &HIGHLIGHTER),
            _ => document::parse(text, dialect, &HIGHLIGHTER),
        };
        let path = SourcePath::new(&format!("content/{path}")).expect("a path");
        texts.push((path.clone(), Arc::<str>::from(text)));
        documents.extend(redact(&path, &Arc::new(parsed.value), Drafts::Exclude));
    }
    documents.sort_by(|a: &Document, b: &Document| a.path.cmp(&b.path));
    let parts = Parts {
        config: &config,
        documents,
        hidden: Default::default(),
        assets: Vec::new(),
        dates: Default::default(),
    };
    let assembled = site(&config, &THEME, parts);
    let lookup =
        |path: &SourcePath| texts.iter().find(|(known, _)| known == path).map(|(_, text)| text.clone());
    let mut reports = assembled.diagnostics;
    for page in &assembled.value.pages.pages {
        let rendered = render(&assembled.value, page);
        if let Content::Bytes(bytes) = &rendered.value.content
            && page.kind.is_templated()
        {
            assert!(std::str::from_utf8(bytes).is_ok());
        }
        reports.extend(rendered.diagnostics);
    }
    let shown = show::human(&reports, &lookup, &show::Style::default());
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "a control character is shown");
    show::json(&reports, &lookup, &show::Style::default(), &show::Summary::default());
}
