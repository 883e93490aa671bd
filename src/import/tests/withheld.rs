//! What a book withheld is withheld here.

use super::*;

/// Whether a page is there, as a draft and named in the report.
fn is_draft(kind: Kind, fixture: &str, page: &str) -> bool {
    let imported = bring_from(kind, fixture);
    let (_, content) = imported.files.iter().find(|(name, _)| name.ends_with(page)).unwrap();
    let Content::Text(text) = content else { panic!("{page} is no text") };
    let is_told = imported.log.remarks.iter().any(|remark| remark.message.contains("is a draft here"));
    text.contains("\ndraft: true\n") && (is_told || fixture.to_lowercase().contains("draft:"))
}

#[test]
fn pages_that_say_so_are_drafts() {
    for head in
        ["published: false", "publish: no", "draft: 'true'", "title: Foo: bar\npublish: false", "a: ["]
    {
        let fixture = format!("-- index.md --\n# A\n-- a.md --\n---\n{head}\n---\nSECRET\n");
        assert!(is_draft(Kind::Obsidian, &fixture, "a.md"), "{head}");
    }
    for head in ["Draft: true", "PublishDate: 2099-01-01", "Build: {Render: never}", "published: false"] {
        let fixture = format!("-- hugo.toml --\n-- content/a.md --\n---\n{head}\n---\nSECRET\n");
        assert!(is_draft(Kind::Hugo, &fixture, "a.md"), "{head}");
    }
    for head in ["published:", "published: 2020-01-01", "draft: 'false'", "draft:", "publish: true"] {
        let fixture = format!("-- index.md --\n# A\n-- a.md --\n---\n{head}\n---\nSHOWN\n");
        let imported = bring_from(Kind::Obsidian, &fixture);
        assert!(!text(&imported, "content/a.md").contains("draft: true"), "{head}");
    }
}

#[test]
fn files_of_drafts_are_left_out_and_named() {
    let bundles = "-- hugo.toml --\nignoreFiles = ['secret\\.md$']\n-- content/a/index.md --\n---\ndraft: true\n---\n![](/s.png)\n\
                   -- content/a/org.png --\n\n-- content/b/index.md --\n![](b.png) ![](/t.png)\n-- content/b/b.png --\n\n-- content/secret.md --\nS\n\
                   -- static/s.png --\n\n-- static/t.png --\n\n-- static/u.png --\n\n";
    let imported = bring_from(Kind::Hugo, bundles);
    let files = ["content/a/index.md", "content/b/b.png", "content/b/index.md", "content/index.md"];
    assert_eq!(names(&imported), [&files[..], &["static/t.png", "static/u.png"]].concat());
    let told = remarks(&imported).concat();
    for said in
        ["content/a/org.png:0 it belongs", "static/s.png:0 only drafts", "content/secret.md:0 it was not"]
    {
        assert!(told.contains(said), "{told}");
    }
    let vault = "-- a.md --\n---\npublish: false\n---\n![[a.png]] ![[b.png]]\n-- b.md --\n![[b.png]]\n-- a.png --\n\n-- b.png --\n\n-- c.png --\n\n";
    let imported = bring_from(Kind::Obsidian, vault);
    assert_eq!(
        names(&imported),
        ["content/a.md", "content/b.md", "content/b.png", "content/c.png", "content/index.md"]
    );
}

#[test]
fn what_mkdocs_leaves_out_is_left_out() {
    let imported = bring_from(
        Kind::Mkdocs,
        "-- mkdocs.yml --\nINHERIT: conf/base.yml\nplugins:\n  - exclude:\n      glob: drafts/*\n      regex: ['tmp.*\\.md$']\n\
         -- conf/base.yml --\nsite_name: B\nexclude_docs: private/\nextra: {a: 1}\n-- docs/index.md --\n# A\n-- docs/README.md --\n# R\n\
         -- docs/drafts/x/y.md --\nS\n-- docs/tmp-1.md --\nS\n-- docs/private/p.md --\nS\n-- docs/templates/t.md --\nS\n-- docs/x/README.md --\n# X\n",
    );
    assert_eq!(names(&imported), ["content/index.md", "content/x/README.md"]);
    assert_eq!((imported.title.as_deref(), imported.log.remarks.len()), (Some("B"), 5));
}

#[test]
fn the_usual_settings_of_docusaurus_are_read() {
    let config = |docs: &str| {
        format!(
            "-- docusaurus.config.js --\n/** @type {{import('@docusaurus/types').Config}} */\nconst config = {{presets: [['classic', /** @type {{O}} */ ({{{docs}}})]]}};\n\
             export default config;\n-- docs/a.md --\n# A\n-- docs/secret/b.md --\nS\n"
        )
    };
    let imported =
        bring_from(Kind::Docusaurus, &config("docs: {exclude: ['secret/**'], routeBasePath: '/'}"));
    assert_eq!(names(&imported), ["content/a.md", "content/index.md"]);
    let imported = bring_from(Kind::Docusaurus, &config("docs: options()"));
    assert!(
        remarks(&imported)[0].contains("the options of `docs` were not found"),
        "{:?}",
        remarks(&imported)
    );
}
