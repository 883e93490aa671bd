//! `daring explain`.

use daring::diagnostic::{Code, nearest};

use super::Outcome;
use super::args::ExplainArgs;
use super::report::{self, Failure};

/// Explains a code, or lists all of them.
pub fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let Some(name) = &args.code else {
        let lines: Vec<String> = Code::ALL
            .iter()
            .map(|code| format!("{:<28} {:<8} {}\n", code.name(), code.severity().name(), code.summary()))
            .collect();
        report::text(&lines.concat());
        return Ok(Outcome::Clean);
    };
    let code = Code::parse(name.trim_matches(['[', ']'])).ok_or_else(|| {
        let failure = Failure::new(format!("no diagnostic is called `{name}`"));
        match nearest(name, Code::ALL.iter().map(|code| code.name())) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`daring explain` lists them"),
        }
    })?;
    report::text(code.explanation());
    Ok(Outcome::Clean)
}
