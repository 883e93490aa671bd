//! Which pages should have been looked at again by now.
//!
//! What day it is decides, so this is asked by `check` alone: what is published never depends on it.

use std::collections::BTreeMap;

use super::{Handbook, ladders};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourcePath, Span, day_number};

/// When pages are due.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'a> {
    /// The day that it is, as `2026-11-27`.
    pub today: &'a str,
    /// How many days ahead to look for pages that will be due.
    pub within: u32,
}

/// What is due, and whose it is.
#[derive(Debug, Default)]
pub struct Freshness {
    /// A report for each page.
    pub diagnostics: Vec<Diagnostic>,
    /// How much is due, by owner; without one the name is empty.
    pub owners: BTreeMap<String, Due>,
}

/// How much of one owner is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Due {
    /// Pages whose day is over.
    pub overdue: usize,
    /// Pages whose day comes soon.
    pub soon: usize,
}

/// Finds the pages and ladders that are due.
pub fn freshness(handbook: &Handbook, clock: Clock<'_>) -> Freshness {
    let mut found = Freshness::default();
    for document in &handbook.documents {
        let settings = &document.file.front_matter;
        let Some(day) = &settings.review_by else { continue };
        let owner = settings.owner.as_deref().unwrap_or("");
        found.look("page", &document.path, (&day.value, Some(day.span)), owner, clock);
    }
    for placed in handbook.ladders() {
        let framework = &placed.ladder.framework;
        let (Some(day), Ok(path)) = (&framework.review_by, placed.folder.join(ladders::FILE_NAME)) else {
            continue;
        };
        found.look("ladder", &path, (day, None), framework.owner.as_deref().unwrap_or(""), clock);
    }
    found
}

impl Freshness {
    fn look(
        &mut self,
        what: &str,
        path: &SourcePath,
        (day, span): (&str, Option<Span>),
        owner: &str,
        clock: Clock<'_>,
    ) {
        let (Some(due), Some(now)) = (day_number(day), day_number(clock.today)) else { return };
        let (code, when) = match due - now {
            days if days < 0 => (Code::PageReviewOverdue, format!("{} ago", days_text(-days))),
            days if days <= i64::from(clock.within) => (
                Code::PageReviewDue,
                if days == 0 { "today".to_owned() } else { format!("in {}", days_text(days)) },
            ),
            _ => return,
        };
        let count = self.owners.entry(owner.to_owned()).or_default();
        let is_over = code == Code::PageReviewOverdue;
        *(if is_over { &mut count.overdue } else { &mut count.soon }) += 1;
        let verb = if is_over { "was" } else { "is" };
        let message = format!("this {what} {verb} to be reviewed by {day}, {when}");
        let report = Diagnostic::new(code, message).in_file(path, span, "");
        let help = "read it, correct what is no longer so, then set a later `review_by`";
        self.diagnostics.push(match owner {
            "" => report.help(help).help("give it an `owner` who is asked next time"),
            owner => report.help(format!("`{owner}` looks after it: {help}")),
        });
    }
}

fn days_text(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}
