//! Questions to a person at a terminal, each with an answer that Enter gives.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::ValueEnum;

use crate::cli::report::Failure;

/// Returns whether somebody is there to answer.
pub fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks for a text.
pub fn text(question: &str, usual: &str) -> Result<String, Failure> {
    answer(&format!("{question} [{usual}]: "), usual)
}

/// Asks for one of several values, until the answer is one of them.
pub fn one_of<T: ValueEnum>(question: &str, usual: T) -> Result<T, Failure> {
    let names: Vec<String> = T::value_variants().iter().map(name).collect();
    let prompt = format!("{question}, {} [{}]: ", names.join(", "), name(&usual));
    loop {
        let answer = answer(&prompt, &name(&usual))?;
        if let Ok(value) = T::from_str(&answer, true) {
            return Ok(value);
        }
    }
}

fn name<T: ValueEnum>(value: &T) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// Reads one line; the end of the input takes what is usual.
fn answer(prompt: &str, usual: &str) -> Result<String, Failure> {
    let failed = |error: io::Error| Failure::new(format!("could not ask: {error}"));
    let mut out = io::stdout().lock();
    out.write_all(prompt.as_bytes()).and_then(|()| out.flush()).map_err(failed)?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(failed)?;
    if line.is_empty() {
        out.write_all(b"\n").unwrap_or_default();
    }
    Ok(match line.trim() {
        "" => usual.to_owned(),
        answer => answer.to_owned(),
    })
}
