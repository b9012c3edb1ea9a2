//! What decoding bears: fields of a newer release. What it refuses: kinds it does not know,
//! and bytes made to hurt.

use super::fact::entry;
use super::*;
use crate::document::Edit;
use crate::encoding::DecodeError;
use crate::entry::{ENTRY_BYTES_MAX, Entry};
use crate::fact::Fact;
use crate::wire::{ClientFrame, FRAME_BYTES_MAX, LogBody, ServerFrame};
use ciborium::Value;
use proptest::prelude::*;

/// Adds a field to every map in `value`, maps of one field (enums) left alone.
fn with_unknown_fields(value: &mut Value) {
    match value {
        Value::Map(fields) => {
            fields.iter_mut().for_each(|(_, value)| with_unknown_fields(value));
            if fields.len() > 1 {
                fields.insert(0, (Value::Text("from_the_future".into()), Value::Array(vec![Value::Null])));
            }
        }
        Value::Array(values) => values.iter_mut().for_each(with_unknown_fields),
        _ => {}
    }
}

#[test]
fn fields_of_a_newer_release_are_skipped() {
    let order = Fact::OrderPlaced(Box::new(super::fact::order()));
    for fact in [entry().fact, order] {
        let entry = Entry { fact, ..entry() };
        let mut value: Value = decode(&encode(&entry), ENTRY_BYTES_MAX).unwrap();
        with_unknown_fields(&mut value);
        let bytes = encode(&value);
        assert!(bytes.len() > encode(&entry).len());
        assert_eq!(decode::<Entry>(&bytes, ENTRY_BYTES_MAX), Ok(entry));
    }
}

#[test]
fn a_fact_or_frame_of_an_unknown_kind_is_an_error_and_not_something_else() {
    let unknown = Value::Map(vec![(Value::Text("teleported".into()), Value::Map(Vec::new()))]);
    let bytes = encode(&unknown);
    assert!(matches!(decode::<Fact>(&bytes, 100), Err(DecodeError::Malformed(_))));
    assert!(matches!(decode::<ClientFrame>(&bytes, 100), Err(DecodeError::Malformed(_))));
    assert!(matches!(decode::<ServerFrame>(&bytes, 100), Err(DecodeError::Malformed(_))));
    assert!(matches!(decode::<LogBody>(&bytes, 100), Err(DecodeError::Malformed(_))));
}

#[test]
fn size_depth_and_leftovers_are_bounded() {
    let bytes = encode(&entry());
    let size = bytes.len();
    assert_eq!(decode::<Entry>(&bytes, size - 1), Err(DecodeError::TooLarge { size, max: size - 1 }));
    let longer = [bytes.as_slice(), &[0, 0]].concat();
    assert_eq!(decode::<Entry>(&longer, ENTRY_BYTES_MAX), Err(DecodeError::Trailing(2)));
    assert!(decode::<Entry>(&bytes[..size - 1], ENTRY_BYTES_MAX).is_err());
    let deep = vec![0x81; 1_000_000];
    assert!(decode::<Value>(&deep, FRAME_BYTES_MAX).is_err());
    assert!(decode::<Entry>(&deep, FRAME_BYTES_MAX).is_err());
    // Arrays, maps, byte strings and texts that claim to be 2^63 long and longer.
    for head in [0x9b, 0xbb, 0x5b, 0x7b] {
        for length in [0x80, 0xff] {
            let claim = [&[head, length][..], &[0xff; 7]].concat();
            assert!(decode::<Value>(&claim, 100).is_err());
            assert!(decode::<Fact>(&claim, 100).is_err());
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        // Nothing to compare: bytes at random may even be well-formed.
        let _entry = decode::<Entry>(&bytes, ENTRY_BYTES_MAX);
        let _from_till = decode::<ClientFrame>(&bytes, FRAME_BYTES_MAX);
        let _from_server = decode::<ServerFrame>(&bytes, FRAME_BYTES_MAX);
        let _body = decode::<LogBody>(&bytes, FRAME_BYTES_MAX);
        let _edit = Edit::open(&bytes);
    }
}
