//! Files about addresses: which there are, and where those that were lead to.

use super::{Claims, Page, PageKind, Route};
use crate::handbook::AssetHome;

/// A file about addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovesFile {
    /// `routes.json`: every page with its anchors, and every former address.
    Routes,
    /// `_redirects`: former addresses as rules of a web host. With it goes the author's own file of
    /// that name, by index into [`Handbook::assets`](crate::handbook::Handbook::assets).
    Rules(Option<usize>),
    /// `redirects.json`: former addresses as one JSON map.
    Map,
}

impl MovesFile {
    /// Returns the name of the file, at the root of the site.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Routes => "routes.json",
            Self::Rules(_) => "_redirects",
            Self::Map => "redirects.json",
        }
    }

    /// Returns what it is, for messages.
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Routes => "the list of all addresses, which every build writes",
            Self::Rules(_) => "the rules that lead from former addresses",
            Self::Map => "the map of former addresses",
        }
    }
}

impl Claims<'_> {
    /// Claims what is said of addresses; of former ones only when there are any.
    pub(super) fn moves(&mut self) {
        self.claim(&Route::of_file(MovesFile::Routes.file_name()), PageKind::Moves(MovesFile::Routes));
        let has_redirects = self.outputs.values().any(|page| matches!(page.kind, PageKind::Redirect(_)));
        if !has_redirects {
            return;
        }
        self.claim(&Route::of_file(MovesFile::Map.file_name()), PageKind::Moves(MovesFile::Map));
        let route = Route::of_file(MovesFile::Rules(None).file_name());
        let own = self.outputs.get(&route.output()).and_then(|page| match page.kind {
            PageKind::Asset(index) if self.handbook.assets[index].home == AssetHome::Static => Some(index),
            _ => None,
        });
        match own {
            // The author's rules come first, so that they win, and ours follow in the same file.
            Some(_) => {
                let kind = PageKind::Moves(MovesFile::Rules(own));
                self.outputs.insert(route.output(), Page { route, kind });
            }
            None => self.claim(&route, PageKind::Moves(MovesFile::Rules(None))),
        }
    }
}
