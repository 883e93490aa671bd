//! Keys that count as soon as they are pressed.
//!
//! The terminal is told not to gather lines and not to show what is typed; everything else about it
//! stays, so that Ctrl-C and Ctrl-Z do what they do elsewhere. It is given back on every way out.
//! While the program is in the background the terminal is somebody else's, and left alone.

use std::io::{self, IsTerminal, Stdin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::getpgrp;
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr,
};

/// How long a key is waited for before looking whether the terminal is still ours.
const WAIT: Duration = Duration::from_millis(500);

/// What begins a key that is more than one character, such as an arrow.
const ESCAPE: u8 = 0x1b;

/// The keys of the terminal that the program runs in.
pub struct Keys {
    stdin: Stdin,
    /// The terminal as it was.
    before: Termios,
    is_over: AtomicBool,
}

impl Keys {
    /// Takes the keys; `None` when standard input is no terminal.
    pub fn take() -> Option<Self> {
        let stdin = io::stdin();
        if !stdin.is_terminal() {
            return None;
        }
        let before = tcgetattr(&stdin).ok()?;
        let keys = Self { stdin, before, is_over: AtomicBool::new(false) };
        keys.set_up();
        Some(keys)
    }

    /// Calls `press` for each key until they are given back, or the terminal is gone.
    pub fn read(&self, press: impl Fn(u8)) {
        let wait = Timespec { tv_sec: 0, tv_nsec: WAIT.subsec_nanos().into() };
        while !self.is_over.load(Ordering::SeqCst) {
            if !self.is_in_front() {
                // Nobody tells when a shell puts its program in front again.
                thread::sleep(WAIT);
                continue;
            }
            // It may have been in the background, and the shell sets the terminal up for itself.
            self.set_up();
            let mut fds = [PollFd::new(&self.stdin, PollFlags::IN)];
            if !matches!(poll(&mut fds, Some(&wait)), Ok(1..)) || !self.is_in_front() {
                continue;
            }
            let mut pressed = [0; 64];
            match rustix::io::read(&self.stdin, &mut pressed) {
                Ok(0) => return,
                Ok(length) => characters(&pressed[..length]).for_each(&press),
                Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Err(_) => return,
            }
        }
    }

    /// Returns a value that, when it is dropped, lets [`Keys::read`] return soon, and the terminal be
    /// as it was.
    pub fn hold(&self) -> Held<'_> {
        Held(self)
    }

    fn give_back(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        self.set(&self.before);
    }

    fn set_up(&self) {
        let mut wanted = self.before.clone();
        wanted.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
        wanted.special_codes[SpecialCodeIndex::VMIN] = 1;
        wanted.special_codes[SpecialCodeIndex::VTIME] = 0;
        let is_so = tcgetattr(&self.stdin).is_ok_and(|now| now.local_modes == wanted.local_modes);
        if !is_so && !self.is_over.load(Ordering::SeqCst) {
            self.set(&wanted);
        }
    }

    /// Sets the terminal, if it is ours: another process that tries is stopped by the system.
    fn set(&self, wanted: &Termios) {
        if self.is_in_front() {
            // A terminal that is gone needs no setting.
            tcsetattr(&self.stdin, OptionalActions::Now, wanted).unwrap_or_default();
        }
    }

    /// Returns whether the terminal is ours. One that controls no session is everybody's.
    fn is_in_front(&self) -> bool {
        tcgetpgrp(&self.stdin).map_or(true, |group| group == getpgrp())
    }
}

/// Keys in use.
pub struct Held<'a>(&'a Keys);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

/// The characters among what was pressed, without keys that are sent as several.
fn characters(pressed: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = pressed.iter().copied();
    std::iter::from_fn(move || {
        loop {
            match rest.next()? {
                // `ESC [ … letter` and `ESC O letter`, else a letter with Alt.
                ESCAPE => match rest.next()? {
                    b'[' => drop(rest.by_ref().find(|byte| (0x40..=0x7e).contains(byte))),
                    b'O' => drop(rest.next()),
                    _ => {}
                },
                character => return Some(character),
            }
        }
    })
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.give_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_and_the_like_are_no_characters() {
        let keys = |pressed: &[u8]| String::from_utf8(characters(pressed).collect()).unwrap();
        assert_eq!(keys(b"a\x1b[Cq\x1b[1;5Dr\x1bOPc\x1bx?"), "aqrc?");
        assert_eq!(keys(b"\x1b"), "");
    }
}
