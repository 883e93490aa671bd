//! `guardian`: a section for each role, below it one for each area, below that an HTML table whose two
//! columns are lists: what meets the criteria and what exceeds them, or what is core and what is growth.
//!
//! | theirs | ours |
//! |---|---|
//! | role | level; individual contributors and management are tracks |
//! | area | competency of the tracks that have it |
//! | column | `strength` of the expectations in it |
//! | item | expectation, the items of its inner list its points |
//! | a cell with nothing but `TODO` | still to be written |
//! | salary band | key of a pay band, without its numbers |
//!
//! Written as layout A, as people would: a Markdown file for each area.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use daring::ladder::text::id_of;

use super::{Converted, read};
use crate::counts::Counts;

/// Lowest first.
const MANAGEMENT: [&str; 4] = [
    "associate-engineering-manager",
    "engineering-manager",
    "senior-engineering-manager",
    "head-of-engineering",
];

/// Items to be written take the place of expectations.
const TO_DO: &str = "TODO";

pub fn ladders(corpus: &Path) -> Vec<Converted> {
    let mut pages = vec![("ic", read(corpus, "README.md"))];
    pages.extend(MANAGEMENT.map(|page| ("management", read(corpus, &format!("management/{page}.md")))));
    let roles: Vec<Role<'_>> = pages.iter().flat_map(|(track, page)| roles(track, page)).collect();
    let salaries = read(corpus, "salary-bands.md");
    let bands = bands(&salaries);
    let mut areas: Vec<&str> = Vec::new();
    for area in roles.iter().flat_map(|role| &role.areas) {
        if !areas.contains(&area.name) {
            areas.push(area.name);
        }
    }
    let mut files = vec![("ladder.toml".to_owned(), skeleton(&roles, &bands))];
    files.extend(
        areas
            .iter()
            .enumerate()
            .map(|(at, area)| (format!("{}.md", area_id(area)), competency((at, area), &roles))),
    );
    let counted = counted(pages.iter().map(|(_, page)| page.as_str()));
    vec![Converted { name: "guardian", files, counted }]
}

struct Role<'a> {
    track: &'a str,
    title: &'a str,
    areas: Vec<Area<'a>>,
}

struct Area<'a> {
    name: &'a str,
    /// Heading and list of each column.
    columns: Vec<(String, Vec<Item>)>,
}

/// Depth, one for the outermost list, and text.
type Item = (usize, String);

fn roles<'a>(track: &'a str, page: &'a str) -> Vec<Role<'a>> {
    let roles = page.split("\n### ").map(|role| role.trim_start_matches("### "));
    let roles = roles.filter(|role| role.contains("<table>")).map(|role| {
        let title = role.lines().next().unwrap().trim();
        let areas = role.split("\n#### ").skip(1);
        let areas =
            areas.map(|area| Area { name: area.lines().next().unwrap().trim(), columns: columns(area) });
        Role { track, title, areas: areas.collect() }
    });
    roles.collect()
}

/// Reads the table of an area, tag by tag.
fn columns(area: &str) -> Vec<(String, Vec<Item>)> {
    let mut columns: Vec<(String, Vec<Item>)> = Vec::new();
    let (mut column, mut depth) = (0, 0_usize);
    let mut open = None;
    for part in area.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match tag.split_whitespace().next().unwrap() {
            "th" => columns.push((text, Vec::new())),
            "td" => (column, depth) = (column + 1, 0),
            "ul" => depth += 1,
            "/ul" => depth = depth.saturating_sub(1),
            "li" => {
                columns[column - 1].1.push((depth, text));
                open = Some(column - 1);
            }
            "b" => append(&mut columns, open, &format!(" **{text}")),
            "/b" => append(&mut columns, open, &format!("**{text}")),
            _ => {}
        }
    }
    columns
}

fn append(columns: &mut [(String, Vec<Item>)], open: Option<usize>, text: &str) {
    let (_, item) = columns[open.unwrap()].1.last_mut().unwrap();
    item.push_str(text);
}

fn area_id(name: &str) -> String {
    // One page writes "&" where the others write "and".
    id_of(&name.replace('&', "and"))
}

/// The names of the bands, by the title of their list. Numbers stay where they are.
fn bands(page: &str) -> Vec<(String, &str)> {
    let mut group = String::new();
    let mut bands = Vec::new();
    for line in page.lines().map(str::trim) {
        let Some(item) = line.strip_prefix('*') else { continue };
        match item.trim().split_once(": `") {
            Some((name, _)) => bands.push((group.clone(), name)),
            None => item.replace("**", "").trim().clone_into(&mut group),
        }
    }
    bands
}

fn skeleton(roles: &[Role<'_>], bands: &[(String, &str)]) -> String {
    let mut text =
        "[framework]\nid = \"guardian\"\nname = \"Engineering performance\"\nmode = \"standalone\"\n"
            .to_owned();
    for (id, name) in [("ic", "Individual Contributor"), ("management", "Engineering Management")] {
        write!(text, "[[track]]\nid = \"{id}\"\nname = \"{name}\"\n").unwrap();
        let own = bands.iter().filter(|(group, _)| group == name);
        for (role, (_, band)) in roles.iter().filter(|role| role.track == id).zip(own) {
            let band = id_of(&format!("{name} {band}"));
            let title = role.title;
            write!(text, "[[level]]\ntitle = \"{title}\"\ntrack = \"{id}\"\npay_band = \"{band}\"\n")
                .unwrap();
        }
    }
    for (group, name) in bands {
        let id = id_of(&format!("{group} {name}"));
        write!(text, "[[pay_band]]\nid = \"{id}\"\nlabel = \"{name}\"\nextra = {{group = \"{group}\"}}\n")
            .unwrap();
    }
    text
}

fn competency((at, name): (usize, &str), roles: &[Role<'_>]) -> String {
    let is_it = |area: &&Area<'_>| area_id(area.name) == area_id(name);
    let mut tracks: Vec<&str> = roles
        .iter()
        .filter(|role| role.areas.iter().any(|area| is_it(&area)))
        .map(|role| role.track)
        .collect();
    tracks.dedup();
    let mut text =
        format!("---\nid: {}\norder: {at}\ntracks: [{}]\n---\n# {name}\n", area_id(name), tracks.join(", "));
    for role in roles {
        let Some(area) = role.areas.iter().find(is_it) else { continue };
        write!(text, "\n## {}\n", role.title).unwrap();
        let items = || area.columns.iter().flat_map(|(_, items)| items);
        if items().all(|(_, text)| text == TO_DO) {
            text.push_str("\nTo be defined\n");
            continue;
        }
        for (title, items) in &area.columns {
            write!(text, "\n### {}\n\n", title.trim_end_matches(" Criteria")).unwrap();
            for (depth, item) in items {
                writeln!(text, "{}- {item}", "  ".repeat(depth - 1)).unwrap();
            }
        }
    }
    text
}

/// Counts tags; an inner list is known by how many lists are open.
fn counted<'a>(pages: impl Iterator<Item = &'a str>) -> Counts {
    let mut counts = Counts::default();
    let mut areas = BTreeSet::new();
    for page in pages {
        // An emoji tells areas from other headings.
        areas
            .extend(page.lines().filter(|line| line.starts_with("#### ") && !line.is_ascii()).map(str::trim));
        counts.levels += page.split("\n### ").filter(|role| role.contains("<table>")).count();
        for cell in page.split("<td>").skip(1) {
            let cell = cell.split("</td>").next().unwrap();
            for (at, _) in cell.match_indices("<li>") {
                let before = &cell[..at];
                let is_inner = before.matches("<ul>").count() - before.matches("</ul>").count() > 1;
                match (cell[at..].starts_with("<li>TODO"), is_inner) {
                    (true, _) => counts.to_be_defined += 1,
                    (false, true) => counts.points += 1,
                    (false, false) => counts.expectations += 1,
                }
            }
        }
    }
    // Two columns of one cell say so.
    counts.to_be_defined /= 2;
    counts.competencies = areas.len();
    counts
}
