//! The way down.

use super::super::*;
use super::*;
use shared_model::wire::LOG_FRAMES_IN_FLIGHT_MAX;

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
        till.until_woken();
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
    till.until_woken();
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
        till.until_woken();
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
