//! Pages of the log: what is taken, what is refused, and that it is whole either way.

use crate::server::{GENERATION, Server, scope_of};
use crate::world::*;
use app::replica::{Applied, ReplicaError, Standing};
use rusqlite::Connection;
use shared_model::bounds::SERVER_KEYS_MAX;
use shared_model::bounds::{LEVELS_MAX, PAGE_ROWS_MAX};
use shared_model::command::{ProductShow, Status};
use shared_model::encoding::{self, Bytes, Fixed, Signed};
use shared_model::fact::setting::{ServerKeySet, server_key_message};
use shared_model::unit::*;
use shared_model::wire::*;

/// So many prices of the lamp, one after the other; the last one stands.
fn prices(count: u64) -> Vec<Vec<u8>> {
    (1..=count).map(|number| price(LAMP, number as i64).encode()).collect()
}

async fn lamp_costs(world: &World) -> i64 {
    world.run(ProductShow { product: LAMP }).await.price.unwrap().amount.0
}

fn refused(world: &World, page: &Page) -> ReplicaError {
    world.till.replica.page_apply(&world.server.trust(), page).expect_err("a page that must not be taken")
}

/// Nothing of a page was taken.
async fn untouched(world: &World, before: &Standing, what: &str) {
    assert_eq!(&world.till.replica.standing().unwrap(), before, "{what}");
    assert_eq!(lamp_costs(world).await, 1200, "{what}");
}

#[tokio::test]
async fn a_gap_in_the_log_is_refused_and_nothing_of_the_page_is_applied() {
    let mut world = World::open().await;
    let before = world.till.replica.standing().unwrap();
    let whole = world.server.clone().page_of(Scope::Business, prices(3));
    let mut without = whole.clone();
    without.rows.remove(1);
    let late = Page { from: whole.from + 1, ..whole.clone() };
    let early = Page { from: whole.from - 1, ..whole.clone() };
    let mut beyond = whole.clone();
    beyond.rows[2].position = whole.to + 1;
    let mut swapped = whole.clone();
    swapped.rows.swap(0, 1);
    let here = world.server.cursor(Scope::Business);
    let back = world.server.signed(Scope::Business, whole.from, here.head, vec![], whole.from - 1);
    let of_another = Page { scope: Scope::People, ..whole.clone() };
    let cases = [
        ("a missing row", without, PageError::WrongHead),
        ("a page after a missing one", late, PageError::Gap { known: whole.from, from: whole.from + 1 }),
        ("a page that begins before", early, PageError::Gap { known: whole.from, from: whole.from - 1 }),
        ("a row beyond the page", beyond, PageError::OutOfOrder),
        ("a page that leads back", back, PageError::OutOfOrder),
        ("rows out of order", swapped, PageError::OutOfOrder),
        (
            "a page of another scope",
            of_another,
            PageError::Gap { known: before.scopes[1].1.position.number, from: whole.from },
        ),
    ];
    for (what, page, expected) in cases {
        let error = refused(&world, &page);
        assert!(matches!(&error, ReplicaError::Page(found) if *found == expected), "{what}: {error:?}");
        untouched(&world, &before, what).await;
    }
    world.apply(&whole).unwrap();
    assert_eq!(lamp_costs(&world).await, 3);
}

#[tokio::test]
async fn one_flipped_byte_or_a_foreign_signature_and_nothing_of_the_page_is_applied() {
    let mut world = World::open().await;
    let before = world.till.replica.standing().unwrap();
    let whole = world.server.clone().page_of(Scope::Business, prices(3));
    let bytes = ServerFrame::Page(whole.clone()).encode();
    let mut read = 0;
    for index in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[index] ^= 0x10;
        // What does not even read as a page ends the connection before it gets here.
        let Ok(ServerFrame::Page(page)) = ServerFrame::decode(&flipped, flipped.len()) else { continue };
        if page == whole {
            continue;
        }
        read += 1;
        let error = refused(&world, &page);
        assert!(matches!(error, ReplicaError::Page(_) | ReplicaError::Unsigned), "byte {index}: {error:?}");
    }
    assert!(read > 100, "{read} of {} flips read as pages", bytes.len());
    untouched(&world, &before, "a flipped byte").await;

    let zero = Page { signature: Fixed([0; 64]), ..whole.clone() };
    let other_key = Page { key: 2, ..whole.clone() };
    let mut other_words = world.server.clone().page_of(Scope::Business, prices(2));
    other_words.signature = whole.signature;
    for page in [zero, other_key, other_words] {
        assert!(matches!(refused(&world, &page), ReplicaError::Unsigned));
    }
    let elsewhere = app::replica::Trust { business: BusinessId(id(99)), ..world.server.trust() };
    let foreign = world.till.replica.page_apply(&elsewhere, &whole);
    assert!(matches!(foreign, Err(ReplicaError::Unsigned)), "another business's page");
    untouched(&world, &before, "a foreign signature").await;
    world.apply(&whole).unwrap();
    assert_eq!(lamp_costs(&world).await, 3);
}

#[tokio::test]
async fn pages_of_any_size_apply_and_none_twice() {
    let mut world = World::open().await;
    for size in [1, 2, 99, 100, 101, 200, PAGE_ROWS_MAX as u64] {
        let page = world.server.page_of(Scope::Business, prices(size));
        assert_eq!(world.apply(&page).unwrap().rows, size);
        let again = refused(&world, &page);
        assert!(matches!(again, ReplicaError::Page(PageError::Gap { .. })), "a page of {size} was applied twice");
        assert_eq!(world.till.replica.standing().unwrap().at(Scope::Business), at(page.to));
    }
    // A scope in which nothing was said still moves on; its chain goes on from the last row.
    let here = world.server.cursor(Scope::Business);
    let nothing =
        world.server.signed(Scope::Business, here.position.number, here.head, vec![], here.position.number + 50);
    assert_eq!(world.apply(&nothing).unwrap(), Applied::default());
    assert_eq!(world.hear(vec![price(LAMP, 77)]).await.unwrap().rows, 1);
    assert_eq!(lamp_costs(&world).await, 77);
}

#[tokio::test]
async fn more_rows_than_any_server_sends_are_not_looked_at() {
    let mut world = World::open().await;
    let before = world.till.replica.standing().unwrap();
    let page = world.server.clone().page_of(Scope::Business, prices(PAGE_ROWS_MAX as u64 + 1));
    assert!(matches!(refused(&world, &page), ReplicaError::TooManyRows(_)));
    let many = (0..=LEVELS_MAX as u64).map(|number| level(LAMP, 1, number)).collect();
    let heard = world.hear_levels(many).await;
    assert!(matches!(heard, Err(ReplicaError::TooManyRows(_))), "{heard:?}");
    untouched(&world, &before, "too many rows").await;
}

#[tokio::test]
async fn a_page_from_the_start_replaces_what_was_known_of_its_scope() {
    let mut world = World::open().await;
    world.go_online();
    let before = world.till.replica.standing().unwrap();
    let sale = world.sell_lamp().await;
    // The server was restored: chairs and the customer's rows are another life's.
    let mut rows: Vec<Told> =
        shop(&world.server).into_iter().filter(|told| scope_of(told) == Scope::Business).collect();
    rows.retain(|told| !matches!(told, Told::Product(told) if told.row.id == CHAIR));
    rows.push(price(LAMP, 1100));
    let again: Vec<LogRow> = rows
        .iter()
        .zip(1..)
        .map(|(told, position)| LogRow { position, salt: Bytes::new(), body: Body::Whole(told.encode()) })
        .collect();
    let to = again.len() as u64;
    let unsigned =
        Page { signature: Fixed([1; 64]), ..world.server.signed(Scope::Business, 0, Hash::ZERO, again.clone(), to) };
    assert!(matches!(refused(&world, &unsigned), ReplicaError::Unsigned));
    untouched(&world, &before, "not signed, so nothing was forgotten").await;

    let page = world.server.signed(Scope::Business, 0, Hash::ZERO, again, to);
    world.apply(&page).unwrap();
    let standing = world.till.replica.standing().unwrap();
    assert_eq!(standing.at(Scope::Business), at(to));
    assert_eq!(standing.scopes[1..], before.scopes[1..], "the other scopes go on");
    assert_eq!(lamp_costs(&world).await, 1100);
    assert_eq!(world.run(Status {}).await.products, 2, "the chair is gone");
    assert_eq!(world.run(find("folding")).await.tiles, []);
    assert_eq!(world.run(all_orders()).await[0].order, sale.order, "what was sold here stays");
    world.sell_lamp().await;
}

#[tokio::test]
async fn what_a_newer_server_says_is_kept_and_read_once_it_is_known() {
    let mut world = World::open().await;
    let known = price(LAMP, 900).encode();
    let newer = encoding::encode(&("weather", 3u16, Bytes::from(vec![1, 2, 3])));
    let (kind, _, body): (String, u16, Bytes) = encoding::decode(&known, known.len()).unwrap();
    let newer_price = encoding::encode(&(kind, u16::MAX, body));
    // No tax can be reckoned by a rounding that is not known: the settings before it stay.
    let mut settings = Told::Business(Box::new(business())).encode();
    let at = settings.windows(8).position(|bytes| bytes == b"per_line").unwrap();
    settings[at..at + 8].copy_from_slice(b"per_moon");
    let bodies = vec![newer, newer_price, vec![0xff, 0x00], row(chair()).encode(), settings];
    let page = world.server.page_of(Scope::Business, bodies);
    let applied = world.apply(&page).unwrap();
    assert_eq!((applied.rows, applied.unread), (5, 4));
    assert_eq!(lamp_costs(&world).await, 1200, "it stops nothing and changes nothing");
    assert_eq!(world.run(Status {}).await.unread, 4, "and the screens say so");

    // After its update the till reads the price; here by making the kept row one it knows.
    let position = page.rows[1].position;
    let kept = |dir: &std::path::Path| {
        let told = Connection::open(dir.join("told.db")).unwrap();
        let count: u64 = told.query_row("select count(*) from unread_row", [], |row| row.get(0)).unwrap();
        (told, count)
    };
    let world = world
        .restart_after(|dir| {
            let (told, count) = kept(dir);
            assert_eq!(count, 4);
            let column = i64::from(GENERATION) << 40 | position as i64;
            let changed = told.execute("update unread_row set body = ?1 where position = ?2", (&known, column));
            assert_eq!(changed.unwrap(), 1);
        })
        .await;
    assert_eq!(lamp_costs(&world).await, 900);
    world.restart_after(|dir| assert_eq!(kept(dir).1, 3, "what was read is not kept")).await;
}

#[tokio::test]
async fn what_is_read_late_does_not_undo_what_came_after_it() {
    let mut world = World::open().await;
    let old = shared_model::catalogue::Product { name: "Oil lamp".into(), ..lamp() };
    let late = [row(old).encode(), price(LAMP, 900).encode()];
    let page = world.server.page_of(Scope::Business, vec![vec![0xff], vec![0xfe]]);
    world.apply(&page).unwrap();
    let new = shared_model::catalogue::Product { name: "Electric lamp".into(), ..lamp() };
    world.hear(vec![row(new), price(LAMP, 1500)]).await.unwrap();
    let world = world
        .restart_after(|dir| {
            let told = Connection::open(dir.join("told.db")).unwrap();
            for (row, body) in page.rows.iter().zip(late) {
                let column = i64::from(GENERATION) << 40 | row.position as i64;
                told.execute("update unread_row set body = ?1 where position = ?2", (body, column)).unwrap();
            }
        })
        .await;
    let detail = world.run(ProductShow { product: LAMP }).await;
    assert_eq!((detail.product.name.as_str(), lamp_costs(&world).await), ("Electric lamp", 1500));
    assert_eq!(world.run(find("oil")).await.tiles, []);
}

#[tokio::test]
async fn states_that_follow_an_order_of_a_newer_server_wait_for_it() {
    let mut world = World::open().await;
    let sale = world.sell_lamp().await.order;
    let (sold, payments) = world.sold(sale);
    let order = crate::told::order(&world.server, &sold, &payments, 0, 1000);
    let real = order.encode();
    let newer = world.server.page_of(scope_of(&order), vec![vec![0xff]]);
    assert_eq!(world.apply(&newer).unwrap().unread, 1);
    let states = crate::told::line_one(&world.server, sale, 1000, 0);
    assert_eq!(world.hear(vec![states]).await.unwrap().unread, 1, "kept beside the order");
    let world = world
        .restart_after(|dir| {
            let told = Connection::open(dir.join("told.db")).unwrap();
            let changed = told.execute("update unread_row set body = ?1 where kind = ''", (real,)).unwrap();
            assert_eq!(changed, 1);
        })
        .await;
    let read = |reader: app::replica::Reader<'_>| reader.order_told(sale);
    let told = world.till.replica.read::<_, ReplicaError, _>(read).unwrap().expect("read after the update");
    let left =
        told.lines[0].states.iter().find(|state| state.state.as_str() == "backordered").map(|state| state.quantity);
    assert!(left.is_none_or(|left| left == Quantity::ZERO), "the newest states were lost: {:?}", told.lines[0].states);
}

#[tokio::test]
async fn states_of_an_order_that_never_comes_wait_as_long_as_something_does_not_read() {
    let mut world = World::open().await;
    let sale = world.sell_lamp().await.order;
    let states = crate::told::line_one(&world.server, sale, 1000, 0);
    let scope = scope_of(&states);
    let page = world.server.page_of(scope, vec![vec![0xff], states.encode()]);
    assert_eq!(world.apply(&page).unwrap().unread, 2);
    let kept = |dir: &std::path::Path| {
        let told = Connection::open(dir.join("told.db")).unwrap();
        let count: u64 = told.query_row("select count(*) from unread_row", [], |row| row.get(0)).unwrap();
        (told, count)
    };
    let world = world.restart().await;
    // After its update the till reads what it could not: it was no order.
    let position = i64::from(GENERATION) << 40 | page.rows[0].position as i64;
    let settings = Told::Store(Box::new(store())).encode();
    let world = world
        .restart_after(|dir| {
            let (told, count) = kept(dir);
            assert_eq!(count, 2, "the order may be the one that does not read");
            let changed = told.execute("update unread_row set body = ?1 where position = ?2", (settings, position));
            assert_eq!(changed.unwrap(), 1);
        })
        .await;
    world.restart_after(|dir| assert_eq!(kept(dir).1, 0, "there is nothing that they could be about")).await;
}

#[tokio::test]
async fn an_erased_row_keeps_the_chain_whole() {
    let mut world = World::open().await;
    let mut page = world.server.page_of(Scope::Business, prices(3));
    page.rows[1].body = Body::Erased(page.rows[1].hash());
    world.apply(&page).unwrap();
    assert_eq!(lamp_costs(&world).await, 3);
    assert_eq!(world.hear(vec![price(LAMP, 5)]).await.unwrap().rows, 1);
}

#[tokio::test]
async fn levels_go_on_where_they_were_or_begin_anew() {
    let mut world = World::open().await;
    let free = async |world: &World| world.run(ProductShow { product: LAMP }).await.stock.free.0;
    let trust = world.server.trust();
    let heard = world.till.replica.standing().unwrap().levels[&WAREHOUSE].number;
    let next = |position| vec![Level { position, ..level(LAMP, 9, 2) }];
    for from in [heard - 1, heard + 1] {
        let levels = world.server.signed_levels(from, next(heard + 2), heard + 2);
        let found = world.till.replica.levels_apply(&trust, &levels);
        assert!(matches!(found, Err(ReplicaError::Page(PageError::Gap { .. }))), "{from}: {found:?}");
    }
    let told = world.server.signed_levels(heard, next(heard + 2), heard + 2);
    let signature = told.signature;
    let mut changed = told.into_said();
    changed.rows[0].free = Quantity(900_000);
    let changed = Signed::new(changed, signature);
    assert!(matches!(world.till.replica.levels_apply(&trust, &changed), Err(ReplicaError::Unsigned)));
    assert_eq!(free(&world).await, 5000);
    world.hear_levels(vec![level(LAMP, 8, 2)]).await.unwrap();
    assert_eq!(free(&world).await, 8000);
    // From the start: what is not in it is not there.
    let anew = world.server.signed_levels(0, vec![Level { position: 3, ..level(CHAIR, 4, 1) }], 3);
    world.till.replica.levels_apply(&trust, &anew).unwrap();
    assert_eq!(free(&world).await, 0);
    assert_eq!(world.till.replica.standing().unwrap().levels[&WAREHOUSE], at(3));
}

#[tokio::test]
async fn a_new_life_of_the_server_is_kept_and_its_levels_are_read_anew() {
    let world = World::open().await;
    let replica = &world.till.replica;
    let before = replica.standing().unwrap();
    assert!(before.levels[&WAREHOUSE] > Position::START);
    replica.generation_save(GENERATION + 1, [2; 8]).unwrap();
    let after = replica.standing().unwrap();
    assert_eq!((after.generation, after.generation_id), (GENERATION + 1, [2; 8]));
    assert_eq!(after.levels[&WAREHOUSE], Position::START);
    assert_eq!(after.scopes, before.scopes, "their heads tell whether they still stand");
    let world = world.restart().await;
    assert_eq!(world.till.replica.standing().unwrap(), after);
}

#[tokio::test]
async fn a_new_key_of_the_server_counts_by_the_word_of_the_one_before() {
    let mut world = World::open().await;
    let key_two = ed25519_dalek::SigningKey::from_bytes(&[6; 32]).verifying_key().to_bytes();
    let set = |key, public_key: &[u8], signature| {
        Told::ServerKey(ServerKeySet { key, public_key: public_key.into(), signature })
    };
    let key = |world: &World, number| world.till.replica.read(|reader| reader.server_key(number)).unwrap();
    let first = world.server.public_key();
    world.hear(vec![set(1, &first, vec![])]).await.unwrap();
    let vouched = |server: &Server, number, public: &[u8]| server.vouch(&server_key_message(number, public));
    let forged = vec![
        set(2, &key_two, vec![]),
        set(2, &key_two, vec![0; 64]),
        set(2, &key_two, vouched(&world.server, 3, &key_two)),
        set(2, &key_two[..31], vouched(&world.server, 2, &key_two[..31])),
        set(9, &key_two, vec![]),
        set(0, &key_two, vec![]),
    ];
    for told in forged {
        world.hear(vec![told.clone()]).await.unwrap();
        for number in [0, 2, 9] {
            assert_eq!(key(&world, number), None, "{told:?}");
        }
    }
    world.hear(vec![set(2, &key_two, vouched(&world.server, 2, &key_two))]).await.unwrap();
    assert_eq!(key(&world, 2), Some(key_two));
    assert_eq!(key(&world, 1), Some(first));
}

#[tokio::test]
async fn keys_that_the_server_took_meanwhile_are_learnt_before_any_page_of_theirs() {
    let world = World::open().await;
    let public = |seed| ed25519_dalek::SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes();
    let key = |number| world.till.replica.read(|reader| reader.server_key(number)).unwrap();
    let own = key(1).expect("the one it enrolled with");
    let second = ServerKeySet {
        key: 2,
        public_key: public(6).into(),
        signature: world.server.vouch(&server_key_message(2, &public(6))),
    };
    let by_the_second = ed25519_dalek::SigningKey::from_bytes(&[6; 32]);
    let signature = ed25519_dalek::Signer::sign(&by_the_second, &server_key_message(3, &public(7)));
    let third = ServerKeySet { key: 3, public_key: public(7).into(), signature: signature.to_bytes().into() };

    world.till.replica.server_keys_learn(std::slice::from_ref(&third)).unwrap();
    assert_eq!(key(3), None, "the one before it is not known");
    world.till.replica.server_keys_learn(&[second, third]).unwrap();
    assert_eq!((key(1), key(2), key(3)), (Some(own), Some(public(6)), Some(public(7))));

    let many = vec![ServerKeySet { key: 4, public_key: public(8).into(), signature: vec![0; 64] }; SERVER_KEYS_MAX + 1];
    assert!(world.till.replica.server_keys_learn(&many).is_err());
}
