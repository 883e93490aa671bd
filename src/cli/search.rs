//! `daring search`.

use daring::diagnostic::Severity;
use daring::handbook::percent_decode;
use daring::render;
use daring::search::{Answer, Engine, Group, Query, Row, Shelf};
use daring::workspace::{Inputs, Loaded, Workspace};
use serde_json::json;

use super::Outcome;
use super::args::{OutputArgs, ProjectArgs, When};
use super::project::open;
use super::report::{self, Failure};

/// Options of `search`.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// What to look for, as readers type it: words, "phrases", level:staff, tag:on-call; - reads queries from standard input, one a line
    #[arg(required = true, value_name = "QUERY")]
    query: Vec<String>,
    #[command(flatten)]
    project: ProjectArgs,
    /// How many pages to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Form of the answer
    #[arg(short, long, value_name = "FORM", default_value = "human")]
    format: Form,
    /// When to use colours; NO_COLOR and CLICOLOR are honoured
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: When,
}

/// Forms of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people
    Human,
    /// One JSON document
    Json,
}

/// Finds what a reader would.
pub fn run(args: &SearchArgs) -> Result<Outcome, Failure> {
    let output = OutputArgs {
        format: super::args::Format::Human,
        quiet: true,
        verbose: 0,
        color: args.color,
        summary: None,
    };
    let project = open(&args.project, &output, None)?;
    if !project.config().search.is_enabled {
        let failure = Failure::new("this handbook has no search");
        return Err(failure.help("set `enabled = true` under `[search]` in handbook.toml"));
    }
    let inputs = Inputs::list(&project);
    let Loaded { site, diagnostics, .. } = Workspace::default().load(&project, inputs);
    let Some(site) = site else {
        let failure = Failure::new("the handbook cannot be shown, so there is nothing to find");
        return Err(failure.help("`daring check` says what is wrong"));
    };
    let errors = diagnostics.iter().filter(|report| report.severity == Severity::Error).count();
    if errors > 0 {
        report::note(
            &OutputArgs { quiet: false, ..output },
            format_args!("the handbook has {errors} errors; `daring check` lists them"),
        );
    }
    let index = render::search::index(&site);
    let shelf = Shelf::open(|file| index.file(file).map(<[u8]>::to_vec));
    let shelf = shelf.ok_or_else(|| Failure::new("the index cannot be read"))?;
    let mut engine = Engine::new(shelf);
    let mut answer = |query: &str| {
        let answer = engine.ask(&Query::parse(query), args.limit);
        match args.format {
            Form::Human => human(&answer, query),
            Form::Json => report::text(&format!("{}\n", as_json(&answer, query))),
        }
    };
    if args.query == ["-"] {
        let typed = std::io::read_to_string(std::io::stdin());
        let typed = typed.map_err(|error| Failure::new(format!("could not read the queries: {error}")))?;
        typed.lines().for_each(&mut answer);
    } else {
        answer(&args.query.join(" "));
    }
    Ok(Outcome::Clean)
}

fn human(answer: &Answer, query: &str) {
    for (kind, value, known) in &answer.unknown {
        let known = if known.is_empty() { "none here".to_owned() } else { known.join(", ") };
        report::line(&format!("no {} is called `{value}`; there are: {known}", kind.name()));
    }
    if answer.groups.is_empty() {
        report::line(&format!("nothing found for `{query}`"));
        return;
    }
    for Group { title, href, trail, rows } in &answer.groups {
        let trail = trail.iter().map(|title| format!("{title} / ")).collect::<String>();
        report::line(&format!("{trail}{title}"));
        for Row { heading, anchor, label, passage } in rows {
            let name = if label.is_empty() { heading } else { label };
            let href = percent_decode(href);
            let place = if anchor.is_empty() { href.into_owned() } else { format!("{href}#{anchor}") };
            report::line(&match name.as_str() {
                "" => format!("  {place}"),
                name => format!("  {name} \u{2014} {place}"),
            });
            let text: String = passage.iter().map(|(piece, _)| piece.as_str()).collect();
            if !text.trim().is_empty() {
                report::line(&format!("    {}", text.trim()));
            }
        }
    }
    let more = answer.pages - answer.groups.len();
    if more > 0 {
        let more = report::count(more, "more page");
        report::line(&format!("and {more}; --limit {} shows all", answer.pages));
    }
}

fn as_json(answer: &Answer, query: &str) -> serde_json::Value {
    let row = |row: &Row| {
        let passage: Vec<_> =
            row.passage.iter().map(|(text, mark)| json!({"text": text, "mark": mark})).collect();
        json!({"heading": row.heading, "anchor": row.anchor, "label": row.label, "passage": passage})
    };
    let group = |group: &Group| {
        let rows: Vec<_> = group.rows.iter().map(row).collect();
        json!({"title": group.title, "href": group.href, "trail": group.trail, "sections": rows})
    };
    let unknown = |(kind, value, known): &(daring::search::FilterKind, String, Vec<String>)| json!({"kind": kind.name(), "value": value, "known": known});
    json!({
        "query": query,
        "pages": answer.pages,
        "results": answer.groups.iter().map(group).collect::<Vec<_>>(),
        "unknown": answer.unknown.iter().map(unknown).collect::<Vec<_>>(),
    })
}
