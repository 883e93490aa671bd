//! Where the site will be: `base_url`, and the file `CNAME`.

use super::{Facts, Remark, TextFile};

/// Judges the address.
pub(super) fn examine(facts: &Facts) -> Vec<Remark> {
    let mut remarks = Vec::new();
    remarks.extend(facts.cname.as_ref().and_then(|file| domain(facts, file)));
    if facts.has_stray_cname && facts.cname.is_none() {
        let fix = format!(
            "move it into `{}/`, whose files are copied to the root of the site",
            facts.config.static_files
        );
        remarks.push(
            Remark::warning("custom-domain", "`CNAME` lies where nothing publishes it", fix)
                .at("CNAME", None),
        );
    }
    remarks.extend(base_url(facts));
    remarks
}

fn domain(facts: &Facts, file: &TextFile) -> Option<Remark> {
    let host = file.text.trim();
    let is_host = host.contains('.')
        && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'));
    // It may also be set with the other settings.
    let line = file.path.ends_with("CNAME").then_some(1);
    let at = |remark: Remark| Some(remark.at(&file.path, line));
    if host.lines().count() > 1 || !is_host {
        let message = format!("`CNAME` holds `{}`, which is no host name", host.lines().next().unwrap_or(""));
        let fix = "write one host and nothing else, in lower case, such as `handbook.example.org`";
        return at(Remark::error("custom-domain", message, fix));
    }
    if let Some(base) = &facts.config.base_url
        && host_of(base) != host
    {
        let message = format!("the site is published at `{host}`, and `base_url` says `{base}`");
        let fix = format!("set `base_url = \"https://{host}/\"`");
        return at(Remark::error("custom-domain", message, fix));
    }
    if facts.workflows.iter().any(|file| file.text.contains("actions/deploy-pages")) {
        let message = "GitHub does not read `CNAME` from a site that a workflow publishes";
        let fix =
            format!("enter `{host}` in the settings of the repository, under Pages; the file does no harm");
        return at(Remark::note("custom-domain", message, fix));
    }
    None
}

/// What a project on GitHub or GitLab gets as its address, unless it has a domain of its own.
fn usual_address(facts: &Facts) -> Option<(String, &'static str)> {
    let origin = facts.git.as_ref()?.origin.as_ref()?;
    let (owner, name) = origin.path.split_once('/')?;
    let server = match origin.host.as_str() {
        "github.com" => "github.io",
        "gitlab.com" => "gitlab.io",
        _ => return None,
    };
    let host = format!("{}.{server}", owner.to_lowercase());
    let is_root = name.eq_ignore_ascii_case(&host);
    Some((if is_root { format!("https://{host}/") } else { format!("https://{host}/{name}/") }, server))
}

fn base_url(facts: &Facts) -> Option<Remark> {
    let passes = |file: &TextFile| file.text.contains("daring") && file.text.contains("--base-url");
    let is_passed = facts.workflows.iter().chain(&facts.gitlab).any(passes);
    let usual = usual_address(facts);
    match (&facts.config.base_url, usual) {
        // GitLab gives sites of some projects an address of its own making.
        (Some(base), Some((usual, server)))
            if host_of(base).ends_with(server)
                && server == "github.io"
                && !base.eq_ignore_ascii_case(&usual) =>
        {
            let message =
                format!("`base_url` is `{base}`, but GitHub publishes this repository at `{usual}`");
            let fix =
                format!("set `base_url = \"{usual}\"`, or leave it to `--base-url`, as our workflow does");
            Some(Remark::error("base-url", message, fix).at(crate::config::FILE_NAME, None))
        }
        (None, usual) if !is_passed && (usual.is_some() || !facts.workflows.is_empty()) => {
            let address = usual.map_or_else(|| "https://example.org/".to_owned(), |(usual, _)| usual);
            let message = "nothing says where the site will be, so the sitemap, the feed and other absolute addresses are missing";
            let fix = format!("set `base_url = \"{address}\"`, or pass `--base-url` in the workflow");
            Some(Remark::warning("base-url", message, fix).at(crate::config::FILE_NAME, None))
        }
        _ => None,
    }
}

fn host_of(url: &str) -> &str {
    url.split("://").nth(1).unwrap_or(url).split(['/', ':']).next().unwrap_or("")
}
