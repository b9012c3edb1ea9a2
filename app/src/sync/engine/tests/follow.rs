//! The way down, page by page.

use super::*;
use shared_model::bounds::PAGES_IN_FLIGHT_MAX;

#[test]
fn pages_are_stored_one_at_a_time_and_then_confirmed() {
    let (mut till, effects) = Till::live(0, 0);
    till.serve(effects);
    let applies = |effects: &[Effect]| effects.iter().filter(|effect| matches!(effect, Effect::Apply { .. })).count();
    assert_eq!(applies(&till.tell(page(0, 4))), 1);
    assert_eq!(applies(&till.tell(page(4, 6))), 0);
    let effects = till.tell(Event::Applied);
    assert!(effects.contains(&confirmed(0, 4)));
    assert_eq!(applies(&effects), 1);
    let last = till.tell(Event::Applied);
    assert!(last.contains(&confirmed(0, 6)));
    assert!(till.tell(Event::Applied).is_empty());
}

#[test]
fn each_scope_goes_on_for_itself_and_a_hello_names_where_each_stands() {
    let (mut till, _) = Till::live(0, 0);
    for (slot, scope) in scopes().into_iter().enumerate() {
        let to = 10 + slot as u64;
        till.tell(page_of(scope, 0, to));
        assert!(till.tell(Event::Applied).contains(&confirmed(slot as u8, to)), "{scope:?}");
    }
    till.tell(page_of(Scope::People, 11, 20));
    till.tell(Event::Applied);
    till.tell(cut());
    assert_eq!(till.hello_again().positions.0, [10, 20, 12, 13, 14, 0]);
}

#[test]
fn stock_is_as_of_now_only_when_everything_is_stored() {
    let up_to_date = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::UpToDate { at } => Some(at.unix_ms),
            _ => None,
        })
    };
    let (mut till, effects) = Till::live(0, 0);
    assert_eq!(up_to_date(&effects), Some(0));
    assert_eq!(up_to_date(&till.tell(page(0, 1))), None);
    assert_eq!(up_to_date(&till.tell(alive(5_000))), None);
    till.now += 70;
    assert_eq!(up_to_date(&till.tell(Event::Applied)), Some(5_070));
    assert_eq!(up_to_date(&till.tell(alive(9_000))), Some(9_000));
}

#[test]
fn a_till_has_caught_up_when_its_last_scope_has() {
    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    till.tell(Event::Connected);
    till.tell(challenge());
    till.tell(Event::Frame(ServerFrame::Welcome(Welcome { head: 7, ..a_welcome(None) })));
    let caught_up = |effects: &[Effect]| {
        effects.iter().rev().find_map(|effect| match effect {
            Effect::Progress { applied, head, caught_up } => Some((*applied, *head, *caught_up)),
            _ => None,
        })
    };
    for scope in scopes().into_iter().take(4) {
        till.tell(page_of(scope, 0, 7));
        assert_eq!(caught_up(&till.tell(Event::Applied)), Some((0, 7, false)));
    }
    till.tell(page_of(scopes()[4], 0, 7));
    assert_eq!(caught_up(&till.tell(Event::Applied)), Some((7, 7, true)));
}

#[test]
fn a_page_sent_twice_is_stored_once() {
    let (mut till, _) = Till::live(0, 0);
    till.tell(page(0, 2));
    assert_eq!(stored(&till.tell(page(0, 2))), None, "while it is being stored");
    till.tell(Event::Applied);
    let again = till.tell(page(0, 2));
    assert_eq!(stored(&again), None);
    assert!(!again.contains(&Effect::Disconnect), "nothing is wrong with it");
    let next = till.tell(page(2, 3));
    assert_eq!(stored(&next), Some(Down::Page(a_page(Scope::Business, 2, 3))));
}

#[test]
fn a_page_that_does_not_fit_its_cursor_is_not_stored_and_says_why() {
    for (what, frame) in [
        ("a missing page", page(5, 6)),
        ("a page that begins before and ends after", page(0, 3)),
        ("a page that leads back", page(1, 0)),
        ("the first page of another scope, from its middle", page_of(Scope::People, 4, 5)),
    ] {
        let (mut till, _) = Till::live(0, 0);
        till.tell(page(0, 1));
        till.tell(Event::Applied);
        let effects = till.tell(frame);
        assert_eq!(stored(&effects), None, "{what}");
        assert!(effects.contains(&Effect::Disconnect), "{what}: {effects:?}");
        assert!(ended_for(&effects, LinkReason::LogGap {}));
        assert_eq!(till.hello_again().positions.0, [1, 0, 0, 0, 0, 0], "{what}");
    }
}

#[test]
fn a_page_that_the_disk_refuses_starts_again_from_the_stored_cursor() {
    let (mut till, _) = Till::live(0, 0);
    till.tell(page(0, 1));
    till.tell(Event::Applied);
    till.tell(page(1, 4));
    till.tell(page(4, 5));
    let effects = till.tell(Event::ApplyFailed { reason: LinkReason::NotStored {} });
    assert!(effects.contains(&Effect::Disconnect));
    assert!(ended_for(&effects, LinkReason::NotStored {}));
    assert_eq!(stored(&effects), None, "nor what came after it");
    assert_eq!(till.hello_again().positions.0[0], 1);
}

#[test]
fn a_page_from_the_start_reads_a_scope_again_and_no_other() {
    let mut till = Till::standing(0, 0, &stand([9, 8, 7, 6, 5]));
    till.tell(Event::Start);
    till.greet(None);
    assert!(stored(&till.tell(page(0, 3))).is_some());
    till.tell(Event::Applied);
    assert!(stored(&till.tell(page(3, 12))).is_some());
    till.tell(Event::Applied);
    assert!(stored(&till.tell(page_of(Scope::People, 8, 10))).is_some(), "another scope goes on where it was");
    till.tell(Event::Applied);
    // Only the first page may: a later one would throw away what this connection brought.
    assert_eq!(stored(&till.tell(page(0, 12))), None);
    assert!(till.tell(page(0, 13)).contains(&Effect::Disconnect));
    assert_eq!(till.hello_again().positions.0, [12, 10, 7, 6, 5, 0]);
}

#[test]
fn what_is_told_to_others_is_nothing_to_this_till() {
    let mut till = Till::standing(0, 0, &stand([9, 8, 7, 6, 5]));
    till.tell(Event::Start);
    till.greet(None);
    for scope in
        [Scope::Office, Scope::from_key(b"x23456").expect("short"), Scope::Mail(TerminalId(Uuid::from_u128(70)))]
    {
        let effects = till.tell(page_of(scope, 0, 30));
        assert_eq!((stored(&effects), effects.contains(&Effect::Disconnect)), (None, false), "{scope:?}");
    }
    till.tell(cut());
    assert_eq!(till.hello_again().positions.0, [9, 8, 7, 6, 5, 0]);
}

#[test]
fn what_an_earlier_life_of_the_server_signed_is_not_stored() {
    for frame in [
        ServerFrame::Page(Page { generation: GENERATION + 1, ..a_page(Scope::Business, 0, 4) }),
        ServerFrame::Page(Page { generation: GENERATION - 1, ..a_page(Scope::Business, 0, 4) }),
    ] {
        let (mut till, _) = Till::live(0, 0);
        let effects = till.tell(Event::Frame(frame));
        assert_eq!(stored(&effects), None);
        assert!(ended_for(&effects, LinkReason::OtherLife {}));
    }
}

#[test]
fn a_till_that_moved_reads_its_new_store_from_the_start() {
    let mut till = Till::standing(0, 0, &stand([9, 8, 7, 6, 5]));
    till.tell(Event::Start);
    till.greet(None);
    let moved = shared_model::sample::scopes(StoreId(Uuid::from_u128(90)), WAREHOUSE, TERMINAL);
    let other = moved[2];
    assert_eq!(stored(&till.tell(page_of(other, 0, 20))), None, "nobody said that it follows this");
    till.tell(cut());
    till.hello_again();
    till.tell(Event::Frame(ServerFrame::Welcome(Welcome { follows: Some(moved.to_vec()), ..a_welcome(None) })));
    assert!(stored(&till.tell(page_of(other, 0, 20))).is_some());
    assert!(till.tell(Event::Applied).contains(&confirmed(2, 20)));
    till.tell(cut());
    assert_eq!(till.hello_again().positions.0, [9, 8, 20, 6, 5, 0]);
}

#[test]
fn the_hello_waits_for_rows_that_are_being_stored() {
    let (mut till, _) = Till::live(0, 0);
    till.tell(page(0, 1));
    till.tell(page(1, 2));
    till.tell(cut());
    till.until_woken();
    till.tell(Event::Connected);
    let early = till.tell(challenge());
    assert_eq!(early, [Effect::Heard]);
    let effects = till.tell(Event::Applied);
    // Stored, not confirmed on a connection that knows nothing of it; the second page is
    // asked for again.
    let [Effect::SendHello { hello, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(hello.positions.0[0], 1);
}

#[test]
fn rows_that_cannot_be_stored_are_asked_for_again_ever_more_slowly() {
    let (mut till, _) = Till::live(0, 0);
    let mut waits = vec![];
    for _ in 0..8 {
        till.tell(page(0, 1));
        let effects = till.tell(Event::ApplyFailed { reason: LinkReason::NotStored {} });
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
    let ended = (1..100).find(|&n| till.tell(page(n - 1, n)).contains(&Effect::Disconnect));
    let limit = PAGES_IN_FLIGHT_MAX as u64;
    assert!(ended.is_some_and(|n| n > limit && n < 4 * limit), "{ended:?}");
}
