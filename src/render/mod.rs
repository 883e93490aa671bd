//! Pages as text: one output at a time, from a [`Site`] that never changes.
//!
//! [`render`] is pure and knows neither the other pages being rendered nor where bytes will go.

mod around;
mod beside;
mod chapter;
mod chrome;
pub mod graph;
mod identity;
mod include;
mod ladder;
mod lists;
mod map;
mod mentions;
mod moves;
mod nav;
mod previews;
mod print;
pub mod search;
mod sentence;
mod slots;
mod special;
mod structured;
mod terms;

use crate::diagnostic::{Checked, Diagnostic};
use crate::handbook::ChapterId;
use crate::ladder::export;
use crate::page::view::RedirectView;
use crate::page::{ExportFormat, Page, PageKind, Route};
use crate::picture::Picture;
use crate::site::Site;
use crate::source::SourcePath;
use crate::theme::{AssetContent, Variables};

/// One output, ready to be written or served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// Where it goes.
    pub route: Route,
    /// What goes there.
    pub content: Content,
}

/// The bytes of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Rendered text.
    Bytes(Vec<u8>),
    /// Bytes that are part of the program.
    Embedded(&'static [u8]),
    /// A copy of a source.
    CopyOf(SourcePath),
    /// A picture that is still to be drawn, or to be taken from where it was kept.
    Drawn(Picture),
    /// A copy of a source with text behind it, as [`continued`] puts it there.
    Continued(SourcePath, String),
}

/// Puts a text on the line that follows the bytes of a source.
pub fn continued(source: &[u8], text: &str) -> Vec<u8> {
    let line_end: &[u8] = if source.is_empty() || source.ends_with(b"\n") { b"" } else { b"\n" };
    [source, line_end, text.as_bytes()].concat()
}

/// Renders one output. What is reported does not repeat what assembling the site has reported.
pub fn render(site: &Site, page: &Page) -> Checked<Artifact> {
    let rendered = match page.kind {
        PageKind::Chapter(id) => chapter::render(site, &page.route, id),
        PageKind::Special(id) => special::render(site, &page.route, id),
        PageKind::NotFound => chapter::render_not_found(site, &page.route),
        PageKind::Redirect(id) => redirect(site, &page.route, id),
        PageKind::Asset(index) => Checked::clean(Content::CopyOf(site.handbook.assets[index].path.clone())),
        PageKind::LadderExport(index, format) => {
            let ladder = &site.handbook.ladders()[index].ladder;
            let text = match format {
                ExportFormat::Json => export::json(ladder, "../schema-1.json"),
                ExportFormat::Long => export::long(ladder),
                ExportFormat::Wide => export::wide(ladder),
            };
            Checked::clean(Content::Bytes(text.into_bytes()))
        }
        PageKind::Identity(file) => Checked::clean(identity::render(site, file)),
        PageKind::Search(file) => {
            let bytes = search::index(site).file(file).unwrap_or_default();
            Checked::clean(Content::Bytes(bytes.to_vec()))
        }
        PageKind::Moves(file) => Checked::clean(moves::render(site, file)),
        PageKind::Previews(shard) => Checked::clean(Content::Bytes(previews::render(site, shard))),
        PageKind::Around(file) => {
            Checked::clean(Content::Bytes(around::render(site, &page.route, file).into_bytes()))
        }
        PageKind::LadderSchema => Checked::clean(Content::Bytes(export::schema().into_bytes())),
        PageKind::ThemeAsset(index) => Checked::clean(match &site.theme.assets()[index].content {
            AssetContent::Embedded(bytes) => Content::Embedded(bytes),
            AssetContent::File(path) => Content::CopyOf(path.clone()),
        }),
    };
    Checked {
        value: Artifact { route: page.route.clone(), content: rendered.value },
        diagnostics: rendered.diagnostics,
    }
}

fn redirect(site: &Site, route: &Route, id: ChapterId) -> Checked<Content> {
    let target = site.pages.chapter(id);
    let view = RedirectView {
        title: &site.handbook.chapter(id).title,
        href: route.href_to(target),
        url: site.config.base_url.as_deref().map(|base| target.absolute(base)),
    };
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    variables.insert("root", &route.href_to_root());
    variables.insert("redirect", &view);
    template(site, "redirect.html", &variables, route, None)
}

/// `1 page`, `2 pages`.
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Renders a template and checks what it emits around the body.
fn template(
    site: &Site,
    name: &str,
    variables: &Variables,
    route: &Route,
    body: Option<chrome::Body<'_>>,
) -> Checked<Content> {
    let mut out = Vec::with_capacity((24 << 10) + body.as_ref().map_or(0, |body| body.html.len()));
    if let Err(report) = site.theme.render(name, variables, &mut out) {
        return Checked {
            value: Content::Bytes(Vec::new()),
            diagnostics: vec![on_page(*report, site, route, body.as_ref())],
        };
    }
    let html = String::from_utf8(out).expect("the engine writes text");
    let reports = chrome::check(site, name, route, &html, body.as_ref());
    let diagnostics = reports.into_iter().map(|report| on_page(report, site, route, body.as_ref())).collect();
    Checked { value: Content::Bytes(html.into_bytes()), diagnostics }
}

/// Renders a template as a part of a page, with what `fill` adds to what all templates have.
fn template_part(site: &Site, name: &str, fill: impl FnOnce(&mut Variables)) -> (String, Option<Diagnostic>) {
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    fill(&mut variables);
    let mut out = Vec::new();
    let report = site.theme.render(name, &variables, &mut out).err().map(|report| *report);
    (String::from_utf8(out).expect("the engine writes text"), report)
}

/// Names the page that was being rendered.
fn on_page(report: Diagnostic, site: &Site, route: &Route, body: Option<&chrome::Body<'_>>) -> Diagnostic {
    let document = body.and_then(|body| site.handbook.document(site.handbook.chapter(body.chapter)));
    match document {
        Some(document) => report.also(&document.path, None, "while this page was rendered"),
        None => report.help(format!("this was found while `/{}` was rendered", route.as_str())),
    }
}
