//! Same input, same bytes; no trace of the machine.

use std::fs;
use std::path::Path;

use crate::project::{Project, Tree, ran, tree};

const HANDBOOK: &str = "-- handbook.toml --
title = \"Handbook\"
-- content/index.md --
# Home

[a](b/a.md) [İ](b/İi.md) ![](b/x.svg)
-- content/b/a.md --
---
tags: [x, y]
aliases: [/old/]
extra: {z: 1, a: 2, m: 3}
---
# A

```rust
fn main() {}
```

| a | b |
|---|---|
| 1 | 2[^1] |

[^1]: note
-- content/b/İi.md --
# İstanbul
-- content/b/Zebra.md --
# zebra
-- content/b/ähre.md --
# Ähre
-- content/b/x.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
-- static/robots.txt --
User-agent: *
";

fn built(project: &Project, variables: &[(&str, &str)]) -> Tree {
    ran(project.command(&["build", "--out", "site"]).envs(variables.iter().copied())).clean();
    tree(&project.path("site"))
}

#[test]
fn place_time_zone_language_threads_and_history_leave_no_trace() {
    let expected = built(&Project::new(HANDBOOK), &[]);
    for variables in [
        &[("TZ", "Asia/Kolkata"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8")][..],
        &[("RAYON_NUM_THREADS", "1"), ("HOME", "/nowhere"), ("USER", "nobody-in-particular")],
        &[("RAYON_NUM_THREADS", "8"), ("SOURCE_DATE_EPOCH", "1"), ("TMPDIR", "/nowhere")],
    ] {
        assert_eq!(built(&Project::new(HANDBOOK), variables), expected, "{variables:?}");
    }
    // Over an old site, and with every file written in another order, at another time.
    let project = Project::new("-- content/index.md --\n# Old\n-- content/old.md --\n# Old\n");
    built(&project, &[]);
    fs::remove_dir_all(project.path("content")).unwrap();
    let other = Project::new(HANDBOOK);
    for (name, bytes) in tree(&other.root()).into_iter().rev() {
        if !bytes.is_empty() {
            project.write(name.to_str().unwrap(), bytes);
        }
    }
    assert_eq!(built(&project, &[]), expected);
    assert_eq!(built(&project, &[]), expected);
}

#[test]
fn no_path_user_host_or_dev_server_is_in_the_output() {
    let project = Project::new(HANDBOOK);
    let user = "somebody-unlikely";
    let site = built(&project, &[("USER", user), ("LOGNAME", user), ("HOSTNAME", "host-unlikely")]);
    let root = project.root();
    let folder = root.parent().and_then(Path::file_name).unwrap().to_str().unwrap();
    let host = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    for (name, bytes) in &site {
        let text = String::from_utf8_lossy(bytes);
        for trace in [folder, user, "host-unlikely", "/tmp/", "localhost", "127.0.0.1", "livereload"] {
            assert!(!text.contains(trace), "{trace} is in {name:?}");
        }
        let host = host.trim();
        assert!(host.len() < 8 || !text.contains(host), "the name of this machine is in {name:?}");
    }
}
