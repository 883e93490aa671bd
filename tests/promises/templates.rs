//! Templates that are wrong, or never end.

use crate::project::Project;

fn with_page_template(template: &str) -> Project {
    let project = Project::new("-- content/index.md --\n# A\n-- content/b.md --\n# B\n");
    project.write("templates/page.html", template);
    project
}

fn content(block: &str) -> String {
    format!("{{% extends \"default/page.html\" %}}{{% block content %}}{block}{{% endblock %}}")
}

#[test]
fn templates_that_call_themselves_are_refused() {
    for (page, other) in [
        (content("{{<a/>}}"), "{% component a() %}{{<a/>}}{% endcomponent a %}"),
        (content("{{<a/>}}"), "{% component a() %}{% include \"d.html\" %}{% endcomponent a %}"),
        (content("{{<a/>}}"), "{% component a() %}{{ \"}} {# \" }}{{<a/>}}{# x #}{% endcomponent a %}"),
        (content("{{<a/>}}"), "{% component a() %}{% raw %}x{%\nendraw\n%}{{<a/>}}{% endcomponent a %}"),
        (
            content("{% <a> %}x{% </a> %}"),
            "{% component a() %}{% <a> %}{{body}}{% </a> %}{% endcomponent a %}",
        ),
        (content("{% include \"other.html\" %}"), "{% include \"d.html\" %}{% include \"other.html\" %}"),
        ("{% extends \"other.html\" %}".to_owned(), "{% extends \"page.html\" %}"),
        ("{% extends \"page.html\" %}".to_owned(), ""),
    ] {
        let project = with_page_template(&page);
        project.write("templates/other.html", other);
        project.write("templates/d.html", "{{<a/>}}{% component b() %}{% endcomponent b %}");
        project.build().faulty(&["error[template/", "templates/"]);
    }
}

#[test]
fn templates_that_never_end_end() {
    let text = "x".repeat(100_000);
    for block in [
        "{% for a in range(end=99999) %}{% for b in range(end=99999) %}{% endfor %}{% endfor %}",
        "{% set_global x=\"aaaaaaaa\" %}{% for a in range(end=60) %}{% set_global x = x ~ x %}{% endfor %}",
        &format!("{{% for a in range(end=99999) %}}{text}{{% endfor %}}"),
    ] {
        // Time, memory or output ends it, whichever the machine reaches first.
        let project = with_page_template(&content(block));
        let ran = project.build().faulty(&["error[template/too-", "templates/page.html"]);
        assert!(ran.out.len() < 10_000, "{} bytes of report", ran.out.len());
        // The sample is harmless, the page is not.
        let project =
            with_page_template(&content(&format!("{{% if page.title != \"Sample\" %}}{block}{{% endif %}}")));
        project.build().faulty(&["error[template/too-", "content/b.md"]);
    }
}

#[test]
fn mistakes_in_several_templates_are_told_in_one_run() {
    let project = with_page_template("{% if %}");
    project.write("templates/a.html", "{{");
    project.write("templates/b.html", "{% block %}");
    project.build().faulty(&["templates/a.html:1:", "templates/b.html:1:", "templates/page.html:1:"]);
}

#[test]
fn each_mistake_has_its_place() {
    for (template, words) in [
        ("{% extends \"pgae.html\" %}", &["templates/page.html:1:13", "pgae.html"][..]),
        (
            "{% extends \"default/page.html\" %}{% block nope %}{% endblock %}",
            &["templates/page.html:1:43", "nope"],
        ),
        (&content("{{ nope }}"), &["templates/page.html:1:", "`nope`"]),
        (&content("{{ page.titel }}"), &["templates/page.html:1:", "titel", "did you mean"]),
        (&content("{{ page.title | nope }}"), &["templates/page.html:1:", "`nope`"]),
        (&content("{{ 1 / 0 }}"), &["templates/page.html:1:"]),
        (&content("{{ get_env(name=\"HOME\") }}"), &["templates/page.html:1:", "get_env"]),
        (&content("{{ throw(message=\"\u{1b}[31m\") }}"), &["templates/page.html:1:"]),
        (&content(&"{% if 1 %}".repeat(20_000)), &["templates/page.html:1:"]),
        (&content(&format!("{{{{ {}1 }}}}", "(".repeat(50_000))), &["templates/page.html:1:"]),
    ] {
        let ran = with_page_template(template).build().faulty(words);
        assert!(!ran.out.contains('\u{1b}'));
    }
    let project = with_page_template("");
    project.write("templates/page.html", b"caf\xe9");
    project.build().faulty(&["templates/page.html", "not UTF-8 at line 1, column 4"]);
}
