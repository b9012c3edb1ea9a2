//! Who may do what: named permissions, and the roles that are sets of them.
//!
//! A permission's name is open text wherever it is stored or sent, so that an older program
//! keeps one it does not know. Nothing else in the product compares roles: whoever wants to
//! know asks for a permission.

use crate::party::Role;

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal),* $(,)?) => {
        /// What somebody may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $name),* }

        impl Permission {
            pub const ALL: &'static [Permission] = &[$(Permission::$name),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Permission::$name => $text),* }
            }

            /// Nothing for a name that this version does not know.
            pub fn parse(text: &str) -> Option<Permission> {
                match text { $($text => Some(Permission::$name),)* _ => None }
            }
        }
    };
}

permissions! {
    /// Sign in at a till, sell, take payments, look at orders.
    Sell = "sell",
    /// Open a shift and count its drawer.
    DrawerOpen = "drawer_open",
    /// Change a customer's name, addresses and the like.
    CustomerEdit = "customer_edit",
    /// Sell at another price than the catalogue's, or approve it for somebody else.
    PriceOverride = "price_override",
    /// Sell short what the shop wants to be asked about.
    SellShort = "sell_short",
    PriceSet = "price_set",
    ProductEdit = "product_edit",
    /// Take goods into a warehouse.
    GoodsReceive = "goods_receive",
    /// Book the stock there was before the ledger began.
    StockOpen = "stock_open",
    /// See sales that differ from the server's reckoning.
    ReviewSee = "review_see",
    /// Have an entry tried again that was set aside.
    SetAsideRetry = "set_aside_retry",
    CatalogueImport = "catalogue_import",
    StaffManage = "staff_manage",
    /// Stores, warehouses, taxes, texts: what the business has set.
    SettingsManage = "settings_manage",
    /// Let tills in, lock them out, let them in again.
    TerminalManage = "terminal_manage",
    ReportSee = "report_see",
}

/// What the role of a fresh business may do. An admin may do everything.
pub fn built_in(role: Role) -> &'static [Permission] {
    use Permission::*;
    match role {
        Role::Cashier => &[Sell, DrawerOpen, CustomerEdit],
        Role::Manager => &[
            Sell,
            DrawerOpen,
            CustomerEdit,
            PriceOverride,
            SellShort,
            PriceSet,
            ProductEdit,
            GoodsReceive,
            ReviewSee,
            SetAsideRetry,
            ReportSee,
        ],
        Role::Admin => Permission::ALL,
    }
}

pub fn allows(role: Role, permission: Permission) -> bool {
    built_in(role).contains(&permission)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_reads_back_by_its_name_and_an_unknown_one_is_nobodys() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(*permission));
        }
        assert_eq!(Permission::parse("fly"), None);
    }

    #[test]
    fn each_built_in_role_may_all_that_the_one_below_it_may() {
        for (lower, higher) in [(Role::Cashier, Role::Manager), (Role::Manager, Role::Admin)] {
            assert!(built_in(lower).iter().all(|permission| allows(higher, *permission)));
        }
        assert!(!allows(Role::Cashier, Permission::PriceOverride));
        assert!(!allows(Role::Manager, Permission::StockOpen));
    }
}
