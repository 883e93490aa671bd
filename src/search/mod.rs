//! Finding a section by words: what is written at build time, and how it is asked.
//!
//! [`index::build`] turns pages into a few compressed files ([`File`]), of which a reader loads only
//! what a query needs; [`engine::Engine`] answers a query from them. The same two halves exist once
//! more, in the script of the theme: it reads the same files, and a test holds that it gives the same
//! answers. So everything here is whole numbers and plain operations on characters that a browser has
//! too, and the words of a text are told from each other without the help of a dictionary.
//!
//! It deliberately does not know what a handbook is: who has pages makes [`Page`]s of them.

mod bytes;
mod deflate;
mod distance;
pub mod engine;
mod expand;
mod files;
mod fold;
pub mod index;
mod invert;
mod passage;
mod query;
mod rank;
mod shelf;
mod stem;
mod terms;
mod words;

pub use engine::{Answer, Engine, Group, Passage, Row};
pub use files::{File, Plan};
pub use query::{FilterKind, Query};
pub use shelf::Shelf;

/// A page that can be found.
#[derive(Debug, Clone, Default, Hash)]
pub struct Page<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address from the root of the site, percent-encoded.
    pub href: String,
    /// The titles of what it lies in, from the top down.
    pub trail: Vec<&'a str>,
    /// What it can be narrowed to: tags, the part of the handbook. Holds for all of its sections.
    pub facets: Vec<Facet>,
    /// Words that it is also found by: tags, names, terms that it explains.
    pub keywords: Vec<&'a str>,
    /// Its sections; the first is what stands before any heading, and always there.
    pub sections: Vec<Section<'a>>,
}

/// A stretch of a page with an address of its own.
#[derive(Debug, Clone, Default, Hash)]
pub struct Section<'a> {
    /// Its heading; empty for the first.
    pub heading: std::borrow::Cow<'a, str>,
    /// Its anchor; empty for the first.
    pub anchor: &'a str,
    /// The headings above it on the page.
    pub above: Vec<&'a str>,
    /// Its text, blocks separated by line ends.
    pub text: std::borrow::Cow<'a, str>,
    /// What it can be narrowed to, besides what its page can: level, competency, track.
    pub facets: Vec<Facet>,
    /// Words that it is also found by.
    pub keywords: Vec<&'a str>,
    /// What is said of it beside its heading: the level and the competency of an expectation.
    pub label: String,
}

/// Something that results can be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Facet {
    /// What kind of thing.
    pub kind: FilterKind,
    /// How it is shown.
    pub label: String,
    /// What else it is called, such as the code of a level.
    pub names: Vec<String>,
}
