//! How much there is in a ladder.

use daring::ladder::model::{Kind, Ladder, Rule, State, Statement};

/// What may not get lost. Counted in the source of a ladder by a way that has nothing in common with its
/// converter, and in the ladder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub families: usize,
    pub levels: usize,
    pub competencies: usize,
    /// Expectations, at levels and at steps.
    pub expectations: usize,
    /// Examples of them.
    pub examples: usize,
    /// Parts of them.
    pub points: usize,
    /// Cells that are told in paragraphs.
    pub summaries: usize,
    /// Cells that are still to be written.
    pub to_be_defined: usize,
    pub steps: usize,
    /// Steps that levels require.
    pub required: usize,
}

impl Counts {
    /// Counts what a ladder has.
    pub fn of(ladder: &Ladder) -> Self {
        let declared = &ladder.declared;
        let mut statements = Vec::new();
        declared.cells.iter().for_each(|cell| add(&mut statements, &cell.statements));
        let of_kind = |kind: Kind| statements.iter().filter(|statement| statement.kind == kind).count();
        Self {
            families: declared.families.len(),
            levels: declared.levels.len(),
            competencies: declared.competencies.len(),
            expectations: of_kind(Kind::Expectation),
            examples: of_kind(Kind::Example),
            points: of_kind(Kind::Point),
            summaries: declared.cells.iter().filter(|cell| cell.summary.is_some()).count(),
            to_be_defined: declared.cells.iter().filter(|cell| cell.state == State::ToBeDefined).count(),
            steps: declared.competencies.iter().map(|competency| competency.steps.len()).sum(),
            required: declared.levels.iter().flat_map(|level| &level.requires).map(required).sum(),
        }
    }
}

fn required(rule: &Rule) -> usize {
    if let Rule::Vector(steps) = rule { steps.len() } else { 0 }
}

fn add<'a>(all: &mut Vec<&'a Statement>, statements: &'a [Statement]) {
    for statement in statements {
        all.push(statement);
        add(all, &statement.children);
    }
}
