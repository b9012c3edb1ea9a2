//! Days, prices, takings, and what every document posts to which account.

use crate::shop::{CARRY_OUT, DELIVERY, PRICE, Shop, Till};
use shared_model::Fact;
use shared_model::fact::catalogue::PriceSet;
use shared_model::fact::money::RULE_VERSION;
use shared_model::fact::payment::{FailedOutcome, PaymentFailed, PaymentIntended, PaymentTaken};
use shared_model::money::AccountName;
use shared_model::order::Order;
use shared_model::payment::{Payment, PaymentDirection, PaymentMethod, Settled, TenderKind};
use shared_model::sample;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use std::collections::BTreeMap;
use sync_server::report;

crate::story!(
    a_sale_of_december_that_arrives_in_january_belongs_to_december,
    a_price_of_yesterday_is_no_reason_for_review_and_an_invented_one_is,
    a_sale_at_a_price_set_before_it_in_the_same_batch_is_no_reason_for_review,
    a_price_that_not_everybody_pays_is_none_to_judge_a_sale_by,
    what_a_sale_posts_is_what_its_tenders_and_its_tax_say,
    a_sale_of_nothing_is_booked_without_a_payment_and_without_a_review,
    a_payment_that_came_before_its_order_is_found,
    one_payment_said_twice_or_taken_back_twice_counts_once,
    what_is_refused_of_payments_pays_no_sale_beside_it,
    what_was_taken_back_pays_no_sale_however_the_entries_are_cut,
    only_what_its_own_till_asked_for_fails,
    takings_are_what_documents_posted,
    what_a_newer_rule_posts_is_booked_as_it_says_and_no_reason_for_review,
);

async fn a_sale_of_december_that_arrives_in_january_belongs_to_december(shop: Shop) {
    let (mut offline, mut online) = (shop.till().await, shop.till().await);
    offline.business_date = "2025-12-30".parse().unwrap();
    online.business_date = "2026-01-02".parse().unwrap();
    shop.sell(&mut online, &[("POST", 1, CARRY_OUT)]).await;
    shop.sell(&mut offline, &[("POST", 2, CARRY_OUT)]).await;
    shop.sell(&mut online, &[("POST", 1, CARRY_OUT)]).await;
    let days = report::takings(&shop.db, shop.business()).await.unwrap();
    let days: Vec<_> = days.iter().map(|day| (day.business_date.as_str(), day.gross, day.late)).collect();
    assert_eq!(days, [("2025-12-30", 2 * PRICE.0, 1), ("2026-01-02", 2 * PRICE.0, 0)]);
    let late: Vec<bool> = report::orders(&shop.db, shop.business()).await.unwrap().iter().map(|row| row.late).collect();
    assert_eq!(late, [false, true, false]);
}

async fn a_sale_at_a_price_set_before_it_in_the_same_batch_is_no_reason_for_review(shop: Shop) {
    let mut till = shop.till().await;
    let dearer = till.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(1500))));
    assert_eq!(shop.push(&till, &[dearer]).await, [EntryOutcome::Stored]);
    till.knows = shop.end().await.number;
    let price = till.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", PRICE)));
    let [payment, sale] = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
    assert_eq!(shop.push(&till, &[price, payment, sale]).await, [const { EntryOutcome::Stored }; 3]);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert!(reviews.is_empty(), "{reviews:?}");
}

async fn a_price_that_not_everybody_pays_is_none_to_judge_a_sale_by(shop: Shop) {
    let mut till = shop.till().await;
    let dearer = till.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(1500))));
    assert_eq!(shop.push(&till, &[dearer]).await, [EntryOutcome::Stored]);
    till.knows = shop.end().await.number;
    let plain = shop.price_set("LAMP", PRICE);
    let others = [
        PriceSet { list: Some(PriceListId(sample::id(21))), ..plain.clone() },
        PriceSet { quantity_break: Some(Quantity(10_000)), ..plain.clone() },
        PriceSet { valid_from: Some(sample::march()), ..plain.clone() },
        PriceSet { valid_to: Some(sample::march()), ..plain },
    ];
    for (before, other) in others.into_iter().enumerate() {
        let price = till.seal(shop.manager, &Fact::PriceSet(other));
        let [payment, sale] = till.sell(&shop, &[("LAMP", 1, CARRY_OUT)]).1;
        assert_eq!(shop.push(&till, &[price, payment, sale]).await, [const { EntryOutcome::Stored }; 3]);
        let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
        assert_eq!(reviews.len(), before + 1);
        assert!(reviews.iter().all(|review| review.reckoned == 1500), "{reviews:?}");
    }
}

async fn a_price_of_yesterday_is_no_reason_for_review_and_an_invented_one_is(shop: Shop) {
    let (mut offline, mut manager) = (shop.till().await, shop.till().await);
    offline.knows = shop.end().await.number;
    let entry = manager.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount(1500))));
    assert_eq!(shop.push(&manager, &[entry]).await, [EntryOutcome::Stored]);
    shop.sell(&mut offline, &[("LAMP", 1, CARRY_OUT)]).await;
    assert!(report::reviews(&shop.db, shop.business()).await.unwrap().is_empty());
    offline.knows = shop.end().await.number;
    let order = shop.sell(&mut offline, &[("LAMP", 1, CARRY_OUT)]).await;
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert_eq!(reviews.len(), 1, "it knew the new price and sold at the old one");
    assert_eq!((reviews[0].stated, reviews[0].reckoned), (order.totals.gross.0, 1500));
}

/// A card that was taken back, then cash with change.
async fn what_a_sale_posts_is_what_its_tenders_and_its_tax_say(shop: Shop) {
    let mut till = shop.till().await;
    let order = till.order(&shop, &[("LAMP", 2, CARRY_OUT), ("CHAIR", 1, DELIVERY)]);
    let card = till.payment(&order, TenderKind::Card);
    let cash = Payment { tendered: Amount(5000), ..till.payment(&order, TenderKind::Cash) };
    let facts = [
        Fact::PaymentTaken(PaymentTaken { payment: card.clone() }),
        Fact::PaymentVoided(till.voided(&card)),
        Fact::PaymentTaken(PaymentTaken { payment: cash.clone() }),
        Fact::OrderPlaced(Box::new(order.clone())),
    ];
    let entries = facts.map(|fact| till.seal(shop.cashier, &fact));
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 4]);
    assert_eq!(cash.change(), Ok(Amount(5000 - 3 * PRICE.0)));

    let postings = report::postings(&shop.db, shop.business()).await.unwrap();
    let (mut by_entry, mut by_account) = (BTreeMap::<&str, i64>::new(), BTreeMap::<&str, i64>::new());
    for posting in &postings {
        *by_entry.entry(&posting.entry).or_default() += posting.amount;
        *by_account.entry(&posting.account).or_default() += posting.amount;
    }
    assert_eq!(by_entry.into_values().collect::<Vec<_>>(), [0; 4], "those of each entry sum to nothing");
    let later: Amount = order.lines[1].net;
    let expected = [
        ("card", 0),
        ("drawer", cash.amount().unwrap().0),
        ("revenue", -(order.totals.net.0 - later.0)),
        ("settling", 0),
        ("tax", -order.totals.tax.0),
        ("undelivered", -later.0),
    ];
    assert_eq!(by_account.into_iter().collect::<Vec<_>>(), expected);
    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    let tenders: Vec<_> = takings[0].tenders.iter().map(|total| (total.kind.as_str(), total.amount)).collect();
    assert_eq!(tenders, [("cash", 3 * PRICE.0)]);
    assert_eq!((takings[0].tax, takings[0].gross), (order.totals.tax.0, 3 * PRICE.0));
    assert!(report::reviews(&shop.db, shop.business()).await.unwrap().is_empty());
}

async fn a_sale_of_nothing_is_booked_without_a_payment_and_without_a_review(shop: Shop) {
    let mut till = shop.till().await;
    let free = till.seal(shop.manager, &Fact::PriceSet(shop.price_set("LAMP", Amount::ZERO)));
    till.price = Amount::ZERO;
    let order = till.order(&shop, &[("LAMP", 2, CARRY_OUT)]);
    assert_eq!(order.payable(), Ok(Amount::ZERO));
    let sale = till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order)));
    assert_eq!(shop.push(&till, &[free, sale]).await, [const { EntryOutcome::Stored }; 2]);
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    assert!(reviews.is_empty(), "{reviews:?}");
    let booked = report::orders(&shop.db, shop.business()).await.unwrap();
    assert_eq!(booked.iter().map(|row| row.gross).collect::<Vec<_>>(), [0]);
    shop.verify().await;
}

async fn a_payment_that_came_before_its_order_is_found(shop: Shop) {
    let mut till = shop.till().await;
    let (first, [payment, sale]) = till.sell(&shop, &[("POST", 1, CARRY_OUT)]);
    assert_eq!(shop.push(&till, &[payment]).await, [EntryOutcome::Stored]);
    assert_eq!(shop.push(&till, &[sale]).await, [EntryOutcome::Stored]);

    // In one push, whose parts are transactions of their own.
    let last = till.order(&shop, &[("POST", 2, CARRY_OUT)]);
    let payment = till.payment(&last, TenderKind::Cash);
    let mut batch = vec![till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment }))];
    for _ in 0..50 {
        batch.extend(till.sell(&shop, &[("POST", 1, CARRY_OUT)]).1);
    }
    batch.push(till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(last.clone()))));
    let parts = shop.push_signed(&till, &batch, till.sign(&batch)).await.unwrap();
    assert!(parts.len() > 1, "{} entries were one part", batch.len());

    let paid: BTreeMap<OrderId, Vec<Amount>> = shop
        .log_of(&till)
        .await
        .into_iter()
        .filter_map(|told| match told {
            Told::Order(told) => Some((told.order, told.payments.iter().map(|payment| payment.amount).collect())),
            _ => None,
        })
        .collect();
    assert_eq!(paid.len(), 52);
    assert_eq!((&paid[&first.id], &paid[&last.id]), (&vec![PRICE], &vec![Amount(2 * PRICE.0)]));
    assert!(report::reviews(&shop.db, shop.business()).await.unwrap().is_empty(), "each is paid");
}

/// As the rows of orders and payments say it, which nobody sums any more.
async fn takings_are_what_documents_posted(shop: Shop) {
    let mut till = shop.till().await;
    // A sale whose tender was changed: cash taken, given back, then the card.
    let changed = till.order(&shop, &[("LAMP", 1, CARRY_OUT), ("CHAIR", 2, DELIVERY)]);
    let (cash, card) = (till.payment(&changed, TenderKind::Cash), till.payment(&changed, TenderKind::Card));
    let facts = [
        Fact::PaymentTaken(PaymentTaken { payment: cash.clone() }),
        Fact::PaymentVoided(till.voided(&cash)),
        Fact::PaymentTaken(PaymentTaken { payment: card }),
        Fact::OrderPlaced(Box::new(changed.clone())),
    ];
    let mut batch: Vec<_> = facts.iter().map(|fact| till.seal(shop.cashier, fact)).collect();
    let (plain, sold) = till.sell(&shop, &[("POST", 1, CARRY_OUT)]);
    batch.extend(sold);
    // A basket whose payment was taken back and that nobody bought.
    till.business_date = "2026-03-05".parse().unwrap();
    let given_up = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let payment = till.payment(&given_up, TenderKind::Card);
    batch.push(till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment: payment.clone() })));
    let voided = till.voided(&payment);
    batch.push(till.seal(shop.cashier, &Fact::PaymentVoided(voided)));
    assert!(shop.push(&till, &batch).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));

    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    assert_eq!(takings.len(), 1, "a day without a sale and without money is none");
    let (day, orders) = (&takings[0], [changed, plain]);
    let sum = |of: fn(&Order) -> Amount| orders.iter().map(|order| of(order).0).sum::<i64>();
    assert_eq!((day.orders, day.late, day.store.clone()), (2, 0, shop.store.store.to_string()));
    assert_eq!(day.net, sum(|order| order.totals.net));
    assert_eq!(day.tax, sum(|order| order.totals.tax));
    assert_eq!(day.gross, sum(|order| order.totals.gross));
    assert_eq!(day.cash_rounding, sum(|order| order.cash_rounding));
    let tenders: Vec<_> = day.tenders.iter().map(|total| (total.kind.as_str(), total.amount)).collect();
    assert_eq!(tenders, [("card", 3 * PRICE.0), ("cash", PRICE.0)]);
}

/// Its postings go to an account that this version has never heard of, which by a rule that it
/// knows would be a mistake.
async fn what_a_newer_rule_posts_is_booked_as_it_says_and_no_reason_for_review(shop: Shop) {
    let mut till = shop.till().await;
    let mut sell = async |rule: u16| {
        let order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
        let payment = till.payment(&order, TenderKind::Cash);
        let payment = till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment }));
        let mut entry = till.entry(shop.cashier, &Fact::OrderPlaced(Box::new(order.clone())));
        let header = entry.money.as_mut().expect("a sale means money");
        header.rule = rule;
        for posting in header.postings.iter_mut().filter(|posting| posting.account == AccountName::Revenue) {
            posting.account = AccountName::from("agency");
        }
        let sale = entry.seal(Vec::new());
        till.chained(&sale);
        assert_eq!(shop.push(&till, &[payment, sale]).await, [const { EntryOutcome::Stored }; 2]);
        order
    };
    let newer = sell(RULE_VERSION + 1).await;
    assert!(report::reviews(&shop.db, shop.business()).await.unwrap().is_empty());
    let wrong = sell(RULE_VERSION).await;
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    let found: Vec<_> = reviews.iter().map(|row| (row.number.clone(), row.reasons.len())).collect();
    assert_eq!(found, [(wrong.number.to_string(), 1)], "{reviews:?}");

    let postings = report::postings(&shop.db, shop.business()).await.unwrap();
    let booked: i64 = postings.iter().filter(|row| row.account == "agency").map(|row| row.amount).sum();
    assert_eq!(booked, -(newer.totals.net.0 + wrong.totals.net.0), "both are booked as they say");
    assert!(postings.iter().all(|row| row.account != "revenue"), "and nothing else is");
}

/// Two copies of a till, in the middle of a card payment, or one that is not to be trusted.
async fn one_payment_said_twice_or_taken_back_twice_counts_once(shop: Shop) {
    let (mut till, mut other) = (shop.till().await, shop.till().await);
    let order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let payment = till.payment(&order, TenderKind::Card);
    let taken = Fact::PaymentTaken(PaymentTaken { payment: payment.clone() });
    let facts = [taken.clone(), Fact::OrderPlaced(Box::new(order.clone())), taken.clone()];
    let entries = facts.map(|fact| till.seal(shop.cashier, &fact));
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 3]);
    let elsewhere = other.seal(shop.cashier, &taken);
    assert_eq!(shop.push(&other, &[elsewhere]).await, [EntryOutcome::Stored]);
    let card = async || {
        let takings = report::takings(&shop.db, shop.business()).await.unwrap();
        takings[0].tenders.iter().map(|tender| tender.amount).sum::<i64>()
    };
    assert_eq!(card().await, PRICE.0);
    assert!(
        report::reviews(&shop.db, shop.business()).await.unwrap().is_empty(),
        "the sale is paid once, by the first"
    );

    let mut inwards = till.voided(&payment);
    inwards.payment.direction = PaymentDirection::In;
    let inwards = till.seal(shop.cashier, &Fact::PaymentVoided(inwards));
    assert_eq!(shop.push(&till, &[inwards]).await, [EntryOutcome::Stored]);
    assert_eq!(card().await, PRICE.0, "what gives it back takes nothing in");
    let back = [till.voided(&payment), till.voided(&payment), other.voided(&payment)].map(Fact::PaymentVoided);
    let [first, second, of_other] = &back;
    let entries = [till.seal(shop.cashier, first), till.seal(shop.cashier, second)];
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 2]);
    let elsewhere = other.seal(shop.cashier, of_other);
    assert_eq!(shop.push(&other, &[elsewhere]).await, [EntryOutcome::Stored]);
    assert_eq!(card().await, 0);
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    let why: Vec<String> = aside.iter().map(|row| row.reason.to_string()).collect();
    let expected = ["the same payment", "another till", "says that it came in"];
    assert!(why.iter().all(|why| expected.iter().any(|expected| why.contains(expected))), "{why:?}");
    assert_eq!(why.len(), 5);
}

/// Taken back before it was taken, or by what names another sale: whether they come at once, by twos or one by
/// one, the sale is not paid.
async fn what_was_taken_back_pays_no_sale_however_the_entries_are_cut(shop: Shop) {
    let mut till = shop.till().await;
    let mut unpaid = Vec::new();
    for cut in [3, 2, 1] {
        for taken_back_first in [true, false] {
            let order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
            let payment = till.payment(&order, TenderKind::Card);
            let mut back = till.voided(&payment);
            back.payment.settles = vec![Settled::order(OrderId(uuid::Uuid::now_v7()), PRICE)];
            let (taken, back) = (Fact::PaymentTaken(PaymentTaken { payment }), Fact::PaymentVoided(back));
            let money = if taken_back_first { [back, taken] } else { [taken, back] };
            unpaid.push(order.id.to_string());
            let facts = money.into_iter().chain([Fact::OrderPlaced(Box::new(order))]);
            let entries: Vec<_> = facts.map(|fact| till.seal(shop.cashier, &fact)).collect();
            for part in entries.rchunks(cut).rev() {
                assert!(shop.push(&till, part).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
            }
        }
    }
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    let reviewed: std::collections::BTreeSet<String> = reviews.into_iter().map(|row| row.order).collect();
    assert_eq!(reviewed, unpaid.into_iter().collect());
    assert_eq!(crate::rebuild::again(&shop).await.differ, Vec::<String>::new());
}

async fn only_what_its_own_till_asked_for_fails(shop: Shop) {
    let (mut till, mut other) = (shop.till().await, shop.till().await);
    let order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let payment = till.payment(&order, TenderKind::Card);
    let failed =
        |payment| Fact::PaymentFailed(PaymentFailed { payment, order: order.id, outcome: FailedOutcome::Declined });
    let back = till.voided(&payment);
    let facts = [
        Fact::PaymentTaken(PaymentTaken { payment: payment.clone() }),
        Fact::OrderPlaced(Box::new(order.clone())),
        failed(payment.id),
        Fact::PaymentVoided(back.clone()),
        failed(back.payment.id),
        Fact::PaymentTaken(PaymentTaken { payment: Payment { direction: PaymentDirection::In, ..back.payment } }),
    ];
    let entries = facts.map(|fact| till.seal(shop.cashier, &fact));
    assert_eq!(shop.push(&till, &entries).await, [const { EntryOutcome::Stored }; 6]);
    let asked = till.payment(&order, TenderKind::Card);
    let intended = PaymentIntended { payment: asked.id, order: order.id, method: PaymentMethod::Card, amount: PRICE };
    let intended = till.seal(shop.cashier, &Fact::PaymentIntended(intended));
    shop.push(&till, &[intended]).await;
    let elsewhere = other.seal(shop.cashier, &failed(asked.id));
    shop.push(&other, &[elsewhere]).await;
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    let why: Vec<String> = aside.iter().map(|row| row.reason.to_string()).collect();
    assert_eq!(why.len(), 2, "{why:?}");
    assert!(why[0].contains("the same payment") || why[1].contains("the same payment"), "{why:?}");
    assert!(why[0].contains("another till") || why[1].contains("another till"), "{why:?}");
    assert_eq!(crate::rebuild::again(&shop).await.differ, Vec::<String>::new());
}

/// A sale comes with a payment that is refused: taken before for another sale, taken back twice, or too long
/// to be read. What was paid of it before counts, and built again it is the same.
async fn what_is_refused_of_payments_pays_no_sale_beside_it(shop: Shop) {
    let mut till = shop.till().await;
    let push = async |facts: Vec<Fact>, till: &mut Till| {
        let entries: Vec<_> = facts.iter().map(|fact| till.seal(shop.cashier, fact)).collect();
        assert!(shop.push(till, &entries).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
    };
    let taken = |payment: &Payment| Fact::PaymentTaken(PaymentTaken { payment: payment.clone() });
    let placed = |order: &Order| Fact::OrderPlaced(Box::new(order.clone()));
    let reviewed = async || {
        let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
        reviews.into_iter().map(|row| row.order).collect::<Vec<_>>()
    };
    let basket = |till: &mut Till| till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);

    let (first, unpaid) = (basket(&mut till), basket(&mut till));
    let once = till.payment(&first, TenderKind::Card);
    push(vec![taken(&once), placed(&first)], &mut till).await;
    let again = Payment { settles: till.payment(&unpaid, TenderKind::Card).settles, ..once.clone() };
    push(vec![taken(&again), placed(&unpaid)], &mut till).await;
    assert_eq!(reviewed().await, [unpaid.id.to_string()], "nothing was paid of it");

    let paid = basket(&mut till);
    let card = till.payment(&paid, TenderKind::Card);
    push(vec![taken(&card)], &mut till).await;
    let (back, twice) = (till.voided(&once), till.voided(&once));
    push(vec![Fact::PaymentVoided(back)], &mut till).await;
    push(vec![Fact::PaymentVoided(twice), placed(&paid)], &mut till).await;
    assert_eq!(reviewed().await, [unpaid.id.to_string()], "it was paid before");

    let paid = basket(&mut till);
    let card = till.payment(&paid, TenderKind::Card);
    push(vec![taken(&card)], &mut till).await;
    let long = Payment { reference: Some("x".repeat(3000)), ..till.payment(&paid, TenderKind::Card) };
    push(vec![taken(&long), placed(&paid)], &mut till).await;
    assert_eq!(reviewed().await, [unpaid.id.to_string()], "it was paid before");

    let told = shop.log_of(&till).await.into_iter().filter_map(|row| match row {
        Told::Order(order) => Some(order.payments.len()),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [1, 0, 1, 1]);
    let rebuilt = crate::rebuild::again(&shop).await;
    assert_eq!(rebuilt.differ, Vec::<String>::new());
}
