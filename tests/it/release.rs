//! The scripts that make a release, and those of our action, which may take a program from one.

use std::fs;
use std::path::Path;

use daring::settings::{Node, yaml};

use crate::runner::{DARING, Runner, fields, get, list, said, text, texts};

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

fn read(name: &str) -> Node {
    let text = fs::read_to_string(Path::new(REPOSITORY).join(name)).unwrap();
    yaml::parse_file(&text, 0).unwrap()
}

/// Runs the scripts among some steps. `says` is what becomes of an expression.
fn run(runner: &Runner, steps: &[Node], says: &dyn Fn(&str) -> String) -> Result<(), String> {
    for step in steps {
        let Some(script) = get(step, "run").map(text) else { continue };
        let name = text(get(step, "name").unwrap());
        assert!(!script.contains("${{"), "an expression stands in the script of `{name}`");
        let env = texts(step, "env").into_iter().map(|(key, value)| {
            let expression = value.trim().strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}"));
            let value = expression.map_or_else(|| value.clone(), |expression| says(expression.trim()));
            (key, value)
        });
        let output = runner.step(&["bash", "-eo", "pipefail"], &script, &env.collect::<Vec<_>>());
        if !output.status.success() {
            return Err(format!("{name}: {}", said(&output)));
        }
    }
    Ok(())
}

/// Uses our action in a step, with these of its inputs.
fn action(runner: &Runner, with: &[(&str, &str)]) -> Result<(), String> {
    let action = read("action.yml");
    let inputs = fields(get(&action, "inputs").unwrap());
    assert!(with.iter().all(|(name, _)| inputs.iter().any(|input| input.key == *name)), "{with:?}");
    let says = |expression: &str| {
        let name = expression.strip_prefix("inputs.").expect("it asks for its inputs only");
        let given = with.iter().find(|(input, _)| *input == name);
        let default =
            || text(get(&inputs.iter().find(|input| input.key == name).unwrap().node, "default").unwrap());
        given.map_or_else(default, |(_, value)| (*value).to_owned())
    };
    run(runner, list(get(get(&action, "runs").unwrap(), "steps").unwrap()), &says)
}

#[test]
fn the_action_builds_and_checks() {
    let mut runner = Runner::new("none");
    runner.is_of_github();
    runner.clone();
    action(&runner, &[("base-url", "https://example.org/book/"), ("deny-warnings", "true")]).unwrap();
    assert!(runner.read("work/public/index.html").contains("https://example.org/book/"));
    assert!(runner.read("summary").contains(" pages, 0 errors, 0 warnings"), "{}", runner.read("summary"));

    action(&runner, &[("out", "elsewhere")]).unwrap();
    assert!(runner.at("work/elsewhere/index.html").exists());

    fs::write(runner.at("work/content/new.md"), "# New\n\n[x](gone.md)\n").unwrap();
    let problem = action(&runner, &[("command", "check")]).unwrap_err();
    assert!(problem.contains("::error file=content/new.md,line=3,"), "{problem}");
    let problem = action(&runner, &[("command", "publish")]).unwrap_err();
    assert!(problem.contains("::error::command is"), "{problem}");
}

/// The steps of a job of the workflow that makes a release.
fn job(name: &str) -> Vec<Node> {
    let workflow = read(".github/workflows/release.yml");
    list(get(get(get(&workflow, "jobs").unwrap(), name).unwrap(), "steps").unwrap()).to_vec()
}

#[test]
fn a_release_is_tried_packed_and_summed_and_the_action_takes_it() {
    let target = format!("{}-unknown-linux-musl", std::env::consts::ARCH);
    let mut runner = Runner::new("none");
    runner.is_of_github();
    runner.clone();
    // The checkout is this repository, as far as the scripts use it.
    let checkout = runner.at("work");
    runner.run_in(
        &runner.at(""),
        &format!(
            "mv work book && mkdir work && cd '{REPOSITORY}' && \
             cp -r LICENSE-* README.md CHANGELOG.md handbook.toml content static themes '{}'",
            checkout.display()
        ),
    );
    // What a compiler would make is the program under test.
    runner.stub("rustup", "true");
    runner.stub("sudo", "true");
    runner.stub(
        "cargo",
        &format!("[ \"$*\" = 'build --release --locked --target {target}' ]\nmkdir -p target/{target}/release\ncp '{DARING}' target/{target}/release/daring"),
    );
    runner.env.insert("TARGET".to_owned(), target.clone());
    run(&runner, &job("programs"), &|expression| panic!("`{expression}` is asked for")).unwrap();
    let archive = format!("daring-{target}.tar.gz");
    runner.run_in(&checkout, &format!("tar -tzf dist/{archive} | sort >listed"));
    let listed = runner.read("work/listed");
    for name in [
        "daring",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "README.md",
        "CHANGELOG.md",
        "completions/daring.bash",
        "man/daring.1",
    ] {
        assert!(listed.lines().any(|line| line == name), "{name} is missing from\n{listed}");
    }

    // The last two steps of the next job prove and publish, with actions and a program that are not here.
    let sums: Vec<Node> =
        job("publish").into_iter().filter(|step| text(get(step, "name").unwrap()) == "Sum them up").collect();
    assert_eq!(sums.len(), 1);
    run(&runner, &sums, &|expression| panic!("`{expression}` is asked for")).unwrap();

    let release = format!("releases/v{}", env!("CARGO_PKG_VERSION"));
    runner.run_in(
        &runner.at(""),
        &format!(
            "mkdir -p {release} && cp work/dist/* {release}/ && rm -r work temp && mkdir temp && mv book work"
        ),
    );
    runner.stub("cargo", "exit 9");
    action(&runner, &[("releases", "https://example.org")]).unwrap();
    assert!(runner.at("work/public/index.html").exists());
    let problem =
        action(&runner, &[("releases", "https://example.org"), ("sha256", &"0".repeat(64))]).unwrap_err();
    assert!(problem.starts_with("Get Daring: ") && problem.contains("FAILED"), "{problem}");
}
