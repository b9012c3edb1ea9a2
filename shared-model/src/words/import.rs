//! English for what an import did not take from a file as it stands there.

pub(super) const WORDS: &[(&str, &str)] = &[
    (
        "width",
        "the row has {cells} cells where the header has {columns}; a cell that holds the delimiter has quotes around it",
    ),
    ("no_code", "there is no code"),
    ("no_number", "there is no customer number"),
    ("bad_code", "the code is longer than {max} bytes or holds control characters"),
    ("too_long", "the text is longer than {max} bytes"),
    (
        "lost_digits",
        "\"{text}\" is a code that became a number and lost its digits; make the column text where it comes from and \
         export it again",
    ),
    (
        "lost_letters",
        "the text has a letter that can't be read; export the file again as UTF-8, or name its encoding with --encoding",
    ),
    ("control_characters", "the text holds control characters; the file may be in another encoding, see --encoding"),
    (
        "open_quote",
        "a quote opens here and takes in everything up to row {last}; write a quote within a text twice (\"\"), and \
         one at its end",
    ),
    ("inside_quote", "it is part of a text whose quote opens on row {first}"),
    ("loose_quote", "a quote closes in the middle of a text; write a quote within a text twice (\"\")"),
    ("no_name", "there is no description"),
    ("no_price", "there is no price"),
    (
        "unsure_number",
        "\"{text}\" is {thousands} (then say --decimal {decimal}) or {decimals} (then say --no-thousands)",
    ),
    (
        "not_a_price",
        "\"{text}\" is not a price in {currency}; --decimal says whether a point or a comma stands before the decimals",
    ),
    ("zero_price", "the price is zero"),
    ("negative_price", "the price is negative"),
    ("unknown_tax_class", "\"{class}\" names none of the tax classes, or several; there are: {known}"),
    ("not_yes_or_no", "\"{text}\" is neither yes nor no"),
    ("not_a_quantity", "\"{text}\" is not a quantity above nothing with at most three decimals"),
    ("repeated", "the code is on row {first} already; choose with --repeats"),
    (
        "barcode_taken",
        "the barcode {barcode} belongs to {owner} already, and a scan can mean one product alone; take it away there, or \
         correct the row",
    ),
    (
        "code_taken",
        "the code {code} is a barcode of {owner} already, and a scan can mean one product alone; take it away there, or \
         choose another code",
    ),
    ("document_full", "{what}: what is kept of it takes no more changes"),
    ("stocked_fixed", "{sku}: whether it has stock can't change"),
];
