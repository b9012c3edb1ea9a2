//! Whom an order is delivered to and billed, as it stood when the order was placed. It lies
//! beside the order and never in it, so that a person can be erased while the books verify.

use super::line::Fulfilment;
use super::placed::Order;
use crate::party::{Address, Customer};
use crate::unit::AddressId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The attachment of class `invoice` of an `order_placed` entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderContact {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub company: String,
    /// Each that the order or one of its lines names by id, once.
    pub addresses: Vec<Address>,
}

/// Makes an order with deliveries name the customer's addresses, and says what they are. A
/// delivery that names none goes to the order's.
pub fn addressed(order: &mut Order, customer: &Customer) -> Option<OrderContact> {
    let deliveries: Vec<Option<AddressId>> = order.lines.iter().filter_map(|line| delivery(&line.fulfilment)).collect();
    let (first, chosen) = (*deliveries.first()?, deliveries.iter().all(Option::is_some));
    let of_kind = |kind| customer.address_for(kind).map(|address| address.id);
    order.shipping = if chosen { first } else { of_kind(Address::SHIPPING) };
    order.billing = of_kind(Address::BILLING);
    let named: BTreeSet<AddressId> = deliveries.into_iter().chain([order.shipping, order.billing]).flatten().collect();
    let addresses = customer.addresses.iter().filter(|address| named.contains(&address.id)).cloned().collect();
    Some(OrderContact {
        name: customer.name.clone(),
        first_name: customer.first_name.clone(),
        last_name: customer.last_name.clone(),
        company: customer.company.clone(),
        addresses,
    })
}

/// The address that a delivery names, if it is one and names any.
fn delivery(fulfilment: &Fulfilment) -> Option<Option<AddressId>> {
    match fulfilment {
        Fulfilment::Delivery { address } => Some(*address),
        Fulfilment::CarryOut | Fulfilment::Pickup | Fulfilment::Newer(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::OrderLine;
    use crate::sample;
    use crate::unit::CustomerId;
    use uuid::Uuid;

    fn address(number: u128, kind: &str, default: bool) -> Address {
        let address = Address::of_lines(AddressId(Uuid::from_u128(number)), vec![format!("{number} High Street")]);
        Address { kind: kind.into(), default, ..address }
    }

    fn customer(addresses: Vec<Address>) -> Customer {
        Customer {
            addresses,
            company: "C Ltd".into(),
            ..Customer::named(CustomerId(Uuid::from_u128(10)), "12346", "A B")
        }
    }

    /// With a line for each of these ways.
    fn order(ways: &[Fulfilment]) -> Order {
        let mut order = Order { shipping: None, ..sample::order() };
        let line = order.lines[0].clone();
        let way = |fulfilment: &Fulfilment| OrderLine { fulfilment: fulfilment.clone(), ..line.clone() };
        order.lines = ways.iter().map(way).collect();
        order
    }

    fn to(address: Option<u128>) -> Fulfilment {
        Fulfilment::Delivery { address: address.map(|number| AddressId(Uuid::from_u128(number))) }
    }

    /// Which addresses the order names for shipping and billing, and what is said of.
    fn named(ways: &[Fulfilment], addresses: Vec<Address>) -> Option<(Option<u128>, Option<u128>, Vec<u128>)> {
        let (mut order, number) = (order(ways), |address: AddressId| address.0.as_u128());
        let contact = addressed(&mut order, &customer(addresses))?;
        let [shipping, billing] = [order.shipping, order.billing].map(|address| address.map(number));
        assert_eq!((contact.name.as_str(), contact.company.as_str()), ("A B", "C Ltd"));
        Some((shipping, billing, contact.addresses.iter().map(|address| number(address.id)).collect()))
    }

    #[test]
    fn only_what_is_delivered_names_addresses_and_only_those_it_uses() {
        let all = || vec![address(1, "", false), address(2, "billing", false), address(3, "", true)];
        assert_eq!(named(&[Fulfilment::CarryOut, Fulfilment::Pickup], all()), None);
        assert_eq!(named(&[to(None)], all()), Some((Some(3), Some(2), vec![2, 3])), "the default one");
        assert_eq!(named(&[to(Some(1))], all()), Some((Some(1), Some(2), vec![1, 2])), "the one that was chosen");
        assert_eq!(named(&[to(Some(1)), to(None)], all()), Some((Some(3), Some(2), vec![1, 2, 3])));
        assert_eq!(named(&[to(None)], vec![address(1, "", false)]), Some((Some(1), Some(1), vec![1])), "for both");
        assert_eq!(named(&[to(None)], vec![address(1, "billing", true)]), Some((None, Some(1), vec![1])));
        assert_eq!(named(&[to(None)], Vec::new()), Some((None, None, Vec::new())), "a name alone");
    }
}
