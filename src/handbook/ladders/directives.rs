//! Fenced blocks that show a ladder.

use super::{Filter, LadderView, PlacedLadder, ViewKind};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::outline::{Directive, DirectiveOption};
use crate::ladder::model::{Declarations, Ladder};
use crate::ladder::text::Name;
use crate::ladder::titles::title;
use crate::source::{SourcePath, Span};

/// Resolves one directive of a file; reports have no file.
pub(in crate::handbook) fn resolve(
    directive: &Directive,
    path: &SourcePath,
    ladders: &[PlacedLadder],
) -> (Option<LadderView>, Vec<Diagnostic>) {
    let mut reading = Reading { directive, reports: Vec::new(), known: vec!["ladder", "family"] };
    let view = reading.view(path, ladders);
    reading.unknown_options();
    let view = view.filter(|_| reading.reports.is_empty());
    (view, reading.reports)
}

struct Reading<'a> {
    directive: &'a Directive,
    reports: Vec<Diagnostic>,
    known: Vec<&'static str>,
}

impl Reading<'_> {
    fn view(&mut self, path: &SourcePath, ladders: &[PlacedLadder]) -> Option<LadderView> {
        let ladder = self.ladder(path, ladders)?;
        let placed = &ladders[ladder];
        let declared = &placed.ladder.declared;
        let family = match self.one("family") {
            Some((name, span)) => {
                let names = declared.families.iter().map(|family| names(&family.id, &family.name)).collect();
                Some(self.find("family", &name, span, names)?)
            }
            None => None,
        };
        let kind = match &*self.directive.name {
            "ladder-matrix" => ViewKind::Matrix,
            "ladder-diagram" => ViewKind::Diagram,
            "ladder-level" => ViewKind::Level(self.required("level", level_names(&placed.ladder))?),
            "ladder-competency" => {
                ViewKind::Competency(self.required("competency", competency_names(declared))?)
            }
            _ => {
                let from = self.required("from", level_names(&placed.ladder))?;
                ViewKind::Changes(from, self.required("to", level_names(&placed.ladder))?)
            }
        };
        let filter = self.filter(&placed.ladder, kind);
        Some(LadderView { ladder, family, kind, filter })
    }

    /// The ladder that is named; without a name the one whose folder holds the page, else the only
    /// one that is not retired.
    fn ladder(&mut self, path: &SourcePath, ladders: &[PlacedLadder]) -> Option<usize> {
        let ids: Vec<Vec<String>> = ladders
            .iter()
            .map(|placed| names(&placed.ladder.framework.id, &placed.ladder.framework.name))
            .collect();
        if let Some((name, span)) = self.one("ladder") {
            return self.find("ladder", &name, span, ids);
        }
        if let Some(at) = super::default_ladder(path, ladders) {
            return Some(at);
        }
        let name = &self.directive.name;
        let report = if ladders.is_empty() {
            Diagnostic::new(Code::LadderUnknownName, format!("`{name}` has no ladder to show"))
                .help("add a folder with a `ladder.toml` to the content")
        } else {
            Diagnostic::new(Code::LadderUnknownName, format!("`{name}` could show any of several ladders"))
                .help(format!("add a line `ladder: {}`", ids[0][0]))
        };
        self.reports.push(report.at(self.directive.span, ""));
        None
    }

    fn filter(&mut self, ladder: &Ladder, kind: ViewKind) -> Filter {
        let declared = &ladder.declared;
        let mut filter = Filter::default();
        if matches!(kind, ViewKind::Matrix | ViewKind::Diagram) {
            let tracks = declared.tracks.iter().map(|track| names(&track.id, &track.name)).collect();
            filter.tracks = self.several(["track", "tracks"], "track", tracks);
            filter.levels = self.several(["level", "levels"], "level", level_names(ladder));
        }
        if matches!(kind, ViewKind::Matrix | ViewKind::Level(_) | ViewKind::Changes(..)) {
            let areas = declared.areas.iter().map(|area| names(&area.id, &area.name)).collect();
            filter.areas = self.several(["area", "areas"], "area", areas);
            let competencies = competency_names(declared);
            filter.competencies = self.several(["competency", "competencies"], "competency", competencies);
        }
        filter
    }

    /// The value of an option, or the argument behind the braces for the directive's own subject.
    fn one(&mut self, key: &'static str) -> Option<(String, Span)> {
        self.known.push(key);
        let option = self.directive.options.iter().find(|option| &*option.key == key)?;
        (!option.value.is_empty()).then(|| (option.value.to_string(), option.value_span))
    }

    fn required(&mut self, key: &'static str, names: Vec<Vec<String>>) -> Option<usize> {
        let argument = (key != "to" && !self.directive.argument.is_empty())
            .then(|| (self.directive.argument.to_string(), self.directive.argument_span));
        let given = self.one(key).or(argument);
        let Some((name, span)) = given else {
            let message = format!("`{}` does not say which {}", self.directive.name, noun(key));
            let example = names.first().map_or("…", |names| names[0].as_str());
            let report = Diagnostic::new(Code::LadderUnknownName, message).at(self.directive.span, "");
            self.reports.push(report.help(format!("add a line `{key}: {example}`")));
            return None;
        };
        self.find(noun(key), &name, span, names)
    }

    fn several(
        &mut self,
        keys: [&'static str; 2],
        noun: &'static str,
        names: Vec<Vec<String>>,
    ) -> Vec<usize> {
        let given: Vec<(String, Span)> = keys.into_iter().filter_map(|key| self.one(key)).collect();
        let mut found = Vec::new();
        for (value, span) in given {
            for name in
                value.trim_matches(['[', ']']).split(',').map(str::trim).filter(|name| !name.is_empty())
            {
                found.extend(self.find(noun, name, span, names.clone()));
            }
        }
        found
    }

    /// Looks a name up among the names of each candidate, in any case.
    fn find(&mut self, noun: &str, name: &str, span: Span, names: Vec<Vec<String>>) -> Option<usize> {
        let wanted = name.to_lowercase();
        let is_it = |names: &Vec<String>| names.iter().any(|known| known.to_lowercase() == wanted);
        if let Some(at) = names.iter().position(is_it) {
            return Some(at);
        }
        let code = match noun {
            "level" => Code::LadderUnknownLevel,
            "competency" => Code::LadderUnknownCompetency,
            _ => Code::LadderUnknownName,
        };
        let message = match noun {
            "ladder" => format!("no ladder is called `{name}`"),
            _ => format!("the ladder has no {noun} `{name}`"),
        };
        let report = Diagnostic::new(code, message).at(span, "");
        let near = nearest(name, names.iter().flatten().map(String::as_str));
        self.reports.push(match near {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report.help(format!("write the id of a {noun} of the ladder")),
        });
        None
    }

    fn unknown_options(&mut self) {
        let is_known = |option: &&DirectiveOption| !self.known.contains(&&*option.key);
        let unknown: Vec<&DirectiveOption> = self.directive.options.iter().filter(is_known).collect();
        for option in unknown {
            let message = format!("`{}` has no option `{}`", self.directive.name, option.key);
            let report = Diagnostic::new(Code::LadderUnknownKey, message).at(option.key_span, "");
            self.reports.push(match nearest(&option.key, self.known.iter().copied()) {
                Some(near) => report.help(format!("did you mean `{near}`?")),
                None => report.help("remove the line"),
            });
        }
    }
}

fn noun(key: &'static str) -> &'static str {
    if matches!(key, "from" | "to") { "level" } else { key }
}

fn names(id: &Name, name: &str) -> Vec<String> {
    vec![id.value.to_string(), name.to_owned()]
}

fn level_names(ladder: &Ladder) -> Vec<Vec<String>> {
    let levels = ladder.declared.levels.iter().enumerate().map(|(at, level)| {
        let mut names = vec![level.id.value.to_string(), title(ladder, None, at)];
        names.extend(level.code.clone());
        names.extend(level.short.clone());
        names.extend(level.aliases.iter().chain(&level.titles).cloned());
        names
    });
    levels.collect()
}

fn competency_names(declared: &Declarations) -> Vec<Vec<String>> {
    let competencies = declared.competencies.iter().map(|competency| {
        let mut names = names(&competency.id, &competency.name);
        names.extend(competency.aliases.iter().cloned());
        names
    });
    competencies.collect()
}
