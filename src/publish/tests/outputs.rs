//! Builds over what an earlier build, or a user, left in the output.

use super::*;

const OLD: Site<'_> =
    &[("index.html", "home"), ("a/index.html", "a"), ("a/b/index.html", "b"), ("c.css", "c")];

#[test]
fn a_first_build_makes_the_output_and_nothing_else() {
    let project = Project::new();
    let outcome = project.build(&[("b/index.html", "bee"), ("a.txt", "")]).unwrap();
    assert_eq!((outcome.written, outcome.reused, outcome.removed, outcome.bytes_written), (2, 0, 0, 3));
    assert!(outcome.in_place.is_none() && outcome.leftover.is_none());
    let tree: Vec<_> = project.tree().into_iter().filter(|(path, _)| path != "content").collect();
    let expected = [
        ("public", "/"),
        ("public/.daring-manifest", "daring manifest 1\na.txt\nb/index.html\n"),
        ("public/a.txt", ""),
        ("public/b", "/"),
        ("public/b/index.html", "bee"),
    ];
    assert_eq!(tree, expected.map(|(path, what)| (path.to_owned(), what.to_owned())));
}

#[test]
fn the_order_of_writes_leaves_no_trace() {
    let mut reversed = OLD.to_vec();
    reversed.reverse();
    assert_eq!(fresh(OLD), fresh(&reversed));
}

#[test]
fn missing_folders_above_the_output_are_made_and_taken_back() {
    let project = Project::new();
    let target = target(Path::new("x/y/public"), project.root(), &[]).unwrap();
    let before = project.tree();
    stage(&target, Duration::ZERO).unwrap().abandon();
    assert_eq!(project.tree(), before);
    publish(stage(&target, Duration::ZERO).unwrap(), OLD).unwrap();
    assert_eq!(tree(&project.at("x/y/public")), fresh(OLD));
}

#[test]
fn pages_that_are_gone_leave_the_output_with_their_folders() {
    let project = Project::new();
    project.build(OLD).unwrap();
    let new = &[("index.html", "home"), ("a", "now a file")];
    let outcome = project.build(new).unwrap();
    assert_eq!((outcome.written, outcome.reused, outcome.removed), (1, 1, 3));
    assert_eq!(project.output(), fresh(new));
    project.build(OLD).unwrap();
    assert_eq!(project.output(), fresh(OLD));
}

#[cfg(unix)]
#[test]
fn an_unchanged_site_is_not_touched() {
    use std::os::unix::fs::MetadataExt;
    let project = Project::new();
    project.build(OLD).unwrap();
    project.put("public/CNAME", "example.org");
    let stamps = || -> Vec<_> {
        let paths = std::iter::once(project.at("public"))
            .chain(project.output().into_keys().map(|path| project.at("public").join(path)));
        paths
            .map(|path| fs::metadata(path).unwrap())
            .map(|found| (found.ino(), found.mtime(), found.mtime_nsec(), found.ctime_nsec()))
            .collect()
    };
    let before = stamps();
    let outcome = project.build(OLD).unwrap();
    assert!(outcome.is_unchanged());
    assert_eq!((outcome.written, outcome.reused), (0, 4));
    assert_eq!(stamps(), before);
}

#[cfg(unix)]
#[test]
fn files_that_are_the_same_are_linked_not_written() {
    use std::os::unix::fs::MetadataExt;
    let project = Project::new();
    project.build(OLD).unwrap();
    let inode = || fs::metadata(project.at("public/a/index.html")).unwrap().ino();
    let before = inode();
    let outcome = project.build(&[("a/index.html", "a"), ("a/b/index.html", "changed")]).unwrap();
    assert_eq!((outcome.written, outcome.reused, outcome.removed), (1, 1, 2));
    assert_eq!(inode(), before);
    assert_eq!(fs::metadata(project.at("public/a/index.html")).unwrap().nlink(), 1);
}

#[test]
fn a_change_of_bytes_of_the_same_length_is_seen() {
    let project = Project::new();
    let long = "x".repeat(100_000);
    project.build(&[("a", &long), ("b", "1")]).unwrap();
    let changed = format!("{}y", &long[1..]);
    project.put("source", &long);
    let staging = project.stage().unwrap();
    staging.copy("a", &project.at("source")).unwrap();
    staging.write("b", b"1").unwrap();
    assert!(staging.commit().unwrap().is_unchanged());
    assert_eq!(project.build(&[("a", &changed), ("b", "1")]).unwrap().written, 1);
    assert_eq!(project.output()["a"], changed);
    // And the other way round, by a copied file.
    let staging = project.stage().unwrap();
    staging.copy("a", &project.at("source")).unwrap();
    assert_eq!(staging.commit().unwrap().bytes_written, 100_000);
    assert_eq!(project.output()["a"], long);
}

#[test]
fn a_folder_that_is_not_ours_is_refused_and_left_alone() {
    for manifest in
        [None, Some("notes"), Some("daring manifest 1\n../content\n"), Some("daring manifest 2\n")]
    {
        let project = Project::new();
        project.put("public/notes.txt", "mine");
        if let Some(text) = manifest {
            project.put("public/.daring-manifest", text);
        }
        let before = project.tree();
        let error = project.build(OLD).unwrap_err();
        assert!(matches!(error, PublishError::Foreign { .. }), "{error}");
        assert!(error.help().unwrap().contains("--out"));
        assert_eq!(project.tree(), before);
    }
}

#[test]
fn an_empty_folder_is_taken() {
    let project = Project::new();
    fs::create_dir(project.at("public")).unwrap();
    project.build(OLD).unwrap();
    assert_eq!(project.output(), fresh(OLD));
}

#[test]
fn files_of_the_user_stay_with_their_folders() {
    let project = Project::new();
    project.build(OLD).unwrap();
    project.put("public/CNAME", "example.org");
    project.put("public/a/b/notes.txt", "mine");
    fs::create_dir_all(project.at("public/.git/refs/tags")).unwrap();
    project.put("public/.git/HEAD", "ref");
    let outcome = project.build(&[("index.html", "new")]).unwrap();
    assert_eq!((outcome.kept, outcome.removed), (3, 3));
    let output: Vec<_> = project.output().into_keys().collect();
    let expected = [
        ".daring-manifest",
        ".git",
        ".git/HEAD",
        ".git/refs",
        ".git/refs/tags",
        "CNAME",
        "a",
        "a/b",
        "a/b/notes.txt",
        "index.html",
    ];
    assert_eq!(output, expected);
}

#[test]
fn a_file_of_the_user_in_the_way_is_an_error_that_changes_nothing() {
    let cases: &[(&str, &str)] = &[("new.html", "new.html"), ("new", "new/index.html"), ("new/notes", "new")];
    for (theirs, ours) in cases {
        let project = Project::new();
        project.build(OLD).unwrap();
        project.put(&format!("public/{theirs}"), "mine");
        let before = project.tree();
        let error = project.build(&[(ours, "site")]).unwrap_err();
        assert!(matches!(error, PublishError::Conflict { .. }), "{error}");
        assert!(error.to_string().contains(&format!("public/{theirs}")), "{error}");
        assert_eq!(project.tree(), before);
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_output_are_never_followed() {
    use std::os::unix::fs::symlink;
    let project = Project::new();
    project.build(OLD).unwrap();
    project.put("secret/index.html", "a");
    // A link in the place of a published file is replaced, though what it leads to has the same bytes.
    fs::remove_file(project.at("public/a/index.html")).unwrap();
    symlink(project.at("secret/index.html"), project.at("public/a/index.html")).unwrap();
    assert_eq!(project.build(OLD).unwrap().written, 1);
    assert_eq!(project.output(), fresh(OLD));
    // A link in the place of a folder, or anywhere else, is the user's: named, not removed.
    fs::remove_dir_all(project.at("public/a")).unwrap();
    symlink(project.at("secret"), project.at("public/a")).unwrap();
    let before = project.tree();
    let error = project.build(OLD).unwrap_err();
    assert!(matches!(&error, PublishError::Special { path } if path == Path::new("public/a")), "{error}");
    assert_eq!(project.tree(), before);
}

#[cfg(unix)]
#[test]
fn published_modes_do_not_depend_on_the_source() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let project = Project::new();
    project.put("content/run.sh", "x");
    for source in [0o600, 0o755] {
        fs::set_permissions(project.at("content/run.sh"), fs::Permissions::from_mode(source)).unwrap();
        let staging = project.stage().unwrap();
        staging.copy("deep/run.sh", &project.at("content/run.sh")).unwrap();
        staging.commit().unwrap();
        for (path, wanted) in
            [("", 0o755), ("deep", 0o755), ("deep/run.sh", 0o644), (".daring-manifest", 0o644)]
        {
            assert_eq!(mode(&project.at("public").join(path)), wanted, "{path}");
            // And a mode that somebody changed is mended by the next build.
            fs::set_permissions(project.at("public").join(path), fs::Permissions::from_mode(0o700)).unwrap();
        }
    }
}

#[test]
fn bad_paths_and_repeated_ones_are_refused() {
    let project = Project::new();
    project.build(OLD).unwrap();
    let before = project.tree();
    for path in
        ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a/", ".daring-manifest", ".daring-new/x", "a\nb"]
    {
        let staging = project.stage().unwrap();
        assert!(matches!(staging.write(path, b""), Err(PublishError::Name { .. })), "{path:?}");
        assert!(matches!(staging.commit(), Err(PublishError::Incomplete)));
    }
    for site in [[("c.css", "c"), ("c.css", "other")], [("c.css", "c"), ("c.css", "c")]] {
        assert!(matches!(project.build(&site), Err(PublishError::Twice { .. })));
    }
    assert_eq!(project.tree(), before);
}

#[test]
fn a_source_that_cannot_be_read_is_named() {
    let project = Project::new();
    let staging = project.stage().unwrap();
    let error = staging.copy("x", &project.at("content/missing.png")).unwrap_err();
    assert!(error.to_string().contains("missing.png: no such file"), "{error}");
    assert!(staging.copy("x", &project.at("content")).is_err());
}

#[test]
fn a_second_build_is_told_of_the_first_and_changes_nothing() {
    let project = Project::new();
    project.build(OLD).unwrap();
    let first = project.stage().unwrap();
    first.write("index.html", b"first").unwrap();
    let error = project.build(&[("index.html", "second")]).unwrap_err();
    assert!(matches!(error, PublishError::Busy { .. }));
    assert_eq!(error.to_string(), "another build is running: it writes to public");
    first.commit().unwrap();
    assert_eq!(project.output()["index.html"], "first");
    project.build(&[("index.html", "second")]).unwrap();
    assert_eq!(project.output(), fresh(&[("index.html", "second")]));
}

#[test]
fn builds_that_wait_for_each_other_all_succeed() {
    let project = Project::new();
    let wait = Duration::from_secs(60);
    let build =
        |text: &str| publish(stage(&project.target(), wait).unwrap(), &[("index.html", text), ("x/y", text)]);
    std::thread::scope(|scope| {
        let builds: Vec<_> = (0..8).map(|n| scope.spawn(move || build(&n.to_string()))).collect();
        for build in builds {
            build.join().unwrap().unwrap();
        }
    });
    let output = project.output();
    assert_eq!(output["index.html"], output["x/y"]);
    assert_eq!(project.tree().len(), output.len() + 2);
}

#[test]
fn what_has_our_names_and_is_not_ours_is_named_and_left() {
    for path in [".public.daring-new/precious", ".public.daring-old/precious", ".public.daring-lock"] {
        let project = Project::new();
        project.put(path, "mine");
        let before = project.tree();
        let error = project.build(OLD).unwrap_err();
        assert!(matches!(error, PublishError::NotOurs { .. }), "{error}");
        let after: Vec<_> = project.tree().into_iter().collect();
        assert_eq!(after, before.into_iter().collect::<Vec<_>>());
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_link_is_published_where_it_leads() {
    let project = Project::new();
    fs::create_dir(project.at("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", project.at("public")).unwrap();
    project.build(OLD).unwrap();
    assert_eq!(tree(&project.at("elsewhere")), fresh(OLD));
    assert_eq!(project.tree()["public"], "-> elsewhere");
}

#[test]
fn a_tree_as_deep_as_a_path_can_be_is_published_replaced_and_removed() {
    let project = Project::new();
    let path = format!("{}index.html", "a/".repeat(1900));
    for text in ["1", "2", "2"] {
        project.build(&[(&path, text)]).unwrap();
    }
    let outcome = project.build(&[("index.html", "")]).unwrap();
    assert_eq!(outcome.removed, 1);
    assert!(outcome.leftover.is_none());
    assert_eq!(project.output(), fresh(&[("index.html", "")]));
}
