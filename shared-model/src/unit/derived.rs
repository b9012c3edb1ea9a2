//! Ids that follow from what they stand for, so that the same is known by the same id whoever
//! makes it and however often. Each has a domain of its own that ends with its version.

use super::{AddressId, BackorderId, BusinessId, CustomerId, Hash, OrderId, ProductId};
use uuid::{Builder, Uuid};

/// A UUID of version 8 (RFC 9562, section 5.8): the first bytes of the hash.
pub fn derived_id(domain: &str, parts: &[&[u8]]) -> Uuid {
    let hash = Hash::of(domain, parts);
    Builder::from_custom_bytes(std::array::from_fn(|index| hash.0[index])).into_uuid()
}

/// The backorder's identity follows from what it is for, so that replaying makes it again.
pub fn backorder_id(order: OrderId, line: u32, product: ProductId) -> BackorderId {
    let parts = [order.0.as_bytes().as_slice(), &line.to_be_bytes(), product.0.as_bytes()];
    BackorderId(derived_id("counterfoil backorder 1", &parts))
}

/// The order under an id of its own, for when another has the id it came with.
pub fn order_beside(order: OrderId, entry: Hash) -> OrderId {
    OrderId(derived_id("counterfoil order beside another 1", &[order.0.as_bytes(), &entry.0]))
}

/// Importing into a fresh server gives the same ids.
pub fn imported_product(business: BusinessId, sku: &str) -> ProductId {
    ProductId(derived_id("counterfoil imported product 1", &[business.0.as_bytes(), sku.as_bytes()]))
}

pub fn imported_customer(business: BusinessId, number: &str) -> CustomerId {
    CustomerId(derived_id("counterfoil imported customer 1", &[business.0.as_bytes(), number.as_bytes()]))
}

/// The one address that a file can name.
pub fn imported_address(customer: CustomerId) -> AddressId {
    AddressId(derived_id("counterfoil imported address 1", &[customer.0.as_bytes()]))
}
