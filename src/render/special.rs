//! Generated pages that are no chapters.

use super::chapter::From;
use super::{Content, lists, nav, print, search, template, terms};
use crate::diagnostic::Checked;
use crate::handbook::special::{SpecialId, SpecialKind};
use crate::page::Route;
use crate::page::view::PageView;
use crate::site::Site;
use crate::theme::Variables;

/// Renders a generated page through the template of its kind, with the navigation around it.
pub(super) fn render(site: &Site, route: &Route, id: SpecialId) -> Checked<Content> {
    let special = site.handbook.special(id);
    if let SpecialKind::Print(folder) = special.kind {
        return print::render(site, route, id, folder);
    }
    let from = From::Page(route);
    let mut variables = Variables::default();
    let extra = serde_json::Value::Object(serde_json::Map::new());
    let description = lists::description(site, special.kind);
    let description = if special.description.is_empty() { &description } else { &*special.description };
    let view = PageView {
        description: description.into(),
        lead: &special.description,
        url: site.config.base_url.as_deref().map(|base| route.absolute(base)),
        has_glossary: special.kind == SpecialKind::Glossary,
        breadcrumbs: lists::breadcrumbs(site, &from, special.kind),
        language: &site.config.language,
        ..PageView::generated(special.kind.page_kind(), &special.title, route.as_str(), &extra)
    };
    variables.insert_shared("site", &site.view);
    variables.insert("root", &from.root());
    variables.insert("page", &view);
    variables.insert("search", &search::view(site, &from));
    variables.insert_shared("nav", &nav::nav(site, &from, None));
    if special.kind == SpecialKind::Glossary {
        variables.insert("glossary", &terms::glossary(site, &from, None));
    }
    lists::insert(site, &from, special.kind, &mut variables);
    template(site, special.kind.template(), &variables, route, None)
}
