//! What decoding bears: fields, kinds and versions of a newer release. What it refuses: bytes
//! made to hurt.

use super::entry::{entry, full};
use super::filled::Filled;
use super::forms::{Forms, each};
use super::*;
use crate::bounds::{CALL_BYTES_MAX, ENTRY_BYTES_MAX, FRAME_BYTES_MAX, INTAKE_LINES_MAX, LINE_BYTES_MAX};
use crate::document::Edit;
use crate::encoding::{DecodeError, Signed};
use crate::entry::Entry;
use crate::fact::supply::ReceivedLine;
use crate::fact::{Fact, FactError};
use crate::order::Order;
use crate::setting::Certificate;
use crate::wire::{Call, Called, ClientFrame, ServerFrame, Told};
use ciborium::Value;
use proptest::prelude::*;
use std::collections::BTreeSet;

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
fn fields_of_a_newer_release_are_skipped_in_envelope_and_payload() {
    for entry in [entry(), full()] {
        let mut value: Value = decode(&encode(&entry), ENTRY_BYTES_MAX).unwrap();
        with_unknown_fields(&mut value);
        let bytes = encode(&value);
        assert!(bytes.len() > encode(&entry).len());
        assert_eq!(Entry::open(&bytes), Ok(entry));
    }
    let order = crate::sample::order();
    let mut value: Value = decode(&encode(&order), ENTRY_BYTES_MAX).unwrap();
    with_unknown_fields(&mut value);
    assert_eq!(decode::<Order>(&encode(&value), ENTRY_BYTES_MAX), Ok(order));
}

/// Reads each sample with an element more, and with one less, in each of its arrays whose elements
/// are fields.
#[derive(Default)]
struct Grown {
    arrays: BTreeSet<String>,
    /// Where the last element may be missing.
    shorter: BTreeSet<String>,
}

impl Forms for Grown {
    fn take<T: Serialize + DeserializeOwned + PartialEq + Debug>(&mut self, name: &str, sample: &T) {
        let mut filled = Filled::default();
        filled.take(name, sample);
        let read = |place: &str, change| {
            let mut value = Value::serialized(sample).unwrap();
            filled.change(place, &mut value, name, change);
            let bytes = encode(&value);
            assert_ne!(bytes, encode(sample), "{place}");
            decode::<T>(&bytes, FRAME_BYTES_MAX)
        };
        for place in filled.arrays() {
            let longer = read(place, |array| array.push(Value::Array(vec![Value::Null, Value::from("later")])));
            assert_eq!(longer.as_ref(), Ok(sample), "{place}");
            match read(place, |array| drop(array.pop())) {
                Ok(_) => drop(self.shorter.insert(place.clone())),
                Err(error) => assert!(matches!(error, DecodeError::Malformed(_)), "{place}: {error}"),
            }
        }
        self.arrays.extend(filled.arrays().iter().cloned());
    }
}

#[test]
fn an_element_of_a_newer_release_is_passed_over_in_every_array_of_rows_and_frames() {
    let mut grown = Grown::default();
    each(&mut grown);
    for place in
        ["till a", "server l.1[]", "server page.6[]", "levels.4[]", "told order.3", "told price", "certificate"]
    {
        assert!(grown.arrays.contains(place), "{place} is no array among {:#?}", grown.arrays);
    }
    // Whatever is added later names what stands for it where it is missing, and joins these.
    assert_eq!(grown.shorter, BTreeSet::new());
}

#[test]
fn what_a_frame_and_a_row_travel_in_grows_too() {
    let longer = |bytes: &[u8]| {
        let mut array: Vec<Value> = decode(bytes, FRAME_BYTES_MAX).unwrap();
        array.push(Value::from("later"));
        encode(&array)
    };
    for (_, frame) in frame::client_frames() {
        assert_eq!(ClientFrame::decode(&longer(&frame.encode()), FRAME_BYTES_MAX), Ok(frame));
    }
    for (_, frame) in frame::server_frames() {
        assert_eq!(ServerFrame::decode(&longer(&frame.encode()), FRAME_BYTES_MAX), Ok(frame));
    }
    for (_, row) in told::rows() {
        assert_eq!(Told::decode(&longer(&row.encode())), Ok(row));
    }
}

#[test]
fn what_a_newer_release_signed_is_checked_by_the_bytes_that_it_signed() {
    let known = frame::certificate();
    let mut said: Vec<Value> = decode(known.bytes(), FRAME_BYTES_MAX).unwrap();
    said.push(Value::from("later"));
    let bytes = encode(&said);
    let sent = encode(&(Value::Bytes(bytes.clone()), known.signature));
    let read: Signed<Certificate> = decode(&sent, FRAME_BYTES_MAX).unwrap();
    assert_eq!((&*read, read.signature), (&*known, known.signature));
    assert_eq!(read.message(), Hash::of("counterfoil certificate 1", &[&bytes]));
    assert_eq!(encode(&read), sent, "and goes on as it came");
}

#[test]
fn an_entry_of_an_unknown_kind_still_says_who_recorded_it_and_what_it_means_in_money() {
    let unknown = Entry { kind: "teleported".into(), payload: vec![0xf6], ..full() };
    let read = Entry::open(&encode(&unknown)).unwrap();
    assert_eq!(read.fact(), Err(FactError::UnknownKind("teleported".into())));
    assert_eq!(read.money.as_ref().map(|header| header.check()), Some(Ok(())));
    assert_eq!(read, unknown);
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
            assert!(Fact::decode("order_placed", 1, &claim).is_err());
        }
    }
}

#[test]
fn what_a_till_asks_is_much_shorter_than_a_frame_and_a_full_delivery_fits() {
    let line = ReceivedLine { product: ProductId(id(6)), quantity: Quantity(1_000_000_000_000) };
    let delivery = Call::ReceiveGoods {
        staff: StaffId(id(3)),
        intake: IntakeId(id(7)),
        warehouse: WarehouseId(id(8)),
        lines: vec![line; INTAKE_LINES_MAX],
        reference: "x".repeat(LINE_BYTES_MAX),
    };
    let framed = |call| ClientFrame::Call(Called { id: 1, call }).encode();
    assert!(ClientFrame::decode(&framed(delivery), FRAME_BYTES_MAX).is_ok());
    let ids = |count| Call::Takers { lines: vec![(OrderId(id(4)), 1); count] };
    let long = framed(ids(CALL_BYTES_MAX / 18));
    assert!(matches!(ClientFrame::decode(&long, FRAME_BYTES_MAX), Err(DecodeError::TooLarge { .. })));
    assert!(ClientFrame::decode(&framed(ids(CALL_BYTES_MAX / 20)), FRAME_BYTES_MAX).is_ok());
}

proptest! {
    #[test]
    fn no_bytes_end_the_program(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        // Nothing to compare: bytes at random may even be well-formed.
        let _entry = Entry::open(&bytes);
        let _from_till = ClientFrame::decode(&bytes, FRAME_BYTES_MAX);
        let _from_server = ServerFrame::decode(&bytes, FRAME_BYTES_MAX);
        let _row = Told::decode(&bytes);
        let _edit = Edit::open(&bytes);
        for kind in Fact::KINDS {
            let _fact = Fact::decode(kind, 1, &bytes);
        }
    }
}
