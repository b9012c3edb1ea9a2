//! Placing and reviewing together: what a till places, the server finds nothing wrong with.

use super::cart::{Override, TenderState};
use super::placing::{Placed, Placing, PlacingError, Share, place};
use super::review::review;
use super::*;
use crate::paper::receipt_of;
use crate::payment::{Payment, PaymentMethod, Settled, TenderKind};
use crate::sample::{self, product};
use crate::setting::BusinessSettings;
use crate::stock::Promise;
use crate::tax::{TaxMethod, TaxRounding};
use crate::unit::*;
use crate::{fact, words};
use proptest::prelude::*;
use uuid::Uuid;

fn settings(method: TaxMethod, cash_step: i64) -> BusinessSettings {
    BusinessSettings { tax_method: method, cash_step: Amount(cash_step), ..sample::business() }
}

fn inclusive() -> BusinessSettings {
    sample::business()
}

fn context(settings: &BusinessSettings) -> Placing<'_> {
    Placing {
        settings,
        number: sample::number(7),
        store: StoreId(Uuid::from_u128(2)),
        warehouse: WarehouseId(Uuid::from_u128(3)),
        shift: ShiftId(Uuid::from_u128(4)),
        business_date: "2026-03-01".parse().unwrap(),
        placed_at: Timestamp::new(1_772_358_127_000, 0),
        staff: StaffId(Uuid::from_u128(5)),
        knowledge: Knowledge { business: Position::START, stock: Position::START, heard_at: None },
        believed_free: [(ProductId(Uuid::from_u128(100)), Quantity(3000))].into(),
        price_from: [].into(),
    }
}

/// Two lamps at 12.00 for later and a service at 5.00.
fn cart() -> Cart {
    let mut cart = Cart::new(OrderId(Uuid::from_u128(42)));
    cart.add(product(100, "standard"), Amount(1200), Quantity(2000)).unwrap();
    cart.add(product(200, "reduced"), Amount(500), Quantity::ONE).unwrap();
    cart.set_fulfilment(1, Fulfilment::Pickup).unwrap();
    cart
}

fn pay(cart: &mut Cart, kind: TenderKind, amount: i64) {
    let id = PaymentId(Uuid::from_u128(cart.tenders.len() as u128));
    let state = TenderState::Taken { reference: (kind == TenderKind::Card).then(|| "R1".to_owned()) };
    cart.tenders.push(cart::CartTender { id, kind, tendered: Amount(amount), state, payment: None });
}

fn worded(found: &Review) -> Vec<String> {
    found.reasons.iter().map(|reason| words::reason(&reason.clone().into())).collect()
}

/// The payments that a till records for a sale.
fn payments(placed: &Placed) -> Vec<Payment> {
    let payment = |share: &Share| Payment {
        id: share.id,
        method: share.kind.method(),
        tendered: share.tendered,
        settles: vec![Settled::order(placed.order.id, share.amount)],
        reference: share.reference.clone(),
        ..sample::payment()
    };
    placed.shares.iter().map(payment).collect()
}

fn list_price(order: &Order) -> impl Fn(ProductId) -> Option<Amount> {
    let prices: Vec<(ProductId, Amount)> = order.lines.iter().map(|line| (line.product, line.list_price)).collect();
    move |product| prices.iter().find(|entry| entry.0 == product).map(|entry| entry.1)
}

#[test]
fn a_cart_is_refused_before_it_is_an_order() {
    let settings = inclusive();
    let refused = |change: &dyn Fn(&mut Cart)| {
        let mut cart = cart();
        change(&mut cart);
        place(&cart, context(&settings)).unwrap_err()
    };
    assert_eq!(refused(&|cart| cart.lines.clear()), PlacingError::Empty);
    assert_eq!(refused(&|_| ()), PlacingError::NotCovered { due: Amount(2900) });
    assert_eq!(refused(&|cart| pay(cart, TenderKind::Card, 2899)), PlacingError::NotCovered { due: Amount(1) });
    assert_eq!(refused(&|cart| pay(cart, TenderKind::Card, 2901)), PlacingError::CardOverTender);
    let open = |cart: &mut Cart| {
        pay(cart, TenderKind::Cash, 2900);
        pay(cart, TenderKind::Card, 1);
        cart.tenders[1].state = TenderState::Unknown;
    };
    assert_eq!(refused(&open), PlacingError::TenderOpen);
    let delivery = |cart: &mut Cart| {
        cart.lines[0].fulfilment = Fulfilment::Delivery { address: None };
        pay(cart, TenderKind::Cash, 2900);
    };
    assert_eq!(refused(&delivery), PlacingError::NeedsCustomer);
    let class = |cart: &mut Cart| cart.lines[0].product.tax_class = "luxury".into();
    assert!(matches!(refused(&class), PlacingError::Pricing(_)));
}

#[test]
fn change_comes_off_the_cash_given_last_and_voided_payments_do_not_count() {
    let settings = inclusive();
    let mut cart = cart();
    pay(&mut cart, TenderKind::Cash, 1000);
    pay(&mut cart, TenderKind::Card, 500);
    pay(&mut cart, TenderKind::Cash, 200);
    pay(&mut cart, TenderKind::Cash, 2000);
    cart.tenders[2].state = TenderState::Voided;
    let Placed { order, shares, change } = place(&cart, context(&settings)).unwrap();
    let amounts: Vec<_> = shares.iter().map(|tender| (tender.tendered.0, tender.amount.0)).collect();
    assert_eq!(amounts, [(1000, 1000), (500, 500), (2000, 1400)]);
    assert_eq!((change, order.totals.gross), (Amount(600), Amount(2900)));
    let promises: Vec<_> = order.lines.iter().map(|line| (line.promise.clone(), line.believed_free)).collect();
    assert_eq!(promises, [(Promise::ToBeConfirmed, Some(Quantity(3000))), (Promise::CarriedOut, None)]);
}

#[test]
fn a_receipt_says_what_the_order_says() {
    let settings = inclusive();
    let mut cart = cart();
    pay(&mut cart, TenderKind::Cash, 3000);
    let placed = place(&cart, context(&settings)).unwrap();
    let receipt = receipt_of(&placed, &settings, &sample::store(), "Till 1", "Cashier 04", None);
    assert_eq!((receipt.number.as_str(), receipt.gross, receipt.change), ("T01-000007", Amount(2900), Amount(100)));
    let lines: Vec<_> =
        receipt.lines.iter().map(|line| (line.amount.0, line.tax_letter, line.to_be_confirmed.0)).collect();
    assert_eq!(lines, [(2400, 'A', 2000), (500, 'B', 0)]);
    assert_eq!(receipt.taxes.iter().map(|row| row.gross.0).sum::<i64>(), 2900);
}

#[test]
fn whatever_differs_is_said_and_the_total_stands() {
    let settings = inclusive();
    let mut cart = cart();
    pay(&mut cart, TenderKind::Cash, 3000);
    let placed = place(&cart, context(&settings)).unwrap();
    let (order, paid) = (placed.order.clone(), payments(&placed));
    let known = list_price(&order);
    type Spoil = fn(&mut Order, &mut Vec<Payment>);
    let cases: [(&str, Spoil); 11] = [
        ("line 1 (S100): 23.00 stated, 24.00 reckoned", |order, _| order.lines[0].gross = Amount(2300)),
        ("line 1 (S100): the tax is not", |order, _| order.lines[0].taxes.clear()),
        ("the total: 28.00 stated, 29.00 reckoned", |order, _| order.totals.gross = Amount(2800)),
        ("the lines do not add up", |order, _| order.totals.net = Amount(1)),
        ("the tax table differs", |order, _| order.taxes[0].letter = 'X'),
        ("the tax table does not add up", |order, _| order.taxes[0].tax = Amount(i64::MAX)),
        ("the payments less the change", |_, paid| paid.clear()),
        ("the change is not from cash", |_, paid| paid[0].method = PaymentMethod::Card),
        ("the cash rounding", |order, _| order.cash_rounding = Amount(3)),
        ("without an approval", |order, _| order.lines[0].unit_price = Amount(1)),
        ("it can't be priced here", |order, _| order.lines[0].tax_class = "luxury".into()),
    ];
    for (part, change) in cases {
        let (mut changed, mut paid) = (order.clone(), paid.clone());
        change(&mut changed, &mut paid);
        let reasons = worded(&review(&changed, &paid, &settings, &known));
        assert!(reasons.iter().any(|reason| reason.contains(part)), "{part:?} is not among {reasons:?}");
    }
    let dearer = review(&order, &paid, &settings, |product| known(product).map(|price| Amount(price.0 + 10)));
    assert_eq!(dearer.reckoned, Amount(2930));
    assert_eq!(worded(&dearer)[0], "line 1 (S100): list price: 12.00 stated, 12.10 reckoned");
    assert_eq!(review(&order, &paid, &settings, |_| None).reasons.len(), 2);
    let elsewhere = self::settings(TaxMethod { prices_include_tax: false, rounding: TaxRounding::PerTotal }, 5);
    assert!(!review(&order, &paid, &elsewhere, &known).reasons.is_empty());
}

fn baskets() -> impl Strategy<Value = Vec<(u128, i64, i64, u8, bool)>> {
    prop::collection::vec((100u128..220, 0i64..200_000, 1i64..20_000, 0u8..3, any::<bool>()), 1..15)
}

proptest! {
    #[test]
    fn an_order_that_was_placed_reviews_clean(
        basket in baskets(), included: bool, per_total: bool, step in 1i64..101, card_share in 0i128..=100, extra in 0i64..5000,
    ) {
        let rounding = if per_total { TaxRounding::PerTotal } else { TaxRounding::PerLine };
        let settings = settings(TaxMethod { prices_include_tax: included, rounding }, step);
        let mut cart = Cart::new(OrderId(Uuid::from_u128(1)));
        cart.customer = Some(CustomerId(Uuid::from_u128(1)));
        for (number, price, quantity, class, later) in basket {
            let price = Amount(number as i64 * 1000 + price % 1000);
            let line = cart.add(product(number, ["standard", "reduced", "zero"][class as usize]), price, Quantity(quantity)).unwrap();
            if later {
                let cause = PriceCause::manual(StaffId(Uuid::from_u128(1)), "damaged".into(), None);
                cart.override_price(line, Override { price: Amount(price.0 / 2), cause }).unwrap();
                cart.set_fulfilment(line, Fulfilment::Delivery { address: None }).unwrap();
            }
        }
        let known: Vec<_> = cart.lines.iter().map(|line| (line.line, line.list_price)).collect();
        let priced = pricing::price(&cart.pricing_lines(), Amount::ZERO, &settings.tax_classes, settings.tax_method).unwrap();
        let card = (i128::from(priced.totals.gross.0) * card_share / 100) as i64;
        if card > 0 {
            pay(&mut cart, TenderKind::Card, card);
        }
        let open = settle::settle(priced.totals.gross, &cart.tenders, settings.cash_step).unwrap();
        if !open.covered {
            pay(&mut cart, TenderKind::Cash, open.due_cash.0 + extra);
        }
        let placed = place(&cart, context(&settings)).unwrap();
        let paid = payments(&placed);
        let mut order = placed.order;
        // One product may be on two lines at two prices; the till's own list is what counts here.
        for line in &mut order.lines {
            line.product = ProductId(Uuid::from_u128(u128::from(line.line)));
        }
        let found = review(&order, &paid, &settings, |product| known.iter().find(|entry| u128::from(entry.0) == product.0.as_u128()).map(|entry| entry.1));
        prop_assert_eq!(worded(&found), Vec::<String>::new());
        prop_assert_eq!(found.reckoned, order.totals.gross);
        let header = fact::money::order(&order).unwrap();
        prop_assert_eq!(header.check(), Ok(()));
        let mut settling = 0;
        for header in paid.iter().map(|payment| fact::money::payment(payment, order.store).unwrap()).chain([header]) {
            prop_assert_eq!(header.check(), Ok(()));
            let postings = header.postings.iter().filter(|posting| posting.account == crate::money::AccountName::Settling);
            settling += postings.map(|posting| posting.amount.0).sum::<i64>();
        }
        prop_assert_eq!(settling, 0, "a paid order owes nothing and is owed nothing");
    }
}
