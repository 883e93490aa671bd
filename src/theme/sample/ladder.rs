//! A sample of every view of a ladder.

use super::shared;
use crate::page::view::ladder::{
    ArchetypeView, AreaView, CellView, ChangeView, ChangesView, ChoiceView, CompareFactView, CompareItemView,
    CompareRowView, CompareView, CompetencyRefView, CompetencyStepView, CompetencyView, DiagramLevelView,
    DiagramLineView, DiagramTextView, DiagramView, DimensionChangeView, EmphasisView, ExpectationView,
    FactView, FamilyCellView, FamilyView, HomeView, LadderInfoView, LevelCompetencyView, LevelRefView,
    LevelSectionView, LevelView, MatrixRowView, MatrixView, NeighbourView, NoteView, PairView, PartView,
    PartsView, ProcessView, RefView, RemovedView, RuleStepView, RuleView, TextPairView, TimeShareView,
    TrackSpanView, TrackView, VersionChangeView,
};
use crate::theme::Variables;

fn text() -> String {
    "Sample".to_owned()
}

fn html() -> String {
    "<p>Sample</p>".to_owned()
}

fn some() -> Option<String> {
    Some("sample".to_owned())
}

/// What every view is given.
fn ladder() -> Variables {
    let mut variables = shared();
    let choice = ChoiceView { title: text(), href: some(), current: true };
    let info = LadderInfoView {
        title: text(),
        href: some(),
        version: text(),
        status: "retired",
        status_text: text(),
        note: html(),
        families: vec![choice],
        compare_href: some(),
        heading: 2,
        embedded: false,
        number: 1,
    };
    variables.insert("ladder", &info);
    variables
}

fn reference() -> RefView {
    RefView { title: text(), href: some() }
}

fn level_ref() -> LevelRefView {
    LevelRefView {
        name: text(),
        title: text(),
        short: text(),
        code: text(),
        track: text(),
        track_name: text(),
        href: some(),
        status: "tbd",
        status_text: "to be described",
        number: 1,
        current: false,
    }
}

fn competency_ref() -> CompetencyRefView {
    CompetencyRefView { name: text(), title: text(), href: some(), summary: html(), assess: "reflective" }
}

fn parts() -> Vec<PartsView> {
    ["point", "example"]
        .map(|kind| PartsView { kind, label: "Example", items: vec![PartView { id: some(), html: html() }] })
        .into()
}

fn expectation() -> ExpectationView {
    ExpectationView {
        id: some(),
        name: text(),
        href: some(),
        current: true,
        html: html(),
        label: text(),
        strength: text(),
        proficiency: text(),
        tags: vec![text()],
        since: text(),
        until: text(),
        family: text(),
        from: Some(reference()),
        raises: Some(reference()),
        same_as: Some(reference()),
        feedback_href: some(),
        parts: parts(),
    }
}

fn cell() -> CellView {
    CellView {
        state: "same-as",
        state_text: text(),
        same_as: Some(reference()),
        summary: html(),
        proficiency: text(),
        step: text(),
        own: vec![expectation(), expectation()],
        parts: parts(),
        inherited: vec![expectation()],
        level: text(),
        number: 1,
        track_name: text(),
    }
}

fn area<T>(competency: T) -> Vec<AreaView<T>> {
    vec![AreaView {
        id: some(),
        names: text(),
        title: text(),
        icon: text(),
        summary: html(),
        depth: 0,
        heading: 2,
        below: 3,
        competencies: vec![competency],
    }]
}

fn facts() -> Vec<FactView> {
    vec![FactView { label: text(), values: vec![html()] }]
}

fn note() -> NoteView {
    NoteView { id: some(), title: text(), html: html() }
}

fn family_cells() -> Vec<FamilyCellView> {
    vec![FamilyCellView {
        family: reference(),
        overrides: true,
        cell: cell(),
        hides: vec![reference()],
        replaces: vec![reference()],
    }]
}

fn removed() -> Vec<RemovedView> {
    vec![RemovedView {
        id: some(),
        name: text(),
        since: text(),
        replaced_by: vec![reference()],
        note: html(),
    }]
}

fn archetypes() -> Vec<ArchetypeView> {
    vec![ArchetypeView {
        id: some(),
        title: text(),
        summary: html(),
        emphasises: vec![EmphasisView { on: reference(), note: html() }],
        cautions: html(),
        levels: vec![reference()],
    }]
}

fn add_matrix(variables: &mut Variables) {
    let row = MatrixRowView { competency: competency_ref(), cells: vec![cell()] };
    let view = MatrixView {
        caption: text(),
        levels: vec![level_ref(), level_ref()],
        tracks: vec![TrackSpanView { name: text(), title: text(), columns: 2 }],
        areas_to_choose: vec![reference(), reference()],
        areas: area(row),
    };
    variables.insert("matrix", &view);
}

fn add_diagram(variables: &mut Variables) {
    let words = || DiagramTextView { x: 1, y: 1, kind: "name", text: text() };
    let level = DiagramLevelView {
        x: 1,
        y: 1,
        width: 1,
        height: 1,
        level: level_ref(),
        label: text(),
        texts: vec![words()],
    };
    let view = DiagramView {
        title: text(),
        description: text(),
        width: 1,
        height: 1,
        comfortable: 1,
        titles: vec![words()],
        lines: vec![DiagramLineView { kind: "rail", path: "M1 1".to_owned() }],
        levels: vec![level],
        has_equivalents: true,
        has_entries: true,
    };
    variables.insert("diagram", &view);
}

pub(super) fn matrix() -> Variables {
    let mut variables = ladder();
    add_matrix(&mut variables);
    variables
}

pub(super) fn diagram() -> Variables {
    let mut variables = ladder();
    add_diagram(&mut variables);
    variables
}

pub(super) fn home() -> Variables {
    let mut variables = ladder();
    add_matrix(&mut variables);
    add_diagram(&mut variables);
    let track =
        TrackView { id: some(), title: text(), summary: html(), entry: text(), levels: vec![level_ref()] };
    let change =
        VersionChangeView { versions: text(), on: reference(), kind: text(), note: html(), affects: text() };
    let view = HomeView {
        intro: html(),
        facts: facts(),
        downloads: vec![reference()],
        tracks: vec![track],
        areas: area(competency_ref()),
        families: vec![FamilyView { id: some(), title: text(), href: some(), summary: html() }],
        archetypes: archetypes(),
        pairs: vec![reference()],
        versions: vec![change],
        cycles: facts(),
        processes: vec![ProcessView { title: text(), steps: vec![html()] }],
        appendix: html(),
        removed: removed(),
    };
    variables.insert("home", &view);
    variables
}

pub(super) fn level() -> Variables {
    let mut variables = ladder();
    let competency = LevelCompetencyView {
        id: some(),
        anchor: some(),
        competency: competency_ref(),
        cell: cell(),
        mentions: vec![reference()],
    };
    let step = RuleStepView { competency: reference(), step: text() };
    let view = LevelView {
        level: level_ref(),
        tagline: html(),
        summary: html(),
        facts: facts(),
        time_split: vec![TimeShareView { what: text(), text: text(), min: 10.0, span: 10.0 }],
        bands: vec![note()],
        rules: vec![RuleView { html: html(), steps: vec![step] }],
        archetypes: archetypes(),
        notes: vec![note()],
        neighbours: vec![NeighbourView { side: "below", level: level_ref(), href: some() }],
        areas: area(competency),
    };
    variables.insert("level", &view);
    variables
}

pub(super) fn competency() -> Variables {
    let mut variables = ladder();
    let section = || LevelSectionView {
        id: some(),
        anchor: some(),
        level: Some(level_ref()),
        cell: cell(),
        families: family_cells(),
    };
    let step = CompetencyStepView {
        id: some(),
        number: text(),
        title: text(),
        points: text(),
        summary: html(),
        levels: vec![reference()],
        cell: Some(cell()),
        families: family_cells(),
    };
    let view = CompetencyView {
        competency: competency_ref(),
        areas: vec![reference()],
        intro: html(),
        mode: "cumulative",
        mode_text: "Sample.",
        facts: facts(),
        steps: vec![step],
        everywhere: Some(section()),
        levels: vec![section(), section()],
        notes: vec![note()],
        resources: vec![html()],
        mentions: vec![reference()],
        removed: removed(),
    };
    variables.insert("competency", &view);
    variables
}

pub(super) fn changes() -> Variables {
    let mut variables = ladder();
    let pair = || vec![PairView { from: expectation(), to: expectation() }];
    let shift = || vec![DimensionChangeView { label: text(), from: html(), to: html() }];
    let change = ChangeView {
        id: some(),
        competency: competency_ref(),
        raised: pair(),
        lowered: pair(),
        restated: pair(),
        moves: shift(),
        texts: Some(TextPairView { from: html(), to: html() }),
        added: vec![expectation()],
        carried: vec![expectation()],
        left: vec![expectation()],
        remark: text(),
    };
    let view = ChangesView {
        from: level_ref(),
        to: level_ref(),
        relation: text(),
        added: 1,
        raised: 1,
        lowered: 1,
        restated: 1,
        carried: 1,
        left: 1,
        dimensions: shift(),
        areas: area(change),
        unchanged: vec![competency_ref()],
        others: vec![reference()],
    };
    variables.insert("changes", &view);
    variables
}

pub(super) fn compare() -> Variables {
    let mut variables = ladder();
    let item = |expectation| CompareItemView {
        levels: "1 2".to_owned(),
        from: reference(),
        expectation,
        html: html(),
    };
    let row =
        CompareRowView { competency: competency_ref(), items: vec![item(Some(expectation())), item(None)] };
    let view = CompareView {
        levels: vec![level_ref()],
        pairs: vec![reference()],
        matrix_href: some(),
        facts: vec![CompareFactView { label: text(), items: vec![item(None)] }],
        areas: area(row),
    };
    variables.insert("compare", &view);
    variables
}
