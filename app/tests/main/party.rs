//! Who may sign in, and what they may do then.

use crate::world::*;
use shared_model::command::*;
use shared_model::unit::{Amount, StaffId};
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
    let by = |staff: StaffId, pin: &str| Some(Approval { staff, pin: pin.into() });
    assert_eq!(world.refused(price(None)).await, ErrorCode::NotAllowed);
    assert_eq!(world.refused(price(by(CASHIER, PIN))).await, ErrorCode::NotAllowed);
    assert_eq!(world.refused(price(by(MANAGER, "1"))).await, ErrorCode::WrongPin);
    let cart = world.run(price(by(MANAGER, PIN))).await;
    assert_eq!((cart.gross, cart.lines[0].overridden), (Amount(1000), true));
}

#[tokio::test]
async fn who_signed_out_or_left_can_do_nothing_more() {
    let mut world = World::open().await;
    world.run(SignOut {}).await;
    assert_eq!(world.refused(CartShow {}).await, ErrorCode::NotSignedIn);
    world.sign_in(CASHIER).await;
    let known = world.till.replica.read(|reader| reader.staff(CASHIER)).unwrap().unwrap();
    let left = shared_model::party::Staff { active: false, ..known };
    world.hear(vec![shared_model::wire::LogBody::Staff(left)]).await.unwrap();
    assert_eq!(world.refused(CartShow {}).await, ErrorCode::NotSignedIn);
    assert_eq!(world.run(StaffList {}).await.len(), 1);
}
