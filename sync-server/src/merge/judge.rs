//! Whether the content of an entry may be carried out. Pure: the entry and what the server
//! knows go in, a reason in words comes out.

use super::known::Known;
use shared_model::Fact;
use shared_model::document::DocumentId;
use shared_model::entry::Entry;
use shared_model::party::Role;
use shared_model::unit::StaffId;
use shared_model::wire::log::SetAsideCode;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    pub code: SetAsideCode,
    pub reason: String,
}

impl Aside {
    pub fn new(code: SetAsideCode, reason: impl Into<String>) -> Aside {
        Aside { code, reason: reason.into() }
    }
}

/// `on_behalf` is who asked to try it again: their role counts then.
pub fn judge(entry: &Entry, known: &Known, on_behalf: Option<StaffId>) -> Result<(), Aside> {
    if entry.business != known.terminal.business || entry.claim.terminal != known.terminal.id {
        return Err(Aside::new(SetAsideCode::Inconsistent, "it names another terminal or another business"));
    }
    let actor = on_behalf.or(entry.staff);
    match &entry.fact {
        // What happened at the counter is never refused.
        Fact::OrderPlaced(order) if known.orders.contains(&order.id) => {
            Err(Aside::new(SetAsideCode::Inconsistent, format!("order {} is booked already", order.number)))
        }
        Fact::OrderPlaced(_)
        | Fact::ProcessStarted { .. }
        | Fact::ShiftOpened { .. }
        | Fact::TenderIntended { .. }
        | Fact::TenderResolved { .. }
        | Fact::TenderVoided { .. }
        | Fact::CartCancelled { .. }
        | Fact::ReceiptPrinted { .. } => Ok(()),
        Fact::PriceSet { product, amount, currency } => {
            needs(Role::Manager, actor, known, "setting a price")?;
            if !known.products.contains_key(product) {
                return Err(Aside::new(SetAsideCode::UnknownReference, format!("there is no product {product}")));
            }
            if amount.0 < 0 || *currency != known.settings.currency {
                return Err(Aside::new(
                    SetAsideCode::Inconsistent,
                    "a price is not below zero and in the business's currency",
                ));
            }
            Ok(())
        }
        Fact::DocumentEdited(intent) => match intent.document {
            DocumentId::Product(_) => needs(Role::Manager, actor, known, "editing a product"),
            DocumentId::Customer(_) => needs(Role::Cashier, actor, known, "editing a customer"),
        },
        Fact::GoodsReceived { .. } | Fact::StockOpened { .. } => {
            Err(Aside::new(SetAsideCode::NotAllowed, "stock belongs to the server; a till can't write it"))
        }
    }
}

fn needs(role: Role, actor: Option<StaffId>, known: &Known, what: &str) -> Result<(), Aside> {
    let Some(actor) = actor else {
        return Err(Aside::new(SetAsideCode::NotAllowed, format!("{what} needs somebody signed in")));
    };
    match known.staff.get(&actor) {
        None => Err(Aside::new(SetAsideCode::UnknownReference, format!("{what}: the staff member is not known here"))),
        Some(held) if *held < role => Err(Aside::new(
            SetAsideCode::NotAllowed,
            format!("{what} needs a {}, this was a {}", role.as_str(), held.as_str()),
        )),
        Some(_) => Ok(()),
    }
}
