//! Addresses over time: what a publication offers, what became of that of an earlier one.
//!
//! [`routes::of`] says which addresses and anchors a site has. Other programs read it as
//! `routes.json`. [`against::compare`] holds a site against such a list,
//! and [`rename::plan`] renames files so that nothing of it breaks.

pub mod against;
mod place;
mod references;
pub mod rename;
pub mod request;
pub mod routes;
