//! Receipts as PDF. The rows of a receipt become marks at places on pages ([`layout`]), marks
//! become a file ([`write`]). Printing is always after the sale's commit and can fail without
//! touching it.

mod code;
mod font;
mod layout;
#[cfg(test)]
mod tests;
mod write;

use shared_model::command::ReceiptFormat;
use shared_model::paper;
use shared_model::paper::Issued;

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
pub fn render(receipt: &Issued, format: ReceiptFormat, copy: u32) -> Result<Vec<u8>, PrintError> {
    let faces = font::Faces::load()?;
    let sheet = layout::lay_out(&paper::receipt(receipt, copy), &layout::Paper::of(format), &faces)?;
    Ok(write::write(&sheet, &paper::receipt_title(receipt), &faces))
}
