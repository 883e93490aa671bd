//! Anchors from the text of headings, in the dialects that handbooks have links for.
//!
//! [`slug`] is a pure function of one heading; [`Slugger`] makes the results unique in a page.

use rustc_hash::FxHashMap;

use crate::config::SlugRule;
use crate::source::composed;

/// Returns the anchor for the heading `text`, not yet unique in its page.
///
/// Letters and marks are one character where there is one for both, so that an anchor is found by who types
/// it. With GitHub's rules and in Unicode style it is empty when nothing of `text` may be kept.
///
/// ```
/// use daring::config::SlugRule;
/// use daring::document::slug::slug;
///
/// assert_eq!(slug("2. What & why?", SlugRule::Github), "2-what--why");
/// assert_eq!(slug("2. What & why?", SlugRule::Kramdown), "what--why");
/// assert_eq!(slug("2. What & why?", SlugRule::Unicode), "2-what-why");
/// ```
pub fn slug(text: &str, style: SlugRule) -> String {
    let text = composed(text);
    match style {
        SlugRule::Github => github(&text),
        SlugRule::Kramdown => kramdown(&text),
        SlugRule::Unicode => unicode(&text),
    }
}

/// The anchors of one page so far.
///
/// ```
/// use daring::document::slug::Slugger;
///
/// let mut slugger = Slugger::default();
/// assert_eq!(slugger.unique("foo".to_owned()), "foo");
/// assert_eq!(slugger.unique("foo".to_owned()), "foo-1");
/// assert_eq!(slugger.unique("foo-1".to_owned()), "foo-1-1");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Slugger {
    /// How often an anchor had to be told apart from an earlier one.
    occurrences: FxHashMap<Box<str>, u32>,
}

impl Slugger {
    /// Takes an anchor that was declared by hand, so that no heading gets it. Returns whether it
    /// was free.
    pub fn reserve(&mut self, anchor: &str) -> bool {
        let is_free = !self.occurrences.contains_key(anchor);
        if is_free {
            self.occurrences.insert(anchor.into(), 0);
        }
        is_free
    }

    /// Returns `slug`, with the first free number behind it if it is taken, counted as
    /// `github-slugger` does.
    pub fn unique(&mut self, slug: String) -> String {
        let Some(mut count) = self.occurrences.get(slug.as_str()).copied() else {
            self.occurrences.insert(slug.as_str().into(), 0);
            return slug;
        };
        let anchor = loop {
            count += 1;
            let anchor = format!("{slug}-{count}");
            if self.reserve(&anchor) {
                break anchor;
            }
        };
        self.occurrences.insert(slug.into_boxed_str(), count);
        anchor
    }
}

/// Lower-cases, removes what is no word character, hyphen or space, turns each space into a hyphen.
fn github(text: &str) -> String {
    let kept = |c: char| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        _ => is_word(c).then_some(c),
    };
    if text.is_ascii() {
        return text.chars().map(|c| c.to_ascii_lowercase()).filter_map(kept).collect();
    }
    text.to_lowercase().chars().filter_map(kept).collect()
}

/// See `basic_generate_id` of kramdown's converters.
fn kramdown(text: &str) -> String {
    let kept = |c: char| match c {
        ' ' => Some('-'),
        '-' => Some(c),
        _ => c.is_ascii_alphanumeric().then_some(c.to_ascii_lowercase()),
    };
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let slug: String = text.trim_start_matches(|c| !is_letter(c)).chars().filter_map(kept).collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

fn unicode(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut slug = String::with_capacity(lower.len());
    for word in lower.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()) {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// Returns whether `c` is a letter, mark, decimal digit or, outside ASCII, connector such as `‿`.
///
/// Numbers such as `²` and `½` are none of these for GitHub, so `char::is_alphanumeric` would not
/// do. Variation selectors are marks and stay; the joiners of emoji are neither and go.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphabetic() || is_mark_or_digit(c)
}

fn is_mark_or_digit(c: char) -> bool {
    let after = MARKS_AND_DIGITS.partition_point(|(first, _)| *first <= u32::from(c));
    after > 0 && u32::from(c) <= MARKS_AND_DIGITS[after - 1].1
}

/// First and last of the runs of characters of the general categories M, Nd and Pc (Unicode 16).
/// Runs go on over alphabetic and unassigned characters, which makes them half as many.
#[rustfmt::skip]
static MARKS_AND_DIGITS: &[(u32, u32)] = &[
    (0x300, 0x362), (0x483, 0x489), (0x591, 0x5af), (0x658, 0x669), (0x6df, 0x6e0), (0x6ea, 0x6f9), (0x740, 0x7f3),
    (0x7fd, 0x7fd), (0x818, 0x82d), (0x859, 0x85b), (0x898, 0x8e1), (0x8ea, 0x954), (0x966, 0x96f), (0x9bc, 0x9ef),
    (0x9fe, 0xa6f), (0xabc, 0xaef), (0xafd, 0xb6f), (0xbcd, 0xbef), (0xc3c, 0xc6f), (0xcbc, 0xd4d), (0xd66, 0xd6f),
    (0xdca, 0xdef), (0xe47, 0xe4e), (0xe50, 0xe59), (0xeba, 0xed9), (0xf18, 0xf19), (0xf20, 0xf29), (0xf35, 0xf35),
    (0xf37, 0xf37), (0xf39, 0xf39), (0xf3e, 0xf84), (0xf86, 0xf87), (0xfc6, 0xfc6), (0x1037, 0x1049), (0x1090, 0x1099),
    (0x135d, 0x135f), (0x1714, 0x1734), (0x17b4, 0x17d3), (0x17dd, 0x17e9), (0x180b, 0x180d), (0x180f, 0x193b),
    (0x1946, 0x19d9), (0x1a60, 0x1a99), (0x1ab0, 0x1b44), (0x1b50, 0x1b59), (0x1b6b, 0x1b73), (0x1baa, 0x1bf3),
    (0x1c37, 0x1c37), (0x1c40, 0x1c59), (0x1cd0, 0x1cd2), (0x1cd4, 0x1dff), (0x203f, 0x2040), (0x2054, 0x2054),
    (0x20d0, 0x20f0), (0x2cef, 0x2cf1), (0x2d7f, 0x2d7f), (0x302a, 0x302f), (0x3099, 0x309a), (0xa620, 0xa672),
    (0xa67c, 0xa67d), (0xa6f0, 0xa6f1), (0xa806, 0xa806), (0xa82c, 0xa82c), (0xa8c4, 0xa8c4), (0xa8d0, 0xa8f1),
    (0xa900, 0xa92d), (0xa953, 0xa953), (0xa9b3, 0xa9c0), (0xa9d0, 0xa9d9), (0xa9f0, 0xaa59), (0xaabf, 0xaac1),
    (0xaaf6, 0xaaf6), (0xabec, 0xabf9), (0xfe00, 0xfe0f), (0xfe20, 0xfe2f), (0xfe33, 0xfe34), (0xfe4d, 0xfe4f),
    (0xff10, 0xff19), (0xff3f, 0xff3f), (0x101fd, 0x102e0), (0x104a0, 0x104a9), (0x10a38, 0x10a3f), (0x10ae5, 0x10ae6),
    (0x10d30, 0x10d6d), (0x10efd, 0x10eff), (0x10f46, 0x10f50), (0x10f82, 0x10f85), (0x11046, 0x11046),
    (0x11066, 0x110ba), (0x110f0, 0x1113f), (0x11173, 0x11173), (0x111c0, 0x111c0), (0x111c9, 0x111cc),
    (0x111d0, 0x111d9), (0x11235, 0x11236), (0x112e9, 0x113d2), (0x113e1, 0x11446), (0x11450, 0x11459),
    (0x1145e, 0x114c3), (0x114d0, 0x115c0), (0x1163f, 0x1163f), (0x11650, 0x11659), (0x116b6, 0x116b7),
    (0x116c0, 0x11739), (0x11839, 0x1183a), (0x118e0, 0x118e9), (0x1193d, 0x11943), (0x11950, 0x119e0),
    (0x11a33, 0x11a34), (0x11a47, 0x11a99), (0x11bf0, 0x11c3f), (0x11c50, 0x11c59), (0x11d42, 0x11da9),
    (0x11f41, 0x11f42), (0x11f50, 0x11f5a), (0x13440, 0x16a69), (0x16ac0, 0x16af4), (0x16b30, 0x16b36),
    (0x16b50, 0x16b59), (0x16d70, 0x16d79), (0x16fe4, 0x16fe4), (0x1bc9d, 0x1bc9d), (0x1ccf0, 0x1ccf9),
    (0x1cf00, 0x1cf46), (0x1d165, 0x1d169), (0x1d16d, 0x1d172), (0x1d17b, 0x1d182), (0x1d185, 0x1d18b),
    (0x1d1aa, 0x1d1ad), (0x1d242, 0x1d244), (0x1d7ce, 0x1d7ff), (0x1da00, 0x1da36), (0x1da3b, 0x1da6c),
    (0x1da75, 0x1da75), (0x1da84, 0x1da84), (0x1da9b, 0x1e149), (0x1e2ae, 0x1e2f9), (0x1e4ec, 0x1e5fa),
    (0x1e8d0, 0x1e959), (0x1fbf0, 0x1fbf9), (0xe0100, 0xe01ef),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn unique(headings: &[&str]) -> Vec<String> {
        let mut slugger = Slugger::default();
        headings.iter().map(|text| slugger.unique(slug(text, SlugRule::Github))).collect()
    }

    #[test]
    fn github_anchors_keep_word_characters_hyphens_and_spaces() {
        for (text, expected) in [
            ("bravoCharlieDelta", "bravocharliedelta"),
            ("__proto__", "__proto__"),
            ("heading with a - dash", "heading-with-a---dash"),
            ("heading with a period.txt", "heading-with-a-periodtxt"),
            (
                "exchange.bind_headers(exchange, routing [, bindCallback])",
                "exchangebind_headersexchange-routing--bindcallback",
            ),
            (" a ", "-a-"),
            ("apostrophe’s", "apostrophes"),
            ("a\tb\u{a0}c", "abc"),
            ("Level 3 & 4: what’s next?", "level-3--4-whats-next"),
        ] {
            assert_eq!(slug(text, SlugRule::Github), expected);
        }
    }

    #[test]
    fn github_anchors_keep_letters_digits_and_marks_of_every_script() {
        for (text, expected) in [
            ("Привет non-latin 你好", "привет-non-latin-你好"),
            ("ΌΔΟΣ Straße İ", "όδος-straße-i\u{307}"),
            ("हिन्दी ภาษาไทย ١٢", "हिन्दी-ภาษาไทย-١٢"),
            ("x² ½ ① Ⅻ ‿", "x---ⅻ-‿"),
            ("en–dash", "endash"),
        ] {
            assert_eq!(slug(text, SlugRule::Github), expected);
        }
    }

    #[test]
    fn github_anchors_lose_emoji_but_not_their_variation_selectors() {
        assert_eq!(slug("😄-😄 unicode emoji", SlugRule::Github), "--unicode-emoji");
        assert_eq!(slug("I ♥\u{fe0f} it", SlugRule::Github), "i-\u{fe0f}-it");
        assert_eq!(slug("👩\u{200d}💻 work", SlugRule::Github), "-work");
    }

    #[test]
    fn kramdown_anchors_begin_with_a_letter_and_are_ascii() {
        for (text, expected) in [
            ("5 Things: a & b", "things-a--b"),
            ("snake_case Über", "snakecase-ber"),
            ("日本", "section"),
            ("", "section"),
        ] {
            assert_eq!(slug(text, SlugRule::Kramdown), expected);
        }
    }

    #[test]
    fn unicode_anchors_have_single_hyphens_inside() {
        for (text, expected) in [
            ("  What -- & why_not? ", "what-why-not"),
            ("Größe 3½", "größe-3"),
            ("हिन्दी!", "हिन्दी"),
            ("—", ""),
        ] {
            assert_eq!(slug(text, SlugRule::Unicode), expected);
        }
    }

    #[test]
    fn repeated_anchors_are_numbered_as_github_does() {
        assert_eq!(
            unique(&["echo", "echo", "echo 1", "echo-1", "echo"]),
            ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"]
        );
        assert_eq!(unique(&["foxtrot-1", "foxtrot", "foxtrot"]), ["foxtrot-1", "foxtrot", "foxtrot-2"]);
    }

    #[test]
    fn an_anchor_declared_by_hand_is_never_given_to_a_heading() {
        let mut slugger = Slugger::default();
        assert!(slugger.reserve("intro"));
        assert!(!slugger.reserve("intro"));
        assert_eq!(slugger.unique("intro".to_owned()), "intro-1");
    }

    #[test]
    fn a_hundred_thousand_equal_headings_take_linear_time() {
        let mut slugger = Slugger::default();
        for _ in 0..100_000 {
            slugger.unique("a".to_owned());
        }
        assert_eq!(slugger.unique("a".to_owned()), "a-100000");
    }
}
