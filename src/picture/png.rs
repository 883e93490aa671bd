//! Drawing flat shapes, and writing them as PNG.

use resvg::tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Transform};

use crate::config::Colour;

/// A canvas of opaque or clear pixels.
pub(super) struct Canvas(Pixmap);

impl Canvas {
    /// Makes a clear canvas.
    ///
    /// # Panics
    /// If a side is zero.
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self(Pixmap::new(width, height).expect("pictures have an area"))
    }

    pub(super) fn fill(&mut self, colour: Colour) {
        self.0.fill(Color::from_rgba8(colour.red, colour.green, colour.blue, 255));
    }

    pub(super) fn path(&mut self, path: &Path, colour: Colour) {
        let mut paint = Paint::default();
        paint.set_color_rgba8(colour.red, colour.green, colour.blue, 255);
        paint.anti_alias = true;
        self.0.fill_path(path, &paint, FillRule::Winding, Transform::identity(), None);
    }

    pub(super) fn rectangle(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), colour: Colour) {
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            self.path(&PathBuilder::from_rect(rect), colour);
        }
    }

    /// A square with round corners.
    pub(super) fn tile(&mut self, (x, y): (f32, f32), side: f32, radius: f32, colour: Colour) {
        if let Some(path) = rounded((x, y), side, radius) {
            self.path(&path, colour);
        }
    }

    pub(super) fn pixels(&mut self) -> resvg::tiny_skia::PixmapMut<'_> {
        self.0.as_mut()
    }

    pub(super) fn png(&self) -> Vec<u8> {
        self.0.encode_png().expect("memory takes all that is written")
    }
}

fn rounded((x, y): (f32, f32), side: f32, radius: f32) -> Option<Path> {
    // How far the handles of a cubic curve are from its ends, so that it is a quarter of a circle.
    const HANDLE: f32 = 0.552_284_8;
    let (right, bottom, far) = (x + side, y + side, radius * (1.0 - HANDLE));
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.cubic_to(right - far, y, right, y + far, right, y + radius);
    path.line_to(right, bottom - radius);
    path.cubic_to(right, bottom - far, right - far, bottom, right - radius, bottom);
    path.line_to(x + radius, bottom);
    path.cubic_to(x + far, bottom, x, bottom - far, x, bottom - radius);
    path.line_to(x, y + radius);
    path.cubic_to(x, y + far, x + far, y, x + radius, y);
    path.close();
    path.finish()
}
