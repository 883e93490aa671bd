//! Projects in temporary folders, and the program run on them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A project in a folder of its own, which goes with it.
pub struct Project {
    folder: TempDir,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Every file below a folder with its bytes. Folders end in `/` and are there for their names; a link
/// is what it leads to.
pub type Tree = BTreeMap<PathBuf, Vec<u8>>;

impl Project {
    /// Writes the files of `text`, which stand between lines of the form `-- path --`.
    pub fn new(text: &str) -> Self {
        let project = Self { folder: TempDir::new().expect("there is room for a temporary folder") };
        fs::create_dir(project.root()).unwrap();
        project.write("handbook.toml", "title = \"T\"\n");
        let mut path = None;
        let mut content = String::new();
        for line in text.lines().chain(["-- end --"]) {
            match line.strip_prefix("-- ").and_then(|line| line.strip_suffix(" --")) {
                Some(next) => {
                    if let Some(path) = path.replace(next.to_owned()) {
                        project.write(&path, &content);
                    }
                    content.clear();
                }
                None => {
                    content.push_str(line);
                    content.push('\n');
                }
            }
        }
        project
    }

    /// The project with one page of this text.
    pub fn of_page(markdown: impl AsRef<[u8]>) -> Self {
        let project = Self::new("");
        project.write("content/index.md", markdown);
        project
    }

    /// The root. It is not the temporary folder itself, so that there is room beside it.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daring"));
        command.args(args).current_dir(self.root()).stdin(Stdio::null());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI", "COLUMNS"] {
            command.env_remove(variable);
        }
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        ran(&mut self.command(args))
    }

    pub fn build(&self) -> Ran {
        self.run(&["build"])
    }

    pub fn spawn(&self, args: &[&str]) -> Child {
        self.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// The page that was published at `output/index.html`.
    pub fn page(&self, output: &str) -> String {
        fs::read_to_string(self.path("public").join(output)).unwrap()
    }

    pub fn published(&self) -> Tree {
        tree(&self.path("public"))
    }
}

/// Runs a command and takes what it says.
pub fn ran(command: &mut Command) -> Ran {
    let done = command.output().unwrap();
    Ran {
        code: done.status.code(),
        out: String::from_utf8(done.stdout).expect("reports are text"),
        err: String::from_utf8(done.stderr).expect("messages are text"),
    }
}

impl Ran {
    /// Asserts that nothing was wrong.
    #[track_caller]
    pub fn clean(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }

    /// Asserts that the content is at fault, and that the report says `words`.
    #[track_caller]
    pub fn faulty(self, words: &[&str]) -> Self {
        self.says(1, words)
    }

    /// Asserts that the machine or the command line is at fault, and that the message says `words`.
    #[track_caller]
    pub fn refused(self, words: &[&str]) -> Self {
        self.says(2, words)
    }

    #[track_caller]
    fn says(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        let all = format!("{}{}", self.out, self.err);
        for word in words {
            assert!(all.contains(word), "{word:?} is not in {all}");
        }
        assert!(!all.contains("panicked"), "{all}");
        self
    }
}

/// Reads every file below a folder; nothing when there is none.
pub fn tree(folder: &Path) -> Tree {
    let mut all = Tree::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_path_buf();
            if let Ok(target) = fs::read_link(&path) {
                all.insert(name, target.into_os_string().into_encoded_bytes());
            } else if path.is_dir() {
                all.insert(name.join(""), Vec::new());
                open.push(path);
            } else {
                let mut bytes = Vec::new();
                fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
                all.insert(name, bytes);
            }
        }
    }
    all
}

/// The names directly inside a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
