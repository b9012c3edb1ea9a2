//! Why a row of a shop's own export could not be used, or not wholly.

use crate::reason::reasons;

reasons! {
    pub enum ImportReason {
        Width { cells: u64, columns: u64 } = "width";
        NoSku {} = "no_code";
        NoNumber {} = "no_number";
        BadCode { max: u64 } = "bad_code";
        TooLong { max: u64 } = "too_long";
        /// A code that a spreadsheet made a number of.
        LostDigits { text: String } = "lost_digits";
        LostLetters {} = "lost_letters";
        ControlCharacters {} = "control_characters";
        /// A quote takes in what follows, up to a later row.
        OpenQuote { last: u64 } = "open_quote";
        /// A row that such a quote took in.
        InsideQuote { first: u64 } = "inside_quote";
        /// One closes in the middle of a text.
        LooseQuote {} = "loose_quote";
        NoName {} = "no_name";
        NoPrice {} = "no_price";
        /// A number of which it can't be told what its sign means.
        UnsureNumber { text: String, thousands: String, decimals: String, decimal: &'static str } = "unsure_number";
        NotAPrice { text: String, currency: String } = "not_a_price";
        ZeroPrice {} = "zero_price";
        NegativePrice {} = "negative_price";
        UnknownTaxClass { class: String, known: String } = "unknown_tax_class";
        NotYesOrNo { text: String } = "not_yes_or_no";
        NotAQuantity { text: String } = "not_a_quantity";
        Repeated { first: u64 } = "repeated";
        BarcodeTaken { barcode: String, owner: String } = "barcode_taken";
        CodeTaken { code: String, owner: String } = "code_taken";
        /// What is kept of it has no room for the change, or does not read.
        DocumentFull { what: String } = "document_full";
        /// The file says otherwise; it stays as it is.
        StockedFixed { sku: String } = "stocked_fixed";
    }
}
