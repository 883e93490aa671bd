//! What search engines are told of a page as data (schema.org, in JSON-LD).
//!
//! A `<script type="application/ld+json">` is data: browsers neither run it nor count it as an inline
//! script of a Content-Security-Policy, because its type is looked at before the policy is (HTML
//! standard, "prepare the script element"). Nothing in it can end the element.

use serde_json::{Value, json};

use crate::handbook::{Chapter, ChapterId};
use crate::page::Route;
use crate::site::Site;

/// The way from the home page down to a chapter. `None` for the home page, and without a base address:
/// the addresses must be absolute.
pub(super) fn breadcrumbs(site: &Site, chapter: &Chapter, route: &Route) -> Option<String> {
    let base = site.config.base_url.as_deref()?;
    let parent = chapter.parent?;
    let mut way: Vec<ChapterId> =
        std::iter::successors(Some(parent), |id| site.handbook.chapter(*id).parent).collect();
    way.reverse();
    let above = way.iter().map(|id| (&*site.handbook.chapter(*id).title, site.pages.chapter(*id)));
    let all = above.chain([(&*chapter.title, route)]);
    let items = all.enumerate().map(|(index, (name, route))| {
        json!({
            "@type": "ListItem",
            "position": index + 1,
            "name": name,
            "item": route.absolute(base),
        })
    });
    let list = json!({
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": items.collect::<Value>(),
    });
    Some(between_script_tags(&list))
}

/// Writes JSON in which no character can end a script element, begin a comment in it, or be a line
/// break of JavaScript.
fn between_script_tags(value: &Value) -> String {
    let mut safe = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => safe.push_str(&format!("\\u{:04x}", c as u32)),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let hostile = json!({ "name": "</script><!--<script>&\u{2028}\u{2029}\"\\" });
        let safe = between_script_tags(&hostile);
        assert!(!safe.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{safe}");
        assert_eq!(serde_json::from_str::<Value>(&safe).unwrap(), hostile);
    }
}
