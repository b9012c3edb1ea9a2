//! The bytes of everything that outlives a release, compared with what earlier releases
//! wrote (`shared-model/golden/*.txt`, one `name hex` per line), and how decoding bears
//! what it does not know. A line of those files is never changed, only added to.

mod fact;
mod tolerance;
mod wire;

use crate::encoding::{decode, encode};
use crate::unit::*;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;
use uuid::Uuid;

/// Each sample must encode to its golden bytes, and those must read as the sample.
fn check_golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(golden: &str, samples: &[(&str, T)]) {
    let written: Vec<String> = samples.iter().map(|(name, value)| format!("{name} {}", hex(&encode(value)))).collect();
    let lines: Vec<&str> = golden.lines().collect();
    assert_eq!(lines, written, "the bytes changed; they should read\n{}\n", written.join("\n"));
    for (line, (name, value)) in lines.iter().zip(samples) {
        let bytes = unhex(line.split_once(' ').expect("a name and its bytes").1);
        assert_eq!(&decode::<T>(&bytes, bytes.len()).expect(name), value);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("hex")).collect()
}

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

fn hash(byte: u8) -> Hash {
    Hash([byte; 32])
}

fn at(unix_ms: i64) -> Timestamp {
    Timestamp::new(unix_ms, 60)
}

fn pound() -> Currency {
    "GBP".parse().expect("a currency")
}

fn march() -> BusinessDate {
    "2026-03-01".parse().expect("a date")
}
