//! Every limit of what a till sends, one below it, at it and one beyond: up to it everything is carried
//! out, beyond it the entry is kept and set aside, and what follows is not held up.

use crate::shop::{CARRY_OUT, Shop, Till};
use shared_model::bounds::*;
use shared_model::entry::{Approval, Attachment, AttachmentClass, Entry};
use shared_model::fact::Fact;
use shared_model::fact::health::ProcessStarted;
use shared_model::fact::payment::PaymentTaken;
use shared_model::order::{Order, OrderLine};
use shared_model::payment::{Payment, Settled, TenderKind};
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use shared_model::{SealedEntry, encoding};
use sync_server::{merge, rebuild, report};
use tokio::sync::mpsc;

crate::story!(
    up_to_a_limit_it_is_carried_out_and_beyond_it_kept_and_set_aside,
    a_push_has_no_more_entries_than_its_limit
);

/// An entry of the size that is asked for.
type Make = fn(&Shop, &mut Till, usize) -> SealedEntry;

/// Each with its limit. A text that is none of an entry's fields is no limit of a till's.
const LIMITS: [(&str, usize, Make); 13] = [
    ("lines of an order", ORDER_LINES_MAX, lines),
    ("bytes of a code", CODE_BYTES_MAX, code),
    ("bytes of a product's name in an order", FIELD_BYTES_MAX, name),
    ("thousandths of a line", QUANTITY_MAX as usize, quantity),
    ("minor units of a payment", AMOUNT_MAX as usize, amount),
    ("bytes of a reference", LINE_BYTES_MAX, reference),
    ("documents that a payment settles", SETTLED_MAX, settled),
    ("attachments", ATTACHMENTS_MAX, attachments),
    ("bytes of an attachment", ATTACHMENT_BYTES_MAX, |shop, till, bytes| attached(shop, till, 16, bytes)),
    ("bytes of a salt", SALT_BYTES_MAX, |shop, till, bytes| attached(shop, till, bytes, 1)),
    ("approvals", APPROVALS_MAX, |shop, till, count| approved(shop, till, count, 0)),
    ("bytes of an approval's signature", SIGNATURE_BYTES_MAX, |shop, till, bytes| approved(shop, till, 1, bytes)),
    ("bytes of an entry", ENTRY_BYTES_MAX, entry),
];

fn started(nonce: usize) -> Fact {
    Fact::ProcessStarted(ProcessStarted { nonce: vec![7; nonce], app_version: "9".into() })
}

fn sold(shop: &Shop, till: &mut Till, change: impl FnOnce(&mut Order)) -> SealedEntry {
    let mut order = till.order(shop, &[("POST", 1, CARRY_OUT)]);
    change(&mut order);
    till.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order)))
}

/// Of nothing, so that they add up however many they are.
fn lines(shop: &Shop, till: &mut Till, count: usize) -> SealedEntry {
    let price = std::mem::replace(&mut till.price, Amount(0));
    let sealed = sold(shop, till, |order| {
        let line = order.lines[0].clone();
        order.lines = (1..=count as u32).map(|number| OrderLine { line: number, ..line.clone() }).collect();
    });
    till.price = price;
    sealed
}

fn code(shop: &Shop, till: &mut Till, bytes: usize) -> SealedEntry {
    sold(shop, till, |order| order.lines[0].sku = "x".repeat(bytes))
}

fn name(shop: &Shop, till: &mut Till, bytes: usize) -> SealedEntry {
    sold(shop, till, |order| order.lines[0].name = "x".repeat(bytes))
}

fn quantity(shop: &Shop, till: &mut Till, thousandths: usize) -> SealedEntry {
    sold(shop, till, |order| order.lines[0].quantity = Quantity(thousandths as i64))
}

fn paid(shop: &Shop, till: &mut Till, change: impl FnOnce(&mut Payment, OrderId)) -> SealedEntry {
    let order = till.order(shop, &[("POST", 1, CARRY_OUT)]);
    let mut payment = till.payment(&order, TenderKind::Card);
    change(&mut payment, order.id);
    till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment }))
}

fn amount(shop: &Shop, till: &mut Till, amount: usize) -> SealedEntry {
    let amount = Amount(amount as i64);
    paid(shop, till, |payment, order| {
        (payment.tendered, payment.settles) = (amount, vec![Settled::order(order, amount)]);
    })
}

fn reference(shop: &Shop, till: &mut Till, bytes: usize) -> SealedEntry {
    paid(shop, till, |payment, _| payment.reference = Some("x".repeat(bytes)))
}

fn settled(shop: &Shop, till: &mut Till, count: usize) -> SealedEntry {
    paid(shop, till, |payment, _| {
        payment.settles = (0..count).map(|_| Settled::order(OrderId(uuid::Uuid::now_v7()), Amount(1))).collect();
        payment.tendered = Amount(count as i64);
    })
}

fn with(
    shop: &Shop,
    till: &mut Till,
    nonce: usize,
    (attachments, approvals): (Vec<Attachment>, Vec<Approval>),
) -> SealedEntry {
    let names = attachments.iter().map(Attachment::name).collect();
    let entry = Entry { attachments: names, approvals, ..till.entry(shop.cashier, &started(nonce)) };
    let sealed = entry.seal(attachments);
    till.chained(&sealed);
    sealed
}

fn attachments(shop: &Shop, till: &mut Till, count: usize) -> SealedEntry {
    let one = |number: usize| Attachment::new(AttachmentClass::Note, [number as u8; 16], vec![1]);
    with(shop, till, 1, ((0..count).map(one).collect(), Vec::new()))
}

fn attached(shop: &Shop, till: &mut Till, salt: usize, bytes: usize) -> SealedEntry {
    let one = Attachment { class: AttachmentClass::Note, salt: vec![1; salt], body: vec![2; bytes] };
    with(shop, till, 1, (vec![one], Vec::new()))
}

fn approved(shop: &Shop, till: &mut Till, count: usize, signature: usize) -> SealedEntry {
    let key = u32::from(signature > 0);
    let approval = Approval { person: shop.manager, key, permission: "sell".into(), signature: vec![1; signature] };
    with(shop, till, 1, (Vec::new(), vec![approval; count]))
}

/// So much as encoded.
fn entry(shop: &Shop, till: &mut Till, bytes: usize) -> SealedEntry {
    let empty = encoding::encode(&till.entry(shop.cashier, &started(bytes / 2))).len() - bytes / 2;
    with(shop, till, bytes - empty, (Vec::new(), Vec::new()))
}

async fn up_to_a_limit_it_is_carried_out_and_beyond_it_kept_and_set_aside(shop: Shop) {
    let mut till = shop.till().await;
    let mut sales = 0;
    for (what, limit, make) in LIMITS {
        for size in [limit - 1, limit, limit + 1] {
            let tested = make(&shop, &mut till, size);
            let (_, [payment, sale]) = till.sell(&shop, &[("POST", 1, CARRY_OUT)]);
            sales += 1;
            let outcomes = shop.push(&till, &[tested.clone(), payment, sale]).await;
            assert_eq!(outcomes, [const { EntryOutcome::Stored }; 3], "{what}: {size}");
            let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
            let is_aside = aside.iter().any(|row| row.entry == tested.hash().to_hex());
            assert_eq!(is_aside, size > limit, "{what}: {size} of {limit}, {:?}", aside.last());
            let kept = report::entries(&shop.db, shop.business()).await.unwrap();
            assert!(kept.iter().any(|row| row.hash == tested.hash().to_hex()), "{what}: {size} is kept");
        }
    }
    let orders = report::orders(&shop.db, shop.business()).await.unwrap();
    assert!(orders.len() > sales, "what follows is carried out: {}", orders.len());
    let folder = tempfile::tempdir().unwrap();
    let again =
        sync_server::db::Db::open(&format!("sqlite:{}", folder.path().join("again.db").display())).await.unwrap();
    let rebuilt = rebuild::check(&shop.db, shop.business(), &again, shop.now()).await.unwrap();
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}

async fn a_push_has_no_more_entries_than_its_limit(shop: Shop) {
    let mut till = shop.till().await;
    for count in [PUSH_ENTRIES_MAX - 1, PUSH_ENTRIES_MAX, PUSH_ENTRIES_MAX + 1] {
        let mut sent = till.clone();
        let entries: Vec<SealedEntry> = (0..count).map(|_| sent.seal(shop.cashier, &started(1))).collect();
        let (answers, mut parts) = mpsc::channel(count);
        let signature = sent.sign(&entries);
        let pushed = merge::push(&shop.db, till.id, entries, signature, shop.now(), answers).await;
        let mut answered = 0;
        while let Some(part) = parts.recv().await {
            answered += part.len();
        }
        if count > PUSH_ENTRIES_MAX {
            assert!(matches!(pushed, Err(merge::MergeError::TooMany)) && answered == 0, "{pushed:?}");
        } else {
            pushed.unwrap();
            assert_eq!(answered, count);
            till = sent;
        }
    }
}
