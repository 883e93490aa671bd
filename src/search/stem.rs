//! Forms of one English word, as far as endings tell: `approvals`, `planned`, `planning`.
//!
//! Stems are compared with each other at the time of the query and never stored, so a wrong one costs
//! a result of little weight and nothing else. A full stemmer (Snowball) was left: it would have to be
//! the same, to the letter, in the browser.

/// Returns what an English word and its forms have in common.
pub(super) fn stem(word: &str) -> String {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let singular = singular(word);
    let mut stem = without_ending(&singular);
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    stem
}

fn singular(word: &str) -> String {
    let cut = |count: usize| word[..word.len() - count].to_owned();
    let has = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    if word.len() > 4 && word.ends_with("ies") {
        return cut(3) + "y";
    }
    if has(&["sses", "xes", "ches", "shes", "zes"]) {
        return cut(2);
    }
    if word.ends_with('s') && !has(&["ss", "us", "is"]) { cut(1) } else { word.to_owned() }
}

fn without_ending(word: &str) -> String {
    if word.len() > 4 && word.ends_with("ied") {
        return word[..word.len() - 3].to_owned() + "y";
    }
    let ending = ["ing", "ed"].into_iter().find(|ending| word.ends_with(ending));
    let Some(ending) = ending else { return word.to_owned() };
    let mut rest = word[..word.len() - ending.len()].to_owned();
    let has_vowel = rest.bytes().any(|byte| b"aeiouy".contains(&byte));
    if rest.len() < 3 || !has_vowel || word.ends_with("eed") {
        return word.to_owned();
    }
    let bytes = rest.as_bytes();
    let (last, before) = (bytes[bytes.len() - 1], bytes[bytes.len() - 2]);
    if last == before && !b"aeioulsz".contains(&last) {
        rest.pop();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_share_a_stem() {
        for forms in [
            &["policy", "policies"][..],
            &["plan", "plans", "planned", "planning"],
            &["manage", "manages", "managed", "managing"],
            &["call", "calls", "called", "calling"],
            &["process", "processes", "processing"],
            &["box", "boxes"],
            &["release", "releases", "releasing"],
            &["carry", "carries", "carried", "carrying"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn what_only_looks_like_an_ending_stays() {
        for word in ["status", "analysis", "class", "need", "thing", "string", "speed", "naïvs", "l5", "bus"]
        {
            assert_eq!(stem(word), word);
        }
    }
}
