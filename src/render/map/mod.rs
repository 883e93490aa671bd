//! A map as a drawing and as a table of the same facts.

mod layout;

use std::fmt::Write;

use super::beside::list_href;
use super::chapter::From;
use crate::document::html::escape_text;
use crate::handbook::ChapterId;
use crate::handbook::map::{Detail, Group, Map};
use crate::handbook::special::SpecialKind;
use crate::page::view::{MapRowView, MapView};
use crate::site::Site;

use layout::{COLUMN, LINE, Place};

/// Letters of a title that fit into a box; about seven units each, and somewhat more where they are bold.
const TITLE_CHARS: usize = 30;
const HEADING_CHARS: usize = 26;

/// The most rows of the table.
const MAX_ROWS: usize = 1_000;

/// How many of the most linked pages are named.
const MOST_LINKED: usize = 10;

/// Draws the map of a part, and lists what is on it.
pub(super) fn view<'a>(site: &'a Site, from: &From<'_>, part: ChapterId) -> MapView<'a> {
    let graph = site.graph();
    let map = site.handbook.map(graph, part);
    let drawing = Drawing { site, from, map: &map };
    let link = |id: ChapterId| super::nav::link(site, from, id);
    let remarkable = |ids: Vec<ChapterId>| ids.into_iter().take(MAX_ROWS).map(link).collect();
    let is_whole = part == ChapterId::HOME;
    let (orphans, dead_ends) = match is_whole {
        true => (site.handbook.orphans(graph), site.handbook.dead_ends(graph)),
        false => (Vec::new(), Vec::new()),
    };
    let most = if is_whole { site.handbook.most_linked(graph, MOST_LINKED) } else { Vec::new() };
    let (rows, more) = drawing.rows();
    MapView {
        svg: match map.detail {
            Detail::Pages => drawing.pages(),
            Detail::Groups => drawing.groups(),
        },
        part: (!is_whole).then(|| link(part)),
        by_group: map.detail == Detail::Groups,
        rows,
        more,
        orphans: remarkable(orphans),
        dead_ends: remarkable(dead_ends),
        most_linked: remarkable(most),
    }
}

struct Drawing<'a, 'b> {
    site: &'a Site,
    from: &'b From<'b>,
    map: &'b Map,
}

impl<'a> Drawing<'a, '_> {
    /// A box for each group, a line for each page.
    fn pages(&self) -> String {
        let lines: Vec<usize> = self.map.groups.iter().map(|group| group.pages.len()).collect();
        let (places, size) = layout::boxes(&lines);
        let mut at = rustc_hash::FxHashMap::default();
        for (group, place) in self.map.groups.iter().zip(&places) {
            let lines = group.pages.iter().enumerate();
            at.extend(lines.map(|(number, id)| (*id, (*place, place.line(number + 1)))));
        }
        let graph = self.site.graph();
        let curve = |a: ChapterId, b: ChapterId| Some(layout::curve(*at.get(&a)?, *at.get(&b)?));
        let mut out = self.opened(size);
        out.push_str("<path class=\"map-lines\" d=\"");
        for id in self.map.groups.iter().flat_map(|group| &group.pages) {
            graph.targets(*id).iter().filter_map(|to| curve(*id, *to)).for_each(|curve| out.push_str(&curve));
        }
        out.push_str("\"/>");
        for (group, place) in self.map.groups.iter().zip(&places) {
            self.open_group(group, *place, &mut out);
            for (number, id) in group.pages.iter().enumerate() {
                let targets = graph.targets(*id).iter().filter_map(|to| curve(*id, *to));
                let sources = graph.sources(*id).iter().filter_map(|source| curve(*source, *id));
                let lines: [String; 2] = [targets.collect(), sources.collect()];
                let label = counts(graph.sources(*id).len(), graph.targets(*id).len());
                self.entry(&mut out, (*id, &label), (*place, place.line(number + 1)), &lines);
            }
            out.push_str("</g>");
        }
        out.push_str("</svg>");
        out
    }

    /// A box of one line for each group, with the number of its pages.
    fn groups(&self) -> String {
        let (places, size) = layout::boxes(&vec![1; self.map.groups.len()]);
        let curve = |a: usize, b: usize| {
            layout::curve((places[a], places[a].line(1)), (places[b], places[b].line(1)))
        };
        let others = || self.map.between.iter().filter(|((a, b), _)| a != b);
        let mut out = self.opened(size);
        for ((a, b), number) in others() {
            // Wider for more links, by powers of four.
            let width = 1 + (usize::BITS - number.leading_zeros()) / 2;
            write_to(
                &mut out,
                format_args!("<path class=\"map-lines map-w{width}\" d=\"{}\"/>", curve(*a, *b)),
            );
        }
        for (number, (group, place)) in self.map.groups.iter().zip(&places).enumerate() {
            self.open_group(group, *place, &mut out);
            let lines: [String; 2] = [
                others().filter(|((a, _), _)| *a == number).map(|((a, b), _)| curve(*a, *b)).collect(),
                others().filter(|((_, b), _)| *b == number).map(|((a, b), _)| curve(*a, *b)).collect(),
            ];
            let pages = super::count(group.pages.len(), "page");
            self.group_entry(&mut out, group, &pages, (*place, place.line(1)), &lines);
            out.push_str("</g>");
        }
        out.push_str("</svg>");
        out
    }

    fn opened(&self, (width, height): (i32, i32)) -> String {
        format!(
            "<svg class=\"map-drawing\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             role=\"group\" aria-label=\"Map\">"
        )
    }

    fn open_group(&self, group: &Group, place: Place, out: &mut String) {
        let title = &self.site.handbook.chapter(group.part).title;
        let Place { x, y, height, .. } = place;
        write_to(out, format_args!("<g role=\"group\" aria-label=\"{}\">", escaped(title)));
        write_to(
            out,
            format_args!(
                "<rect class=\"map-box\" x=\"{x}\" y=\"{y}\" width=\"{COLUMN}\" height=\"{height}\" rx=\"8\"/>"
            ),
        );
        let (x, y) = (x + 12, place.line(0) + 5);
        let title = escaped(&fitting(title, HEADING_CHARS));
        write_to(
            out,
            format_args!("<text class=\"map-title\" x=\"{x}\" y=\"{y}\" aria-hidden=\"true\">{title}</text>"),
        );
    }

    /// The link of a page.
    fn entry(&self, out: &mut String, (id, label): (ChapterId, &str), at: (Place, i32), lines: &[String; 2]) {
        let title = &self.site.handbook.chapter(id).title;
        let href = self.from.href(self.site.pages.chapter(id));
        let name = format!("{title}, {label}");
        write_entry(out, (&href, &name, &fitting(title, TITLE_CHARS)), at, lines);
    }

    /// The link of a group: to its own map, or else to its page.
    fn group_entry(
        &self,
        out: &mut String,
        group: &Group,
        pages: &str,
        at: (Place, i32),
        lines: &[String; 2],
    ) {
        let href = self.href_of(group);
        let name = format!("{}, {pages}", self.site.handbook.chapter(group.part).title);
        write_entry(out, (&href, &name, pages), at, lines);
    }

    fn href_of(&self, group: &Group) -> String {
        let map = Some(SpecialKind::Map(group.part)).filter(|_| group.has_map);
        let map = map.and_then(|kind| list_href(self.site, self.from, kind));
        map.unwrap_or_else(|| self.from.href(self.site.pages.chapter(group.part)))
    }

    /// The rows of the table, and how many are left out.
    fn rows(&self) -> (Vec<MapRowView<'a>>, usize) {
        let graph = self.site.graph();
        let title = |id: ChapterId| -> &'a str { &self.site.handbook.chapter(id).title };
        if self.map.detail == Detail::Groups {
            let sum = |wanted: &dyn Fn(usize, usize) -> bool| -> usize {
                self.map.between.iter().filter(|((a, b), _)| wanted(*a, *b)).map(|(_, number)| *number).sum()
            };
            let rows = self.map.groups.iter().enumerate().map(|(at, group)| MapRowView {
                title: title(group.part),
                href: self.href_of(group),
                section: "",
                pages: group.pages.len(),
                links_in: sum(&|a, b| a != at && b == at),
                links_out: sum(&|a, b| a == at && b != at),
            });
            return (rows.collect(), 0);
        }
        let pages = self.map.groups.iter().flat_map(|group| group.pages.iter().map(move |id| (group, *id)));
        let rows = pages.map(|(group, id)| MapRowView {
            title: title(id),
            href: self.from.href(self.site.pages.chapter(id)),
            section: title(group.part),
            pages: 1,
            links_in: graph.sources(id).len(),
            links_out: graph.targets(id).len(),
        });
        let mut rows: Vec<MapRowView<'a>> = rows.collect();
        let more = rows.len().saturating_sub(MAX_ROWS);
        rows.truncate(MAX_ROWS);
        (rows, more)
    }
}

/// A link with what is drawn for it alone: its lines, which show when it is pointed at.
fn write_entry(
    out: &mut String,
    (href, name, text): (&str, &str, &str),
    (place, y): (Place, i32),
    [targets, sources]: &[String; 2],
) {
    let (x, top) = (place.x, y - LINE / 2);
    write_to(out, format_args!("<a class=\"map-page\" href=\"{href}\" aria-label=\"{}\">", escaped(name)));
    write_to(
        out,
        format_args!(
            "<rect x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{LINE}\" rx=\"4\"/>",
            x + 4,
            COLUMN - 8
        ),
    );
    write_to(out, format_args!("<text x=\"{}\" y=\"{}\">{}</text>", x + 12, y + 5, escaped(text)));
    for (class, lines) in [("map-to", targets), ("map-from", sources)] {
        if !lines.is_empty() {
            write_to(out, format_args!("<path class=\"{class}\" d=\"{lines}\"/>"));
        }
    }
    out.push_str("</a>");
}

fn write_to(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes everything");
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape_text(text, &mut out);
    out
}

/// A title as far as it fits into a box, in whole words: what is seen is what the link is called by.
fn fitting(title: &str, chars: usize) -> String {
    if title.chars().count() <= chars {
        return title.to_owned();
    }
    let cut: String = title.chars().take(chars - 1).collect();
    let is_whole = title[cut.len()..].starts_with(' ');
    let words = if is_whole { &cut } else { cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words) };
    format!("{}…", words.trim_end())
}

fn counts(links_in: usize, links_out: usize) -> String {
    format!("{} to it, {links_out} from it", super::count(links_in, "link"))
}
