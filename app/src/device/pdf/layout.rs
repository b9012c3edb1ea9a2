//! Rows become marks at places. Positions are in points from the top left corner of a page.

use super::font::Faces;
use super::{PrintError, code};
use shared_model::command::ReceiptFormat;
use shared_model::paper::{Gap, Item, PaperRow, Size, Weight};

const LEADING: f32 = 1.32;
const INDENT: f32 = 10.0;
/// Side of a QR module and width of a barcode module: both scan well from thermal paper.
const QR_MODULE: f32 = 2.4;
const BAR_MODULE: f32 = 1.0;
const BAR_HEIGHT: f32 = 34.0;

const SMALL: f32 = 7.0;
const BODY: f32 = 8.5;

/// In points, on the roll and on A4 alike.
fn points(size: Size) -> f32 {
    match size {
        Size::Small => SMALL,
        Size::Body => BODY,
        Size::Title => 13.0,
        Size::Total => 15.0,
    }
}

fn height(gap: Gap) -> f32 {
    match gap {
        Gap::Narrow => 4.0,
        Gap::Wide => 6.0,
    }
}

pub struct Paper {
    width: f32,
    /// `None`: a roll, cut where the receipt ends.
    height: Option<f32>,
    margin: f32,
    /// Items as columns instead of two lines each.
    columns: bool,
}

impl Paper {
    pub fn of(format: ReceiptFormat) -> Paper {
        match format {
            // 80 mm paper, of which printers reach 72 mm.
            ReceiptFormat::Roll80 => Paper { width: 226.77, height: None, margin: 11.34, columns: false },
            ReceiptFormat::A4 => Paper { width: 595.28, height: Some(841.89), margin: 56.69, columns: true },
        }
    }

    fn inner(&self) -> f32 {
        self.width - 2.0 * self.margin
    }
}

pub enum Mark {
    /// `y` is the baseline.
    Text { x: f32, y: f32, size: f32, weight: Weight, text: String },
    /// A filled rectangle; `y` is its upper edge.
    Bar { x: f32, y: f32, width: f32, height: f32 },
}

pub struct Page {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

pub struct Sheet {
    pub pages: Vec<Page>,
}

struct Pen<'a> {
    paper: &'a Paper,
    faces: &'a Faces,
    pages: Vec<Page>,
    marks: Vec<Mark>,
    y: f32,
}

pub fn lay_out(rows: &[PaperRow], paper: &Paper, faces: &Faces) -> Result<Sheet, PrintError> {
    let mut pen = Pen { paper, faces, pages: Vec::new(), marks: Vec::new(), y: paper.margin };
    for row in rows {
        pen.row(row)?;
    }
    Ok(pen.finish())
}

impl Pen<'_> {
    fn row(&mut self, row: &PaperRow) -> Result<(), PrintError> {
        match row {
            PaperRow::Centre { text, size, weight } => self.centre(text, points(*size), *weight),
            PaperRow::Pair { left, right, size, weight } => self.pair(left, right, points(*size), *weight),
            PaperRow::Item(item) if self.paper.columns => self.item_columns(item),
            PaperRow::Item(item) => self.item_stacked(item),
            PaperRow::Table { head, rows } => self.table(head, rows),
            PaperRow::Rule => self.rule(),
            PaperRow::Gap(gap) => self.y += height(*gap),
            PaperRow::Qr(text) => self.qr(&code::qr(text)?),
            PaperRow::Barcode(text) => self.barcode(&code::code128(text)?),
        }
        Ok(())
    }

    /// Starts a new page where `height` no longer fits on this one.
    fn need(&mut self, height: f32) {
        let Some(limit) = self.paper.height else { return };
        if self.y + height > limit - self.paper.margin && !self.marks.is_empty() {
            self.pages.push(Page { width: self.paper.width, height: limit, marks: std::mem::take(&mut self.marks) });
            self.y = self.paper.margin;
        }
    }

    fn text(&mut self, x: f32, y: f32, size: f32, weight: Weight, text: &str) {
        if !text.is_empty() {
            let text = self.faces.printable(text, weight);
            self.marks.push(Mark::Text { x, y, size, weight, text });
        }
    }

    fn text_right(&mut self, right: f32, y: f32, size: f32, weight: Weight, text: &str) {
        let width = self.faces.width(text, size, weight);
        self.text(right - width, y, size, weight, text);
    }

    /// Moves down one line of `size` and returns its baseline.
    fn line(&mut self, size: f32) -> f32 {
        self.need(size * LEADING);
        self.y += size * LEADING;
        self.y - size * (LEADING - 1.0)
    }

    fn left(&self) -> f32 {
        self.paper.margin
    }

    fn right(&self) -> f32 {
        self.paper.width - self.paper.margin
    }

    fn centre(&mut self, text: &str, size: f32, weight: Weight) {
        for line in self.faces.wrap(text, size, weight, self.paper.inner()) {
            let y = self.line(size);
            let width = self.faces.width(&line, size, weight);
            self.text((self.paper.width - width) / 2.0, y, size, weight, &line);
        }
    }

    fn pair(&mut self, left: &str, right: &str, size: f32, weight: Weight) {
        let room = self.paper.inner() - self.faces.width(right, size, weight) - size;
        let lines = self.faces.wrap(left, size, weight, room.max(size * 4.0));
        for (index, line) in lines.iter().enumerate() {
            let y = self.line(size);
            self.text(self.left(), y, size, weight, line);
            if index == 0 {
                self.text_right(self.right(), y, size, weight, right);
            }
        }
    }

    fn item_stacked(&mut self, item: &Item) {
        let amount = format!("{} {}", item.amount, item.letter);
        self.pair(&item.name, &amount, BODY, Weight::Regular);
        let detail = format!("{} \u{d7} {}   {}", item.quantity, item.unit_price, item.sku);
        let y = self.line(SMALL);
        self.text(self.left() + INDENT, y, SMALL, Weight::Regular, &detail);
        self.notes(item, self.left() + INDENT);
        self.y += 2.5;
    }

    fn item_columns(&mut self, item: &Item) {
        let (left, right) = (self.left(), self.right());
        let (name_x, unit_right, amount_right) = (left + 112.0, right - 84.0, right - 18.0);
        let lines = self.faces.wrap(&item.name, BODY, Weight::Regular, unit_right - 44.0 - name_x);
        self.need(BODY * LEADING * lines.len() as f32);
        for (index, line) in lines.iter().enumerate() {
            let y = self.line(BODY);
            self.text(name_x, y, BODY, Weight::Regular, line);
            if index == 0 {
                self.text_right(left + 28.0, y, BODY, Weight::Regular, &item.quantity);
                self.text(left + 40.0, y, BODY, Weight::Regular, &item.sku);
                self.text_right(unit_right, y, BODY, Weight::Regular, &item.unit_price);
                self.text_right(amount_right, y, BODY, Weight::Regular, &item.amount);
                self.text_right(right, y, BODY, Weight::Regular, &item.letter.to_string());
            }
        }
        self.notes(item, name_x);
        self.y += 3.0;
    }

    fn notes(&mut self, item: &Item, x: f32) {
        for note in &item.notes {
            for line in self.faces.wrap(note, SMALL, Weight::Regular, self.right() - x) {
                let y = self.line(SMALL);
                self.text(x, y, SMALL, Weight::Regular, &line);
            }
        }
    }

    fn table(&mut self, head: &[String; 5], rows: &[[String; 5]]) {
        self.table_row(head, Weight::Bold);
        for row in rows {
            self.table_row(row, Weight::Regular);
        }
    }

    fn table_row(&mut self, cells: &[String; 5], weight: Weight) {
        let column = self.paper.inner() / 4.6;
        let label_x = self.left() + INDENT;
        let label_room = self.paper.inner() - 3.0 * column - INDENT + 6.0;
        let labels = self.faces.wrap(&cells[1], SMALL, weight, label_room);
        for (index, label) in labels.iter().enumerate() {
            let y = self.line(SMALL);
            self.text(label_x, y, SMALL, weight, label);
            if index == 0 {
                self.text(self.left(), y, SMALL, weight, &cells[0]);
                for (back, cell) in cells[2..].iter().rev().enumerate() {
                    self.text_right(self.right() - column * back as f32, y, SMALL, weight, cell);
                }
            }
        }
    }

    fn rule(&mut self) {
        self.need(8.0);
        self.y += 4.0;
        self.marks.push(Mark::Bar { x: self.left(), y: self.y, width: self.paper.inner(), height: 0.6 });
        self.y += 4.0;
    }

    fn qr(&mut self, modules: &[Vec<bool>]) {
        let side = modules.len() as f32 * QR_MODULE;
        self.need(side + 8.0);
        let left = (self.paper.width - side) / 2.0;
        for (row, line) in modules.iter().enumerate() {
            let y = self.y + row as f32 * QR_MODULE;
            self.runs(line, left, y, QR_MODULE, QR_MODULE);
        }
        self.y += side + 4.0;
    }

    fn barcode(&mut self, modules: &[bool]) {
        self.need(BAR_HEIGHT + 4.0);
        let left = (self.paper.width - modules.len() as f32 * BAR_MODULE) / 2.0;
        self.runs(modules, left, self.y, BAR_MODULE, BAR_HEIGHT);
        self.y += BAR_HEIGHT + 2.0;
    }

    /// One bar for each run of dark modules, so that no hairline shows between them.
    fn runs(&mut self, modules: &[bool], left: f32, y: f32, module: f32, height: f32) {
        let mut start = None;
        for (index, dark) in modules.iter().copied().chain([false]).enumerate() {
            match (start, dark) {
                (None, true) => start = Some(index),
                (Some(first), false) => {
                    let x = left + first as f32 * module;
                    self.marks.push(Mark::Bar { x, y, width: (index - first) as f32 * module, height });
                    start = None;
                }
                _ => {}
            }
        }
    }

    fn finish(mut self) -> Sheet {
        let height = self.paper.height.unwrap_or(self.y + self.paper.margin);
        self.pages.push(Page { width: self.paper.width, height, marks: self.marks });
        Sheet { pages: self.pages }
    }
}
