//! Statements that stand for others, and that ask more than others.

use super::{Resolved, Stated};
use crate::ladder::model::Statement;
use crate::ladder::text::Name;

/// How many statements are followed from one that raises or replaces another.
const MAX_LINKS: usize = 64;

impl<'a> Resolved<'a> {
    /// Returns the id of the statement that one says it is, followed to the last of such statements;
    /// nothing where it does not say that it is another.
    pub(super) fn root_of(&self, statement: &'a Statement) -> Option<&'a Name> {
        self.said_to_be(statement).last()
    }

    fn said_to_be(&self, statement: &'a Statement) -> impl Iterator<Item = &'a Name> {
        let next = |name: &&'a Name| self.statement_of.get(name.as_str())?.same_as.as_ref();
        std::iter::successors(statement.same_as.as_ref(), next).take(MAX_LINKS)
    }

    /// Returns the ids that a statement answers to: its own, that of the statement whose place it takes
    /// in its family, and so on, and those of the statements that it says it is.
    pub fn answers_to(&self, stated: &Stated<'a>) -> impl Iterator<Item = &'a str> {
        let statement = stated.statement;
        let replaced = std::iter::successors(statement.replaces.as_ref(), |name| {
            self.statement_of.get(name.as_str())?.replaces.as_ref()
        });
        statement
            .id
            .iter()
            .chain(replaced.take(MAX_LINKS))
            .chain(self.said_to_be(statement))
            .map(Name::as_str)
    }

    /// Returns the ids of what a statement raises, the nearest first. One that takes the place of another
    /// raises what that one raised, unless it says otherwise.
    pub fn raises(&self, stated: &Stated<'a>) -> impl Iterator<Item = &'a str> {
        let first = self.raised_by(stated.statement);
        let next = |name: &&'a Name| self.raised_by(self.statement_of.get(name.as_str())?);
        std::iter::successors(first, next).take(MAX_LINKS).map(Name::as_str)
    }

    fn raised_by(&self, statement: &'a Statement) -> Option<&'a Name> {
        let chain = std::iter::successors(Some(statement), |statement| {
            self.statement_of.get(statement.replaces.as_ref()?.as_str()).copied()
        });
        chain.take(MAX_LINKS).find_map(|statement| statement.raises.as_ref())
    }
}
