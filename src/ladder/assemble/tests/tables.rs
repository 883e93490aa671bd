//! Tables: references, defaults, order.

use super::super::super::lookup::Thing;
use super::super::super::model::Rule;
use super::*;

/// A level, a competency and more.
fn table(more: &str) -> Built {
    build(&[("ladder.toml", &format!("levels = ['Senior', 'Staff']\n{more}\n[[competency]]\nid='depth'\n"))])
}

fn report(more: &str) -> String {
    let reports = table(more).reports;
    assert_eq!(reports.len(), 1, "{reports:?}");
    reports.into_iter().next().unwrap()
}

#[test]
fn references_become_ids() {
    let toml = "
        [[level]]
        id = 'senior'
        code = 'L4'
        title = 'Senior {discipline} Engineer'
        track = 'IC'
        equivalent_to = ['Manager', 'm5']
        pay_band = 'Band four'
        [[level]]
        id = 'm4'
        title = 'Manager'
        track = 'mgmt'
        [[level]]
        id = 'm5'
        track = 'Management'
        [[track]]
        id = 'ic'
        [[track]]
        id = 'mgmt'
        name = 'Management'
        from_levels = ['L4 Senior Engineer']
        [[pay_band]]
        id = 'b4'
        label = 'Band four'
        [[family]]
        id = 'platform'
        extends = 'Backend'
        levels = ['Senior Engineer']
        [[family]]
        id = 'be'
        name = 'Backend'
        [[area]]
        id = 'craft'
        parent = 'Skill'
        [[competency]]
        id = 'depth'
        area = 'Craft'
        tracks = ['IC']
        families = ['backend']
        [[archetype]]
        id = 'solver'
        levels = ['l4']
        emphasises = ['Depth']
        [[profile]]
        id = 'p'
        family = 'BACKEND'
        level = 'manager'
    ";
    let ladder = build(&[("ladder.toml", toml)]).clean().assembled.ladder;
    let declared = &ladder.declared;
    let ids = |names: &[super::super::super::text::Name]| {
        names.iter().map(|name| name.value.to_string()).collect::<Vec<_>>()
    };
    let senior = declared.levels.iter().find(|level| level.id.as_str() == "senior").unwrap();
    assert_eq!(ids(&senior.equivalent_to), ["m4", "m5"]);
    assert_eq!(senior.pay_band.as_ref().unwrap().as_str(), "b4");
    assert_eq!(
        declared.levels.iter().map(|level| level.track.as_ref().unwrap().as_str()).collect::<Vec<_>>(),
        ["ic", "mgmt", "mgmt"]
    );
    assert_eq!(ids(&declared.tracks[1].from_levels), ["senior"]);
    assert_eq!(declared.families[0].extends.as_ref().unwrap().as_str(), "be");
    assert_eq!(ids(&declared.families[0].levels), ["senior"]);
    assert_eq!(declared.areas[0].parent.as_ref().unwrap().as_str(), "skill");
    assert_eq!(declared.areas[1].name, "Skill");
    let depth = &declared.competencies[0];
    assert_eq!((ids(&depth.tracks), ids(&depth.families)), (vec!["ic".to_owned()], vec!["be".to_owned()]));
    assert_eq!(declared.archetypes[0].emphasises[0].on.as_str(), "depth");
    assert_eq!(declared.profiles[0].level.as_ref().unwrap().as_str(), "m4");
    assert_eq!((ladder.level("Senior Engineer"), ladder.family("backend")), (Some(0), Some(1)));
}

#[test]
fn references_that_lead_nowhere_are_reported_and_gone() {
    let no = |what: &str| format!("ladder/unknown-name ladder.toml ['{what}']");
    assert!(report("[[family]]\nid='be'\n[[family]]\nid='fe'\nextends='bee'").starts_with(&no("bee")));
    assert!(
        report("[[track]]\nid='mgmt'\nfrom_levels=['Snr']")
            .starts_with("ladder/unknown-level ladder.toml ['Snr']")
    );
    assert!(report("[[archetype]]\nid='a'\nemphasises=['dept']").ends_with("(did you mean `depth`?)"));
    assert!(report("[[profile]]\nid='p'\nfamily='x'").ends_with("(declare the family in `ladder.toml`)"));
    assert!(report("[[change]]\nid='lm-x'\nkind='added'").starts_with(&no("lm-x")));
    let built = table("[[profile]]\nid='p'\nlevel='Principal'");
    assert_eq!(built.ladder.declared.profiles[0].level, None);
}

#[test]
fn a_pay_band_may_live_elsewhere() {
    let level = "[[level]]\nid='a'\npay_band='b4'\n[[competency]]\nid='c'\n";
    build(&[("ladder.toml", level)]).clean();
    let built = build(&[("ladder.toml", &format!("{level}[[pay_band]]\nid='b5'\n"))]);
    assert_eq!(
        built.reports,
        ["ladder/unknown-name ladder.toml ['b4'] this ladder has no pay band `b4` (did you mean `b5`?)"]
    );
}

#[test]
fn areas_and_tracks_need_no_declaration() {
    let toml = "
        levels = [{id='a', track='Individual contributor'}, {id='b', track='individual-contributor'}]
        [[competency]]
        id = 'x'
        area = 'Getting things done'
        [[competency]]
        id = 'y'
        area = 'craft'
        [[competency]]
        id = 'z'
        area = 'getting things done'
    ";
    let built = build(&[("ladder.toml", toml)]).clean();
    let declared = &built.ladder.declared;
    let areas: Vec<_> = declared.areas.iter().map(|area| (area.id.as_str(), area.name.as_str())).collect();
    assert_eq!(areas, [("getting-things-done", "Getting things done"), ("craft", "Craft")]);
    assert_eq!(declared.tracks.len(), 1);
    assert_eq!(built.competencies(), ["x", "z", "y"]);
}

#[test]
fn what_is_nearly_a_declared_area_is_a_slip() {
    let built = build(&[(
        "ladder.toml",
        "levels=['A']\n[[area]]\nid='delivery'\n[[competency]]\nid='lm'\narea='delivry'\n",
    )]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-name ladder.toml ['delivry'] this ladder has no area `delivry` (did you mean `delivery`?)"
        ]
    );
    assert_eq!(built.ladder.declared.competencies[0].area, None);
}

// E1 to E4, E10.
#[test]
fn levels_are_by_rank() {
    let toml = "
        [[level]]
        id = 'L2.0'
        rank = 2
        track = 'ic'
        [[level]]
        id = 'm1'
        rank = 1.5
        track = 'mgmt'
        [[level]]
        id = 'L1.0'
        rank = 1
        track = 'ic'
        titles = ['Engineer', 'Consultant']
        [[competency]]
        id = 'depth'
    ";
    let built = build(&[("ladder.toml", toml), ("depth.md", "## L1.0\n- a\n## L2.0\n- b\n")]).clean();
    assert_eq!(built.levels(), ["L1.0", "m1", "L2.0"]);
    assert_eq!(built.cells(), ["depth@L1.0: a", "depth@L2.0: b"]);
    assert_eq!(built.ladder.level("consultant"), Some(0));
}

#[test]
fn competencies_are_by_area_the_nested_ones_behind_theirs() {
    let toml = "
        levels = ['A']
        [[area]]
        id = 'one'
        [[area]]
        id = 'two'
        [[area]]
        id = 'inner'
        parent = 'one'
        [[competency]]
        id = 'loose'
        [[competency]]
        id = 'second'
        area = 'two'
        [[competency]]
        id = 'within'
        area = 'inner'
        [[competency]]
        id = 'first'
        area = 'one'
    ";
    let built = build(&[("ladder.toml", toml)]).clean();
    assert_eq!(built.competencies(), ["first", "within", "second", "loose"]);
}

#[test]
fn what_is_declared_twice_is_reported_unless_it_is_the_same() {
    let built = table("[[track]]\nid='a'\n[[track]]\nid='a'\n");
    assert_eq!(built.reports, [""; 0]);
    assert_eq!(built.ladder.declared.tracks.len(), 1);
    assert_eq!(
        report("[[track]]\nid='ic'\n[[track]]\nid='ic'\nname='Other'\n"),
        "ladder/duplicate-id ladder.toml ['ic'] + ladder.toml ['ic'] track `ic` is declared twice \
         (give one of them another id, or remove it)"
    );
    let built = build(&[
        ("ladder.toml", "levels=['A']\n[framework]\nid='x'\n[[competency]]\nid='c'\n"),
        ("more.yaml", "framework: {id: y}\n"),
    ]);
    assert_eq!(
        built.reports,
        ["ladder/duplicate-id more.yaml [y] + ladder.toml ['x'] the ladder `y` is declared twice \
          (give one of them another id, or remove it)"]
    );
    assert_eq!(built.ladder.framework.id.as_str(), "x");
}

#[test]
fn tables_complete_each_other() {
    let built = build(&[
        ("more.yaml", "- id: depth\n  name: Deep\n  at: {Staff: [b]}\n- id: risk\n"),
        ("ladder.toml", "levels=['Senior', 'Staff']\n[[competency]]\nid='depth'\nat={senior=['a']}\n"),
    ])
    .clean();
    assert_eq!(built.competencies(), ["depth", "risk"]);
    assert_eq!(built.ladder.declared.competencies[0].name, "Deep");
    assert_eq!(built.cells(), ["depth@senior: a", "depth@staff: b"]);
    assert_eq!(built.cell("depth", "staff").statements[0].text.place.file, FileId(0));
}

#[test]
fn levels_competencies_and_expectations_share_their_ids() {
    let built = with(
        "levels=['Senior', 'Risk']",
        &[("risk.md", "---\narea: x\n---\n## Senior\n- a {#senior}\n- b {#b}\n- c {#b}\n")],
    );
    assert_eq!(
        built.reports,
        [
            "ladder/duplicate-id risk.md [] + ladder.toml ['Risk'] `risk` is the id of a level and of a competency \
             (give one of them another id)",
            "ladder/duplicate-id risk.md [senior] + ladder.toml ['Senior'] `senior` is the id of a level and of \
             an expectation (give one of them another id)",
        ],
        "`b` is twice in one page: that was reported when the page was read"
    );
    assert!(built.ladder.declared.cells[0].statements[2].id.is_none());
    // An area may be called like a competency in it.
    let same =
        build(&[("ladder.toml", "levels=['A']\n[[competency]]\nid='delivery'\narea='Delivery'\n")]).clean();
    assert_eq!(same.ladder.find("delivery"), Some(Thing::Competency(0)));
}

// E14.
#[test]
fn cells_of_tables_are_looked_up() {
    let at = |at: &str| {
        build(&[(
            "ladder.toml",
            &format!("levels=['Senior', 'Staff']\n[[competency]]\nid='depth'\nat={at}\n"),
        )])
    };
    let built = at("{Senior=['a'], staff={same_as='SENIOR'}, all='c'}").clean();
    assert_eq!(built.cells(), ["depth@all: c", "depth@senior: a", "depth@staff: as senior"]);
    assert_eq!(
        at("{Seenior=['a']}").reports,
        [
            "ladder/unknown-level ladder.toml [Seenior] this ladder has no level `Seenior` (did you mean `senior`?)"
        ]
    );
    assert_eq!(at("{Senior=['a'], staff={same_as='x'}}").reports.len(), 1);
    let cell = "levels=['A']\n[[competency]]\nid='depth'\n[[cell]]\ncompetency='dept'\nlevel='a'\nexpectations=['x']\n";
    assert_eq!(
        build(&[("ladder.toml", cell)]).reports,
        [
            "ladder/unknown-competency ladder.toml ['dept'] this ladder has no competency `dept` (did you mean `depth`?)"
        ]
    );
}

// E23 and E25.
#[test]
fn rules_ask_for_steps_that_exist() {
    let toml = |rule: &str| {
        format!(
            "
            [[level]]
            id = 'senior'
            requires = {rule}
            [[competency]]
            id = 'technology'
            steps = ['Adopts', 'Evangelizes']
            [[competency]]
            id = 'people'
            steps = ['Learns', 'Adopts', 'Leads']
            "
        )
    };
    let rule = "{vector = {Technology = 'evangelizes', main = 'leads', other = '2+'}, at_least = {count = 1, step = 'ADOPTS'}}";
    let built = build(&[("ladder.toml", &toml(rule))]).clean();
    let rules = &built.ladder.declared.levels[0].requires;
    let Rule::Vector(pairs) = &rules[0] else { panic!("{rules:?}") };
    let pairs: Vec<_> = pairs.iter().map(|(competency, step)| (competency.as_str(), step.as_str())).collect();
    assert_eq!(pairs, [("technology", "evangelizes"), ("main", "leads"), ("other", "evangelizes")]);
    assert!(matches!(&rules[1], Rule::AtLeast { count: 1, step } if step.as_str() == "adopts"));
    let built = build(&[("ladder.toml", &toml("{vector = {technology = 'leads'}, none_below = 'x'}"))]);
    assert_eq!(
        built.reports,
        [
            "ladder/unknown-name ladder.toml ['leads'] this ladder has no step `leads` \
             (write `adopts` or `evangelizes`, or declare the step)",
            "ladder/unknown-name ladder.toml ['x'] this ladder has no step `x` \
             (write `adopts`, `evangelizes`, `learns` or `leads`, or declare the step)",
        ]
    );
    assert_eq!(built.ladder.declared.levels[0].requires, []);
}

#[test]
fn steps_are_the_values_of_a_scale() {
    let scale = "scale: {id: skill, kind: proficiency, values: [Novice, Expert]}\n";
    let ladder = "levels=['A']\n[[competency]]\nid='depth'\nsteps='skill'\nat={expert={expectations=['a'], proficiency='Novice'}}\n";
    let built = build(&[("ladder.toml", ladder), ("scales.yaml", scale)]).clean();
    assert_eq!(built.cells(), ["depth@expert: a"]);
    assert!(matches!(built.cell("depth", "expert").at, At::Step(_)));
    assert_eq!(built.cell("depth", "expert").proficiency.as_ref().unwrap().as_str(), "novice");
    assert_eq!(
        build(&[("ladder.toml", ladder), ("scales.yaml", "scale: {id: skil, values: [A]}\n")]).reports[0],
        "ladder/unknown-name ladder.toml ['skill'] this ladder has no scale `skill` (did you mean `skil`?)"
    );
}

#[test]
fn the_folder_names_a_ladder_without_a_name() {
    let framework = table("").assembled.ladder.framework;
    assert_eq!((framework.id.as_str(), framework.name.as_str()), ("ladder", "Ladder"));
}

#[test]
fn everything_is_found_by_its_id() {
    let built = table(
        "[[track]]\nid='ic'\n[[family]]\nid='be'\n[[area]]\nid='craft'\n[[archetype]]\nid='solver'\n[[removed]]\nid='old'\n\
         [[cell]]\ncompetency='depth'\nlevel='staff'\nexpectations=[{id='d1', text='a', examples=[{id='d1-x', text='b'}]}]",
    )
    .clean();
    let find = |id| built.ladder.find(id);
    assert_eq!((find("staff"), find("depth")), (Some(Thing::Level(1)), Some(Thing::Competency(0))));
    assert_eq!((find("d1"), find("d1-x")), (Some(Thing::Expectation(0)), Some(Thing::Expectation(0))));
    assert_eq!((find("craft"), find("ic")), (Some(Thing::Area(0)), Some(Thing::Track(0))));
    assert_eq!((find("be"), find("solver")), (Some(Thing::Family(0)), Some(Thing::Archetype(0))));
    assert_eq!((find("old"), find("Staff")), (Some(Thing::Removed(0)), None));
    assert_eq!((built.ladder.level("STAFF"), built.ladder.competency("x")), (Some(1), None));
}
