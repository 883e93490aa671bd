//! Generated pages that are no chapters.

use super::chapter::From;
use super::{Content, nav, template};
use crate::diagnostic::Checked;
use crate::handbook::ChapterId;
use crate::handbook::special::{SpecialId, SpecialKind};
use crate::page::Route;
use crate::page::view::PageView;
use crate::site::Site;
use crate::theme::Variables;

/// Renders a generated page through the template of its kind, with the navigation around it.
pub(super) fn render(site: &Site, route: &Route, id: SpecialId) -> Checked<Content> {
    let special = site.handbook.special(id);
    let from = From::Page(route);
    let mut variables = Variables::default();
    let extra = serde_json::Value::Object(serde_json::Map::new());
    let view = PageView {
        description: &special.description,
        lead: &special.description,
        url: site.config.base_url.as_deref().map(|base| route.absolute(base)),
        breadcrumbs: vec![nav::link(site, &from, ChapterId::HOME)],
        ..PageView::generated(special.kind.page_kind(), &special.title, route.as_str(), &extra)
    };
    variables.insert_shared("site", &site.view);
    variables.insert("root", &from.root());
    variables.insert("page", &view);
    variables.insert_shared("nav", &nav::nav(site, &from, None));
    match special.kind {
        SpecialKind::Glossary => {}
    }
    template(site, special.kind.template(), &variables, route, None)
}
