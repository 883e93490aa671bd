//! Workflows of GitHub: whether they publish the handbook, and nothing but the handbook.

use super::built::built_folder;
use super::gitlab::is_for_something_else;
use super::step::{Job, Step, Workflow, get, map, string, strings};
use super::{Facts, Remark};
use crate::settings::Value;

/// Actions that publish.
const DEPLOY: &str = "actions/deploy-pages";
const UPLOAD: &str = "actions/upload-pages-artifact";

/// What somebody outside can write into an event. Pasted into a script it is run.
const FOREIGN: [&str; 10] = [
    "github.event.issue.title",
    "github.event.issue.body",
    "github.event.pull_request.title",
    "github.event.pull_request.body",
    "github.event.pull_request.head.ref",
    "github.event.pull_request.head.label",
    "github.event.comment.body",
    "github.event.head_commit.message",
    "github.event.review.body",
    "github.head_ref",
];

/// Judges the workflows.
pub(super) fn examine(facts: &Facts) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for path in &facts.stray_workflows {
        let message = "GitHub reads workflows from the root of the repository only";
        let fix =
            "move it to `.github/workflows/` there, and set `defaults: {run: {working-directory: …}}` in it";
        remarks.push(Remark::error("workflow", message, fix).at(path, None));
    }
    let mut builds = facts.gitlab.as_ref().is_some_and(|file| !is_for_something_else(facts, file));
    for file in &facts.workflows {
        let Some(workflow) = Workflow::parse(&file.path, &file.text) else {
            let message = "this workflow is no YAML, so GitHub does not run it";
            remarks.push(
                Remark::error(
                    "workflow",
                    message,
                    "mend it: `check-jsonschema --builtin-schema vendor.github-workflows` says where",
                )
                .at(&file.path, None),
            );
            continue;
        };
        let is_ours =
            file.text.contains("daring") || workflow.jobs().any(|job| job.step_using(DEPLOY).is_some());
        if is_ours {
            builds = true;
            remarks.extend(one(facts, &workflow));
        }
    }
    let is_on_server = facts.git.as_ref().is_some_and(|git| git.origin.is_some());
    if !builds && facts.stray_workflows.is_empty() && is_on_server {
        let message = "nothing builds and publishes the handbook when it changes";
        remarks.push(Remark::warning(
            "workflow",
            message,
            "`daring init --ci github` or `--ci gitlab` writes a workflow, and changes no file that is there",
        ));
    }
    remarks
}

fn one(facts: &Facts, workflow: &Workflow<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(triggers(facts, workflow));
    for job in workflow.jobs() {
        remarks.extend(job.steps().filter_map(|step| pinned(workflow, step)));
        remarks.extend(job.steps().filter_map(|step| pasted(workflow, step)));
        remarks.extend(job.steps().filter_map(|step| history(workflow, step)));
        remarks.extend(artifact(facts, workflow, job));
        remarks.extend(deployment(workflow, job));
    }
    remarks
}

fn triggers(facts: &Facts, workflow: &Workflow<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let triggers = workflow.triggers();
    let place = |word: &str| workflow.text.find(word).and_then(|at| workflow.line(u32::try_from(at).ok()?));
    if triggers.iter().any(|(name, _)| *name == "pull_request_target") {
        let message =
            "`pull_request_target` runs with the rights of the repository for whatever a stranger proposes";
        let fix = "use `pull_request`: building needs no right but to read";
        remarks.push(
            Remark::error("pull-requests", message, fix).at(workflow.path, place("pull_request_target")),
        );
    }
    let deploys = workflow.jobs().any(|job| job.step_using(DEPLOY).is_some());
    let default = facts.git.as_ref().and_then(|git| git.default_branch.as_deref());
    let current = facts.git.as_ref().filter(|_| default.is_none()).and_then(|git| git.branch.as_deref());
    if let Some(branch) = default
        && deploys
        && let Some((_, push)) = triggers.iter().find(|(name, _)| *name == "push")
        && let Some(branches) = get(push, "branches")
        && !strings(branches).iter().any(|pattern| fits(pattern, branch))
    {
        let message = format!("a push to `{branch}`, the default branch, does not start this workflow");
        let fix = format!("add `{branch}` to `on: {{push: {{branches: …}}}}`");
        remarks.push(
            Remark::error("branch", message, fix).at(workflow.path, workflow.line(branches.span.start)),
        );
    }
    if let Some(current) = current
        && deploys
        && let Some((_, push)) = triggers.iter().find(|(name, _)| *name == "push")
        && let Some(branches) = get(push, "branches")
        && let Some(git) = &facts.git
        && !git
            .branches
            .iter()
            .map(String::as_str)
            .chain([current])
            .any(|branch| strings(branches).iter().any(|pattern| fits(pattern, branch)))
    {
        let names = strings(branches).join("`, `");
        let message =
            format!("no branch here starts this workflow: it is for `{names}`, and this is `{current}`");
        let fix = format!("write `{current}` there, or rename the branch with `git branch -m`");
        remarks.push(
            Remark::warning("branch", message, fix).at(workflow.path, workflow.line(branches.span.start)),
        );
    }
    remarks
}

/// Whether a workflow of GitHub publishes.
pub(super) fn is_deployed(facts: &Facts) -> bool {
    facts.workflows.iter().any(|file| file.text.contains(DEPLOY))
}

/// Whether a pattern of branches means a branch, as far as stars go.
fn fits(pattern: &str, branch: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == branch,
        Some((before, after)) => {
            branch.starts_with(before) && branch.ends_with(after.trim_start_matches('*'))
        }
    }
}

fn pinned(workflow: &Workflow<'_>, step: Step<'_>) -> Option<Remark> {
    let (uses, at) = step.uses()?;
    if uses.starts_with("./") || uses.starts_with("docker://") {
        return None;
    }
    let version = uses.split_once('@').map_or("", |(_, version)| version);
    let is_commit = version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit {
        return None;
    }
    let message = format!("`{uses}` is whatever its owner makes of it tomorrow");
    let fix = "write the full hash of the commit behind the `@`, and the version in a comment behind that";
    Some(Remark::warning("pinned-actions", message, fix).at(workflow.path, workflow.line(at)))
}

fn pasted(workflow: &Workflow<'_>, step: Step<'_>) -> Option<Remark> {
    let (script, at) = step.run()?;
    let inside = script.split("${{").skip(1).filter_map(|rest| rest.split("}}").next());
    let found = inside.flat_map(|text| FOREIGN.iter().filter(move |name| text.contains(**name))).next()?;
    let message = format!("`{found}` is pasted into a script, so what a stranger writes there is run");
    let fix = "give it to the step as an environment variable (`env:`), and quote that in the script";
    Some(Remark::error("expressions", message, fix).at(workflow.path, workflow.line(at)))
}

fn history(workflow: &Workflow<'_>, step: Step<'_>) -> Option<Remark> {
    let (_, at) = step.uses().filter(|_| step.action() == Some("actions/checkout"))?;
    let is_whole = step.with("fetch-depth").is_some_and(|node| match &node.value {
        Value::Integer(depth) => *depth == 0,
        Value::String(depth) => depth == "0",
        _ => false,
    });
    if is_whole || !workflow.text.contains("daring") {
        return None;
    }
    let message = "only the last commit is checked out, so when a page last changed is not known";
    let fix = "add `fetch-depth: 0` below `with:`";
    Some(Remark::warning("shallow-clone", message, fix).at(workflow.path, workflow.line(at)))
}

fn artifact(facts: &Facts, workflow: &Workflow<'_>, job: Job<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let deployed = workflow.jobs().find_map(|job| job.step_using(DEPLOY));
    let wanted = deployed.and_then(|step| string(step.with("artifact_name")?)).unwrap_or("github-pages");
    for step in job.steps() {
        let Some((_, at)) = step.uses() else { continue };
        let line = workflow.line(at);
        match step.action() {
            Some(UPLOAD) => {
                let path = step.with("path").and_then(string).unwrap_or("_site/");
                let built = built_folder(facts, workflow).filter(|_| !path.contains("${{"));
                if let Some(built) = built
                    && plain(path) != plain(&built)
                {
                    let message = format!("`{path}` is uploaded, and the site is built into `{built}`");
                    let fix = format!("write `path: {built}` below `with:`");
                    remarks.push(Remark::error("artifact", message, fix).at(workflow.path, line));
                }
                let name = step.with("name").and_then(string).unwrap_or("github-pages");
                if deployed.is_some() && name != wanted {
                    let message = format!("the artifact is called `{name}`, and `{wanted}` is deployed");
                    let fix =
                        "remove `name`, and `artifact_name` of actions/deploy-pages: they agree without";
                    remarks.push(Remark::error("artifact", message, fix).at(workflow.path, line));
                }
            }
            Some("actions/upload-artifact")
                if deployed.is_some() && step.with("name").and_then(string) == Some(wanted) =>
            {
                let message = "actions/upload-artifact makes a zip file, and Pages takes a tar file only";
                remarks.push(
                    Remark::error("artifact", message, format!("use {UPLOAD}")).at(workflow.path, line),
                );
            }
            _ => {}
        }
    }
    remarks
}

fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path).trim_end_matches('/')
}

fn deployment(workflow: &Workflow<'_>, job: Job<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let Some(step) = job.step_using(DEPLOY) else { return remarks };
    let line = step.uses().and_then(|(_, at)| workflow.line(at));
    let at = |remark: Remark| remark.at(workflow.path, line);
    let granted = get(job.fields, "permissions").or_else(|| get(workflow.fields(), "permissions"));
    let missing: Vec<&str> = ["pages", "id-token"]
        .into_iter()
        .filter(|name| match granted {
            None => true,
            Some(node) => {
                string(node) != Some("write-all") && get(map(node), name).and_then(string) != Some("write")
            }
        })
        .collect();
    if !missing.is_empty() {
        let wanted: Vec<String> = missing.iter().map(|name| format!("`{name}: write`")).collect();
        let message = format!("the job `{}` may not publish: it lacks {}", job.name, wanted.join(" and "));
        remarks.push(at(Remark::error(
            "permissions",
            message,
            "add `permissions: {pages: write, id-token: write}` to the job",
        )));
    }
    if granted.and_then(string) == Some("write-all") {
        let message = format!("the job `{}` may do everything to the repository", job.name);
        remarks.push(at(Remark::warning(
            "permissions",
            message,
            "give it `permissions: {pages: write, id-token: write}`",
        )));
    }
    if get(job.fields, "environment").is_none() {
        let message =
            format!("the job `{}` names no environment, and Pages publishes from one only", job.name);
        remarks.push(at(Remark::error("permissions", message, "add `environment: github-pages` to the job")));
    }
    let runs_on_requests = workflow.triggers().iter().any(|(name, _)| *name == "pull_request");
    let has_condition = get(job.fields, "if").is_some() || get(step.fields, "if").is_some();
    if runs_on_requests && !has_condition {
        let message = format!("the job `{}` publishes on pull requests, too", job.name);
        let fix = "add `if: github.event_name != 'pull_request'` to the job";
        remarks
            .push(Remark::error("pull-requests", message, fix).at(workflow.path, workflow.line(job.start)));
    }
    remarks
}
