//! `daring ladder list`.

use daring::ladder::model::Kind;

use super::Opened;
use crate::cli::Outcome;
use crate::cli::args::{Format, OutputArgs, ProjectArgs};
use crate::cli::report::{self, Failure, count};

/// Options of `ladder list`.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists the ladders of a project.
pub fn run(args: &ListArgs) -> Result<Outcome, Failure> {
    let opened = match Opened::sound(&args.project, &args.output)? {
        Ok(opened) => opened,
        Err(outcome) => return Ok(outcome),
    };
    let mut rows = Vec::new();
    for placed in opened.ladders() {
        let declared = &placed.ladder.declared;
        let statements = declared.cells.iter().flat_map(|cell| &cell.statements);
        let expectations = statements.filter(|statement| statement.kind == Kind::Expectation).count();
        let counts = [declared.levels.len(), declared.competencies.len(), expectations];
        rows.push((&placed.ladder.framework, placed.folder.as_str(), counts));
    }
    if args.output.format == Format::Json {
        let ladders: Vec<serde_json::Value> = rows
            .iter()
            .map(|(framework, folder, [levels, competencies, expectations])| {
                serde_json::json!({
                    "id": framework.id.as_str(), "name": framework.name, "version": framework.version,
                    "folder": folder, "levels": levels, "competencies": competencies, "expectations": expectations,
                })
            })
            .collect();
        report::text(&format!("{:#}\n", serde_json::Value::from(ladders)));
        return Ok(Outcome::Clean);
    }
    for (framework, folder, [levels, competencies, expectations]) in rows {
        let competencies = match competencies {
            1 => "1 competency".to_owned(),
            number => format!("{number} competencies"),
        };
        let version = framework.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        report::line(&format!(
            "{}{version}: {}, {}, {competencies}, {} ({folder}/ladder.toml)",
            framework.id.as_str(),
            framework.name,
            count(levels, "level"),
            count(expectations, "expectation"),
        ));
    }
    Ok(Outcome::Clean)
}
