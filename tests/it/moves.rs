//! Addresses over time.

use daring::moves::routes::Routes;

use crate::harness::build;

/// The pages of a `routes.json`, with their anchors.
fn routes(fixture: &str) -> Routes {
    let built = build(fixture);
    let json = built.tree.get("routes.json").unwrap_or_else(|| panic!("{}", built.report));
    Routes::parse(std::str::from_utf8(json).unwrap()).unwrap()
}

#[test]
fn expectations_and_views_of_a_ladder_are_listed() {
    let routes = routes(
        "-- handbook.toml --\ntitle = \"H\"\n-- content/index.md --\n# Home\n-- content/l/ladder.toml --\n\
         [framework]\nid = \"eng\"\n[[level]]\nid = \"senior\"\n[[level]]\nid = \"staff\"\n\
         [[competency]]\nid = \"last-mile\"\n[competency.at]\n\
         senior = [{ id = \"lm-start\", text = \"Starts the last mile\" }]\n\
         staff = [{ id = \"lm-end\", text = \"Ends the last mile\" }]\n",
    );
    let page = |id: &str| routes.pages.iter().find(|page| page.id == id).unwrap_or_else(|| panic!("{id}"));
    let competency = page("ladder:eng/competency/last-mile");
    assert_eq!(competency.path, "l/last-mile/");
    for anchor in ["lm-end", "lm-start", "staff"] {
        assert!(competency.anchors.iter().any(|known| known == anchor), "{anchor}: {:?}", competency.anchors);
    }
    assert_eq!(page("ladder:eng/changes/senior/staff").path, "l/changes/senior-to-staff/");
    assert_eq!(page("ladder:eng/home").path, "l/");
}
