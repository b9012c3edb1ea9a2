//! Receipts on paper.

use crate::world::*;
use app::till::{Parts, SystemRandomness, Till};
use shared_model::Fact;
use shared_model::command::*;
use shared_model::money::DocumentNumber;
use shared_model::order::{Fulfilment, Order};
use shared_model::paper::Issued;
use shared_model::refusal::ErrorCode;
use shared_model::unit::OrderId;
use shared_model::wire::{Answer, Call, Sealed};
use shared_model::words::Worded;
use std::sync::Arc;

#[tokio::test]
async fn the_second_print_is_a_copy_also_after_a_restart() {
    let world = World::open().await;
    let order = world.sell_lamp().await.order;
    let print = || ReceiptPrint { order, format: ReceiptFormat::Roll80 };
    let first = world.run(print()).await;
    assert_eq!(first.copy, 0);
    assert!(first.path.ends_with("receipts/T01-000001-80mm.pdf"), "{}", first.path);
    assert_eq!(std::fs::read_to_string(first.path).unwrap(), "T01-000001 0");
    let world = world.restart().await;
    let second = world.run(print()).await;
    assert_eq!(second.copy, 1);
    assert!(second.path.ends_with("T01-000001-copy-1-80mm.pdf"), "{}", second.path);
    let missing = ReceiptPrint { order: OrderId(id(12)), format: ReceiptFormat::A4 };
    assert_eq!(world.refused(missing).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn the_receipt_of_another_till_s_sale_is_drawn_from_what_was_told() {
    let mut world = World::open().await;
    world.run(add_some(LAMP, 2000)).await;
    world.run(CartFulfilment { line: 1, fulfilment: Fulfilment::Pickup }).await;
    world.run(add(POSTAGE)).await;
    world.run(CartCustomer { customer: Some(CUSTOMER) }).await;
    let here = world.run(complete(5000)).await;
    assert!(here.receipt.lines[0].to_be_confirmed.is_positive(), "what is promised is on both papers");
    // The same sale, as if the till beside this one had made it.
    let (sold, mut payments) = world.sold(here.order);
    let number = DocumentNumber { code: "T02".into(), ..sold.number.clone() };
    let elsewhere = Order { id: OrderId(id(500)), number, ..sold };
    payments.iter_mut().for_each(|payment| payment.settles[0].document = elsewhere.id.0);
    let told = order(&world.server, &elsewhere, &payments, 1000, 1000);
    world.hear(vec![told]).await.unwrap();

    let shown = world.run(OrderShow { order: elsewhere.id }).await;
    let expected = Issued {
        order: elsewhere.id,
        number: "T02-000001".into(),
        terminal: "T02".into(),
        taxes: shown.receipt.taxes.clone(),
        ..here.receipt.clone()
    };
    assert_eq!(shown.receipt, expected);
    let figures = |receipt: &Issued| -> Vec<_> {
        receipt.taxes.iter().map(|row| (row.class.clone(), row.letter, row.net, row.tax, row.gross)).collect()
    };
    assert_eq!(figures(&shown.receipt), figures(&here.receipt));
    assert_eq!(shown.summary.customer, Some(Worded::Words("Ada Byron".into())));
    let printed = world.run(ReceiptPrint { order: elsewhere.id, format: ReceiptFormat::A4 }).await;
    assert_eq!(printed.copy, 1, "the first was printed where it was sold");
}

#[tokio::test]
async fn the_receipt_of_another_till_s_sale_is_as_it_was_sold_where_the_server_answers() {
    let mut world = World::open().await;
    world.run(add_some(LAMP, 2000)).await;
    let here = world.run(complete(5000)).await;
    let (sold, mut payments) = world.sold(here.order);
    let mut elsewhere = Order { id: OrderId(id(500)), ..sold };
    payments.iter_mut().for_each(|payment| payment.settles[0].document = elsewhere.id.0);
    world.hear(vec![order(&world.server, &elsewhere, &payments, 2000, 0)]).await.unwrap();
    // It was called so then, and taxed otherwise.
    elsewhere.lines[0].name = "Old lamp".into();
    elsewhere.lines[0].tax_letter = 'Q';
    world.go_online();
    let mut calls = std::mem::replace(&mut world.ends.calls, tokio::sync::mpsc::channel(1).1);
    let sold = |payload_version, payload| {
        let sold = Some(Sealed { kind: "order_placed".into(), payload_version, payload });
        Answer::Order { sold }
    };
    let payload = Fact::OrderPlaced(Box::new(elsewhere.clone())).encode();
    let answers = [
        (sold(1, payload.clone()), "Old lamp", 'Q'),
        (sold(1, vec![0xff]), "Desk lamp, crème", 'A'),
        (sold(9, payload), "Desk lamp, crème", 'A'),
        (Answer::Order { sold: None }, "Desk lamp, crème", 'A'),
    ];
    for (answer, name, letter) in answers {
        let server = async {
            let pending = calls.recv().await.unwrap();
            assert_eq!(pending.call, Call::Order { order: elsewhere.id });
            let _ = pending.answer.send(Ok(answer));
        };
        let (shown, ()) = tokio::join!(world.run(OrderShow { order: elsewhere.id }), server);
        let line = &shown.receipt.lines[0];
        assert_eq!((line.name.as_str(), line.tax_letter), (name, letter));
        assert_eq!((shown.receipt.change, shown.receipt.tenders), (here.receipt.change, here.receipt.tenders.clone()));
    }
}

#[tokio::test]
async fn a_printer_that_fails_loses_no_sale_and_no_copy_number() {
    let world = World::open().await;
    let order = world.sell_lamp().await.order;
    let parts = Parts {
        replica: world.till.replica.clone(),
        clock: world.clock.clone(),
        random: Arc::new(SystemRandomness),
        render: Arc::new(|_, _, _| Err("no paper".into())),
    };
    let (broken, _ends) = Till::new(parts);
    let token = ask(&broken, None, sign_in(CASHIER)).await.unwrap().token;
    let print = || ReceiptPrint { order, format: ReceiptFormat::A4 };
    let failure = ask(&broken, Some(&token), print()).await.unwrap_err();
    assert_eq!(failure.code, ErrorCode::Printing);
    assert!(failure.message.contains("The sale is safe"), "{}", failure.message);
    assert_eq!(world.run(print()).await.copy, 1, "what was drawn may be on paper");
}
