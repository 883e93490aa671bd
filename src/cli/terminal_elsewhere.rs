//! Keys, on systems whose terminals we do not know: there are none, and Ctrl-C ends the program.

use std::convert::Infallible;

/// The keys of the terminal that the program runs in.
pub struct Keys(Infallible);

impl Keys {
    /// Takes the keys: never.
    pub fn take() -> Option<Self> {
        None
    }

    /// Calls `press` for each key.
    pub fn read(&self, _press: impl Fn(u8)) {
        match self.0 {}
    }

    /// Returns a value that gives the keys back.
    pub fn hold(&self) -> Held<'_> {
        Held(self)
    }
}

/// Keys in use.
pub struct Held<'a>(#[expect(dead_code, reason = "it is only held")] &'a Keys);
