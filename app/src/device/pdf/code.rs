//! The machine-readable marks: a QR code of the order's id and CODE128 of the number.

use super::PrintError;
use barcoders::sym::code128::Code128;
use fast_qr::{ECL, QRBuilder};

/// Dark modules as rows of booleans.
pub fn qr(text: &str) -> Result<Vec<Vec<bool>>, PrintError> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(PrintError::Qr)?;
    let row = |y: usize| (0..code.size).map(|x| code[y][x].value()).collect();
    Ok((0..code.size).map(row).collect())
}

/// Dark and light modules from left to right. Code set B, which holds all of ASCII.
pub fn code128(text: &str) -> Result<Vec<bool>, PrintError> {
    let code = Code128::new(format!("\u{0181}{text}")).map_err(PrintError::Barcode)?;
    Ok(code.encode().into_iter().map(|module| module == 1).collect())
}
