//! What an earlier publication offered, for `--against`.

use std::path::Path;

use daring::diagnostic::Diagnostic;
use daring::moves::against::{Texts, compare};
use daring::moves::routes::Routes;
use daring::site::Site;
use daring::workspace::{Project, published, read_text};

use super::report::Failure;

/// An earlier publication, if one is named.
pub struct Against(Option<Routes>);

impl Against {
    /// Reads the publication that the arguments name.
    pub fn read(path: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self(path.map(published::read_routes).transpose()?))
    }

    /// Returns whether there is one.
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// Reports what it offered and a site does not, with the severities of the project.
    pub fn compare(&self, project: &Project, site: &Site) -> Vec<Diagnostic> {
        let mut reports = self.compare_with(site, &|path| read_text(project.root(), path));
        project.config().lints.apply(&mut reports);
        reports
    }

    /// As [`Against::compare`], with sources that hold other texts than the files, and the severities
    /// of the codes.
    pub fn compare_with(&self, site: &Site, text: Texts<'_>) -> Vec<Diagnostic> {
        self.0.as_ref().map_or_else(Vec::new, |routes| compare(site, routes, text))
    }
}
