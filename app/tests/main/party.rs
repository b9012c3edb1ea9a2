//! Who may sign in, and what they may do then.

use crate::world::*;
use shared_model::bounds::LINE_BYTES_MAX;
use shared_model::command::*;
use shared_model::entry::{Given, approval_oddities};
use shared_model::fact::Fact;
use shared_model::policy::{Permission, Role};
use shared_model::refusal::ErrorCode;
use shared_model::setting::BusinessSettings;
use shared_model::unit::{Amount, StaffId};
use shared_model::wire::Told;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

async fn wrong(world: &World) -> ErrorCode {
    world.refused(SignIn { staff: CASHIER, pin: "0000".into() }).await
}

#[tokio::test]
async fn wrong_pins_are_counted_across_restarts_and_lock() {
    let mut world = World::open().await;
    world.token = None;
    for _ in 0..4 {
        assert_eq!(wrong(&world).await, ErrorCode::WrongPin);
    }
    let mut world = world.restart().await;
    assert_eq!(wrong(&world).await, ErrorCode::PinLocked);
    let right = || sign_in(CASHIER);
    assert_eq!(world.refused(right()).await, ErrorCode::PinLocked, "the right one must wait too");
    world.sign_in(MANAGER).await;
    world.clock.0.store(NOON - 86_400_000, Ordering::Relaxed);
    assert_eq!(world.refused(right()).await, ErrorCode::PinLocked);
    world.clock.0.store(NOON + 31_000, Ordering::Relaxed);
    assert_eq!(wrong(&world).await, ErrorCode::PinLocked, "the sixth wrong one waits longer");
    world.clock.0.store(NOON + 31_000 + 59_000, Ordering::Relaxed);
    assert_eq!(world.refused(right()).await, ErrorCode::PinLocked);
    world.clock.0.store(NOON + 31_000 + 61_000, Ordering::Relaxed);
    world.run(right()).await;
    assert_eq!(wrong(&world).await, ErrorCode::WrongPin, "a right one starts the count again");
}

#[tokio::test]
async fn a_cashier_needs_a_manager_s_pin_for_another_price() {
    let world = World::open().await;
    assert_eq!(world.refused(PriceSet { product: LAMP, price: Amount(1) }).await, ErrorCode::NotAllowed);
    world.run(add(LAMP)).await;
    let price = |approval| CartPrice { line: 1, price: Amount(1000), reason: "scratched".into(), approval };
    let by = |staff: StaffId, pin: &str| Some(ApprovedBy { staff, pin: pin.into() });
    assert_eq!(world.refused(price(None)).await, ErrorCode::NotAllowed);
    assert_eq!(world.refused(price(by(CASHIER, PIN))).await, ErrorCode::NotAllowed);
    assert_eq!(world.refused(price(by(MANAGER, "1"))).await, ErrorCode::WrongPin);
    let cart = world.run(price(by(MANAGER, PIN))).await;
    assert_eq!((cart.gross, cart.lines[0].overridden), (Amount(1000), true));
    let told =
        |bytes: usize| CartPrice { reason: "é".repeat(bytes / 2) + &"e".repeat(bytes % 2), ..price(by(MANAGER, PIN)) };
    assert_eq!(world.refused(told(LINE_BYTES_MAX + 1)).await, ErrorCode::Invalid);
    world.run(told(LINE_BYTES_MAX)).await;
}

#[tokio::test]
async fn an_approval_is_a_fact_that_the_line_names() {
    let world = World::open().await;
    world.run(add(LAMP)).await;
    let approval = Some(ApprovedBy { staff: MANAGER, pin: PIN.into() });
    world.run(CartPrice { line: 1, price: Amount(1000), reason: "scratched".into(), approval }).await;
    world.run(complete(1000)).await;
    world.sell_lamp().await;
    let approvals: Vec<(String, Vec<(StaffId, String)>)> = world
        .entries()
        .into_iter()
        .map(|entry| (entry.kind, entry.approvals.into_iter().map(|given| (given.person, given.permission)).collect()))
        .filter(|(kind, approvals): &(String, Vec<_>)| kind == "order_placed" || !approvals.is_empty())
        .collect();
    let manager = vec![(MANAGER, "price_override".to_owned())];
    let placed = || ("order_placed".to_owned(), vec![]);
    assert_eq!(approvals, [("approved".to_owned(), manager), placed(), placed()]);
    let mut given = BTreeMap::new();
    let mut orders = Vec::new();
    for entry in world.entries() {
        match entry.fact().unwrap() {
            Fact::Approved(approved) => {
                let hash = entry.seal(Vec::new()).hash();
                given.insert(hash, Given { approved, approvals: entry.approvals });
            }
            Fact::OrderPlaced(order) => orders.push(order),
            _ => {}
        }
    }
    let order = orders.remove(0);
    let may = |person, permission| person == MANAGER && permission == Permission::PriceOverride;
    assert!(order.lines[0].manual().is_some_and(|cause| cause.approval.is_some()));
    assert_eq!(approval_oddities(&order, &[], &given, may), [], "the server finds it for what it is used for");
}

#[tokio::test]
async fn what_a_role_may_is_what_the_business_says() {
    let mut world = World::open().await;
    let price = || CartPrice { line: 1, price: Amount(1000), reason: "scratched".into(), approval: None };
    world.run(add(LAMP)).await;
    assert_eq!(world.refused(price()).await, ErrorCode::NotAllowed);
    let mut roles = business().roles;
    for role in roles.iter_mut().filter(|role| role.role == Role::Cashier) {
        role.permissions.extend(["price_override".to_owned(), "of a newer program".to_owned()]);
    }
    world.hear(vec![Told::Business(Box::new(BusinessSettings { roles, ..business() }))]).await.unwrap();
    assert_eq!(world.run(price()).await.gross, Amount(1000));
}

#[tokio::test]
async fn who_signed_out_or_left_can_do_nothing_more() {
    let mut world = World::open().await;
    world.run(SignOut {}).await;
    assert_eq!(world.refused(CartShow {}).await, ErrorCode::NotSignedIn);
    world.sign_in(CASHIER).await;
    let known = world.till.replica.read(|reader| reader.staff(CASHIER)).unwrap().unwrap();
    let left = shared_model::party::Staff { active: false, ..known };
    world.hear(vec![Told::Staff(left)]).await.unwrap();
    assert_eq!(world.refused(CartShow {}).await, ErrorCode::NotSignedIn);
    assert_eq!(world.run(StaffList {}).await.len(), 1);
}
