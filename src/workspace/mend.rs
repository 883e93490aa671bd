//! Making the fixes that need no thought, again and again until there are none.
//!
//! A link that is mended may turn out to name a heading that is misspelt, too: every round checks the
//! project with the new texts in place of those on disk. Nothing is written here.

use std::collections::BTreeMap;

use super::{Inputs, Loaded, Project, Workspace, read_text};
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::moves::against::Texts;
use crate::site::Site;
use crate::source::{Change, ContentHash, Edit, LineIndex, Position, SourcePath, edited};

/// How often a project is looked at. Each round mends what the one before brought to light, and a
/// link has three parts that can be wrong.
const ROUNDS: usize = 6;

/// A project as it is once its sure fixes are made.
pub struct Mended {
    /// What is left to say of it.
    pub loaded: Loaded,
    /// What was said before anything was mended.
    pub before: Vec<Diagnostic>,
    /// The files that change, by rising path.
    pub changes: Vec<Change>,
    /// The fixes, by file, place and round.
    pub made: Vec<Made>,
}

/// A fix that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What it mends.
    pub code: Code,
    /// The file.
    pub path: SourcePath,
    /// Where it begins.
    pub position: Position,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// A file that is being mended.
struct Draft {
    before: String,
    now: String,
}

/// Further reports on a site, with the texts that its sources have by now.
pub type More<'a> = &'a dyn Fn(&Site, Texts<'_>) -> Vec<Diagnostic>;

/// Makes the sure fixes of a project, in memory.
pub fn mend(workspace: &mut Workspace, project: &Project, more: More<'_>) -> Mended {
    let mut drafts: BTreeMap<SourcePath, Draft> = BTreeMap::new();
    let mut made: Vec<Made> = Vec::new();
    let mut before = None;
    let mut round = 0;
    loop {
        let inputs = Inputs::list(project);
        for (path, draft) in &drafts {
            inputs.put(path, &draft.now);
        }
        let mut loaded = workspace.load(project, inputs);
        if let Some(site) = &loaded.site {
            let text = |path: &SourcePath| match drafts.get(path) {
                Some(draft) => Some(draft.now.clone()),
                None => read_text(project.root(), path),
            };
            let mut reports = more(site, &text);
            project.config().lints.apply(&mut reports);
            loaded.diagnostics.extend(reports);
            diagnostic::sort(&mut loaded.diagnostics);
        }
        let before = before.get_or_insert_with(|| loaded.diagnostics.clone());
        round += 1;
        let found = if round > ROUNDS { Vec::new() } else { mend_once(project, &loaded, &mut drafts) };
        if found.is_empty() {
            let changed = drafts.into_iter().filter(|(_, draft)| draft.before != draft.now);
            let changes =
                changed.map(|(path, Draft { before, now })| Change { path, before, after: now }).collect();
            made.sort_by(|a, b| (&a.path, a.position).cmp(&(&b.path, b.position)));
            return Mended { loaded, before: std::mem::take(before), changes, made };
        }
        made.extend(found);
    }
}

/// Makes the sure fixes of one round; returns them.
fn mend_once(project: &Project, loaded: &Loaded, drafts: &mut BTreeMap<SourcePath, Draft>) -> Vec<Made> {
    let mut edits: BTreeMap<&SourcePath, Vec<(Edit, Code)>> = BTreeMap::new();
    for report in loaded.diagnostics.iter().filter(|report| report.severity != Severity::Allowed) {
        let Some(fix) = report.sure_fix() else { continue };
        let Some(path) = &fix.path else { continue };
        let edit = Edit { path: path.clone(), span: fix.span, text: fix.replacement.clone() };
        edits.entry(path).or_default().push((edit, report.code));
    }
    let mut made = Vec::new();
    for (path, edits) in edits {
        let Some(text) = text_of(project, loaded, path, drafts) else { continue };
        let codes: BTreeMap<Edit, Code> = edits.iter().cloned().collect();
        let edited = edited(&text, edits.into_iter().map(|(edit, _)| edit).collect());
        if edited.text == text {
            continue;
        }
        let lines = LineIndex::new(&text);
        made.extend(edited.made.iter().map(|edit| Made {
            code: codes[edit],
            path: path.clone(),
            position: lines.position(edit.span.start as usize),
            before: text[edit.span.range()].to_owned(),
            after: edit.text.clone(),
        }));
        let draft = drafts.entry(path.clone());
        draft.or_insert_with(|| Draft { before: text.clone(), now: String::new() }).now = edited.text;
    }
    made
}

/// The text that the reports of a file are about; `None` when it is another one by now.
fn text_of(
    project: &Project,
    loaded: &Loaded,
    path: &SourcePath,
    drafts: &BTreeMap<SourcePath, Draft>,
) -> Option<String> {
    if let Some(draft) = drafts.get(path) {
        return Some(draft.now.clone());
    }
    let text = read_text(project.root(), path)?;
    let known = loaded.texts.binary_search_by(|(known, _)| known.cmp(path)).ok()?;
    (loaded.texts[known].1 == ContentHash::of(text.as_bytes())).then_some(text)
}
