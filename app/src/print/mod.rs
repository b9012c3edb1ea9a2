//! Receipts on paper. A stored [`ReceiptView`] becomes rows ([`content`]), rows become marks
//! at places on pages ([`layout`]), marks become a PDF ([`pdf`], the only printpdf import).
//! Printing is always after the sale's commit and can fail without touching it.

mod code;
mod content;
mod font;
mod layout;
mod pdf;
#[cfg(test)]
mod tests;

use shared_model::command::{ReceiptFormat, ReceiptView};

#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    #[error("the font that comes with the till does not load")]
    Font,
    #[error("the QR code could not be made")]
    Qr(#[source] fast_qr::qr::QRCodeError),
    #[error("the barcode could not be made")]
    Barcode(#[source] barcoders::error::Error),
}

/// Renders a receipt as a PDF; `copy` is 0 for the original and n for the nth copy.
pub fn render(receipt: &ReceiptView, format: ReceiptFormat, copy: u32) -> Result<Vec<u8>, PrintError> {
    let faces = font::Faces::load()?;
    let rows = content::rows(receipt, copy)?;
    let sheet = layout::lay_out(&rows, &layout::Paper::of(format), &faces);
    let title = format!("{} {}", content::document_word(receipt), receipt.number);
    Ok(pdf::write(&sheet, &title, &faces))
}
