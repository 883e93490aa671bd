//! Career ladders as data: tracks, levels, competencies, expectations.
//!
//! A ladder is declared by the files of one folder. [`sheet`] is what one file declares, [`model`] the
//! words that declarations and a finished [`Ladder`](model::Ladder) are made of. This module knows no
//! Markdown, no URL and no HTML: a [`Text`](text::Text) is kept as it was written, with a number by
//! which whoever read it finds it again.

pub mod model;
pub mod text;

pub mod sheet;
pub mod words;

mod portable;
mod quoted;
mod rows;

pub mod export;
pub mod import;
pub mod write;

#[cfg(test)]
mod samples;
