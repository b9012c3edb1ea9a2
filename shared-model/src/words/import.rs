//! English for what an import did not take from a file as it stands there.

pub(super) const WORDS: &[(&str, &str)] = &[
    ("width", "the row has {cells} cells where the header has {columns}"),
    ("no_code", "there is no code"),
    ("no_number", "there is no customer number"),
    ("bad_code", "the code is longer than {max} bytes or holds control characters"),
    ("too_long", "the text is longer than {max} bytes"),
    ("no_name", "there is no description"),
    ("no_price", "there is no price"),
    ("not_a_price", "\"{text}\" is not a price in {currency}"),
    ("zero_price", "the price is zero"),
    ("negative_price", "the price is negative"),
    ("unknown_tax_class", "the business has no tax class \"{class}\""),
    ("not_yes_or_no", "\"{text}\" is neither yes nor no"),
    ("not_a_quantity", "\"{text}\" is not a quantity above nothing with at most three decimals"),
    ("repeated", "the code is on row {first} already; choose with --repeats"),
    ("barcode_taken", "the barcode {barcode} belongs to {owner} already"),
    ("stocked_fixed", "{sku}: whether it has stock can't change"),
];
