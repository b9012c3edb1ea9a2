//! Products, wherever they are looked for or edited.

use super::message::messages;
use shared_model::catalogue::barcode::is_digit_row;
use shared_model::catalogue::{ProductField, ShortagePolicy};
use shared_model::words::shown;

messages! { "catalogue":
    nav;
    title;
    about;
    choose;
    save;
    saved;
    nothing_changed;
    not_saved;
    edit_waiting;
    edit_refused(reason: &str);
    price_note;
    barcodes_note;
    search_hint;
    not_a_quantity(typed: &str);
    unknown_code(code: &str);
    unknown_layout(code: &str);
    no_price;
    price;
    price_not_an_amount;
    field_name;
    field_description;
    field_category;
    field_tax_class;
    field_barcodes;
    field_shortage;
    shortage_allow;
    shortage_ask;
    shortage_deny;
}

/// A code that nothing here has, and why where that can be told from it.
pub fn unknown(code: &str) -> String {
    let seen = shown(code);
    if is_digit_row(code) { unknown_layout(&seen) } else { unknown_code(&seen) }
}

pub fn field(field: ProductField) -> String {
    match field {
        ProductField::Name => field_name(),
        ProductField::Description => field_description(),
        ProductField::Category => field_category(),
        ProductField::TaxClass => field_tax_class(),
        ProductField::Barcodes => field_barcodes(),
        ProductField::Shortage => field_shortage(),
    }
}

pub fn shortage(policy: &ShortagePolicy) -> String {
    match policy {
        ShortagePolicy::Allow => shortage_allow(),
        ShortagePolicy::Ask => shortage_ask(),
        ShortagePolicy::Deny => shortage_deny(),
        ShortagePolicy::Other(name) => name.clone(),
    }
}
