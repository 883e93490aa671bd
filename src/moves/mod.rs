//! Addresses over time: what a publication offers, what became of that of an earlier one.
//!
//! [`routes::of`] says which addresses and anchors a site has. Other programs read it as
//! `routes.json`.

pub mod routes;
