//! Challenge, hello, heads, welcome: what both sides agree on before anything else.

use super::*;
use shared_model::fact::setting::ServerKeySet;
use shared_model::wire::page::heads_digest;

fn greeted(till: &mut Till, welcome: Welcome) -> Vec<Effect> {
    till.tell(Event::Frame(ServerFrame::Welcome(welcome)))
}

#[test]
fn the_greeting_signs_the_nonce_and_names_where_every_scope_stands() {
    let stand = Stand { levels: heard(11), ..stand([12, 0, 7, 12, 3]) };
    let mut till = Till::standing(3, 3, &stand);
    assert_eq!(till.tell(Event::Start).last(), Some(&Effect::Connect));
    assert!(till.tell(Event::Connected).is_empty());
    let heads = [12, 0, 7, 12, 3].map(|number| Hash([number; 32]));
    let hello = Hello {
        protocol: PROTOCOL_VERSION,
        terminal: TERMINAL,
        generation: GENERATION,
        positions: Positions(vec![12, 0, 7, 12, 3, 11]),
        digest: Fixed(heads_digest(&LIFE, scopes().into_iter().zip(heads))),
        holds: vec![],
        nonce: Fixed([0; 6]),
        signature: Fixed([0; 64]),
    };
    assert!(till.tell(challenge()).contains(&Effect::SendHello { hello, nonce: [9; 16] }));
    let effects = till.tell(welcome(Some((1, 3))));
    assert_eq!(state(&effects), Some(ConnectionState::Online));
    assert!(effects.contains(&Effect::SendAlive));
}

#[test]
fn till_and_server_take_the_newest_protocol_that_both_speak() {
    // The server's oldest and newest; what the till says then.
    let newest = PROTOCOL_VERSION;
    for (oldest, server, said) in [
        (newest, newest, Some(newest)),
        (0, newest + 5, Some(newest)),
        (newest + 1, newest + 5, None),
        (0, PROTOCOL_OLDEST - 1, None),
        (0, 0, None),
        (u16::MAX, u16::MAX, None),
    ] {
        let mut till = Till::new(0, 0);
        till.tell(Event::Start);
        till.tell(Event::Connected);
        let effects = till.tell(challenge_of(oldest, server));
        assert_eq!(hello(&effects).map(|hello| hello.protocol), said, "{oldest} to {server}");
        let expected = if said.is_none() { Some(ConnectionState::Refused) } else { None };
        assert_eq!(state(&effects), expected, "{oldest} to {server}");
    }
}

#[test]
fn a_welcome_in_a_protocol_that_was_not_offered_is_refused() {
    for protocol in [PROTOCOL_OLDEST - 1, PROTOCOL_VERSION + 1] {
        let mut till = Till::new(0, 0);
        till.tell(Event::Start);
        till.tell(Event::Connected);
        till.tell(challenge());
        let effects = greeted(&mut till, Welcome { protocol, ..a_welcome(None) });
        assert_eq!(state(&effects), Some(ConnectionState::Refused), "{protocol}");
        assert!(effects.contains(&Effect::Disconnect) && !till.engine.is_live(), "{protocol}");
    }
}

#[test]
fn a_server_that_does_not_know_the_heads_is_shown_them_with_its_own_signatures() {
    let mut till = Till::standing(0, 0, &stand([12, 0, 7, 0, 3]));
    till.tell(Event::Start);
    till.tell(Event::Connected);
    till.tell(challenge());
    let asked = till.tell(Event::Frame(ServerFrame::AskHeads(())));
    let [business, _, store, _, mail] = scopes();
    let scopes = vec![(business, cursor(12)), (store, cursor(7)), (mail, cursor(3))];
    let heads = Heads { life: Fixed(LIFE), scopes, levels: vec![(WAREHOUSE, 0)] };
    assert!(asked.contains(&Effect::Send(ClientFrame::Heads(heads))), "{asked:?}");
    assert_eq!(state(&till.tell(welcome(None))), Some(ConnectionState::Online));
    let late = till.tell(Event::Frame(ServerFrame::AskHeads(())));
    assert!(late.contains(&Effect::Disconnect), "it is asked for before the welcome or not at all");
}

#[test]
fn where_the_heads_fork_a_scope_is_read_again_and_the_others_go_on() {
    let mut till = Till::standing(0, 0, &stand([12, 8, 7, 6, 3]));
    till.tell(Event::Start);
    till.tell(Event::Connected);
    till.tell(challenge());
    till.tell(Event::Frame(ServerFrame::AskHeads(())));
    greeted(
        &mut till,
        Welcome { generation: GENERATION + 1, generation_id: Fixed([2; 8]), head: 10, ..a_welcome(None) },
    );
    let page = |scope, from, to| {
        let page = Page { generation: GENERATION + 1, ..a_page(scope, from, to) };
        Event::Frame(ServerFrame::Page(page))
    };
    // What the till has read to 12 the server no longer has.
    assert!(stored(&till.tell(page(Scope::Business, 0, 10))).is_some());
    till.tell(Event::Applied);
    assert!(stored(&till.tell(page(Scope::People, 8, 10))).is_some());
    till.tell(Event::Applied);
    assert!(till.tell(page(Scope::Store(STORE), 12, 14)).contains(&Effect::Disconnect));
    assert_eq!(till.hello_again().positions.0, [10, 10, 7, 6, 3, 0]);
}

#[test]
fn what_is_followed_can_change_and_what_stays_goes_on() {
    let mut till = Till::standing(0, 0, &Stand::start());
    till.tell(Event::Start);
    till.tell(Event::Connected);
    let said = hello(&till.tell(challenge())).unwrap();
    assert_eq!(said.positions, Positions(vec![]), "nobody told it yet");
    let asked = till.tell(Event::Frame(ServerFrame::AskHeads(())));
    assert!(asked.contains(&Effect::Send(ClientFrame::Heads(Heads {
        life: Fixed([0; 8]),
        scopes: vec![],
        levels: vec![]
    }))));
    let follow = |till: &mut Till, scopes: &[Scope]| {
        let effects = greeted(till, Welcome { follows: Some(scopes.to_vec()), ..a_welcome(None) });
        assert!(effects.contains(&Effect::Follow { scopes: scopes.to_vec() }), "{effects:?}");
    };
    let [business, people, store, warehouse, mail] = scopes();
    let other = Scope::Store(StoreId(Uuid::from_u128(90)));
    follow(&mut till, &[business, people, store, warehouse, mail]);
    for scope in scopes() {
        till.tell(page_of(scope, 0, 7));
        till.tell(Event::Applied);
    }
    till.tell(cut());
    assert_eq!(till.hello_again().positions.0, [7, 7, 7, 7, 7, 0]);
    // One more store: the one that it knows goes on.
    follow(&mut till, &[business, people, store, other, warehouse, mail]);
    till.tell(page_of(other, 0, 7));
    assert!(till.tell(Event::Applied).contains(&confirmed(3, 7)), "each by its place among what is followed");
    till.tell(cut());
    assert_eq!(till.hello_again().positions.0, [7, 7, 7, 7, 7, 7, 0]);
    // One less: what is left of its kind is read anew, as the two lie in the same tables.
    follow(&mut till, &[business, people, other, warehouse, mail]);
    assert_eq!(stored(&till.tell(page_of(store, 7, 9))), None, "it is nothing to this till any more");
    till.tell(cut());
    assert_eq!(till.hello_again().positions.0, [7, 7, 0, 7, 7, 0]);
}

#[test]
fn a_copy_of_the_till_is_told_to_go_on_in_a_life_of_its_own() {
    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    till.tell(Event::Connected);
    till.tell(challenge());
    let effects = greeted(&mut till, Welcome { go_on_as: Some(2), ..a_welcome(Some((1, 9))) });
    assert!(effects.contains(&Effect::RaiseIncarnation { incarnation: 2 }), "{effects:?}");
}

#[test]
fn a_new_life_of_the_server_is_remembered_before_anything_of_it_is_stored() {
    let life = |number, id| Effect::Generation { number, id };
    let (mut till, first) = Till::live(0, 0);
    assert!(!first.iter().any(|effect| matches!(effect, Effect::Generation { .. })), "it is known");
    // A restore, and a second one to the same number.
    for (number, id) in [(GENERATION + 1, [2; 8]), (GENERATION + 1, [3; 8])] {
        till.tell(cut());
        till.hello_again();
        let effects = greeted(&mut till, Welcome { generation: number, generation_id: Fixed(id), ..a_welcome(None) });
        assert!(effects.contains(&life(number, id)), "{effects:?}");
        till.tell(cut());
        assert_eq!(till.hello_again().generation, number);
        let again = greeted(&mut till, Welcome { generation: number, generation_id: Fixed(id), ..a_welcome(None) });
        assert!(!again.contains(&life(number, id)));
    }
}

#[test]
fn what_a_newer_server_says_besides_is_passed_over() {
    let (mut till, _) = Till::live(0, 0);
    let unknown = ServerFrame::Unknown { name: "weather".to_owned(), content: vec![1, 2] };
    assert_eq!(till.tell(Event::Frame(unknown)), [Effect::Heard]);
    assert!(till.engine.is_live());
}

#[test]
fn keys_are_learnt_before_the_welcome_and_never_out_of_turn() {
    let keys = vec![ServerKeySet { key: 2, public_key: vec![4; 32], signature: vec![7; 64] }];
    let told = || Event::Frame(ServerFrame::Keys(keys.clone()));
    let mut till = Till::new(0, 0);
    till.tell(Event::Start);
    till.tell(Event::Connected);
    till.tell(challenge());
    assert!(till.tell(told()).contains(&Effect::LearnKeys { keys: keys.clone() }));
    assert_eq!(state(&till.tell(welcome(None))), Some(ConnectionState::Online));
    let effects = till.tell(told());
    assert!(effects.contains(&Effect::Disconnect), "{effects:?}");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::LearnKeys { .. })));
}
