//! The words of an outline without those that an edition may not see.

use std::ops::Range;

use crate::document::outline::{Outline, Run, Section};

/// Returns whether a word of the summary has its HTML in one of these parts. Where it stands is not known of
/// one in a note: then it is, because nobody must read by it what is gone.
pub(super) fn is_summary_gone(outline: &Outline, gone: &[Range<usize>]) -> bool {
    let Some(at) = &outline.summary_at else { return !gone.is_empty() };
    let mut runs = outline.runs.iter().chain(&outline.closed);
    runs.any(|run| run.text.start < at.end && at.start < run.text.end && is_gone(run, gone))
}

fn is_gone(run: &Run, gone: &[Range<usize>]) -> bool {
    let (start, end) = (run.html.start as usize, run.html.end as usize);
    gone.iter().any(|range| range.start < end && start < range.end)
}

/// Takes the words out whose HTML is one of these parts, as if nobody had written them.
pub(super) fn take_out(outline: &mut Outline, gone: &[Range<usize>]) {
    let mut cuts: Vec<Range<u32>> = Vec::new();
    for runs in [&mut outline.runs, &mut outline.closed] {
        runs.retain(|run| {
            let is_gone = is_gone(run, gone);
            cuts.extend(is_gone.then(|| run.text.clone()));
            !is_gone
        });
    }
    cuts.sort_unstable_by_key(|cut| cut.start);
    let cuts = with_blank_lines(&outline.text, cuts);
    let Kept { text, moves } = Kept::new(&outline.text, &cuts);
    let end = u32::try_from(text.len()).expect("it was longer before");
    let moved = |range: &Range<u32>| place(&moves, range.start).min(end)..place(&moves, range.end).min(end);
    outline.text = text;
    for runs in [&mut outline.runs, &mut outline.closed] {
        runs.retain_mut(|run| {
            let whole = place(&moves, run.text.start)..place(&moves, run.text.end);
            // Blanks that went with the words before them, and those at the end of all, are as long in the HTML.
            let before = run.text.end - run.text.start - (whole.end - whole.start);
            let behind = whole.end.saturating_sub(end).min(whole.end - whole.start);
            run.text = whole.start..whole.end - behind;
            run.html = run.html.start + before..run.html.end - behind;
            !run.text.is_empty()
        });
    }
    for link in &mut outline.links {
        link.words = moved(&link.words);
    }
    for section in &mut outline.sections {
        section.text = moved(&section.text);
        section.trim(&outline.text);
    }
}

/// Numbers the headings of sections anew when only some are left: `kept` says which. A section whose
/// heading is gone belongs to the one before.
pub(super) fn renumber(sections: &mut Vec<Section>, kept: &[bool]) {
    let mut numbered: Vec<Section> = Vec::with_capacity(sections.len());
    for mut section in sections.drain(..) {
        match section.heading {
            Some(heading) if !kept[heading as usize] => {
                if let Some(last) = numbered.last_mut() {
                    (last.text.end, last.html.end) = (section.text.end, section.html.end);
                }
                continue;
            }
            Some(heading) => {
                let left = kept[..heading as usize].iter().filter(|kept| **kept).count();
                section.heading = u32::try_from(left).ok();
            }
            None => {}
        }
        numbered.push(section);
    }
    *sections = numbered;
}

/// Joins cuts that touch, and takes the blanks behind each that would be left over.
fn with_blank_lines(text: &str, cuts: Vec<Range<u32>>) -> Vec<Range<u32>> {
    let bytes = text.as_bytes();
    let mut joined: Vec<Range<u32>> = Vec::new();
    for cut in cuts {
        match joined.last_mut() {
            Some(last) if cut.start <= last.end => last.end = last.end.max(cut.end),
            _ => joined.push(cut),
        }
        let Some(last) = joined.last_mut() else { continue };
        let begins_block = last.start == 0 || matches!(bytes[last.start as usize - 1], b'\n' | b'\t');
        while begins_block && bytes.get(last.end as usize).is_some_and(u8::is_ascii_whitespace) {
            last.end += 1;
        }
    }
    joined
}

/// A text with parts cut out.
struct Kept {
    text: String,
    /// Each cut, and how much was cut before it.
    moves: Vec<(Range<u32>, u32)>,
}

impl Kept {
    fn new(whole: &str, cuts: &[Range<u32>]) -> Self {
        let (mut text, mut moves) = (String::with_capacity(whole.len()), Vec::with_capacity(cuts.len()));
        let (mut copied, mut before) = (0, 0);
        for cut in cuts {
            text.push_str(&whole[copied..cut.start as usize]);
            copied = cut.end as usize;
            moves.push((cut.clone(), before));
            before += cut.end - cut.start;
        }
        text.push_str(&whole[copied..]);
        text.truncate(text.trim_end().len());
        Self { text, moves }
    }
}

/// Where a place of the whole text is in what is left of it.
fn place(moves: &[(Range<u32>, u32)], at: u32) -> u32 {
    let next = moves.partition_point(|(cut, _)| cut.start < at);
    let Some((cut, before)) = next.checked_sub(1).and_then(|last| moves.get(last)) else { return at };
    if at < cut.end { cut.start - before } else { at - (cut.end - cut.start) - before }
}
