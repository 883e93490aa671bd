//! `daring check --freshness`: pages that should have been looked at again.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use daring::diagnostic::Diagnostic;
use daring::handbook::Handbook;
use daring::handbook::freshness::{Clock, Due, freshness};
use daring::source::{day_number, day_of};
use daring::workspace::Project;

use super::args::{CheckArgs, Format};
use super::report::{self, Failure, count};

/// Adds what is due to what was found. Returns how much is due, by owner.
pub fn add(
    diagnostics: &mut Vec<Diagnostic>,
    handbook: &Handbook,
    project: &Project,
    args: &CheckArgs,
) -> Result<BTreeMap<String, Due>, Failure> {
    let today = match &args.today {
        Some(day) if day_number(day).is_some() => day.clone(),
        Some(day) => {
            return Err(Failure::new(format!("--today: `{day}` is no day, such as 2026-11-27")));
        }
        None => today(),
    };
    let mut found = freshness(handbook, Clock { today: &today, within: args.due_within });
    project.config().lints.apply(&mut found.diagnostics);
    report::deny(&mut found.diagnostics, &args.project);
    diagnostics.extend(found.diagnostics);
    Ok(found.owners)
}

/// The day that it is, in UTC. A clock before 1970 is not set.
pub fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    day_of(i64::try_from(seconds / 86_400).unwrap_or(0))
}

/// Says how much of whom is due.
pub fn summary(owners: &BTreeMap<String, Due>, args: &CheckArgs) {
    if args.output.format != Format::Human || args.output.quiet || owners.is_empty() {
        return;
    }
    report::text("to be reviewed:\n");
    for (owner, due) in owners {
        let mut parts = Vec::new();
        if due.overdue > 0 {
            parts.push(format!("{} overdue", count(due.overdue, "page")));
        }
        if due.soon > 0 {
            parts.push(format!("{} due soon", count(due.soon, "page")));
        }
        let owner = if owner.is_empty() { "(no owner)" } else { owner };
        report::line(&format!("  {owner}: {}", parts.join(", ")));
    }
}
