//! Daring.
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod handbook;
pub mod page;
pub mod publish;
pub mod render;
pub mod settings;
pub mod site;
pub mod source;
pub mod theme;
pub mod workspace;
