//! Which pages the settings name.

use super::{Config, Destination, NamedLink, Tabs};
use crate::settings::Spanned;

impl Config {
    /// Returns every name of a page in the settings, as it is written and with its place: stops of
    /// reading paths, tabs and links of the navigation, the link of the announcement.
    pub fn pages(&self) -> Vec<&Spanned<String>> {
        let stops = self.paths.iter().flat_map(|path| &path.stops).map(|stop| &stop.page);
        let tabs: &[NamedLink] = match &self.navigation.tabs {
            Tabs::Links(links) => links,
            Tabs::Off | Tabs::Sections => &[],
        };
        let links = tabs.iter().chain(&self.navigation.footer).map(|link| &link.destination);
        let announced = self.announcement.iter().filter_map(|announcement| announcement.destination.as_ref());
        let named = links.chain(announced).filter_map(|destination| match destination {
            Destination::Page(page) => Some(page),
            Destination::Address(_) => None,
        });
        stops.chain(named).collect()
    }
}
