//! What of a site can be found, and the files in which it is.
//!
//! A chapter is a page of the index and what stands between two of its headings a section. Where a view
//! of a ladder is the substance of a chapter, its parts are, see `ladder.rs`. Terms are found on the page
//! that explains them and in the glossary, see `terms.rs`.

mod ladder;
mod terms;

use std::borrow::Cow;

use rayon::prelude::*;

use crate::document::outline::Outline;
use crate::handbook::special::{SpecialId, SpecialKind};
use crate::handbook::{Chapter, ChapterId};
use crate::page::view::SearchView;
use crate::search::index::{Index, Settings, build, rebuild};
use crate::search::{Facet, File, FilterKind, Page, Plan, Section};
use crate::site::Site;

use super::chapter::{From, is_shown_by_view};
use terms::Terms;

/// Returns the index of a site; it is made when the first of its files is asked for.
pub fn index(site: &Site) -> &Index {
    site.search.get_or_init(|| {
        let language = site.config.language.split('-').next().unwrap_or("");
        let settings = Settings { is_english: language.eq_ignore_ascii_case("en") };
        let pages = pages(site);
        let plan = Plan::of(site.handbook.searched_pages());
        match &site.search_memo {
            Some(memo) => rebuild(&pages, plan, settings, memo),
            None => build(&pages, plan, settings),
        }
    })
}

/// Returns what pages tell templates of the search; `None` when there is none.
pub(super) fn view(site: &Site, from: &From<'_>) -> Option<SearchView> {
    let index = site.pages.search(File::Root)?;
    let page = site.handbook.specials().iter().position(|special| special.kind == SpecialKind::Search)?;
    let page = SpecialId::from_index(page, &site.handbook);
    Some(SearchView { href: from.href(site.pages.special(page)), index: from.href(index) })
}

/// Returns every page that can be found, in reading order; a generated glossary is the last.
pub fn pages(site: &Site) -> Vec<Page<'_>> {
    let terms = Terms::of(site);
    let numbers = (0..site.handbook.chapters.len()).into_par_iter();
    let found = numbers.filter_map(|index| page(site, ChapterId::from_index(index, &site.handbook), &terms));
    let mut pages: Vec<Page<'_>> = found.collect();
    pages.extend(terms.page());
    pages
}

fn page<'a>(site: &'a Site, id: ChapterId, terms: &Terms<'a>) -> Option<Page<'a>> {
    let chapter = site.handbook.chapter(id);
    let document = site.handbook.document(chapter);
    if document.is_some_and(|document| !document.file.front_matter.is_searched) {
        return None;
    }
    let mut above: Vec<&Chapter> =
        std::iter::successors(chapter.parent, |id| site.handbook.chapter(*id).parent)
            .map(|id| site.handbook.chapter(id))
            .collect();
    above.pop(); // The home page is above everything.
    above.reverse();
    let part = above.first().copied().or((id != ChapterId::HOME && chapter.is_part).then_some(chapter));
    let facet = |kind, label: &str| Facet { kind, label: label.to_owned(), names: Vec::new() };
    let mut page = Page {
        title: &chapter.title,
        href: site.pages.home().href_to(site.pages.chapter(id)),
        trail: above.iter().map(|chapter| &*chapter.title).collect(),
        facets: part.iter().map(|part| facet(FilterKind::Section, &part.title)).collect(),
        ..Page::default()
    };
    if let Some(document) = document {
        let tags = &document.file.front_matter.tags;
        page.facets.extend(tags.iter().map(|tag| facet(FilterKind::Tag, &tag.value)));
        page.keywords.extend(tags.iter().map(|tag| tag.value.as_str()));
        page.keywords.extend(document.file.front_matter.description.as_deref());
        if !is_shown_by_view(site, chapter) {
            let texts = chapter.document.map(|id| site.handbook.searched_texts(id)).unwrap_or_default();
            page.sections = sections(&document.file.outline, texts);
        }
    }
    if page.sections.is_empty() {
        let text = chapter.summary.as_deref().unwrap_or_default();
        page.sections.push(Section { text: text.into(), ..Section::default() });
    }
    if let Some(view) = &chapter.view {
        ladder::add(site, view, &mut page);
    }
    terms.add(id, &mut page);
    Some(page)
}

/// The sections of a document.
fn sections<'a>(outline: &'a Outline, texts: Vec<Cow<'a, str>>) -> Vec<Section<'a>> {
    let mut sections = vec![Section::default()];
    // The headings above, each with its level.
    let mut open: Vec<(u8, &str)> = Vec::new();
    // The level of a heading that is left out, and with it what lies below.
    let mut hidden: Option<u8> = None;
    for (section, text) in outline.sections.iter().zip(texts) {
        let Some(heading) = section.heading.and_then(|at| outline.headings.get(at as usize)) else {
            append(&mut sections[0], text);
            continue;
        };
        hidden = hidden.filter(|level| heading.level > *level);
        if hidden.is_some() || !heading.is_searched {
            hidden = hidden.or(Some(heading.level));
            continue;
        }
        let is_title = heading.level == 1 && outline.title.as_deref() == Some(&*heading.text);
        if is_title && sections.len() == 1 {
            append(&mut sections[0], text);
            continue;
        }
        open.retain(|(level, _)| *level < heading.level);
        sections.push(Section {
            heading: (&*heading.text).into(),
            anchor: &heading.anchor,
            above: open.iter().map(|(_, text)| *text).collect(),
            text,
            ..Section::default()
        });
        open.push((heading.level, &heading.text));
    }
    sections
}

fn append<'a>(section: &mut Section<'a>, text: Cow<'a, str>) {
    if section.text.is_empty() {
        section.text = text;
    } else if !text.is_empty() {
        let all = section.text.to_mut();
        all.push('\n');
        all.push_str(&text);
    }
}
