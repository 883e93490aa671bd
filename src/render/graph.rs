//! The links between pages as data and as a report, for `daring graph`.

use serde::Serialize;

use crate::handbook::ChapterId;
use crate::handbook::graph::Graph;
use crate::site::Site;

/// How many of the most linked pages a report names.
const MOST_LINKED: usize = 10;

/// The version of the JSON form. Fields may be added within it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct GraphJson<'a> {
    version: u32,
    pages: Vec<PageJson<'a>>,
    links: Vec<LinkJson<'a>>,
    orphans: Vec<&'a str>,
    dead_ends: Vec<&'a str>,
    most_linked: Vec<&'a str>,
}

#[derive(Serialize)]
struct PageJson<'a> {
    /// The address from the root; empty for the home page.
    path: &'a str,
    title: &'a str,
    /// The file from the project's root; `null` for a page that is generated.
    source: Option<&'a str>,
    /// The address of the part at the top level that holds it.
    section: &'a str,
    links_in: usize,
    links_out: usize,
}

#[derive(Serialize)]
struct LinkJson<'a> {
    from: &'a str,
    to: &'a str,
}

/// Returns the graph as JSON: pages, links, and what is remarkable among them.
pub fn json(site: &Site) -> String {
    let graph = site.graph();
    let paths = |ids: Vec<ChapterId>| ids.into_iter().map(|id| path(site, id)).collect();
    let page = |id: ChapterId| {
        let chapter = site.handbook.chapter(id);
        PageJson {
            path: path(site, id),
            title: &chapter.title,
            source: site.handbook.document(chapter).map(|document| document.path.as_str()),
            section: path(site, site.handbook.section_of(id)),
            links_in: graph.sources(id).len(),
            links_out: graph.targets(id).len(),
        }
    };
    let links = chapters(site).flat_map(|from| graph.targets(from).iter().map(move |to| (from, *to)));
    let value = GraphJson {
        version: VERSION,
        pages: chapters(site).map(page).collect(),
        links: links.map(|(from, to)| LinkJson { from: path(site, from), to: path(site, to) }).collect(),
        orphans: paths(site.handbook.orphans(graph)),
        dead_ends: paths(site.handbook.dead_ends(graph)),
        most_linked: paths(site.handbook.most_linked(graph, MOST_LINKED)),
    };
    let mut text = serde_json::to_string_pretty(&value).expect("texts and numbers can be written as JSON");
    text.push('\n');
    text
}

/// Returns the graph in the language of Graphviz, a cluster for each section.
pub fn dot(site: &Site) -> String {
    let graph = site.graph();
    let title = &site.config.title;
    let mut out = format!("digraph {} {{\n  rankdir=LR\n  node [shape=box]\n", quoted(title));
    let mut sections: Vec<(ChapterId, Vec<ChapterId>)> = Vec::new();
    for id in chapters(site) {
        let section = site.handbook.section_of(id);
        match sections.iter_mut().find(|(known, _)| *known == section) {
            Some((_, pages)) => pages.push(id),
            None => sections.push((section, vec![id])),
        }
    }
    for (number, (section, pages)) in sections.iter().enumerate() {
        let name = &site.handbook.chapter(*section).title;
        out.push_str(&format!("  subgraph cluster_{number} {{\n    label={}\n", quoted(name)));
        for id in pages {
            let label = quoted(&site.handbook.chapter(*id).title);
            out.push_str(&format!("    {} [label={label}]\n", node(site, *id)));
        }
        out.push_str("  }\n");
    }
    for from in chapters(site) {
        for to in graph.targets(from) {
            out.push_str(&format!("  {} -> {}\n", node(site, from), node(site, *to)));
        }
    }
    out.push_str("}\n");
    out
}

/// Returns what is remarkable, for people.
pub fn report(site: &Site) -> String {
    let graph = site.graph();
    let pages = site.handbook.chapters.len();
    let mut out = format!("{pages} pages, {} links between them\n", graph.len());
    let orphans = site.handbook.orphans(graph);
    list(&mut out, site, "Orphans: no text leads to them", orphans.iter().map(|id| (*id, String::new())));
    let dead_ends = site.handbook.dead_ends(graph);
    list(&mut out, site, "Dead ends: they lead nowhere", dead_ends.iter().map(|id| (*id, String::new())));
    let most = site.handbook.most_linked(graph, MOST_LINKED);
    let counted = |id: &ChapterId| (*id, format!(", {}", pages_linking(graph, *id)));
    list(&mut out, site, "Most linked", most.iter().map(counted));
    out
}

fn pages_linking(graph: &Graph, id: ChapterId) -> String {
    match graph.sources(id).len() {
        1 => "from 1 page".to_owned(),
        number => format!("from {number} pages"),
    }
}

fn list(
    out: &mut String,
    site: &Site,
    heading: &str,
    chapters: impl ExactSizeIterator<Item = (ChapterId, String)>,
) {
    if chapters.len() == 0 {
        return;
    }
    out.push_str(&format!("\n{heading} ({})\n", chapters.len()));
    for (id, remark) in chapters {
        let chapter = site.handbook.chapter(id);
        let source = site.handbook.document(chapter).map(|document| document.path.as_str());
        let place = source.map_or_else(|| format!("/{}", path(site, id)), str::to_owned);
        out.push_str(&format!("  {} ({place}){remark}\n", chapter.title));
    }
}

fn chapters(site: &Site) -> impl Iterator<Item = ChapterId> + '_ {
    (0..site.handbook.chapters.len()).map(|index| ChapterId::from_index(index, &site.handbook))
}

fn path(site: &Site, id: ChapterId) -> &str {
    site.pages.chapter(id).as_str()
}

fn node(site: &Site, id: ChapterId) -> String {
    quoted(&format!("/{}", path(site, id)))
}

/// A string of the DOT language: quotes and backslashes are escaped, a line break is a space.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
    format!("\"{text}\"")
}
