//! Every way in which programs save.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};

use daring::serve::Watching;

use super::{Folder, Running, THREE};

/// Saves a text in one of the ways that editors have.
type Save = fn(&Folder, &str);

const PAGE: &str = "content/a.md";

fn in_place(folder: &Folder, text: &str) {
    fs::write(folder.path(PAGE), text).unwrap();
}

fn truncate_then_write(folder: &Folder, text: &str) {
    File::create(folder.path(PAGE)).unwrap();
    let mut file = OpenOptions::new().write(true).open(folder.path(PAGE)).unwrap();
    for piece in text.as_bytes().chunks(4) {
        file.write_all(piece).unwrap();
        file.flush().unwrap();
    }
}

fn rename_over(folder: &Folder, text: &str) {
    fs::write(folder.path("content/.a.md.swp"), text).unwrap();
    fs::rename(folder.path("content/.a.md.swp"), folder.path(PAGE)).unwrap();
}

fn rename_over_from_elsewhere(folder: &Folder, text: &str) {
    fs::write(folder.path("a.new"), text).unwrap();
    fs::rename(folder.path("a.new"), folder.path(PAGE)).unwrap();
}

fn backup_then_write(folder: &Folder, text: &str) {
    fs::rename(folder.path(PAGE), folder.path("content/a.md~")).unwrap();
    fs::write(folder.path(PAGE), text).unwrap();
    fs::remove_file(folder.path("content/a.md~")).unwrap();
}

fn delete_then_create(folder: &Folder, text: &str) {
    fs::remove_file(folder.path(PAGE)).unwrap();
    fs::write(folder.path(PAGE), text).unwrap();
}

fn keeping_times(folder: &Folder, text: &str) {
    let modified = fs::metadata(folder.path(PAGE)).unwrap().modified().unwrap();
    fs::write(folder.path(PAGE), text).unwrap();
    File::options().write(true).open(folder.path(PAGE)).unwrap().set_modified(modified).unwrap();
}

fn after_locking(folder: &Folder, text: &str) {
    fs::set_permissions(folder.path(PAGE), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(folder.path(PAGE), fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(folder.path(PAGE), text).unwrap();
}

fn new_folder_in_place_of_the_old(folder: &Folder, text: &str) {
    fs::create_dir(folder.path("new")).unwrap();
    for name in ["index.md", "b.md"] {
        fs::copy(folder.path("content").join(name), folder.path("new").join(name)).unwrap();
    }
    fs::write(folder.path("new/a.md"), text).unwrap();
    fs::rename(folder.path("content"), folder.path("old")).unwrap();
    fs::rename(folder.path("new"), folder.path("content")).unwrap();
    fs::remove_dir_all(folder.path("old")).unwrap();
}

const WAYS: [(&str, Save); 9] = [
    ("in place", in_place),
    ("truncate, then write", truncate_then_write),
    ("rename over", rename_over),
    ("rename over from elsewhere", rename_over_from_elsewhere),
    ("backup, then write", backup_then_write),
    ("delete, then create", delete_then_create),
    ("keeping times", keeping_times),
    ("after locking", after_locking),
    ("new folder", new_folder_in_place_of_the_old),
];

fn every_way_is_shown(watching: Watching) {
    let folder = Folder::new(THREE);
    let running = Running::with(&folder, |options| options.watching = watching);
    let mut tab = running.tab("/a/");
    for round in 0..3 {
        for (number, (way, save)) in WAYS.iter().enumerate() {
            // All texts are of one length.
            let token = format!("token {round}{number}");
            save(&folder, &format!("# A\n\nSee [b](b.md), {token}.\n"));
            let html = tab.wait_for_text(&token);
            assert_eq!(running.get("/a/").published(), html, "{way}");
        }
    }
}

#[test]
fn every_way_of_saving_is_shown() {
    every_way_is_shown(Watching::Events);
}

#[test]
fn every_way_of_saving_is_shown_without_events() {
    every_way_is_shown(Watching::Polling);
}

#[test]
fn saving_the_same_text_tells_nobody() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut tab = running.tab("/a/");
    let text = fs::read_to_string(folder.path(PAGE)).unwrap();
    for (_, save) in &WAYS[..2] {
        save(&folder, &text);
    }
    folder.write(PAGE, "# A\n\nDone.\n");
    assert!(tab.wait("page")["html"].as_str().unwrap().contains("Done."));
}

#[test]
fn a_burst_of_files_converges() {
    let folder = Folder::new(THREE);
    let running = Running::new(&folder);
    let mut home = running.tab("/");
    for number in 0..2_000 {
        folder.write(&format!("content/n/{}/{number}.md", number % 10), &format!("# N {number}\n"));
    }
    folder.write("content/index.md", "# Home\n\nLast.\n");
    home.wait_for_text("Last.");
    let mut tab = running.tab("/n/9/");
    fs::remove_dir_all(folder.path("content/n")).unwrap();
    tab.wait("gone");
}

#[test]
fn pages_behind_links_inside_the_project_are_followed() {
    let folder = Folder::new(THREE);
    folder.write("shared/c.md", "# C\n");
    folder.write("more/d.md", "# D\n");
    symlink("../shared/c.md", folder.path("content/c.md")).unwrap();
    symlink("../more", folder.path("content/more")).unwrap();
    let running = Running::new(&folder);
    let (mut c, mut d) = (running.tab("/c/"), running.tab("/more/d/"));
    folder.write("shared/c.md", "# C\n\nEdited.\n");
    c.wait_for_text("Edited.");
    folder.write("more/d.md", "# D\n\nEdited.\n");
    d.wait_for_text("Edited.");
}
