//! Marks become PDF operators. Each text is a section of its own, because the text cursor
//! moves relative to the last one within a section.

use super::font::Faces;
use super::layout::{Mark, Page, Sheet};
use printpdf::{
    Color, FontId, Greyscale, Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect,
    TextItem,
};
use shared_model::paper::Weight;

pub fn write(sheet: &Sheet, title: &str, faces: &Faces) -> Vec<u8> {
    let mut document = PdfDocument::new(title);
    let regular = document.add_font(&faces.regular);
    let bold = document.add_font(&faces.bold);
    let font = |weight| match weight {
        Weight::Regular => regular.clone(),
        Weight::Bold => bold.clone(),
    };
    let pages = sheet.pages.iter().map(|page| draw(page, &font)).collect();
    document.with_pages(pages).save(&PdfSaveOptions::default(), &mut Vec::new())
}

fn draw(page: &Page, font: &impl Fn(Weight) -> FontId) -> PdfPage {
    let black = Color::Greyscale(Greyscale { percent: 0.0, icc_profile: None });
    let mut ops = vec![Op::SetFillColor { col: black }];
    for mark in &page.marks {
        match mark {
            Mark::Bar { x, y, width, height } => ops.push(bar(*x, page.height - y - height, *width, *height)),
            Mark::Text { x, y, size, weight, text } => {
                let handle = PdfFontHandle::External(font(*weight));
                ops.extend(section(*x, page.height - y, *size, handle, text));
            }
        }
    }
    PdfPage::new(Mm::from(Pt(page.width)), Mm::from(Pt(page.height)), ops)
}

fn bar(x: f32, y: f32, width: f32, height: f32) -> Op {
    let rectangle = Rect {
        x: Pt(x),
        y: Pt(y),
        width: Pt(width),
        height: Pt(height),
        mode: Some(PaintMode::Fill),
        winding_order: None,
    };
    Op::DrawRectangle { rectangle }
}

fn section(x: f32, y: f32, size: f32, font: PdfFontHandle, text: &str) -> [Op; 5] {
    [
        Op::StartTextSection,
        Op::SetFont { font, size: Pt(size) },
        Op::SetTextCursor { pos: Point { x: Pt(x), y: Pt(y) } },
        Op::ShowText { items: vec![TextItem::Text(text.to_owned())] },
        Op::EndTextSection,
    ]
}
