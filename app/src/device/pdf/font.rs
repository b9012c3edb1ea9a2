//! The two faces receipts are set in (DejaVu Sans, see app/fonts/LICENSE-DejaVu) and how wide
//! text is in them. Its figures all have one width, so columns of amounts line up.

use super::PrintError;
use printpdf::ParsedFont;
use shared_model::paper::Weight;

static REGULAR: &[u8] = include_bytes!("../../../fonts/DejaVuSans.ttf");
static BOLD: &[u8] = include_bytes!("../../../fonts/DejaVuSans-Bold.ttf");

pub struct Faces {
    pub regular: ParsedFont,
    pub bold: ParsedFont,
}

impl Faces {
    pub fn load() -> Result<Faces, PrintError> {
        let parse = |bytes| ParsedFont::from_bytes(bytes, 0, &mut Vec::new()).ok_or(PrintError::Font);
        Ok(Faces { regular: parse(REGULAR)?, bold: parse(BOLD)? })
    }

    pub fn face(&self, weight: Weight) -> &ParsedFont {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// Width in points of `text` set at `size`.
    pub fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        let face = self.face(weight);
        let units: u32 = text
            .chars()
            .filter_map(|letter| face.lookup_glyph_index(u32::from(letter)))
            .filter_map(|glyph| face.get_or_decode_glyph(glyph))
            .map(|glyph| u32::from(glyph.horz_advance))
            .sum();
        units as f32 * size / f32::from(face.pdf_font_metrics.units_per_em)
    }

    /// What the face has no glyph for becomes a visible box rather than nothing.
    pub fn printable(&self, text: &str, weight: Weight) -> String {
        let face = self.face(weight);
        let known = |letter: &char| face.lookup_glyph_index(u32::from(*letter)).is_some_and(|glyph| glyph != 0);
        text.chars().map(|letter| if known(&letter) { letter } else { '\u{25a1}' }).collect()
    }

    /// Breaks `text` into lines no wider than `width`, between words where it can.
    pub fn wrap(&self, text: &str, size: f32, weight: Weight, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&joined, size, weight) <= width {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = self.break_word(word, size, weight, width, &mut lines);
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Cuts a word wider than a whole line into full lines; the rest is returned.
    fn break_word(&self, word: &str, size: f32, weight: Weight, width: f32, lines: &mut Vec<String>) -> String {
        let mut part = String::new();
        for letter in word.chars() {
            part.push(letter);
            if part.chars().count() > 1 && self.width(&part, size, weight) > width {
                part.pop();
                lines.push(std::mem::take(&mut part));
                part.push(letter);
            }
        }
        part
    }
}
