//! A handbook to begin with: which files `daring new` writes, and what is in them.
//!
//! [`plan`] is pure: it returns files as values. What is on the disk already, and writing, is the
//! command's. The texts are files themselves, in `files/`; places like `@TITLE@` are filled in.

mod place;

use include_dir::{Dir, include_dir};

use crate::schema::{Subject, schema};
use crate::settings::quoted::quoted;

pub use place::Origin;

/// The texts, as they were when Daring was compiled.
static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/scaffold/files");

/// The version of the program, for what is written about getting it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// The name of the handbook.
    pub title: String,
    /// The folder of the Markdown files, from the project's root.
    pub content: String,
    /// Whether there are pages already.
    pub pages: Pages,
    /// Which ladder to begin with.
    pub ladder: Ladder,
    /// Who builds and publishes it.
    pub ci: Ci,
    /// Where the repository lives, when that is known.
    pub origin: Option<Origin>,
    /// The branch that is published.
    pub branch: String,
    /// The folder of the project in its repository; empty at its top.
    pub below: String,
    /// Lines that belong to `[markdown]` and `[lints]`, because the content came from another tool.
    pub settings: Settings,
}

/// Settings that differ from the defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Lines for the top of the file, such as `url_style = "file"`.
    pub top: Vec<String>,
    /// Lines for `[markdown]`.
    pub markdown: Vec<String>,
    /// Lines for `[lints]`.
    pub lints: Vec<String>,
}

/// Whether there are pages already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// There are none: a few to begin with are written.
    Begin,
    /// There are: nothing is added to them.
    Present,
}

/// Which ladder to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ladder {
    /// None.
    None,
    /// Three levels, four competencies.
    Simple,
    /// Two tracks, with an example of everything that ladders are made of.
    Full,
}

/// Who builds and publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions and GitHub Pages.
    Github,
    /// GitLab CI and GitLab Pages.
    Gitlab,
    /// Nobody yet.
    None,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// From the project's root, with `/` between folders.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Returns the files of a new handbook, in the order in which they are written.
pub fn plan(choices: &Choices) -> Vec<NewFile> {
    let mut files = vec![NewFile { path: "handbook.toml".to_owned(), text: settings(choices) }];
    if choices.pages == Pages::Begin {
        files.extend(folder("pages", &choices.content));
        for file in &mut files {
            file.text = with_ladder_link(&file.text, choices.ladder);
        }
    }
    let ladder = ladder_folder(&choices.content);
    match choices.ladder {
        Ladder::None => {}
        Ladder::Simple => files.extend(folder("ladder-simple", &ladder)),
        Ladder::Full => files.extend(folder("ladder-full", &ladder)),
    }
    files.extend(folder("editor", ".vscode"));
    for (name, subject) in [("handbook", Subject::Config), ("ladder", Subject::Ladder)] {
        let path = format!(".vscode/{name}.schema.json");
        files.push(NewFile { path, text: schema(subject) });
    }
    files.push(NewFile { path: ".gitignore".to_owned(), text: text_of("gitignore").to_owned() });
    let workflow = match choices.ci {
        Ci::Github => Some(("ci/github.yml", ".github/workflows/handbook.yml")),
        Ci::Gitlab => Some(("ci/gitlab.yml", ".gitlab-ci.yml")),
        Ci::None => None,
    };
    files.extend(workflow.map(|(name, path)| {
        let text = text_of(name).replace("@VERSION@", VERSION).replace("@BRANCH@", &quoted(&choices.branch));
        let text = if choices.ci == Ci::Github { in_folder(&text, &choices.below) } else { text };
        NewFile { path: path.to_owned(), text }
    }));
    files
}

/// Returns the folder of the ladder below a content folder.
pub fn ladder_folder(content: &str) -> String {
    match content {
        "" => "ladder".to_owned(),
        content => format!("{content}/ladder"),
    }
}

/// Lets a workflow work in the folder of the project, when that is not the top of its repository.
fn in_folder(workflow: &str, below: &str) -> String {
    if below.is_empty() {
        return workflow.to_owned();
    }
    let defaults =
        format!("permissions: {{}}\n\ndefaults:\n  run:\n    working-directory: {}\n", quoted(below));
    workflow
        .replacen("permissions: {}\n", &defaults, 1)
        .replace(
            "          path: public\n",
            &format!("          path: {}\n", quoted(&format!("{below}/public"))),
        )
        .replace(
            "--root \"$RUNNER_TEMP/base\"",
            &format!("--root \"$RUNNER_TEMP/base/\"'{}'", below.replace('\'', "'\\''")),
        )
}

/// Returns `handbook.toml` with what was chosen, every other key in a comment.
fn settings(choices: &Choices) -> String {
    let content = match choices.content.as_str() {
        "content" => "# content = \"content\"".to_owned(),
        other => format!("content = {}", quoted(other)),
    };
    let repository = match &choices.origin {
        Some(origin) => format!("repository = {}", quoted(&origin.address())),
        None => "# repository = \"https://github.com/OWNER/REPOSITORY\"".to_owned(),
    };
    let edit_url =
        match choices.origin.as_ref().and_then(|origin| origin.edit_url(&choices.branch, &choices.below)) {
            Some(template) => format!("edit_url = {}", quoted(&template)),
            None => "# edit_url = \"https://github.com/OWNER/REPOSITORY/edit/main/{path}\"".to_owned(),
        };
    let mut text = text_of("handbook.toml")
        .replace("@CONTENT@", &content)
        .replace("@REPOSITORY@", &repository)
        .replace("@EDIT_URL@", &edit_url);
    for (header, lines) in
        [("[markdown]\n", &choices.settings.markdown), ("[lints]\n", &choices.settings.lints)]
    {
        text = text.replacen(header, &format!("{header}{}", joined(lines)), 1);
    }
    // Behind the first table a line would belong to it.
    let top = joined(&choices.settings.top);
    if !top.is_empty() {
        text = text.replacen("[identity]\n", &format!("{top}\n[identity]\n"), 1);
    }
    // The title last: it may hold anything.
    text.replacen("@TITLE@", &quoted(&choices.title), 1)
}

fn joined(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn with_ladder_link(text: &str, ladder: Ladder) -> String {
    let line = match ladder {
        Ladder::None => "",
        Ladder::Simple | Ladder::Full => {
            "- Wondering what is expected of you, and what comes next? See [the ladder](ladder/index.md).\n"
        }
    };
    text.replace("@LADDER_LINK@\n", line)
}

/// The files of one of our folders, as files below `target`.
fn folder(name: &str, target: &str) -> Vec<NewFile> {
    let mut files = Vec::new();
    let mut open = vec![FILES.get_dir(name).expect("our own folders are there")];
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        files.extend(folder.files().map(|file| {
            let path = file.path().to_str().expect("our own file names are UTF-8").replace('\\', "/");
            let text = file.contents_utf8().expect("our own files are text").to_owned();
            let path = &path[name.len() + 1..];
            let path = if target.is_empty() { path.to_owned() } else { format!("{target}/{path}") };
            NewFile { path, text }
        }));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn text_of(name: &str) -> &'static str {
    let file = FILES.get_file(name).expect("our own files are there");
    file.contents_utf8().expect("our own files are text")
}

/// Returns a title for a folder's name: `our-handbook` is `Our handbook`.
pub fn title_of(folder: &str) -> String {
    let words: Vec<&str> = folder.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Handbook".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, parse};

    fn choices() -> Choices {
        Choices {
            title: "Ours".to_owned(),
            content: "content".to_owned(),
            pages: Pages::Begin,
            ladder: Ladder::Simple,
            ci: Ci::None,
            origin: None,
            branch: "main".to_owned(),
            below: String::new(),
            settings: Settings::default(),
        }
    }

    /// The settings with every example switched on: what a reader gets by removing a `#`.
    fn switched_on(text: &str) -> String {
        let lines = text.lines().map(|line| {
            let rest = line.strip_prefix("# ").unwrap_or(line);
            let key = rest.split(" = ").next().unwrap_or("");
            let is_setting = rest.contains(" = ")
                && key.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '"' | '/' | '-'));
            // Tables that would say something by being there are switched off, too.
            let is_table = rest.starts_with('[') && rest.ends_with(']');
            if is_setting || is_table { rest } else { line }
        });
        lines.map(|line| format!("{line}\n")).collect()
    }

    #[test]
    fn every_example_of_the_settings_is_valid() {
        let text = switched_on(&settings(&choices()));
        assert!(
            text.contains("\nurl_style = \"directory\"\n") && text.contains("\n\"link/unknown-anchor\" =")
        );
        let read = parse(&text, Config::new("x"));
        assert_eq!(read.diagnostics, [], "{text}");
    }

    #[test]
    fn what_the_examples_show_are_the_defaults() {
        let read = parse(&switched_on(&settings(&choices())), Config::new("x")).value;
        let default = Config::new("Ours");
        assert_eq!(
            (read.title, read.language, read.content, read.static_files, read.output, read.theme),
            (
                default.title,
                default.language,
                default.content,
                default.static_files,
                default.output,
                default.theme
            )
        );
        assert_eq!(
            (read.url_style, read.assets, read.markdown),
            (default.url_style, default.assets, default.markdown)
        );
    }

    #[test]
    fn any_title_and_folder_is_written_as_it_is() {
        for title in ["A \"b\" \\ c", "@CONTENT@", "@TITLE@ '", "[markdown]"] {
            let origin = Origin::parse("git@github.com:acme/handbook.git");
            let choices =
                Choices { title: title.to_owned(), content: "docs/a b".to_owned(), origin, ..choices() };
            let read = parse(&settings(&choices), Config::new("x"));
            assert_eq!(read.diagnostics, []);
            assert_eq!((read.value.title.as_str(), read.value.content.as_str()), (title, "docs/a b"));
            let edit_url = read.value.edit_url.unwrap();
            assert_eq!(edit_url, "https://github.com/acme/handbook/edit/main/{path}");
        }
    }

    #[test]
    fn settings_of_an_import_stand_in_their_tables() {
        let settings_of = Settings {
            top: vec!["url_style = \"file\"".to_owned()],
            markdown: vec!["slugs = \"unicode\"".to_owned()],
            lints: vec!["\"link/unknown-anchor\" = \"warn\"".to_owned()],
        };
        let text = settings(&Choices { settings: settings_of, ..choices() });
        let read = parse(&text, Config::new("x"));
        assert_eq!(read.diagnostics, [], "{text}");
        assert_eq!(read.value.url_style, crate::config::UrlStyle::File);
        assert_eq!(read.value.markdown.slugs, crate::config::SlugRule::Unicode);
    }

    #[test]
    fn pages_that_are_there_get_no_company() {
        let files = plan(&Choices { pages: Pages::Present, ladder: Ladder::None, ..choices() });
        assert!(!files.iter().any(|file| file.path.ends_with(".md")), "{files:?}");
    }

    #[test]
    fn nothing_is_left_to_fill_in() {
        for ladder in [Ladder::None, Ladder::Simple, Ladder::Full] {
            for ci in [Ci::None, Ci::Github, Ci::Gitlab] {
                for file in plan(&Choices { ladder, ci, ..choices() }) {
                    let left = file.text.split('@').skip(1).find(|rest| {
                        let end = rest.find(|c: char| !c.is_ascii_uppercase() && c != '_').unwrap_or(0);
                        end > 2 && text_after(rest, end).starts_with('@')
                    });
                    assert_eq!(left, None, "{}", file.path);
                }
            }
        }
    }

    #[test]
    fn below_the_top_of_a_repository_everything_names_the_folder() {
        let origin = Origin::parse("git@github.com:acme/code.git");
        let below = "docs/our handbook".to_owned();
        let files = plan(&Choices { origin, below, ci: Ci::Github, ..choices() });
        let edit_url = parse(&files[0].text, Config::new("x")).value.edit_url.unwrap();
        assert_eq!(edit_url, "https://github.com/acme/code/edit/main/docs/our%20handbook/{path}");
        let workflow = &files.last().unwrap().text;
        assert!(workflow.contains("\ndefaults:\n  run:\n    working-directory: \"docs/our handbook\"\n"));
        assert!(workflow.contains("          path: \"docs/our handbook/public\"\n"), "{workflow}");
        assert!(workflow.contains("--root \"$RUNNER_TEMP/base/\"'docs/our handbook' --out"), "{workflow}");
    }

    fn text_after(text: &str, at: usize) -> &str {
        if text[at..].is_empty() { "@" } else { &text[at..] }
    }

    #[test]
    fn folders_have_titles() {
        assert_eq!(
            ["our-handbook", "x", "Ops_guide", "..."].map(title_of),
            ["Our handbook", "X", "Ops guide", "Handbook"]
        );
    }
}
