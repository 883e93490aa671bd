//! Which chapters a ladder has besides those that its authors wrote.

use super::{LadderView, PlacedLadder, ViewKind};
use crate::document::plain_text;
use crate::handbook::chapter::DocumentId;
use crate::ladder::assemble::FileRole;
use crate::ladder::model::{Ladder, LevelStatus, Status};
use crate::ladder::resolved::{Resolved, resolve};
use crate::ladder::text::Text;
use crate::ladder::titles::title as title_of;

/// A chapter that is generated, or written in a file of the ladder, and what lies below it.
#[derive(Debug)]
pub(in crate::handbook) struct Planned {
    /// The last part of its key, below the key of the ladder's folder. Families and changes have
    /// keys of several parts.
    pub(in crate::handbook) key: String,
    /// Its title.
    pub(in crate::handbook) title: String,
    /// One sentence about it; may be empty.
    pub(in crate::handbook) summary: String,
    /// The document that is about it.
    pub(in crate::handbook) document: Option<DocumentId>,
    /// What it shows; `None` lists what lies below.
    pub(in crate::handbook) view: Option<LadderView>,
    /// The chapters below; a chapter with any is a part.
    pub(in crate::handbook) children: Vec<Planned>,
}

/// Returns the chapters below the first page of a ladder, in reading order.
pub(in crate::handbook) fn below(
    index: usize,
    placed: &PlacedLadder,
    roles: &[(DocumentId, FileRole)],
) -> Vec<Planned> {
    let common = Plan { index, ladder: &placed.ladder, roles, family: None };
    let mut planned = common.of_common();
    for family in 0..placed.ladder.declared.families.len() {
        planned.push(Plan { family: Some(family), ..common }.of_family(family));
    }
    planned
}

/// Title and summary of the parts that hold generated chapters.
const LEVELS: (&str, &str) = ("Levels", "What each level asks for, and what it inherits.");
const COMPETENCIES: (&str, &str) = ("Competencies", "Each of them through all levels.");
const CHANGES: (&str, &str) =
    ("What changes", "From one level to the next: what is new, what asks for more, what stays.");

#[derive(Clone, Copy)]
struct Plan<'a> {
    index: usize,
    ladder: &'a Ladder,
    roles: &'a [(DocumentId, FileRole)],
    family: Option<usize>,
}

impl Plan<'_> {
    fn of_common(self) -> Vec<Planned> {
        let resolved = resolve(self.ladder, None);
        if resolved.competencies.is_empty() && !self.ladder.declared.families.is_empty() {
            // Everything is said by families: pages without them would be empty.
            return part("competencies", COMPETENCIES, self.competencies()).into_iter().collect();
        }
        let levels = part("levels", LEVELS, self.levels(&resolved, ""));
        let competencies = part("competencies", COMPETENCIES, self.competencies());
        let changes = part("changes", CHANGES, self.changes(&resolved, "changes/"));
        let compare = changes.is_some().then(|| self.compare(""));
        levels.into_iter().chain(competencies).chain(changes).chain(compare).collect()
    }

    /// The page of a family, with its levels and changes below.
    fn of_family(self, family: usize) -> Planned {
        let declared = &self.ladder.declared.families[family];
        let resolved = resolve(self.ladder, self.family);
        let key = declared.id.as_str();
        let mut children = self.levels(&resolved, &format!("{key}/"));
        let changes = self.changes(&resolved, &format!("{key}/changes/"));
        let titles = (self.told_apart(CHANGES.0), CHANGES.1);
        if let Some(changes) = part(&format!("{key}/changes"), (&titles.0, titles.1), changes) {
            children.extend([changes, self.compare(&format!("{key}/"))]);
        }
        let summary = plain(declared.summary.as_ref());
        let mut planned = self.leaf(key.to_owned(), declared.name.clone(), summary, ViewKind::Home);
        planned.children = children;
        planned
    }

    fn levels(self, resolved: &Resolved<'_>, prefix: &str) -> Vec<Planned> {
        let declared = &self.ladder.declared;
        let track_of = |at: &usize| {
            let track = declared.levels[*at].track.as_ref();
            declared.tracks.iter().position(|other| Some(&other.id) == track)
        };
        // Track by track: who reads on wants the next level of the own track.
        let mut levels = resolved.levels.clone();
        levels.sort_by_key(|at| track_of(at).unwrap_or(usize::MAX));
        let levels = levels.into_iter().map(|at| {
            let level = &self.ladder.declared.levels[at];
            let title = self.level_title(at);
            let title = match &level.code {
                Some(code) if !title.contains(code.as_str()) => format!("{title} ({code})"),
                _ => title,
            };
            // A family that calls a level otherwise than everybody does is told apart by that.
            let is_shared = self.level_title(at) == title_of(self.ladder, None, at);
            let title = if is_shared { self.told_apart(&title) } else { title };
            let tagline = level.tagline.as_ref().or(level.summary.as_ref());
            let summary = plain(tagline);
            let key = format!("{prefix}{}", level.id.as_str());
            let mut planned = self.leaf(key, title, summary, ViewKind::Level(at));
            planned.document = self.document_of(|role| match role {
                FileRole::Level(level) => self.family.is_none() && *level == at,
                FileRole::Overlay { family, competency: None, level } => {
                    self.family == Some(*family) && *level == Some(at)
                }
                _ => false,
            });
            planned
        });
        levels.collect()
    }

    fn competencies(self) -> Vec<Planned> {
        let all = self.ladder.declared.competencies.iter().enumerate();
        // One that has the id of a level was reported, and has no address of its own.
        let all = all.filter(|(_, competency)| {
            !self.ladder.declared.levels.iter().any(|level| level.id == competency.id)
        });
        let all = all.map(|(at, competency)| {
            let summary = plain(competency.summary.as_ref());
            let key = competency.id.as_str().to_owned();
            let mut planned = self.leaf(key, competency.name.clone(), summary, ViewKind::Competency(at));
            planned.document = self.document_of(|role| *role == FileRole::Competency(at));
            planned
        });
        all.collect()
    }

    /// Every neighbouring pair of a track, and every equivalent pair.
    fn changes(self, resolved: &Resolved<'_>, prefix: &str) -> Vec<Planned> {
        // Nobody moves on a ladder that is no longer used: it stays readable, and that is all.
        if self.ladder.framework.status == Status::Retired {
            return Vec::new();
        }
        let pairs = pairs(resolved).into_iter().map(|(from, to)| {
            let higher = self.level_title(to);
            let id = |at: usize| self.ladder.declared.levels[at].id.as_str();
            let key = format!("{prefix}{}-to-{}", id(from), id(to));
            let summary = format!("What is new for {higher}, and what stays.");
            let title = format!("From {} to {}", self.short_title(from), self.short_title(to));
            self.leaf(key, self.told_apart(&title), summary, ViewKind::Changes(from, to))
        });
        pairs.collect()
    }

    fn compare(self, prefix: &str) -> Planned {
        let summary = "Any two levels side by side.".to_owned();
        self.leaf(format!("{prefix}compare"), self.told_apart("Compare levels"), summary, ViewKind::Compare)
    }

    /// The title of a page that others have too, with the name of the family whose page it is: in results
    /// of a search and in tabs nothing else tells them apart.
    fn told_apart(self, title: &str) -> String {
        match self.family {
            Some(family) => format!("{title}, {}", self.ladder.declared.families[family].name),
            None => title.to_owned(),
        }
    }

    fn level_title(self, at: usize) -> String {
        title_of(self.ladder, self.family, at)
    }

    /// What a level is called where its track is plain from what stands around it.
    fn short_title(self, at: usize) -> String {
        let short = self.ladder.declared.levels[at].short.clone();
        short.unwrap_or_else(|| self.level_title(at))
    }

    fn document_of(self, is_it: impl Fn(&FileRole) -> bool) -> Option<DocumentId> {
        self.roles.iter().find(|(_, role)| is_it(role)).map(|(id, _)| *id)
    }

    fn leaf(self, key: String, title: String, summary: String, kind: ViewKind) -> Planned {
        let view = Some(LadderView::whole(self.index, self.family, kind));
        Planned { key, title, summary, document: None, view, children: Vec::new() }
    }
}

fn plain(text: Option<&Text>) -> String {
    text.map_or(String::new(), |text| plain_text(&text.written))
}

fn part(key: &str, (title, summary): (&str, &str), children: Vec<Planned>) -> Option<Planned> {
    let part = Planned {
        key: key.to_owned(),
        title: title.to_owned(),
        summary: summary.to_owned(),
        document: None,
        view: None,
        children,
    };
    (!part.children.is_empty()).then_some(part)
}

/// Returns the pairs of levels between which somebody may move: neighbours on a track, the entries
/// into a track, and levels that are equivalent to each other. Each pair once, lower first.
fn pairs(resolved: &Resolved<'_>) -> Vec<(usize, usize)> {
    let (ladder, levels) = (resolved.ladder, &resolved.levels);
    let declared = &ladder.declared.levels;
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut add = |from: usize, to: usize| {
        let is_new = !pairs.contains(&(from, to)) && !pairs.contains(&(to, from));
        if from != to && is_new && levels.contains(&from) && levels.contains(&to) {
            pairs.push((from, to));
        }
    };
    let is_in_use = |at: usize| declared[at].status != LevelStatus::Retired;
    for (from, to) in resolved.neighbours() {
        if is_in_use(from) && is_in_use(to) {
            add(from, to);
        }
    }
    for (at, level) in declared.iter().enumerate() {
        for other in &level.equivalent_to {
            if let Some(other) = ladder.level(other.as_str()) {
                add(at, other);
            }
        }
    }
    pairs
}
