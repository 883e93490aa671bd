//! Shortcodes of Hugo: those that come with it, and those of themes that many use.

use super::alert::{alert, details, tab, trimmed};
use super::block::{Line, nested};
use super::fence::fence_end;
use super::inline::{attributes, capital};
use super::links::{Link, encoded};
use super::page::Cx;
use super::paths;
use super::tag::{self, Braces, Tag};

/// Over how many lines a shortcode may go.
const MAX_TAG_LINES: usize = 60;

/// Whether a shortcode stands around blocks, or for one.
pub(super) fn is_block(name: &str) -> bool {
    box_of(name).is_some()
        || group(name)
        || matches!(
            name,
            "tab" | "details" | "expand" | "spoiler" | "highlight" | "mermaid" | "step" | "column"
        )
}

/// Shortcodes that only hold others together.
fn group(name: &str) -> bool {
    matches!(
        name,
        "tabs"
            | "tabpane"
            | "columns"
            | "steps"
            | "pageinfo"
            | "cards"
            | "cardpane"
            | "lead"
            | "section"
            | "blocks/section"
            | "blocks/lead"
            | "blocks/cover"
            | "blocks/feature"
    )
}

/// The kind of box that a shortcode is.
fn box_of(name: &str) -> Option<&'static str> {
    match name {
        "alert" | "hint" | "notice" | "callout" | "admonition" | "note" | "info" | "notification"
        | "message" => Some("note"),
        "tip" => Some("tip"),
        "important" => Some("important"),
        "warning" | "warn" => Some("warning"),
        "caution" | "danger" => Some("danger"),
        _ => None,
    }
}

/// What becomes of a shortcode with lines inside.
pub(super) fn block(
    cx: &mut Cx<'_>,
    opening: &Tag,
    inner: &[Line],
    depth: usize,
    indent: &str,
    number: usize,
) -> Option<Vec<Line>> {
    let convert = |cx: &mut Cx<'_>| nested(cx, &trimmed(inner.to_vec()), depth + 1);
    let name = opening.name.as_str();
    if let Some(usual) = box_of(name) {
        let inner = convert(cx);
        cx.log.carried("boxes");
        let told = ["color", "type", "style", "context", "level"]
            .into_iter()
            .find_map(|key| opening.value(key))
            .or(opening.first());
        let kind = told.filter(|told| usual == "note" && !told.contains(' ')).unwrap_or(usual).to_owned();
        let title = opening.value("title").map(str::to_owned);
        return Some(alert(&kind, title.as_deref(), indent, inner, number));
    }
    Some(match name {
        "tab" => {
            // With a language it is code.
            let inner = match opening.value("lang").filter(|language| !matches!(*language, "" | "text")) {
                Some(language) => fenced(language, "", inner, number),
                None => convert(cx),
            };
            cx.log.carried("tabs");
            let title = ["header", "name", "title", "tabname"]
                .into_iter()
                .find_map(|key| opening.value(key))
                .or(opening.first())
                .unwrap_or("");
            tab(title, indent, inner, number)
        }
        "details" | "expand" | "spoiler" => {
            let inner = convert(cx);
            cx.log.carried("parts that open");
            let title = opening
                .value("title")
                .or_else(|| opening.value("summary"))
                .or(opening.first())
                .unwrap_or("Details");
            details(title, false, indent, inner, number)
        }
        "highlight" | "mermaid" => {
            let language = if name == "mermaid" {
                "mermaid"
            } else {
                opening.value("lang").or(opening.first()).unwrap_or("")
            };
            cx.log.carried("code");
            fenced(language, indent, inner, number)
        }
        "step" | "column" => convert(cx),
        name if group(name) => convert(cx),
        _ => return None,
    })
}

/// Lines as code, in a fence that is longer than any inside.
fn fenced(language: &str, indent: &str, inner: &[Line], number: usize) -> Vec<Line> {
    let ticks = |line: &Line| line.text.trim_start().bytes().take_while(|byte| *byte == b'`').count();
    let fence = "`".repeat(inner.iter().map(|line| ticks(line) + 1).max().unwrap_or(0).max(3));
    let mut made = vec![Line::new(format!("{indent}{fence}{language}"), number)];
    made.extend(trimmed(inner.to_vec()));
    made.push(Line::new(format!("{indent}{fence}"), number));
    made
}

/// Where a button leads, under any of its names.
fn button_target(tag: &Tag) -> Option<&str> {
    ["href", "relref", "url", "link"].into_iter().find_map(|key| tag.value(key))
}

/// Shortcodes in a line.
pub(super) fn inline(cx: &mut Cx<'_>, text: &str, number: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((range, found)) = tag::find(rest, Braces::Hugo) {
        out.push_str(&rest[..range.start]);
        if found.name == "button"
            && !found.is_end
            && let Some((end, _)) = tag::find(&rest[range.end..], Braces::Hugo)
                .filter(|(_, tag)| tag.is_end && tag.name == "button")
            && let Some(href) = button_target(&found)
        {
            let href = cx.relinked(href, number);
            cx.log.carried("buttons");
            out.push_str(&format!("[{}]({href})", rest[range.end..range.end + end.start].trim()));
            rest = &rest[range.end + end.end..];
            continue;
        }
        // Inside the brackets of a link, only the address is wanted.
        match shortcode(cx, &found, number) {
            Some(made) => out.push_str(&made),
            None => {
                if !found.is_end {
                    cx.log.lost(
                        "shortcodes",
                        cx.path,
                        number,
                        format!("the shortcode `{}` is not known, and was left as text", found.name),
                    );
                }
                out.push_str(&rest[range.clone()]);
            }
        }
        rest = &rest[range.end..];
    }
    out.push_str(rest);
    if out.contains("{#") || !out.contains('{') || out.contains("{{") {
        return out;
    }
    attributes(cx, &out, number)
}

/// `{{</* x */>}}` shows a shortcode, in code as elsewhere.
pub(super) fn shown(text: &str) -> String {
    text.replace("{{</*", "{{<").replace("*/>}}", ">}}").replace("{{%/*", "{{%").replace("*/%}}", "%}}")
}

/// Shortcodes that go over several lines, on one.
pub(super) fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(end) = fence_end(&lines, at) {
            out.extend_from_slice(&lines[at..end]);
            at = end;
            continue;
        }
        let mut line = lines[at].clone();
        at += 1;
        let open = |text: &str| {
            let start = text.rfind("{{<").max(text.rfind("{{%"))?;
            (!text[start + 3..].contains(">}}") && !text[start + 3..].contains("%}}")).then_some(())
        };
        let end = (at..lines.len().min(at + MAX_TAG_LINES))
            .find(|next| lines[*next].text.contains(">}}") || lines[*next].text.contains("%}}"));
        if let (Some(()), Some(end)) = (open(&line.text), end) {
            for next in &lines[at..=end] {
                line.text.push(' ');
                line.text.push_str(next.text.trim());
            }
            at = end + 1;
        }
        out.push(line);
    }
    out
}

fn shortcode(cx: &mut Cx<'_>, found: &Tag, number: usize) -> Option<String> {
    let value = |key: &str| found.value(key).unwrap_or("");
    match found.name.as_str() {
        "ref" | "relref" => {
            let target = found.value_or_first("path")?.to_owned();
            let href = match cx.link(&target) {
                Link::To(href) => {
                    cx.log.carried("references");
                    href
                }
                Link::Foreign => target,
                Link::Unknown => {
                    cx.log.lost(
                        "references",
                        cx.path,
                        number,
                        format!("`{} {target}` leads to no page of the book", found.name),
                    );
                    target
                }
            };
            Some(href)
        }
        "figure" | "img" | "image" | "imgproc" if !found.is_end => {
            let src = found.value_or_first("src")?.to_owned();
            let href = match cx.link(&src) {
                Link::To(href) => href,
                Link::Foreign | Link::Unknown => src,
            };
            cx.log.carried("pictures");
            let alt = [value("alt"), value("caption"), value("title")]
                .into_iter()
                .find(|text| !text.is_empty())
                .unwrap_or("")
                .replace(['[', ']'], "");
            let caption =
                [value("caption"), value("title")].into_iter().find(|text| !text.is_empty() && *text != alt);
            let link = found.value("link").filter(|link| !link.is_empty());
            let link = link.map_or_else(String::new, |link| cx.relinked(link, number));
            Some(picture(&alt, &href, &link, caption))
        }
        "youtube" | "vimeo" | "tweet" | "x" | "gist" | "instagram" => {
            let id = found.value_or_first("id").unwrap_or("").to_owned();
            let second =
                found.values.iter().filter(|(key, _)| key.is_none()).nth(1).map(|(_, value)| value.as_str());
            let (label, address) = match found.name.as_str() {
                "youtube" => ("Video", format!("https://www.youtube.com/watch?v={id}")),
                "vimeo" => ("Video", format!("https://vimeo.com/{id}")),
                "gist" => ("Code", format!("https://gist.github.com/{id}/{}", second.unwrap_or(""))),
                "instagram" => ("Picture", format!("https://www.instagram.com/p/{id}/")),
                _ => (
                    "Message",
                    format!(
                        "https://x.com/{}/status/{}",
                        if value("user").is_empty() { "i" } else { value("user") },
                        encoded(&id)
                    ),
                ),
            };
            cx.log.carried("embedded things");
            let label = if value("title").is_empty() { label } else { value("title") };
            Some(format!("[{label}]({address})"))
        }
        "kbd" | "key" => found.first().map(|key| format!("<kbd>{key}</kbd>")),
        "button" => {
            let href = cx.relinked(button_target(found)?, number);
            cx.log.carried("buttons");
            // What stands between the two tags is the text; it follows here.
            Some(format!("[{}]({href}) ", capital(paths::stem(&href))))
        }
        "hextra/hero-button" | "card" | "cards/card" => {
            let title =
                ["title", "text"].into_iter().find_map(|key| found.value(key)).or(found.first())?.to_owned();
            let text = ["subtitle", "description"]
                .into_iter()
                .find_map(|key| found.value(key))
                .map(|text| format!(": {text}"));
            let link = found.value("link").or_else(|| found.value("href")).filter(|link| !link.is_empty());
            cx.log.carried("cards");
            let label = match link {
                Some(link) => format!("[{title}]({})", cx.relinked(link, number)),
                None => title,
            };
            let mark = if found.name == "hextra/hero-button" { "" } else { "- " };
            Some(format!("{mark}{label}{}", text.unwrap_or_default()))
        }
        "toc" | "br" | "rawhtml" | "blocks/link-down" => Some(String::new()),
        // What stands between the two is text that a theme would set large.
        "hextra/hero-headline" | "hextra/hero-subtitle" | "hextra/hero-container" | "hextra/hero-badge" => {
            Some(String::new())
        }
        "lead" | "button_end" if found.is_end => Some(String::new()),
        _ if found.is_end
            && matches!(found.name.as_str(), "button" | "kbd" | "figure" | "rawhtml" | "imgproc") =>
        {
            Some(String::new())
        }
        _ => None,
    }
}

/// A picture with its caption: the title of an image, which becomes a caption when it stands alone, where it
/// is plain words.
fn picture(alt: &str, href: &str, link: &str, caption: Option<&str>) -> String {
    let is_plain =
        |caption: &&str| link.is_empty() && !caption.contains(['*', '_', '`', '[', '<', '\\', '\n']);
    if let Some(caption) = caption.filter(is_plain) {
        return format!("![{alt}]({href} \"{}\")", caption.replace('"', "\\\""));
    }
    let image = format!("![{alt}]({href})");
    let image = if link.is_empty() { image } else { format!("[{image}]({link})") };
    caption.map_or(image.clone(), |caption| format!("{image} *{caption}*"))
}
