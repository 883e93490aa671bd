//! A machine of a CI service, as far as scripts see it, and the files of YAML that say what it does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use daring::settings::{Field, Node, Value};
use tempfile::TempDir;

pub const DARING: &str = env!("CARGO_BIN_EXE_daring");

/// A machine of a CI service: its folders, and programs that stand in for what it would fetch.
pub struct Runner {
    folder: TempDir,
    pub env: BTreeMap<String, String>,
}

impl Runner {
    /// A machine with a clone of a repository that holds a handbook on `main`.
    pub fn new(ci: &str) -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["home", "temp", "stubs", "releases/v0.1.0"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let runner = Self { folder, env: BTreeMap::new() };
        runner.run_in(&runner.at(""), &format!("{DARING} new origin --yes --title Ours --ci {ci}"));
        let origin = runner.at("origin");
        runner.run_in(
            &origin,
            "git init -q -b main && git add -A && git -c user.name=a -c user.email=a@b commit -q -m first",
        );
        // What `cargo install` and `curl` would bring is the program under test.
        runner.stub(
            "cargo",
            &format!("[ \"$1 $2 $3\" = 'install --locked --root' ] && [ \"$5\" = 'daring@{}' ]\nmkdir -p \"$4/bin\"\ncp '{DARING}' \"$4/bin/daring\"", env!("CARGO_PKG_VERSION")),
        );
        let releases = runner.at("releases");
        runner.stub(
            "curl",
            &format!("while [ $# -gt 1 ]; do [ \"$1\" = --output ] && to=$2; shift; done\ncp \"{}/${{1#https://example.org/}}\" \"$to\"", releases.display()),
        );
        runner
    }

    /// Sets what GitHub tells every step.
    pub fn is_of_github(&mut self) {
        for (key, name) in [
            ("GITHUB_PATH", "path"),
            ("GITHUB_STEP_SUMMARY", "summary"),
            ("RUNNER_TEMP", "temp"),
            ("GITHUB_WORKSPACE", "work"),
        ] {
            self.env.insert(key.to_owned(), self.at(name).display().to_string());
        }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn stub(&self, name: &str, script: &str) {
        let path = self.at("stubs").join(name);
        fs::write(&path, format!("#!/bin/sh\nset -e\n{script}\n")).unwrap();
        self.run_in(&self.at(""), &format!("chmod +x {}", path.display()));
    }

    /// Runs what the test itself needs; it has to succeed.
    pub fn run_in(&self, folder: &Path, script: &str) {
        let output = Command::new("bash").args(["-ec", script]).current_dir(folder).output().unwrap();
        assert!(output.status.success(), "{script}: {}", said(&output));
    }

    pub fn clone(&self) {
        self.run_in(&self.at(""), "rm -rf work && git clone -q origin work && git -C work config user.name a && git -C work config user.email a@b");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap_or_default()
    }

    /// Runs a script as a step, with what earlier steps have put into the path.
    pub fn step(&self, shell: &[&str], script: &str, env: &[(String, String)]) -> Output {
        let added: String = self.read("path").lines().map(|line| format!("{line}:")).collect();
        let file = self.at("temp/step.sh");
        fs::write(&file, script).unwrap();
        Command::new(shell[0])
            .args(&shell[1..])
            .arg(&file)
            .current_dir(self.at("work"))
            .env_clear()
            .env("PATH", format!("{added}{}:/usr/local/bin:/usr/bin:/bin", self.at("stubs").display()))
            .env("HOME", self.at("home"))
            .env("CI", "true")
            .envs(&self.env)
            .envs(env.iter().cloned())
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub fn get<'a>(node: &'a Node, key: &str) -> Option<&'a Node> {
    fields(node).iter().find(|field| field.key == key).map(|field| &field.node)
}

pub fn fields(node: &Node) -> &[Field] {
    match &node.value {
        Value::Map(fields) => fields,
        _ => &[],
    }
}

pub fn list(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(nodes) => nodes,
        _ => &[],
    }
}

pub fn text(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.clone(),
        other => panic!("expected a text, found {other:?}"),
    }
}

pub fn texts(node: &Node, key: &str) -> Vec<(String, String)> {
    get(node, key)
        .map(fields)
        .unwrap_or_default()
        .iter()
        .map(|field| (field.key.clone(), text(&field.node)))
        .collect()
}
