//! Which folders may be an output.

use super::super::Refusal;
use super::*;

/// Returns why `output` is refused for the project, with its sources `content` and `theme`.
fn refusal(project: &Project, output: &str) -> Option<Refusal> {
    match target(Path::new(output), project.root(), &[project.at("content"), project.at("theme")]) {
        Ok(_) => None,
        Err(PublishError::Refused { reason, .. }) => Some(reason),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_project_and_its_sources_are_never_an_output() {
    let project = Project::new();
    project.put("file", "");
    let content = || PathBuf::from("content");
    let cases = [
        (".", Refusal::Project),
        ("", Refusal::Project),
        ("missing/..", Refusal::Project),
        ("..", Refusal::HoldsProject),
        ("content/../..", Refusal::HoldsProject),
        ("/", Refusal::FileSystemRoot),
        ("content", Refusal::Source(content())),
        ("content/.", Refusal::Source(content())),
        ("content/public", Refusal::InSource(content())),
        ("theme/public", Refusal::InSource("theme".into())),
        ("file", Refusal::NotAFolder),
        ("file/public", Refusal::NotAFolder),
    ];
    for (output, reason) in cases {
        assert_eq!(refusal(&project, output), Some(reason), "{output}");
    }
    for output in ["public", "content-public", "a/b/../public", "missing/../public"] {
        assert_eq!(refusal(&project, output), None, "{output}");
    }
}

#[test]
fn a_folder_with_a_source_in_it_is_refused() {
    let project = Project::new();
    let sources = [project.at("docs/content")];
    let error = target(Path::new("docs"), project.root(), &sources).unwrap_err();
    assert_eq!(error.to_string(), "docs cannot be the output: the source folder docs/content lies in it");
}

#[cfg(unix)]
#[test]
fn links_do_not_hide_what_a_folder_is() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    symlink(project.root(), project.at("itself")).unwrap();
    symlink("content", project.at("linked")).unwrap();
    symlink("nowhere", project.at("broken")).unwrap();
    symlink("loop", project.at("loop")).unwrap();
    assert_eq!(refusal(&project, "itself"), Some(Refusal::Project));
    assert_eq!(refusal(&project, "linked/public"), Some(Refusal::InSource("content".into())));
    assert_eq!(refusal(&project, "broken"), Some(Refusal::BrokenLink));
    assert!(target(Path::new("loop"), project.root(), &[]).is_err());
    // A source may be reached through a link as well.
    let sources = [project.at("linked")];
    assert!(target(&project.at("content/public"), project.root(), &sources).is_err());
}
