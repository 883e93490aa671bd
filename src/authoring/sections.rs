//! The sections of an author's file, and what an import changes of them.

use super::{items, lines};

/// What headings that mean the same have in common.
pub type KeyOf<'a> = &'a dyn Fn(&str) -> String;

/// A text with changes in it.
pub enum Merged {
    /// In place.
    InPlace(String),
    /// Part of it written anew.
    Anew(String),
}

/// A heading with what stands below it; what stands above the first has none.
struct Section<'a> {
    key: Option<String>,
    text: &'a str,
}

/// Returns whether there are headings below those of sections.
pub fn has_inner_headings(body: &str) -> bool {
    lines_outside_code(body).any(|(_, line)| line.starts_with("###"))
}

/// Makes the changes between two generated texts in the author's, section by section.
pub fn merged(own: &str, (before, after): (&str, &str), key_of: KeyOf<'_>) -> Merged {
    let (ours, old, new) = (split(own, key_of), split(before, key_of), split(after, key_of));
    let find = |sections: &'_ [Section<'_>], key: &Option<String>| {
        sections.iter().position(|section| section.key == *key)
    };
    let is_there = |section: &Section<'_>| find(&ours, &section.key).is_some();
    let changes = |section: &Section<'_>| {
        find(&new, &section.key).is_none_or(|at| new[at].text.trim() != section.text.trim())
    };
    // Where the author's headings are others, there is nothing to go by.
    if old.iter().any(|section| section.key.is_some() && changes(section) && !is_there(section)) {
        return Merged::Anew(anew(own, &ours, (&old, after)));
    }
    let mut is_anew = false;
    let mut texts: Vec<String> = Vec::with_capacity(ours.len());
    for section in &ours {
        let was = find(&old, &section.key).map_or("", |at| old[at].text);
        let is = find(&new, &section.key).map(|at| new[at].text);
        texts.push(match is {
            Some(is) if is.trim() == was.trim() => section.text.to_owned(),
            Some(is) => changed(section, (was, is), &mut is_anew),
            None if was.is_empty() => section.text.to_owned(),
            None => String::new(),
        });
    }
    let added =
        new.iter().enumerate().rev().filter(|(_, section)| section.key.is_some() && !is_there(section));
    for (at, section) in added.filter(|(_, section)| find(&old, &section.key).is_none()) {
        let above = new[..at].iter().rev().find_map(|above| find(&ours, &above.key));
        let text = &mut texts[above.unwrap_or(ours.len() - 1)];
        let end = lines::line_end(own);
        let kept = text.trim_end().len();
        let gap = text[kept..].to_owned();
        text.truncate(kept);
        let bullet = lines::bullet(own);
        let lines: Vec<String> =
            section.text.trim_end().lines().map(|line| lines::with_bullet(line, bullet)).collect();
        text.push_str(&format!("{end}{end}{}", lines.join(end)));
        text.push_str(if gap.is_empty() { end } else { &gap });
    }
    match is_anew {
        false => Merged::InPlace(texts.concat()),
        true => Merged::Anew(texts.concat()),
    }
}

/// One section with its changes: by lines, by what stands in its list, or else anew.
fn changed(section: &Section<'_>, (was, is): (&str, &str), is_anew: &mut bool) -> String {
    let heading = |text: &'_ str| {
        if section.key.is_some() { text.split_inclusive('\n').next().unwrap_or("").len() } else { 0 }
    };
    let (title, own) = section.text.split_at(heading(section.text));
    let (was, is) = (&was[heading(was)..], &is[heading(is)..]);
    let by_lines = || (!has_inner_headings(own)).then(|| lines::merged(own, was, is)).flatten();
    if let Some(text) = by_lines().or_else(|| items::merged(own, was, is)) {
        return format!("{title}{text}");
    }
    *is_anew = true;
    let end = lines::line_end(section.text);
    let mut text = String::new();
    // The first heading of a file is no part of what it heads.
    for line in own.lines().filter(|line| section.key.is_none() && line.starts_with("# ")) {
        text.push_str(&format!("{end}{line}{end}"));
    }
    text.push_str(&is.trim_end().replace('\n', end));
    text.push_str(&format!("{end}{}", kept(own, end)));
    let gap = &own[own.trim_end().len()..];
    format!("{title}{text}{}", gap.strip_prefix(end).unwrap_or(gap))
}

/// All of a file anew but what the ladder knows nothing of.
fn anew(own: &str, ours: &[Section<'_>], (old, after): (&[Section<'_>], &str)) -> String {
    let end = lines::line_end(own);
    let title = own.lines().find(|line| !line.trim().is_empty()).filter(|line| line.starts_with("# "));
    let mut text = title.map(|title| format!("{end}{title}{end}")).unwrap_or_default();
    text.push_str(&after.replace('\n', end));
    let known =
        |section: &&Section<'_>| section.key.is_none() || old.iter().any(|other| other.key == section.key);
    for section in ours {
        match known(&section) {
            true => text.push_str(&kept(section.text, end)),
            // It may say under another heading what is written above; its author will see it.
            false => text.push_str(&format!("{end}{}{end}", section.text.trim_end())),
        }
    }
    text
}

/// What is written anew keeps of what stood there: comments, whom it is for, and what links refer to.
fn kept(own: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = own;
    while let Some(start) = rest.find("<!--") {
        let length = rest[start..].find("-->").map_or(rest.len() - start, |length| length + "-->".len());
        kept.push_str(&format!("{end}{}{end}", &rest[start..start + length]));
        rest = &rest[start + length..];
    }
    let is_audience = |line: &&str| {
        let words = line.trim_start_matches(['-', '*', '+', ' ', '_']).to_lowercase();
        lines::is_bullet(line) && words.starts_with("audience")
    };
    let is_definition = |line: &&str| line.starts_with('[') && line.contains("]: ");
    own.lines()
        .filter(|line| is_audience(line) || is_definition(line))
        .for_each(|line| kept.push_str(&format!("{end}{line}{end}")));
    kept
}

fn split<'a>(body: &'a str, key_of: KeyOf<'_>) -> Vec<Section<'a>> {
    let mut starts: Vec<(usize, Option<String>)> = vec![(0, None)];
    for (at, line) in lines_outside_code(body) {
        if let Some(heading) = line.strip_prefix("## ") {
            let heading = heading.split(" {").next().unwrap_or("").split("<!--").next().unwrap_or("");
            let heading = heading.trim_matches(['#', ' ']);
            let linked = heading.strip_prefix('[').and_then(|rest| rest.split_once("]("));
            starts.push((at, Some(key_of(linked.map_or(heading, |(words, _)| words)))));
        }
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([body.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|((at, key), end)| Section { key, text: &body[at..end] }).collect()
}

/// The lines of a text with their places, without those of blocks of code.
fn lines_outside_code(body: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut fence: Option<(char, usize)> = None;
    body.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        let inner = text.trim_start();
        let run = |c: char| inner.len() - inner.trim_start_matches(c).len();
        let mark = ['`', '~'].into_iter().map(|c| (c, run(c))).find(|(_, length)| *length >= 3);
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            // As long as the first one, and nothing behind it.
            (Some((open, least)), Some((c, length)))
                if open == c && length >= least && length == inner.len() =>
            {
                fence = None;
            }
            (None, None) => return Some((start, text)),
            _ => {}
        }
        None
    })
}
