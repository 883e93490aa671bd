//! What stands below one heading, as the content of a cell.

use super::super::model::{Kind, Note, Statement};
use super::super::sheet::{Item, Label, Section};
use super::super::text::{FileId, Name, Place, Text};
use super::super::words::{StateWord, state_of};
use super::names::fold;

/// The content of a cell, its references as written.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// What the words in it say, when they are all there is.
    pub word: Option<(StateWord, Text)>,
    /// `Same as:`, as a statement of the cell about itself.
    pub same_as: Option<Name>,
    /// `Hide:`.
    pub hides: Vec<Name>,
    /// Text beside the list.
    pub summary: Option<Text>,
    /// `Proficiency:`.
    pub proficiency: Option<Name>,
    /// The list.
    pub statements: Vec<Statement>,
    /// What this edition may not see of it.
    pub withheld: Vec<Option<Name>>,
    /// Texts below inner headings.
    pub notes: Vec<Note>,
}

/// Says that a text stands in `file`.
pub(super) fn stamped(mut text: Text, file: FileId) -> Text {
    text.place.file = file;
    text
}

/// Reads the content of a heading and those below it.
pub(super) fn content(group: &[Section], file: FileId) -> Content {
    let mut content = Content::default();
    let mut count = 0;
    for (at, section) in group.iter().enumerate() {
        let defaults = Defaults::of(section, at > 0);
        count += section.items.len();
        read_items(&mut content, (section, defaults), file);
        content.withheld.extend(section.withheld.iter().cloned());
        let Some(text) = &section.text else { continue };
        let text = stamped(text.clone(), file);
        if content.summary.is_none() && !section.is_prose {
            content.summary = Some(text);
        } else {
            let anchor = Some(section.anchor.clone());
            content.notes.push(Note { title: section.heading.to_string(), anchor, family: None, text });
        }
    }
    content.word = word(&content, count);
    content
}

/// The words that are all there is in a cell of `count` items.
fn word(content: &Content, count: usize) -> Option<(StateWord, Text)> {
    let text = match (content.statements.as_slice(), &content.summary) {
        ([], Some(text)) if count == 0 => text.clone(),
        ([only], None) if count == 1 && only.children.is_empty() && only.id.is_none() => only.text.clone(),
        _ => return None,
    };
    // A lone dash makes an empty item of a list.
    let word =
        if text.written.trim().is_empty() { Some(StateWord::NotApplicable) } else { state_of(&text.written) };
    Some((word?, text))
}

/// What holds for all items of one heading.
struct Defaults {
    kind: Kind,
    strength: Option<Name>,
}

impl Defaults {
    /// An inner heading says what its items are, or how strongly they count.
    fn of(section: &Section, is_inner: bool) -> Self {
        if !is_inner {
            return Self { kind: Kind::Expectation, strength: None };
        }
        let kind = match &*fold(&section.heading) {
            "expectation" | "expectations" => Kind::Expectation,
            "example" | "examples" => Kind::Example,
            "not-this" | "counter-example" | "counter-examples" => Kind::CounterExample,
            "evidence" => Kind::Evidence,
            "signal" | "signals" => Kind::Signal,
            "stretch" => Kind::Stretch,
            word => {
                let strength = Some(Name::new(word, section.span));
                return Self { kind: Kind::Expectation, strength };
            }
        };
        Self { kind, strength: None }
    }
}

fn read_items(content: &mut Content, (section, defaults): (&Section, Defaults), file: FileId) {
    let mut common = blank(defaults.kind, Text::generated(""));
    common.strength = defaults.strength.map(|name| Name { place: place(name.place, file), ..name });
    for item in &section.items {
        set(&mut common, item, file);
    }
    for item in &section.items {
        match item.label {
            None | Some(Label::Kind(_)) => {
                content.hides.extend(item.items.iter().flat_map(|inner| hidden(inner, file)));
                let one = statement(item, common.clone(), file);
                content.statements.push(Statement { id_at: item.id_at.filter(|_| one.id.is_none()), ..one });
            }
            Some(Label::Hide) => content.hides.extend(hidden(item, file)),
            Some(Label::SameAs) => content.same_as = Some(name(item, file)),
            Some(Label::Proficiency) => content.proficiency = Some(name(item, file)),
            Some(Label::Replaces | Label::Raises) => {
                if let Some(last) = content.statements.last_mut() {
                    relate(last, item, file);
                }
            }
            Some(Label::Strength | Label::Audience | Label::Tags | Label::Since | Label::Until) => {}
        }
    }
}

/// Makes a statement of an item; `common` is what all items of its list share.
fn statement(item: &Item, common: Statement, file: FileId) -> Statement {
    let kind = match item.label {
        Some(Label::Kind(kind)) => kind,
        _ => common.kind,
    };
    let id = item.id.as_ref().map(|(id, span)| Name::new(id.clone(), *span));
    let mut one = Statement {
        id: id.map(|id| Name { place: place(id.place, file), ..id }),
        kind,
        text: stamped(item.text.clone(), file),
        ..common
    };
    for inner in &item.items {
        match inner.label {
            None | Some(Label::Kind(_)) => {
                let point = blank(Kind::Point, Text::generated(""));
                one.children.push(statement(inner, point, file));
            }
            Some(Label::Tags) => one.tags.extend(words(inner)),
            Some(Label::Proficiency) => one.proficiency = Some(name(inner, file)),
            Some(_) => {
                set(&mut one, inner, file);
                relate(&mut one, inner, file);
            }
        }
    }
    one
}

/// Takes over what a labelled item says about a statement.
fn set(one: &mut Statement, item: &Item, file: FileId) {
    let written = || item.text.written.trim().to_owned();
    match item.label {
        Some(Label::Strength) => one.strength = Some(name(item, file)),
        Some(Label::Audience) => one.audience = Some(name(item, file)),
        Some(Label::Since) => one.since = Some(written()),
        Some(Label::Until) => one.until = Some(written()),
        Some(Label::Tags) => one.tags.extend(words(item)),
        _ => {}
    }
}

/// Takes over which other statement a labelled item names.
fn relate(one: &mut Statement, item: &Item, file: FileId) {
    let target = match item.label {
        Some(Label::SameAs) => &mut one.same_as,
        Some(Label::Replaces) => &mut one.replaces,
        Some(Label::Raises) => &mut one.raises,
        _ => return,
    };
    *target = Some(name(item, file));
}

/// The ids behind `Hide:`.
fn hidden(item: &Item, file: FileId) -> Vec<Name> {
    if item.label != Some(Label::Hide) {
        return Vec::new();
    }
    let all = name(item, file);
    let ids = all.value.split([',', ';']).flat_map(str::split_whitespace).map(bare);
    ids.filter(|id| !id.is_empty()).map(|id| Name { value: id.into(), place: all.place }).collect()
}

fn words(item: &Item) -> Vec<String> {
    item.text.written.split(',').map(bare).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn name(item: &Item, file: FileId) -> Name {
    Name { value: bare(&item.text.written).into(), place: place(item.text.place, file) }
}

/// Takes emphasis and code marks off a name.
fn bare(name: &str) -> &str {
    name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '"'))
}

fn place(place: Place, file: FileId) -> Place {
    Place { file, ..place }
}

fn blank(kind: Kind, text: Text) -> Statement {
    Statement::new(kind, text)
}

/// Makes a statement that only says that it is another one.
pub(super) fn same_as(name: Name) -> Statement {
    let text = Text { written: "".into(), place: name.place, piece: None };
    Statement { same_as: Some(name), ..blank(Kind::Expectation, text) }
}
