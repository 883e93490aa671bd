//! The handbook, or one of its folders, as one document to print or to save as PDF.
//!
//! Every chapter is rendered as on its own page, and then moved (`moved`) into a section of the
//! document: its ids get a name of the chapter before them, its headings go down, and links to chapters
//! of the document lead to their sections. Links out of the document lead to the pages.

mod moved;

use rustc_hash::FxHashMap;

use super::chapter::{self, From};
use super::terms::Terms;
use super::{Content, chrome, lists, nav, template};
use crate::diagnostic::Checked;
use crate::document::html;
use crate::handbook::special::SpecialId;
use crate::handbook::{Chapter, ChapterId};
use crate::page::view::PageView;
use crate::page::{PageKind, Route};
use crate::site::Site;
use crate::theme::{Variables, direction};

use moved::{Move, moved};

/// Renders the document of a folder.
pub(super) fn render(site: &Site, route: &Route, special: SpecialId, folder: ChapterId) -> Checked<Content> {
    let from = From::Page(route);
    let mut document = Document::new(site, route, folder);
    document.write();
    let Document { html: content, has_ladder, diagnostics, .. } = document;
    let chapter = site.handbook.chapter(folder);
    let extra = serde_json::Value::Object(serde_json::Map::new());
    let mut breadcrumbs = nav::breadcrumbs(site, &from, chapter);
    breadcrumbs.push(nav::link(site, &from, folder));
    let kind = site.handbook.special(special).kind;
    let description = lists::description(site, kind);
    let view = PageView {
        content: &content,
        description: description.as_str().into(),
        has_heading: true,
        has_ladder,
        breadcrumbs,
        ..PageView::generated(kind.page_kind(), &chapter.title, route.as_str(), &extra)
    };
    let mut variables = Variables::default();
    variables.insert_shared("site", &site.view);
    variables.insert("root", &from.root());
    variables.insert("page", &view);
    variables.insert_shared("nav", &nav::nav(site, &from, None));
    let body = chrome::Body { chapter: folder, html: &content, folder: None };
    let mut rendered = template(site, kind.template(), &variables, route, Some(body));
    rendered.diagnostics.extend(diagnostics);
    rendered
}

/// A document being written.
struct Document<'a> {
    site: &'a Site,
    route: &'a Route,
    folder: ChapterId,
    /// Its chapters, with how far below the folder each is.
    chapters: Vec<(ChapterId, usize)>,
    /// What the ids of each chapter begin with.
    names: FxHashMap<ChapterId, String>,
    html: String,
    has_ladder: bool,
    diagnostics: Vec<crate::diagnostic::Diagnostic>,
}

impl<'a> Document<'a> {
    fn new(site: &'a Site, route: &'a Route, folder: ChapterId) -> Self {
        let chapters = site.handbook.printed(folder);
        let names = chapters.iter().map(|(id, _)| (*id, name(site.handbook.chapter(*id)))).collect();
        let (html, diagnostics) = (String::new(), Vec::new());
        Self { site, route, folder, chapters, names, html, has_ladder: false, diagnostics }
    }

    fn write(&mut self) {
        let chapters = std::mem::take(&mut self.chapters);
        for (id, depth) in &chapters {
            self.chapter(*id, *depth);
            if *id == self.folder {
                self.contents(&chapters);
            }
        }
    }

    fn chapter(&mut self, id: ChapterId, depth: usize) {
        let site = self.site;
        let chapter = site.handbook.chapter(id);
        let substance = chapter::substance(site, &From::Page(self.route), id, Terms::Plain);
        self.has_ladder |= substance.has_ladder;
        self.diagnostics.extend(substance.reports);
        // The folder's own title is the heading of the document, its chapters are one level down.
        let level = u8::try_from(depth + 1).unwrap_or(6).min(6);
        let name = &self.names[&id];
        let mut escaped = String::new();
        html::escape_attribute(name, &mut escaped);
        let mut html = std::mem::take(&mut self.html);
        html.push_str(&format!("<section class=\"printed\" id=\"{escaped}\""));
        let settings = site.handbook.document(chapter).map(|document| &document.file.front_matter);
        let language = settings.and_then(|settings| settings.language.as_deref());
        if let Some(language) = language.filter(|language| *language != site.config.language) {
            html.push_str(" lang=\"");
            html::escape_attribute(language, &mut html);
            html.push_str(&format!("\" dir=\"{}\"", direction(language)));
        }
        html.push_str(">\n");
        let address = |url: &str| self.address(id, url);
        let to = Move { name, down: level - 1, address: &address };
        if !chapter::has_own_heading(site, chapter) {
            html.push_str(&format!("<h{level}>"));
            html::escape_text(&chapter.title, &mut html);
            html.push_str(&format!("</h{level}>\n"));
            let lead = chapter::lead(site, id);
            if !lead.is_empty() {
                html.push_str("<p class=\"lead\">");
                html::escape_text(lead, &mut html);
                html.push_str("</p>\n");
            }
        }
        moved(&substance.html, &to, &mut html);
        html.push_str("</section>\n");
        self.html = html;
    }

    /// The address of what a link of a chapter leads to, when that is in the document. Addresses are as
    /// they stand in an attribute.
    fn address(&self, here: ChapterId, url: &str) -> Option<String> {
        let (path, fragment) = url.split_once('#').map_or((url, ""), |(path, fragment)| (path, fragment));
        let target = if path.is_empty() { here } else { self.chapter_at(path)? };
        let mut address = String::from("#");
        html::escape_href(self.names.get(&target)?, &mut address);
        if !fragment.is_empty() {
            address.push(':');
            address.push_str(fragment);
        }
        Some(address)
    }

    fn chapter_at(&self, path: &str) -> Option<ChapterId> {
        let path = html::decode(path);
        let is_outside = path.starts_with("//") || path.contains('?') || chrome::has_scheme(&path);
        let output = chrome::output_of(self.site, self.route, &path).filter(|_| !is_outside)?;
        match self.site.pages.by_output(&output)?.kind {
            PageKind::Chapter(id) | PageKind::Redirect(id) => Some(id),
            _ => None,
        }
    }

    /// The table of contents: a list in a list for each folder.
    fn contents(&mut self, chapters: &[(ChapterId, usize)]) {
        let mut out = String::from("<nav class=\"contents\" aria-label=\"Contents\">\n<h2>Contents</h2>\n");
        let mut depth = 0;
        for (id, at) in chapters.iter().skip(1) {
            match at.cmp(&depth) {
                std::cmp::Ordering::Greater => (depth..*at).for_each(|_| out.push_str("<ol>\n<li>")),
                std::cmp::Ordering::Equal => out.push_str("</li>\n<li>"),
                std::cmp::Ordering::Less => {
                    (*at..depth).for_each(|_| out.push_str("</li>\n</ol>\n"));
                    out.push_str("</li>\n<li>");
                }
            }
            depth = *at;
            out.push_str("<a href=\"#");
            html::escape_href(&self.names[id], &mut out);
            out.push_str("\">");
            html::escape_text(&self.site.handbook.chapter(*id).title, &mut out);
            out.push_str("</a>");
        }
        (0..depth).for_each(|_| out.push_str("</li>\n</ol>\n"));
        out.push_str("</nav>\n");
        self.html.push_str(&out);
    }
}

/// What the ids of a chapter begin with. Neither keys nor slugs hold a colon, so no two ids meet.
fn name(chapter: &Chapter) -> String {
    format!("p:{}", chapter.key.as_str())
}
