//! The receipt as it is shown.

use super::message::messages;
use super::payment;
use shared_model::payment::TenderKind;

messages! { "receipt":
    title;
    tax_id(id: &str);
    served_by(terminal: &str, cashier: &str);
    customer;
    times(quantity: &str, price: &str);
    discount;
    to_be_confirmed(quantity: &str);
    total;
    cash_rounding;
    tender_reference(kind: &str, reference: &str);
    change;
    tax;
    tax_rate(name: &str, rate: &str);
    net;
    gross;
}

pub fn tender(kind: TenderKind, reference: Option<&str>) -> String {
    match reference {
        Some(reference) if !reference.is_empty() => tender_reference(&payment::kind(kind), reference),
        _ => payment::kind(kind),
    }
}
