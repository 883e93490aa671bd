//! Where a repository lives, as its clone says.

use crate::document::html::{alphanumeric_or, percent_encode};

/// A repository on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The server as browsers find it, such as `github.com` or `git.example.org:8443`.
    pub host: String,
    /// The path of the repository on it, such as `acme/handbook`.
    pub path: String,
}

impl Origin {
    /// Reads the address of a remote, in any of the forms that git takes; `None` for a folder or what
    /// is no address. A name or a password in it is dropped.
    pub fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        let (server, path) = match url.split_once("://") {
            Some(("https" | "http" | "ssh" | "git", rest)) => rest.split_once('/')?,
            Some(_) => return None,
            // `git@host:path`; a single letter before the colon is a drive of Windows.
            None => url.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains('/'))?,
        };
        let server = server.rsplit('@').next()?;
        let host = match server.split_once(':') {
            Some((_, port)) if url.starts_with("http") && !matches!(port, "443" | "80") => server.to_owned(),
            Some((host, _)) => host.to_owned(),
            None => server.to_owned(),
        };
        let host = if url.starts_with("http") { host } else { behind_ssh(&host)? };
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let is_plain = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/".contains(c))
        };
        let is_repository = is_plain(&host.replacen(':', "", 1)) && is_plain(path) && path.contains('/');
        is_repository.then(|| Self { host, path: path.to_owned() })
    }

    /// Reads the remote `origin` of a `.git/config`.
    pub fn of_git_config(text: &str) -> Option<Self> {
        let mut is_origin = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with('[') {
                is_origin = line == "[remote \"origin\"]";
            } else if is_origin
                && let Some((key, value)) = line.split_once('=')
                && key.trim() == "url"
            {
                return Self::parse(value);
            }
        }
        None
    }

    /// Returns the address for people.
    pub fn address(&self) -> String {
        format!("https://{}/{}", self.host, self.path)
    }

    /// Returns whether this is GitLab, as far as the server's name tells.
    pub fn is_gitlab(&self) -> bool {
        self.host.split('.').any(|part| part == "gitlab")
    }

    /// Returns whether this is GitHub, as far as the server's name tells.
    pub fn is_github(&self) -> bool {
        self.host.split('.').any(|part| part == "github")
    }

    /// Returns where a file of a project in the folder `below` of the repository can be edited, with `{path}`
    /// in it; `None` on servers whose form is unknown.
    pub fn edit_url(&self, branch: &str, below: &str) -> Option<String> {
        let middle = match () {
            () if self.is_github() => "edit",
            () if self.is_gitlab() => "-/edit",
            () => return None,
        };
        static PLAIN: [bool; 256] = alphanumeric_or(b"-._~");
        let mut folders = String::new();
        for folder in below.split('/').filter(|folder| !folder.is_empty()) {
            percent_encode(folder, &PLAIN, &mut folders);
            folders.push('/');
        }
        Some(format!("{}/{middle}/{branch}/{folders}{{path}}", self.address()))
    }
}

/// Returns the server that a name for SSH stands for: names can be those of somebody's own settings of SSH,
/// which browsers do not know, and then it is `None` unless they begin with the server's.
fn behind_ssh(host: &str) -> Option<String> {
    match host {
        "ssh.github.com" => return Some("github.com".to_owned()),
        "altssh.gitlab.com" => return Some("gitlab.com".to_owned()),
        _ => {}
    }
    let known = ["github.com", "gitlab.com"];
    let own =
        known.into_iter().find(|known| host.strip_prefix(known).is_some_and(|rest| rest.starts_with('-')));
    match own {
        Some(known) => Some(known.to_owned()),
        None => host.contains('.').then(|| host.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str) -> Option<String> {
        Origin::parse(url).map(|origin| origin.address())
    }

    #[test]
    fn every_form_of_a_remote_is_read() {
        for url in [
            "https://github.com/acme/handbook.git",
            "https://user:secret@github.com/acme/handbook",
            "git@github.com:acme/handbook.git",
            "ssh://git@github.com:22/acme/handbook.git",
            " https://github.com/acme/handbook/ ",
            "git@github.com-work:acme/handbook.git",
            "ssh://git@ssh.github.com:443/acme/handbook.git",
            "https://github.com:443/acme/handbook.git",
        ] {
            assert_eq!(of(url).as_deref(), Some("https://github.com/acme/handbook"), "{url}");
        }
        for url in [
            "/srv/git/handbook.git",
            "C:/git/handbook",
            "file:///srv/a/b",
            "../x",
            "",
            "a\"b:c/d",
            "work:a/b",
        ] {
            assert_eq!(of(url), None, "{url}");
        }
        assert_eq!(of("git@altssh.gitlab.com:a/b").as_deref(), Some("https://gitlab.com/a/b"));
        assert_eq!(of("https://git.acme.org:8443/a/b.git").as_deref(), Some("https://git.acme.org:8443/a/b"));
    }

    #[test]
    fn the_remote_called_origin_counts() {
        let text = "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = https://github.com/me/x.git\n\
                    [remote \"origin\"]\n\turl = git@gitlab.acme.org:docs/handbook.git\n";
        let origin = Origin::of_git_config(text).unwrap();
        assert!(origin.is_gitlab() && !origin.is_github());
        assert_eq!(
            origin.edit_url("trunk", "").unwrap(),
            "https://gitlab.acme.org/docs/handbook/-/edit/trunk/{path}"
        );
        assert_eq!(Origin::of_git_config("[core]\n"), None);
    }
}
