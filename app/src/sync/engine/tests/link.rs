//! The connection itself, and questions over it.

use super::super::call::CALL_TIMEOUT;
use super::*;
use shared_model::bounds::CALLS_WAITING_MAX;

#[test]
fn a_quiet_till_says_that_it_is_there() {
    let (mut till, effects) = Till::live(0, 0);
    till.serve(effects);
    for _ in 0..5 {
        assert_eq!(till.pass(ALIVE_EVERY), [Effect::SendAlive]);
        till.tell(alive(0));
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
    assert!(till.until_woken().contains(&Effect::Connect));
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
        assert!(till.until_woken().contains(&Effect::Connect));
    }
}

#[test]
fn a_refused_till_asks_slowly_and_comes_back() {
    use RefusalCode::*;
    for code in [Revoked, ProtocolTooOld, BadSignature, CursorUnknown, Other("tired".into())] {
        let mut till = Till::new(0, 0);
        till.tell(Event::Start);
        till.tell(Event::Connected);
        till.tell(challenge());
        assert_eq!(state(&till.tell(refused(code.clone()))), Some(ConnectionState::Refused), "{code:?}");
        // The socket closes afterwards; that is no news.
        assert!(till.tell(Event::LinkLost { reason: LinkReason::Lost {} }).is_empty());
        let from = till.now;
        assert_eq!(till.until_woken(), [Effect::Connect]);
        assert!(till.now - from >= 15_000);
        assert_eq!(state(&till.greet(None)), Some(ConnectionState::Online));
    }
}

#[test]
fn a_till_that_its_server_does_not_know_any_more_shows_its_certificate_and_comes_back() {
    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    till.tell(Event::Connected);
    till.tell(challenge());
    let effects = till.tell(refused(RefusalCode::UnknownTerminal));
    assert_eq!(state(&effects), Some(ConnectionState::Refused));
    assert!(effects.contains(&Effect::EnrolAgain));
    let from = till.now;
    assert_eq!(till.until_woken(), [Effect::Connect]);
    assert!(till.now - from < 1_000);
    assert_eq!(state(&till.greet(None)), Some(ConnectionState::Online));
}

#[test]
fn what_a_server_says_of_its_refusal_fits_a_screen() {
    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    till.tell(Event::Connected);
    let refused = Refused { code: RefusalCode::Revoked, detail: "ä".repeat(1_000_000) };
    let effects = till.tell(Event::Frame(ServerFrame::Refused(refused)));
    assert!(reason(&effects).is_some_and(|reason| reason.to_string().chars().count() < 400));
}

#[test]
fn a_busy_server_is_only_offline() {
    let (mut till, _) = Till::live(0, 0);
    assert_eq!(state(&till.tell(refused(RefusalCode::Busy))), Some(ConnectionState::Offline));
}

#[test]
fn calls_are_answered_once_whatever_happens() {
    let answer = Answer::GoodsReceived { backorders_filled: 2, already_received: false };
    let offline = |id| Effect::AnswerCall { id, answer: Err(CallFailed::Offline) };
    let lost = |id| Effect::AnswerCall { id, answer: Err(CallFailed::Lost) };
    let reply = |id, answer: &Answer| Event::Frame(ServerFrame::Answer(Answered { id, answer: Ok(answer.clone()) }));

    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    assert_eq!(till.tell(Event::Call { id: 1, call: receive_goods() }), [offline(1)]);
    till.greet(None);

    let sent = till.tell(Event::Call { id: 2, call: receive_goods() });
    assert_eq!(sent, [Effect::Send(ClientFrame::Call(Called { id: 2, call: receive_goods() }))]);
    let answered = Effect::AnswerCall { id: 2, answer: Ok(answer.clone()) };
    assert!(till.tell(reply(2, &answer)).contains(&answered));
    assert_eq!(till.tell(reply(2, &answer)), [Effect::Heard]);

    till.tell(Event::Call { id: 3, call: receive_goods() });
    assert!(till.pass(CALL_TIMEOUT).contains(&lost(3)));
    assert_eq!(till.tell(reply(3, &answer)), [Effect::Heard]);

    till.tell(Event::Call { id: 4, call: receive_goods() });
    assert!(till.tell(Event::LinkLost { reason: LinkReason::Lost {} }).contains(&lost(4)));
}

#[test]
fn only_so_many_calls_wait() {
    let (mut till, _) = Till::live(0, 0);
    for id in 0..CALLS_WAITING_MAX as u64 {
        assert!(matches!(till.tell(Event::Call { id, call: receive_goods() })[..], [Effect::Send(_)]));
    }
    let too_many = Effect::AnswerCall { id: 99, answer: Err(CallFailed::TooMany) };
    assert_eq!(till.tell(Event::Call { id: 99, call: receive_goods() }), [too_many]);
}

#[test]
fn frames_out_of_turn_end_the_connection_and_late_ones_are_dropped() {
    let (mut till, _) = Till::live(0, 0);
    assert!(till.tell(challenge()).contains(&Effect::Disconnect));
    assert!(till.tell(welcome(None)).is_empty());
    assert!(till.tell(page(0, 1)).is_empty());
    let mut early = Till::new(0, 0);
    early.tell(Event::Start);
    early.tell(Event::Connected);
    assert!(early.tell(page(0, 1)).contains(&Effect::Disconnect));
}

#[test]
fn while_it_retries_the_screen_does_not_flicker() {
    let mut till = Till::new(0, 0);
    assert_eq!(state(&till.tell(Event::Start)), Some(ConnectionState::Connecting));
    let lost = || Event::LinkLost { reason: LinkReason::Lost {} };
    assert_eq!(state(&till.tell(lost())), Some(ConnectionState::Offline));
    for _ in 0..5 {
        assert_eq!(till.until_woken(), [Effect::Connect]);
        assert!(till.tell(lost()).is_empty());
    }
}
