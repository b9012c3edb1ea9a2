//! The conversation without sockets: each test plays one stretch of it.

mod follow;
mod link;
mod push;

use super::*;
use shared_model::SealedEntry;
use shared_model::unit::{GoodsReceiptId, Hash, StaffId, WarehouseId};
use shared_model::wire::{Call, ClientFrame, EntryOutcome, EntryResult, LogEntry};
use uuid::Uuid;

const TERMINAL: TerminalId = TerminalId(Uuid::from_u128(7));

fn place(seq: u64) -> Place {
    Place { incarnation: 1, seq }
}

fn outgoing(seq: u64) -> Outgoing {
    let entry = SealedEntry { bytes: seq.to_be_bytes().to_vec(), attachment: None };
    Outgoing { place: place(seq), entry }
}

fn cursor(position: u64) -> Cursor {
    Cursor { position, hash: Hash([position as u8; 32]) }
}

fn welcome(held: Option<(u32, u64)>) -> Event {
    Event::Frame(ServerFrame::Welcome {
        protocol: PROTOCOL_VERSION,
        now: Timestamp::new(0, 0),
        generation: Uuid::nil(),
        held,
        head: 0,
    })
}

fn challenge() -> Event {
    Event::Frame(ServerFrame::Challenge { nonce: vec![9; 32] })
}

/// A frame whose entries stand at `positions`, the first after `prev`.
fn log(prev: u64, positions: &[u64], end: u64) -> Event {
    let mut before = prev;
    let entries = positions
        .iter()
        .map(|&position| LogEntry { position, prev: std::mem::replace(&mut before, position), body: vec![] })
        .collect();
    Event::Frame(ServerFrame::Log { entries, cursor: cursor(end), head: end })
}

fn refused(code: RefusalCode) -> Event {
    Event::Frame(ServerFrame::Refused { code, message: "no".to_owned() })
}

fn receive_goods() -> Call {
    Call::ReceiveGoods {
        receipt: GoodsReceiptId(Uuid::nil()),
        staff: StaffId(Uuid::nil()),
        warehouse: WarehouseId(Uuid::nil()),
        lines: vec![],
        reference: String::new(),
    }
}

/// An engine, its clock, and an outbox that holds entries 1 to `newest`.
struct Till {
    engine: Engine,
    now: Ms,
    newest: u64,
}

impl Till {
    fn new(acknowledged: u64, newest: u64) -> Till {
        let engine = Engine::new(TERMINAL, place(acknowledged), Cursor::START, 11);
        Till { engine, now: 1000, newest }
    }

    fn live(acknowledged: u64, newest: u64) -> (Till, Vec<Effect>) {
        let mut till = Till::new(acknowledged, newest);
        till.tell(Event::Start);
        let effects = till.greet(Some((1, acknowledged)));
        (till, effects)
    }

    /// From `Connecting` to `Live`.
    fn greet(&mut self, held: Option<(u32, u64)>) -> Vec<Effect> {
        self.tell(Event::Connected);
        self.tell(challenge());
        self.tell(welcome(held))
    }

    fn tell(&mut self, event: Event) -> Vec<Effect> {
        self.engine.handle(self.now, event)
    }

    fn pass(&mut self, by: Ms) -> Vec<Effect> {
        self.now += by;
        self.tell(Event::Tick)
    }

    /// Lets the time pass until the engine wants to be woken, and wakes it.
    fn until_woken(&mut self) -> Vec<Effect> {
        self.now = self.now.max(self.engine.wake_at().expect("something is planned"));
        self.tell(Event::Tick)
    }

    /// Answers every reading of the outbox in `effects`, as often as it is read.
    fn serve(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let mut done = Vec::new();
        while !effects.is_empty() {
            for effect in std::mem::take(&mut effects) {
                let Effect::ReadOutbox { ask, after, entries_max, .. } = effect else {
                    done.push(effect);
                    continue;
                };
                let entries: Vec<Outgoing> = (after.seq + 1..=self.newest).take(entries_max).map(outgoing).collect();
                let more = entries.last().is_some_and(|last| last.place.seq < self.newest);
                effects.extend(self.tell(Event::OutboxRead { ask, entries, more }));
            }
        }
        done
    }

    fn answer(&mut self, batch: u64, seqs: impl IntoIterator<Item = u64>, outcome: EntryOutcome) -> Vec<Effect> {
        let results = seqs.into_iter().map(|seq| EntryResult { hash: outgoing(seq).entry.hash(), outcome }).collect();
        let effects = self.tell(Event::Frame(ServerFrame::Pushed { batch, results }));
        self.serve(effects)
    }
}

/// Batch number, first and last entry of every push.
fn pushes(effects: &[Effect]) -> Vec<(u64, u64, u64)> {
    let seq = |entry: &SealedEntry| u64::from_be_bytes(entry.bytes[..].try_into().unwrap());
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::SendPush { batch, entries } => {
                Some((*batch, seq(entries.first().unwrap()), seq(entries.last().unwrap())))
            }
            _ => None,
        })
        .collect()
}

fn acknowledged(effects: &[Effect]) -> Vec<u64> {
    let entries = |effect: &Effect| match effect {
        Effect::Acknowledge { entries } => entries.iter().map(|(place, _)| place.seq).collect(),
        _ => vec![],
    };
    effects.iter().flat_map(entries).collect()
}

fn state(effects: &[Effect]) -> Option<ConnectionState> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Connection { state, .. } => Some(*state),
        _ => None,
    })
}
