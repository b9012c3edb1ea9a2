//! Entries that no till of this version makes: kept, counted where they are money, and never
//! in the way of what follows.

use crate::pushing::{hex, of_tills};
use crate::shop::{CARRY_OUT, PRICE, Shop, Till, store};
use shared_model::Fact;
use shared_model::bounds::{PAYMENTS_MAX, ROW_BYTES_MAX, SETTLED_MAX};
use shared_model::entry::{Attachment, Claim, Entry, Origin};
use shared_model::fact::document::{DocumentEdited, EditedDocument};
use shared_model::fact::health::ProcessStarted;
use shared_model::fact::payment::PaymentTaken;
use shared_model::money::DocumentKind;
use shared_model::order::{Fulfilment, Order};
use shared_model::payment::{Payment, Settled, TenderKind};
use shared_model::reason::Datum;
use shared_model::stock::Promise;
use shared_model::unit::*;
use shared_model::wire::{EntryOutcome, Told};
use sync_server::db::{DbError, row, sql};
use sync_server::setting::{self, StoreCreate};
use sync_server::{merge, report};

crate::story!(
    an_entry_of_an_unknown_kind_is_kept_and_set_aside,
    whatever_a_till_signs_can_be_stored,
    what_an_entry_does_not_name_is_not_kept_with_it,
    only_a_sale_is_carried_out_as_one,
    a_sale_has_no_more_payments_and_a_payment_settles_no_more_than_their_bounds,
    a_sale_costs_the_same_however_many_payments_name_it,
    what_only_a_newer_server_knows_within_an_entry_waits_and_its_money_counts,
    a_setting_larger_than_an_entry_is_not_written_at_all,
);

async fn a_setting_larger_than_an_entry_is_not_written_at_all(shop: Shop) {
    let before = report::entries(&shop.db, shop.business()).await.unwrap().len();
    let said = async |bytes: usize| {
        let create = StoreCreate { receipt_footer: vec!["x".repeat(bytes)], ..store("Harbour") };
        setting::create_store(&shop.db, shop.business(), create, shop.now()).await
    };
    // What it would tell is a row just below the limit, and the entry around it is beyond.
    for bytes in [ROW_BYTES_MAX - 260, 2 * ROW_BYTES_MAX] {
        let refused = said(bytes).await;
        assert!(matches!(refused, Err(DbError::EntryTooLarge)), "{bytes}: {refused:?}");
    }
    assert_eq!(report::entries(&shop.db, shop.business()).await.unwrap().len(), before);
    said(1000).await.expect("the name is free still");
}

/// A newer till's, with money in an envelope that every version reads.
async fn an_entry_of_an_unknown_kind_is_kept_and_set_aside(shop: Shop) {
    let started = Fact::ProcessStarted(ProcessStarted { nonce: vec![1], app_version: "9".into() });
    let postings = || async { sync_server::money::postings(&shop.db, shop.business()).await.unwrap() };
    let header = shop.till().await.sell(&shop, &[("POST", 2, CARRY_OUT)]).1[1].open().unwrap().money;
    let mut till = shop.till().await;
    let payload = vec![0xa0];
    let newer =
        Entry { kind: "tea_brewed".into(), payload, money: header.clone(), ..till.entry(shop.cashier, &started) };
    let newer = newer.seal(Vec::new());
    till.chained(&newer);
    let unbalanced = header.clone().map(|mut header| {
        header.postings.truncate(1);
        header
    });
    let odd = Entry { kind: "tea_spilt".into(), money: unbalanced, ..till.entry(shop.cashier, &started) };
    let odd = odd.seal(Vec::new());
    till.chained(&odd);
    let later = Entry { payload_version: 900, ..till.entry(shop.cashier, &started) }.seal(Vec::new());
    till.chained(&later);
    let [payment, sale] = till.sell(&shop, &[("POST", 1, CARRY_OUT)]).1;
    let batch = [newer.clone(), odd, later, payment, sale];
    assert_eq!(shop.push(&till, &batch).await, [const { EntryOutcome::Stored }; 5], "what follows is not held up");
    let counted = postings().await;
    let of_newer = counted.iter().filter(|row| row.entry == newer.hash().to_hex()).map(|row| row.amount);
    let stated = header.unwrap().postings.iter().map(|posting| posting.amount.0).collect::<Vec<_>>();
    assert_eq!(of_newer.collect::<Vec<_>>(), stated, "money is counted by whoever does not know what it was for");
    assert_eq!(counted.len(), 2 * stated.len() + 2, "and nothing that does not add up");
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 1);
    let kept: Vec<String> = batch.iter().map(|entry| hex(&entry.bytes)).collect();
    assert_eq!(of_tills(&shop).await, kept);
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    let kinds: Vec<_> = aside.iter().map(|row| (row.seq, row.kind.as_str(), row.payload_version)).collect();
    assert_eq!(kinds, [(1, "tea_brewed", 1), (2, "tea_spilt", 1), (3, "process_started", 900)]);
    let entries = report::entries(&shop.db, shop.business()).await.unwrap();
    let later = entries.iter().find(|row| row.hash == batch[2].hash().to_hex()).unwrap();
    assert_eq!((later.kind.as_str(), later.payload_version), ("process_started", 900));
    let reasons: Vec<_> = shop
        .log_of(&till)
        .await
        .into_iter()
        .filter_map(|told| match told {
            Told::SetAside(told) => Some((told.reason.code.clone(), told.reason.get("kind").cloned())),
            _ => None,
        })
        .collect();
    let unknown = |kind: &str| ("unknown_kind".to_owned(), Some(Datum::from(kind)));
    let names = ["tea_brewed", "tea_spilt", "process_started v900"];
    assert_eq!(reasons, names.map(unknown), "and the till hears why");
    let still = merge::retry(&shop.db, till.id, newer.hash(), shop.manager, shop.now()).await.unwrap();
    assert!(!still.applied, "it waits for a newer server");
    assert_eq!(postings().await.len(), counted.len(), "and its money is not counted again");
}

/// What cannot be stored would be sent for ever.
async fn whatever_a_till_signs_can_be_stored(shop: Shop) {
    let mut till = shop.till().await;
    let started = |nonce| Fact::ProcessStarted(ProcessStarted { nonce: vec![nonce], app_version: "9".into() });
    let placed = |till: &Till, nonce, seq: u64, prev: Hash| {
        let entry = till.entry(shop.cashier, &started(nonce));
        let Origin::Terminal { claim, .. } = entry.origin else { panic!("a till's entry") };
        Entry { origin: Origin::Terminal { claim: Claim { seq, ..claim }, prev }, ..entry }.seal(Vec::new())
    };
    let own = till.entry(shop.cashier, &started(1)).seal(Vec::new());
    let fork = till.entry(shop.cashier, &started(2)).seal(Vec::new());
    let at_its_place = placed(&till, 3, 1, fork.hash());
    let far = placed(&till, 4, u64::MAX, own.hash());
    let as_far = placed(&till, 5, u64::MAX - 1, far.hash());
    assert_eq!(shop.push(&till, std::slice::from_ref(&own)).await, [EntryOutcome::Stored]);
    till.chained(&own);
    for odd in [fork, at_its_place] {
        assert_eq!(shop.push(&till, &[odd]).await, [EntryOutcome::Fork]);
    }
    for odd in [far, as_far] {
        let outcome = shop.push(&till, &[odd]).await;
        assert!(matches!(outcome[..], [EntryOutcome::Fork | EntryOutcome::Gap { .. }]), "{outcome:?}");
    }
    let attachment = Attachment::new("a\0b".into(), [1; 16], vec![1]);
    let entry = till.entry(shop.cashier, &started(6));
    let entry = Entry { attachments: vec![attachment.name()], ..entry }.seal(vec![attachment]);
    till.chained(&entry);
    let (order, mut sold) = (till.order(&shop, &[("POST", 1, CARRY_OUT)]), vec![entry]);
    sold.extend(till.seal_sale(&shop, &order));
    assert_eq!(shop.push(&till, &sold).await, [const { EntryOutcome::Stored }; 3]);
    assert_eq!(report::orders(&shop.db, shop.business()).await.unwrap().len(), 1);
}

async fn what_an_entry_does_not_name_is_not_kept_with_it(shop: Shop) {
    let mut till = shop.till().await;
    let started = Fact::ProcessStarted(ProcessStarted { nonce: vec![1], app_version: "9".into() });
    let (named, beside) =
        (Attachment::new("note".into(), [1; 16], vec![1]), Attachment::new("note".into(), [2; 16], vec![2]));
    let entry = Entry { attachments: vec![named.name()], ..till.entry(shop.cashier, &started) };
    let entry = entry.seal(vec![named, beside]);
    till.chained(&entry);
    assert_eq!(shop.push(&till, std::slice::from_ref(&entry)).await, [EntryOutcome::Stored]);
    let kept = sql("select salt from attachment where business = $1 and entry = $2").id(shop.business());
    let kept = kept.hash(entry.hash()).all(&mut shop.db.read().await.unwrap()).await.unwrap();
    let salts: Vec<_> = kept.iter().map(|found| row::bytes(found, "salt").unwrap()).collect();
    assert_eq!(salts, [[1; 16]]);
}

/// A quote moves no goods, and a return moves them the other way: a version that knows neither
/// keeps them for one that does.
async fn only_a_sale_is_carried_out_as_one(shop: Shop) {
    shop.receive("LAMP", 5).await;
    let before = shop.level("LAMP").await;
    let mut till = shop.till().await;
    for kind in [DocumentKind::Quote, DocumentKind::Return, DocumentKind::Other("swap".into())] {
        let mut order = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
        order.kind = kind;
        let sold = till.seal_sale(&shop, &order);
        assert_eq!(shop.push(&till, &sold).await, [const { EntryOutcome::Stored }; 2]);
    }
    assert_eq!(shop.level("LAMP").await, before);
    assert!(report::orders(&shop.db, shop.business()).await.unwrap().is_empty());
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["unknown_kind"; 3]);
}

/// Where goods go, what is promised of them, how tax is rounded, which document is edited, who orders the
/// entry: nothing of it can be guessed.
async fn what_only_a_newer_server_knows_within_an_entry_waits_and_its_money_counts(shop: Shop) {
    let mut till = shop.till().await;
    let (mut carried, mut promised) =
        (till.order(&shop, &[("LAMP", 1, CARRY_OUT)]), till.order(&shop, &[("LAMP", 1, CARRY_OUT)]));
    carried.lines[0].fulfilment = Fulfilment::Newer(Newer::named("drone"));
    promised.lines[0].promise = Promise::Other("borrowed".into());
    let placed = |till: &Till, order: &Order| till.entry(shop.cashier, &Fact::OrderPlaced(Box::new(order.clone())));
    let plain = till.order(&shop, &[("LAMP", 1, CARRY_OUT)]);
    let mut batch = Vec::new();
    let mut push = |till: &mut Till, entry: Entry| {
        let sealed = entry.seal(Vec::new());
        till.chained(&sealed);
        batch.push(sealed);
    };
    for order in [&carried, &promised] {
        let entry = placed(&till, order);
        push(&mut till, entry);
    }
    let mut entry = placed(&till, &plain);
    let at = entry.payload.windows(8).position(|bytes| bytes == b"per_line").expect("a rounding");
    entry.payload[at..at + 8].copy_from_slice(b"per_moon");
    push(&mut till, entry);
    let by_another = Entry { origin: Origin::Newer(Newer::named("tablet")), ..placed(&till, &plain) };
    push(&mut till, by_another);
    let document = EditedDocument::Newer(Newer::named("recipe"));
    let edited = till.entry(shop.manager, &Fact::DocumentEdited(DocumentEdited { document }));
    push(&mut till, edited);

    assert_eq!(shop.push(&till, &batch).await, [const { EntryOutcome::Stored }; 5]);
    let kept: Vec<String> = batch.iter().map(|entry| hex(&entry.bytes)).collect();
    assert_eq!(of_tills(&shop).await, kept);
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert!(aside.iter().all(|row| row.code == "unknown_kind"), "{aside:?}");
    let named = ["order_placed drone", "order_placed borrowed", "order_placed", "order_placed tablet"];
    let kinds = ["order_placed", "order_placed", "order_placed", "order_placed", "document_edited"];
    assert_eq!(aside.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>(), kinds);
    for (row, named) in aside.iter().zip(named.into_iter().chain(["document_edited recipe"])) {
        assert!(row.reason.to_string().contains(named), "{}", row.reason);
    }
    let counted = report::postings(&shop.db, shop.business()).await.unwrap();
    for sale in &batch[..4] {
        let of_sale = counted.iter().filter(|row| row.entry == sale.hash().to_hex());
        assert!(of_sale.map(|row| row.amount).any(|amount| amount == -plain.totals.net.0), "{counted:?}");
    }
    for entry in &batch {
        let still = merge::retry(&shop.db, till.id, entry.hash(), shop.manager, shop.now()).await.unwrap();
        assert!(!still.applied, "it waits for a newer server");
    }
    assert_eq!(report::postings(&shop.db, shop.business()).await.unwrap().len(), counted.len());
    assert!(shop.levels(0).await.is_empty(), "no goods moved");
}

async fn a_sale_has_no_more_payments_and_a_payment_settles_no_more_than_their_bounds(shop: Shop) {
    let mut till = shop.till().await;
    let (mut entries, mut beyond) = (Vec::new(), Vec::new());
    for parts in [PAYMENTS_MAX, PAYMENTS_MAX + 1] {
        let order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
        let first = PRICE.0 - (parts as i64 - 1);
        for part in 0..parts {
            let amount = Amount(if part == 0 { first } else { 1 });
            let settles = vec![Settled::order(order.id, amount)];
            let payment = Payment { settles, tendered: amount, ..till.payment(&order, TenderKind::Cash) };
            entries.push(till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment })));
        }
        entries.push(till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order))));
        beyond.push(entries.len() as u64);
    }
    for documents in [SETTLED_MAX, SETTLED_MAX + 1] {
        let order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
        let settles = (0..documents).map(|_| Settled::order(OrderId(uuid::Uuid::now_v7()), Amount(1))).collect();
        let payment = Payment { settles, ..till.payment(&order, TenderKind::Card) };
        entries.push(till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment })));
        beyond.push(entries.len() as u64);
    }
    assert!(shop.push(&till, &entries).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    let aside: Vec<(u64, &str)> = aside.iter().map(|row| (row.seq, row.code.as_str())).collect();
    assert_eq!(aside, [(beyond[1], "inconsistent"), (beyond[3], "inconsistent")], "at the bound it is taken");
}

async fn a_sale_costs_the_same_however_many_payments_name_it(shop: Shop) {
    let mut till = shop.till().await;
    let order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    let mut read = Vec::new();
    for _ in 0..3 {
        let payment = |till: &mut Till| {
            let payment = till.payment(&order, TenderKind::Cash);
            till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment }))
        };
        let payments: Vec<_> = (0..400).map(|_| payment(&mut till)).collect();
        shop.push(&till, &payments).await;
        let sale = till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order.clone())));
        let before = shop.db.asked().rows();
        shop.push(&till, &[sale]).await;
        read.push(shop.db.asked().rows() - before);
    }
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    assert_eq!(aside.len(), 3, "paid in too many parts");
    assert!(read.iter().all(|read| *read < 500), "{read:?}");
}
