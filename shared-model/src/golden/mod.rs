//! The bytes of everything that outlives a release, compared with what earlier releases
//! wrote (`shared-model/golden/*.txt`, one `name hex` per line), and how decoding bears
//! what it does not know. A line of those files is never changed, only added to.

mod account;
mod entry;
mod event;
mod fact;
mod filled;
mod forms;
mod frame;
mod full;
mod name;
mod newer;
mod own;
mod policy;
mod told;
mod tolerance;

use crate::encoding::{decode, encode};
use crate::sample::id;
use crate::unit::*;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// Bytes by name must be the golden ones.
fn check_bytes(golden: &str, samples: &[(&str, Vec<u8>)]) {
    let written: Vec<String> = samples.iter().map(|(name, bytes)| format!("{name} {}", hex(bytes))).collect();
    let lines: Vec<&str> = golden.lines().collect();
    assert_eq!(lines, written, "the bytes changed; they should read\n{}\n", written.join("\n"));
}

/// Each sample must encode to its golden bytes, and those must read as the sample.
fn check_golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(golden: &str, samples: &[(&str, T)]) {
    let bytes: Vec<(&str, Vec<u8>)> = samples.iter().map(|(name, value)| (*name, encode(value))).collect();
    check_bytes(golden, &bytes);
    for ((name, bytes), (_, value)) in bytes.iter().zip(samples) {
        assert_eq!(&decode::<T>(bytes, bytes.len()).expect(name), value);
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hash(byte: u8) -> Hash {
    Hash([byte; 32])
}

fn at(unix_ms: i64) -> Timestamp {
    Timestamp::new(unix_ms, 60)
}
