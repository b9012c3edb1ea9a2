//! From a file on disk to bytes: gzip or plain.

use super::error::ImportError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Shop exports are read whole; this bounds what a hostile gzip can unfold to.
pub const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// How a spreadsheet program's own files begin: those of today are zip archives, older ones OLE.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// Reads `path`, unpacking gzip by its magic bytes.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    let failed = |source| ImportError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.starts_with(&GZIP_MAGIC) {
        let packed = std::mem::take(&mut bytes);
        let unpacked = flate2::read::MultiGzDecoder::new(packed.as_slice());
        unpacked.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(ImportError::TooLarge);
    }
    if WORKBOOKS.iter().any(|magic| bytes.starts_with(magic)) { Err(ImportError::Workbook) } else { Ok(bytes) }
}
