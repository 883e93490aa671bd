//! The scripts of the workflows that `daring new` writes are run here, in order, as a runner would.

use std::fs;

use daring::settings::yaml;

use crate::runner::{DARING, Runner, get, list, said, text, texts};

/// What an event makes of the conditions and expressions in the workflow. One that is not listed fails the
/// test: it has to be thought about.
fn github_says(expression: &str, event: &str, releases: &str) -> String {
    let is_request = event == "pull_request";
    let truth = |value: bool| value.to_string();
    match expression.trim() {
        "github.event_name != 'pull_request'" => truth(!is_request),
        "github.event_name == 'pull_request'" => truth(is_request),
        "github.event_name != 'pull_request' && github.ref_name == github.event.repository.default_branch" => {
            truth(event == "push")
        }
        "env.DARING_RELEASES == ''" => truth(releases.is_empty()),
        "steps.pages.outputs.base_url" if is_request => String::new(),
        "steps.pages.outputs.base_url" => "https://acme.github.io/book".to_owned(),
        other => panic!("the workflow asks for `{other}`"),
    }
}

fn filled(value: &str, event: &str, releases: &str) -> String {
    match value.trim().strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")) {
        Some(expression) => github_says(expression, event, releases),
        None => value.to_owned(),
    }
}

/// Runs the job `build` of the workflow in the clone. Returns what each step that was run said, and the
/// actions that it used in between.
fn github(runner: &mut Runner, event: &str, settings: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let workflow = yaml::parse_file(&runner.read("work/.github/workflows/handbook.yml"), 0).unwrap();
    runner.is_of_github();
    runner.env.extend(texts(&workflow, "env"));
    runner.env.extend(settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    let releases = runner.env["DARING_RELEASES"].clone();
    let job = get(get(&workflow, "jobs").unwrap(), "build").unwrap();
    let mut done = Vec::new();
    for step in list(get(job, "steps").unwrap()) {
        let name = text(get(step, "name").unwrap());
        if let Some(condition) = get(step, "if")
            && github_says(&text(condition), event, &releases) != "true"
        {
            continue;
        }
        let Some(script) = get(step, "run") else {
            done.push(name);
            continue;
        };
        let env: Vec<(String, String)> = texts(step, "env")
            .into_iter()
            .map(|(key, value)| (key, filled(&value, event, &releases)))
            .collect();
        let script = text(script);
        assert!(!script.contains("${{"), "an expression stands in the script of `{name}`");
        // As the runner starts a step that names no shell.
        let output = runner.step(&["bash", "-e"], &script, &env);
        if !output.status.success() {
            return Err(format!("{name}: {}", said(&output)));
        }
        done.push(name);
    }
    Ok(done)
}

#[test]
fn a_push_is_built_at_its_address_and_handed_over() {
    let mut runner = Runner::new("github");
    runner.clone();
    let steps = github(&mut runner, "push", &[]).unwrap();
    assert_eq!(
        steps,
        [
            "Check out",
            "Ask where the site will be",
            "Find the compiled program",
            "Get Daring",
            "Build",
            "Look for what Pages would refuse",
            "Hand the site over"
        ]
    );
    let summary = runner.read("summary");
    assert!(summary.starts_with("### Handbook: "), "{summary}");
    assert!(summary.contains(" pages, 0 errors, 0 warnings\n"), "{summary}");
    assert!(runner.read("work/public/index.html").contains("https://acme.github.io/book/"));
    assert!(runner.read("work/public/404.html").contains("/book/"));
    // A second run finds the program that the first one left.
    runner.stub("cargo", "exit 9");
    github(&mut runner, "push", &[]).unwrap();
}

#[test]
fn a_pull_request_publishes_nothing_and_says_what_changes() {
    let mut runner = Runner::new("github");
    runner.run_in(
        &runner.at("origin"),
        "git config user.name a && git config user.email a@b && git checkout -q -b feature\n\
         printf '# On call\\n\\nOne week each.\\n' >content/on-call.md && rm content/reviews.md\n\
         sed -i '/reviews.md/d' content/*.md\n\
         git add -A && git commit -q -m feature && git checkout -q main && git commit -q --allow-empty -m other\n\
         git checkout -q -b merged && git merge -q --no-ff -m merge feature",
    );
    runner.clone();
    let steps = github(&mut runner, "pull_request", &[]).unwrap();
    assert_eq!(
        steps,
        ["Check out", "Find the compiled program", "Get Daring", "Build", "Say what changed for readers"]
    );
    let summary = runner.read("summary");
    assert!(summary.contains("### Handbook: "), "{summary}");
    assert!(summary.contains("On call") && summary.contains("Reviews"), "{summary}");
    assert!(!runner.read("work/public/index.html").contains("https://acme.github.io"));
}

#[test]
fn a_mistake_stops_the_job_and_stands_in_its_summary() {
    let mut runner = Runner::new("github");
    runner.clone();
    fs::write(runner.at("work/content/new.md"), "# New\n\n[x](gone.md)\n").unwrap();
    let problem = github(&mut runner, "push", &[]).unwrap_err();
    assert!(problem.starts_with("Build: ::error file=content/new.md,line=3,"), "{problem}");
    assert!(runner.read("summary").contains("| error | content/new.md:3 |"));

    // A site with a link in it does not get as far as Pages.
    let mut runner = Runner::new("github");
    runner.clone();
    github(&mut runner, "push", &[]).unwrap();
    fs::write(runner.at("work/public/own.txt"), "x").unwrap();
    std::os::unix::fs::symlink("own.txt", runner.at("work/public/link")).unwrap();
    let problem = github(&mut runner, "push", &[]).unwrap_err();
    assert!(
        problem.contains("::error::the site holds links or files that cannot be read:%0Apublic/link"),
        "{problem}"
    );
}

#[test]
fn a_program_of_a_release_is_taken_when_its_sum_is_right() {
    let mut runner = Runner::new("github");
    let archive = format!("daring-{}-unknown-linux-musl.tar.gz", std::env::consts::ARCH);
    let release = format!("releases/v{}", env!("CARGO_PKG_VERSION"));
    runner.run_in(
        &runner.at(""),
        &format!("cp '{DARING}' daring && mkdir -p {release} && tar -czf {release}/{archive} daring && cd {release} && sha256sum {archive} >SHA256SUMS"),
    );
    runner.stub("cargo", "exit 9");
    runner.clone();
    let from = [("DARING_RELEASES", "https://example.org")];
    let steps = github(&mut runner, "push", &from).unwrap();
    assert!(!steps.contains(&"Find the compiled program".to_owned()), "{steps:?}");

    let sum = runner.read(&format!("{release}/SHA256SUMS"))[..64].to_owned();
    github(&mut runner, "push", &[from[0], ("DARING_SHA256", &sum)]).unwrap();
    let wrong = "0".repeat(64);
    let problem = github(&mut runner, "push", &[from[0], ("DARING_SHA256", &wrong)]).unwrap_err();
    assert!(problem.starts_with("Get Daring: ") && problem.contains("FAILED"), "{problem}");
    fs::write(runner.at(&format!("{release}/SHA256SUMS")), format!("{wrong}  {archive}\n")).unwrap();
    assert!(github(&mut runner, "push", &from).is_err());
}

/// Runs a job of the pipeline of GitLab in the clone.
fn gitlab(runner: &mut Runner, job: &str, settings: &[(&str, &str)]) -> Result<(), String> {
    let pipeline = yaml::parse_file(&runner.read("work/.gitlab-ci.yml"), 0).unwrap();
    runner.env.extend(texts(&pipeline, "variables"));
    let work = runner.at("work").display().to_string();
    runner.env.insert("CI_PROJECT_DIR".to_owned(), work);
    runner.env.extend(settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    let own = get(&pipeline, job).unwrap();
    let base = get(&pipeline, ".daring").unwrap();
    let scripts = [get(base, "before_script").unwrap(), get(own, "script").unwrap()];
    let lines: Vec<String> = scripts.into_iter().flat_map(list).map(text).collect();
    // GitLab joins them into one, for whatever shell the image has.
    let output = runner.step(&["sh", "-e"], &lines.join("\n"), &[]);
    if output.status.success() { Ok(()) } else { Err(said(&output)) }
}

#[test]
fn gitlab_publishes_and_reviews() {
    let mut runner = Runner::new("gitlab");
    runner.clone();
    gitlab(&mut runner, "pages", &[("CI_PAGES_URL", "https://acme.gitlab.io/book")]).unwrap();
    assert!(runner.read("work/public/index.html").contains("https://acme.gitlab.io/book/"));

    runner.run_in(
        &runner.at("origin"),
        "git config user.name a && git config user.email a@b && git checkout -q -b feature\n\
         printf '# On call\\n\\nOne week each.\\n' >content/on-call.md && git add -A && git commit -q -m feature",
    );
    runner.clone();
    gitlab(&mut runner, "review", &[("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")]).unwrap();
    let summary = runner.read("work/summary.md");
    assert!(summary.contains("### Handbook: ") && summary.contains("On call"), "{summary}");
    assert!(!runner.at("work/.daring-base").exists());
}
