//! Where an entry belongs in its terminal's chain. Pure.

use serde::Deserialize;
use shared_model::entry::{Claim, ENTRY_BYTES_MAX};
use shared_model::unit::*;
use shared_model::{SealedEntry, encoding};
use std::collections::BTreeSet;

/// The part of an entry that every version has: read even where the fact is of a kind that
/// this server does not know.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Envelope {
    pub business: BusinessId,
    pub claim: Claim,
    pub prev: Hash,
    #[serde(default)]
    pub staff: Option<StaffId>,
}

impl Envelope {
    pub fn open(entry: &SealedEntry) -> Option<Envelope> {
        encoding::decode(&entry.bytes, ENTRY_BYTES_MAX).ok()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Next in the chain.
    Next(Link),
    Duplicate,
    /// Its claim is taken, or what it follows is not on the chain.
    Fork(Link),
    Gap {
        expected: u64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub incarnation: u32,
    pub seq: u64,
    pub prev: Hash,
}

/// A terminal's chain as far as the server holds it, moved on entry by entry.
#[derive(Debug, Clone)]
pub struct Chain {
    pub business: BusinessId,
    pub terminal: TerminalId,
    pub incarnation: u32,
    pub seq: u64,
    pub head: Hash,
    /// Hashes of this batch (and what they follow) that are stored already.
    pub known: BTreeSet<Hash>,
    /// Of those, the ones on a fork.
    pub forked: BTreeSet<Hash>,
    /// Something is missing, so nothing behind it can be placed.
    pub gap: bool,
}

impl Chain {
    pub fn place(&mut self, hash: Hash, envelope: Option<&Envelope>) -> Place {
        if self.known.contains(&hash) {
            return Place::Duplicate;
        }
        let link = match envelope {
            Some(envelope) if self.is_ours(envelope) => {
                Link { incarnation: envelope.claim.incarnation, seq: envelope.claim.seq, prev: envelope.prev }
            }
            // It can't be read, but this terminal signed it as the next of its outbox.
            _ => Link { incarnation: self.incarnation, seq: self.seq + 1, prev: self.head },
        };
        if self.branches_off(link) {
            self.known.insert(hash);
            self.forked.insert(hash);
            return Place::Fork(link);
        }
        if self.gap || link.seq > self.seq + 1 {
            self.gap = true;
            return Place::Gap { expected: self.seq + 1 };
        }
        self.known.insert(hash);
        self.seq = link.seq;
        self.head = hash;
        Place::Next(link)
    }

    fn is_ours(&self, envelope: &Envelope) -> bool {
        envelope.business == self.business && envelope.claim.terminal == self.terminal
    }

    fn branches_off(&self, link: Link) -> bool {
        link.incarnation != self.incarnation
            || link.seq <= self.seq
            || (link.seq == self.seq + 1 && link.prev != self.head && !self.gap)
            || self.forked.contains(&link.prev)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn chain(seq: u64, head: u8) -> Chain {
        Chain {
            business: BusinessId(Uuid::from_u128(1)),
            terminal: TerminalId(Uuid::from_u128(2)),
            incarnation: 1,
            seq,
            head: Hash([head; 32]),
            known: BTreeSet::from([Hash([head; 32])]),
            forked: BTreeSet::new(),
            gap: false,
        }
    }

    fn envelope(seq: u64, prev: u8) -> Envelope {
        let claim = Claim { terminal: TerminalId(Uuid::from_u128(2)), incarnation: 1, seq };
        Envelope { business: BusinessId(Uuid::from_u128(1)), claim, prev: Hash([prev; 32]), staff: None }
    }

    #[test]
    fn an_entry_follows_or_repeats_or_forks_or_leaves_a_gap() {
        let place = |seq, prev, hash| chain(5, 5).place(Hash([hash; 32]), Some(&envelope(seq, prev)));
        assert!(matches!(place(6, 5, 6), Place::Next(link) if link.seq == 6));
        assert_eq!(place(5, 4, 5), Place::Duplicate);
        assert!(matches!(place(5, 4, 55), Place::Fork(_)));
        assert!(matches!(place(6, 55, 6), Place::Fork(_)), "it follows something else");
        assert_eq!(place(7, 6, 7), Place::Gap { expected: 6 });
    }

    #[test]
    fn behind_a_gap_nothing_is_placed_and_behind_a_fork_everything_is_a_fork() {
        let mut gapped = chain(5, 5);
        gapped.place(Hash([8; 32]), Some(&envelope(8, 7)));
        assert_eq!(gapped.place(Hash([9; 32]), Some(&envelope(9, 8))), Place::Gap { expected: 6 });
        assert_eq!(gapped.place(Hash([10; 32]), None), Place::Gap { expected: 6 });
        let mut forked = chain(5, 5);
        forked.place(Hash([55; 32]), Some(&envelope(5, 4)));
        assert!(matches!(forked.place(Hash([66; 32]), Some(&envelope(6, 55))), Place::Fork(_)));
        assert!(matches!(forked.place(Hash([77; 32]), Some(&envelope(7, 66))), Place::Fork(_)));
        assert_eq!((forked.seq, forked.head), (5, Hash([5; 32])), "the chain itself did not move");
    }

    #[test]
    fn an_entry_that_cannot_be_read_takes_the_next_place() {
        let mut chain = chain(5, 5);
        assert!(matches!(chain.place(Hash([6; 32]), None), Place::Next(link) if link.seq == 6));
        assert!(matches!(chain.place(Hash([7; 32]), Some(&envelope(7, 6))), Place::Next(_)));
    }
}
