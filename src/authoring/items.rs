//! What stands in the list of a section, and what an import changes of it.

use rustc_hash::FxHashSet;

use super::lines;
use crate::ladder::import::merge::normalised;

/// Lines that belong together: one thing of the outermost list, or what stands between.
struct Block {
    /// What it is known by, when it is of the list.
    key: Option<String>,
    text: String,
}

/// Makes the changes between two generated sections in the author's; `None` when something that changes
/// is not found there.
pub fn merged(own: &str, before: &str, after: &str) -> Option<String> {
    let mut ours = blocks(own);
    let (old, mut new) = (blocks(before), blocks(after));
    let between = |blocks: &[Block]| {
        blocks
            .iter()
            .filter(|block| block.key.is_none())
            .map(|block| block.text.trim().to_owned())
            .collect::<String>()
    };
    if between(&old) != between(&new) || !(are_unique(&ours) && are_unique(&old) && are_unique(&new)) {
        return None;
    }
    pair_reworded(&old, &mut new);
    let find =
        |blocks: &[Block], key: &str| blocks.iter().position(|block| block.key.as_deref() == Some(key));
    for old in old.iter() {
        let Some(key) = &old.key else { continue };
        let now = find(&new, key).map(|at| &new[at]);
        if now.is_some_and(|now| now.text == old.text) {
            continue;
        }
        let at = find(&ours, key)?;
        match now {
            Some(now) => ours[at].text = changed(&ours[at].text, &old.text, &now.text),
            None => remove(&mut ours, at),
        }
    }
    let order = |blocks: &[Block]| {
        let keys = blocks.iter().filter_map(|block| block.key.clone());
        keys.filter(|key| find(&old, key).is_some() && find(&new, key).is_some()).collect::<Vec<_>>()
    };
    if order(&old) != order(&new) {
        in_order(&mut ours, &order(&new))?;
    }
    let inner = ours.iter().position(|block| block.key.is_none() && block.text.trim_start().starts_with('#'));
    for (at, added) in new.iter().enumerate() {
        let Some(key) = added.key.as_deref().filter(|key| find(&old, key).is_none()) else { continue };
        if find(&ours, key).is_some() {
            continue;
        }
        let above = new[..at].iter().rev().filter_map(|above| find(&ours, above.key.as_deref()?)).next();
        let first = ours.iter().position(|block| block.key.is_some()).unwrap_or(ours.len());
        // Below a heading it would mean more than it says.
        let place = above.map_or(first, |above| above + 1).min(inner.unwrap_or(ours.len()));
        insert(&mut ours, place, added);
    }
    Some(ours.into_iter().map(|block| block.text).collect())
}

fn are_unique(blocks: &[Block]) -> bool {
    let mut known = FxHashSet::default();
    blocks.iter().filter_map(|block| block.key.as_ref()).all(|key| known.insert(key))
}

/// Where as many went as came at the same places, they are the same in other words.
fn pair_reworded(old: &[Block], new: &mut [Block]) {
    let (olds, news): (Vec<_>, Vec<_>) = (
        old.iter().filter_map(|block| block.key.clone()).collect(),
        new.iter().filter_map(|block| block.key.clone()).collect(),
    );
    if olds.len() != news.len() {
        return;
    }
    let listed = new.iter_mut().filter(|block| block.key.is_some());
    for (block, (old, new)) in listed.zip(olds.iter().zip(&news)) {
        if !olds.contains(new) && !news.contains(old) {
            block.key = Some(old.clone());
        }
    }
}

/// One thing of the list that says something else.
fn changed(own: &str, was: &str, is: &str) -> String {
    if let Some(text) = lines::merged(own, was, is) {
        return text;
    }
    let end = lines::line_end(own);
    let is_strength = |line: &&str| line.trim_start().starts_with("- Strength: ");
    let has = |text: &str, line: &str| text.lines().any(|other| other.trim_end() == line.trim_end());
    // A heading above says it.
    let lines =
        is.trim_end().lines().filter(|line| !(is_strength(line) && has(was, line) && !has(own, line)));
    let bullet = lines::bullet(own);
    let mut text: String = lines.map(|line| lines::with_bullet(line, bullet) + end).collect();
    for line in own.lines().filter(|line| line.trim_start().starts_with("<!--")) {
        text.push_str(&format!("{line}{end}"));
    }
    text + &own[own.trim_end().len()..].replacen(end, "", 1)
}

/// Puts what is known by these keys in this order; `None` where other things stand between.
fn in_order(ours: &mut [Block], keys: &[String]) -> Option<()> {
    let places: Vec<usize> =
        (0..ours.len()).filter(|at| ours[*at].key.as_ref().is_some_and(|key| keys.contains(key))).collect();
    let (first, last) = (*places.first()?, *places.last()?);
    let is_list = ours[first..=last].iter().all(|block| block.key.is_some());
    if places.len() != keys.len() || !is_list {
        return None;
    }
    // The blank lines between stay where they are.
    let parts = |text: &str| (text.trim_end().to_owned(), text[text.trim_end().len()..].to_owned());
    let mut texts: Vec<(String, String)> = Vec::with_capacity(keys.len());
    for key in keys {
        let block = ours.iter().find(|block| block.key.as_ref() == Some(key))?;
        texts.push((key.clone(), parts(&block.text).0));
    }
    for (place, (key, text)) in places.into_iter().zip(texts) {
        let gap = parts(&ours[place].text).1;
        ours[place] = Block { key: Some(key), text: text + &gap };
    }
    Some(())
}

/// Takes something out; the blank lines below it stay.
fn remove(ours: &mut Vec<Block>, at: usize) {
    let removed = ours.remove(at).text;
    let gap = &removed[removed.trim_end().len()..];
    let Some(above) = at.checked_sub(1).map(|above| &mut ours[above].text) else { return };
    let kept = above.trim_end().len();
    if above.len() - kept < gap.len() {
        above.truncate(kept);
        above.push_str(gap);
    }
}

fn insert(ours: &mut Vec<Block>, place: usize, added: &Block) {
    let all: String = ours.iter().map(|block| block.text.as_str()).collect();
    let (end, bullet) = (lines::line_end(&all), lines::bullet(&all));
    let lines = added.text.trim_end().lines();
    let mut text: String = lines.map(|line| lines::with_bullet(line, bullet) + end).collect();
    match place.checked_sub(1).map(|above| &mut ours[above].text) {
        Some(above) => {
            let kept = above.trim_end().len();
            let gap = above[kept..].to_owned();
            let is_list = ours[place - 1].key.is_some();
            if is_list {
                ours[place - 1].text.truncate(kept);
                ours[place - 1].text.push_str(end);
                text.push_str(gap.strip_prefix(end).unwrap_or(&gap));
            } else {
                text.push_str(end);
            }
        }
        None => text.insert_str(0, end),
    }
    ours.insert(place, Block { key: added.key.clone(), text });
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<(bool, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let is_bullet = lines::is_bullet(line);
        let is_blank = line.trim().is_empty();
        match blocks.last_mut() {
            Some((is_of_list, block)) if !is_bullet => {
                let is_deeper = is_blank || line.starts_with([' ', '\t']);
                let follows =
                    !block.ends_with("\n\n") && !block.ends_with("\r\n\r\n") && !line.starts_with('#');
                if !*is_of_list || is_deeper || follows {
                    block.push_str(line);
                } else {
                    blocks.push((false, line.to_owned()));
                }
            }
            _ => blocks.push((is_bullet, line.to_owned())),
        }
    }
    blocks.into_iter().map(|(is_of_list, text)| Block { key: is_of_list.then(|| key(&text)), text }).collect()
}

/// What a thing of a list is known by: its id, or else its words.
fn key(block: &str) -> String {
    let mut lines = block.lines();
    let first = lines.next().unwrap_or("");
    let more = lines.take_while(|line| !lines::is_bullet(line.trim_start()) && !line.trim().is_empty());
    let text: Vec<&str> = std::iter::once(first).chain(more).collect();
    let text = text.join(" ");
    match text.rsplit_once("{#").and_then(|(_, rest)| rest.split_once('}')) {
        Some((id, _)) => format!("#{}", id.trim()),
        None => normalised(&text),
    }
}
