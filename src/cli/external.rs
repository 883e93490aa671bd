//! `daring check --external`: links to other sites.

use std::time::{SystemTime, UNIX_EPOCH};

use daring::diagnostic::{Code, Diagnostic, Severity};
use daring::external::{self, Cache};
use daring::site::Site;
use daring::source::SourcePath;
use daring::workspace::{Project, keep_file, kept_file, read_text};

use super::args::{OutputArgs, ProjectArgs};
use super::report;

/// Where good answers are kept.
const CACHE: &str = "external";

/// Adds what is wrong with links to other sites to what was found.
pub fn add(
    diagnostics: &mut Vec<Diagnostic>,
    site: &Site,
    project: &Project,
    (args, output): (&ProjectArgs, &OutputArgs),
) {
    let links = external::links(site);
    report::note(output, format_args!("asking for {}", address_count(links.len())));
    let mut cache = kept_file(project, CACHE).map_or_else(Cache::default, |text| Cache::parse(&text));
    let config = &project.config().external;
    let verdicts = external::check(&links, config, &mut cache, today());
    keep_file(project, CACHE, &cache.to_text());
    let lookup = |path: &SourcePath| read_text(project.root(), path).map(Into::into);
    let mut found = external::reports(&links, &verdicts, &lookup);
    project.config().lints.apply(&mut found);
    report::deny(&mut found, args);
    diagnostics.extend(found);
}

/// Returns whether links to other sites are all that is an error.
pub fn is_all_that_is_wrong(diagnostics: &[Diagnostic]) -> bool {
    let is_external = |report: &Diagnostic| {
        matches!(report.code, Code::ExternalBroken | Code::ExternalMoved | Code::ExternalUnsure)
    };
    diagnostics.iter().filter(|report| report.severity == Severity::Error).all(is_external)
}

/// Days since 1970, in UTC.
fn today() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    i64::try_from(seconds / 86_400).unwrap_or(0)
}

fn address_count(number: usize) -> String {
    if number == 1 {
        "1 address on another site".to_owned()
    } else {
        format!("{number} addresses on other sites")
    }
}
