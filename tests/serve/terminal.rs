//! The program itself: at a terminal, with keys, and without one, with signals.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Instant;

use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use super::{Folder, NEVER, THREE};

/// How long ending may take.
const AT_ONCE: std::time::Duration = std::time::Duration::from_secs(3);

/// What a program says, as it says it.
struct Said {
    chunks: Receiver<Vec<u8>>,
    text: String,
}

impl Said {
    fn by(mut source: impl Read + Send + 'static) -> Self {
        let (sender, chunks) = mpsc::channel();
        // It ends with the program that speaks.
        drop(std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = source.read(&mut buffer) {
                sender.send(buffer[..length].to_vec()).unwrap_or_default();
            }
        }));
        Self { chunks, text: String::new() }
    }

    /// Waits until something was said, and forgets it and what came before.
    fn wait(&mut self, wanted: &str) -> String {
        loop {
            if let Some(at) = self.text.find(wanted) {
                let end = self.text[at..].find('\n').map_or(self.text.len(), |end| at + end);
                let found = self.text[at..end].trim_end().to_owned();
                self.text.drain(..end);
                return found;
            }
            let chunk = self.chunks.recv_timeout(NEVER);
            let chunk = chunk.unwrap_or_else(|_| panic!("`{wanted}` was not said, but: {}", self.text));
            self.text.push_str(&String::from_utf8(chunk).unwrap());
        }
    }

    /// Everything said until the program ended.
    fn rest(mut self) -> String {
        while let Ok(chunk) = self.chunks.recv_timeout(NEVER) {
            self.text.push_str(&String::from_utf8(chunk).unwrap());
        }
        self.text
    }
}

fn serve(folder: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daring"));
    command.args(["serve", "--port", "0", "--root"]).arg(folder.root()).env("BROWSER", "false");
    command
}

/// Waits until a program ended, and returns its exit code.
fn ended(mut child: Child) -> Option<i32> {
    let (sender, receiver) = mpsc::channel();
    let id = child.id();
    drop(std::thread::spawn(move || sender.send(child.wait().unwrap().code()).unwrap_or_default()));
    receiver.recv_timeout(AT_ONCE).unwrap_or_else(|_| {
        kill_process(pid(id), Signal::KILL).unwrap();
        panic!("the program does not end")
    })
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
}

/// A terminal, and the program in it.
struct Terminal {
    child: Child,
    said: Said,
    keyboard: File,
    /// The end that the program has, to ask how it is set.
    inside: File,
}

impl Terminal {
    fn new(mut command: Command) -> Self {
        let outside = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&outside).unwrap();
        unlockpt(&outside).unwrap();
        let name = ptsname(&outside, Vec::new()).unwrap();
        let open =
            || File::from(rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap());
        let child = command.stdin(open()).stdout(open()).stderr(open()).spawn().unwrap();
        let keyboard = File::from(outside);
        Self { child, said: Said::by(keyboard.try_clone().unwrap()), keyboard, inside: open() }
    }

    fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    fn gathers_lines(&self) -> bool {
        let modes = tcgetattr(&self.inside).unwrap().local_modes;
        assert_eq!(modes.contains(LocalModes::ICANON), modes.contains(LocalModes::ECHO));
        modes.contains(LocalModes::ICANON)
    }
}

/// A browser that writes where it should go into a pipe, and what is read from there.
fn browser(folder: &Path) -> (PathBuf, Receiver<String>) {
    use std::os::unix::fs::PermissionsExt;
    let (program, pipe) = (folder.join("browser"), folder.join("opened"));
    fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >'{}'\n", pipe.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, Mode::RUSR | Mode::WUSR).unwrap();
    let (sender, opened) = mpsc::channel();
    // Opening waits for the browser.
    drop(std::thread::spawn(move || {
        while let Ok(address) = fs::read_to_string(&pipe) {
            if sender.send(address.trim().to_owned()).is_err() {
                return;
            }
        }
    }));
    (program, opened)
}

fn address(said: &mut Said) -> String {
    said.wait("serving ").split(' ').nth(1).unwrap().to_owned()
}

#[test]
fn keys_count_as_soon_as_they_are_pressed() {
    let (folder, outside) = (Folder::new(THREE), tempfile::tempdir().unwrap());
    let (program, opened) = browser(outside.path());
    let mut command = serve(&folder);
    command.env("BROWSER", program);
    let mut terminal = Terminal::new(command);
    let address = address(&mut terminal.said);
    terminal.said.wait("keys: ");
    terminal.said.wait("read 5 pages");
    assert!(!terminal.gathers_lines());
    terminal.press("r");
    terminal.said.wait("read 5 pages");
    terminal.press("C");
    terminal.said.wait("0 errors, 0 warnings on 5 pages");
    terminal.press("?");
    terminal.said.wait("keys: ");
    terminal.press("o");
    assert_eq!(opened.recv_timeout(NEVER).unwrap(), address);
    // Arrows are no keys of ours, although a letter is in them.
    terminal.press("\x1b[C");
    terminal.press("q");
    assert_eq!(ended(terminal.child), Some(0));
    let modes = tcgetattr(&terminal.inside).unwrap().local_modes;
    assert!(modes.contains(LocalModes::ICANON | LocalModes::ECHO));
}

#[test]
fn the_terminal_is_as_it_was_after_every_signal() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT] {
        let folder = Folder::new(THREE);
        let mut terminal = Terminal::new(serve(&folder));
        terminal.said.wait("keys: ");
        terminal.said.wait("read 5 pages");
        assert!(!terminal.gathers_lines());
        kill_process(pid(terminal.child.id()), signal).unwrap();
        let (child, inside) = (terminal.child, terminal.inside);
        assert_eq!(ended(child), Some(0), "{signal:?}");
        assert!(tcgetattr(&inside).unwrap().local_modes.contains(LocalModes::ICANON | LocalModes::ECHO));
    }
}

#[test]
fn the_keys_of_a_session_still_interrupt() {
    let folder = Folder::new(THREE);
    let program = serve(&folder);
    // A session of its own, whose terminal this is, as in a terminal's window.
    let mut command = Command::new("setsid");
    command.args(["--ctty", "--wait"]).arg(program.get_program()).args(program.get_args());
    let mut terminal = Terminal::new(command);
    terminal.said.wait("keys: ");
    terminal.said.wait("read 5 pages");
    assert!(!terminal.gathers_lines());
    terminal.press("\x03");
    let (child, inside) = (terminal.child, terminal.inside);
    assert_eq!(ended(child), Some(0));
    assert!(tcgetattr(&inside).unwrap().local_modes.contains(LocalModes::ICANON | LocalModes::ECHO));
}

#[test]
fn without_a_terminal_there_is_a_plain_log_and_a_signal_leaves_the_output_alone() {
    for signal in [Signal::INT, Signal::TERM] {
        let (folder, outside) = (Folder::new(THREE), tempfile::tempdir().unwrap());
        let mut build = Command::new(env!("CARGO_BIN_EXE_daring"));
        assert!(build.args(["build", "--quiet", "--root"]).arg(folder.root()).status().unwrap().success());
        let (before, text) = (everything(&folder.root()), fs::read(folder.path("content/b.md")).unwrap());
        let (program, opened) = browser(outside.path());
        let mut command = serve(&folder);
        command.arg("--open").env("BROWSER", program);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut said = Said::by(child.stdout.take().unwrap());
        let address = address(&mut said);
        assert_eq!(opened.recv_timeout(NEVER).unwrap(), address);
        said.wait("read 5 pages");
        fs::write(folder.path("content/b.md"), "# B\n\n[x](nowhere.md)\n").unwrap();
        said.wait("1 error");
        fs::write(folder.path("content/b.md"), text).unwrap();
        said.wait("0 errors");
        let start = Instant::now();
        kill_process(pid(child.id()), signal).unwrap();
        assert_eq!(ended(child), Some(0));
        assert!(start.elapsed() < AT_ONCE);
        let rest = said.rest();
        assert!(!rest.contains("keys") && !rest.contains('\x1b'), "{rest}");
        assert!(everything(&folder.root()) == before, "a file was changed");
    }
}

/// Every file below a folder, with its bytes.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            match path.is_dir() {
                true => open.push(path),
                false => found.push((path.clone(), fs::read(&path).unwrap())),
            }
        }
    }
    found.sort();
    found
}
