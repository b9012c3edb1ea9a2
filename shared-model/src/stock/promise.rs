//! How sure it was that the goods of a line would be there.

use crate::unit::{Quantity, open_names};

open_names! {
    /// What the till told the customer. The server's allocation is a separate state.
    pub enum Promise {
        /// Class 0: handed over at the counter.
        CarriedOut = "carried_out",
        /// Class 1: covered by a lease of the till.
        Guaranteed = "guaranteed",
        /// Class 2: subject to stock, to be confirmed by the server.
        ToBeConfirmed = "to_be_confirmed",
    }
}

impl Promise {
    /// What a customer is promised of goods, the same on the cart, on paper and at the server: a service has nothing
    /// to run out of, goods for later are subject to stock whatever stands on the shelf today.
    pub fn of(carry_out: bool, stocked: bool) -> Promise {
        match (carry_out, stocked) {
            (true, _) => Promise::CarriedOut,
            (false, false) => Promise::Guaranteed,
            (false, true) => Promise::ToBeConfirmed,
        }
    }

    /// How many of so many are subject to stock.
    pub fn to_be_confirmed(&self, quantity: Quantity) -> Quantity {
        if *self == Promise::ToBeConfirmed { quantity } else { Quantity::ZERO }
    }
}
