//! Checks terminals' chains from the bytes the server shows, by hashing them again.

use serde_json::Value;
use shared_model::entry::{Entry, SealedEntry};
use shared_model::unit::*;
use std::collections::BTreeMap;

/// Opens each row of `show entries` (`bytes` in hex), hashes it, and checks that every
/// terminal's entries run from 1 without a gap, each naming the hash of the one before.
/// Gives the entries, by terminal, in order.
pub fn verify(rows: &[Value]) -> Result<BTreeMap<TerminalId, Vec<Entry>>, String> {
    let mut chains: BTreeMap<TerminalId, Vec<(Entry, Hash)>> = BTreeMap::new();
    for row in rows {
        let text = row["bytes"].as_str().ok_or_else(|| format!("an entry without bytes: {row}"))?;
        let bytes = hex::decode(text).map_err(|error| error.to_string())?;
        let sealed = SealedEntry { bytes, attachment: None };
        let entry = sealed.open().map_err(|error| error.to_string())?;
        chains.entry(entry.claim.terminal).or_default().push((entry, sealed.hash()));
    }
    let mut verified = BTreeMap::new();
    for (terminal, mut chain) in chains {
        chain.sort_by_key(|(entry, _)| (entry.claim.incarnation, entry.claim.seq));
        let mut prev = Hash::ZERO;
        for (index, (entry, hash)) in chain.iter().enumerate() {
            if entry.claim.seq != index as u64 + 1 {
                return Err(format!("terminal {terminal}: entry {} is where {} belongs", entry.claim.seq, index + 1));
            }
            if entry.prev != prev {
                return Err(format!("terminal {terminal}: entry {} does not follow the one before", entry.claim.seq));
            }
            prev = *hash;
        }
        verified.insert(terminal, chain.into_iter().map(|(entry, _)| entry).collect());
    }
    Ok(verified)
}
