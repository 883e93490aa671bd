//! `daring serve`.

use std::io::{self, IsTerminal};
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::{Command as Program, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use daring::diagnostic::Tally;
use daring::serve::{self, Command, Event, Follow, Options, Port, ServeError, Server, Showing, Watching};

use super::Outcome;
use super::args::{Format, OutputArgs, ServeArgs};
use super::project::{open, overrides};
use super::report::{self, Failure, count};
use super::terminal::Keys;

/// Addresses that open a place in an editor, by the names of the editors and of their programs.
const EDITORS: &[(&[&str], &str)] = &[
    (&["vscode", "code"], "vscode://file{path}:{line}:{column}"),
    (&["vscode-insiders", "code-insiders"], "vscode-insiders://file{path}:{line}:{column}"),
    (&["vscodium", "codium"], "vscodium://file{path}:{line}:{column}"),
    (&["cursor"], "cursor://file{path}:{line}:{column}"),
    (&["windsurf"], "windsurf://file{path}:{line}:{column}"),
    (&["zed", "zeditor"], "zed://file{path}:{line}:{column}"),
    (&["idea", "intellij"], "idea://open?file={path}&line={line}&column={column}"),
    (&["webstorm"], "webstorm://open?file={path}&line={line}&column={column}"),
    (&["pycharm"], "pycharm://open?file={path}&line={line}&column={column}"),
    (&["sublime", "subl"], "subl://open?url=file://{path}&line={line}&column={column}"),
    (&["textmate", "mate"], "txmt://open?url=file://{path}&line={line}&column={column}"),
    (&["macvim", "mvim"], "mvim://open?url=file://{path}&line={line}&column={column}"),
    (&["emacs", "emacsclient"], "emacs://open?url=file://{path}&line={line}&column={column}"),
    (&["none"], ""),
];

const KEYS: &str =
    "keys: o open in the browser, r read everything again, c check every page, q quit, ? these words\n";

/// What a terminal sends for Ctrl-D.
const END_OF_TEXT: u8 = 4;

/// Serves until somebody ends it.
pub fn run(args: &ServeArgs) -> Result<Outcome, Failure> {
    let output =
        OutputArgs { format: Format::Human, quiet: args.quiet, verbose: 0, summary: None, color: args.color };
    let project = open(&args.project, &output, None)?;
    let address = args.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    if !address.is_loopback() {
        report::note(
            &output,
            "everybody who can reach this machine can read the site while it is served, drafts with --drafts included",
        );
    }
    let options = Options {
        overrides: overrides(&args.project, None)?,
        address,
        port: args.port.map_or(Port::Default, Port::Asked),
        hosts: args.allow_host.clone(),
        follow: if args.follow { Follow::Edits } else { Follow::Nothing },
        editor: editor(args.editor.as_deref())?,
        watching: if args.poll { Watching::Polling } else { Watching::Events },
        early_above: serve::EARLY_ABOVE,
    };
    let teller = Arc::new(Mutex::new(Teller { output, root: project.root().to_owned(), deny: args.clone() }));
    let told = Arc::clone(&teller);
    let server = serve::start(&project, options, move |event| {
        told.lock().unwrap_or_else(PoisonError::into_inner).tell(event);
    })?;
    {
        let _quiet = teller.lock().unwrap_or_else(PoisonError::into_inner);
        report::text(&format!("serving {} (Ctrl-C ends it)\n", server.url()));
    }
    if args.open {
        browse(&server.url());
    }
    obey(&server);
    Ok(Outcome::Clean)
}

/// Prints what happens.
struct Teller {
    output: OutputArgs,
    root: PathBuf,
    deny: ServeArgs,
}

impl Teller {
    fn tell(&self, event: Event) {
        match event {
            Event::Ready { pages, time } if !self.output.quiet => {
                report::text(&format!("read {} in {:.2} s\n", count(pages, "page"), time.as_secs_f64()));
            }
            Event::Ready { .. } | Event::Early => {}
            Event::Settled { mut new, mut resolved, tally, showing } => {
                report::deny(&mut new, &self.deny.project);
                report::deny(&mut resolved, &self.deny.project);
                report::changes(&self.output, &self.root, &new, &resolved);
                let state = match showing {
                    Showing::Newest => "",
                    Showing::LastGood => "; the last good site is shown until this is mended",
                    Showing::Nothing => "; nothing can be shown until this is mended",
                };
                self.summary(report::denied(tally, self.deny.project.deny), state);
            }
            Event::Checked { mut diagnostics, pages } => {
                report::deny(&mut diagnostics, &self.deny.project);
                report::changes(&self.output, &self.root, &diagnostics, &[]);
                self.summary(Tally::of(&diagnostics), &format!(" on {}", count(pages, "page")));
            }
            Event::Moved(url) => report::text(&format!("the site is at {url} now\n")),
            Event::Note(note) => report::note(&self.output, note),
            Event::Trouble(trouble) => report::failure(&Failure::new(trouble)),
        }
    }

    fn summary(&self, tally: Tally, state: &str) {
        let errors = count(tally.errors, "error");
        report::text(&format!("{errors}, {}{state}\n", count(tally.warnings, "warning")));
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        let is_taken =
            matches!(&error, ServeError::Listen { source, .. } if source.kind() == io::ErrorKind::AddrInUse);
        let failure = Self::new(error.to_string());
        if is_taken {
            failure.help("name another with --port, or leave it out to have one chosen")
        } else {
            failure
        }
    }
}

/// Obeys keys until `q` or a signal.
fn obey(server: &Server) {
    // Before the terminal is changed, so that no signal leaves it so.
    server.heed_signals();
    if io::stdin().is_terminal() {
        server.heed_terminal();
    }
    let keys = Keys::take();
    if keys.is_some() {
        report::text(KEYS);
    }
    thread::scope(|scope| {
        let _held = keys.as_ref().map(Keys::hold);
        if let Some(keys) = &keys {
            scope.spawn(|| keys.read(|key| press(server, key)));
        }
        server.wait_for_interrupt();
    });
}

fn press(server: &Server, key: u8) {
    match key.to_ascii_lowercase() {
        b'o' => browse(&server.url()),
        b'r' => server.tell(Command::Rebuild),
        b'c' => server.tell(Command::CheckAll),
        b'q' | END_OF_TEXT => server.interrupt(),
        b'\r' | b'\n' => report::text("\n"),
        _ => report::text(KEYS),
    }
}

/// Opens an address in the browser: in that of `$BROWSER`, or in that of the desktop. That there is
/// none is no reason to stop serving.
fn browse(url: &str) {
    let chosen = std::env::var("BROWSER").unwrap_or_default();
    let system = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "cmd /C start",
        _ => "xdg-open",
    };
    let mut words = if chosen.trim().is_empty() { system } else { &chosen }.split_whitespace();
    let started = Program::new(words.next().unwrap_or(system))
        .args(words)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        // Whoever ends a program is asked about it until somebody is.
        Ok(mut browser) => drop(thread::spawn(move || browser.wait())),
        Err(_) => report::text(&format!("no browser could be started; open {url}\n")),
    }
}

/// The address that opens a place in the editor: the one asked for, or that of `$VISUAL` or
/// `$EDITOR`, when it is one that can be opened so.
fn editor(asked: Option<&str>) -> Result<String, Failure> {
    let named = |name: &str| {
        let found = EDITORS.iter().find(|(names, _)| names.contains(&name));
        found.map(|(_, address)| (*address).to_owned())
    };
    let Some(asked) = asked else {
        let of_variable = |name: &str| {
            let command = std::env::var(name).ok()?;
            let program = Path::new(command.split_whitespace().next()?).file_stem()?.to_str()?.to_owned();
            named(&program)
        };
        let found = ["DARING_EDITOR", "VISUAL", "EDITOR"].into_iter().find_map(of_variable);
        return Ok(found.unwrap_or_else(|| EDITORS[0].1.to_owned()));
    };
    if asked.contains("{path}") {
        return Ok(asked.to_owned());
    }
    named(asked).ok_or_else(|| {
        let names: Vec<&str> = EDITORS.iter().map(|(names, _)| names[0]).collect();
        Failure::new(format!("--editor: `{asked}` is not known")).help(format!(
            "use one of {}, or an address with {{path}}, {{line}} and {{column}}",
            names.join(", ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editor_is_a_name_or_an_address() {
        assert_eq!(editor(Some("zed")).unwrap(), "zed://file{path}:{line}:{column}");
        assert_eq!(editor(Some("x://{path}")).unwrap(), "x://{path}");
        assert!(editor(Some("ed")).is_err());
    }
}
