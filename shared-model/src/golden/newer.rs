//! Every enum that is stored or sent, with a variant of a newer version: it reads, keeps its name and is
//! written again byte for byte, and so does what holds it.

use super::*;
use crate::catalogue::{Product, ShortagePolicy, Tracking};
use crate::entry::{AttachmentClass, Entry, Origin};
use crate::fact::document::EditedDocument;
use crate::fact::payment::FailedOutcome;
use crate::money::{AccountName, DocumentKind, MoneyClass};
use crate::order::{Fulfilment, LineStateName, Order, OrderSource, PriceCauseKind, PriceSource};
use crate::party::{ActorKind, Capacity};
use crate::payment::{PaymentDirection, PaymentMethod};
use crate::policy::Role;
use crate::reason::{Datum, Reason};
use crate::refusal::CallError;
use crate::sample;
use crate::setting::TerminalKind;
use crate::stock::{Promise, ShortageCause};
use crate::unit::Scope;
use crate::wire::frame::{EntryOutcome, RefusalCode};
use crate::wire::told::health::SetAsideCode;
use crate::wire::told::order::FulfilmentTold;
use crate::wire::{Answer, Call, EnrolErrorCode, Told};
use ciborium::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

const MAX: usize = 100_000;

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// A variant that nobody here knows, in each of the ways in which one travels.
fn strange() -> [Value; 4] {
    let content = Value::Map(vec![(text("to"), text("the moon")), (text("in"), Value::Bytes(vec![1, 2, 3]))]);
    [
        text("teleported"),
        Value::Map(vec![(text("teleported"), content.clone())]),
        Value::Map(vec![(text("to"), content.clone()), (text("kind"), text("teleported"))]),
        Value::Array(vec![text("teleported"), content]),
    ]
}

/// How a variant of `T` travels: by its name alone, as the field of a map, tagged, or in an array.
#[track_caller]
fn kept<T: Serialize + DeserializeOwned + Debug>(ways: &[usize]) {
    for way in ways {
        let bytes = encode(&strange()[*way]);
        let read = decode::<T>(&bytes, MAX).unwrap();
        assert!(format!("{read:?}").contains("teleported"), "{read:?}");
        assert_eq!(encode(&read), bytes, "{read:?}");
    }
}

macro_rules! all_kept {
    ($ways:expr; $($name:ty),* $(,)?) => { $(kept::<$name>($ways);)* };
}

#[test]
fn a_variant_of_a_newer_version_is_kept_byte_for_byte_wherever_one_can_stand() {
    all_kept!(&[0];
        AccountName, ActorKind, AttachmentClass, Capacity, DocumentKind, EnrolErrorCode, FailedOutcome, LineStateName,
        MoneyClass, OrderSource, PaymentDirection, PaymentMethod, PriceCauseKind, Promise, RefusalCode, Role,
        SetAsideCode, ShortageCause, ShortagePolicy, TerminalKind, Tracking,
    );
    all_kept!(&[0, 1]; Answer, Call, CallError, Datum, EditedDocument, EntryOutcome, Origin, PriceSource);
    all_kept!(&[2]; Fulfilment);
    all_kept!(&[3]; FulfilmentTold);
    let scope = encode(&Value::Bytes(b"x23456".to_vec()));
    assert_eq!(decode::<Scope>(&scope, MAX).map(|scope| encode(&scope)), Ok(scope));
    assert!(decode::<Scope>(&encode(&Value::Bytes(vec![7; 41])), MAX).is_err());
}

/// Puts `to` in the place of every field `of` that `value` holds.
fn changed(value: &mut Value, of: &str, to: &Value) {
    match value {
        Value::Map(fields) => {
            for (name, value) in fields {
                if name.as_text() == Some(of) { *value = to.clone() } else { changed(value, of, to) }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| changed(value, of, to)),
        _ => {}
    }
}

#[track_caller]
fn with<T: Serialize + DeserializeOwned + Debug>(whole: &T, of: &str, way: usize) -> T {
    let mut value: Value = decode(&encode(whole), MAX).unwrap();
    changed(&mut value, of, &strange()[way]);
    let bytes = encode(&value);
    assert_ne!(bytes, encode(whole), "there is no {of}");
    let read = decode::<T>(&bytes, MAX).unwrap();
    assert_eq!(encode(&read), bytes);
    read
}

#[test]
fn what_holds_a_variant_of_a_newer_version_reads_all_the_same() {
    let entry: Entry = with(&super::entry::full(), "origin", 1);
    assert_eq!((entry.origin.claim(), entry.money), (None, super::entry::full().money));
    let order: Order = with(&sample::order(), "fulfilment", 2);
    assert!(order.lines.iter().all(|line| line.fulfilment.as_str() == "teleported"));
    let order: Order = with(&sample::order(), "promise", 0);
    assert_eq!(order.lines[0].promise, Promise::Other("teleported".into()));
    let order: Order = with(&sample::order(), "price_from", 1);
    assert!(matches!(&order.lines[0].price_from, Some(PriceSource::Newer(_))));
    let product: Product = with(&sample::product(1, "standard"), "shortage", 0);
    assert!(product.shortage.asks(), "who may sell short decides");
}

#[test]
fn a_reason_with_a_figure_of_a_newer_version_is_still_said() {
    let weight = Value::Map(vec![(text("teleported"), Value::from(3))]);
    let data = Value::Array(vec![Value::Array(vec![text("by"), weight])]);
    let reason = Value::Map(vec![(text("code"), text("moved")), (text("data"), data)]);
    let reason: Reason = decode(&encode(&reason), MAX).unwrap();
    assert_eq!(crate::words::reason(&reason), "moved (by teleported)");
}

/// No tax can be reckoned by a rounding that is not known, so the whole of what names it waits as a kind
/// of fact or row does that is not known.
#[test]
fn settings_with_a_rounding_of_a_newer_version_do_not_read_and_so_wait_whole() {
    let mut value: Value = decode(&encode(&sample::business()), MAX).unwrap();
    changed(&mut value, "rounding", &text("teleported"));
    let body = serde_bytes::ByteBuf::from(encode(&value));
    assert!(matches!(Told::decode(&encode(&("business", 1, body))), Err(crate::wire::ToldError::Unreadable(_))));
}
