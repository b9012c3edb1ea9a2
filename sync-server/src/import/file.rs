//! From a file on disk to text: gzip or plain, UTF-8 or an older encoding.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Shop exports are read whole; this bounds what a hostile gzip can unfold to.
pub const FILE_BYTES_MAX: u64 = 512 * 1024 * 1024;
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// The file as a whole cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{self:?}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{self:?}")]
    TooLarge,
    #[error("{self:?}")]
    UnknownEncoding(String),
    #[error("{self:?}")]
    NotInEncoding(&'static str),
    #[error("{self:?}")]
    NoHeader,
    #[error("{self:?}")]
    MissingColumn { field: &'static str, columns: String },
    #[error("{self:?}")]
    UnknownColumn { column: String, columns: String },
    #[error("{self:?}")]
    UnknownField { given: String, fields: String },
    #[error("{self:?}")]
    Mapping { path: PathBuf, source: Box<toml::de::Error> },
    #[error("{self:?}")]
    Csv(#[from] csv::Error),
    #[error("{self:?}")]
    BarcodesUsedUp(String),
    #[error("{self:?}")]
    BadPrefix(String),
}

pub struct Text {
    pub content: String,
    pub encoding: &'static str,
}

/// Reads `path`, unpacking gzip by its magic bytes, as `label` says or as it looks: a byte
/// order mark decides, then valid UTF-8, and what is neither is Latin-1.
pub fn read_text(path: &Path, label: Option<&str>) -> Result<Text, ImportError> {
    let given = label.map(encoding_named).transpose()?;
    decode(read_bytes(path)?, given)
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    let failed = |source| ImportError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.starts_with(&GZIP_MAGIC) {
        let packed = std::mem::take(&mut bytes);
        let unpacked = flate2::read::MultiGzDecoder::new(packed.as_slice());
        unpacked.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > FILE_BYTES_MAX { Err(ImportError::TooLarge) } else { Ok(bytes) }
}

fn encoding_named(label: &str) -> Result<&'static Encoding, ImportError> {
    let spelled = if label.eq_ignore_ascii_case("latin-1") { "latin1" } else { label };
    Encoding::for_label(spelled.as_bytes()).ok_or_else(|| ImportError::UnknownEncoding(label.to_owned()))
}

fn decode(bytes: Vec<u8>, given: Option<&'static Encoding>) -> Result<Text, ImportError> {
    let (marked, mark_size) = Encoding::for_bom(&bytes).map_or((None, 0), |(encoding, size)| (Some(encoding), size));
    let plain_utf8 = marked.is_none() && given.is_none_or(|encoding| encoding == UTF_8);
    if plain_utf8 {
        match String::from_utf8(bytes) {
            Ok(content) => return Ok(Text { content, encoding: UTF_8.name() }),
            Err(_) if given.is_some() => return Err(ImportError::NotInEncoding(UTF_8.name())),
            Err(error) => return decode_as(WINDOWS_1252, error.as_bytes()),
        }
    }
    decode_as(marked.or(given).unwrap_or(WINDOWS_1252), &bytes[mark_size..])
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<Text, ImportError> {
    let content = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(ImportError::NotInEncoding(encoding.name()))?
        .into_owned();
    Ok(Text { content, encoding: encoding.name() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_found_or_taken_as_given() {
        let cases: [(&[u8], Option<&str>, &str); 6] = [
            ("Käse €".as_bytes(), None, "Käse €"),
            (b"K\xe4se", None, "Käse"),
            (b"\xef\xbb\xbfK\xc3\xa4se", None, "Käse"),
            (b"\xff\xfeK\0\xe4\0", None, "Kä"),
            ("Kä".as_bytes(), Some("latin-1"), "KÃ¤"),
            (b"\x80", Some("windows-1252"), "€"),
        ];
        for (bytes, label, text) in cases {
            let given = label.map(|label| encoding_named(label).unwrap());
            assert_eq!(decode(bytes.to_vec(), given).unwrap().content, text);
        }
        assert!(matches!(decode(b"K\xe4".to_vec(), Some(UTF_8)), Err(ImportError::NotInEncoding("UTF-8"))));
        assert!(matches!(encoding_named("klingon"), Err(ImportError::UnknownEncoding(_))));
    }
}
