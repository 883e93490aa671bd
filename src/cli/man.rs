//! `daring man`.

use std::fs;

use clap::CommandFactory;

use super::Outcome;
use super::args::{Args, ManArgs};
use super::report::{self, Failure};

/// Prints the manual page, or writes one for each command into a folder.
pub fn run(args: &ManArgs) -> Result<Outcome, Failure> {
    let command = Args::command();
    let Some(folder) = &args.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(|error| Failure::new(format!("could not make the manual page: {error}")))?;
        report::text(&String::from_utf8_lossy(&page));
        return Ok(Outcome::Clean);
    };
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| Failure::new(format!("could not write into {}: {error}", folder.display())))?;
    Ok(Outcome::Clean)
}
