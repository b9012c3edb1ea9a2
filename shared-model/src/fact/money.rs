//! Which postings a document makes. The till reckons them when it records, and they are booked as
//! it says; the server's own reckoning, by the version the till names, only makes a review.
//!
//! Double entry as everywhere: what one account gets, others give. A document owes its total
//! to `settling`, payments take it from there, so `settling` of a paid document is nothing.

use super::drawer::ShiftOpened;
use super::payment::PaymentVoided;
use crate::money::{AccountName, DocumentKind, Header, MoneyClass, Posting, RateRow};
use crate::order::Order;
use crate::payment::{Payment, PaymentMethod};
use crate::unit::*;
use std::collections::BTreeMap;

pub const RULE_VERSION: u16 = 1;

/// Whether an order's postings are others than this version reckons by the rule that the header
/// names. By a rule that only a newer version knows nothing is reckoned, so nothing differs.
pub fn order_differs(header: &Header, placed: &Order) -> bool {
    match header.rule {
        RULE_VERSION => order(placed).map_or(true, |own| own.postings != header.postings),
        _ => false,
    }
}

/// Rows of one account and key added up, in a stable order, those of nothing left out.
fn summed(postings: impl IntoIterator<Item = Posting>) -> Result<Vec<Posting>, ArithmeticError> {
    let mut sums: BTreeMap<(AccountName, Vec<u8>), Amount> = BTreeMap::new();
    for Posting { account, key, amount } in postings {
        let sum = sums.entry((account, key)).or_default();
        *sum = sum.plus(amount)?;
    }
    let rows = sums.into_iter().filter(|(_, amount)| !amount.is_zero());
    Ok(rows.map(|((account, key), amount)| Posting { account, key, amount }).collect())
}

fn negated(amount: Amount) -> Result<Amount, ArithmeticError> {
    Amount::ZERO.minus(amount)
}

/// A sale or order: goods carried out are revenue, goods for later a liability until they
/// are handed over, tax is owed at once.
pub fn order(order: &Order) -> Result<Header, ArithmeticError> {
    let mut postings = vec![
        Posting::of(AccountName::Settling, order.id.0, order.payable()?),
        Posting::of(AccountName::Rounding, order.store.0, negated(order.cash_rounding)?),
    ];
    for line in &order.lines {
        let (account, key) = if line.fulfilment.is_carry_out() {
            (AccountName::Revenue, order.store.0)
        } else {
            (AccountName::Undelivered, order.id.0)
        };
        postings.push(Posting::of(account, key, negated(line.net)?));
        let key = line.tax_class.clone().into_bytes();
        postings.push(Posting { account: AccountName::Tax, key, amount: negated(line.tax)? });
    }
    Ok(Header {
        kind: order.kind.clone(),
        class: MoneyClass::Revenue,
        number: Some(order.number.clone()),
        store: Some(order.store),
        shift: order.shift,
        business_date: order.business_date,
        currency: order.currency,
        settles: Vec::new(),
        reverses: None,
        rates: order.taxes.iter().map(RateRow::of).collect(),
        postings: summed(postings)?,
        rule: RULE_VERSION,
    })
}

/// The account of what no store took is of nobody.
fn key_of(store: Option<StoreId>) -> Vec<u8> {
    store.map_or_else(Vec::new, |store| store.0.as_bytes().to_vec())
}

/// Where a payment's money is afterwards. One that names no account has one of its own.
fn account(payment: &Payment, store: Option<StoreId>) -> (AccountName, Vec<u8>) {
    let store = key_of(store);
    let till = payment.shift.map_or_else(|| store.clone(), |shift| shift.0.as_bytes().to_vec());
    let owed = payment.account.unwrap_or(payment.id.0).as_bytes().to_vec();
    match &payment.method {
        PaymentMethod::Cash => (AccountName::Drawer, till),
        PaymentMethod::Card => (AccountName::Card, store),
        PaymentMethod::GiftCard => (AccountName::GiftCard, owed),
        PaymentMethod::StoreCredit => (AccountName::StoreCredit, owed),
        PaymentMethod::OnAccount => (AccountName::OnAccount, owed),
        PaymentMethod::BankTransfer | PaymentMethod::Voucher | PaymentMethod::Other(_) => (AccountName::Bank, store),
    }
}

/// By what an account of a payment was paid, for whoever reads postings alone.
pub fn method(account: &AccountName) -> PaymentMethod {
    match account {
        AccountName::Drawer => PaymentMethod::Cash,
        AccountName::Card => PaymentMethod::Card,
        AccountName::GiftCard => PaymentMethod::GiftCard,
        AccountName::StoreCredit => PaymentMethod::StoreCredit,
        AccountName::OnAccount => PaymentMethod::OnAccount,
        AccountName::Bank => PaymentMethod::BankTransfer,
        AccountName::Safe
        | AccountName::Deposit
        | AccountName::Undelivered
        | AccountName::Revenue
        | AccountName::Tax
        | AccountName::Rounding
        | AccountName::Loss
        | AccountName::Settling
        | AccountName::Other(_) => PaymentMethod::Other(account.as_str().to_owned()),
    }
}

fn payment_header(payment: &Payment, store: Option<StoreId>, kind: DocumentKind) -> Result<Header, ArithmeticError> {
    let (account, key) = account(payment, store);
    let mut postings = vec![Posting { account, key, amount: payment.signed(payment.amount()?)? }];
    for settled in &payment.settles {
        let amount = negated(payment.signed(settled.amount)?)?;
        postings.push(Posting::of(AccountName::Settling, settled.document, amount));
    }
    Ok(Header {
        kind,
        class: MoneyClass::Payment,
        number: Some(payment.number.clone()),
        store,
        shift: payment.shift,
        business_date: payment.business_date,
        currency: payment.currency,
        settles: payment.settles.iter().map(|settled| settled.document).collect(),
        reverses: None,
        rates: Vec::new(),
        postings: summed(postings)?,
        rule: RULE_VERSION,
    })
}

pub fn payment(payment: &Payment, store: Option<StoreId>) -> Result<Header, ArithmeticError> {
    payment_header(payment, store, DocumentKind::Payment)
}

/// A payment taken back: one of its own, the other way round.
pub fn payment_voided(voided: &PaymentVoided, store: Option<StoreId>) -> Result<Header, ArithmeticError> {
    let header = payment_header(&voided.payment, store, DocumentKind::Void)?;
    Ok(Header { reverses: Some(voided.reverses.0), ..header })
}

/// The float a shift begins with comes out of the safe.
pub fn shift_opened(opened: &ShiftOpened, store: Option<StoreId>) -> Result<Header, ArithmeticError> {
    let ShiftOpened { shift, business_date, float, currency } = *opened;
    let safe = Posting { account: AccountName::Safe, key: key_of(store), amount: negated(float)? };
    let postings = [Posting::of(AccountName::Drawer, shift.0, float), safe];
    Ok(Header {
        kind: DocumentKind::ShiftOpened,
        class: MoneyClass::None,
        number: None,
        store,
        shift: Some(shift),
        business_date,
        currency,
        settles: Vec::new(),
        reverses: None,
        rates: Vec::new(),
        postings: summed(postings)?,
        rule: RULE_VERSION,
    })
}
