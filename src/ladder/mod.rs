//! Career ladders as data: tracks, levels, competencies, expectations.
//!
//! A ladder is declared by the files of one folder. [`sheet`] is what one file declares, [`model`] the
//! words that declarations and a finished [`Ladder`](model::Ladder) are made of; [`assemble`] makes a
//! ladder of the sheets of a folder. [`resolved`] is the ladder as one family sees it, [`compare`] what
//! changes from one of its levels to another, [`check`] what is wrong with it. This module knows no
//! Markdown, no URL and no HTML: a [`Text`](text::Text) is kept as it was written, with a number by
//! which whoever read it finds it again.

pub mod anchors;
pub mod assemble;
pub mod check;
pub mod compare;
pub mod export;
pub mod ids;
pub mod import;
pub mod lookup;
pub mod model;
pub(crate) mod portable;
pub mod read;
pub mod resolved;
mod rows;
pub mod rules;
#[cfg(test)]
pub mod sample;
#[cfg(test)]
pub(crate) mod samples;
pub mod sheet;
pub mod text;
pub mod titles;
pub mod visit;
pub mod wording;
pub mod words;
