//! What people call languages.

/// Returns the word by which the grammars know a language; `None` for what has no colours.
///
/// Of an info string such as `rust,ignore`, `js {1,3}` or `{.python}` the first word counts.
pub(super) fn token_of(info: &str) -> Option<String> {
    let info = info.trim_start_matches(['{', '.', ' ']);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    let name = info.split(|c| !is_name(c)).next().unwrap_or_default().to_lowercase();
    let token = match name.as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "none" | "mermaid" | "math" | "output" => return None,
        "cjs" | "javascriptreact" | "jsx" | "mjs" | "node" => "js",
        "typescriptreact" => "tsx",
        "console" | "ksh" | "shell" | "shell-session" | "shellsession" | "terminal" => "sh",
        "golang" => "go",
        "docker" | "containerfile" => "dockerfile",
        "csharp" | "c#" => "cs",
        "fsharp" | "f#" => "fsx",
        "objc" | "objectivec" => "objective-c",
        "terraform" => "tf",
        "json5" | "jsonc" => "json",
        "elisp" | "emacs-lisp" => "lisp",
        "latex" => "tex",
        "viml" | "vimscript" => "vim",
        "batch" => "bat",
        "handlebars" | "hbs" | "liquid" | "mustache" => "html",
        "udiff" => "diff",
        _ => return Some(name),
    };
    Some(token.to_owned())
}
