//! After any sequence of edits, what is shown is what a fresh build would make.

use std::collections::BTreeSet;
use std::fs;

use proptest::prelude::*;

use daring::diagnostic::Diagnostic;
use daring::render::{Content, continued, render};
use daring::site::Site;
use daring::workspace::live::{Live, Look};
use daring::workspace::{Inputs, Project, Workspace};

use super::{Folder, OVERRIDES};

/// One thing that somebody does to the project.
#[derive(Debug, Clone)]
enum Edit {
    /// A page gets this text.
    Write(usize, String),
    Delete(usize),
    Rename(usize, usize),
    Settings(&'static str),
}

const PAGES: [&str; 7] = ["index", "a", "b", "p/index", "p/c", "p/d", "q/e"];

const SETTINGS: [&str; 4] = [
    "title = \"H\"\n",
    "title = \"I\"\n",
    "title = \"H\"\nassets = \"linked\"\n",
    "title = \"H\"\nurl_style = \"file\"\n",
];

/// Texts in which much depends on others: titles, order, anchors, links of all kinds, drafts.
fn text() -> impl Strategy<Value = String> {
    let head = prop_oneof![
        4 => Just(String::new()),
        1 => (0..4_u8).prop_map(|n| format!("---\norder: {n}\n---\n")),
        1 => (0..4_u8).prop_map(|n| format!("---\ntitle: T{n}\n---\n")),
        1 => Just("---\nslug: s\naliases: [/old/]\n---\n".to_owned()),
        1 => Just("---\ndraft: true\n---\n".to_owned()),
        1 => Just("---\ntags: [x]\ndescription: D\n---\n".to_owned()),
    ];
    let line = prop_oneof![
        (0..6_u8).prop_map(|n| format!("# Title {n}")),
        (0..6_u8).prop_map(|n| format!("## Part {n}")),
        (0..6_u8).prop_map(|n| format!("Words {n}.")),
        (0..7_usize, 0..6_u8).prop_map(|(page, n)| format!("[x](/{}.md#part-{n})", PAGES[page])),
        (0..7_usize).prop_map(|page| format!("[x](/{}.md)", PAGES[page])),
        (0..7_usize, 0..6_u8).prop_map(|(page, n)| format!("Says [](/{}.md#part-{n}) too.", PAGES[page])),
        (0..6_u8).prop_map(|n| format!("[[Title {n}]]")),
        (0..6_u8).prop_map(|n| format!("[here](#part-{n})")),
        Just("![image](/pixel.gif)".to_owned()),
        Just("<b>raw".to_owned()),
    ];
    (head, prop::collection::vec(line, 0..4))
        .prop_map(|(head, lines)| format!("{head}{}\n", lines.join("\n\n")))
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        8 => (0..7_usize, text()).prop_map(|(page, text)| Edit::Write(page, text)),
        1 => (1..7_usize).prop_map(Edit::Delete),
        1 => (1..7_usize, 1..7_usize).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0..4_usize).prop_map(|index| Edit::Settings(SETTINGS[index])),
    ]
}

fn page(folder: &Folder, index: usize) -> std::path::PathBuf {
    folder.path(&format!("content/{}.md", PAGES[index]))
}

/// Does it, and returns where something happened.
fn apply(folder: &Folder, edit: &Edit) -> BTreeSet<std::path::PathBuf> {
    let mut paths = BTreeSet::new();
    match edit {
        Edit::Write(index, text) => {
            folder.write(&format!("content/{}.md", PAGES[*index]), text);
            paths.insert(page(folder, *index));
        }
        Edit::Delete(index) => {
            fs::remove_file(page(folder, *index)).unwrap_or_default();
            paths.insert(page(folder, *index));
        }
        Edit::Rename(from, to) => {
            fs::create_dir_all(page(folder, *to).parent().unwrap()).unwrap();
            fs::rename(page(folder, *from), page(folder, *to)).unwrap_or_default();
            paths.extend([page(folder, *from), page(folder, *to)]);
        }
        Edit::Settings(text) => {
            folder.write("handbook.toml", text);
            paths.insert(folder.path("handbook.toml"));
        }
    }
    paths
}

fn outputs(site: &Site) -> Vec<(String, Vec<u8>, Vec<Diagnostic>)> {
    let rendered = site.pages.pages.iter().map(|page| {
        let artifact = render(site, page);
        let bytes = match artifact.value.content {
            Content::Bytes(bytes) => bytes,
            Content::Embedded(bytes) => bytes.to_vec(),
            Content::CopyOf(path) => path.as_str().as_bytes().to_vec(),
            // The same picture has the same bytes: drawing it again would only take time.
            Content::Drawn(picture) => picture.key().0.to_be_bytes().to_vec(),
            Content::Continued(path, text) => continued(path.as_str().as_bytes(), &text),
        };
        (page.route.as_str().to_owned(), bytes, artifact.diagnostics)
    });
    rendered.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_edits_ends_as_a_fresh_build(edits in prop::collection::vec(edit(), 1..12)) {
        let folder = Folder::new("-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n");
        for (index, name) in PAGES.iter().enumerate().skip(1) {
            folder.write(&format!("content/{name}.md"), &format!("# Title {index}\n\n## Part {index}\n"));
        }
        folder.write("content/pixel.gif", "GIF89a\u{1}\u{0}\u{1}\u{0}");
        let mut live = Live::new(&folder.root(), OVERRIDES);
        live.look(&Look::Everywhere);
        for edit in &edits {
            let at = apply(&folder, edit);
            let seen = live.look(&Look::At(at));
            let project = Project::open(&folder.root(), OVERRIDES).unwrap();
            let fresh = Workspace::default().load(&project, Inputs::list(&project));
            prop_assert_eq!(&*seen.view.diagnostics, &fresh.diagnostics);
            prop_assert!(!seen.view.is_blocked);
            let (shown, built) = (seen.view.site.unwrap(), fresh.site.unwrap());
            prop_assert!(outputs(&shown) == outputs(&built), "after {:?}", edit);
        }
    }
}
