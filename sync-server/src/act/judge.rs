//! Whether the content of an entry may be carried out, and what of it can be reckoned before
//! any lock. Pure: the entries and what the server knows go in, verdicts come out.

use super::named::Payments;
use super::{Beside, Knowledge, Wants, carry};
use crate::catalogue::Products;
use crate::entry::{Aside, EntryContent, Judged, Link, Opened};
use crate::payment::PaymentStand;
use crate::terminal::Terminal;
use crate::{document, order};
use shared_model::document::DocumentId;
use shared_model::entry::{Entry, Given};
use shared_model::fact::money::differences;
use shared_model::fact::{Fact, Nature};
use shared_model::money::{HeaderError, MoneyClass};
use shared_model::party::Actor;
use shared_model::policy::Denied;
use shared_model::refusal::AsideReason;
use shared_model::unit::*;
use std::collections::BTreeMap;

/// What is to be done with an entry.
pub struct Verdict {
    /// What was reckoned, where it is carried out.
    pub applies: Option<Beside>,
    pub aside: Option<Aside>,
}

/// What judging rests on. It gathers what has to be locked and loaded.
pub struct Judge<'a> {
    pub terminal: &'a Terminal,
    pub knowledge: &'a Knowledge,
    pub products: &'a Products,
    pub contents: BTreeMap<DocumentId, document::Content>,
    /// What was taken for the orders that entries name.
    pub payments: Payments,
    /// How far the payments are that entries name, with what the entries before did to them.
    pub stands: BTreeMap<PaymentId, PaymentStand>,
    /// Approvals that lines name.
    pub given: BTreeMap<Hash, Given>,
    /// What waited until its kind was known came before something that is in its place by now.
    pub is_overtaken: bool,
    /// Who asked to try it again: what they may counts then.
    pub on_behalf: Option<StaffId>,
    pub now: Timestamp,
    pub own_prices: order::Own,
    /// What was decided before of the entry at hand: then nothing of it is judged again.
    pub said: Option<Judged>,
    pub wants: Wants,
}

impl Judge<'_> {
    pub fn verdict(&mut self, opened: &Opened, link: Option<Link>) -> Verdict {
        let content = match &opened.content {
            Ok(content) => content,
            Err(reason) => return Verdict::aside(reason.clone().into()),
        };
        let judged = self.judge(content);
        match link.filter(|link| link.branch > 0) {
            Some(link) => self.forked(opened, content, judged, link.goes_on),
            None => match judged.and_then(|()| carry::reckon(&content.fact, self, opened, &content.entry)) {
                Ok(beside) => Verdict { applies: Some(beside), aside: None },
                Err(reason) => Verdict::aside(reason.into()),
            },
        }
    }

    pub fn stand(&self, payment: PaymentId) -> Option<PaymentStand> {
        self.stands.get(&payment).copied()
    }

    /// As it was decided when it came.
    pub fn again(&mut self, opened: &Opened, said: &Judged) -> Verdict {
        let aside = said.aside.clone();
        let content = opened.content.as_ref().ok().filter(|_| !said.undone);
        self.said = Some(said.clone());
        // What cannot be reckoned again was taken out of the entry since.
        let applies = content.and_then(|content| carry::reckon(&content.fact, self, opened, &content.entry).ok());
        self.said = None;
        Verdict { applies, aside }
    }

    /// What happened at the counter happened, whichever copy of the till it was: the goods are
    /// gone and the money is there. What somebody decided or described is set aside instead,
    /// and so is, for all to see, the entry with which the copy began.
    fn forked(
        &mut self,
        opened: &Opened,
        content: &EntryContent,
        judged: Result<(), AsideReason>,
        goes_on: bool,
    ) -> Verdict {
        let fork = || Aside::from(AsideReason::Fork {});
        // Whichever copy says it, a newer server will know what it is.
        if let Err(newer) = &judged
            && Aside::from(newer.clone()).waits_for_newer()
        {
            return Verdict::aside(newer.clone().into());
        }
        if judged.is_err() || content.fact.nature() == Nature::Decided {
            return Verdict::aside(fork());
        }
        match carry::reckon(&content.fact, self, opened, &content.entry) {
            Ok(beside) => Verdict { applies: Some(beside), aside: (!goes_on).then(fork) },
            Err(_) => Verdict::aside(fork()),
        }
    }

    fn judge(&self, EntryContent { entry, fact }: &EntryContent) -> Result<(), AsideReason> {
        let claimed = entry.origin.claim().map(|claim| claim.terminal);
        if entry.business != self.terminal.business || claimed != Some(self.terminal.id) {
            return Err(AsideReason::OtherTerminal {});
        }
        let actor = self.on_behalf.map_or_else(|| entry.actor.clone(), Actor::staff);
        let may = fact.is_accepted(self.knowledge.who(&actor), &self.knowledge.settings.roles);
        may.map_err(|denied| aside(denied, fact.kind()))?;
        money_fits(entry, fact, self.terminal.store)?;
        carry::judge(fact, self)
    }
}

fn aside(denied: Denied, kind: &str) -> AsideReason {
    let what = kind.to_owned();
    match denied {
        Denied::NotHere => AsideReason::NotAtTill { kind: what },
        Denied::NobodySignedIn => AsideReason::NobodySignedIn { what },
        Denied::Unknown => AsideReason::UnknownStaff { what },
        Denied::Missing { permission, role } => {
            let (needs, role) = (permission.as_str().to_owned(), role.as_str().to_owned());
            AsideReason::NotAllowed { what, needs, role }
        }
    }
}

/// What cannot be booked is set aside whole, and so is what says one thing and books another. A
/// sale is booked all the same, and a person hears of it with the sale.
fn money_fits(entry: &Entry, fact: &Fact, store: StoreId) -> Result<(), AsideReason> {
    // Its till may stand elsewhere since: where it stood, only the header says.
    let store = entry.money.as_ref().and_then(|header| header.store).unwrap_or(store);
    let own = fact.money(Some(store)).map_err(|_| AsideReason::AmountsTooLarge {})?;
    let (header, own) = match (&entry.money, own) {
        (Some(header), Some(own)) => (header, own),
        (None, None) => return Ok(()),
        (Some(_), None) | (None, Some(_)) => {
            return Err(AsideReason::MoneyMisplaced { kind: fact.kind().to_owned() });
        }
    };
    header.check().map_err(|error| match error {
        HeaderError::Unbalanced => AsideReason::MoneyUnbalanced {},
        HeaderError::TooLarge | HeaderError::TooMany => AsideReason::AmountsTooLarge {},
    })?;
    match differences(header, &own).first() {
        Some(what) if own.class != MoneyClass::Revenue => Err(AsideReason::MoneyDiffers { what: (*what).to_owned() }),
        Some(_) | None => Ok(()),
    }
}

impl Verdict {
    pub fn aside(aside: Aside) -> Verdict {
        Verdict { applies: None, aside: Some(aside) }
    }
}
