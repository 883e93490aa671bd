//! Cards: what a link to a page looks like in a chat or a social network.

use super::font::{Font, Weight, writable};
use super::png::Canvas;
use crate::config::Colour;

/// A card of a page. Texts that the font cannot write are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Title of the page.
    pub title: Box<str>,
    /// Title of the section that holds it, or empty.
    pub section: Box<str>,
    /// Title of the handbook.
    pub handbook: Box<str>,
    /// What it is painted with.
    pub colours: CardColours,
}

/// The colours of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardColours {
    /// The ground.
    pub ground: Colour,
    /// The title.
    pub text: Colour,
    /// The names around it.
    pub quiet: Colour,
    /// What marks it as this handbook's.
    pub accent: Colour,
}

const WIDTH: f32 = 1200.0;
const HEIGHT: f32 = 630.0;
const MARGIN: f32 = 84.0;
/// How far down the band of the accent begins.
const BAND: f32 = HEIGHT - 20.0;

/// Sizes of the title, and how many lines of each there is room for.
const SIZES: [(f32, usize); 4] = [(84.0, 2), (70.0, 3), (58.0, 4), (48.0, 5)];

impl Card {
    pub(super) fn draw(&self) -> Vec<u8> {
        let colours = self.colours;
        let mut canvas = Canvas::new(WIDTH as u32, HEIGHT as u32);
        canvas.fill(colours.ground);
        canvas.rectangle((0.0, BAND), (WIDTH, HEIGHT - BAND), colours.accent);
        canvas.tile((MARGIN, 78.0), 44.0, 10.0, colours.accent);
        let handbook = writable(&self.handbook);
        if let Some(name) = &handbook {
            let small = Font::new(Weight::Bold, 34.0);
            let name = shortened(name, small, WIDTH - 2.0 * MARGIN - 64.0);
            write(&mut canvas, small, &name, (MARGIN + 64.0, 112.0), colours.text);
            if let Some(letter) = name.chars().next() {
                let font = Font::new(Weight::Bold, 30.0);
                let letter = letter.to_uppercase().to_string();
                let x = MARGIN + (44.0 - font.width(&letter)) / 2.0;
                write(&mut canvas, font, &letter, (x, 100.0 + font.cap_height() / 2.0), colours.accent.ink());
            }
        }
        // Better the name of the handbook than nothing.
        if let Some(title) = writable(&self.title).or(handbook) {
            self.title(&mut canvas, &title);
        }
        if let Some(section) = writable(&self.section) {
            let font = Font::new(Weight::Regular, 34.0);
            let section = shortened(&section, font, WIDTH - 2.0 * MARGIN);
            write(&mut canvas, font, &section, (MARGIN, BAND - 52.0), colours.quiet);
        }
        canvas.png()
    }

    /// Writes the title in the largest size in which all of it has room.
    fn title(&self, canvas: &mut Canvas, title: &str) {
        let room = WIDTH - 2.0 * MARGIN;
        let fitting = SIZES.iter().find_map(|(size, most)| {
            let font = Font::new(Weight::Bold, *size);
            let lines = lines(title, font, room);
            let is_fitting = lines.len() <= *most && lines.iter().all(|line| font.width(line) <= room);
            is_fitting.then_some((font, *size, lines))
        });
        let (font, size, lines) = fitting.unwrap_or_else(|| {
            let (size, most) = SIZES[SIZES.len() - 1];
            let font = Font::new(Weight::Bold, size);
            let mut lines = lines(title, font, room);
            let rest = lines.split_off((most - 1).min(lines.len())).join(" ");
            lines = lines.iter().map(|line| shortened(line, font, room)).collect();
            lines.push(shortened(&rest, font, room));
            (font, size, lines)
        });
        let leading = size * 1.18;
        let middle = (150.0 + BAND - 90.0) / 2.0;
        let mut y = middle - leading * (lines.len() as f32 - 1.0) / 2.0 + font.cap_height() / 2.0;
        for line in lines {
            write(canvas, font, &line, (MARGIN, y), self.colours.text);
            y += leading;
        }
    }
}

fn write(canvas: &mut Canvas, font: Font, text: &str, at: (f32, f32), colour: Colour) {
    if let Some(path) = font.outline(text, at) {
        canvas.path(&path, colour);
    }
}

/// Breaks a text between words.
fn lines(text: &str, font: Font, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if font.width(line) + font.width(" ") + font.width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// As much of a text as there is room for.
fn shortened(text: &str, font: Font, room: f32) -> String {
    if font.width(text) <= room {
        return text.to_owned();
    }
    let mut room = room - font.width("…");
    let kept: String = text
        .chars()
        .take_while(|letter| {
            room -= font.width(letter.encode_utf8(&mut [0; 4]));
            room >= 0.0
        })
        .collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> Card {
        let colour = |text| Colour::parse(text).unwrap();
        let colours = CardColours {
            ground: Colour::WHITE,
            text: Colour::BLACK,
            quiet: colour("#555"),
            accent: colour("#2347a8"),
        };
        Card { title: title.into(), section: "Vision".into(), handbook: "Handbook".into(), colours }
    }

    #[test]
    fn a_card_is_a_png_of_1200_by_630() {
        let png = card("Where to look").draw();
        assert_eq!(png[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
        assert!(png.len() < 60_000, "{} bytes", png.len());
        assert_eq!(png, card("Where to look").draw());
    }

    #[test]
    fn a_title_that_cannot_be_written_is_left_out() {
        assert_eq!(card("成長の段階").draw(), card("").draw());
        assert_ne!(card("Growth").draw(), card("").draw());
    }

    #[test]
    fn a_title_of_any_length_has_room() {
        let font = Font::new(Weight::Bold, 48.0);
        let long = "word ".repeat(200);
        assert!(font.width(&shortened(&long, font, 500.0)) <= 500.0);
        for title in [long.as_str(), &"x".repeat(500)] {
            assert!(card(title).draw().len() > 1_000);
        }
    }
}
