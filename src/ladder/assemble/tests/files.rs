//! Layouts A and B: what headings mean, and what files are.

use super::super::FileRole;
use super::*;

const THREE: &str = "levels = ['Engineer', 'Senior', 'Staff']";

#[test]
fn a_file_is_a_competency_with_a_cell_for_each_level() {
    let built =
        with(THREE, &[("last mile.md", "# The last mile\nWhy.\n## Senior\n- a {#lm-a}\n## STAFF\n- b\n")])
            .clean();
    assert_eq!(built.cells(), ["last-mile@senior: a", "last-mile@staff: b"]);
    let one = &built.ladder.declared.competencies[0];
    assert_eq!((one.name.as_str(), &*one.intro.as_ref().unwrap().written), ("The last mile", "Why."));
    assert_eq!(built.role(1), FileRole::Competency(0));
    let senior = built.cell("last-mile", "senior");
    assert_eq!(senior.statements[0].id.as_ref().unwrap().as_str(), "lm-a");
    assert_eq!(senior.anchor.as_deref(), Some("senior"));
    assert_eq!(senior.statements[0].text.place.file, FileId(1));
    assert_eq!(
        (senior.statements[0].id_at, built.cell("last-mile", "staff").statements[0].id_at.is_some()),
        (None, true)
    );
}

#[test]
fn what_holds_at_all_levels_alone_makes_a_competency() {
    for text in ["## All levels\n- a\n", "---\nassess: reflective\n---\n## Everyone\n- a\n"] {
        let built = with(THREE, &[("candour.md", text)]).clean();
        assert_eq!(built.cells(), ["candour@all: a"], "{text}");
    }
    let built = with(THREE, &[("who.md", "## Everyone\n- a\n"), ("depth.md", "## Senior\n- b\n")]);
    assert_eq!((built.role(1), built.cells().len()), (FileRole::Page, 1));
}

#[test]
fn a_near_miss_is_no_level() {
    let built = with(THREE, &[("depth.md", "## Senior\n- a\n## Saff\nWords.\n")]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-level depth.md [Saff] this ladder has no level `Saff` (did you mean `staff`?; PROSE)"
        ]
    );
}

#[test]
fn a_list_below_a_heading_is_lost_without_a_level() {
    let built = with(THREE, &[("depth.md", "## Senior\n- a\n## Everything else\n- b\n")]);
    assert_eq!(
        built.reports,
        ["ladder/unknown-level depth.md [Everything else] this ladder has no level `Everything else` \
          (write `engineer`, `senior` or `staff`, or declare the level; PROSE)"]
    );
}

#[test]
fn other_headings_are_notes() {
    let built =
        with(THREE, &[("depth.md", "## Senior\n- a\n## Further reading\nb\n## Staf {.prose}\nc\n")]).clean();
    let notes = &built.ladder.declared.competencies[0].notes;
    let titles: Vec<&str> = notes.iter().map(|note| note.title.as_str()).collect();
    assert_eq!(titles, ["Further reading", "Staf"]);
    assert_eq!(notes[0].anchor.as_deref(), Some("further-reading"));
}

#[test]
fn two_levels_of_one_title_are_told_apart_by_id() {
    let levels = "level = [{id='ic2', title='Engineer'}, {id='ic3', title='Engineer'}]";
    let built = with(levels, &[("depth.md", "## IC2\n- a\n## Engineer\n- b\n")]);
    assert_eq!(
        built.reports,
        ["ladder/unknown-level depth.md [Engineer] `Engineer` can mean more than one level \
          (write the id: `ic2` or `ic3`; PROSE)"]
    );
}

// E12 to E15.
#[test]
fn words_can_stand_for_expectations() {
    let text = "## Engineer\nN/A\n## Senior\n- TBD\n## Staff\n- Same as Senior\n";
    let built = with(THREE, &[("depth.md", text)]).clean();
    assert_eq!(
        built.cells(),
        ["depth@engineer: not applicable", "depth@senior: to be defined", "depth@staff: as senior"]
    );
    let built = with(THREE, &[("depth.md", "## Engineer\n- \n## Senior\n- a\n## Staff\n- ditto\n")]).clean();
    assert_eq!(
        built.cells(),
        ["depth@engineer: not applicable", "depth@senior: a", "depth@staff: as senior"]
    );
}

#[test]
fn a_sentence_that_begins_with_see_is_a_sentence() {
    let built = with(THREE, &[("depth.md", "## Senior\n- See the users\n")]).clean();
    assert_eq!(built.cells(), ["depth@senior: See the users"]);
    let built = with(THREE, &[("depth.md", "## Senior\n- see Staf\n")]);
    assert_eq!(
        built.reports,
        ["ladder/unknown-level depth.md [Staf] this ladder has no level `Staf` (did you mean `staff`?)"]
    );
}

// E17 and E18.
#[test]
fn inner_headings_say_how_strongly_items_count() {
    let text = "## Everyone\n- a\n## Senior\nSum.\n- b\n### Core\n- c\n### Exceeds\n- d\n  - Strength: meets\n### Examples\n- e\n";
    let built = with(THREE, &[("depth.md", text)]).clean();
    assert_eq!(built.cells(), ["depth@all: a", "depth@senior: b; c; d; e"]);
    let cell = built.cell("depth", "senior");
    let strengths: Vec<_> =
        cell.statements.iter().map(|one| one.strength.as_ref().map(|name| name.as_str())).collect();
    assert_eq!(strengths, [None, Some("core"), Some("meets"), None]);
    assert_eq!(cell.statements[3].kind, Kind::Example);
    assert_eq!(&*cell.summary.as_ref().unwrap().written, "Sum.");
}

#[test]
fn labels_belong_to_the_item_above() {
    let text = "## Senior\n- a {#a}\n  - Example: e {#e}\n    - p\n  - Not this: n\n  - Tags: x, y\n  - Since: 2026.1\n## Staff\n- Proficiency: Expert\n- b\n  - Raises: `a`\n- Signal: s\n";
    let built = with(THREE, &[("depth.md", text)]).clean();
    let a = &built.cell("depth", "senior").statements[0];
    let kinds: Vec<Kind> = a.children.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [Kind::Example, Kind::CounterExample]);
    assert_eq!(a.children[0].children[0].kind, Kind::Point);
    assert_eq!((a.tags.len(), a.since.as_deref()), (2, Some("2026.1")));
    let staff = built.cell("depth", "staff");
    assert_eq!(staff.proficiency.as_ref().unwrap().as_str(), "Expert");
    assert_eq!(staff.statements[0].raises.as_ref().unwrap().as_str(), "a");
    assert_eq!(staff.statements[1].kind, Kind::Signal);
    assert_eq!(built.ladder.statement("e").unwrap().0.competency.as_str(), "depth");
}

#[test]
fn a_file_of_a_level_holds_competencies() {
    let toml = "levels = ['Senior', 'Staff']\n[[area]]\nid='delivery'\n[[competency]]\nid='lm'\nname='The last mile'\narea='delivery'\n[[competency]]\nid='depth'\n";
    let text = "Leads.\n## Delivery\n### the last mile\n- a\n### The lsat mile\nWords.\n## Depth\n- b\n## Depht\nWords.\n## Why\nBecause.\n";
    let built = with(toml, &[("staff.md", text)]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-competency staff.md [The lsat mile] this ladder has no competency `The lsat mile` \
             (did you mean `The last mile`?; PROSE)",
            "ladder/unknown-competency staff.md [Depht] this ladder has no competency `Depht` (did you mean `depth`?; PROSE)",
        ]
    );
    assert_eq!(built.cells(), ["lm@staff: a", "depth@staff: b"]);
    assert_eq!(built.role(1), FileRole::Level(1));
    let staff = &built.ladder.declared.levels[1];
    assert_eq!(&*staff.summary.as_ref().unwrap().written, "Leads.");
    assert_eq!(staff.notes[0].title, "Why");
}

#[test]
fn expectations_right_below_an_area_are_lost() {
    let toml = "levels = ['Staff']\n[[competency]]\nid='lm'\narea='Delivery'\n";
    let built = with(toml, &[("staff.md", "## Delivery\n- a\n### lm\n- b\n")]);
    assert_eq!(
        built.reports,
        ["ladder/unknown-competency staff.md [Delivery] `Delivery` is an area, and no competency \
          (write the expectations below the name of a competency)"]
    );
}

#[test]
fn files_are_what_they_say_or_are_called_like() {
    let toml = "levels = ['Senior', 'Staff']\n[[competency]]\nid='depth'\n";
    let built = with(
        toml,
        &[
            ("index.md", "## Senior\n- a\n"),
            ("promotion.md", "## How\n- a\n"),
            ("about.md", "---\nladder: page\n---\n## Senior\n- a\n"),
            ("l5.md", "---\nlevel: Staff\n---\n## Depth\n- b\n"),
            ("senior.md", "## Depth\n- a\n"),
            ("risk.md", "## Senior\n- a\n"),
            ("momentum/README.md", "---\narea: Delivery\n---\n"),
            ("people.md", "---\nladder: competency\n---\n"),
            ("staff.md", "---\nladder: level\n---\n"),
        ],
    )
    .clean();
    let roles: Vec<FileRole> = (0..10).map(|at| built.role(at)).collect();
    assert_eq!(built.competencies(), ["momentum", "depth", "people", "risk"]);
    assert_eq!(
        roles,
        [
            FileRole::Data,
            FileRole::Page,
            FileRole::Page,
            FileRole::Page,
            FileRole::Level(1),
            FileRole::Level(0),
            FileRole::Competency(3),
            FileRole::Competency(0),
            FileRole::Competency(2),
            FileRole::Level(1),
        ]
    );
}

#[test]
fn a_view_of_the_ladder_makes_a_page() {
    let folder = SourcePath::new("l").unwrap();
    let Sheet::Prose(mut prose) = sheet("a.md", "## Senior\n- a\n") else { panic!("it is Markdown") };
    prose.has_views = true;
    let sheets = [sheet("ladder.toml", THREE), Sheet::Prose(prose)];
    let files = [0, 1].map(|at| SheetFile {
        file: FileId(at),
        path: &folder,
        below: SourcePath::new(if at == 0 { "ladder.toml" } else { "a.md" }).unwrap(),
        sheet: &sheets[at as usize],
    });
    assert_eq!(assemble(&folder, "", &files).value.roles[1].1, FileRole::Page);
}

#[test]
fn the_front_matter_completes_the_table() {
    let toml = "levels = ['Senior']\n[[competency]]\nid='lm'\nname='The last mile'\narea='delivery'\n";
    let text = "---\nid: lm\nsummary: Used.\nmode: replacing\nassess: reflective\nweight: 2\nalso_known_as: [Finish]\nextra: {a: 1}\n---\n# Last mile\n## Senior\n- a\n";
    let built = with(toml, &[("last-mile.md", text)]).clean();
    let one = &built.ladder.declared.competencies[0];
    assert_eq!((one.name.as_str(), one.area.as_ref().unwrap().as_str()), ("The last mile", "delivery"));
    assert_eq!(&*one.summary.as_ref().unwrap().written, "Used.");
    assert_eq!((one.weight, one.aliases.as_slice()), (Some(2.0), ["Finish".to_owned()].as_slice()));
    assert_eq!(one.extra["a"], 1);
    assert_eq!(built.competencies(), ["lm"]);
}

#[test]
fn two_files_about_different_things_cannot_share_an_id() {
    let (a, b) = ("---\nid: lm\narea: x\n---\n# Last mile\n", "---\nid: lm\narea: x\n---\n# Legal matters\n");
    let built = with(THREE, &[("a.md", a), ("b.md", b)]);
    assert_eq!(
        built.reports,
        ["ladder/duplicate-id b.md [lm] + a.md [] competency `lm` is declared twice \
          (give one of them another id, or remove it)"]
    );
}

#[test]
fn a_cell_has_one_source() {
    let toml = "levels = ['Senior']\n[[competency]]\nid='depth'\nat = {senior = ['a']}\n";
    let built = with(toml, &[("depth.md", "## L4\n\n## Senior\n- b\n"), ("senior.md", "## Depth\n- c\n")]);
    assert_eq!(
        built.reports,
        [
            "ladder/duplicate-cell depth.md [Senior] + ladder.toml [senior] `depth` at `senior` is written twice \
             (keep one of them, and move what is missing there)",
            "ladder/duplicate-cell senior.md [Depth] + ladder.toml [senior] `depth` at `senior` is written twice \
             (keep one of them, and move what is missing there)",
        ]
    );
    assert_eq!(built.cells(), ["depth@senior: a"]);
}

#[test]
fn an_empty_heading_leaves_the_words_to_the_table() {
    let toml = "levels = ['Senior']\n[[competency]]\nid='depth'\nat = {senior = ['a']}\n";
    let built = with(toml, &[("depth.md", "## Senior\n")]).clean();
    assert_eq!(
        (built.cells(), built.cell("depth", "senior").anchor.as_deref()),
        (vec!["depth@senior: a".to_owned()], Some("senior"))
    );
}

// E32 and E34.
#[test]
fn names_of_every_script_are_matched() {
    let built = with(
        "levels = ['シニア', '스태프']",
        &[("팀 워크.md", "# 팀 워크\n## シニア\n- a\n## 🚀 스태프\n- b\n")],
    )
    .clean();
    assert_eq!(built.cells(), ["팀-워크@シニア: a", "팀-워크@스태프: b"]);
}

// E22 to E24.
#[test]
fn headings_can_be_steps() {
    let text = "---\nsteps: [{n: 0, name: None}, Beginner, {id: adv, name: Advanced}]\n---\n## Advanced\n- a\n## 0\n- z\n## Advnced\n- b\n";
    let built = with(THREE, &[("craft.md", text)]);
    assert_eq!(built.cells(), ["craft@none: z", "craft@adv: a"]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-level craft.md [Advnced] `craft` has no level and no step `Advnced` (did you mean `Advanced`?; PROSE)"
        ]
    );
    let toml = "levels = ['Senior']\n[[scale]]\nid='skill'\nvalues=['Novice', 'Expert']\n";
    let built = with(toml, &[("craft.md", "---\nsteps: skill\n---\n## Expert\n- a\n")]).clean();
    assert_eq!(built.cells(), ["craft@expert: a"]);
}

#[test]
fn order_in_the_front_matter_comes_before_paths() {
    let one = "---\narea: x\n---\n";
    let built =
        with(THREE, &[("a.md", one), ("b.md", one), ("c.md", "---\narea: x\norder: 1\n---\n")]).clean();
    assert_eq!(built.competencies(), ["c", "a", "b"]);
}

#[test]
fn a_ladder_without_anything_is_mentioned() {
    assert_eq!(
        with("", &[]).reports,
        ["ladder/empty ladder.toml [] the ladder `ladder` has no levels and no competencies \
          (write `levels = [\"Engineer\", \"Senior\"]` into `ladder.toml`)"]
    );
    assert_eq!(
        with(THREE, &[]).reports,
        ["ladder/empty ladder.toml [] the ladder `ladder` has no competencies \
          (add a file for each competency, with a heading for each level)"]
    );
}

#[test]
fn without_levels_one_heading_is_reported() {
    let text = "---\narea: x\n---\n## Senior\n- a\n## Staff\n- b\n";
    let built = with("", &[("depth.md", text), ("risk.md", text)]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-level depth.md [Senior] this ladder has no level `Senior` \
             (declare the level in `ladder.toml`)",
            "ladder/empty ladder.toml [] the ladder `ladder` has no levels \
             (write `levels = [\"Engineer\", \"Senior\"]` into `ladder.toml`)",
        ]
    );
}

#[test]
fn front_matter_that_cannot_be_used_is_reported() {
    let text = "---\narea: [x]\nmode: cumulativ\nweight: heavy\ntracks: {a: 1}\nassess: false\nkeywords: [a, 2]\n---\n";
    let built = with(THREE, &[("depth.md", text), ("page.md", "---\nladder: leaf\nmode: dark\n---\n")]);
    assert_eq!(
        built.reports,
        [
            "ladder/type depth.md [[] `area` must be a text, found a list (write `area` as a text)",
            "ladder/value depth.md [cumulativ] `mode` cannot be `cumulativ` \
             (did you mean `cumulative`?; use `cumulative`, `replacing` or `standalone`)",
            "ladder/type depth.md [heavy] `weight` must be a number, found a string (write `weight` as a number)",
            "ladder/type depth.md [{] `tracks` must be a list of texts, found a table \
             (write `tracks` as a list of texts)",
            "ladder/value page.md [leaf] `ladder` cannot be `leaf` \
             (use `competency`, `level` or `page`)",
        ]
    );
}

#[test]
fn a_heading_of_paragraphs_is_not_lightly_a_slip() {
    let levels = "levels = ['Principal', 'IC4']";
    with(levels, &[("depth.md", "---\narea: x\n---\n## Principles\na\n## Why\nb\n### Core {.prose}\nc\n")])
        .clean();
    for heading in ["Prinicpal", "Principals", "rincipal"] {
        let text = format!("---\narea: x\n---\n## {heading}\na\n");
        assert!(
            with(levels, &[("depth.md", &text)]).reports[0].contains("did you mean `principal`?"),
            "{heading}"
        );
    }
    let built = with(levels, &[("depth.md", "---\narea: x\n---\n## Architect\nTBD\n")]);
    assert!(built.reports[0].starts_with("ladder/unknown-level depth.md [Architect]"));
}
