//! Where an entry belongs in its terminal's chain. Pure.

use crate::entry::{Envelope, Link};
use crate::terminal::{Heads, Held};
use shared_model::bounds::{FORKS_MAX, INCARNATIONS_MAX};
use shared_model::entry::Claim;
use shared_model::unit::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// Next in the chain.
    Next(Link),
    Duplicate,
    /// Its claim is taken, or what it follows is not on the chain.
    Fork(Link),
    Gap {
        expected: u64,
    },
}

/// Where an entry stood in its outbox. What came before it may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stood {
    incarnation: u32,
    seq: u64,
    pub prev: Option<Hash>,
}

impl Stood {
    pub fn of(envelope: &Envelope) -> Stood {
        let Claim { incarnation, seq, .. } = envelope.claim;
        Stood { incarnation, seq, prev: Some(envelope.prev) }
    }

    fn next(self, hash: Hash) -> Option<Stood> {
        Some(Stood { seq: self.seq.checked_add(1)?, prev: Some(hash), ..self })
    }

    /// Says of those before it, none of which could be read, where they stood, if it follows them.
    fn lead(self, before: &mut [Option<Stood>], hashes: &[Hash]) {
        let first = u64::try_from(before.len()).ok().and_then(|entries| self.seq.checked_sub(entries));
        let (Some(first @ 1..), true) = (first, self.prev == hashes.last().copied()) else { return };
        for (seq, (at, stood)) in (first..).zip(before.iter_mut().enumerate()) {
            let prev = at.checked_sub(1).map(|at| hashes[at]);
            *stood = Some(Stood { seq, prev, ..self });
        }
    }
}

/// A terminal's chains as far as the server holds them, moved on entry by entry.
#[derive(Debug, Clone)]
pub struct Chain {
    pub business: BusinessId,
    pub terminal: TerminalId,
    /// The newest life of it.
    pub incarnation: u32,
    /// Where every branch of every life ends.
    pub heads: Heads,
    /// Hashes of this batch (and what they follow) that are held already, and where.
    pub known: BTreeMap<Hash, (u32, u32)>,
    /// Something is missing, so nothing behind it can be placed.
    pub gap: bool,
    /// Where the entry before went: what can't be read follows it.
    last: Option<(u32, u32)>,
}

impl Chain {
    pub fn of(held: &Held, mut known: BTreeMap<Hash, (u32, u32)>) -> Chain {
        let till = &held.terminal;
        known.extend(till.heads.iter().map(|(at, (_, head))| (*head, *at)));
        Chain {
            business: till.business,
            terminal: till.id,
            incarnation: till.incarnation,
            heads: till.heads.clone(),
            known,
            gap: false,
            last: None,
        }
    }

    pub fn place(&mut self, hash: Hash, stood: Option<Stood>) -> Fit {
        if let Some(at) = self.known.get(&hash) {
            self.last = Some(*at);
            return Fit::Duplicate;
        }
        let (incarnation, seq, prev) = match stood {
            Some(Stood { incarnation, seq, prev }) => {
                (incarnation, seq, prev.unwrap_or_else(|| self.end_before(incarnation, seq)))
            }
            // It can't be read, but this terminal signed it as the next of its outbox.
            None => {
                let at = self.last.unwrap_or((self.incarnation, 0));
                let (seq, head) = self.heads.get(&at).copied().unwrap_or((0, Hash::ZERO));
                (at.0, seq.saturating_add(1), head)
            }
        };
        let link = Link { incarnation, branch: 0, seq, prev, goes_on: false };
        if self.branches_off(link) {
            return Fit::Fork(self.fork(hash, link));
        }
        let expected = self.end(incarnation).0.saturating_add(1);
        if self.gap || seq > expected {
            self.gap = true;
            return Fit::Gap { expected };
        }
        self.known.insert(hash, (incarnation, 0));
        self.heads.insert((incarnation, 0), (seq, hash));
        self.last = Some((incarnation, 0));
        self.incarnation = self.incarnation.max(incarnation);
        Fit::Next(link)
    }

    /// The last entry of a life, on the chain itself.
    fn end(&self, incarnation: u32) -> (u64, Hash) {
        self.heads.get(&(incarnation, 0)).copied().unwrap_or((0, Hash::ZERO))
    }

    /// The last entry of the chain or of a fork, where one ends right before.
    fn end_before(&self, incarnation: u32, seq: u64) -> Hash {
        let of_life = self.heads.range((incarnation, 0)..=(incarnation, u32::MAX));
        let ends = of_life.map(|(_, end)| end).find(|(last, _)| last.checked_add(1) == Some(seq));
        ends.map_or(self.end(incarnation).1, |(_, head)| *head)
    }

    /// Where the entries of a whole batch stood in the outbox: what cannot be read stood between those
    /// beside it.
    pub fn stood<'a>(&self, entries: impl Iterator<Item = (Hash, Option<&'a Envelope>)>) -> Vec<Option<Stood>> {
        let mut stood: Vec<Option<Stood>> = Vec::new();
        let mut hashes: Vec<Hash> = Vec::new();
        for (at, (hash, envelope)) in entries.enumerate() {
            let ours = envelope.filter(|envelope| self.is_ours(envelope)).map(Stood::of);
            let first_read = at > 0 && stood[at - 1].is_none();
            if let (Some(own), true) = (ours, first_read) {
                own.lead(&mut stood, &hashes);
            }
            let before = at.checked_sub(1).and_then(|before| stood[before]?.next(hashes[before]));
            stood.push(ours.or(before));
            hashes.push(hash);
        }
        stood
    }

    /// Whether the batch can only be what comes next, so that nothing of it is held.
    pub fn goes_straight_on<'a>(&self, entries: impl Iterator<Item = (Hash, Option<&'a Envelope>)>) -> bool {
        let (mut seq, mut head) = self.end(self.incarnation);
        for (hash, envelope) in entries {
            let Some(envelope) = envelope.filter(|envelope| self.is_ours(envelope)) else { return false };
            let goes_on = seq.checked_add(1) == Some(envelope.claim.seq) && envelope.prev == head;
            if envelope.claim.incarnation != self.incarnation || !goes_on {
                return false;
            }
            (seq, head) = (envelope.claim.seq, hash);
        }
        true
    }

    /// It goes on where a fork ends, or begins one of its own.
    fn fork(&mut self, hash: Hash, link: Link) -> Link {
        let followed = self.known.get(&link.prev).copied().filter(|(_, branch)| *branch > 0);
        let ends_there = |at: &(u32, u32)| {
            self.heads.get(at).is_some_and(|(seq, head)| *head == link.prev && seq.checked_add(1) == Some(link.seq))
        };
        let on = followed.filter(|at| ends_there(at) && at.0 == link.incarnation);
        let last = self.heads.range((link.incarnation, 0)..=(link.incarnation, u32::MAX)).next_back();
        let fresh = last.map_or(0, |((_, branch), _)| *branch).saturating_add(1).min(FORKS_MAX);
        let branch = on.map_or(fresh, |(_, branch)| branch);
        self.known.insert(hash, (link.incarnation, branch));
        self.heads.insert((link.incarnation, branch), (link.seq, hash));
        self.last = Some((link.incarnation, branch));
        Link { branch, goes_on: followed.is_some(), ..link }
    }

    fn is_ours(&self, envelope: &Envelope) -> bool {
        envelope.business == self.business && envelope.claim.terminal == self.terminal
    }

    fn branches_off(&self, link: Link) -> bool {
        let (seq, head) = self.end(link.incarnation);
        if seq == 0 {
            return !self.begins(link);
        }
        link.seq <= seq
            || (seq.checked_add(1) == Some(link.seq) && link.prev != head && !self.gap)
            || self.known.get(&link.prev).is_some_and(|(_, branch)| *branch > 0)
    }

    /// Whether it may be of a life of which nothing is held: the first of all, or the one after
    /// the newest, in which the server lets a copy of the till go on.
    fn begins(&self, link: Link) -> bool {
        let is_first = self.end(self.incarnation).0 == 0 && link.incarnation == self.incarnation;
        let is_next = self.incarnation.checked_add(1) == Some(link.incarnation);
        is_first || (is_next && link.incarnation <= INCARNATIONS_MAX)
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
            heads: Heads::from([((1, 0), (seq, hash(head)))]),
            known: BTreeMap::from([(hash(head), (1, 0))]),
            gap: false,
            last: None,
        }
    }

    fn envelope(seq: u64, prev: u8) -> Envelope {
        let claim = Claim { terminal: TerminalId(Uuid::from_u128(2)), incarnation: 1, seq };
        Envelope { business: BusinessId(Uuid::from_u128(1)), claim, prev: hash(prev) }
    }

    fn stood(seq: u64, prev: u8) -> Option<Stood> {
        Some(Stood::of(&envelope(seq, prev)))
    }

    fn hash(byte: u8) -> Hash {
        Hash([byte; 32])
    }

    #[test]
    fn an_entry_follows_or_repeats_or_forks_or_leaves_a_gap() {
        let place = |seq, prev, byte| chain(5, 5).place(hash(byte), stood(seq, prev));
        assert!(matches!(place(6, 5, 6), Fit::Next(link) if link.seq == 6));
        assert_eq!(place(5, 4, 5), Fit::Duplicate);
        assert!(matches!(place(5, 4, 55), Fit::Fork(_)));
        assert!(matches!(place(6, 55, 6), Fit::Fork(_)), "it follows something else");
        assert_eq!(place(7, 6, 7), Fit::Gap { expected: 6 });
    }

    #[test]
    fn behind_a_gap_nothing_is_placed_and_behind_a_fork_everything_is_a_fork() {
        let mut gapped = chain(5, 5);
        gapped.place(hash(8), stood(8, 7));
        assert_eq!(gapped.place(hash(9), stood(9, 8)), Fit::Gap { expected: 6 });
        assert_eq!(gapped.place(hash(10), None), Fit::Gap { expected: 6 });
        let mut forked = chain(5, 5);
        forked.place(hash(55), stood(5, 4));
        assert!(matches!(forked.place(hash(66), stood(6, 55)), Fit::Fork(link) if link.goes_on));
        assert!(matches!(forked.place(hash(77), stood(7, 66)), Fit::Fork(link) if link.branch == 1));
        assert!(matches!(forked.place(hash(88), stood(5, 4)), Fit::Fork(link) if link.branch == 2));
        assert_eq!(forked.heads[&(1, 1)], (7, hash(77)), "a fork has an end of its own");
        let unread = forked.place(hash(89), None);
        assert!(
            matches!(unread, Fit::Fork(link) if (link.branch, link.seq) == (2, 6)),
            "it follows what came before it"
        );
        assert_eq!(forked.end(1), (5, hash(5)), "the chain itself did not move");
    }

    #[test]
    fn a_copy_goes_on_in_the_next_life_of_the_chain_from_whatever_it_held_last() {
        let of = |incarnation, seq, prev: u8| {
            let envelope = envelope(seq, prev);
            Some(Stood::of(&Envelope { claim: Claim { incarnation, ..envelope.claim }, ..envelope }))
        };
        let mut chain = chain(5, 5);
        assert!(matches!(chain.place(hash(44), of(1, 4, 3)), Fit::Fork(_)), "what the copy made before");
        assert!(matches!(chain.place(hash(21), of(2, 1, 44)), Fit::Next(link) if link.incarnation == 2));
        assert!(matches!(chain.place(hash(22), of(2, 2, 21)), Fit::Next(_)));
        assert_eq!(chain.place(hash(24), of(2, 4, 23)), Fit::Gap { expected: 3 });
        chain.gap = false;
        assert!(matches!(chain.place(hash(6), of(1, 6, 5)), Fit::Next(_)), "the first copy goes on too");
        assert!(matches!(chain.place(hash(41), of(4, 1, 22)), Fit::Fork(_)), "nobody let it");
        chain.incarnation = INCARNATIONS_MAX;
        chain.heads.insert((INCARNATIONS_MAX, 0), (1, hash(9)));
        assert!(matches!(chain.place(hash(65), of(INCARNATIONS_MAX + 1, 1, 9)), Fit::Fork(_)));
    }

    #[test]
    fn forks_beyond_the_limit_are_held_together() {
        let mut chain = chain(5, 5);
        for number in 0..FORKS_MAX + 20 {
            let mut hash = Hash([0xf0; 32]);
            hash.0[..4].copy_from_slice(&number.to_be_bytes());
            let Fit::Fork(link) = chain.place(hash, stood(5, 4)) else { panic!("fork {number}") };
            assert_eq!((link.branch, link.goes_on), ((number + 1).min(FORKS_MAX), false));
        }
        assert_eq!(chain.heads.len(), 1 + FORKS_MAX as usize, "each push reads them all");
    }

    #[test]
    fn a_batch_goes_straight_on_or_has_to_be_looked_up() {
        let straight = |entries: &[(u8, u64, u8)]| {
            let entries: Vec<(Hash, Envelope)> =
                entries.iter().map(|(byte, seq, prev)| (hash(*byte), envelope(*seq, *prev))).collect();
            chain(5, 5).goes_straight_on(entries.iter().map(|(hash, envelope)| (*hash, Some(envelope))))
        };
        assert!(straight(&[(6, 6, 5), (7, 7, 6)]));
        assert!(!straight(&[(6, 6, 5), (8, 8, 7)]), "something is missing");
        assert!(!straight(&[(5, 5, 4)]), "it may be held");
        assert!(!chain(5, 5).goes_straight_on([(hash(6), None)].into_iter()), "it cannot be read");
    }

    #[test]
    fn what_begins_a_batch_and_cannot_be_read_stood_before_what_follows_it() {
        let fork = (hash(77), (1, 1));
        let forked = || {
            let mut chain = chain(5, 5);
            chain.heads.insert(fork.1, (7, fork.0));
            chain.known.insert(fork.0, fork.1);
            chain
        };
        let (one, two, read) = (hash(81), hash(82), envelope(10, 82));
        let batch = |read| [(one, None), (two, None), (hash(83), Some(read))];
        let mut chain = forked();
        let stood = chain.stood(batch(&read).into_iter());
        for (((hash, _), stood), seq) in batch(&read).into_iter().zip(stood).zip(8..) {
            assert!(
                matches!(chain.place(hash, stood), Fit::Fork(link) if (link.branch, link.seq, link.goes_on) == (1, seq, true)),
                "{seq}: {chain:?}"
            );
        }
        let strange = envelope(10, 99);
        assert_eq!(forked().stood(batch(&strange).into_iter())[..2], [None, None], "it follows something else");
        let early = envelope(2, 82);
        assert_eq!(forked().stood(batch(&early).into_iter())[..2], [None, None], "there is no room before it");
    }

    #[test]
    fn an_entry_that_cannot_be_read_takes_the_next_place() {
        let mut chain = chain(5, 5);
        assert!(matches!(chain.place(hash(6), None), Fit::Next(link) if link.seq == 6));
        assert!(matches!(chain.place(hash(7), stood(7, 6)), Fit::Next(_)));
    }
}
