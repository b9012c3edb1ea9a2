//! What the till follows, where it stands and in which life its chain goes on: all of it is the
//! server's to say.

use crate::told::{store, terminal_in};
use crate::world::*;
use shared_model::command::*;
use shared_model::entry::Place;
use shared_model::sample;
use shared_model::setting::StoreSettings;
use shared_model::unit::*;
use shared_model::wire::{Cursor, Told};

const OTHER: StoreId = StoreId(uuid::Uuid::from_u128(90));
const OTHERS: WarehouseId = WarehouseId(uuid::Uuid::from_u128(91));

fn place(incarnation: u32, seq: u64) -> Place {
    Place { incarnation, seq }
}

#[tokio::test]
async fn what_is_followed_no_more_is_forgotten_and_the_rest_of_its_kind_is_read_anew() {
    let mut world = World::open().await;
    let sale = world.sell_lamp().await;
    world.hear_of(sale.order, 1, 0).await;
    let followed = |world: &World| -> Vec<Scope> {
        world.till.replica.standing().unwrap().scopes.into_iter().map(|(scope, _)| scope).collect()
    };
    let [business, people, own, warehouse, mail] = sample::scopes(STORE, WAREHOUSE, TERMINAL);
    let other = Scope::Store(OTHER);
    let at = |world: &World, scope| world.till.replica.standing().unwrap().at(scope);
    let before = [business, people, own, warehouse].map(|scope| at(&world, scope));
    assert!(before[2] > Position::START);
    let both = [business, people, own, other, warehouse, mail];
    world.till.replica.scopes_replace(&both).unwrap();
    assert_eq!(followed(&world), both);
    assert_eq!([business, people, own, warehouse].map(|scope| at(&world, scope)), before, "they go on");
    let world = world.restart().await;
    assert_eq!(followed(&world), both, "it is kept");
    let one = [business, people, own, warehouse, mail];
    world.till.replica.scopes_replace(&one).unwrap();
    let standing = world.till.replica.standing().unwrap();
    let cursor = |wanted| standing.scopes.iter().find(|(scope, _)| *scope == wanted).map(|(_, cursor)| cursor.clone());
    assert_eq!((cursor(own), cursor(other)), (Some(Cursor::start()), None));
    assert_eq!(standing.at(business), before[0], "another kind goes on");
    assert!(standing.levels[&WAREHOUSE] > Position::START);
    assert_eq!(world.run(Status {}).await.store, "High Street", "it goes on selling meanwhile");
    let moved = sample::scopes(OTHER, OTHERS, TERMINAL);
    world.till.replica.scopes_replace(&moved).unwrap();
    assert_eq!(world.till.replica.standing().unwrap().levels[&OTHERS], Position::START);
    let stock = world.run(ProductShow { product: LAMP }).await.stock;
    assert_eq!(stock.free, Quantity::ZERO, "what lay in the warehouse it left is not to be sold here");
}

#[tokio::test]
async fn a_till_that_is_moved_sells_in_its_new_store_as_soon_as_it_knows_it() {
    let mut world = World::open().await;
    let store_of = async |world: &World| {
        let sale = world.sell_lamp().await;
        let entry = world.entries().pop().expect("the sale");
        (world.sold(sale.order).0.store, entry.money.expect("a sale is money").store.expect("it was sold in one"))
    };
    assert_eq!(store_of(&world).await, (Some(STORE), STORE));
    let moved = terminal_in(&world.server, OTHER);
    world.hear(vec![moved]).await.unwrap();
    assert_eq!(store_of(&world).await, (Some(STORE), STORE), "it knows nothing of the other store yet");
    let other = StoreSettings { store: OTHER, name: "Harbour".into(), warehouse: OTHERS, ..store() };
    let page = world.server.page_of(Scope::Store(OTHER), vec![Told::Store(Box::new(other)).encode()]);
    world.apply(&page).unwrap();
    assert_eq!(store_of(&world).await, (Some(OTHER), OTHER));
    assert_eq!(world.run(Status {}).await.store, "Harbour");
    assert_eq!(store_of(&world.restart().await).await, (Some(OTHER), OTHER));
}

#[tokio::test]
async fn a_copy_goes_on_in_a_life_of_its_own_and_draws_numbers_of_its_own() {
    let world = World::open().await;
    world.sell_lamp().await;
    let ends = |world: &World| world.till.replica.chain_ends().unwrap();
    let before = ends(&world);
    assert_eq!(before.len(), 1);
    world.till.replica.write::<_, app::replica::ReplicaError, _>(|own| own.incarnation_raise(2)).unwrap();
    let sale = world.sell_lamp().await;
    assert_eq!(sale.number, "T01B-000001", "nobody else draws it");
    let after = ends(&world);
    assert_eq!((after[0].place, after[1]), (place(2, 2), before[0]), "payment and order in the new life");
    let first = world.entries().into_iter().find_map(|entry| match entry.origin {
        shared_model::entry::Origin::Terminal { claim, prev } if claim.place() == place(2, 1) => Some(prev),
        _ => None,
    });
    assert_eq!(first, Some(before[0].hash), "it names the entry before it, whatever its life");
    world.till.replica.write::<_, app::replica::ReplicaError, _>(|own| own.incarnation_raise(1)).unwrap();
    assert_eq!(world.sell_lamp().await.number, "T01B-000002", "there is no way back");
    let world = world.restart().await;
    assert_eq!((world.report.fork, world.report.rewritten, world.report.extended), (None, 0, 0));
    assert_eq!(world.sell_lamp().await.number, "T01B-000003");
}
