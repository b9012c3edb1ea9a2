//! Whether the content of an entry may be carried out. Pure: the entry and what the server
//! knows go in, a reason in words comes out.

use super::known::Known;
use super::tender::clean;
use shared_model::Fact;
use shared_model::entry::Entry;
use shared_model::order::bounds::{amount_fits, order_fits};
use shared_model::party::{only_server_records, role_needed};
use shared_model::unit::StaffId;
use shared_model::wire::log::SetAsideCode;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    pub code: SetAsideCode,
    pub reason: String,
}

/// A reason may quote what a till sent.
const REASON_CHARACTERS_MAX: usize = 300;

impl Aside {
    pub fn new(code: SetAsideCode, reason: impl Into<String>) -> Aside {
        Aside { code, reason: clean(&reason.into()).chars().take(REASON_CHARACTERS_MAX).collect() }
    }
}

/// `on_behalf` is who asked to try it again: their role counts then.
pub fn judge(entry: &Entry, known: &Known, on_behalf: Option<StaffId>) -> Result<(), Aside> {
    if entry.business != known.terminal.business || entry.claim.terminal != known.terminal.id {
        return Err(Aside::new(SetAsideCode::Inconsistent, "it names another terminal or another business"));
    }
    if only_server_records(&entry.fact) {
        return Err(Aside::new(SetAsideCode::NotAllowed, "stock belongs to the server; a till can't write it"));
    }
    let actor = on_behalf.or(entry.staff);
    match &entry.fact {
        Fact::OrderPlaced(order) if !order_fits(order) => {
            let reason = "its amounts or quantities are larger than any sale's; look at the receipt and at the till";
            Err(Aside::new(SetAsideCode::Inconsistent, reason))
        }
        Fact::PriceSet { product, amount, currency } => {
            needs(entry, actor, known, "setting a price")?;
            if !known.products.contains_key(product) {
                return Err(Aside::new(SetAsideCode::UnknownReference, format!("there is no product {product}")));
            }
            if amount.0 < 0 || !amount_fits(*amount) || *currency != known.settings.currency {
                let reason =
                    "the price is below zero, larger than any price, or in another currency than the business's";
                return Err(Aside::new(SetAsideCode::Inconsistent, reason));
            }
            Ok(())
        }
        Fact::DocumentEdited(_) => needs(entry, actor, known, "this edit"),
        // What happened at the counter is never refused.
        _ => Ok(()),
    }
}

fn needs(entry: &Entry, actor: Option<StaffId>, known: &Known, what: &str) -> Result<(), Aside> {
    let role = role_needed(&entry.fact);
    let Some(actor) = actor else {
        return Err(Aside::new(SetAsideCode::NotAllowed, format!("{what} needs somebody signed in")));
    };
    match known.staff.get(&actor) {
        None => Err(Aside::new(SetAsideCode::UnknownReference, format!("{what}: the staff member is not known here"))),
        Some(held) if *held < role => {
            let (role, held) = (role.as_str(), held.as_str());
            Err(Aside::new(SetAsideCode::NotAllowed, format!("{what} needs a {role}, this was a {held}")))
        }
        Some(_) => Ok(()),
    }
}
