//! Why a row of a shop's own export could not be used, or not wholly.

use crate::reason::reasons;

reasons! {
    pub enum ImportReason {
        Width { cells: u64, columns: u64 } = "width";
        NoSku {} = "no_code";
        NoNumber {} = "no_number";
        BadCode { max: u64 } = "bad_code";
        TooLong { max: u64 } = "too_long";
        NoName {} = "no_name";
        NoPrice {} = "no_price";
        NotAPrice { text: String, currency: String } = "not_a_price";
        ZeroPrice {} = "zero_price";
        NegativePrice {} = "negative_price";
        UnknownTaxClass { class: String } = "unknown_tax_class";
        NotYesOrNo { text: String } = "not_yes_or_no";
        NotAQuantity { text: String } = "not_a_quantity";
        Repeated { first: u64 } = "repeated";
        BarcodeTaken { barcode: String, owner: String } = "barcode_taken";
        /// The file says otherwise; it stays as it is.
        StockedFixed { sku: String } = "stocked_fixed";
    }
}
