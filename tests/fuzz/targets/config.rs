//! `handbook.toml`.

use daring::config::{self, Config};

use super::places_are_in;

pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let read = config::parse(text, Config::new("x"));
    places_are_in(text, &read.diagnostics);
    if let Some(url) = &read.value.base_url {
        assert!(url.ends_with('/') && url.starts_with("http"), "{url:?}");
    }
}
