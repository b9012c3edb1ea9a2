//! Whether the content of an entry may be carried out, and what of it can be reckoned before
//! any lock. Pure: the entries and what the server knows go in, verdicts come out.

use super::chain::Link;
use super::opened::Opened;
use crate::act::{Beside, Knowledge, OWN_FROM, Products, Wants};
use crate::db::row::clean;
use crate::document::{self, Content, EditRefused};
use crate::order;
use crate::terminal::Terminal;
use shared_model::Fact;
use shared_model::document::DocumentId;
use shared_model::entry::Entry;
use shared_model::order::bounds::{amount_fits, order_fits};
use shared_model::party::{only_server_records, role_needed};
use shared_model::unit::*;
use shared_model::wire::log::SetAsideCode;
use std::collections::{BTreeMap, BTreeSet};

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

/// What is to be done with an entry.
pub struct Verdict {
    /// What was reckoned, where it is carried out.
    pub applies: Option<Beside>,
    pub aside: Option<Aside>,
    /// Its till waits to hear whether the edit was merged.
    pub is_edit: bool,
}

/// What judging rests on. It gathers what has to be locked and loaded.
pub struct Judge<'a> {
    pub terminal: &'a Terminal,
    pub knowledge: &'a Knowledge,
    pub products: &'a Products,
    pub contents: BTreeMap<DocumentId, Content>,
    /// Who asked to try it again: their role counts then.
    pub on_behalf: Option<StaffId>,
    pub now: Timestamp,
    pub own_prices: order::Own,
    pub wants: Wants,
}

/// Products and documents that entries name.
#[derive(Default)]
pub struct Named {
    pub products: BTreeSet<ProductId>,
    pub documents: BTreeSet<DocumentId>,
}

impl Named {
    pub fn of<'a>(entries: impl Iterator<Item = &'a Opened>) -> Named {
        let mut named = Named::default();
        for entry in entries.filter_map(|opened| opened.content.as_ref().ok()) {
            match &entry.fact {
                Fact::OrderPlaced(order) => named.products.extend(order.lines.iter().map(|line| line.product)),
                Fact::PriceSet { product, .. } => drop(named.products.insert(*product)),
                Fact::DocumentEdited(intent) => drop(named.documents.insert(intent.document)),
                Fact::ProcessStarted { .. }
                | Fact::ShiftOpened { .. }
                | Fact::TenderIntended { .. }
                | Fact::TenderResolved { .. }
                | Fact::TenderVoided { .. }
                | Fact::CartCancelled { .. }
                | Fact::ReceiptPrinted { .. }
                | Fact::GoodsReceived { .. }
                | Fact::StockOpened { .. } => {}
            }
        }
        named
    }
}

impl Judge<'_> {
    pub fn verdict(&mut self, opened: &Opened, link: Option<Link>) -> Verdict {
        let entry = match &opened.content {
            Ok(entry) => entry,
            Err(reason) => return Verdict::aside(Aside::new(SetAsideCode::Unreadable, reason.clone()), false),
        };
        let is_edit = matches!(entry.fact, Fact::DocumentEdited(_));
        let judged = self.judge(entry);
        match link.filter(|link| link.branch > 0) {
            Some(link) => self.forked(opened, entry, judged, link.goes_on),
            None => match judged.and_then(|()| self.beside(opened, entry)) {
                Ok(beside) => Verdict { applies: Some(beside), aside: None, is_edit },
                Err(aside) => Verdict::aside(aside, is_edit),
            },
        }
    }

    /// What happened at the counter happened, whichever copy of the till it was: the goods are
    /// gone and the money is there. What somebody decided or described is set aside instead,
    /// and so is, for all to see, the entry with which the copy began.
    fn forked(&mut self, opened: &Opened, entry: &Entry, judged: Result<(), Aside>, goes_on: bool) -> Verdict {
        let reason = "another entry holds this place in the till's chain: a copy of the till was at work";
        let fork = Aside::new(SetAsideCode::Fork, reason);
        if judged.is_err() || !happened(&entry.fact) {
            return Verdict::aside(fork, false);
        }
        match self.beside(opened, entry) {
            Ok(beside) => Verdict { applies: Some(beside), aside: (!goes_on).then_some(fork), is_edit: false },
            Err(_) => Verdict::aside(fork, false),
        }
    }

    fn judge(&self, entry: &Entry) -> Result<(), Aside> {
        if entry.business != self.terminal.business || entry.claim.terminal != self.terminal.id {
            return Err(Aside::new(SetAsideCode::Inconsistent, "it names another terminal or another business"));
        }
        if only_server_records(&entry.fact) {
            return Err(Aside::new(SetAsideCode::NotAllowed, "stock belongs to the server; a till can't write it"));
        }
        match &entry.fact {
            Fact::OrderPlaced(order) => {
                order::sensible(order).map_err(|reason| Aside::new(SetAsideCode::Inconsistent, reason))?;
                if order_fits(order) {
                    return Ok(());
                }
                let reason =
                    "its amounts or quantities are larger than any sale's; look at the receipt and at the till";
                Err(Aside::new(SetAsideCode::Inconsistent, reason))
            }
            Fact::PriceSet { product, amount, currency } => {
                self.needs(entry, "setting a price")?;
                self.price_fits(*product, *amount, *currency)
            }
            Fact::DocumentEdited(_) => self.needs(entry, "this edit"),
            // What happened at the counter is never refused.
            Fact::ProcessStarted { .. }
            | Fact::ShiftOpened { .. }
            | Fact::TenderIntended { .. }
            | Fact::TenderResolved { .. }
            | Fact::TenderVoided { .. }
            | Fact::CartCancelled { .. }
            | Fact::ReceiptPrinted { .. }
            | Fact::GoodsReceived { .. }
            | Fact::StockOpened { .. } => Ok(()),
        }
    }

    fn price_fits(&self, product: ProductId, amount: Amount, currency: Currency) -> Result<(), Aside> {
        if !self.products.contains_key(&product) {
            return Err(Aside::new(SetAsideCode::UnknownReference, format!("there is no product {product}")));
        }
        if amount.0 < 0 || !amount_fits(amount) || currency != self.knowledge.settings.currency {
            let reason = "the price is below zero, larger than any price, or in another currency than the business's";
            return Err(Aside::new(SetAsideCode::Inconsistent, reason));
        }
        Ok(())
    }

    fn needs(&self, entry: &Entry, what: &str) -> Result<(), Aside> {
        let role = role_needed(&entry.fact);
        let Some(actor) = self.on_behalf.or(entry.staff) else {
            return Err(Aside::new(SetAsideCode::NotAllowed, format!("{what} needs somebody signed in")));
        };
        match self.knowledge.staff.get(&actor) {
            None => {
                let reason = format!("{what}: the staff member is not known here");
                Err(Aside::new(SetAsideCode::UnknownReference, reason))
            }
            Some(held) if *held < role => {
                let (role, held) = (role.as_str(), held.as_str());
                Err(Aside::new(SetAsideCode::NotAllowed, format!("{what} needs a {role}, this was a {held}")))
            }
            Some(_) => Ok(()),
        }
    }

    /// What can be reckoned now, and what has to be locked for the rest.
    fn beside(&mut self, opened: &Opened, entry: &Entry) -> Result<Beside, Aside> {
        let mut beside = Beside::default();
        match &entry.fact {
            Fact::OrderPlaced(order) => {
                let known = (self.knowledge, self.products);
                let reckoned = order::reckon(entry, order, self.terminal, known, &self.own_prices);
                order::wants(order, opened.hash, &reckoned, &mut self.wants);
                beside.order = Some(reckoned);
            }
            // A sale at this price may follow in the same push.
            Fact::PriceSet { product, amount, .. } => {
                let own = self.own_prices.entry(*product).or_default();
                own.insert(OWN_FROM + own.len() as u64, *amount);
            }
            Fact::DocumentEdited(intent) => {
                let attachment = opened.sealed.attachment.as_deref();
                let merged = document::merged(&mut self.contents, intent, attachment, self.now).map_err(misfit)?;
                self.wants.documents.insert(intent.document, merged.version);
                beside.document = Some(merged);
            }
            Fact::TenderIntended { tender, .. }
            | Fact::TenderResolved { tender, .. }
            | Fact::TenderVoided { tender, .. } => drop(self.wants.tenders.insert(*tender)),
            Fact::ProcessStarted { .. }
            | Fact::ShiftOpened { .. }
            | Fact::CartCancelled { .. }
            | Fact::ReceiptPrinted { .. }
            | Fact::GoodsReceived { .. }
            | Fact::StockOpened { .. } => {}
        }
        Ok(beside)
    }
}

impl Verdict {
    pub fn aside(aside: Aside, is_edit: bool) -> Verdict {
        Verdict { applies: None, aside: Some(aside), is_edit }
    }
}

fn misfit(refused: EditRefused) -> Aside {
    let code = match refused {
        EditRefused::UnknownDocument => SetAsideCode::UnknownReference,
        EditRefused::NoContent | EditRefused::OtherContent | EditRefused::Misfit(_) => SetAsideCode::Inconsistent,
    };
    Aside::new(code, refused.to_string())
}

/// Whether a fact tells what happened, and not what somebody decided or described.
fn happened(fact: &Fact) -> bool {
    match fact {
        Fact::PriceSet { .. } | Fact::DocumentEdited(_) => false,
        Fact::ProcessStarted { .. }
        | Fact::ShiftOpened { .. }
        | Fact::TenderIntended { .. }
        | Fact::TenderResolved { .. }
        | Fact::TenderVoided { .. }
        | Fact::OrderPlaced(_)
        | Fact::CartCancelled { .. }
        | Fact::ReceiptPrinted { .. }
        | Fact::GoodsReceived { .. }
        | Fact::StockOpened { .. } => true,
    }
}
