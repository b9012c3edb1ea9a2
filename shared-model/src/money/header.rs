//! What every money document says of itself in its envelope, readable for ever.

use super::AccountName;
use crate::bounds::{POSTING_KEY_BYTES_MAX, POSTINGS_MAX, RATES_MAX, SETTLED_MAX, amount_fits, code_fits};
use crate::tax::TaxRow;
use crate::unit::*;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

open_names! {
    pub enum DocumentKind {
        Sale = "sale",
        Return = "return",
        Exchange = "exchange",
        /// Money given back without an order to name.
        Refund = "refund",
        Void = "void",
        Quote = "quote",
        /// Unpaid, with a deposit, or laid away.
        Order = "order",
        Invoice = "invoice",
        CreditNote = "credit_note",
        GiftCardLoad = "gift_card_load",
        Payment = "payment",
        PaidIn = "paid_in",
        PaidOut = "paid_out",
        /// From the drawer to the safe.
        Drop = "drop",
        ShiftOpened = "shift_opened",
        ShiftClosed = "shift_closed",
        Handover = "handover",
        Training = "training",
    }

    pub enum MoneyClass {
        Revenue = "revenue",
        Liability = "liability",
        Payment = "payment",
        None = "none",
    }
}

impl DocumentKind {
    /// The series its numbers are of, so that no two documents are printed with one number. A
    /// sale's is the receipt's, without a name.
    pub fn series(&self) -> &str {
        match self {
            DocumentKind::Sale => "",
            DocumentKind::Return => "R",
            DocumentKind::Exchange => "X",
            DocumentKind::Refund => "F",
            DocumentKind::Void => "V",
            DocumentKind::Quote => "Q",
            DocumentKind::Order => "O",
            DocumentKind::Invoice => "I",
            DocumentKind::CreditNote => "C",
            DocumentKind::GiftCardLoad => "G",
            DocumentKind::Payment => "P",
            DocumentKind::PaidIn => "N",
            DocumentKind::PaidOut => "U",
            DocumentKind::Drop => "D",
            DocumentKind::ShiftOpened => "S",
            DocumentKind::ShiftClosed => "Z",
            DocumentKind::Handover => "H",
            DocumentKind::Training => "T",
            DocumentKind::Other(kind) => kind,
        }
    }
}

/// One gapless series per (terminal or server, document kind, series). `T01-000123`; from a
/// terminal's second incarnation on with its letter, `T01B-000001`; a named series before the
/// digits, `T01-P000001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentNumber {
    /// Of the terminal or the server that drew it.
    pub code: String,
    pub incarnation: u32,
    /// Empty for a kind's only series.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub series: String,
    pub sequence: u64,
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters = incarnation_letters(self.incarnation);
        write!(f, "{}{letters}-{}{:06}", self.code, self.series, self.sequence)
    }
}

/// Nothing for the first incarnation, then B, C, … Z, AA, AB, …
fn incarnation_letters(incarnation: u32) -> String {
    if incarnation <= 1 {
        return String::new();
    }
    let mut rest = incarnation;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// What a document came to at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateRow {
    /// Code of the tax class.
    pub class: String,
    /// Of all its components together.
    pub rate: Rate,
    pub net: Amount,
    pub tax: Amount,
    pub gross: Amount,
}

impl RateRow {
    pub fn of(row: &TaxRow) -> RateRow {
        let rate = row.components.iter().fold(0u32, |sum, component| sum.saturating_add(component.rate.0));
        RateRow { class: row.class.clone(), rate: Rate(rate), net: row.net, tax: row.tax, gross: row.gross }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Posting {
    pub account: AccountName,
    /// Ids as their sixteen bytes, codes as UTF-8.
    #[serde(with = "serde_bytes")]
    pub key: Vec<u8>,
    pub amount: Amount,
}

impl Posting {
    pub fn of(account: AccountName, key: Uuid, amount: Amount) -> Posting {
        Posting { account, key: key.as_bytes().to_vec(), amount }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub kind: DocumentKind,
    pub class: MoneyClass,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<DocumentNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    pub business_date: BusinessDate,
    pub currency: Currency,
    /// Documents that it pays; how much of each, its postings say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<Uuid>,
    /// The document that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<RateRow>,
    /// As reckoned when it was recorded; they sum to nothing.
    pub postings: Vec<Posting>,
    /// Version of the rule that reckoned them (`crate::fact::money`).
    pub rule: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    #[error("the postings do not sum to nothing")]
    Unbalanced,
    #[error("an amount, a code or a key is larger than any document's")]
    TooLarge,
    #[error("there are more rates, postings or documents settled than a document has")]
    TooMany,
}

impl Header {
    /// What a customer gets, gives back or is promised; not how it is paid.
    pub fn is_of_goods(&self) -> bool {
        match &self.class {
            MoneyClass::Revenue | MoneyClass::Liability => true,
            MoneyClass::Payment | MoneyClass::None | MoneyClass::Other(_) => false,
        }
    }

    /// Whether it can be booked as it stands.
    pub fn check(&self) -> Result<(), HeaderError> {
        let rows = self.rates.len() <= RATES_MAX && self.postings.len() <= POSTINGS_MAX;
        if !rows || self.settles.len() > SETTLED_MAX {
            return Err(HeaderError::TooMany);
        }
        let amounts = self.rates.iter().flat_map(|row| [row.net, row.tax, row.gross]);
        let mut amounts = amounts.chain(self.postings.iter().map(|posting| posting.amount));
        let keys = self.postings.iter().all(|posting| posting.key.len() <= POSTING_KEY_BYTES_MAX);
        let codes = self.number.iter().all(|number| code_fits(&number.code) && code_fits(&number.series));
        if !amounts.all(amount_fits) || !codes || !keys {
            return Err(HeaderError::TooLarge);
        }
        let sum: i128 = self.postings.iter().map(|posting| i128::from(posting.amount.0)).sum();
        if sum == 0 { Ok(()) } else { Err(HeaderError::Unbalanced) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounds::AMOUNT_MAX;

    #[test]
    fn no_two_kinds_of_document_share_a_series() {
        let series: std::collections::BTreeSet<String> =
            DocumentKind::KNOWN.iter().map(|kind| DocumentKind::from(*kind).series().to_owned()).collect();
        assert_eq!(series.len(), DocumentKind::KNOWN.len());
    }

    #[test]
    fn a_header_is_booked_up_to_each_limit_and_not_beyond() {
        let header = |settled: usize, postings: usize, key: usize, amount: u64| {
            let amount = Amount(i64::try_from(amount).expect("a limit fits"));
            let posting = |place: usize| Posting {
                account: AccountName::Settling,
                key: vec![7; key],
                amount: if place.is_multiple_of(2) { amount } else { Amount(-amount.0) },
            };
            let header = Header {
                kind: DocumentKind::Payment,
                class: MoneyClass::Payment,
                number: None,
                store: None,
                shift: None,
                business_date: "2026-03-01".parse().expect("a date"),
                currency: "GBP".parse().expect("a currency"),
                settles: vec![Uuid::nil(); settled],
                reverses: None,
                rates: Vec::new(),
                postings: (0..postings).map(posting).collect(),
                rule: 1,
            };
            header.check()
        };
        let (many, key) = (POSTINGS_MAX, POSTING_KEY_BYTES_MAX);
        assert_eq!(header(SETTLED_MAX, many, key, AMOUNT_MAX), Ok(()));
        assert_eq!(header(SETTLED_MAX + 1, many, key, AMOUNT_MAX), Err(HeaderError::TooMany));
        assert_eq!(header(1, many + 2, key, AMOUNT_MAX), Err(HeaderError::TooMany));
        assert_eq!(header(1, 2, key + 1, AMOUNT_MAX), Err(HeaderError::TooLarge));
        assert_eq!(header(1, 2, key, AMOUNT_MAX + 1), Err(HeaderError::TooLarge));
        assert_eq!(header(1, 1, key, 1), Err(HeaderError::Unbalanced));
    }

    #[test]
    fn a_number_names_who_drew_it_its_life_and_its_series() {
        let number = |incarnation, series: &str| DocumentNumber {
            code: "T01".into(),
            incarnation,
            series: series.into(),
            sequence: 123,
        };
        for (incarnation, series, text) in
            [(1, "", "T01-000123"), (2, "", "T01B-000123"), (28, "", "T01AB-000123"), (1, "Z", "T01-Z000123")]
        {
            assert_eq!(number(incarnation, series).to_string(), text);
        }
    }
}
