//! A word and a colon at the start of an item: `Example:`, `Not this:`.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::html::escape_text;
use crate::ladder::model::Kind;
use crate::ladder::sheet::Label;
use crate::source::Span;

use Label::{Audience, Hide, Proficiency, Raises, Replaces, SameAs, Since, Strength, Tags, Until};

const EXAMPLE: Label = Label::Kind(Kind::Example);
const NOT_THIS: Label = Label::Kind(Kind::CounterExample);
const EVIDENCE: Label = Label::Kind(Kind::Evidence);
const SIGNAL: Label = Label::Kind(Kind::Signal);
const STRETCH: Label = Label::Kind(Kind::Stretch);

/// What labels are called, in lower case, with a bar between names; English first, then German, French, Spanish, Portuguese,
/// Dutch, Italian, Polish, Japanese, Korean and Chinese. Words that also begin ordinary sentences with a
/// colon are left out.
const NAMES: &[(Label, &str)] = &[
    (
        EXAMPLE,
        "example|examples|e.g.|for example|for instance|beispiel|beispiele|zum beispiel|z. b.|z.b.|exemple|exemples|\
         par exemple|ejemplo|ejemplos|por ejemplo|exemplo|exemplos|por exemplo|voorbeeld|voorbeelden|\
         bijvoorbeeld|esempio|esempi|per esempio|ad esempio|przykład|przykłady|na przykład|例|例えば|具体例|예|예시|\
         例如|例子|示例|举例|舉例",
    ),
    (
        NOT_THIS,
        "not this|not that|counter-example|counter-examples|counter example|counter examples|counterexample|\
         counterexamples|nicht so|nicht das|nicht gemeint|gegenbeispiel|gegenbeispiele|pas ceci|pas cela|pas ça|\
         contre-exemple|contre-exemples|esto no|no es esto|contraejemplo|contraejemplos|isto não|não é isto|\
         isso não|contraexemplo|contraexemplos|niet dit|niet zo|tegenvoorbeeld|tegenvoorbeelden|non questo|\
         non così|controesempio|controesempi|nie to|nie tak|kontrprzykład|kontrprzykłady|悪い例|反例|ng例|\
         これではない|반례|이것은 아님|나쁜 예|不是这样|不是這樣|反面例子",
    ),
    (
        EVIDENCE,
        "evidence|beleg|belege|nachweis|nachweise|preuve|preuves|evidencia|evidencias|prueba|pruebas|evidência|\
         evidências|bewijs|bewijzen|prova|evidenza|evidenze|dowód|dowody|証拠|根拠|エビデンス|증거|근거|证据|證據|\
         依据|依據",
    ),
    (
        SIGNAL,
        "signal|signals|signale|anzeichen|signaux|indice|indices|señal|señales|indicio|indicios|sinal|sinais|\
         signaal|signalen|segnale|segnali|sygnał|sygnały|兆候|シグナル|サイン|신호|징후|信号|訊號|迹象|跡象",
    ),
    (
        STRETCH,
        "stretch|stretch goal|darüber hinaus|kür|pour aller plus loin|au-delà|más allá|mais além|uitdaging|\
         per andare oltre|wyzwanie|ストレッチ|発展|스트레치|도전|拓展|延伸",
    ),
    (
        SameAs,
        "same as|gleich wie|wie bei|entspricht|identique à|même que|igual que|lo mismo que|igual a|o mesmo que|\
         gelijk aan|hetzelfde als|uguale a|lo stesso di|to samo co|tak jak|同じ|同上|동일|같음|等同于|等同於|相同",
    ),
    (Replaces, "replaces"),
    (Raises, "raises"),
    (Hide, "hide|hides"),
    (Strength, "strength"),
    (Proficiency, "proficiency"),
    (Audience, "audience"),
    (Tags, "tags|tag"),
    (Since, "since"),
    (Until, "until"),
];

/// Labels that a slip of the keyboard is compared with: those that hardly begin a sentence.
const NEAR: &[(&str, &str)] = &[
    ("example", "Example"),
    ("examples", "Example"),
    ("not this", "Not this"),
    ("evidence", "Evidence"),
    ("signals", "Signal"),
    ("stretch", "Stretch"),
    ("same as", "Same as"),
    ("proficiency", "Proficiency"),
    ("audience", "Audience"),
];

/// The longest label, in bytes.
const MAX_BYTES: usize = 40;

/// A label as it stands in the source of an item.
pub(super) struct Found {
    /// What it says; `None` when it only looks like a label.
    pub(super) label: Option<Label>,
    /// The label that was probably meant, as it is written.
    pub(super) meant: Option<&'static str>,
    /// Its words, without emphasis and colon.
    pub(super) words: Range<usize>,
    /// What to leave out of the text.
    pub(super) whole: Range<usize>,
    /// The words as written.
    text: Box<str>,
    emphasis: Emphasis,
}

/// Where the emphasis around a label ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Emphasis {
    None,
    /// `**Example**: text`
    BeforeColon,
    /// `**Example:** text`
    AfterColon,
    /// `**Example: text**`
    Later,
}

/// Looks for a label at the start of an item's text.
pub(super) fn find(source: &str) -> Option<Found> {
    let is_mark = |c: char| matches!(c, '*' | '_');
    let start = source.len() - source.trim_start().len();
    let rest = &source[start..];
    let marks = &rest[..rest.len() - rest.trim_start_matches(is_mark).len()];
    let after_marks = &rest[marks.len()..];
    let end = after_marks
        .char_indices()
        .find(|(at, c)| is_colon(*c) || is_mark(*c) || *c == '\n' || *at > MAX_BYTES);
    let text = after_marks[..end?.0].trim_end();
    let words = start + marks.len()..start + marks.len() + text.len();
    let tail = after_marks[text.len()..].trim_start_matches([' ', '\t', '\u{a0}']);
    let closing: String = marks.chars().rev().collect();
    let closes = |tail: &'_ str| !marks.is_empty() && tail.starts_with(closing.as_str());
    let (tail, emphasis) = match without_colon(tail) {
        Some(tail) if closes(tail) => (&tail[marks.len()..], Emphasis::AfterColon),
        Some(tail) if marks.is_empty() => (tail, Emphasis::None),
        Some(tail) => (tail, Emphasis::Later),
        None if closes(tail) => (without_colon(&tail[marks.len()..])?, Emphasis::BeforeColon),
        None => return None,
    };
    let from = if emphasis == Emphasis::Later { start + marks.len() } else { start };
    let whole = from..source.len() - tail.trim_start().len();
    let (label, meant) = meaning(text)?;
    Some(Found { label, meant, words, whole, text: text.into(), emphasis })
}

/// Returns what to leave out of the HTML of an item for its label.
pub(super) fn find_in_html(html: &str, found: &Found) -> Option<Range<usize>> {
    let mut rest = html.trim_start();
    rest = rest.strip_prefix("<p>").unwrap_or(rest);
    let start = html.len() - rest.len();
    let mut tags = 0;
    while let Some(inner) = ["<strong>", "<em>"].iter().find_map(|tag| rest.strip_prefix(tag)) {
        rest = inner;
        tags += 1;
    }
    if (tags > 0) != (found.emphasis != Emphasis::None) {
        return None;
    }
    let words_at = html.len() - rest.len();
    let mut words = String::new();
    escape_text(&found.text, &mut words);
    rest = rest.strip_prefix(words.as_str())?.trim_start();
    if found.emphasis == Emphasis::BeforeColon {
        rest = without_closing(rest, tags)?;
    }
    rest = without_colon(rest)?;
    if found.emphasis == Emphasis::AfterColon {
        rest = without_closing(rest, tags)?;
    }
    let from = if found.emphasis == Emphasis::Later { words_at } else { start };
    Some(from..html.len() - rest.trim_start().len())
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '\u{ff1a}')
}

/// Takes off a colon, behind which a blank or the end must follow: `http://…` is no label.
fn without_colon(text: &str) -> Option<&str> {
    let is_wide = text.starts_with('\u{ff1a}');
    let rest = text.strip_prefix(is_colon)?;
    let ends =
        rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '<'));
    (is_wide || ends).then_some(rest)
}

fn without_closing(mut html: &str, tags: usize) -> Option<&str> {
    for _ in 0..tags {
        html = ["</strong>", "</em>"].iter().find_map(|tag| html.strip_prefix(tag))?;
    }
    Some(html)
}

/// Returns what a label says, or what was probably meant by it.
fn meaning(text: &str) -> Option<(Option<Label>, Option<&'static str>)> {
    let words = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = |names: &str| names.split('|').any(|name| name == words);
    let named = NAMES.iter().find(|(_, names)| is_name(names)).map(|(label, _)| *label);
    if named.is_some() {
        return Some((named, None));
    }
    let first = words.chars().next()?;
    let candidates = NEAR.iter().map(|(name, _)| *name).filter(|name| name.starts_with(first));
    let near = nearest(&words, candidates)?;
    let (name, shown) = NEAR.iter().find(|(name, _)| *name == near)?;
    // A slip must not publish what was meant for few.
    Some(((*name == "audience").then_some(Audience), Some(shown)))
}

/// Reports what is almost a label.
pub(super) fn near_miss(written: &str, found: &Found, meant: &str, span: Span) -> Diagnostic {
    let as_what =
        if found.label.is_some() { "it is read as if it were" } else { "it is read as part of the text" };
    Diagnostic::new(Code::LadderLabel, format!("`{written}` is no label"))
        .at(span, as_what)
        .help(format!("did you mean `{meant}`?"))
        .fix(span, meant)
}

/// Reports a label that stands within a text. An audience of few keeps the item back all the same.
pub(super) fn within_text(written: &str, span: Span, keeps_back: bool) -> Diagnostic {
    let (message, remark) = match keeps_back {
        true => ("stands within a text", "the item that it belongs to is kept back"),
        false => ("stands within a text, where it means nothing", "it is read as part of the text"),
    };
    Diagnostic::new(Code::LadderLabel, format!("`{written}:` {message}"))
        .at(span, remark)
        .help(format!("make it an item of its own, below and indented: `  - {written}: …`"))
}

/// Reports an audience in a list that is text, of an item that is kept back.
pub(super) fn of_text_kept_back(written: &str, span: Span) -> Diagnostic {
    in_list_of_text(written, span, "the item that it belongs to is kept back")
        .help("write that item in the list of a level, or remove it from the file")
}

/// Reports an audience in a list that is text, which keeps nothing back.
pub(super) fn of_text(written: &str, span: Span) -> Diagnostic {
    in_list_of_text(written, span, "it keeps nothing back, and is read as part of the text").help(
        "write what is for few in the list of a level, with the label below and indented, or put something \
         else than a colon behind this word",
    )
}

fn in_list_of_text(written: &str, span: Span, remark: &str) -> Diagnostic {
    let message = format!("`{written}:` stands in a list that is no list of a level");
    Diagnostic::new(Code::LadderLabel, message).at(span, remark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_every_dress() {
        for (source, html, label, text) in [
            ("Example: kept", "Example: kept", EXAMPLE, "kept"),
            ("**Example:** kept", "<strong>Example:</strong> kept", EXAMPLE, "kept"),
            ("*not This*: kept", "<p><em>not This</em>: kept", NOT_THIS, "kept"),
            ("***Evidence:*** x", "<em><strong>Evidence:</strong></em> x", EVIDENCE, "x"),
            ("Exemple : x", "Exemple : x", EXAMPLE, "x"),
            ("例：x", "例：x", EXAMPLE, "x"),
            ("Pas ça:\n  x", "Pas ça:\nx", NOT_THIS, "x"),
        ] {
            let found = find(source).unwrap();
            assert_eq!(found.label, Some(label), "{source}");
            assert_eq!(&source[found.whole.end..], text, "{source}");
            let cut = find_in_html(html, &found).unwrap();
            assert_eq!(&html[cut.end..], text, "{html}");
        }
    }

    #[test]
    fn emphasis_that_goes_on_is_kept_in_balance() {
        let (source, html) = ("**Example: all of it** x", "<strong>Example: all of it</strong> x");
        let found = find(source).unwrap();
        assert_eq!(found.whole, 2..11);
        assert_eq!(find_in_html(html, &found), Some(8..17));
    }

    #[test]
    fn what_only_looks_like_one_is_text() {
        for source in ["http://x.y", "Example of this", "Hire: people", "Since then: x", "example:com", ": x"]
        {
            assert!(find(source).is_none(), "{source}");
        }
    }

    #[test]
    fn a_slip_is_no_label_but_for_audiences() {
        let found = find("Exmaple: x").unwrap();
        assert_eq!((found.label, found.meant), (None, Some("Example")));
        let found = find("Audiance: managers").unwrap();
        assert_eq!((found.label, found.meant), (Some(Audience), Some("Audience")));
    }
}
