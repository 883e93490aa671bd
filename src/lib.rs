//! Daring turns a folder of Markdown into a cross-linked engineering handbook.
//!
//! Data moves one way, in values: `scan → parse → redact → assemble → plan → render → publish`. The
//! walk of one file through the modules, from the lowest layer up:
//!
//! 1. [`workspace`] lists the project's files and reads one, as a [`source`] path and its text.
//! 2. [`document::parse`] turns the text into front matter, HTML with open slots, and an outline. It
//!    knows neither the file's name nor any other file, so the result is kept by content.
//! 3. [`document::redact`] drops what this edition may not see.
//! 4. [`handbook::assemble`] puts all documents in reading order and resolves every link between them.
//! 5. [`page::plan`] decides which outputs exist and where: the only place that knows URLs.
//! 6. [`render::render`] fills the slots and the [`theme`]'s templates, one page at a time, from an
//!    immutable [`site::Site`].
//! 7. [`publish`] makes the rendered artifacts the output, all or nothing.
//!
//! Stages 2 to 6 are pure and cannot fail: they return a value and [`diagnostic`]s. Files, clock and
//! environment belong to `workspace`, `publish` and [`serve`] alone; the library never prints and never exits.
//!
//! `ARCHITECTURE.md` has the invariants and the recipes.

// In the order a newcomer should read them, which is the order of the layers.
pub mod source;

pub mod diagnostic;

pub mod settings;

pub mod config;

pub mod ladder;

pub mod authoring;

pub mod document;

pub mod handbook;

pub mod picture;

pub mod identity;

pub mod search;

pub mod changes;

pub mod schema;

pub mod page;

pub mod theme;

pub mod site;

pub mod moves;

pub mod render;

pub mod scaffold;

pub mod import;

pub mod doctor;

#[expect(clippy::disallowed_methods, reason = "an edge: it writes the output")]
pub mod publish;

#[expect(clippy::disallowed_methods, reason = "an edge: it reads the project and watches the clock")]
pub mod workspace;

#[expect(clippy::disallowed_methods, reason = "an edge: it asks the network and waits")]
pub mod external;

#[expect(clippy::disallowed_methods, reason = "an edge: it watches files and the clock")]
pub mod serve;
