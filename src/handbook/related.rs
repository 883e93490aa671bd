//! Which chapters have to do with each other, and why.
//!
//! A chapter has *features*: the pages that it links to, its tags, the terms that it uses. Two chapters are related by
//! the features that both have; a feature counts the less the more chapters have it, and one that very
//! many have not at all, which keeps the cost near the number of features. Whole numbers only, so that
//! every machine finds the same.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::Handbook;
use super::chapter::ChapterId;
use super::graph::Graph;
use super::tags::TagId;

/// Something that chapters can have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// A tag.
    Tag(TagId),
    /// A term of the glossary, by its number.
    Term(u32),
    /// A link to this chapter.
    Link(ChapterId),
}

/// A chapter that has to do with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Which.
    pub id: ChapterId,
    /// What both have, the rarest first; at most [`MOST_REASONS`].
    pub shares: Vec<Feature>,
}

/// The most chapters that are given for one.
pub const MOST_RELATED: usize = 5;

/// The most reasons that are given for one chapter.
pub const MOST_REASONS: usize = 3;

/// A feature of more chapters than this says nothing about any of them.
const MAX_CHAPTERS: usize = 64;

/// A single feature in common is enough when no more chapters than this have it.
const RARE: usize = 6;

/// What a feature would count that one chapter has.
const UNIT: u64 = 1 << 16;

/// The features of a handbook's chapters, to look up.
#[derive(Debug)]
pub struct Features {
    of: Rows,
    /// For each feature by number, the chapters that have it, by rising id.
    chapters: Vec<Vec<ChapterId>>,
    features: Vec<Feature>,
    /// For each chapter, what all of its features count.
    weights: Vec<u64>,
    /// For each term, the chapter that explains it.
    explained_in: Vec<Option<ChapterId>>,
}

/// For each chapter the numbers of its features.
#[derive(Debug, Default)]
struct Rows {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Rows {
    fn of(&self, id: ChapterId) -> &[u32] {
        &self.numbers[self.starts[id.index()] as usize..self.starts[id.index() + 1] as usize]
    }
}

impl Features {
    /// Collects the features of every chapter.
    pub fn of(handbook: &Handbook, graph: &Graph) -> Self {
        let count = handbook.chapters.len();
        let glossary = handbook.glossary();
        let mut all = Self::collect(count, |id, features| {
            features.extend(handbook.tags.of(id).iter().map(|tag| Feature::Tag(*tag)));
            let used = handbook.chapter(id).document.map_or(&[][..], |document| glossary.uses_of(document));
            let telling = used.iter().filter(|term| glossary.terms[**term as usize].link);
            features.extend(telling.map(|term| Feature::Term(*term)));
            // What everybody can see from anywhere connects nothing.
            let linked = graph.targets(id).iter().filter(|to| **to != ChapterId::HOME);
            features.extend(linked.map(|to| Feature::Link(*to)));
        });
        all.explained_in = glossary.terms.iter().map(|term| term.chapter).collect();
        all
    }

    /// The features of a handbook whose texts are not known.
    pub fn none(handbook: &Handbook) -> Self {
        Self::collect(handbook.chapters.len(), |_, _| {})
    }

    /// Collects what `find` adds for each chapter.
    fn collect(count: usize, mut find: impl FnMut(ChapterId, &mut Vec<Feature>)) -> Self {
        let mut numbers: FxHashMap<Feature, u32> = FxHashMap::default();
        let (mut features, mut chapters): (Vec<Feature>, Vec<Vec<ChapterId>>) = Default::default();
        let mut of = Rows { starts: vec![0], numbers: Vec::new() };
        let mut found = Vec::new();
        for index in 0..count {
            let id = ChapterId::new(index);
            found.clear();
            find(id, &mut found);
            for feature in &found {
                let number = *numbers.entry(*feature).or_insert_with(|| {
                    features.push(*feature);
                    chapters.push(Vec::new());
                    u32::try_from(features.len() - 1).expect("fewer than 2^32 features")
                });
                let known = &mut chapters[number as usize];
                if known.last() != Some(&id) {
                    known.push(id);
                    of.numbers.push(number);
                }
            }
            of.starts.push(u32::try_from(of.numbers.len()).expect("fewer than 2^32 features"));
        }
        let mut all = Self { of, chapters, features, weights: Vec::new(), explained_in: Vec::new() };
        all.weights = (0..count).map(|index| all.weight_of(ChapterId::new(index))).collect();
        all
    }

    fn weight_of(&self, id: ChapterId) -> u64 {
        self.of.of(id).iter().map(|number| self.weight(*number)).sum()
    }

    /// What a feature counts; nothing when it connects no two chapters, or too many.
    fn weight(&self, number: u32) -> u64 {
        match self.chapters[number as usize].len() {
            2..=MAX_CHAPTERS => UNIT / self.chapters[number as usize].len() as u64,
            _ => 0,
        }
    }

    /// Returns the chapters that have most to do with one, without those that its text leads to: they
    /// are one movement away already.
    pub fn related(&self, id: ChapterId, graph: &Graph) -> Vec<Related> {
        let mut shared: FxHashMap<ChapterId, (u64, u32)> = FxHashMap::default();
        for number in self.of.of(id).iter().filter(|number| self.weight(**number) > 0) {
            let weight = self.weight(*number);
            for other in self.chapters[*number as usize].iter().filter(|other| **other != id) {
                let sum = shared.entry(*other).or_default();
                *sum = (sum.0 + weight, sum.1 + 1);
            }
        }
        let is_enough = |sum: &(u64, u32)| sum.1 > 1 || sum.0 >= UNIT / RARE as u64;
        let mut ranked: Vec<(Reverse<u64>, ChapterId)> = shared
            .into_iter()
            .filter(|(other, sum)| is_enough(sum) && graph.targets(id).binary_search(other).is_err())
            .map(|(other, sum)| (Reverse(self.score(other, sum.0)), other))
            .collect();
        if ranked.len() > MOST_RELATED {
            ranked.select_nth_unstable(MOST_RELATED);
            ranked.truncate(MOST_RELATED);
        }
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, other)| Related { id: other, shares: self.shares(id, other) }).collect()
    }

    /// How much of another chapter is in common: the square of what is shared to all that it has, so
    /// that a page with a link to everything is not related to everything.
    fn score(&self, other: ChapterId, shared: u64) -> u64 {
        shared * shared / self.weights[other.index()].max(1)
    }

    /// What two chapters have in common, the rarest first.
    fn shares(&self, id: ChapterId, other: ChapterId) -> Vec<Feature> {
        let theirs = self.of.of(other);
        let common =
            self.of.of(id).iter().filter(|number| self.weight(**number) > 0 && theirs.contains(number));
        let mut common: Vec<(usize, Feature)> = common
            .map(|number| (self.chapters[*number as usize].len(), self.features[*number as usize]))
            .collect();
        common.sort_unstable();
        let mut common: Vec<Feature> = common.into_iter().map(|(_, feature)| feature).collect();
        let explained = |feature: &Feature| match feature {
            Feature::Term(term) => self.explained_in[*term as usize].map(Feature::Link),
            Feature::Tag(_) | Feature::Link(_) => None,
        };
        // Who names a term often links to what explains it: that is one reason, not two.
        let told: Vec<Feature> = common.iter().filter_map(explained).collect();
        common.retain(|feature| !told.contains(feature));
        common.truncate(MOST_REASONS);
        common
    }
}

impl Handbook {
    /// Returns what a feature is called by readers.
    pub fn name_of_feature(&self, feature: Feature) -> &str {
        match feature {
            Feature::Tag(tag) => &self.tags.tag(tag).name,
            Feature::Term(term) => &self.glossary().terms[term as usize].name,
            Feature::Link(id) => &self.chapter(id).title,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handbook::tests::handbook;

    /// The related chapters of the one with a key, with what they share.
    fn related(files: &[(&str, &str)], key: &str) -> Vec<String> {
        let handbook = handbook(files).value;
        let graph = Graph::of(&handbook);
        let features = Features::of(&handbook, &graph);
        let at = handbook.chapters.iter().position(|chapter| chapter.key.as_str() == key).unwrap();
        let related = features.related(ChapterId::new(at), &graph).into_iter().map(|one| {
            let names: Vec<_> = one.shares.iter().map(|one| handbook.name_of_feature(*one)).collect();
            format!("{}: {}", handbook.chapter(one.id).key.as_str(), names.join(", "))
        });
        related.collect()
    }

    #[test]
    fn what_is_shared_by_few_counts_most() {
        let files = [
            ("content/a.md", "---\ntags: [x, y]\n---\n[t](t.md)\n"),
            ("content/b.md", "---\ntags: [x]\n---\n[t](t.md)\n"),
            ("content/c.md", "---\ntags: [y]\n---\n"),
            ("content/d.md", "---\ntags: [y]\n---\n"),
            ("content/t.md", "# T\n"),
        ];
        assert_eq!(related(&files, "a"), ["b: x, T", "c: y", "d: y"]);
    }

    #[test]
    fn what_the_text_leads_to_is_not_told_again() {
        let files = [
            ("content/a.md", "---\ntags: [x]\n---\n[b](b.md)\n"),
            ("content/b.md", "---\ntags: [x]\n---\n"),
            ("content/c.md", "---\ntags: [x]\n---\n"),
        ];
        assert_eq!(related(&files, "a"), ["c: x"]);
        assert_eq!(related(&files, "c"), ["a: x", "b: x"]);
    }

    #[test]
    fn terms_are_shared_unless_they_are_too_general() {
        let files = [
            ("content/a.md", "The last mile, in scope.\n"),
            ("content/b.md", "In scope, a [last mile](m.md).\n"),
            ("content/c.md", "[Here](m.md), in scope.\n"),
            (
                "content/m.md",
                "---\ntitle: M\nterms:\n- Last mile: The rest.\n- {term: Scope, definition: x, link: false}\n---\nx\n",
            ),
        ];
        assert_eq!(related(&files, "a"), ["b: Last mile"]);
        assert_eq!(related(&files, "b"), ["a: Last mile", "c: M"]);
    }

    #[test]
    fn what_is_named_and_linked_is_one_reason() {
        let files = [
            ("content/a.md", "A [last mile](m.md).\n"),
            ("content/b.md", "A [last mile](m.md).\n"),
            ("content/m.md", "---\ntitle: M\nterms: {Last mile: The rest.}\n---\nx\n"),
        ];
        assert_eq!(related(&files, "a"), ["b: Last mile"]);
    }

    #[test]
    fn what_very_many_have_connects_nobody() {
        let files: Vec<(String, String)> = (0..=MAX_CHAPTERS)
            .map(|at| (format!("content/{at}.md"), "---\ntags: [x, y]\n---\n".to_owned()))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        assert_eq!(related(&files, "1"), [""; 0]);
        assert_eq!(related(&files[1..], "2").len(), MOST_RELATED);
    }
}
