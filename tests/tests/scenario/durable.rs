//! What is on paper or approved is on disk.

use crate::counter::*;
use counterfoil_tests::world::*;
use shared_model::command::*;
use shared_model::order::cart::TenderState;
use shared_model::payment::CardOutcome;
use shared_model::refusal::ErrorCode;
use shared_model::unit::Amount;

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_was_printed_then_the_power_went_and_the_sale_is_still_there() {
    let world = World::new().await;
    let till = world.till("A").await;
    till.link.cut();
    let mut sold = Vec::new();
    for _ in 0..3 {
        let sale = sell(&till, "LAMP", 1).await;
        let printed = till.must(ReceiptPrint { order: sale.order, format: ReceiptFormat::Roll80 }).await;
        till.kill();
        let paper = std::fs::read(till.data.join(&printed.path)).expect("the receipt is on disk");
        assert!(paper.starts_with(b"%PDF-"), "the receipt is no PDF");
        till.start_again().await;
        till.sign_in(CASHIER.0, CASHIER.1).await;
        let kept = till.must(OrderShow { order: sale.order }).await;
        assert_eq!(kept.receipt, sale.receipt, "the stored receipt is the printed one");
        assert!(till.must(CartShow {}).await.lines.is_empty(), "the sold cart came back");
        sold.push(sale);
    }
    till.link.restore();
    till.sent().await;
    assert_exactly(&world, &sold).await;
    assert_gapless(sold.into_iter().map(|sale| sale.number).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_was_approved_then_the_power_went_and_nobody_charges_it_again() {
    let world = World::new().await;
    let till = world.till("A").await;
    let due = scan(&till, "RUG", 1).await.due;
    let asked = till.must(PayCardStart { amount: due }).await;
    let tender = asked.tenders[0].id;
    let result = CardOutcome::Approved { reference: "A-771".into() };
    till.must(PayCardResult { tender, result }).await;
    till.kill();
    till.start_again().await;
    till.sign_in(CASHIER.0, CASHIER.1).await;

    let cart = till.must(CartShow {}).await;
    assert_eq!(cart.lines.len(), 1, "the cart is there");
    assert_eq!((cart.paid, cart.due), (due, Amount::ZERO), "the money is known");
    assert!(cart.frozen, "a paid cart can be changed");
    till.refused(PayCardStart { amount: due }).await;
    let sale = till.must(PayComplete { cash: None }).await;
    assert_eq!(sale.receipt.tenders[0].reference.as_deref(), Some("A-771"));
    till.sent().await;
    assert_exactly(&world, &[sale]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_reader_was_asked_then_the_power_went_and_somebody_must_say_what_happened() {
    let world = World::new().await;
    let till = world.till("A").await;
    let due = scan(&till, "RUG", 1).await.due;
    let tender = till.must(PayCardStart { amount: due }).await.tenders[0].id;
    till.kill();
    till.start_again().await;
    till.sign_in(CASHIER.0, CASHIER.1).await;

    let cart = till.must(CartShow {}).await;
    let open = &cart.tenders[0];
    assert_eq!(open.id, tender);
    assert!(matches!(open.state, TenderState::Asked | TenderState::Unknown), "{:?}", open.state);
    assert_eq!(till.refused(PayCardStart { amount: due }).await.code, ErrorCode::TenderOpen);
    till.refused(PayComplete { cash: Some(due) }).await;
    let result = CardOutcome::Approved { reference: "A-772".into() };
    till.must(PayCardResult { tender, result }).await;
    let sale = till.must(PayComplete { cash: None }).await;
    till.sent().await;
    assert_exactly(&world, &[sale]).await;
}
