//! Names of files and pages that are no links: in settings, in front matter and in the files of ladders.

use super::rename::{Refusal, SETTINGS, Work};
use crate::handbook::ladders;
use crate::handbook::respell::Moves;
use crate::settings::{Value, toml};
use crate::source::{SourcePath, Span};

impl Work<'_> {
    /// Writes anew which exports a ladder names as published.
    pub(super) fn published(&mut self) -> Result<(), Refusal> {
        let mut found = Vec::new();
        for placed in self.handbook().ladders() {
            for name in &placed.ladder.framework.published {
                let Some(file) = self.handbook().documents.get(name.place.file.0 as usize) else { continue };
                let Ok(old) = placed.folder.join(name.as_str()) else { continue };
                let folder =
                    (self.renamed)(&placed.folder.join(ladders::FILE_NAME).unwrap_or(old.clone())).parent();
                let new = (self.renamed)(&old);
                let Some(below) = new.below(&folder) else { return Err(Refusal::Ladder(old)) };
                if below != name.as_str() {
                    found.push((
                        file.path.clone(),
                        name.place.span,
                        name.value.to_string(),
                        below.to_owned(),
                    ));
                }
            }
        }
        self.plan.links += found.len();
        for (path, span, old, new) in found {
            let text = self.text(&path)?;
            let at = text.get(span.range()).and_then(|written| written.find(&old));
            let Some(at) = at.map(|at| span.start as usize + at) else {
                return Err(Refusal::Link { path, span });
            };
            self.edit(&path, Span::new(at, at + old.len()), new);
        }
        Ok(())
    }

    /// Writes anew which pages explain terms.
    pub(super) fn terms(&mut self, moves: &Moves<'_>) -> Result<(), Refusal> {
        for named in moves.respelled_chapters() {
            let path = self.handbook().documents[named.document.index()].path.clone();
            let text = self.text(&path)?;
            let at = text.get(named.span.range()).and_then(|written| written.find(&named.old));
            let (Some(at), Some(new)) = (at, named.new) else {
                return Err(Refusal::Link { path, span: named.span });
            };
            let start = named.span.start as usize + at;
            self.plan.links += 1;
            self.edit(&path, Span::new(start, start + named.old.len()), new);
        }
        Ok(())
    }

    /// Writes anew which pages the settings name, and which files they leave out.
    pub(super) fn settings(&mut self, moves: &Moves<'_>) -> Result<(), Refusal> {
        let path = SourcePath::new(SETTINGS).expect("the name of the configuration is a path");
        let Some(text) = (self.texts)(&path) else { return Ok(()) };
        // Places in the settings are counted behind a byte order mark.
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut found: Vec<(Span, String, String)> = Vec::new();
        for page in self.before.config.pages() {
            let Some(new) = moves.respelled_name(&page.value) else { continue };
            let span = page.span.shifted(start);
            let new = new.ok_or_else(|| Refusal::Link { path: path.clone(), span })?;
            found.push((span, page.value.clone(), new));
        }
        found.extend(
            self.excluded(&text[start..]).into_iter().map(|(span, old, new)| (span.shifted(start), old, new)),
        );
        for (span, old, new) in found {
            let at = text.get(span.range()).and_then(|written| written.find(old.as_str()));
            let at = at
                .map(|at| span.start as usize + at)
                .ok_or_else(|| Refusal::Link { path: path.clone(), span })?;
            self.plan.links += 1;
            self.edit(&path, Span::new(at, at + old.len()), new);
        }
        Ok(())
    }

    /// What `exclude` names that gets another name.
    fn excluded(&self, text: &str) -> Vec<(Span, String, String)> {
        let content = &self.before.config.content;
        let (fields, _) = toml::parse(text, 0);
        let excluded = fields.iter().find(|field| field.key == "exclude").map(|field| &field.node);
        let nodes = match excluded.map(|node| &node.value) {
            Some(Value::List(nodes)) => nodes.iter().collect(),
            _ => Vec::from_iter(excluded),
        };
        let renamed = nodes.into_iter().filter_map(|node| {
            let Value::String(written) = &node.value else { return None };
            let old = content.join(written).ok()?;
            let new = (self.renamed)(&old);
            let below = new.below(content).filter(|_| new != old)?;
            Some((node.span, written.clone(), below.to_owned()))
        });
        renamed.collect()
    }
}
