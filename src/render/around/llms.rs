//! `llms.txt` (llmstxt.org): what the handbook holds, for language models.

use std::borrow::Cow;

use super::twin::{destination, escaped};
use crate::handbook::{Chapter, ChapterId};
use crate::page::Route;
use crate::site::Site;

/// The title of the handbook, what it is about, and every page by the part that holds it.
pub(super) fn llms(site: &Site, route: &Route) -> String {
    let list = List { site, route };
    let home = site.handbook.chapter(ChapterId::HOME);
    let mut out = format!("# {}\n", escaped(&site.config.title));
    let about = Some(site.config.description.as_str()).filter(|text| !text.is_empty());
    let about = about.map_or_else(|| site.handbook.summary_of(home), Cow::Borrowed);
    if !about.is_empty() {
        out.push_str(&format!("\n> {}\n", escaped(&about)));
    }
    out.push_str(&format!("\n## {}\n\n", escaped(&home.title)));
    list.line(ChapterId::HOME, &mut out);
    let is_part = |id: &&ChapterId| site.handbook.chapter(**id).is_part;
    for id in home.children.iter().filter(|id| !is_part(id)) {
        list.line(*id, &mut out);
    }
    for id in home.children.iter().filter(is_part) {
        out.push_str(&format!("\n## {}\n\n", escaped(&site.handbook.chapter(*id).title)));
        list.all(*id, &mut out);
    }
    out
}

struct List<'a> {
    site: &'a Site,
    route: &'a Route,
}

impl List<'_> {
    /// Writes a chapter and all below it, in reading order.
    fn all(&self, id: ChapterId, out: &mut String) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            self.line(id, out);
            open.extend(self.site.handbook.chapter(id).children.iter().rev());
        }
    }

    fn line(&self, id: ChapterId, out: &mut String) {
        let chapter: &Chapter = self.site.handbook.chapter(id);
        let place = self.site.pages.twin(id).unwrap_or_else(|| self.site.pages.chapter(id));
        let href = match &self.site.config.base_url {
            Some(base) => place.absolute(base),
            None => self.route.href_to(place),
        };
        out.push_str(&format!("- [{}]({})", escaped(&chapter.title), destination(&href)));
        let summary = self.site.handbook.summary_of(chapter);
        if !summary.is_empty() {
            out.push_str(&format!(": {}", escaped(&summary)));
        }
        out.push('\n');
    }
}
