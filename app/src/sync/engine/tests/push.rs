//! The way up.

use super::super::push::{ANSWER_TIMEOUT, BATCHES_IN_FLIGHT_MAX};
use super::*;
use shared_model::bounds::{PUSH_BYTES_MAX, PUSH_ENTRIES_MAX};

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
    let woken = till.until_woken();
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
    till.tell(Event::LinkLost { reason: LinkReason::Lost {} });
    till.until_woken();
    let effects = till.greet(Some((1, 3 * page)));
    assert_eq!(pushes(&till.serve(effects))[0].1, page + 1);
}

#[test]
fn a_cut_after_every_single_acknowledgement_loses_nothing() {
    let (mut till, effects) = Till::live(0, 20);
    let mut sent = pushes(&till.serve(effects));
    for stored in 1..=20 {
        // Each time the server stores one entry more than it could say.
        let (_, first, last) = sent[0];
        assert!(first <= stored && last == 20, "entry {stored}: {sent:?}");
        till.tell(Event::LinkLost { reason: LinkReason::Lost {} });
        till.until_woken();
        let effects = till.greet(Some((1, stored)));
        sent = pushes(&till.serve(effects));
    }
    let (batch, first, last) = sent[0];
    assert_eq!(acknowledged(&till.answer(batch, first..=last, EntryOutcome::Duplicate)).last(), Some(&20));
    till.tell(Event::LinkLost { reason: LinkReason::Lost {} });
    till.until_woken();
    let effects = till.greet(Some((1, 20)));
    assert_eq!(pushes(&till.serve(effects)), []);
}

#[test]
fn a_server_that_lost_entries_gets_them_again() {
    let (mut till, effects) = Till::live(10, 10);
    till.serve(effects);
    till.tell(Event::LinkLost { reason: LinkReason::Lost {} });
    till.until_woken();
    let effects = till.greet(Some((1, 4)));
    assert_eq!(pushes(&till.serve(effects)), [(1, 5, 10)]);
    till.tell(Event::LinkLost { reason: LinkReason::Lost {} });
    till.until_woken();
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
    let gap = |seq| EntryResult { hash: outgoing(seq).entry.hash(), outcome: EntryOutcome::Gap { expected: 2 } };
    let results = (6..=9).map(gap).collect();
    let asked = till.tell(Event::Frame(ServerFrame::Pushed(Pushed { batch: 1, first: 0, results })));
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
    // Once: the next welcome says how it goes on, or nothing of it.
    assert!(effects.contains(&Effect::Disconnect), "{effects:?}");
    till.hello_again();
    till.newest = 2;
    let effects = till.tell(Event::Frame(ServerFrame::Welcome(Welcome { go_on_as: None, ..a_welcome(Some((1, 1))) })));
    till.serve(effects);
    let effects = till.answer(2, 2..=2, EntryOutcome::Fork);
    assert!(acknowledged(&effects) == [2] && !effects.contains(&Effect::Disconnect), "{effects:?}");
}

/// Nobody here can say whether it is safe.
#[test]
fn an_entry_with_an_outcome_of_a_newer_server_stays_until_the_next_connection() {
    let (mut till, effects) = Till::live(0, 3);
    till.serve(effects);
    let outcomes = [EntryOutcome::Stored, EntryOutcome::Newer(Newer::named("weighed")), EntryOutcome::Stored];
    let result = |(seq, outcome)| EntryResult { hash: outgoing(seq).entry.hash(), outcome };
    let results = (1..).zip(outcomes).map(result).collect();
    let effects = till.tell(Event::Frame(ServerFrame::Pushed(Pushed { batch: 1, first: 0, results })));
    assert_eq!(acknowledged(&effects), [1, 3]);
    assert!(!effects.contains(&Effect::Disconnect), "and nothing else is held up");
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
        till.tell(alive(0));
        effects = till.until_woken();
    }
    while !till.until_woken().contains(&Effect::Connect) {}
    let effects = till.greet(None);
    assert_eq!(pushes(&till.serve(effects)), [(2, 1, 1)]);
}

#[test]
fn a_push_answered_in_parts_is_acknowledged_part_by_part() {
    let (mut till, effects) = Till::live(0, 6);
    till.serve(effects);
    assert_eq!(acknowledged(&till.answer_part(1, 0, 1..=2, EntryOutcome::Stored)), [1, 2]);
    assert_eq!(acknowledged(&till.answer_part(1, 0, 1..=2, EntryOutcome::Stored)), [0u64; 0], "the part came twice");
    assert_eq!(acknowledged(&till.answer_part(1, 2, 3..=3, EntryOutcome::Duplicate)), [3]);
    // A cut between two parts: what was answered for is not sent again.
    till.tell(cut());
    till.until_woken();
    let effects = till.greet(Some((1, 5)));
    assert_eq!(pushes(&till.serve(effects)), [(2, 4, 6)]);
    assert_eq!(acknowledged(&till.answer_part(2, 0, 4..=6, EntryOutcome::Stored)), [4, 5, 6]);
}

#[test]
fn parts_out_of_order_without_results_or_beyond_the_batch_end_the_connection() {
    type Part = (u32, std::ops::Range<u64>);
    let cases: [(&str, Part); 4] = [
        ("the second before the first", (2, 3..5)),
        ("one with nothing in it", (0, 1..1)),
        ("more than was sent", (0, 1..8)),
        ("far beyond", (u32::MAX, 1..2)),
    ];
    for (what, (first, seqs)) in cases {
        let (mut till, effects) = Till::live(0, 6);
        till.serve(effects);
        let effects = till.answer_part(1, first, seqs, EntryOutcome::Stored);
        assert_eq!(acknowledged(&effects), [0u64; 0], "{what}");
        assert!(ended_for(&effects, LinkReason::ForeignResult {}), "{what}");
    }
}

#[test]
fn each_part_gives_the_server_time_for_the_next() {
    let (mut till, effects) = Till::live(0, 3);
    till.serve(effects);
    for seq in 1..=2 {
        for _ in 0..5 {
            till.now += ANSWER_TIMEOUT / 6;
            till.tell(alive(0));
        }
        assert_eq!(acknowledged(&till.answer_part(1, seq as u32 - 1, seq..=seq, EntryOutcome::Stored)), [seq]);
    }
    assert!(till.engine.is_live());
    till.now += ANSWER_TIMEOUT - 1;
    till.tell(alive(0));
    let effects = till.pass(1);
    assert!(ended_for(&effects, LinkReason::NoAnswer {}));
}

#[test]
fn a_gap_in_one_part_is_filled_once_and_the_other_parts_count() {
    let (mut till, effects) = Till::live(0, 6);
    till.serve(effects);
    let again = till.answer_part(1, 0, 1..=3, EntryOutcome::Gap { expected: 2 });
    assert_eq!(pushes(&again), [(2, 2, 6)]);
    // The rest of the first batch says the same; it is on its way already.
    assert_eq!(pushes(&till.answer_part(1, 3, 4..=6, EntryOutcome::Gap { expected: 2 })), []);
    assert_eq!(acknowledged(&till.answer_part(2, 0, 2..=6, EntryOutcome::Stored)), (2..=6).collect::<Vec<_>>());
}
