//! Cuts out of a text what is worth quoting for one report: a few short lines around its labels.
//!
//! The renderer copies whatever it is given several times, so a file of 64 MiB, or one line as long
//! as that, must be cut down before. It is also where control characters are replaced, and where byte
//! order marks and carriage returns disappear, while every label keeps pointing at its text.

use std::ops::Range;

use super::clean;
use super::library::{Quoted, ceil, floor};
use crate::source::Position;

/// Bytes of a line kept to the left and right of a label. More than any terminal is wide.
const MARGIN: usize = 800;
/// Labels that are further apart than this, in bytes, are quoted on their own.
const MAX_GAP: usize = 1200;
/// Labels that are further apart than this, in lines, are quoted on their own.
const MAX_GAP_LINES: usize = 8;
/// A label over more lines than this is reduced to its first line.
const MAX_LINES: usize = 12;

/// A label of one text.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// Bytes of the text; afterwards, of the excerpt.
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) role: Role,
}

/// What a label is to its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// What is wrong.
    Primary,
    /// A related place.
    Secondary,
}

/// Lines to quote.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// Where its most important label starts in the whole text.
    pub(super) place: Position,
    /// The number of its first line.
    pub(super) first_line: usize,
    /// The lines, safe to print but for tabs.
    pub(super) source: String,
    /// The labels, in bytes of `source`.
    pub(super) marks: Vec<Mark>,
}

/// Cuts the excerpts that show all `marks`: the one with the primary mark first, then from the
/// first line to the last.
pub(super) fn excerpts(quoted: &Quoted, marks: Vec<Mark>) -> Vec<Excerpt> {
    let mut marks: Vec<Mark> = marks.into_iter().map(|mark| shortened(quoted, mark)).collect();
    marks.sort_by_key(|mark| (mark.range.start, mark.role));
    let mut clusters: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        match clusters.last_mut() {
            Some(cluster) if is_near(quoted, cluster, &mark) => cluster.push(mark),
            _ => clusters.push(vec![mark]),
        }
    }
    clusters.sort_by_key(|cluster| cluster.iter().map(|mark| mark.role).min());
    clusters.into_iter().map(|cluster| cut(quoted, cluster)).collect()
}

/// Moves a mark off line ends, where there is nothing to underline, and reduces one over many lines
/// to its first.
fn shortened(quoted: &Quoted, mut mark: Mark) -> Mark {
    let text = quoted.text();
    let Range { mut start, mut end } = mark.range;
    let is_at_end = start == text.len();
    if is_at_end {
        start = text.trim_end_matches(['\n', '\r']).len();
    }
    end = end.max(start);
    end = start + text[start..end].trim_end_matches(['\n', '\r']).len();
    let first = quoted.position(start).line;
    let last = quoted.position(end).line;
    let is_long = end - start > MAX_GAP;
    if last - first >= MAX_LINES || (is_long && last > first) {
        end = quoted.line(first).end.max(start);
        let until = format!("until line {last}");
        mark.text = if mark.text.is_empty() { until } else { format!("{} ({until})", mark.text) };
    }
    end = end.min(floor(text, text.len().min(start + MAX_GAP)));
    Mark { range: start..end, ..mark }
}

fn is_near(quoted: &Quoted, cluster: &[Mark], mark: &Mark) -> bool {
    let end = cluster.iter().map(|mark| mark.range.end).max().unwrap_or(0);
    let gap = mark.range.start.saturating_sub(end);
    gap <= MAX_GAP && quoted.position(mark.range.start).line <= quoted.position(end).line + MAX_GAP_LINES
}

/// Makes one excerpt of marks that are near each other, sorted by their start.
fn cut(quoted: &Quoted, mut marks: Vec<Mark>) -> Excerpt {
    let text = quoted.text();
    let start = marks[0].range.start;
    let end = marks.iter().map(|mark| mark.range.end).max().expect("a cluster has a mark");
    let first_line = quoted.position(start).line;
    let last_line = quoted.position(end).line;
    let lines = quoted.line(first_line).start..quoted.line(last_line).end.max(end);
    let from = ceil(text, lines.start.max(start.saturating_sub(MARGIN)));
    let to = floor(text, lines.end.min(end + MARGIN));
    let (mut source, places) = printable(text, from..to, if from > lines.start { "..." } else { "" });
    if to < lines.end {
        source.push_str("...");
    }
    let leading = marks.iter().min_by_key(|mark| mark.role).expect("a cluster has a mark");
    let place = quoted.position(leading.range.start);
    for mark in &mut marks {
        mark.range = moved(&places, mark.range.start)..moved(&places, mark.range.end);
    }
    Excerpt { place, first_line, source, marks }
}

/// Returns `before` and then the text of `range` as it may be printed, and for each of its
/// characters where it was and where it is now, in bytes.
fn printable(text: &str, range: Range<usize>, before: &str) -> (String, Vec<(usize, usize)>) {
    let mut source = before.to_owned();
    let mut places = Vec::with_capacity(range.len() + 1);
    for (at, c) in text[range.clone()].char_indices() {
        let at = range.start + at;
        places.push((at, source.len()));
        let is_line_end = c == '\r' && text[at..].starts_with("\r\n");
        let is_mark = c == '\u{feff}' && at == 0;
        match c {
            _ if is_line_end || is_mark => {}
            '\n' | '\t' => source.push(c),
            other => source.push(clean::replacement(other).unwrap_or(other)),
        }
    }
    places.push((range.end, source.len()));
    (source, places)
}

fn moved(places: &[(usize, usize)], offset: usize) -> usize {
    let index = places.partition_point(|(was, _)| *was < offset);
    places.get(index).or(places.last()).map_or(0, |(_, now)| *now)
}
