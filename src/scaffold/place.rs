//! Where a repository lives, as its clone says.

/// A repository on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The server, such as `github.com`.
    pub host: String,
    /// The path of the repository on it, such as `acme/handbook`.
    pub path: String,
}

impl Origin {
    /// Reads the address of a remote, in any of the forms that git takes; `None` for a folder or what
    /// is no address. A name or a password in it is dropped.
    pub fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        let (host, path) = match url.split_once("://") {
            Some(("https" | "http" | "ssh" | "git", rest)) => rest.split_once('/')?,
            Some(_) => return None,
            // `git@host:path`; a single letter before the colon is a drive of Windows.
            None => url.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains('/'))?,
        };
        let host = host.rsplit('@').next()?.split(':').next()?;
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let is_plain = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~/".contains(c))
        };
        let is_repository = is_plain(host) && is_plain(path) && path.contains('/');
        is_repository.then(|| Self { host: host.to_owned(), path: path.to_owned() })
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

    /// Returns where a file can be edited, with `{path}` in it; `None` on servers whose form is unknown.
    pub fn edit_url(&self, branch: &str) -> Option<String> {
        let middle = match () {
            () if self.is_github() => "edit",
            () if self.is_gitlab() => "-/edit",
            () => return None,
        };
        Some(format!("{}/{middle}/{branch}/{{path}}", self.address()))
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
        ] {
            assert_eq!(of(url).as_deref(), Some("https://github.com/acme/handbook"), "{url}");
        }
        for url in ["/srv/git/handbook.git", "C:/git/handbook", "file:///srv/a/b", "../x", "", "a\"b:c/d"] {
            assert_eq!(of(url), None, "{url}");
        }
    }

    #[test]
    fn the_remote_called_origin_counts() {
        let text = "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = https://github.com/me/x.git\n\
                    [remote \"origin\"]\n\turl = git@gitlab.acme.org:docs/handbook.git\n";
        let origin = Origin::of_git_config(text).unwrap();
        assert!(origin.is_gitlab() && !origin.is_github());
        assert_eq!(
            origin.edit_url("trunk").unwrap(),
            "https://gitlab.acme.org/docs/handbook/-/edit/trunk/{path}"
        );
        assert_eq!(Origin::of_git_config("[core]\n"), None);
    }
}
