//! Headers that state other money than their facts: what a person would see with a sale is booked
//! and told to them, anything else is set aside whole.

use crate::shop::{CARRY_OUT, PRICE, Shop, Till};
use shared_model::Fact;
use shared_model::SealedEntry;
use shared_model::entry::Entry;
use shared_model::fact::drawer::ShiftOpened;
use shared_model::fact::money::RULE_VERSION;
use shared_model::fact::paper::ReceiptPrinted;
use shared_model::fact::payment::PaymentTaken;
use shared_model::money::{AccountName, DocumentKind, DocumentNumber, Header, MoneyClass, Posting};
use shared_model::payment::TenderKind;
use shared_model::sample::id;
use shared_model::unit::*;
use shared_model::wire::EntryOutcome;
use sync_server::report;

crate::story!(
    what_means_no_money_and_states_some_is_set_aside,
    a_payment_or_a_shift_whose_header_differs_is_set_aside_and_nothing_is_booked,
    a_sale_whose_header_differs_is_booked_as_it_says_and_a_person_hears_what_differs,
);

/// A fact with another header than its own.
fn stating(shop: &Shop, till: &mut Till, fact: &Fact, change: impl FnOnce(&mut Option<Header>)) -> SealedEntry {
    let mut entry: Entry = till.entry(shop.cashier, fact);
    change(&mut entry.money);
    let sealed = entry.seal(Vec::new());
    till.chained(&sealed);
    sealed
}

fn shift(shop: &Shop, till: &Till) -> Fact {
    let (code, series) = (till.code.clone(), DocumentKind::ShiftOpened.series().to_owned());
    Fact::ShiftOpened(ShiftOpened {
        shift: ShiftId(id(5)),
        number: DocumentNumber { code, incarnation: 1, series, sequence: 1 },
        business_date: till.business_date,
        float: Amount(500),
        currency: shop.settings.currency,
    })
}

/// Everything must be stored; gives what is set aside of it, and how many postings are booked.
async fn pushed(shop: &Shop, till: &Till, entries: &[SealedEntry]) -> (Vec<(String, String)>, usize) {
    assert!(shop.push(till, entries).await.iter().all(|outcome| *outcome == EntryOutcome::Stored));
    let aside = report::set_aside(&shop.db, shop.business()).await.unwrap();
    let postings = report::postings(&shop.db, shop.business()).await.unwrap();
    (aside.into_iter().map(|row| (row.code, row.reason.to_string())).collect(), postings.len())
}

async fn rebuilt(shop: &Shop) {
    assert_eq!(crate::rebuild::again(shop).await.differ, [""; 0]);
}

async fn what_means_no_money_and_states_some_is_set_aside(shop: Shop) {
    let mut till = shop.till().await;
    let header = shift(&shop, &till).money(Some(till.store)).unwrap().unwrap();
    let printed = Fact::ReceiptPrinted(ReceiptPrinted { order: OrderId(id(4)), copy: 0 });
    let mut entries = Vec::new();
    for rule in [RULE_VERSION, RULE_VERSION + 1] {
        let posting = |account, amount| Posting::of(account, id(5), Amount(amount));
        let postings = vec![posting(AccountName::Drawer, 77), posting(AccountName::Revenue, -77)];
        let stated = Header { postings, rule, class: MoneyClass::Revenue, ..header.clone() };
        entries.push(stating(&shop, &mut till, &printed, |money| *money = Some(stated)));
    }
    let payment = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    let payment = till.payment(&payment, TenderKind::Cash);
    entries.push(stating(&shop, &mut till, &Fact::PaymentTaken(PaymentTaken { payment }), |money| *money = None));
    let (aside, booked) = pushed(&shop, &till, &entries).await;
    assert_eq!((aside.len(), booked), (3, 0), "{aside:?}");
    for ((code, reason), kind) in aside.iter().zip(["receipt_printed", "receipt_printed", "payment_taken"]) {
        assert!(code == "inconsistent" && reason.contains(kind), "{code}: {reason}");
    }
    assert!(report::takings(&shop.db, shop.business()).await.unwrap().is_empty());
    rebuilt(&shop).await;
}

type Change = (&'static str, fn(&mut Header));

const CHANGES: [Change; 7] = [
    ("postings", |it| it.postings.iter_mut().for_each(|posting| posting.amount = Amount(posting.amount.0 * 100))),
    ("kind of document", |it| it.kind = DocumentKind::PaidIn),
    ("class of money", |it| it.class = MoneyClass::Liability),
    ("number", |it| it.number = None),
    ("day", |it| it.business_date = "1999-01-01".parse().unwrap()),
    ("currency", |it| it.currency = "EUR".parse().unwrap()),
    ("rule of reckoning", |it| it.rule = 0),
];

async fn a_payment_or_a_shift_whose_header_differs_is_set_aside_and_nothing_is_booked(shop: Shop) {
    let mut till = shop.till().await;
    let order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
    let taken = till.payment(&order, TenderKind::Cash);
    let voided = Fact::PaymentVoided(till.voided(&taken));
    let taken = Fact::PaymentTaken(PaymentTaken { payment: taken });
    let facts = [shift(&shop, &till), taken, voided];
    let (mut entries, mut expected) = (Vec::new(), Vec::new());
    for fact in &facts {
        for (what, change) in CHANGES {
            entries.push(stating(&shop, &mut till, fact, |money| change(money.as_mut().unwrap())));
            expected.push(what);
        }
    }
    let (aside, booked) = pushed(&shop, &till, &entries).await;
    assert_eq!((aside.len(), booked), (expected.len(), 0));
    for ((code, reason), what) in aside.iter().zip(expected) {
        assert!(code == "inconsistent" && reason.contains(what), "{what}: {reason}");
    }
    // In another order, and by a rule that only a newer version knows, it is booked as it says.
    let reversed = stating(&shop, &mut till, &facts[0], |money| money.as_mut().unwrap().postings.reverse());
    let newer = stating(&shop, &mut till, &facts[1], |money| {
        let header = money.as_mut().unwrap();
        header.rule = RULE_VERSION + 1;
        header.postings.iter_mut().for_each(|posting| posting.amount = Amount(posting.amount.0 * 2));
    });
    let (still, booked) = pushed(&shop, &till, &[reversed, newer]).await;
    assert_eq!((still, booked), (aside, 4));
    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    assert_eq!(takings.len(), 1);
    assert_eq!(takings[0].tenders[0].amount, 2 * PRICE.0);
    rebuilt(&shop).await;
}

async fn a_sale_whose_header_differs_is_booked_as_it_says_and_a_person_hears_what_differs(shop: Shop) {
    let mut till = shop.till().await;
    let mut entries = Vec::new();
    let mut sell = |till: &mut Till, change: fn(&mut Header)| {
        let order = till.order(&shop, &[("POST", 1, CARRY_OUT)]);
        let payment = till.payment(&order, TenderKind::Cash);
        entries.push(till.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment })));
        let placed = Fact::OrderPlaced(Box::new(order));
        entries.push(stating(&shop, till, &placed, |money| change(money.as_mut().unwrap())));
    };
    sell(&mut till, |it| it.postings.reverse());
    for (_, change) in CHANGES {
        sell(&mut till, change);
    }
    let (aside, _) = pushed(&shop, &till, &entries).await;
    assert_eq!(aside, [], "a sale stands");
    let reviews = report::reviews(&shop.db, shop.business()).await.unwrap();
    let reasons: Vec<Vec<String>> =
        reviews.iter().map(|row| row.reasons.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(reasons.len(), CHANGES.len(), "another order of accounts is no reason: {reasons:?}");
    for (reasons, (what, _)) in reasons.iter().zip(CHANGES) {
        assert!(reasons.len() == 1 && reasons[0].contains(what), "{what}: {reasons:?}");
    }

    // Whoever looks at the takings finds each where it is booked, and no two currencies in one sum.
    let takings = report::takings(&shop.db, shop.business()).await.unwrap();
    let day = |day: &report::TakingsRow| {
        let cash = day.tenders.iter().map(|tender| tender.amount).sum::<i64>();
        (day.business_date.clone(), day.currency.clone(), day.orders, day.gross, cash)
    };
    let (date, sold) = (till.business_date.to_string(), PRICE.0);
    let expected = [
        ("1999-01-01".into(), "GBP".into(), 1, sold, 0),
        (date.clone(), "EUR".into(), 1, sold, 0),
        (date, "GBP".into(), 6, 105 * sold, 8 * sold),
    ];
    assert_eq!(takings.iter().map(day).collect::<Vec<_>>(), expected);
    rebuilt(&shop).await;
}
