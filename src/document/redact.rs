//! What one edition may see of a file.

mod words;

use std::ops::Range;
use std::sync::Arc;

use super::ParsedFile;
use super::body::Slot;
use super::html::escape_attribute;
use super::outline::Outline;
use crate::ladder::model::{Cell, Declarations, PayBand, Profile, Statement};
use crate::ladder::sheet::{Item, Label, Prose, Section, Sheet, is_for_few};
use crate::ladder::text::{Name, Text};
use crate::source::SourcePath;

/// One file as an edition may see it. What it may not see is not there.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file, from the project's root.
    pub path: SourcePath,
    /// What it says.
    pub file: Arc<ParsedFile>,
}

/// Whether drafts belong to the edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drafts {
    /// They are published like any page.
    Include,
    /// They do not exist.
    Exclude,
}

/// Returns the file as an edition may see it, or `None` when it may not see it at all.
pub fn redact(path: &SourcePath, file: &Arc<ParsedFile>, drafts: Drafts) -> Option<Document> {
    let is_hidden = file.front_matter.draft && drafts == Drafts::Exclude;
    let file = match file.sheet.as_deref() {
        _ if is_hidden => return None,
        Some(Sheet::Prose(prose)) if has_restricted_items(prose) => {
            Arc::new(without_restricted_items(file, prose))
        }
        Some(Sheet::Data(declared)) if has_restricted(declared) => {
            Arc::new(without_restricted_statements(file, declared))
        }
        _ => Arc::clone(file),
    };
    Some(Document { path: path.clone(), file })
}

// Headings and lists

fn has_restricted_items(prose: &Prose) -> bool {
    !prose.few.is_empty() || prose.sections.iter().any(is_restricted_in_part)
}

fn is_restricted_in_part(section: &Section) -> bool {
    names_few(&section.items) || section.items.iter().any(is_item_restricted_in_part)
}

fn is_item_restricted_in_part(item: &Item) -> bool {
    names_few(&item.items) || item.items.iter().any(is_item_restricted_in_part)
}

/// Returns whether one of the items is the audience of what they belong to, and not everybody.
fn names_few(items: &[Item]) -> bool {
    let is_few = |item: &Item| item.label == Some(Label::Audience) && is_for_few(&item.text.written);
    items.iter().any(is_few)
}

/// What was taken out of a file.
#[derive(Default)]
struct Removed {
    pieces: Vec<u32>,
    /// Headings of which all that stands below them is gone, up to the next.
    sections: Vec<Box<str>>,
    ids: Vec<Box<str>>,
}

impl Removed {
    fn text(&mut self, text: &Text) {
        self.pieces.extend(text.piece);
    }

    fn item(&mut self, item: &Item) {
        self.text(&item.text);
        self.pieces.extend(item.whole);
        self.ids.extend(item.id.iter().map(|(id, _)| id.clone()));
        item.items.iter().for_each(|inner| self.item(inner));
    }

    fn statement(&mut self, statement: &Statement) {
        self.text(&statement.text);
        statement.children.iter().for_each(|child| self.statement(child));
    }
}

fn without_restricted_items(file: &ParsedFile, prose: &Prose) -> ParsedFile {
    let mut removed = Removed::default();
    let mut prose = prose.clone();
    removed.pieces.append(&mut prose.few);
    let mut few: Option<u8> = None;
    for section in &mut prose.sections {
        // Nobody says of a whole section whom it is for, but it can only be meant so, with those below it.
        few = few.filter(|depth| section.depth > *depth);
        few = few.or_else(|| names_few(&section.items).then_some(section.depth));
        if few.is_some() {
            removed.sections.push(section.anchor.clone());
            for item in section.items.drain(..) {
                removed.item(&item);
                withhold(&item, &mut section.withheld);
            }
            section.text.take().iter().for_each(|text| removed.text(text));
        }
        keep_public(&mut section.items, (&mut removed, &mut section.withheld));
    }
    let mut file = blanked(file, &removed);
    file.sheet = Some(Arc::new(Sheet::Prose(Box::new(prose))));
    file
}

fn keep_public(items: &mut Vec<Item>, (removed, withheld): (&mut Removed, &mut Vec<Option<Name>>)) {
    items.retain_mut(|item| {
        if names_few(&item.items) {
            removed.item(item);
            withhold(item, withheld);
            return false;
        }
        keep_public(&mut item.items, (removed, withheld));
        true
    });
}

/// Notes that an item is there, and its ids.
fn withhold(item: &Item, withheld: &mut Vec<Option<Name>>) {
    withheld.push(item.id.as_ref().map(|(id, span)| Name::new(id.clone(), *span)));
    item.items.iter().filter(|inner| inner.id.is_some()).for_each(|inner| withhold(inner, withheld));
}

/// Returns the file with blanks where the texts of these pieces and their ids were, so that offsets stay
/// as they are, and without what its outline knows from there.
fn blanked(file: &ParsedFile, removed: &Removed) -> ParsedFile {
    let mut file = file.clone();
    let mut html = std::mem::take(&mut file.body.html);
    let mut gone: Vec<Range<usize>> = Vec::new();
    for piece in &removed.pieces {
        let piece = std::mem::take(&mut file.pieces[*piece as usize]);
        gone.extend(piece.iter().map(bytes));
    }
    gone.extend(removed.sections.iter().filter_map(|anchor| below(&file.outline, anchor)));
    let ids = removed.ids.iter().map(|id| attribute(id));
    gone.extend(ids.filter_map(|id| html.find(&id).map(|at| at..at + id.len())));
    add_notes(&html, &file.outline, &mut gone);
    let texts: Vec<String> = gone.iter().map(|range| html[range.clone()].to_owned()).collect();
    for range in &gone {
        html.replace_range(range.clone(), &" ".repeat(range.len()));
    }
    file.body.html = html;
    let is_gone = |anchor: &str| texts.iter().any(|text| text.contains(&attribute(anchor)));
    let kept: Vec<bool> = file.outline.headings.iter().map(|heading| !is_gone(&heading.anchor)).collect();
    words::renumber(&mut file.outline.sections, &kept);
    if words::is_summary_gone(&file.outline, &gone) {
        file.outline.summary.clear();
        file.outline.summary_names.clear();
    }
    // Where they stood is not known.
    file.outline.asides.clear();
    words::take_out(&mut file.outline, &gone);
    file.outline.notes.retain(|note| !gone.contains(&bytes(&note.html)));
    file.outline.headings.retain(|heading| !is_gone(&heading.anchor));
    file.outline.anchors.retain(|anchor| !is_gone(&anchor.name));
    without_links_of(&gone, &mut file);
    file
}

fn bytes(range: &Range<u32>) -> Range<usize> {
    range.start as usize..range.end as usize
}

/// The HTML between the heading with this anchor and the next.
fn below(outline: &Outline, anchor: &str) -> Option<Range<usize>> {
    let heading = outline.headings.iter().position(|heading| *heading.anchor == *anchor)?;
    let is_its = |at: u32| at as usize == heading;
    let section = outline.sections.iter().find(|section| section.heading.is_some_and(is_its))?;
    Some(bytes(&section.html))
}

/// Adds the notes whose marks are all gone, and those that only such notes mark.
fn add_notes(html: &str, outline: &Outline, gone: &mut Vec<Range<usize>>) {
    // As the writer of notes makes them.
    let marks = |number: u32| format!("<a href=\"#fn:{number}\" id=\"fnref:{number}");
    let mut left: Vec<(Range<usize>, Vec<usize>)> = outline
        .notes
        .iter()
        .map(|note| {
            let marks = html.match_indices(&marks(note.number)).map(|(at, _)| at).collect();
            (bytes(&note.html), marks)
        })
        .collect();
    loop {
        let is_gone = |at: &usize| gone.iter().any(|range| range.contains(at));
        let (unmarked, marked): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|(_, marks)| !marks.is_empty() && marks.iter().all(is_gone));
        gone.extend(unmarked.iter().map(|(note, _)| note.clone()));
        left = marked;
        if unmarked.is_empty() {
            return;
        }
    }
}

fn attribute(id: &str) -> String {
    let mut attribute = "id=\"".to_owned();
    escape_attribute(id, &mut attribute);
    attribute.push('"');
    attribute
}

/// Removes slots in these bytes, and links that were there only: what they lead to would be published
/// for nobody.
fn without_links_of(gone: &[Range<usize>], file: &mut ParsedFile) {
    let is_gone = |slot: &Slot| gone.iter().any(|range| range.contains(&(slot.offset as usize)));
    let (dropped, mut kept): (Vec<Slot>, Vec<Slot>) = file.body.slots.drain(..).partition(is_gone);
    let mut numbers: Vec<u32> = dropped.iter().filter_map(|slot| slot.kind.link()).collect();
    numbers.retain(|number| !kept.iter().any(|slot| slot.kind.link() == Some(*number)));
    numbers.sort_unstable();
    numbers.dedup();
    let is_kept = |link: u32| numbers.binary_search(&link).is_err();
    let number = |link: u32| {
        let before = numbers.partition_point(|number| *number < link);
        link - u32::try_from(before).expect("there were as many links")
    };
    let outline = &mut file.outline;
    let mut at = 0..;
    outline.links.retain(|_| at.next().is_some_and(is_kept));
    outline.nameless.retain(|link| is_kept(*link));
    outline.nameless.iter_mut().for_each(|link| *link = number(*link));
    outline.summary_names.retain(|name| is_kept(name.link));
    outline.summary_names.iter_mut().for_each(|name| name.link = number(name.link));
    for slot in &mut kept {
        slot.kind = slot.kind.renumbered(number);
    }
    file.body.slots = kept;
}

// Tables of declarations

fn is_statement_for_few(statement: &Statement) -> bool {
    statement.audience.as_ref().is_some_and(|audience| is_for_few(audience.as_str()))
}

/// Candidates are outside, so what is written for hiring is for everybody.
fn is_profile_for_few(profile: &Profile) -> bool {
    profile.audience.as_ref().is_some_and(|audience| {
        is_for_few(audience.as_str()) && !audience.as_str().trim().eq_ignore_ascii_case("hiring")
    })
}

fn is_band_for_few(band: &PayBand) -> bool {
    band.visibility.as_deref().is_some_and(is_for_few)
}

fn has_restricted(declared: &Declarations) -> bool {
    fn is_restricted(statement: &Statement) -> bool {
        is_statement_for_few(statement) || statement.children.iter().any(is_restricted)
    }
    declared.cells.iter().flat_map(|cell: &Cell| &cell.statements).any(is_restricted)
        || declared.profiles.iter().any(is_profile_for_few)
        || declared.pay_bands.iter().any(is_band_for_few)
}

fn without_restricted_statements(file: &ParsedFile, declared: &Declarations) -> ParsedFile {
    let mut removed = Removed::default();
    let mut declared = declared.clone();
    for cell in &mut declared.cells {
        keep_public_statements(&mut cell.statements, (&mut removed, &mut cell.withheld));
    }
    declared.profiles.retain(|profile| {
        let is_kept_back = is_profile_for_few(profile);
        if is_kept_back {
            profile.sections.iter().for_each(|section| removed.text(&section.text));
        }
        !is_kept_back
    });
    for band in declared.pay_bands.extract_if(.., |band| is_band_for_few(band)) {
        declared.withheld_bands.extend(band.label.map(|label| Name::new(label, band.id.place.span)));
        declared.withheld_bands.push(band.id);
    }
    let mut file = blanked(file, &removed);
    file.sheet = Some(Arc::new(Sheet::Data(Box::new(declared))));
    file
}

fn keep_public_statements(
    statements: &mut Vec<Statement>,
    (removed, withheld): (&mut Removed, &mut Vec<Option<Name>>),
) {
    statements.retain_mut(|statement| {
        if is_statement_for_few(statement) {
            removed.statement(statement);
            withheld.push(statement.id.clone());
            withheld.extend(statement.children.iter().map(|child| child.id.clone()));
            return false;
        }
        keep_public_statements(&mut statement.children, (removed, withheld));
        true
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::document::body::SlotKind;
    use crate::document::highlight::Highlighter;
    use crate::document::{self, Dialect, SheetFormat};

    fn redacted(text: &str, format: SheetFormat) -> Arc<ParsedFile> {
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let file = document::parse_sheet(text, format, dialect, &Highlighter::default());
        redact(&SourcePath::root(), &Arc::new(file.value), Drafts::Exclude).unwrap().file
    }

    fn items(file: &ParsedFile) -> Vec<String> {
        let Some(Sheet::Prose(prose)) = file.sheet.as_deref() else { panic!("prose") };
        prose.sections.iter().flat_map(|s| &s.items).map(|item| item.text.written.to_string()).collect()
    }

    #[test]
    fn what_is_not_for_everybody_is_gone() {
        let text = "## S\n\n- secret [x](y.md) {#s}\n\n  - Example: hidden\n  - **Audience:** managers\n\n- open [[z]] {#o}\n  - audience: Public.\n  - Not this: covert\n    - Audience: ??\n";
        let file = redacted(text, SheetFormat::Markdown);
        assert_eq!(items(&file), ["open [[z]]"]);
        let all = format!("{:?}", (&file.body, &file.sheet, &file.outline.anchors, &file.outline.summary));
        for word in ["secret", "hidden", "managers", "covert", "id=\\\"s\\\"", "name: \"s\""] {
            assert!(!all.contains(word), "{word}: {all}");
        }
        let links: Vec<&str> = file.outline.links.iter().map(|link| &*link.destination).collect();
        assert_eq!(links, ["z"]);
        let kinds: Vec<SlotKind> = file.body.slots.iter().map(|slot| slot.kind).collect();
        assert!(
            kinds.contains(&SlotKind::Href(0)) && kinds.iter().all(|kind| kind.link() == Some(0)),
            "{kinds:?}"
        );
        assert!(file.outline.has_anchor("o"));
    }

    #[test]
    fn words_are_as_if_nobody_had_written_what_is_gone() {
        let words = |text: &str| {
            let file = redacted(text, SheetFormat::Markdown);
            let outline = &file.outline;
            let of = |range: &Range<u32>| &outline.text[range.start as usize..range.end as usize];
            for run in &outline.runs {
                let html = &file.body.html[run.html.start as usize..run.html.end as usize];
                assert_eq!(of(&run.text), html, "nothing is escaped here");
            }
            let sections: Vec<String> = outline.sections.iter().map(|s| of(&s.text).to_owned()).collect();
            let links: Vec<String> = outline.links.iter().map(|link| of(&link.words).to_owned()).collect();
            (outline.text.clone(), sections, links)
        };
        let few = "## S\n\n- open *a* [b](c) {#o}\n- [secret](y.md) `code` {#s}\n  - Audience: managers\n- Not this: d ![alt](i.png) e [f](g)\n\n## T\n\n- secret\n  - Audience: few\n\n## U\n\nLast [l](l).\n";
        let all = "## S\n\n- open *a* [b](c) {#o}\n- Not this: d ![alt](i.png) e [f](g)\n\n## T\n\n## U\n\nLast [l](l).\n";
        assert_eq!(words(few), words(all));
        let (text, sections, links) = words(all);
        assert_eq!(text, "open a b\nNot this: d alt e f\nLast l.");
        assert_eq!(sections, ["", "open a b\nNot this: d alt e f", "", "Last l."]);
        assert_eq!(links, ["b", "alt", "f", "l"]);
    }

    #[test]
    fn words_of_tables_for_few_are_gone() {
        let text = "[[cells]]\nlevel = \"a\"\ncompetency = \"b\"\nstatements = [\n{ text = \"secret *x*\", audience = \"managers\" },\n{ text = \"open [y](z.md)\" },\n]\n";
        let file = redacted(text, SheetFormat::Toml);
        assert_eq!(file.outline.text, "open y");
        assert_eq!(file.outline.sections[0].text, 0..6);
        assert_eq!(file.outline.links[0].words, 5..6);
    }

    #[test]
    fn a_section_for_few_is_gone() {
        let text = "Intro.\n\n## S\n\nsecret\n\n- Audience: internal\n- hidden\n\n## T\n\n- open\n";
        let file = redacted(text, SheetFormat::Markdown);
        assert_eq!(items(&file), ["open"]);
        assert!(!file.body.html.contains("secret") && !file.body.html.contains("hidden"));
        assert_eq!(file.outline.summary, "Intro.");
    }

    #[test]
    fn sections_below_one_for_few_are_gone() {
        let text = "## S\n\n- Audience: internal\n\n### Exceeds\n\nsecret\n\n<b>secret</b>\n\n- secret {#e}\n\n## T\n\n- open\n";
        let file = redacted(text, SheetFormat::Markdown);
        assert_eq!(items(&file), ["open"]);
        assert!(!format!("{:?}", (&file.body, &file.sheet, &file.outline.text)).contains("secret"));
        let Some(Sheet::Prose(prose)) = file.sheet.as_deref() else { panic!("prose") };
        assert_eq!(prose.sections[1].withheld.len(), 1);
    }

    #[test]
    fn a_description_is_of_what_is_open() {
        for (list, summary) in [
            ("- **Example:** secret {#a}\n\n  - Audience: managers\n\n- open\n", ""),
            ("- open {#a}\n\n- secret\n\n  - Audience: managers\n", "open"),
            ("- x[^n]\n  - Audience: managers\n\n[^n]: secret\n", ""),
            ("- secret\n\n  Audience: managers\n- open\n", ""),
            ("- secret\n  **Audience:** managers\n- open\n", ""),
        ] {
            let file = redacted(&format!("# T\n\n- tight\n\n## S\n\n{list}"), SheetFormat::Markdown);
            assert_eq!(file.outline.summary, summary, "{list}");
            assert!(!format!("{:?}", (&file.body, &file.outline.text)).contains("secret"), "{list}");
        }
    }

    #[test]
    fn notes_of_what_is_gone_are_gone() {
        let text = "## S\n\n- secret[^a]\n  - Audience: managers\n- open[^b]\n- Audience\n\n[^a]: secret[^c] [x](y.md)\n[^b]: noted\n[^c]: secret\n[^d]: kept\n";
        let file = redacted(text, SheetFormat::Markdown);
        let html = &file.body.html;
        assert!(!html.contains("secret") && !html.contains("managers"), "{html}");
        assert!(html.contains("<li id=\"fn:2\" value=\"2\">\n<p>noted"), "{html}");
        assert!(html.contains("kept") && html.matches("<li").count() == 4, "{html}");
        assert!(file.outline.links.is_empty() && !file.outline.text.contains("secret"));
        assert!(!file.outline.has_anchor("fn:1") && file.outline.has_anchor("fn:2"));
    }

    #[test]
    fn items_for_few_are_gone_from_lists_that_are_text() {
        let text = "- open\n- secret\n  - Audience: managers\n\n> - secret\n>   - audience: few\n\n## S\n\n- point\n\n  > 1. secret\n  >    - Audience:\n  > 2. said\n\n## P {.prose}\n\n- secret [x](y.md)\n  - more\n  - **Audience:** managers\n- kept\n  - Audience: everyone\n";
        let file = redacted(text, SheetFormat::Markdown);
        let all = format!("{:?}", (&file.body, &file.sheet, &file.outline));
        assert!(!all.contains("secret") && !all.contains("y.md"), "{all}");
        for word in ["open", "point", "said", "kept", "everyone"] {
            assert!(all.contains(word), "{word}: {all}");
        }
    }

    #[test]
    fn a_blank_audience_of_a_table_keeps_back() {
        let text = "- level: a\n  competency: b\n  statements:\n    - {text: secret, audience: null}\n    - {text: secret, audience: \"\"}\n    - {text: open}\n";
        let file = redacted(&format!("cells:\n{text}"), SheetFormat::Yaml);
        assert_eq!(file.outline.text, "open");
    }

    #[test]
    fn a_file_for_everybody_is_shared() {
        let text = "## S\n\n- open\n  - Audience: everyone\n";
        let dialect = Dialect::Handbook(Config::new("x").markdown);
        let file = document::parse_sheet(text, SheetFormat::Markdown, dialect, &Highlighter::default());
        let file = Arc::new(file.value);
        let document = redact(&SourcePath::root(), &file, Drafts::Exclude).unwrap();
        assert!(Arc::ptr_eq(&document.file, &file));
    }
}
