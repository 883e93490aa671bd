//! The rows of the long form: their columns, and what of each record stands in which.

use serde::Serialize;

use super::portable::{
    Archetype, Area, Cell, Change, Competency, Cycle, Family, Framework, Level, PayBand, Process, Profile,
    Removed, Scale, Statement, Track,
};

/// A column of the long form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// What the row is about: `level`, `statement`.
    Record,
    /// The id of it.
    Id,
    /// The id of the ladder.
    Framework,
    /// The id of a family.
    Family,
    /// The id of a competency.
    Competency,
    /// The id of a level, or another place.
    Level,
    /// The kind of a statement.
    Kind,
    /// What it belongs to.
    Parent,
    /// Its name, or what it says.
    Text,
    /// Everything else, as JSON.
    Data,
}

impl Column {
    /// All columns, in their order.
    pub const ALL: [Self; 10] = [
        Self::Record,
        Self::Id,
        Self::Framework,
        Self::Family,
        Self::Competency,
        Self::Level,
        Self::Kind,
        Self::Parent,
        Self::Text,
        Self::Data,
    ];

    /// Returns what stands in the header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Id => "id",
            Self::Framework => "framework",
            Self::Family => "family",
            Self::Competency => "competency",
            Self::Level => "level",
            Self::Kind => "kind",
            Self::Parent => "parent",
            Self::Text => "text",
            Self::Data => "data",
        }
    }
}

/// One row of the long form.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Its cells, by [`Column`].
    pub cells: [String; Column::ALL.len()],
}

impl Row {
    /// Makes a row about a kind of record.
    pub fn new(record: &str) -> Self {
        let mut row = Self::default();
        row.set(Column::Record, record);
        row
    }

    /// Returns a cell.
    pub fn get(&self, column: Column) -> &str {
        &self.cells[column as usize]
    }

    /// Fills a cell.
    pub fn set(&mut self, column: Column, value: impl Into<String>) {
        self.cells[column as usize] = value.into();
    }

    /// Fills the last cell with what the columns do not hold; leaves it empty when that is nothing.
    pub fn set_data(&mut self, form: &impl Serialize) {
        let json = serde_json::to_string(form).expect("the portable form has texts for keys");
        self.set(Column::Data, if json == "{}" { String::new() } else { json });
    }
}

/// A value of a record that stands in a column of its own.
pub enum Slot<'a> {
    /// A text; empty is none.
    Text(&'a mut String),
    /// A text that may be missing.
    Maybe(&'a mut Option<String>),
    /// The first of several.
    First(&'a mut Vec<String>),
}

impl Slot<'_> {
    /// Takes the value out, unless it is one that a cell could not tell from none.
    pub fn take(&mut self) -> String {
        match self {
            Self::Text(text) => std::mem::take(text),
            Self::Maybe(text) => text.take_if(|text| !text.is_empty()).unwrap_or_default(),
            Self::First(texts) if texts.first().is_some_and(|text| !text.is_empty()) => texts.remove(0),
            Self::First(_) => String::new(),
        }
    }

    /// Puts a value in. Nothing is put in for an empty cell.
    pub fn put(&mut self, cell: &str) {
        if cell.is_empty() {
            return;
        }
        let cell = cell.to_owned();
        match self {
            Self::Text(text) => **text = cell,
            Self::Maybe(text) => **text = Some(cell),
            Self::First(texts) => texts.insert(0, cell),
        }
    }
}

/// What a row can be about.
pub trait Record: Serialize {
    /// What stands in the first column.
    const NAME: &'static str;

    /// Returns what stands in columns of its own.
    fn slots(&mut self) -> Vec<(Column, Slot<'_>)>;
}

macro_rules! records {
    ($($form:ident $name:literal { $($column:ident: $slot:ident($field:ident)),* })*) => {$(
        impl Record for $form {
            const NAME: &'static str = $name;

            fn slots(&mut self) -> Vec<(Column, Slot<'_>)> {
                vec![$((Column::$column, Slot::$slot(&mut self.$field))),*]
            }
        }
    )*};
}

records! {
    Framework "framework" { Id: Text(id), Text: Text(name) }
    Scale "scale" { Id: Text(id), Kind: Text(kind), Text: Text(name) }
    Track "track" { Id: Text(id), Text: Text(name) }
    Level "level" { Id: Text(id), Parent: Maybe(track), Text: First(titles) }
    Family "family" { Id: Text(id), Parent: Maybe(extends), Text: Text(name) }
    Area "area" { Id: Text(id), Parent: Maybe(parent), Text: Text(name) }
    Competency "competency" { Id: Text(id), Parent: Maybe(area), Text: Text(name) }
    Cell "cell" { Text: Maybe(summary) }
    Statement "statement" { Id: Maybe(id), Text: Text(text) }
    Archetype "archetype" { Id: Text(id), Text: Text(name) }
    Profile "profile" { Id: Text(id), Family: Maybe(family), Level: Maybe(level), Text: Text(name) }
    PayBand "pay_band" { Id: Text(id), Text: Maybe(label) }
    Process "process" { Id: Text(id), Text: Text(name) }
    Cycle "cycle" { Id: Text(id), Text: Text(name) }
    Removed "removed" { Id: Text(id), Text: Maybe(note) }
    Change "change" { Id: Text(id), Kind: Maybe(kind), Text: Maybe(note) }
}
