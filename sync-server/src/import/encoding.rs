//! Bytes to text: by the mark they begin with, as stated, or as they look. What is guessed is
//! said in the answer, since a wrong guess gives names that look nearly right.

use super::error::ImportError;
use super::known_by::KnownBy;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use oem_cp::code_table::DECODING_TABLE_CP_MAP;

/// How much of a file is looked at for the zeros of UTF-16.
const LOOKED_AT: usize = 4096;
/// Stands where a byte could not be read; a row that uses it is refused.
pub const LOST: char = char::REPLACEMENT_CHARACTER;

pub struct Text {
    pub content: String,
    pub encoding: String,
    pub encoding_by: KnownBy,
}

#[derive(Clone, Copy)]
enum Charset {
    Web(&'static Encoding),
    /// A code page of DOS, which spreadsheets still write.
    Dos(u16),
}

/// A mark wins over what is stated, what is stated over what it looks like: UTF-16 by its
/// zeros, then UTF-8, also where a few bytes of it are damaged, and what is neither is taken
/// for windows-1252.
pub fn decode(bytes: Vec<u8>, stated: Option<&str>) -> Result<Text, ImportError> {
    let stated = stated.map(named).transpose()?;
    if let Some((encoding, mark_size)) = Encoding::for_bom(&bytes) {
        return decode_as(Charset::Web(encoding), &bytes[mark_size..], KnownBy::File);
    }
    if let Some(charset) = stated.filter(|charset| !matches!(charset, Charset::Web(encoding) if *encoding == UTF_8)) {
        return decode_as(charset, &bytes, KnownBy::Option);
    }
    let wide = wide_by_zeros(&bytes).filter(|_| stated.is_none());
    if let Some(Ok(text)) = wide.map(|wide| decode_as(Charset::Web(wide), &bytes, KnownBy::Guess)) {
        return Ok(text);
    }
    let encoding_by = if stated.is_some() { KnownBy::Option } else { KnownBy::File };
    match (utf8(bytes), stated) {
        (Ok(content), _) => Ok(Text { content, encoding: UTF_8.name().to_owned(), encoding_by }),
        (Err(_), Some(_)) => Err(ImportError::NotInEncoding(UTF_8.name().to_owned())),
        (Err(bytes), None) => decode_as(Charset::Web(WINDOWS_1252), &bytes, KnownBy::Guess),
    }
}

fn named(label: &str) -> Result<Charset, ImportError> {
    let spelled = if label.eq_ignore_ascii_case("latin-1") { "latin1" } else { label.trim() };
    if let Some(encoding) = Encoding::for_label(spelled.as_bytes()) {
        return Ok(Charset::Web(encoding));
    }
    let number = spelled.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let page = number.parse::<u16>().ok().filter(|page| DECODING_TABLE_CP_MAP.contains_key(page));
    page.map(Charset::Dos).ok_or_else(|| ImportError::UnknownEncoding(label.to_owned()))
}

fn decode_as(charset: Charset, bytes: &[u8], by: KnownBy) -> Result<Text, ImportError> {
    let (name, content, is_wide) = match charset {
        Charset::Web(encoding) => {
            let (content, _) = encoding.decode_without_bom_handling(bytes);
            (encoding.name().to_owned(), content.into_owned(), [UTF_16LE, UTF_16BE].contains(&encoding))
        }
        Charset::Dos(page) => {
            let table = DECODING_TABLE_CP_MAP.get(&page);
            let content = table.map(|table| table.decode_string_lossy(bytes)).unwrap_or_default();
            (format!("cp{page}"), content, false)
        }
    };
    let damaged = content.matches(LOST).count() as u64;
    let letters = || content.chars().filter(|letter| *letter != LOST && (is_wide || !letter.is_ascii())).count() as u64;
    if damaged > 0 && !is_nearly_whole(letters(), damaged) {
        return Err(ImportError::NotInEncoding(name));
    }
    Ok(Text { content, encoding: name, encoding_by: by })
}

/// Letters of several bytes hardly come about by chance: a quarter of them is enough.
fn is_nearly_whole(letters: u64, damaged: u64) -> bool {
    letters * 4 > damaged
}

/// Whole or nearly: one stray byte must not turn every other name into what it is not. The
/// bytes as they were where it is something else.
fn utf8(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    let bytes = match String::from_utf8(bytes) {
        Ok(content) => return Ok(content),
        Err(error) => error.into_bytes(),
    };
    let (mut letters, mut damaged) = (0u64, 0u64);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count() as u64;
        damaged += u64::from(!chunk.invalid().is_empty());
    }
    if is_nearly_whole(letters, damaged) { Ok(String::from_utf8_lossy(&bytes).into_owned()) } else { Err(bytes) }
}

/// UTF-16 without a mark: every other byte of what is written in ASCII is zero.
fn wide_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = bytes[..bytes.len().min(LOOKED_AT)].chunks_exact(2);
    let (count, mut first, mut second) = (pairs.len(), 0, 0);
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    let many = |zeros: usize, others: usize| zeros > others * 4 && zeros * 10 > count;
    match (many(second, first), many(first, second)) {
        (true, _) => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], stated: Option<&str>) -> (String, String, KnownBy) {
        let text = decode(bytes.to_vec(), stated).unwrap();
        (text.content, text.encoding, text.encoding_by)
    }

    #[test]
    fn the_encoding_is_marked_stated_or_found() {
        type Case<'a> = (&'a [u8], Option<&'a str>, &'a str, &'a str, KnownBy);
        let cases: [Case<'_>; 11] = [
            ("Käse €".as_bytes(), None, "Käse €", "UTF-8", KnownBy::File),
            (b"K\xe4se", None, "Käse", "windows-1252", KnownBy::Guess),
            (b"\xef\xbb\xbfK\xc3\xa4se", None, "Käse", "UTF-8", KnownBy::File),
            (b"\xef\xbb\xbfK\xc3\xa4se", Some("latin-1"), "Käse", "UTF-8", KnownBy::File),
            (b"\xff\xfeK\0\xe4\0", None, "Kä", "UTF-16LE", KnownBy::File),
            (b"K\0\xe4\0s\0e\0", None, "Käse", "UTF-16LE", KnownBy::Guess),
            (b"\0K\0\xe4\0s\0e", None, "Käse", "UTF-16BE", KnownBy::Guess),
            ("Kä".as_bytes(), Some("latin-1"), "KÃ¤", "windows-1252", KnownBy::Option),
            (b"\x80", Some("windows-1252"), "€", "windows-1252", KnownBy::Option),
            (b"K\x84seglocke gro\xe1", Some("cp850"), "Käseglocke groß", "cp850", KnownBy::Option),
            (b"\xa3y\xbfka", Some("windows-1250"), "Łyżka", "windows-1250", KnownBy::Option),
        ];
        for (bytes, stated, text, encoding, by) in cases {
            assert_eq!(decoded(bytes, stated), (text.to_owned(), encoding.to_owned(), by), "{text} {stated:?}");
        }
        assert!(matches!(decode(b"K\xe4".to_vec(), Some("utf-8")), Err(ImportError::NotInEncoding(_))));
        assert!(matches!(decode(Vec::new(), Some("klingon")), Err(ImportError::UnknownEncoding(_))));
    }

    #[test]
    fn a_stray_byte_leaves_the_other_letters_as_they_are() {
        for stated in [None, Some("utf-8")] {
            let (text, encoding, _) = decoded(b"K\xc3\xa4se R\xfchren", stated);
            assert_eq!((text.as_str(), encoding.as_str()), ("Käse R\u{fffd}hren", "UTF-8"));
        }
        let cases: [(&[u8], Option<&str>, &str); 4] = [
            (b"\xef\xbb\xbfK\xc3\xa4se R\xfchren", None, "Käse R\u{fffd}hren"),
            (b"\xff\xfeT\0e\0a\0,\0\xb1", None, "Tea,\u{fffd}"),
            (b"T\0e\0a\0,\0\xb1", None, "Tea,\u{fffd}"),
            (b"\x93\xfa\x96\x7b \xff Tea", Some("shift_jis"), "日本 \u{fffd} Tea"),
        ];
        for (bytes, stated, text) in cases {
            assert_eq!(decoded(bytes, stated).0, text, "{stated:?}");
        }
        assert!(matches!(decode(b"\xff\xff\xff".to_vec(), Some("shift_jis")), Err(ImportError::NotInEncoding(_))));
    }
}
