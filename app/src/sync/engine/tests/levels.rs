//! Stock levels, which travel beside the log.

use super::*;

fn a_level_page(from: u64, to: u64) -> Levels {
    let (generation, warehouse) = (GENERATION, WAREHOUSE);
    Levels { generation, warehouse, from, to, rows: vec![], key: 1 }
}

fn signed(levels: Levels) -> Signed<Levels> {
    Signed::new(levels, Fixed([0; 64]))
}

fn told(levels: Levels) -> Event {
    Event::Frame(ServerFrame::Levels(signed(levels)))
}

fn levels(from: u64, to: u64) -> Event {
    told(a_level_page(from, to))
}

fn heard_to(to: u64) -> Effect {
    Effect::Send(ClientFrame::Applied(Applied { positions: vec![], levels: vec![(0, to)] }))
}

/// How far a hello says that levels were heard.
fn heard_in(hello: &Hello) -> u64 {
    hello.positions.0[scopes().len()]
}

/// A till that has heard levels up to 5.
fn till() -> Till {
    let mut till = Till::standing(0, 0, &Stand { levels: heard(5), ..stand([9; 5]) });
    till.tell(Event::Start);
    till.tell(Event::Connected);
    let hello = hello(&till.tell(challenge())).unwrap();
    assert_eq!(heard_in(&hello), 5);
    till.tell(welcome(None));
    till
}

#[test]
fn levels_are_stored_in_turn_with_pages_and_confirmed() {
    let mut till = till();
    till.tell(page(9, 10));
    assert_eq!(stored(&till.tell(levels(5, 8))), None, "one thing at a time");
    assert_eq!(stored(&till.tell(Event::Applied)), Some(Down::Levels(signed(a_level_page(5, 8)))));
    assert!(till.tell(Event::Applied).contains(&heard_to(8)));
    till.tell(cut());
    assert_eq!(heard_in(&till.hello_again()), 8);
}

#[test]
fn levels_that_come_twice_are_stored_once_and_missing_ones_are_asked_for_again() {
    let mut till = till();
    till.tell(levels(5, 8));
    till.tell(Event::Applied);
    for again in [levels(5, 8), levels(0, 8), levels(0, 3)] {
        let effects = till.tell(again);
        assert_eq!((stored(&effects), effects.contains(&Effect::Disconnect)), (None, false));
    }
    assert!(till.tell(levels(8, 6)).contains(&Effect::Disconnect), "they do not lead back");
    till.hello_again();
    till.tell(welcome(None));
    let effects = till.tell(levels(9, 11));
    assert!(ended_for(&effects, LinkReason::LogGap {}));
    assert_eq!(heard_in(&till.hello_again()), 8);
}

#[test]
fn all_levels_may_come_again_at_the_beginning_of_a_connection_alone() {
    let mut till = till();
    assert!(stored(&till.tell(levels(0, 3))).is_some());
    assert!(till.tell(Event::Applied).contains(&heard_to(3)));
    assert!(stored(&till.tell(levels(3, 7))).is_some());
    till.tell(Event::Applied);
    assert!(till.tell(levels(0, 9)).contains(&Effect::Disconnect));
}

#[test]
fn levels_of_a_warehouse_that_is_not_followed_are_nothing_to_the_till() {
    let mut till = till();
    let warehouse = WarehouseId(Uuid::from_u128(80));
    let other = |from, to| told(Levels { warehouse, ..a_level_page(from, to) });
    assert_eq!(stored(&till.tell(other(0, 4))), None);
    // It is moved to a store whose goods come from there: those begin at nothing, the old ones go.
    till.tell(cut());
    till.hello_again();
    let moved = shared_model::sample::scopes(STORE, warehouse, TERMINAL).to_vec();
    let moves = Welcome { follows: Some(moved.clone()), ..a_welcome(None) };
    assert!(till.tell(Event::Frame(ServerFrame::Welcome(moves))).contains(&Effect::Follow { scopes: moved }));
    assert_eq!(stored(&till.tell(levels(5, 6))), None);
    assert!(stored(&till.tell(other(0, 4))).is_some());
    assert!(till.tell(Event::Applied).contains(&heard_to(4)));
    till.tell(cut());
    assert_eq!(till.hello_again().positions.0, [9, 9, 9, 0, 9, 4]);
}

#[test]
fn a_new_life_of_the_server_begins_its_levels_anew() {
    for (generation, id) in [(GENERATION + 1, [2; 8]), (GENERATION, [2; 8])] {
        let mut till = till();
        till.tell(cut());
        assert_eq!(heard_in(&till.hello_again()), 5);
        let restored = Welcome { generation, generation_id: Fixed(id), ..a_welcome(None) };
        till.tell(Event::Frame(ServerFrame::Welcome(restored)));
        let levels = |from, to| told(Levels { generation, ..a_level_page(from, to) });
        assert!(till.tell(levels(5, 6)).contains(&Effect::Disconnect), "position 5 was another life's");
        assert_eq!(heard_in(&till.hello_again()), 0);
    }
    let other_life = Stand { levels: heard(5), generation: GENERATION + 1, ..stand([9; 5]) };
    let mut till = Till::standing(0, 0, &other_life);
    till.tell(Event::Start);
    till.tell(Event::Connected);
    assert_eq!(heard_in(&hello(&till.tell(challenge())).unwrap()), 0, "the till was switched off in between");
}
