//! Which attributes hold addresses, and which declare places that addresses can lead to.

use std::iter;
use std::ops::Range;

use super::{Attribute, Tag, is_space};

/// What a browser does with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlKind {
    /// A reader can go there: a link, or where a form is sent.
    Link,
    /// It is loaded with the page: an image, a script, a style sheet, an embedded page.
    Resource,
}

/// One address in an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlAttribute<'a> {
    /// What the address is for.
    pub kind: UrlKind,
    /// The address as it is written, entities included, without surrounding white space.
    pub url: &'a str,
    /// The bytes of `url`, from the start of the text given to [`super::tags`].
    pub url_range: Range<usize>,
    /// The attribute that holds it. A `srcset` may hold several.
    pub attribute: Attribute<'a>,
}

/// Returns the addresses in the attributes of `tag`.
///
/// These are `href` and `xlink:href` (`a`, `area`, `link`, and `image` and `use` of SVG), `src`,
/// `srcset`, `imagesrcset`, `poster`, `data` (of `object`), `action` and `formaction`. `cite` is
/// not among them: no browser shows it. Of a repeated attribute only the first counts.
///
/// ```
/// # use daring::document::html;
/// let tag = html::tags(r#"<img src="a.png" srcset="b.png 2x, c.png 3x">"#).next().unwrap();
/// let urls: Vec<_> = html::url_attributes(&tag).map(|found| found.url).collect();
/// assert_eq!(urls, ["a.png", "b.png", "c.png"]);
/// ```
pub fn url_attributes<'a>(tag: &Tag<'a>) -> impl Iterator<Item = UrlAttribute<'a>> + use<'a> {
    let tag = *tag;
    let mut seen = 0_u16;
    tag.attributes()
        .filter_map(move |attribute| {
            let (index, rule) = rule_for(attribute.name)?;
            let is_first = seen & (1 << index) == 0;
            seen |= 1 << index;
            let kind = (rule.kind)(tag.name).filter(|_| is_first)?;
            Some((attribute, rule.shape, kind))
        })
        .flat_map(|(attribute, shape, kind)| urls_of(attribute, shape, kind))
}

/// Returns the attributes of `tag` that declare anchors: `id`, and on `a` also `name`.
///
/// Empty ones, which no address can lead to, are left out.
pub fn anchors<'a>(tag: &Tag<'a>) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
    let tag = *tag;
    ["id", "name"]
        .into_iter()
        .filter(move |&name| name == "id" || tag.is("a"))
        .filter_map(move |name| tag.attribute(name))
        .filter(|attribute| !attribute.value.is_empty())
}

/// How an attribute holds addresses.
#[derive(Clone, Copy)]
enum Shape {
    One,
    Candidates,
}

struct Rule {
    attribute: &'static str,
    shape: Shape,
    /// What the address is for on an element of this name.
    kind: fn(&str) -> Option<UrlKind>,
}

const RULES: [Rule; 9] = [
    Rule { attribute: "href", shape: Shape::One, kind: href_kind },
    Rule { attribute: "src", shape: Shape::One, kind: src_kind },
    Rule { attribute: "srcset", shape: Shape::Candidates, kind: srcset_kind },
    Rule { attribute: "poster", shape: Shape::One, kind: |element| resource(element, &["video"]) },
    Rule { attribute: "data", shape: Shape::One, kind: |element| resource(element, &["object"]) },
    Rule { attribute: "action", shape: Shape::One, kind: |element| link(element, &["form"]) },
    Rule { attribute: "formaction", shape: Shape::One, kind: |element| link(element, &["button", "input"]) },
    Rule { attribute: "xlink:href", shape: Shape::One, kind: href_kind },
    Rule { attribute: "imagesrcset", shape: Shape::Candidates, kind: |element| resource(element, &["link"]) },
];

fn href_kind(element: &str) -> Option<UrlKind> {
    link(element, &["a", "area"]).or_else(|| resource(element, &["link", "use", "image"]))
}

fn src_kind(element: &str) -> Option<UrlKind> {
    resource(element, &["img", "script", "iframe", "audio", "video", "source", "track", "embed", "input"])
}

fn srcset_kind(element: &str) -> Option<UrlKind> {
    resource(element, &["img", "source"])
}

fn link(element: &str, names: &[&str]) -> Option<UrlKind> {
    is_one_of(element, names).then_some(UrlKind::Link)
}

fn resource(element: &str, names: &[&str]) -> Option<UrlKind> {
    is_one_of(element, names).then_some(UrlKind::Resource)
}

fn is_one_of(element: &str, names: &[&str]) -> bool {
    names.iter().any(|name| element.eq_ignore_ascii_case(name))
}

fn rule_for(attribute: &str) -> Option<(usize, &'static Rule)> {
    RULES.iter().enumerate().find(|(_, rule)| rule.attribute.eq_ignore_ascii_case(attribute))
}

fn urls_of(attribute: Attribute<'_>, shape: Shape, kind: UrlKind) -> impl Iterator<Item = UrlAttribute<'_>> {
    let mut at = 0;
    iter::from_fn(move || {
        let found = match shape {
            Shape::One => whole(attribute.value, &mut at),
            Shape::Candidates => next_candidate(attribute.value, &mut at),
        }?;
        let offset = attribute.value_range.start;
        Some(UrlAttribute {
            kind,
            url: &attribute.value[found.clone()],
            url_range: offset + found.start..offset + found.end,
            attribute: attribute.clone(),
        })
    })
}

/// Returns the value without surrounding white space, once. An empty address is one too: it means
/// the page itself.
fn whole(value: &str, at: &mut usize) -> Option<Range<usize>> {
    if *at > 0 {
        return None;
    }
    *at = 1;
    let is_space = |c: char| u8::try_from(c).is_ok_and(is_space);
    let start = value.len() - value.trim_start_matches(is_space).len();
    Some(start..start + value[start..].trim_end_matches(is_space).len())
}

/// Returns the next address of a `srcset` (HTML standard, "parsing a srcset attribute").
fn next_candidate(value: &str, at: &mut usize) -> Option<Range<usize>> {
    let bytes = value.as_bytes();
    let length =
        |from: usize, passes: &dyn Fn(u8) -> bool| bytes[from..].iter().take_while(|b| passes(**b)).count();
    let start = *at + length(*at, &|byte| is_space(byte) || byte == b',');
    let end = start + length(start, &|byte| !is_space(byte));
    if start == end {
        return None;
    }
    let url = value[start..end].trim_end_matches(',');
    *at = if url.len() < end - start { end } else { descriptors_end(bytes, end) };
    Some(start..start + url.len())
}

/// Returns where the descriptors such as `2x` end: at a comma that is not in parentheses.
fn descriptors_end(bytes: &[u8], from: usize) -> usize {
    let mut in_parentheses = false;
    for (index, byte) in bytes[from..].iter().enumerate() {
        match byte {
            b'(' => in_parentheses = true,
            b')' => in_parentheses = false,
            b',' if !in_parentheses => return from + index,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tags;
    use super::*;

    fn urls(html: &str) -> Vec<(UrlKind, &str)> {
        tags(html).flat_map(|tag| url_attributes(&tag)).map(|found| (found.kind, found.url)).collect()
    }

    fn resources(html: &str) -> Vec<&str> {
        urls(html).into_iter().filter(|(kind, _)| *kind == UrlKind::Resource).map(|(_, url)| url).collect()
    }

    #[test]
    fn links_and_resources_are_told_apart() {
        let html = "<a href=a><AREA HREF=b><form action=c><button formaction=d>\
                    <img src=e><video poster=f src=g><object data=h><link href=i><svg><use xlink:href='#j'/>";
        let kinds: Vec<_> = urls(html).iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds[..4], [UrlKind::Link; 4]);
        assert_eq!(resources(html), ["e", "f", "g", "h", "i", "#j"]);
    }

    #[test]
    fn other_attributes_hold_no_addresses() {
        assert_eq!(urls("<p href=a><q cite=b><div src=c data=d><a data-href=e>"), []);
    }

    #[test]
    fn of_a_repeated_attribute_the_first_counts() {
        assert_eq!(urls("<a href=a HREF=b>"), [(UrlKind::Link, "a")]);
    }

    #[test]
    fn white_space_around_an_address_does_not_belong_to_it() {
        let html = "<img src='\n a b.png '>";
        let tag = tags(html).next().unwrap();
        let found = url_attributes(&tag).next().unwrap();
        assert_eq!((found.url, &html[found.url_range]), ("a b.png", "a b.png"));
        assert_eq!(urls("<a href=' '><a href>"), [(UrlKind::Link, ""), (UrlKind::Link, "")]);
    }

    #[test]
    fn every_candidate_of_a_srcset_is_found() {
        for (value, expected) in [
            ("a.png", vec!["a.png"]),
            ("a.png 1x, b.png 2x", vec!["a.png", "b.png"]),
            ("a.png,b.png 2x", vec!["a.png,b.png"]),
            ("a.png, b.png", vec!["a.png", "b.png"]),
            (" ,, a.png 100w (x,y) , b,c.png 2x,", vec!["a.png", "b,c.png"]),
            ("data:image/gif;base64,R0lGO 1x", vec!["data:image/gif;base64,R0lGO"]),
            (" , ", vec![]),
        ] {
            let html = format!("<img srcset=\"{value}\">");
            assert_eq!(resources(&html), expected);
        }
    }

    #[test]
    fn anchors_are_ids_and_names_of_a() {
        let html = "<p id=a name=x><a name=b ID=c id=x><input name=x><i id=''>";
        let found: Vec<_> = tags(html).flat_map(|tag| anchors(&tag)).map(|anchor| anchor.value).collect();
        assert_eq!(found, ["a", "c", "b"]);
    }

    proptest! {
        #[test]
        fn ranges_slice_back_to_the_addresses(html in "(<img |<a |src=|srcset=|href=|[\"', ()>é]|x\\.y|2x){0,40}") {
            for tag in tags(&html) {
                for found in url_attributes(&tag) {
                    prop_assert_eq!(html.get(found.url_range), Some(found.url));
                }
            }
        }
    }
}
