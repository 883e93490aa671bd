//! The head of a page.

use serde_json::Value;

use super::{Key, Kind, Others, root};

const KEYS: &[Key] = &[
    Key("title", Kind::Text, "The name of the page. Default: its first heading."),
    Key("description", Kind::Text, "One sentence about the page, for lists and search engines."),
    Key("order", Kind::Number, "The place among its neighbours: lower comes first."),
    Key("weight", Kind::Number, "As order; in a file of a ladder, how much a competency counts."),
    Key("sidebar_position", Kind::Number, "As order."),
    Key("nav_order", Kind::Number, "As order."),
    Key("slug", Kind::Text, "The last part of the page's address. Default: the file name."),
    Key("permalink", Kind::Text, "The whole address of the page, from the root."),
    Key("aliases", Kind::Texts, "Former addresses, which lead to this page."),
    Key("redirect_from", Kind::Texts, "As aliases."),
    Key("tags", Kind::Texts, "Words to find the page by."),
    Key("draft", Kind::Boolean, "Left out unless drafts are asked for."),
    Key("owner", Kind::Text, "Who looks after the page."),
    Key("review_by", Kind::Day, "The day by which to look at the page again, such as 2027-04-01."),
    Key(
        "language",
        Kind::Text,
        "The tag of the language of the page, such as \"de\". Default: that of the handbook.",
    ),
    Key("lang", Kind::Text, "As language."),
    Key("search", Kind::Anything, "false leaves the page out of the search."),
    Key(
        "updated",
        Kind::Moment,
        "When the page was changed last. Default: what git knows, with dates = \"git\".",
    ),
    Key("template", Kind::Text, "The template to render the page with."),
    Key("terms", Kind::Entries(TERM), "Words that the page explains: a list, or a table of definitions."),
    Key(
        "glossary",
        Kind::Boolean,
        "true: the definition lists of the page are the glossary. false: no term is linked on it.",
    ),
    Key("extra", Kind::Anything, "Anything; given to templates."),
];

const TERM: &[Key] = &[
    Key("term", Kind::Text, "What it is called."),
    Key("definition", Kind::Text, "What it means, in a sentence. Default: the description of the page."),
    Key("aliases", Kind::Texts, "Other words for it, and its inflections."),
    Key("chapter", Kind::Text, "The page that explains it. Default: this one."),
    Key("link", Kind::Boolean, "Whether its first mention in a section is linked. Default: true."),
];

pub(super) fn schema() -> Value {
    // Keys of other tools are kept without a word, so what is unknown here may be one of them.
    root("Front matter", "The head of a page of a handbook made with Daring.", KEYS, Others::Kept)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostic::Code;
    use crate::document::front_matter;
    use crate::schema::names;
    use crate::settings::seen;

    #[test]
    fn the_schema_knows_the_keys_that_the_reader_knows() {
        let (_, tables) = seen::during(|| front_matter::read("---\nterms:\n- term: x\n---\n"));
        let mut declared = BTreeSet::new();
        names(KEYS, &mut declared);
        assert_eq!(declared, tables);
    }

    #[test]
    fn the_explanation_of_unknown_keys_names_every_key() {
        let text = Code::FrontMatterUnknownKey.explanation();
        let is_named = |key: &&Key| key.2.starts_with("As ") || text.contains(&format!("`{}`", key.0));
        let missing: Vec<&str> = KEYS.iter().filter(|key| !is_named(key)).map(|key| key.0).collect();
        assert_eq!(missing, [""; 0]);
    }
}
