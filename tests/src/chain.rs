//! Checks terminals' chains from the bytes the server shows, by hashing them again.

use serde_json::Value;
use shared_model::entry::{Entry, Origin, SealedEntry};
use shared_model::unit::*;
use std::collections::BTreeMap;

/// A terminal's entry as it was hashed again: where it says it stands, after what.
struct Ring {
    entry: Entry,
    place: (u32, u64),
    prev: Hash,
    hash: Hash,
}

/// Opens each row of `show entries` (`bytes` in hex), hashes it, and checks that every
/// terminal's entries run from 1 without a gap, each naming the hash of the one before.
/// Gives the terminals' entries, by terminal, in order; what the server recorded itself is on
/// no chain, and its hash alone is checked.
pub fn verify(rows: &[Value]) -> Result<BTreeMap<TerminalId, Vec<Entry>>, String> {
    let mut chains: BTreeMap<TerminalId, Vec<Ring>> = BTreeMap::new();
    for row in rows {
        let text = row["bytes"].as_str().ok_or_else(|| format!("an entry without bytes: {row}"))?;
        let bytes = hex::decode(text).map_err(|error| error.to_string())?;
        let sealed = SealedEntry { bytes, attachments: Vec::new() };
        let entry = sealed.open().map_err(|error| error.to_string())?;
        let hash = sealed.hash();
        if row["hash"] != hash.to_hex().as_str() {
            return Err(format!("an entry hashes to {}, its row says {}", hash.to_hex(), row["hash"]));
        }
        let listed = row["terminal"].as_str().and_then(|text| text.parse::<uuid::Uuid>().ok());
        let Origin::Terminal { claim, prev } = &entry.origin else {
            if listed != Some(uuid::Uuid::nil()) {
                return Err(format!("an entry of the server's own is listed at terminal {}", row["terminal"]));
            }
            continue;
        };
        if listed != Some(claim.terminal.0) {
            return Err(format!("an entry of terminal {} is listed at {}", claim.terminal, row["terminal"]));
        }
        let (terminal, place, prev) = (claim.terminal, (claim.incarnation, claim.seq), *prev);
        chains.entry(terminal).or_default().push(Ring { entry, place, prev, hash });
    }
    let mut verified = BTreeMap::new();
    for (terminal, mut chain) in chains {
        chain.sort_by_key(|link| link.place);
        let mut prev = Hash::ZERO;
        for (index, link) in chain.iter().enumerate() {
            let seq = link.place.1;
            if seq != index as u64 + 1 {
                return Err(format!("terminal {terminal}: entry {seq} is where {} belongs", index + 1));
            }
            if link.prev != prev {
                return Err(format!("terminal {terminal}: entry {seq} does not follow the one before"));
            }
            prev = link.hash;
        }
        verified.insert(terminal, chain.into_iter().map(|link| link.entry).collect());
    }
    Ok(verified)
}
