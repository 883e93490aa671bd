//! Where else a chapter is spoken of, with the sentence around each link.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::chapter::From;
use super::sentence;
use crate::document::html::fragment;
use crate::handbook::backlinks::Mention;
use crate::handbook::{ChapterId, DocumentId};
use crate::page::view::{
    MentionedPlaceView, MentioningPageView, MentioningSectionView, MentionsView, SentenceView,
};
use crate::site::Site;

/// The most pages that are listed. A page never lists the whole site.
const MAX_PAGES: usize = 60;

/// The most names of other links without words that are put in on either side of a link. A sentence that is
/// shown has room for fewer.
const MAX_NAMES: usize = 16;

/// The most sentences of one page about one place.
const MAX_SENTENCES: usize = 3;

/// Returns what other pages say of a chapter; `None` when they say nothing.
pub(super) fn view(site: &Site, from: &From<'_>, id: ChapterId) -> Option<MentionsView> {
    if !site.config.connections.mentions {
        return None;
    }
    let mentions = site.handbook.mentions(id);
    let mut pages = 0;
    let mut last = None;
    let mut shown = mentions.len();
    for (at, mention) in mentions.iter().enumerate() {
        if last != Some(mention.chapter) {
            last = Some(mention.chapter);
            pages += 1;
            if pages == MAX_PAGES + 1 {
                shown = at;
            }
        }
    }
    let mut places: Vec<(usize, String, Vec<Mention>)> = Vec::new();
    let mut by_anchor: FxHashMap<String, usize> = FxHashMap::default();
    for mention in &mentions[..shown] {
        let anchor = site.handbook.anchor_of(*mention);
        let place = *by_anchor.entry(anchor.clone()).or_insert_with(|| {
            places.push((order_of(site, id, &anchor), anchor, Vec::new()));
            places.len() - 1
        });
        places[place].2.push(*mention);
    }
    places.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let places = places.into_iter().map(|(_, anchor, mentions)| place(site, from, (id, &anchor), &mentions));
    (pages > 0).then(|| MentionsView {
        pages,
        more: pages.saturating_sub(MAX_PAGES),
        places: places.collect(),
    })
}

/// The place of an anchor among those of a page; the page itself comes first.
fn order_of(site: &Site, id: ChapterId, anchor: &str) -> usize {
    if anchor.is_empty() {
        return 0;
    }
    let chapter = site.handbook.chapter(id);
    let at = match &chapter.anchors {
        Some(anchors) => anchors.iter().position(|known| **known == *anchor),
        None => site
            .handbook
            .document(chapter)
            .and_then(|document| document.file.outline.anchor_names().position(|known| known == anchor)),
    };
    at.map_or(usize::MAX, |at| at + 1)
}

fn place(
    site: &Site,
    from: &From<'_>,
    (id, anchor): (ChapterId, &str),
    mentions: &[Mention],
) -> MentionedPlaceView {
    let mut sections: Vec<(ChapterId, MentioningSectionView)> = Vec::new();
    for of_page in mentions.chunk_by(|a, b| a.chapter == b.chapter) {
        let top = top_of(site, of_page[0].chapter);
        if sections.last().is_none_or(|(last, _)| *last != top) {
            let chapter = site.handbook.chapter(top);
            let title = if chapter.is_part { chapter.title.to_string() } else { String::new() };
            sections.push((top, MentioningSectionView { title, pages: Vec::new() }));
        }
        if let Some((_, section)) = sections.last_mut() {
            section.pages.push(page(site, from, of_page));
        }
    }
    let mut href = String::new();
    let mut title = String::new();
    if !anchor.is_empty() {
        href.push_str(&fragment(anchor));
        title = site.handbook.name_of_place(id, anchor);
    }
    MentionedPlaceView { title, href, sections: sections.into_iter().map(|(_, section)| section).collect() }
}

/// The chapter below the home page that a chapter is in, or is.
fn top_of(site: &Site, id: ChapterId) -> ChapterId {
    let parent = |id: &ChapterId| site.handbook.chapter(*id).parent;
    let way = std::iter::successors(Some(id), parent).take_while(|id| *id != ChapterId::HOME);
    way.last().unwrap_or(ChapterId::HOME)
}

fn page(site: &Site, from: &From<'_>, mentions: &[Mention]) -> MentioningPageView {
    let chapter = site.handbook.chapter(mentions[0].chapter);
    let mut sentences: Vec<SentenceView> = Vec::new();
    for mention in mentions {
        let sentence = sentence_of(site, mention.document, mention.link as usize);
        let is_new = |sentence: &SentenceView| !sentences.iter().any(|known| reads_alike(known, sentence));
        if let Some(sentence) = sentence.filter(is_new) {
            sentences.push(sentence);
        }
        if sentences.len() == MAX_SENTENCES {
            break;
        }
    }
    let mut href = from.href(site.pages.chapter(mentions[0].chapter));
    if chapter.document == Some(mentions[0].document)
        && chapter.anchors.is_none()
        && let Some(anchor) = heading_above(site, mentions[0])
    {
        href.push_str(&fragment(anchor));
    }
    MentioningPageView { title: chapter.title.to_string(), href, sentences }
}

/// Whether two mentions stand in the same sentence.
fn reads_alike(a: &SentenceView, b: &SentenceView) -> bool {
    let whole =
        |sentence: &SentenceView| [sentence.before.as_str(), &sentence.words, &sentence.after].concat();
    whole(a) == whole(b)
}

fn sentence_of(site: &Site, id: DocumentId, link: usize) -> Option<SentenceView> {
    let file = &site.handbook.documents[id.index()].file;
    let words = &file.outline.links[link].words;
    let words = words.start as usize..words.end as usize;
    let is_nameless = words.is_empty() && {
        let number = u32::try_from(link).ok()?;
        file.outline.nameless.contains(&number)
    };
    let name = is_nameless.then(|| site.handbook.name_of(id, link));
    let section = file.outline.sections.get(file.section_of(link)).filter(|_| words.is_empty());
    // At the end of a section the next word is one of the next.
    let end = section.map(|section| section.text.end as usize).filter(|end| *end < words.start);
    let (text, words) = match end {
        Some(end) => (&file.outline.text[..end], end..end),
        None => (file.outline.text.as_str(), words),
    };
    let (text, words) = with_names_beside(site, (id, link), text, words);
    let sentence::Sentence { mut before, words, after } = sentence::around(&text, words, name.as_deref())?;
    if end.is_some() {
        before.push(' ');
    }
    Some(SentenceView { before, words, after })
}

/// Puts the names of other links that have no words into the block of text around a link. Returns it, and where
/// the words of the link are in it.
fn with_names_beside<'a>(
    site: &Site,
    (id, link): (DocumentId, usize),
    text: &'a str,
    words: Range<usize>,
) -> (Cow<'a, str>, Range<usize>) {
    let outline = &site.handbook.documents[id.index()].file.outline;
    let start = text[..words.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[words.end..].find('\n').map_or(text.len(), |at| words.end + at);
    let beside = outline.nameless.iter().filter_map(|other| {
        let (other, at) = (*other as usize, outline.links[*other as usize].words.start as usize);
        let is_beside = (start..=words.start).contains(&at) || (words.end..=end).contains(&at);
        (other != link && is_beside).then_some((at, other))
    });
    let (mut before, mut after): (Vec<_>, Vec<_>) = beside.partition(|other| *other < (words.start, link));
    if before.is_empty() && after.is_empty() {
        return (Cow::Borrowed(text), words);
    }
    before.sort_unstable();
    after.sort_unstable();
    before.drain(..before.len().saturating_sub(MAX_NAMES));
    after.truncate(MAX_NAMES);
    let mut named = String::with_capacity(end - start);
    let mut copied = start;
    let mut put = |others: &[(usize, usize)], until: usize| {
        for (at, other) in others {
            named.push_str(&text[copied..*at]);
            named.push_str(&site.handbook.name_of(id, *other));
            copied = *at;
        }
        named.push_str(&text[copied..until]);
        copied = until;
        named.len()
    };
    let first = put(&before, words.start);
    let last = put(&[], words.end);
    put(&after, end);
    (Cow::Owned(named), first..last)
}

/// The anchor of the section that a link stands in.
fn heading_above(site: &Site, mention: Mention) -> Option<&str> {
    let file = &site.handbook.documents[mention.document.index()].file;
    let section = file.outline.sections.get(file.section_of(mention.link as usize))?;
    Some(&file.outline.headings.get(section.heading? as usize)?.anchor)
}
