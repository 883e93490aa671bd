//! Whole builds of small projects: what is published, what is reported, and what always holds.
//!
//! [`fixture`] is the one syntax in which a project is written down, [`harness`] the one way to
//! build it. `golden` compares outputs, `diagnostics` compares reports, `properties` and `edits`
//! check what holds for every project.

#![expect(clippy::disallowed_methods, reason = "tests write projects to disk and read what came of them")]

mod commands;
mod conversions;
mod crawl;
mod dates;
mod diagnostics;
mod edges;
mod edits;
mod external;
mod fixture;
mod golden;
mod graph;
mod harness;
mod ladders;
mod layouts;
mod mends;
mod moves;
mod properties;
mod release;
mod renames;
mod renewals;
mod runner;
mod search;
mod start;
mod tags;
mod workflows;
