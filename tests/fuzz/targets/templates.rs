//! Templates of a project, loaded over the built-in theme and tried on its samples.
//!
//! Templates are trusted, and one may loop for ever, so this is done as the program does it: on a
//! thread that is asked to stop.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use daring::source::SourcePath;
use daring::theme::{self, Layer, LayerTemplate, Stop};

const PATIENCE: Duration = Duration::from_secs(2);

/// The first byte chooses which template the rest is.
pub fn run(data: &[u8]) {
    let Some((&which, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    // Texts that double in a loop are known to fill the memory faster than anybody looks.
    if text.matches("for").count() > 1 || text.contains('~') && text.contains("for") {
        return;
    }
    let names = ["page.html", "base.html", "home.html", "section.html", "components.html", "mine.html"];
    let name = names[usize::from(which) % names.len()];
    let template = LayerTemplate {
        name: name.to_owned(),
        path: SourcePath::new(&format!("templates/{name}")).expect("a path"),
        text: text.into(),
    };
    let project =
        Layer { prefix: String::new(), templates: vec![template], assets: Vec::new(), manifest: None };
    let (sender, receiver) = mpsc::channel();
    let stop = Stop::default();
    let guard = stop.clone();
    thread::spawn(move || {
        let loaded = guard.guard(|| theme::load(vec![project, theme::built_in()]));
        sender.send(loaded.diagnostics.len()).unwrap_or_default();
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(_) => return,
        // The thread panicked: the fuzzer has seen it, a test has not.
        Err(mpsc::RecvTimeoutError::Disconnected) => panic!("the engine gave up"),
        Err(mpsc::RecvTimeoutError::Timeout) => stop.ask(),
    }
    let ended = receiver.recv_timeout(PATIENCE * 4);
    assert!(ended.is_ok(), "a template that was asked to stop goes on");
}
