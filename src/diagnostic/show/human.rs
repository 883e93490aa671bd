//! Reports for people: the text at fault, underlined. The home of `annotate-snippets`.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, Mark, Role, excerpts};
use super::library::Library;
use super::{Color, Lookup, Style, clean, shown};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::SourcePath;

/// Stands for a path until the renderer is done. The renderer counts columns in the excerpt it was
/// given, which is not the column of the file when a long line was cut. A noncharacter, which
/// [`clean`] replaces wherever content holds it.
const PLACE: char = '\u{fdd0}';
/// Related places that are quoted; the rest is counted.
const MAX_SECONDARY: usize = 8;
/// What is said of a report with a sure fix.
const MENDS: &str = "`daring check --fix` makes this change";
/// Widths that the renderer is asked for. Below, there is no room for a label.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=400;

/// Writes reports for people, one empty line between two, the last one ending with a newline.
///
/// ```
/// use daring::diagnostic::{show, Code, Diagnostic};
/// use daring::source::{SourcePath, Span};
///
/// let path = SourcePath::new("content/index.md").unwrap();
/// let report = Diagnostic::new(Code::LinkUnknownPage, "no page `ab.md`")
///     .in_file(&path, Some(Span::new(8, 13)), "nothing is published from this path")
///     .help("did you mean `abc.md`?");
/// let text = show::human(&[report], &|_| Some("See [x](ab.md).\n".into()), &show::Style::default());
/// assert_eq!(text, "\
/// error[link/unknown-page]: no page `ab.md`
///  --> content/index.md:1:9
///   |
/// 1 | See [x](ab.md).
///   |         ^^^^^ nothing is published from this path
///   |
///   = help: did you mean `abc.md`?
/// ");
/// ```
pub fn human(diagnostics: &[Diagnostic], lookup: Lookup, style: &Style) -> String {
    let width = style.width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let renderer = match style.color {
        Color::Plain => Renderer::plain(),
        Color::Ansi => Renderer::styled(),
    };
    let renderer = renderer.term_width(width);
    let mut library = Library::new(lookup, style);
    let mut out = String::new();
    for diagnostic in shown(diagnostics) {
        if !out.is_empty() {
            out.push('\n');
        }
        let report = Report::of(diagnostic, &mut library);
        let text = renderer.render(&[report.group(diagnostic)]);
        push_with_places(&mut out, &text, &report.places);
        out.push('\n');
    }
    out
}

/// What one report shows, apart from its message.
#[derive(Default)]
struct Report {
    /// In the order of the headers that the renderer writes: the path, and the line and column.
    places: Vec<String>,
    excerpts: Vec<Excerpt>,
    notes: Vec<String>,
}

impl Report {
    fn of(diagnostic: &Diagnostic, library: &mut Library) -> Self {
        let mut report = Self::default();
        let secondary = diagnostic.secondary.iter().take(MAX_SECONDARY);
        let labels = diagnostic.primary.iter().map(|label| (Role::Primary, label));
        let labels: Vec<_> = labels.chain(secondary.map(|label| (Role::Secondary, label))).collect();
        for path in paths(&labels) {
            let labels = labels.iter().filter(|(_, label)| label.path.as_ref() == path);
            report.add_file(path, labels, library);
        }
        if let Some(more) = diagnostic.secondary.len().checked_sub(MAX_SECONDARY + 1) {
            report.notes.push(format!("{} related places are not shown", more + 1));
        }
        report
    }

    fn add_file<'d>(
        &mut self,
        path: Option<&SourcePath>,
        labels: impl Iterator<Item = &'d (Role, &'d Label)>,
        library: &mut Library,
    ) {
        let shown_path = path.map(|path| clean::one_line(&library.shown_path(path)).into_owned());
        let quoted = path.and_then(|path| library.get(path));
        let mut marks = Vec::new();
        for (role, label) in labels {
            let text = clean::one_line(&label.text).into_owned();
            match (&quoted, label.span, &shown_path) {
                (Some(quoted), Some(span), _) => {
                    marks.push(Mark { range: quoted.range(span), text, role: *role })
                }
                (_, _, Some(path)) if *role == Role::Primary => {
                    self.places.push(path.clone());
                    self.notes.extend(Some(text).filter(|text| !text.is_empty()));
                }
                (_, _, Some(path)) if text.is_empty() => self.notes.push(format!("see {path}")),
                (_, _, Some(path)) => self.notes.push(format!("{path}: {text}")),
                (_, _, None) => self.notes.extend(Some(text).filter(|text| !text.is_empty())),
            }
        }
        let (Some(quoted), Some(path)) = (quoted, shown_path) else { return };
        for excerpt in excerpts(&quoted, marks) {
            self.places.push(format!("{path}:{}:{}", excerpt.place.line, excerpt.place.column));
            self.excerpts.push(excerpt);
        }
    }

    fn group<'a>(&'a self, diagnostic: &'a Diagnostic) -> Group<'a> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning | Severity::Allowed => Level::WARNING,
        };
        let title = level.primary_title(clean::one_line(&diagnostic.message)).id(diagnostic.code.name());
        let bare_places = self.places.len() - self.excerpts.len();
        let origins = (0..bare_places).map(|_| Element::from(Origin::path(PLACE.to_string())));
        let snippets = self.excerpts.iter().map(|excerpt| Element::from(snippet(excerpt)));
        let notes = self.notes.iter().map(|note| Element::from(Level::NOTE.message(note)));
        let helps =
            diagnostic.help.iter().map(|help| Element::from(Level::HELP.message(clean::one_line(help))));
        let mends = diagnostic.sure_fix().map(|_| Element::from(Level::NOTE.with_name("fix").message(MENDS)));
        Group::with_title(title).elements(origins.chain(snippets).chain(notes).chain(helps).chain(mends))
    }
}

/// Returns the files of `labels`, each once, in their order: the primary label's first.
fn paths<'d>(labels: &[(Role, &'d Label)]) -> Vec<Option<&'d SourcePath>> {
    let mut paths = Vec::new();
    for (_, label) in labels {
        if !paths.contains(&label.path.as_ref()) {
            paths.push(label.path.as_ref());
        }
    }
    paths
}

fn snippet(excerpt: &Excerpt) -> Snippet<'_, Annotation<'_>> {
    let annotations = excerpt.marks.iter().map(|mark| {
        let kind = match mark.role {
            Role::Primary => AnnotationKind::Primary,
            Role::Secondary => AnnotationKind::Context,
        };
        kind.span(mark.range.clone()).label(Some(mark.text.as_str()).filter(|text| !text.is_empty()))
    });
    Snippet::source(excerpt.source.as_str())
        .path(PLACE.to_string())
        .line_start(excerpt.first_line)
        .annotations(annotations)
}

/// Appends `text` with the n-th [`PLACE`], and the numbers after it, replaced by the n-th place.
fn push_with_places(out: &mut String, text: &str, places: &[String]) {
    let mut pieces = text.split(PLACE);
    out.extend(pieces.next());
    let mut places = places.iter();
    for piece in pieces {
        out.extend(places.next().map(String::as_str));
        let rest = piece.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit());
        out.push_str(rest);
    }
}
