//! Patterns of paths: those of `.gitignore`, and globs.

/// Patterns in the order in which they are written: the last that fits counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns {
    /// Each with whether it takes paths back.
    all: Vec<(bool, Vec<String>)>,
    /// Globs for the text of whole paths.
    texts: Vec<String>,
}

impl Patterns {
    /// Reads lines as `.gitignore` has them.
    pub(super) fn of_lines(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let read = |line: &str| {
            let (takes_back, line) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest));
            let bare = line.trim_end_matches('/');
            let is_anchored = bare.contains('/');
            let mut parts = parts(bare.trim_start_matches('/'));
            if !is_anchored {
                parts.insert(0, "**".to_owned());
            }
            // What is below a folder that fits is meant, too.
            let below = [&parts[..], &["**".to_owned()]].concat();
            let is_folder = line.ends_with('/');
            let own = (!is_folder).then_some((takes_back, parts));
            own.into_iter().chain([(takes_back, below)])
        };
        Self { all: lines.flat_map(read).collect(), texts: Vec::new() }
    }

    /// Reads globs, which are for whole paths and may hold `{a,b}`.
    pub(super) fn of_globs<'a>(globs: impl IntoIterator<Item = &'a str>) -> Self {
        let all = globs.into_iter().flat_map(alternatives);
        let all = all.map(|glob| (false, parts(glob.trim_start_matches("./")))).collect();
        Self { all, texts: Vec::new() }
    }

    /// Adds globs whose `*` is any text, with `/` in it too, as `fnmatch` of Python reads them.
    pub(super) fn add_texts(&mut self, globs: impl IntoIterator<Item = String>) {
        self.texts.extend(globs);
    }

    /// Whether a path is meant.
    pub(super) fn fit(&self, path: &str) -> bool {
        if self.texts.iter().any(|glob| name_fits(glob.as_bytes(), path.as_bytes())) {
            return true;
        }
        let path: Vec<&str> = path.split('/').collect();
        let last = self.all.iter().rev().find(|(_, pattern)| fits(pattern, &path));
        last.is_some_and(|(takes_back, _)| !takes_back)
    }
}

/// A regular expression as a glob for whole texts; `None` when it says more than one can.
pub(super) fn glob_of(expression: &str) -> Option<String> {
    let (anchored, rest) = expression.strip_prefix('^').map_or((false, expression), |rest| (true, rest));
    let mut glob = if anchored { String::new() } else { "*".to_owned() };
    let mut letters = rest.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' => glob.push(letters.next().filter(|c| !c.is_alphanumeric() && !"*?".contains(*c))?),
            '.' if letters.next_if_eq(&'*').is_some() => glob.push('*'),
            '.' if letters.next_if_eq(&'+').is_some() => glob.push_str("?*"),
            '.' => glob.push('?'),
            '$' => return letters.next().is_none().then_some(glob),
            '*' | '+' | '?' | '^' | '|' | '(' | ')' | '[' | ']' | '{' | '}' => return None,
            c => glob.push(c),
        }
        // What is repeated, or may be missing, is no text.
        if letters.peek().is_some_and(|c| matches!(c, '*' | '+' | '?' | '{')) {
            return None;
        }
    }
    Some(glob + "*")
}

fn parts(pattern: &str) -> Vec<String> {
    pattern.split('/').map(str::to_owned).collect()
}

/// `*.{js,md}` is `*.js` and `*.md`.
fn alternatives(glob: &str) -> Vec<String> {
    let Some((before, rest)) = glob.split_once('{') else { return vec![glob.to_owned()] };
    let Some((inner, behind)) = rest.split_once('}') else { return vec![glob.to_owned()] };
    let behind = alternatives(behind);
    let each = |part: &str| behind.iter().map(|behind| format!("{before}{part}{behind}")).collect::<Vec<_>>();
    inner.split(',').flat_map(each).collect()
}

fn fits(pattern: &[String], path: &[&str]) -> bool {
    match pattern.split_first() {
        None => path.is_empty(),
        Some((first, [])) if first == "**" => !path.is_empty(),
        Some((first, rest)) if first == "**" => (0..=path.len()).any(|from| fits(rest, &path[from..])),
        Some((first, rest)) => path
            .split_first()
            .is_some_and(|(name, others)| name_fits(first.as_bytes(), name.as_bytes()) && fits(rest, others)),
    }
}

/// `*` is any text, `?` any byte. Goes back to the last `*` only, which is enough.
fn name_fits(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(c) if *c == b'?' || *c == name[from] => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((star_at, star_from)) = star else { return false };
                star = Some((star_at, star_from + 1));
                at = star_at + 1;
                from = star_from + 1;
            }
        }
    }
    pattern[at..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_git_reads_them() {
        let patterns = Patterns::of_lines("# no\nprivate/\n*.tmp.md\n/top.md\na/**/z.md\n!keep.tmp.md\n");
        for path in
            ["private/x.md", "b/private/c/d.png", "x.tmp.md", "b/x.tmp.md", "top.md", "a/z.md", "a/b/c/z.md"]
        {
            assert!(patterns.fit(path), "{path}");
        }
        for path in ["private", "privates/x.md", "b/top.md", "keep.tmp.md", "b/z.md", "x.md"] {
            assert!(!patterns.fit(path), "{path}");
        }
    }

    #[test]
    fn plain_expressions_are_globs() {
        for (expression, glob) in [
            (r"secret\.md$", Some("*secret.md")),
            ("^drafts/", Some("drafts/*")),
            (r"^a.*\.b.$", Some("a*.b?")),
            (r"\d+", None),
            ("(a|b)", None),
            ("ab?", None),
            (r"\.foo*", None),
        ] {
            assert_eq!(glob_of(expression).as_deref(), glob, "{expression}");
        }
    }

    #[test]
    fn globs_are_for_whole_paths() {
        let patterns = Patterns::of_globs(["**/_*.{js,md}", "**/private/**", "x?.md"]);
        for path in ["_a.md", "a/_b.js", "private/a.md", "a/private/b/c.md", "xy.md"] {
            assert!(patterns.fit(path), "{path}");
        }
        for path in ["a.md", "a/_b.ts", "private.md", "a/xy.md", "x.md"] {
            assert!(!patterns.fit(path), "{path}");
        }
    }
}
