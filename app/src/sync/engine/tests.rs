//! The conversation without sockets: each test plays one stretch of it.

use super::call::{CALL_TIMEOUT, CALLS_WAITING_MAX};
use super::push::{ANSWER_TIMEOUT, BATCHES_IN_FLIGHT_MAX};
use super::*;
use shared_model::unit::{GoodsReceiptId, StaffId, Timestamp, WarehouseId};
use shared_model::wire::{EntryOutcome, EntryResult, LOG_FRAMES_IN_FLIGHT_MAX, PUSH_BYTES_MAX, PUSH_ENTRIES_MAX};
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
    fn sleep(&mut self) -> Vec<Effect> {
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

#[test]
fn the_greeting_signs_the_nonce_and_names_the_stored_cursor() {
    let mut till = Till { engine: Engine::new(TERMINAL, place(3), cursor(12), 1), now: 5, newest: 3 };
    assert_eq!(till.tell(Event::Start).last(), Some(&Effect::Connect));
    assert!(till.tell(Event::Connected).is_empty());
    let hello =
        Effect::SendHello { protocol: PROTOCOL_VERSION, terminal: TERMINAL, cursor: cursor(12), nonce: vec![9; 32] };
    assert!(till.tell(challenge()).contains(&hello));
    let effects = till.tell(welcome(Some((1, 3))));
    assert_eq!(state(&effects), Some(ConnectionState::Online));
    assert!(effects.contains(&Effect::SendAlive));
}

#[test]
fn an_empty_outbox_sends_no_push() {
    let (mut till, effects) = Till::live(4, 4);
    assert_eq!(pushes(&till.serve(effects)), []);
    let grew = till.tell(Event::OutboxGrew);
    assert_eq!(pushes(&till.serve(grew)), []);
}

#[test]
fn the_first_entry_goes_at_once_and_the_next_ones_gather() {
    let (mut till, effects) = Till::live(0, 0);
    till.serve(effects);
    till.newest = 1;
    let grew = till.tell(Event::OutboxGrew);
    assert_eq!(pushes(&till.serve(grew)), [(1, 1, 1)]);
    for newest in 2..=5 {
        till.newest = newest;
        let grew = till.tell(Event::OutboxGrew);
        assert_eq!(grew, []);
    }
    let woken = till.sleep();
    assert_eq!(pushes(&till.serve(woken)), [(2, 2, 5)]);
}

#[test]
fn page_edges_lose_nothing() {
    let page = PUSH_ENTRIES_MAX as u64;
    for newest in [0, 1, page - 1, page, page + 1, 2 * page, 3 * page + 1] {
        let (mut till, effects) = Till::live(0, newest);
        let sent = pushes(&till.serve(effects));
        let expected: Vec<_> =
            (0..newest.div_ceil(page)).map(|n| (n + 1, n * page + 1, newest.min((n + 1) * page))).collect();
        assert_eq!(sent, expected, "{newest} entries");
    }
}

#[test]
fn no_more_than_four_batches_are_in_flight() {
    let page = PUSH_ENTRIES_MAX as u64;
    let (mut till, effects) = Till::live(0, 10 * page);
    let limits = effects.iter().find_map(|effect| match effect {
        Effect::ReadOutbox { entries_max, bytes_max, .. } => Some((*entries_max, *bytes_max)),
        _ => None,
    });
    assert_eq!(limits, Some((PUSH_ENTRIES_MAX, PUSH_BYTES_MAX)));
    assert_eq!(pushes(&till.serve(effects)).len(), BATCHES_IN_FLIGHT_MAX);
    assert!(till.tell(Event::OutboxGrew).is_empty());
    let next = till.answer(1, 1..=page, EntryOutcome::Stored);
    assert_eq!(pushes(&next), [(5, 4 * page + 1, 5 * page)]);
}

#[test]
fn results_out_of_order_are_each_counted() {
    let page = PUSH_ENTRIES_MAX as u64;
    let (mut till, effects) = Till::live(0, 3 * page);
    till.serve(effects);
    let third = till.answer(3, 2 * page + 1..=3 * page, EntryOutcome::Stored);
    assert_eq!(acknowledged(&third), (2 * page + 1..=3 * page).collect::<Vec<_>>());
    let first = till.answer(1, 1..=page, EntryOutcome::Duplicate);
    assert_eq!(acknowledged(&first), (1..=page).collect::<Vec<_>>());
    // The second was never answered for: after a cut exactly that is sent again, and what
    // follows it.
    till.tell(Event::LinkLost { reason: "cut".to_owned() });
    till.sleep();
    let effects = till.greet(Some((1, 3 * page)));
    assert_eq!(pushes(&till.serve(effects))[0].1, page + 1);
}

#[test]
fn a_cut_after_every_single_acknowledgement_loses_nothing() {
    let (mut till, effects) = Till::live(0, 20);
    let mut sent = pushes(&till.serve(effects));
    for stored in 1..=20 {
        // Each time the server stores one entry more than it could say.
        let (batch, first, last) = sent[0];
        assert!(first <= stored && last == 20, "entry {stored}: {sent:?}");
        till.tell(Event::LinkLost { reason: format!("cut with batch {batch} unanswered") });
        till.sleep();
        let effects = till.greet(Some((1, stored)));
        sent = pushes(&till.serve(effects));
    }
    let (batch, first, last) = sent[0];
    assert_eq!(acknowledged(&till.answer(batch, first..=last, EntryOutcome::Duplicate)).last(), Some(&20));
    till.tell(Event::LinkLost { reason: "cut".to_owned() });
    till.sleep();
    let effects = till.greet(Some((1, 20)));
    assert_eq!(pushes(&till.serve(effects)), []);
}

#[test]
fn a_server_that_lost_entries_gets_them_again() {
    let (mut till, effects) = Till::live(10, 10);
    till.serve(effects);
    till.tell(Event::LinkLost { reason: "restored".to_owned() });
    till.sleep();
    let effects = till.greet(Some((1, 4)));
    assert_eq!(pushes(&till.serve(effects)), [(1, 5, 10)]);
    till.tell(Event::LinkLost { reason: "restored to nothing".to_owned() });
    till.sleep();
    let effects = till.greet(None);
    assert_eq!(pushes(&till.serve(effects)), [(2, 1, 10)]);
}

#[test]
fn a_gap_is_filled_from_where_the_server_says() {
    let (mut till, effects) = Till::live(0, 9);
    till.serve(effects);
    let again = till.answer(1, 1..=9, EntryOutcome::Gap { expected: 3 });
    assert_eq!(pushes(&again), [(2, 3, 9)]);
    assert_eq!(acknowledged(&till.answer(2, 3..=9, EntryOutcome::Stored)), (3..=9).collect::<Vec<_>>());
}

#[test]
fn a_server_that_asks_for_the_same_for_ever_is_left_alone_for_a_while() {
    let (mut till, effects) = Till::live(0, 5);
    let mut sent = pushes(&till.serve(effects));
    for _ in 0..10 {
        let Some(&(batch, first, last)) = sent.first() else { break };
        let effects = till.answer(batch, first..=last, EntryOutcome::Gap { expected: 1 });
        sent = pushes(&effects);
        if state(&effects) == Some(ConnectionState::Offline) {
            return;
        }
    }
    panic!("it never gave up");
}

#[test]
fn an_entry_this_till_does_not_have_is_reported_and_not_asked_for_again() {
    let (mut till, effects) = Till::live(5, 9);
    till.serve(effects);
    let asked = till.tell(Event::Frame(ServerFrame::Pushed {
        batch: 1,
        results: (6..=9)
            .map(|seq| EntryResult { hash: outgoing(seq).entry.hash(), outcome: EntryOutcome::Gap { expected: 2 } })
            .collect(),
    }));
    let Some(Effect::ReadOutbox { ask, .. }) = asked.last() else { panic!("{asked:?}") };
    let entries = (6..=9).map(outgoing).collect();
    let effects = till.tell(Event::OutboxRead { ask: *ask, entries, more: false });
    assert_eq!(effects, [Effect::Alarm(Alarm::Missing { expected: 2 })]);
    assert!(till.tell(Event::OutboxGrew).is_empty());
    assert!(till.engine.is_live());
}

#[test]
fn a_fork_is_acknowledged_and_reported() {
    let (mut till, effects) = Till::live(0, 1);
    till.serve(effects);
    let effects = till.answer(1, 1..=1, EntryOutcome::Fork);
    assert_eq!(acknowledged(&effects), [1]);
    let alarm = Effect::Alarm(Alarm::Fork { place: place(1), hash: outgoing(1).entry.hash() });
    assert!(effects.contains(&alarm));
}

#[test]
fn results_for_entries_that_were_not_sent_end_the_connection() {
    let (mut till, effects) = Till::live(0, 2);
    till.serve(effects);
    let effects = till.answer(1, [1, 3], EntryOutcome::Stored);
    assert_eq!(acknowledged(&effects), [0u64; 0]);
    assert!(effects.contains(&Effect::Disconnect));
    assert!(till.answer(99, [1], EntryOutcome::Stored).is_empty());
}

#[test]
fn a_batch_that_is_never_answered_is_sent_again() {
    let (mut till, effects) = Till::live(0, 1);
    till.serve(effects);
    let started = till.now;
    let mut effects = vec![];
    while state(&effects) != Some(ConnectionState::Offline) {
        assert!(till.now <= started + ANSWER_TIMEOUT);
        till.tell(Event::Frame(ServerFrame::Alive { now: Timestamp::new(0, 0), peers: vec![] }));
        effects = till.sleep();
    }
    while !till.sleep().contains(&Effect::Connect) {}
    let effects = till.greet(None);
    assert_eq!(pushes(&till.serve(effects)), [(2, 1, 1)]);
}

#[test]
fn log_frames_are_stored_one_at_a_time_and_then_confirmed() {
    let (mut till, effects) = Till::live(0, 0);
    till.serve(effects);
    let applies = |effects: &[Effect]| effects.iter().filter(|effect| matches!(effect, Effect::Apply { .. })).count();
    assert_eq!(applies(&till.tell(log(0, &[2, 3], 4))), 1);
    assert_eq!(applies(&till.tell(log(3, &[6], 6))), 0);
    let effects = till.tell(Event::Applied);
    assert!(effects.contains(&Effect::Send(ClientFrame::Applied { position: 4 })));
    assert_eq!(applies(&effects), 1);
    let confirmed = till.tell(Event::Applied);
    assert!(confirmed.contains(&Effect::Send(ClientFrame::Applied { position: 6 })));
    assert!(till.tell(Event::Applied).is_empty());
}

#[test]
fn stock_is_as_of_now_only_when_everything_is_stored() {
    let up_to_date = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::UpToDate { at } => Some(at.unix_ms),
            _ => None,
        })
    };
    let alive = |unix_ms| Event::Frame(ServerFrame::Alive { now: Timestamp::new(unix_ms, 0), peers: vec![] });
    let (mut till, effects) = Till::live(0, 0);
    assert_eq!(up_to_date(&effects), Some(0));
    assert_eq!(up_to_date(&till.tell(log(0, &[1], 1))), None);
    assert_eq!(up_to_date(&till.tell(alive(5_000))), None);
    till.now += 70;
    assert_eq!(up_to_date(&till.tell(Event::Applied)), Some(5_070));
    assert_eq!(up_to_date(&till.tell(alive(9_000))), Some(9_000));
}

#[test]
fn a_log_frame_sent_twice_is_stored_once() {
    let (mut till, _) = Till::live(0, 0);
    till.tell(log(0, &[1, 2], 2));
    till.tell(Event::Applied);
    let again = till.tell(log(0, &[1, 2], 2));
    assert!(!again.iter().any(|effect| matches!(effect, Effect::Apply { .. })));
    let overlap = till.tell(log(0, &[1, 2, 3], 3));
    let stored = overlap.iter().find_map(|effect| match effect {
        Effect::Apply { entries, .. } => Some(entries.iter().map(|entry| entry.position).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(stored, Some(vec![3]));
}

#[test]
fn a_gap_in_the_log_starts_again_from_the_stored_cursor() {
    for (what, frame) in [
        ("a missing frame", log(5, &[6], 6)),
        ("a missing entry inside", log(0, &[3, 2], 6)),
        ("an entry beyond the frame", log(0, &[3], 2)),
    ] {
        let (mut till, _) = Till::live(0, 0);
        till.tell(log(0, &[1], 1));
        till.tell(Event::Applied);
        let effects = till.tell(frame);
        assert!(effects.contains(&Effect::Disconnect), "{what}: {effects:?}");
        till.sleep();
        till.tell(Event::Connected);
        let hello = till.tell(challenge());
        assert!(hello.iter().any(|effect| matches!(effect, Effect::SendHello { cursor, .. } if cursor.position == 1)));
    }
}

#[test]
fn the_hello_waits_for_rows_that_are_being_stored() {
    let (mut till, _) = Till::live(0, 0);
    till.tell(log(0, &[1], 1));
    till.tell(log(1, &[2], 2));
    till.tell(Event::LinkLost { reason: "cut".to_owned() });
    till.sleep();
    till.tell(Event::Connected);
    let early = till.tell(challenge());
    assert_eq!(early, [Effect::Heard]);
    let effects = till.tell(Event::Applied);
    // Stored, not confirmed on a connection that knows nothing of it; the second frame is
    // asked for again.
    let [Effect::SendHello { cursor: named, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(named.position, 1);
}

#[test]
fn rows_that_cannot_be_stored_are_asked_for_again_ever_more_slowly() {
    let (mut till, _) = Till::live(0, 0);
    let mut waits = vec![];
    for _ in 0..8 {
        till.tell(log(0, &[1], 1));
        let effects = till.tell(Event::ApplyFailed { reason: "the disk is full".to_owned() });
        assert!(effects.contains(&Effect::Disconnect));
        let from = till.now;
        till.sleep();
        waits.push(till.now - from);
        till.greet(None);
    }
    assert!(waits[0] <= 250 && waits[7] >= 15_000, "{waits:?}");
}

#[test]
fn a_server_that_floods_is_cut_off() {
    let (mut till, _) = Till::live(0, 0);
    let ended = (1..100).find(|&n| till.tell(log(n - 1, &[n], n)).contains(&Effect::Disconnect));
    let limit = LOG_FRAMES_IN_FLIGHT_MAX as u64;
    assert!(ended.is_some_and(|n| n > limit && n < 4 * limit), "{ended:?}");
}

#[test]
fn a_quiet_till_says_that_it_is_there() {
    let (mut till, effects) = Till::live(0, 0);
    till.serve(effects);
    for _ in 0..5 {
        assert_eq!(till.pass(ALIVE_EVERY), [Effect::SendAlive]);
        till.tell(Event::Frame(ServerFrame::Alive { now: Timestamp::new(0, 0), peers: vec![] }));
    }
}

#[test]
fn a_connection_that_has_fallen_silent_is_given_up() {
    let (mut till, effects) = Till::live(0, 0);
    till.serve(effects);
    assert!(!till.pass(DEAD_AFTER - 1).contains(&Effect::Disconnect));
    let effects = till.pass(1);
    assert!(effects.contains(&Effect::Disconnect));
    assert_eq!(state(&effects), Some(ConnectionState::Offline));
    assert!(till.sleep().contains(&Effect::Connect));
}

#[test]
fn each_step_of_the_greeting_has_its_time() {
    for steps in 0..3 {
        let mut till = Till::new(0, 0);
        till.tell(Event::Start);
        for event in [Event::Connected, challenge()].into_iter().take(steps) {
            till.tell(event);
        }
        assert!(till.pass(STEP_TIMEOUT).contains(&Effect::Disconnect), "after {steps} steps");
        assert!(till.sleep().contains(&Effect::Connect));
    }
}

#[test]
fn a_refused_till_asks_slowly_and_comes_back() {
    use RefusalCode::*;
    for code in [UnknownTerminal, Revoked, ProtocolTooOld, BadSignature, CursorUnknown] {
        let mut till = Till::new(0, 0);
        till.tell(Event::Start);
        till.tell(Event::Connected);
        till.tell(challenge());
        assert_eq!(state(&till.tell(refused(code))), Some(ConnectionState::Refused), "{code:?}");
        // The socket closes afterwards; that is no news.
        assert!(till.tell(Event::LinkLost { reason: "closed".to_owned() }).is_empty());
        let from = till.now;
        assert_eq!(till.sleep(), [Effect::Connect]);
        assert!(till.now - from >= 15_000);
        assert_eq!(state(&till.greet(None)), Some(ConnectionState::Online));
    }
}

#[test]
fn a_busy_server_is_only_offline() {
    let (mut till, _) = Till::live(0, 0);
    assert_eq!(state(&till.tell(refused(RefusalCode::Busy))), Some(ConnectionState::Offline));
}

#[test]
fn a_server_from_before_the_first_protocol_is_refused() {
    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    till.tell(Event::Connected);
    till.tell(challenge());
    let effects = till.tell(Event::Frame(ServerFrame::Welcome {
        protocol: 0,
        now: Timestamp::new(0, 0),
        generation: Uuid::nil(),
        held: None,
        head: 0,
    }));
    assert_eq!(state(&effects), Some(ConnectionState::Refused));
}

#[test]
fn calls_are_answered_once_whatever_happens() {
    let answer = Answer::GoodsReceived { backorders_filled: 2, already_received: false };
    let offline = |id| Effect::AnswerCall { id, outcome: Err(CallFailed::Offline) };
    let lost = |id| Effect::AnswerCall { id, outcome: Err(CallFailed::Lost) };
    let reply = |id, answer: &Answer| Event::Frame(ServerFrame::Answer { id, answer: Ok(answer.clone()) });

    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    assert_eq!(till.tell(Event::Call { id: 1, call: receive_goods() }), [offline(1)]);
    till.greet(None);

    let sent = till.tell(Event::Call { id: 2, call: receive_goods() });
    assert_eq!(sent, [Effect::Send(ClientFrame::Call { id: 2, call: receive_goods() })]);
    let answered = Effect::AnswerCall { id: 2, outcome: Ok(answer.clone()) };
    assert!(till.tell(reply(2, &answer)).contains(&answered));
    assert_eq!(till.tell(reply(2, &answer)), [Effect::Heard]);

    till.tell(Event::Call { id: 3, call: receive_goods() });
    assert!(till.pass(CALL_TIMEOUT).contains(&lost(3)));
    assert_eq!(till.tell(reply(3, &answer)), [Effect::Heard]);

    till.tell(Event::Call { id: 4, call: receive_goods() });
    assert!(till.tell(Event::LinkLost { reason: "cut".to_owned() }).contains(&lost(4)));
}

#[test]
fn only_so_many_calls_wait() {
    let (mut till, _) = Till::live(0, 0);
    for id in 0..CALLS_WAITING_MAX as u64 {
        assert!(matches!(till.tell(Event::Call { id, call: receive_goods() })[..], [Effect::Send(_)]));
    }
    let too_many = Effect::AnswerCall { id: 99, outcome: Err(CallFailed::TooMany) };
    assert_eq!(till.tell(Event::Call { id: 99, call: receive_goods() }), [too_many]);
}

#[test]
fn frames_out_of_turn_end_the_connection_and_late_ones_are_dropped() {
    let (mut till, _) = Till::live(0, 0);
    assert!(till.tell(challenge()).contains(&Effect::Disconnect));
    assert!(till.tell(welcome(None)).is_empty());
    assert!(till.tell(log(0, &[1], 1)).is_empty());
    let mut early = Till::new(0, 0);
    early.tell(Event::Start);
    early.tell(Event::Connected);
    assert!(early.tell(log(0, &[1], 1)).contains(&Effect::Disconnect));
}

#[test]
fn while_it_retries_the_screen_does_not_flicker() {
    let mut till = Till::new(0, 0);
    assert_eq!(state(&till.tell(Event::Start)), Some(ConnectionState::Connecting));
    let lost = || Event::LinkLost { reason: "connection refused".to_owned() };
    assert_eq!(state(&till.tell(lost())), Some(ConnectionState::Offline));
    for _ in 0..5 {
        assert_eq!(till.sleep(), [Effect::Connect]);
        assert!(till.tell(lost()).is_empty());
    }
}
