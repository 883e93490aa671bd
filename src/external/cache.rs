//! Good answers, kept for some days in `.daring/external`.

use std::collections::BTreeMap;

use super::Verdict;

/// Addresses that were there when they were last asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cache {
    /// The day of the answer, in days since 1970, and where the address has moved.
    answers: BTreeMap<String, (i64, Option<String>)>,
}

const HEAD: &str = "external 1";

impl Cache {
    /// Reads what [`Cache::to_text`] wrote. It is a cache: what is not understood is not there.
    pub fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        if lines.next() != Some(HEAD) {
            return Self::default();
        }
        let line = |line: &str| {
            let mut parts = line.split('\t');
            let day = parts.next()?.parse().ok()?;
            let url = parts.next()?.to_owned();
            Some((url, (day, parts.next().map(str::to_owned))))
        };
        Self { answers: lines.filter_map(line).collect() }
    }

    /// Returns the text that keeps it.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        for (url, (day, moved)) in &self.answers {
            let moved = moved.as_deref().map_or_else(String::new, |moved| format!("\t{moved}"));
            text.push_str(&format!("{day}\t{url}{moved}\n"));
        }
        text
    }

    pub(super) fn get(&self, url: &str) -> Option<Verdict> {
        let (_, moved) = self.answers.get(url)?;
        Some(moved.clone().map_or(Verdict::Fine, Verdict::Moved))
    }

    pub(super) fn keep(&mut self, url: &str, verdict: &Verdict, day: i64) {
        let is_plain = |text: &str| !text.contains(|c: char| c.is_control());
        match verdict {
            Verdict::Fine if is_plain(url) => self.answers.insert(url.to_owned(), (day, None)),
            Verdict::Moved(to) if is_plain(url) && is_plain(to) => {
                self.answers.insert(url.to_owned(), (day, Some(to.clone())))
            }
            _ => self.answers.remove(url),
        };
    }

    /// Forgets answers from before a day.
    pub(super) fn forget_before(&mut self, day: i64) {
        self.answers.retain(|_, (of, _)| *of >= day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_answers_are_kept_for_a_while() {
        let mut cache = Cache::default();
        cache.keep("https://a/", &Verdict::Fine, 10);
        cache.keep("https://b/", &Verdict::Moved("https://c/".to_owned()), 12);
        cache.keep("https://d/", &Verdict::Broken(String::new()), 12);
        let mut read = Cache::parse(&cache.to_text());
        assert_eq!(read, cache);
        assert_eq!(read.get("https://b/"), Some(Verdict::Moved("https://c/".to_owned())));
        assert_eq!(read.get("https://d/"), None);
        read.forget_before(11);
        assert_eq!((read.get("https://a/"), read.get("https://b/").is_some()), (None, true));
        assert_eq!(Cache::parse("x\n1\thttps://a/\n"), Cache::default());
    }
}
