//! What a look must not take for what was there before.

use std::fs;
use std::process::Command;

use daring::workspace::live::{Live, Look};

use super::{Folder, OVERRIDES, THREE};

/// Looks until the files are older than what their times can tell apart.
fn settled(folder: &Folder) -> Live {
    let mut live = Live::new(&folder.root(), OVERRIDES);
    live.look(&Look::Everywhere);
    std::thread::sleep(std::time::Duration::from_millis(150));
    live.look(&Look::Everywhere);
    assert!(!live.look(&Look::Everywhere).is_new);
    live
}

#[test]
fn an_icon_is_drawn_from_what_its_file_holds_now() {
    let folder = Folder::new(THREE);
    folder.write("handbook.toml", "title = \"H\"\n[identity]\nfavicon = \"static/i.svg\"\n");
    let svg = |side: u8| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\"><rect width=\"{side}\" height=\"{side}\"/></svg>"
        )
    };
    folder.write("static/i.svg", &svg(8));
    let mut live = settled(&folder);
    let icon = |live: &mut Live| {
        let view = live.look(&Look::Everywhere).view;
        view.site.unwrap().icon(32)
    };
    let before = icon(&mut live);
    folder.write("static/i.svg", &svg(9));
    assert_ne!(icon(&mut live), before);
}

#[test]
fn an_asset_of_the_theme_is_read_from_the_layer_that_it_is_in() {
    let folder = Folder::new(THREE);
    folder.write("handbook.toml", "title = \"H\"\ntheme = \"x\"\n");
    folder.write("themes/x/theme.toml", "contract = 1\n");
    folder.write("themes/x/assets/a.css", "a {}");
    let mut live = settled(&folder);
    fs::create_dir_all(folder.path("assets")).unwrap();
    fs::rename(folder.path("themes/x/assets/a.css"), folder.path("assets/a.css")).unwrap();
    let site = live.look(&Look::Everywhere).view.site.unwrap();
    let files: Vec<String> = site.theme.own_files().iter().map(|(path, _)| path.to_string()).collect();
    assert_eq!(files, ["assets/a.css"]);
}

#[test]
fn a_commit_changes_what_is_shown_of_dates() {
    let folder = Folder::new(THREE);
    folder.write("handbook.toml", "title = \"H\"\ndates = \"git\"\n");
    let git = |arguments: &[&str]| {
        let run = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(folder.root())
            .output()
            .unwrap();
        assert!(run.status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet", "-b", "main", "."]);
    git(&["add", "content"]);
    git(&["commit", "--quiet", "--date=2026-01-02T03:04:05+0000", "-m", "x"]);
    let mut live = settled(&folder);
    git(&["commit", "--quiet", "--amend", "--no-edit", "--date=2026-02-03T00:00:00+0000"]);
    assert!(live.look(&Look::Everywhere).is_new);
}
