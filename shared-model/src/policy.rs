//! Who may do what: named permissions, and the roles that are sets of them.
//!
//! A permission's name is open text wherever it is stored or sent, so that an older program
//! keeps one it does not know. Nothing else in the product compares roles: whoever wants to
//! know asks [`ask`] for a permission, at a till, at the server and on the screens. What a
//! fact needs, and so who may record it, is said in `fact`.

use crate::unit::open_names;
use serde::{Deserialize, Serialize};

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
    /// Stand for a till's clock where it is further than a day on and the server cannot be asked.
    DateConfirm = "date_confirm",
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
    CustomerImport = "customer_import",
    StaffManage = "staff_manage",
    /// Stores, warehouses, taxes, texts: what the business has set.
    SettingsManage = "settings_manage",
    /// Let tills in, lock them out, let them in again.
    TerminalManage = "terminal_manage",
    ReportSee = "report_see",
}

open_names! {
    /// A role's name. What it may do is data of the business: [`RoleSetting`].
    pub enum Role {
        Cashier = "cashier",
        Manager = "manager",
        Admin = "admin",
    }
}

/// A role as the business has set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSetting {
    pub role: Role,
    /// Names of permissions; one that a program does not know allows nothing in it.
    pub permissions: Vec<String>,
}

impl RoleSetting {
    pub fn allows(&self, permission: Permission) -> bool {
        self.permissions.iter().any(|name| name == permission.as_str())
    }
}

/// The roles a fresh business begins with. An admin may do everything.
pub fn first_roles() -> Vec<RoleSetting> {
    use Permission::*;
    let cashier = [Sell, DrawerOpen, CustomerEdit];
    let manager = [
        DateConfirm,
        PriceOverride,
        SellShort,
        PriceSet,
        ProductEdit,
        GoodsReceive,
        ReviewSee,
        SetAsideRetry,
        ReportSee,
    ];
    let setting = |role, permissions: Vec<Permission>| RoleSetting {
        role,
        permissions: permissions.into_iter().map(|permission| permission.as_str().to_owned()).collect(),
    };
    vec![
        setting(Role::Cashier, cashier.to_vec()),
        setting(Role::Manager, cashier.into_iter().chain(manager).collect()),
        setting(Role::Admin, Permission::ALL.to_vec()),
    ]
}

/// Somebody, as far as it matters for what they may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who<'r> {
    /// The server by itself, or whoever runs its program.
    Server,
    /// Somebody of the staff who may work here.
    Staff(&'r Role),
    /// Whoever holds a link that was given out once: good for one thing, and no permission.
    Link,
    /// A person or program that is not known here, or not any more.
    Unknown,
    /// Nobody is signed in.
    Nobody,
}

impl<'r> Who<'r> {
    /// At a till there are its staff, or nobody. What it says of who asks is its own word, so one
    /// that says it is the server, or a link, says nothing.
    pub fn at_till(self) -> Who<'r> {
        match self {
            Who::Staff(_) | Who::Nobody => self,
            Who::Server | Who::Link | Who::Unknown => Who::Unknown,
        }
    }
}

/// Why somebody may not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody may record this here.
    #[error("this is not recorded here")]
    NotHere,
    #[error("nobody is signed in")]
    NobodySignedIn,
    #[error("nobody here knows who asks for this")]
    Unknown,
    #[error("this needs the permission {}, which the role {} does not give", permission.as_str(), role.as_str())]
    Missing { permission: Permission, role: Role },
}

/// Whether somebody may, by the roles the business has. A role that is not among them may
/// nothing.
pub fn ask(roles: &[RoleSetting], who: Who<'_>, permission: Permission) -> Result<(), Denied> {
    match who {
        Who::Server => Ok(()),
        Who::Staff(role) if roles.iter().any(|setting| setting.role == *role && setting.allows(permission)) => Ok(()),
        Who::Staff(role) => Err(Denied::Missing { permission, role: role.clone() }),
        Who::Link | Who::Unknown => Err(Denied::Unknown),
        Who::Nobody => Err(Denied::NobodySignedIn),
    }
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
    fn each_first_role_may_all_that_the_one_before_it_may_and_a_strange_one_nothing() {
        let roles = first_roles();
        for pair in roles.windows(2) {
            assert!(pair[0].permissions.iter().all(|name| pair[1].permissions.contains(name)));
        }
        let may = |role: Role, permission| ask(&roles, Who::Staff(&role), permission).is_ok();
        assert!(!may(Role::Cashier, Permission::PriceOverride));
        assert!(!may(Role::Manager, Permission::StockOpen));
        assert!(may(Role::Admin, Permission::StockOpen));
        assert!(!may(Role::Other("wizard".into()), Permission::Sell));
    }
}
