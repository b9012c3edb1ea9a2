//! Which header and postings a document makes. The till reckons them when it records, and they are
//! booked as it says or not at all: the server compares them with its own reckoning, by the version
//! that the till names.
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

/// What a header says otherwise than `own`, which this version reckons of its fact. By a rule that
/// only a newer version knows nothing is reckoned, so nothing differs. Postings are compared by
/// what they come to on each account, in whatever order.
pub fn differences(header: &Header, own: &Header) -> Vec<&'static str> {
    if header.rule > RULE_VERSION {
        return Vec::new();
    }
    let Header { kind, class, number, store, shift, business_date, currency, settles, reverses, rates, postings, rule } =
        own;
    let alike = header.postings == *postings || summed(header.postings.iter().cloned()).is_ok_and(|it| it == *postings);
    let said = [
        ("document_kind", header.kind == *kind),
        ("money_class", header.class == *class),
        ("document_number", header.number == *number),
        ("store", header.store == *store),
        ("shift", header.shift == *shift),
        ("business_date", header.business_date == *business_date),
        ("currency", header.currency == *currency),
        ("settled", header.settles == *settles),
        ("reversed", header.reverses == *reverses),
        ("rates", header.rates == *rates),
        ("postings", alike),
        ("money_rule", header.rule == *rule),
    ];
    said.into_iter().filter(|(_, alike)| !alike).map(|(what, _)| what).collect()
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
        Posting { account: AccountName::Rounding, key: key_of(order.store), amount: negated(order.cash_rounding)? },
    ];
    for line in &order.lines {
        let (account, key) = if line.fulfilment.is_carry_out() {
            (AccountName::Revenue, key_of(order.store))
        } else {
            (AccountName::Undelivered, order.id.0.as_bytes().to_vec())
        };
        postings.push(Posting { account, key, amount: negated(line.net)? });
        let key = line.tax_class.clone().into_bytes();
        postings.push(Posting { account: AccountName::Tax, key, amount: negated(line.tax)? });
    }
    Ok(Header {
        kind: order.kind.clone(),
        class: MoneyClass::Revenue,
        number: Some(order.number.clone()),
        store: order.store,
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

pub fn payment(payment: &Payment, store: Option<StoreId>) -> Result<Header, ArithmeticError> {
    let (account, key) = account(payment, store);
    let mut postings = vec![Posting { account, key, amount: payment.signed(payment.amount()?)? }];
    for settled in &payment.settles {
        let amount = negated(payment.signed(settled.amount)?)?;
        postings.push(Posting::of(AccountName::Settling, settled.document, amount));
    }
    Ok(Header {
        kind: DocumentKind::Payment,
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

/// A payment taken back: one of its own, the other way round.
pub fn payment_voided(voided: &PaymentVoided, store: Option<StoreId>) -> Result<Header, ArithmeticError> {
    Ok(Header { reverses: Some(voided.reverses.0), ..payment(&voided.payment, store)? })
}

/// The float a shift begins with comes out of the safe.
pub fn shift_opened(opened: &ShiftOpened, store: Option<StoreId>) -> Result<Header, ArithmeticError> {
    let ShiftOpened { shift, business_date, float, currency, .. } = *opened;
    let safe = Posting { account: AccountName::Safe, key: key_of(store), amount: negated(float)? };
    let postings = [Posting::of(AccountName::Drawer, shift.0, float), safe];
    Ok(Header {
        kind: DocumentKind::ShiftOpened,
        class: MoneyClass::None,
        number: Some(opened.number.clone()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn each_thing_that_a_header_says_otherwise_is_named_and_another_order_of_accounts_is_none() {
        let own = order(&sample::order()).expect("small amounts");
        let differs = |change: &dyn Fn(&mut Header)| {
            let mut header = own.clone();
            change(&mut header);
            differences(&header, &own)
        };
        assert_eq!(differs(&|_| ()), [""; 0]);
        assert_eq!(differs(&|it| it.postings.reverse()), [""; 0]);
        let parts = |it: &mut Header| {
            let Posting { account, key, amount } = it.postings.remove(0);
            let part = |amount| Posting { account: account.clone(), key: key.clone(), amount };
            it.postings.extend([part(Amount(1)), part(Amount(amount.0 - 1)), part(Amount::ZERO)]);
        };
        assert_eq!(differs(&parts), [""; 0], "one account in parts");
        type Change<'c> = (&'c str, &'c dyn Fn(&mut Header));
        let other: [Change; 12] = [
            ("document_kind", &|it| it.kind = DocumentKind::Return),
            ("money_class", &|it| it.class = MoneyClass::Payment),
            ("document_number", &|it| it.number = None),
            ("store", &|it| it.store = None),
            ("shift", &|it| it.shift = None),
            ("business_date", &|it| it.business_date = BusinessDate::from_days(0)),
            ("currency", &|it| it.currency = "JPY".parse().expect("a currency")),
            ("settled", &|it| it.settles = vec![sample::id(1)]),
            ("reversed", &|it| it.reverses = Some(sample::id(1))),
            ("rates", &|it| it.rates.clear()),
            ("postings", &|it| it.postings[0].key.clear()),
            ("money_rule", &|it| it.rule = 0),
        ];
        for (what, change) in other {
            assert_eq!(differs(change), [what]);
            let newer = |it: &mut Header| {
                change(it);
                it.rule = RULE_VERSION + 1;
            };
            assert_eq!(differs(&newer), [""; 0], "{what} by a newer rule");
        }
    }
}
