//! The way up: the outbox in batches, several in flight.
//!
//! A batch goes at once when nothing is in flight; otherwise new entries gather for a
//! moment, so that a busy till sends few frames and a quiet one waits for nothing.

use super::{Alarm, Effect, Ms, Outgoing};
use shared_model::bounds::{PUSH_BYTES_MAX, PUSH_ENTRIES_MAX};
use shared_model::entry::Place;
use shared_model::refusal::LinkReason;
use shared_model::unit::Hash;
use shared_model::wire::{EntryOutcome, EntryResult};
use std::collections::{BTreeMap, BTreeSet};

pub const BATCHES_IN_FLIGHT_MAX: usize = 4;
const GATHER: Ms = 20;
/// A batch unanswered for so long has been lost; the connection is given up for it.
pub const ANSWER_TIMEOUT: Ms = 60_000;
/// Times the server may ask for earlier entries without storing one in between.
const REWINDS_MAX: u32 = 3;

#[derive(Debug)]
struct Batch {
    entries: Vec<(Place, Hash)>,
    /// How many of them have been answered.
    answered: usize,
    deadline: Ms,
    /// Sent before the last rewind: what it says is missing is on its way already.
    overtaken: bool,
}

#[derive(Debug)]
pub struct Pusher {
    /// The server holds everything up to here.
    acknowledged: Place,
    /// Everything up to here has been sent on this connection or was acknowledged before.
    sent: Place,
    unanswered: BTreeSet<Place>,
    batches: BTreeMap<u64, Batch>,
    next_batch: u64,
    live: bool,
    reading: bool,
    /// Number of the current question to the outbox; answers to older ones are dropped.
    ask: u64,
    /// The outbox may hold something after `sent`, since when it may be sent.
    due: Option<Ms>,
    rewinds: u32,
    /// What the server asked for last, until it is read.
    wanted: Option<Place>,
    /// The life of the chain in which a fork was found last.
    forked: Option<u32>,
}

impl Pusher {
    pub fn new(acknowledged: Place) -> Pusher {
        Pusher {
            acknowledged,
            sent: acknowledged,
            unanswered: BTreeSet::new(),
            batches: BTreeMap::new(),
            next_batch: 1,
            live: false,
            reading: false,
            ask: 0,
            due: None,
            rewinds: 0,
            wanted: None,
            forked: None,
        }
    }

    /// The life that forked, once everything that was to be sent is answered. Told once.
    pub fn forked(&mut self) -> Option<u32> {
        let is_idle = self.batches.is_empty() && !self.reading && self.due.is_none();
        if is_idle { self.forked.take() } else { None }
    }

    pub fn wake_at(&self) -> Option<Ms> {
        let due = self.due.filter(|_| self.live && !self.reading && self.batches.len() < BATCHES_IN_FLIGHT_MAX);
        self.deadline().into_iter().chain(due).min()
    }

    fn deadline(&self) -> Option<Ms> {
        self.batches.values().map(|batch| batch.deadline).min()
    }

    pub fn expects(&self, ask: u64) -> bool {
        self.reading && self.ask == ask
    }

    /// Starts from what both sides agree the server holds: it may have lost entries (it was
    /// restored from a backup), and it may hold more than this till was told.
    pub fn begin(&mut self, now: Ms, held: Place, effects: &mut Vec<Effect>) {
        if held < self.acknowledged {
            effects.push(Effect::SendAgain { above: held });
            self.acknowledged = held;
        }
        self.sent = self.acknowledged;
        self.live = true;
        self.due = Some(now);
        self.rewinds = 0;
        self.pump(now, effects);
    }

    pub fn link_lost(&mut self) {
        self.live = false;
        self.reading = false;
        self.ask += 1;
        self.batches.clear();
        self.unanswered.clear();
        self.wanted = None;
    }

    pub fn grew(&mut self, now: Ms, effects: &mut Vec<Effect>) {
        if self.live && self.due.is_none() {
            self.due = Some(if self.batches.is_empty() { now } else { now + GATHER });
        }
        self.pump(now, effects);
    }

    pub fn tick(&mut self, now: Ms, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        if self.deadline().is_some_and(|deadline| now >= deadline) {
            return Err(LinkReason::NoAnswer {});
        }
        self.pump(now, effects);
        Ok(())
    }

    fn pump(&mut self, now: Ms, effects: &mut Vec<Effect>) {
        if !self.live || self.reading || self.batches.len() >= BATCHES_IN_FLIGHT_MAX {
            return;
        }
        let Some(due) = self.due else { return };
        if now < due && !self.batches.is_empty() {
            return;
        }
        self.due = None;
        self.reading = true;
        self.ask += 1;
        effects.push(Effect::ReadOutbox {
            ask: self.ask,
            after: self.sent,
            entries_max: PUSH_ENTRIES_MAX,
            bytes_max: PUSH_BYTES_MAX,
        });
    }

    pub fn read(&mut self, now: Ms, ask: u64, entries: Vec<Outgoing>, more: bool, effects: &mut Vec<Effect>) {
        if !self.expects(ask) {
            return;
        }
        self.reading = false;
        if let Some(wanted) = self.wanted.take()
            && entries.first().is_none_or(|first| first.place != wanted)
        {
            // Sending on would only be asked back for ever. The connection stays, so that
            // the till at least hears what others do.
            effects.push(Effect::Alarm(Alarm::Missing { expected: wanted.seq }));
            self.live = false;
            return;
        }
        if let Some(last) = entries.last() {
            self.sent = last.place;
            let batch = self.next_batch;
            self.next_batch += 1;
            let named: Vec<(Place, Hash)> = entries.iter().map(|out| (out.place, out.entry.hash())).collect();
            self.unanswered.extend(named.iter().map(|(place, _)| *place));
            self.batches
                .insert(batch, Batch { entries: named, answered: 0, deadline: now + ANSWER_TIMEOUT, overtaken: false });
            effects.push(Effect::SendPush { batch, entries: entries.into_iter().map(|out| out.entry).collect() });
        }
        if more {
            self.due = Some(now);
        }
        self.pump(now, effects);
    }

    /// True when something new is safe at the server.
    pub fn pushed(
        &mut self,
        now: Ms,
        batch: u64,
        first: u32,
        results: Vec<EntryResult>,
        effects: &mut Vec<Effect>,
    ) -> Result<bool, LinkReason> {
        let Some(waiting) = self.batches.get_mut(&batch) else { return Ok(false) };
        if (first as usize) < waiting.answered {
            // A part that came twice.
            return Ok(false);
        }
        let end = waiting.answered + results.len();
        let part = waiting.entries.get(waiting.answered..end).unwrap_or_default();
        let answered = part.iter().map(|(_, hash)| hash).eq(results.iter().map(|result| &result.hash));
        if first as usize != waiting.answered || results.is_empty() || !answered {
            return Err(LinkReason::ForeignResult {});
        }
        let (entries, overtaken) = (part.to_vec(), waiting.overtaken);
        waiting.answered = end;
        waiting.deadline = now + ANSWER_TIMEOUT;
        if end == waiting.entries.len() {
            self.batches.remove(&batch);
        }
        let mut safe = Vec::new();
        let mut gap = None;
        for ((place, hash), result) in entries.into_iter().zip(results) {
            match result.outcome {
                EntryOutcome::Stored | EntryOutcome::Duplicate => safe.push((place, hash)),
                EntryOutcome::Fork => {
                    effects.push(Effect::Alarm(Alarm::Fork { place, hash }));
                    self.forked = Some(place.incarnation);
                    safe.push((place, hash));
                }
                EntryOutcome::Gap { expected } => {
                    gap.get_or_insert(Place { incarnation: place.incarnation, seq: expected });
                }
                // Whether it is safe nobody here can say: it stays, and is sent with the next connection.
                EntryOutcome::Newer(_) => {}
            }
        }
        let progress = self.acknowledge(safe, effects);
        if let Some(wanted) = gap.filter(|_| !overtaken) {
            self.rewind(now, wanted, effects)?;
        }
        self.pump(now, effects);
        Ok(progress)
    }

    fn acknowledge(&mut self, safe: Vec<(Place, Hash)>, effects: &mut Vec<Effect>) -> bool {
        if safe.is_empty() {
            return false;
        }
        for (place, _) in &safe {
            self.unanswered.remove(place);
        }
        let through = self.unanswered.first().map_or(self.sent, |first| first.before());
        self.acknowledged = self.acknowledged.max(through.min(self.sent));
        self.rewinds = 0;
        effects.push(Effect::Acknowledge { entries: safe });
        true
    }

    fn rewind(&mut self, now: Ms, wanted: Place, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        self.rewinds += 1;
        if self.rewinds > REWINDS_MAX {
            return Err(LinkReason::NoProgress {});
        }
        self.sent = wanted.before();
        self.acknowledged = self.acknowledged.min(self.sent);
        effects.push(Effect::SendAgain { above: self.sent });
        self.unanswered.retain(|place| *place <= wanted.before());
        for batch in self.batches.values_mut() {
            batch.overtaken = true;
        }
        self.reading = false;
        self.ask += 1;
        self.wanted = Some(wanted);
        self.due = Some(now);
        Ok(())
    }
}
