//! Words for links that lead nowhere.

use super::chapter::DocumentId;
use super::fragment::fragment_span;
use super::library::Library;
use super::resolve::Written;
use super::tree;
use crate::diagnostic::{Certainty, Code, Diagnostic};
use crate::document::outline::{LinkKind, RawLink};
use crate::source::{SourcePath, Span};

/// Top-level domains and file endings that people type without a scheme. Short on purpose: `.md`
/// and `.sh` are domains too.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "io", "dev", "co", "uk", "de", "fr", "eu", "us", "gov", "edu", "app", "ai", "info",
    "me", "tv", "jp", "ca", "au", "nl", "ch", "se", "no", "es", "it", "in", "br", "kr", "cn", "be", "at",
    "dk", "fi", "ie", "nz", "xyz", "cloud", "tech", "blog",
];

/// Reports a link whose path names nothing.
pub(super) fn unknown(
    library: &Library<'_>,
    id: DocumentId,
    link: &RawLink,
    written: &Written<'_>,
) -> Diagnostic {
    let span = path_span(link);
    let path = &written.path;
    let report = |code, message: String| Diagnostic::new(code, message).at(span, "");
    if let Some(address) = missing_scheme(path) {
        let report = report(
            Code::LinkMissingScheme,
            format!("`{path}` is the address of another site without its `https://`"),
        )
        .help(format!("write `{address}`"));
        let start = Span::new(span.start as usize, span.start as usize);
        return if is_literal(link) { report.mend(start, "https://") } else { report };
    }
    let wanted = wanted_path(library, id, path);
    if let Some(wanted) = &wanted {
        if library.is_hidden(wanted.as_str()) {
            return report(Code::LinkDraft, format!("`{path}` is a draft, which is not published"))
                .help("publish it by removing `draft: true`, build with `--drafts`, or remove the link");
        }
        if let Some(other) = library.in_other_case(wanted.as_str()) {
            let right = relative(library, id, other, path);
            let report =
                report(Code::LinkLetterCase, format!("the file is `{other}`: upper and lower case differ"));
            return with_fix(report.help(format!("write `{right}`")), Certainty::Sure, link, right);
        }
    }
    let is_page = is_page(path) && matches!(link.kind, LinkKind::Link | LinkKind::Include);
    let report = match is_page {
        true => report(Code::LinkUnknownPage, format!("no page `{path}`")),
        false => report(Code::LinkUnknownAsset, format!("no file `{path}`")),
    };
    match near(library, id, wanted.as_ref(), path) {
        Some((found, certainty)) => {
            let right = relative(library, id, &found, path);
            with_fix(report.help(format!("did you mean `{right}`?")), certainty, link, right)
        }
        None if is_page => report.help("check the path, or write the page"),
        None => report.help("check the path, or add the file to the content or static folder"),
    }
}

/// Reports a link that climbs out of the content folder.
pub(super) fn outside(library: &Library<'_>, link: &RawLink, written: &Written<'_>) -> Diagnostic {
    let folder = match library.content.as_str() {
        "" => "this folder".to_owned(),
        content => format!("`{content}`"),
    };
    Diagnostic::new(Code::LinkOutside, format!("`{}` leads out of the handbook's folder", written.raw))
        .at(path_span(link), "")
        .help(format!(
            "only what lies in {folder} is published: move the file there, or use its full address"
        ))
}

/// Returns the full address when a path begins with a domain, as in `linkedin.com/in/x`.
pub(super) fn missing_scheme(path: &str) -> Option<String> {
    let host = path.split('/').next().unwrap_or("");
    let (name, domain) = host.rsplit_once('.')?;
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        && !name.starts_with('.');
    let is_domain = DOMAINS.contains(&domain.to_ascii_lowercase().as_str());
    (is_name && is_domain).then(|| format!("https://{path}"))
}

/// The path below the content folder that was meant.
fn wanted_path(library: &Library<'_>, id: DocumentId, path: &str) -> Option<SourcePath> {
    let document = &library.documents[id.index()];
    let below = SourcePath::new(document.path.below(library.content)?).ok()?;
    let base = if path.starts_with('/') { SourcePath::root() } else { below.parent() };
    base.join(path).ok()
}

fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, extension)) => {
            matches!(extension.to_ascii_lowercase().as_str(), "md" | "markdown" | "html" | "htm")
        }
        None => true,
    }
}

/// The file that was probably meant: of the same name elsewhere, or of a similar name in the same
/// folder.
fn near(
    library: &Library<'_>,
    id: DocumentId,
    wanted: Option<&SourcePath>,
    path: &str,
) -> Option<(String, Certainty)> {
    let name = path.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty())?;
    let page = format!("{name}.md");
    for candidate in [name, page.as_str()] {
        let same_name = library.with_file_name(candidate);
        if let Some(found) = closest(same_name, wanted) {
            // A file that was moved. Every folder may have an index.
            let is_only = same_name.len() == 1 && tree::index_rank(candidate).is_none();
            return Some((found.to_owned(), if is_only { Certainty::Sure } else { Certainty::Likely }));
        }
    }
    let folder = wanted?.parent();
    let siblings: Vec<&str> = library.names_in(&folder);
    if !library.spend(id, siblings.len() * 32) {
        return None;
    }
    let plain = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let best = library.nearest(id, name, siblings.iter().copied()).or_else(|| {
        let stems: Vec<String> = siblings.iter().map(|name| plain(name)).collect();
        let stem = library.nearest(id, &plain(name), stems.iter().map(String::as_str))?;
        stems.iter().position(|candidate| candidate == stem).map(|index| siblings[index])
    })?;
    Some((folder.join(best).ok()?.as_str().to_owned(), Certainty::Likely))
}

/// Of several files with one name, the one that shares most folders with the wanted path.
fn closest<'a>(paths: &[&'a str], wanted: Option<&SourcePath>) -> Option<&'a str> {
    let shared = |path: &str| {
        let folders: Vec<&str> = path.split('/').collect();
        wanted.map_or(0, |wanted| wanted.segments().filter(|segment| folders.contains(segment)).count())
    };
    // The first of equals: `max_by_key` would take the last.
    paths.iter().take(200).rev().max_by_key(|path| shared(path)).copied()
}

/// Writes `target` (below the content folder) as a link from a document, from the root if the
/// wrong link was.
fn relative(library: &Library<'_>, id: DocumentId, target: &str, written: &str) -> String {
    if written.starts_with('/') {
        return format!("/{target}");
    }
    let document = &library.documents[id.index()];
    let below = document.path.below(library.content).unwrap_or(document.path.as_str());
    let from: Vec<&str> = below.split('/').collect();
    let from = &from[..from.len() - 1];
    let to: Vec<&str> = target.split('/').collect();
    let common = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let path: Vec<&str> = up.chain(to[common..].iter().copied()).collect();
    path.join("/").replace(' ', "%20")
}

/// Adds the right path to a report, where it is known which bytes it takes the place of.
fn with_fix(report: Diagnostic, certainty: Certainty, link: &RawLink, right: String) -> Diagnostic {
    if is_literal(link) { report.fix_with(certainty, path_span(link), right) } else { report }
}

/// Whether the bytes of a link are its destination as it is, without escapes or entities, which
/// would make it longer, and are not those of a text that holds it.
pub(super) fn is_literal(link: &RawLink) -> bool {
    link.destination.len() == link.span.range().len()
}

/// The bytes of the path in a link.
fn path_span(link: &RawLink) -> Span {
    let fragment = fragment_span(link);
    if fragment == link.span {
        return link.span;
    }
    Span::new(link.span.start as usize, fragment.start as usize - 1)
}
