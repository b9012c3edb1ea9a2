//! Payments, in words.

use crate::refusal::PaymentRefusal;

pub(super) fn sentence(reason: PaymentRefusal) -> &'static str {
    match reason {
        PaymentRefusal::CartEmpty => "The cart is empty. Nothing was charged. Scan or search something first.",
        PaymentRefusal::DeliveryNeedsCustomer => {
            "A delivery needs a customer. Nothing was charged. Choose the customer, or carry the goods out."
        }
        PaymentRefusal::UnknownAddress => {
            "The address of a delivery is not this customer's. Nothing was charged. Choose one of the customer's addresses."
        }
        PaymentRefusal::AlreadyCovered => "Everything is paid already. Nothing more was taken. Complete the sale.",
        PaymentRefusal::NoReference => {
            "An approved card needs the reference on the reader's slip. The payment is still open. Enter it from the slip."
        }
    }
}
