//! The conversation without sockets: each test plays one stretch of it.

mod follow;
mod greeting;
mod levels;
mod link;
mod push;

use super::*;
use shared_model::encoding::{Bytes, Fixed, Signed};
use shared_model::entry::SealedEntry;
use shared_model::unit::*;
use shared_model::wire::told::order::Moment;
use shared_model::wire::*;
use std::collections::BTreeMap;
use uuid::Uuid;

const TERMINAL: TerminalId = TerminalId(Uuid::from_u128(7));
const WAREHOUSE: WarehouseId = WarehouseId(Uuid::from_u128(8));
const STORE: StoreId = StoreId(Uuid::from_u128(9));
const GENERATION: u32 = 1;
const LIFE: [u8; 8] = [1; 8];

fn place(seq: u64) -> Place {
    Place { incarnation: 1, seq }
}

fn outgoing(seq: u64) -> Outgoing {
    let entry = SealedEntry { bytes: seq.to_be_bytes().to_vec(), attachments: vec![] };
    Outgoing { place: place(seq), entry }
}

fn scopes() -> [Scope; 5] {
    shared_model::sample::scopes(STORE, WAREHOUSE, TERMINAL)
}

fn cursor(number: u64) -> Cursor {
    let (position, head) = (Position::new(GENERATION, number), Hash([number as u8; 32]));
    Cursor { position, head, inside: false, key: 1, signature: Fixed([number as u8; 64]) }
}

/// A till that has read each scope up to a position; 0 is nothing of it.
fn stand(positions: [u64; 5]) -> Stand {
    let at = |number| if number == 0 { Cursor::start() } else { cursor(number) };
    let scopes = scopes().into_iter().zip(positions).map(|(scope, number)| (scope, at(number))).collect();
    Stand { scopes, generation: GENERATION, generation_id: LIFE, ..Stand::start() }
}

/// Levels of the till's warehouse that were heard up to a position.
fn heard(number: u64) -> BTreeMap<WarehouseId, Position> {
    BTreeMap::from([(WAREHOUSE, Position::new(GENERATION, number))])
}

fn a_welcome(held: Option<(u32, u64)>) -> Welcome {
    Welcome {
        protocol: PROTOCOL_VERSION,
        now: Moment(Timestamp::new(0, 0)),
        generation: GENERATION,
        generation_id: Fixed(LIFE),
        held: held.into_iter().collect(),
        go_on_as: None,
        follows: None,
        head: 0,
        key: 1,
        signature: Fixed([0; 64]),
    }
}

fn welcome(held: Option<(u32, u64)>) -> Event {
    Event::Frame(ServerFrame::Welcome(a_welcome(held)))
}

fn challenge() -> Event {
    challenge_of(PROTOCOL_OLDEST, PROTOCOL_VERSION)
}

fn challenge_of(oldest: u16, newest: u16) -> Event {
    Event::Frame(ServerFrame::Challenge(Challenge { nonce: Fixed([9; 16]), oldest, newest }))
}

fn a_page(scope: Scope, from: u64, to: u64) -> Page {
    let row = LogRow { position: to, salt: Bytes::new(), body: Body::Whole(vec![]) };
    let Cursor { head, inside, key, signature, .. } = cursor(to);
    Page { generation: GENERATION, scope, from, to, head, inside, rows: vec![row], key, signature }
}

/// A page of what everybody in the business is told.
fn page(from: u64, to: u64) -> Event {
    page_of(Scope::Business, from, to)
}

fn page_of(scope: Scope, from: u64, to: u64) -> Event {
    Event::Frame(ServerFrame::Page(a_page(scope, from, to)))
}

fn alive(unix_ms: i64) -> Event {
    let now = Moment(Timestamp::new(unix_ms, 0));
    Event::Frame(ServerFrame::Alive(ServerAlive { now, peers: vec![] }))
}

fn refused(code: RefusalCode) -> Event {
    Event::Frame(ServerFrame::Refused(Refused { code, detail: "no".to_owned() }))
}

fn cut() -> Event {
    Event::LinkLost { reason: LinkReason::Lost {} }
}

fn receive_goods() -> Call {
    Call::ReceiveGoods {
        intake: IntakeId(Uuid::nil()),
        staff: StaffId(Uuid::nil()),
        warehouse: WAREHOUSE,
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
        Till::standing(acknowledged, newest, &stand([0; 5]))
    }

    fn standing(acknowledged: u64, newest: u64, stand: &Stand) -> Till {
        Till { engine: Engine::new(TERMINAL, place(acknowledged), stand, 11), now: 1000, newest }
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

    /// Connects once more after a cut; the hello that goes out.
    fn hello_again(&mut self) -> Hello {
        self.until_woken();
        self.tell(Event::Connected);
        let effects = self.tell(challenge());
        hello(&effects).unwrap_or_else(|| panic!("{effects:?}"))
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
        self.answer_part(batch, 0, seqs, outcome)
    }

    /// Answers for the entries of a batch from the one numbered `first` on.
    fn answer_part(
        &mut self,
        batch: u64,
        first: u32,
        seqs: impl IntoIterator<Item = u64>,
        outcome: EntryOutcome,
    ) -> Vec<Effect> {
        let one = |seq| EntryResult { hash: outgoing(seq).entry.hash(), outcome: outcome.clone() };
        let results = seqs.into_iter().map(one).collect();
        let effects = self.tell(Event::Frame(ServerFrame::Pushed(Pushed { batch, first, results })));
        self.serve(effects)
    }
}

fn hello(effects: &[Effect]) -> Option<Hello> {
    effects.iter().find_map(|effect| match effect {
        Effect::SendHello { hello, .. } => Some(hello.clone()),
        _ => None,
    })
}

/// What is to be stored now.
fn stored(effects: &[Effect]) -> Option<Down> {
    effects.iter().find_map(|effect| match effect {
        Effect::Apply { down } => Some(down.clone()),
        _ => None,
    })
}

fn confirmed(slot: u8, to: u64) -> Effect {
    Effect::Send(ClientFrame::Applied(Applied { positions: vec![(slot, to)], levels: vec![] }))
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

/// Why a connection ended.
fn reason(effects: &[Effect]) -> Option<&Worded> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Connection { reason, .. } => reason.as_ref(),
        _ => None,
    })
}

/// Whether it ended for this reason.
fn ended_for(effects: &[Effect], why: LinkReason) -> bool {
    reason(effects) == Some(&why.into())
}
