//! `daring explain`.

use daring::diagnostic::{Code, nearest};

use super::Outcome;
use super::args::ExplainArgs;
use super::report::{self, Failure};

/// How wide explanations are.
const COLUMNS: usize = 88;

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
    report::text(&wrapped(code.explanation()));
    Ok(Outcome::Clean)
}

/// Breaks the lines of paragraphs between words; code keeps its lines.
fn wrapped(markdown: &str) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        in_code ^= line.starts_with("```");
        let mut column = 0;
        for (index, word) in line.split(' ').enumerate() {
            let length = word.chars().count();
            if index > 0 {
                let breaks = !in_code && column + 1 + length > COLUMNS;
                out.push(if breaks { '\n' } else { ' ' });
                column = if breaks { 0 } else { column + 1 };
            }
            out.push_str(word);
            column += length;
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_broken_between_words_and_code_is_not() {
        let long = "word ".repeat(30);
        let text = wrapped(&format!("{long}\n```text\n  {long}\n```\n"));
        assert!(text.lines().take(2).all(|line| line.len() <= COLUMNS && line.starts_with("word")));
        assert!(text.contains(&format!("\n  {long}")), "{text}");
    }
}
