//! What templates emit around the body: their links and ids are checked like the authors'.
//!
//! The body's own links were resolved when the handbook was assembled, so its bytes are passed
//! over. What is checked is what is really published: every address of the finished page that has
//! no scheme and no host.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::memmem;
use rustc_hash::FxHashSet;

use super::chapter::heading_end;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::html;
use crate::handbook::ChapterId;
use crate::page::{PageKind, Route, base_path};
use crate::site::{SectionNav, Site};

/// The body of a page, as it was given to the template.
pub(super) struct Body<'a> {
    pub(super) chapter: ChapterId,
    pub(super) html: &'a str,
    /// What is known of the pages of its folder, this one among them.
    pub(super) folder: Option<&'a SectionNav>,
}

/// Checks the finished page around its body.
pub(super) fn check(
    site: &Site,
    template: &str,
    route: &Route,
    page: &str,
    body: Option<&Body<'_>>,
) -> Vec<Diagnostic> {
    let parts = around(page, body.map_or("", |body| body.html));
    let mut chrome = Chrome {
        site,
        template,
        route,
        body,
        ids: FxHashSet::default(),
        anchors: OnceCell::new(),
        here: Vec::new(),
        reports: Vec::new(),
    };
    let parts = || parts.iter().map(|part| &page[part.clone()]);
    match body.and_then(|body| body.folder) {
        None => parts().flat_map(html::tags).for_each(|tag| _ = chrome.tag(&tag)),
        Some(folder) => folder.tags.while_looking(|known| {
            let tags = parts().flat_map(|part| html::tags_but(part, |tag| known.contains(tag)));
            let sound = tags.filter(|tag| chrome.tag(tag) && !known.is_full() && !tag.is_raw_text());
            sound.map(|tag| tag.as_str().into()).collect()
        }),
    }
    chrome.finish()
}

/// How much of a body is looked for before all of it is compared: preparing a search costs as much
/// as its needle is long.
const NEEDLE_BYTES: usize = 48;

/// The parts of a page around its body, which may stand there in two: its heading, and what follows. The
/// whole page when the template changed it.
fn around(page: &str, body: &str) -> Vec<Range<usize>> {
    if let Some(start) = find(page, body) {
        return vec![0..start, start + body.len()..page.len()];
    }
    let (heading, text) = body.split_at(heading_end(body));
    let parts = find(page, heading).and_then(|heading_start| {
        let behind = heading_start + heading.len();
        let start = behind + find(&page[behind..], text)?;
        Some(vec![0..heading_start, behind..start, start + text.len()..page.len()])
    });
    parts.unwrap_or_else(|| std::iter::once(0..page.len()).collect())
}

/// Finds a part of a body.
fn find(page: &str, body: &str) -> Option<usize> {
    let needle = &body.as_bytes()[..body.len().min(NEEDLE_BYTES)];
    let is_body = |start: &usize| page.as_bytes()[*start..].starts_with(body.as_bytes());
    if body.is_empty() { None } else { memmem::find_iter(page.as_bytes(), needle).find(is_body) }
}

struct Chrome<'a> {
    site: &'a Site,
    template: &'a str,
    route: &'a Route,
    body: Option<&'a Body<'a>>,
    /// Ids that the templates emit.
    ids: FxHashSet<String>,
    /// Anchors of the body, once there was something to look up.
    anchors: OnceCell<FxHashSet<&'a str>>,
    /// Fragments that lead to this page.
    here: Vec<String>,
    reports: Vec<Diagnostic>,
}

impl Chrome<'_> {
    /// Looks at a tag. Returns whether it is sound on every page of the folder, whatever else stands there.
    fn tag(&mut self, tag: &html::Tag<'_>) -> bool {
        let mut is_sound = true;
        for url in html::url_attributes(tag) {
            is_sound &= self.address(&html::decode(url.url));
        }
        let id = tag.attribute("id").filter(|id| !id.value.is_empty());
        let Some(id) = id else { return is_sound };
        let id = html::decode(id.value).into_owned();
        if self.ids.contains(&id) || self.body_has(&id) {
            let message = format!("a page would have the id `{id}` twice");
            self.report(
                Diagnostic::new(Code::TemplateDuplicateId, message),
                &id,
                "ids of templates begin with `d:`, which no heading's does; rename one of the two",
            );
        }
        self.ids.insert(id);
        false
    }

    /// Looks at an address. Returns whether it leads to the same output from every page of the folder.
    fn address(&mut self, address: &str) -> bool {
        let is_outside = address.starts_with("//") || has_scheme(address);
        let folder = self.body.and_then(|body| body.folder);
        if is_outside || folder.is_some_and(|folder| folder.hrefs.contains(address)) {
            return true;
        }
        if address.is_empty() {
            return false;
        }
        let (path, fragment) =
            address.split_once('#').map_or((address, None), |(path, fragment)| (path, Some(fragment)));
        let path = path.split('?').next().unwrap_or("");
        let fragment = fragment.map(decode).filter(|fragment| !fragment.is_empty() && fragment != "top");
        if path.is_empty() {
            self.here.extend(fragment);
            return false;
        }
        let Some(output) = output_of(self.site, self.route, path) else { return false };
        let Some(target) = self.site.pages.by_output(&output) else {
            let message = format!("a template links to `/{output}`, which is not published");
            self.report(
                Diagnostic::new(Code::TemplateBrokenLink, message),
                // Templates write the way to the root as a variable.
                path.trim_start_matches("../"),
                "correct the address in the template, or publish the file (in `static`, or as an asset)",
            );
            return false;
        };
        let Some(fragment) = fragment else {
            // What is not above a page's own folder is another output from the next page.
            return path.starts_with("../") || path.starts_with('/') || !self.route.as_str().ends_with('/');
        };
        if target.route == *self.route {
            self.here.push(fragment);
        } else if has_anchor(self.site, target.kind, &fragment) == Some(false)
            && !self.ids.contains(&fragment)
        {
            let message = format!(
                "a template links to `#{fragment}` of `/{}`, which has no such anchor",
                target.route.as_str()
            );
            self.report(
                Diagnostic::new(Code::TemplateBrokenLink, message),
                &format!("#{fragment}"),
                "correct the fragment in the template",
            );
        }
        false
    }

    fn body_has(&self, id: &str) -> bool {
        let Some(body) = self.body else { return false };
        let anchors = self.anchors.get_or_init(|| {
            let chapter = self.site.handbook.chapter(body.chapter);
            if let Some(anchors) = &chapter.anchors {
                return anchors.iter().map(|anchor| &**anchor).collect();
            }
            let document = self.site.handbook.document(chapter);
            let own = document.into_iter().flat_map(|document| document.file.outline.anchor_names());
            own.chain(self.site.handbook.term_anchors(body.chapter).iter().map(|anchor| &**anchor)).collect()
        });
        anchors.contains(id)
    }

    fn report(&mut self, report: Diagnostic, needle: &str, help: &str) {
        self.reports.push(self.site.theme.place(report, self.template, needle).help(help));
    }

    fn finish(mut self) -> Vec<Diagnostic> {
        for fragment in std::mem::take(&mut self.here) {
            if !self.ids.contains(&fragment) && !self.body_has(&fragment) {
                let message = format!("a template links to `#{fragment}`, which the page does not have");
                self.report(
                    Diagnostic::new(Code::TemplateBrokenLink, message),
                    &format!("#{fragment}"),
                    "correct the fragment in the template",
                );
            }
        }
        self.reports
    }
}

/// Returns whether an address begins with a scheme, such as `https:`.
pub(super) fn has_scheme(address: &str) -> bool {
    address.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
}

/// The file of the output that a path leads to from a page; `None` when it leads out of the
/// site, which is nobody's business here.
pub(super) fn output_of(site: &Site, route: &Route, path: &str) -> Option<String> {
    let decoded = crate::handbook::percent_decode(path);
    let route = route.as_str();
    let mut output = String::with_capacity(route.len() + path.len() + "index.html".len());
    let path = match decoded.strip_prefix('/') {
        // Without a base address a path from the root can only be meant for the site itself.
        Some(_) => {
            let base = site.config.base_url.as_deref().map_or("/", base_path);
            decoded.strip_prefix(&*crate::handbook::percent_decode(base))?
        }
        None => {
            // The routes of pages hold no empty segments.
            output.push_str(&route[..route.rfind('/').map_or(0, |slash| slash + 1)]);
            &decoded
        }
    };
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                let folder = output.strip_suffix('/')?;
                output.truncate(folder.rfind('/').map_or(0, |slash| slash + 1));
            }
            other => {
                output.push_str(other);
                output.push('/');
            }
        }
    }
    let is_folder =
        path.is_empty() || path.ends_with('/') || matches!(path.rsplit('/').next(), Some("." | ".."));
    if is_folder {
        output.push_str("index.html");
    } else {
        output.pop();
    }
    Some(output)
}

/// Whether an output has an anchor; `None` for one of which that is not known.
fn has_anchor(site: &Site, kind: PageKind, name: &str) -> Option<bool> {
    let among = |anchors: &[Box<str>]| anchors.iter().any(|anchor| **anchor == *name);
    match kind {
        PageKind::Chapter(id) => {
            let chapter = site.handbook.chapter(id);
            Some(match &chapter.anchors {
                Some(anchors) => among(anchors),
                None => {
                    let document = site.handbook.document(chapter);
                    document.is_some_and(|document| document.file.outline.has_anchor(name))
                        || among(site.handbook.term_anchors(id))
                }
            })
        }
        PageKind::Special(id) => Some(among(&site.handbook.special(id).anchors)),
        _ => None,
    }
}

fn decode(text: &str) -> String {
    crate::handbook::percent_decode(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_passed_over() {
        assert_eq!(around("<a>B</a>", "B"), [0..3, 4..8]);
        assert_eq!(around("<a></a>", "B"), std::iter::once(0..7).collect::<Vec<_>>());
    }
}
