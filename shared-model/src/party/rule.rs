//! Which role a fact or a call needs. The till asks before it records, the server again
//! when the entry arrives; the screens only follow.

use super::Role;
use crate::document::DocumentId;
use crate::fact::Fact;
use crate::wire::Call;

/// An order with overridden prices needs a cashier to place it; who approved the prices is
/// in its lines and must be a manager on their own account ([`OVERRIDE_NEEDS`]).
pub fn role_needed(fact: &Fact) -> Role {
    match fact {
        Fact::ProcessStarted { .. }
        | Fact::ShiftOpened { .. }
        | Fact::TenderIntended { .. }
        | Fact::TenderResolved { .. }
        | Fact::TenderVoided { .. }
        | Fact::OrderPlaced(_)
        | Fact::CartCancelled { .. }
        | Fact::ReceiptPrinted { .. } => Role::Cashier,
        Fact::DocumentEdited(intent) => match intent.document {
            DocumentId::Customer(_) => Role::Cashier,
            DocumentId::Product(_) => Role::Manager,
        },
        Fact::PriceSet { .. } | Fact::GoodsReceived { .. } => Role::Manager,
        Fact::StockOpened { .. } => Role::Admin,
    }
}

pub fn role_needed_for_call(call: &Call) -> Role {
    match call {
        Call::ReceiveGoods { .. } | Call::RetrySetAside { .. } => Role::Manager,
    }
}

/// Who may approve a price other than the catalogue's.
pub const OVERRIDE_NEEDS: Role = Role::Manager;

/// Facts that only the server records; one from a terminal is not believed.
pub fn only_server_records(fact: &Fact) -> bool {
    matches!(fact, Fact::GoodsReceived { .. } | Fact::StockOpened { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Intent;
    use crate::unit::*;
    use uuid::Uuid;

    #[test]
    fn prices_and_products_need_a_manager_and_sales_do_not() {
        let product = ProductId(Uuid::from_u128(1));
        let edit = |document| Fact::DocumentEdited(Intent { document, attachment: Hash::ZERO });
        let price = Fact::PriceSet { product, amount: Amount(1), currency: "GBP".parse().unwrap() };
        let printed = Fact::ReceiptPrinted { order: OrderId(Uuid::from_u128(1)), copy: 0 };
        assert_eq!(role_needed(&price), Role::Manager);
        assert_eq!(role_needed(&edit(DocumentId::Product(product))), Role::Manager);
        assert_eq!(role_needed(&edit(DocumentId::Customer(CustomerId(Uuid::from_u128(1))))), Role::Cashier);
        assert_eq!(role_needed(&printed), Role::Cashier);
        assert!(Role::Admin > Role::Manager && Role::Manager > Role::Cashier);
        assert!(!only_server_records(&price));
    }
}
