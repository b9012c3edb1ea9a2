//! The transaction of one command, and what it may know: what is true at its start, the rows,
//! and, where it writes, the one place to record facts.
//!
//! Invariant: whatever a command records is one transaction and one write of the journal;
//! only when both are done do sync, screens and paper hear of it.

use super::print::{PrintJob, file_name};
use super::session::{denied, roles, who};
use super::{Caller, Connection, Randomness, Till, randomness};
use crate::replica::{OwnTx, Reader, Recorded, Said};
use shared_model::command::{Area, ConnectionState, IN_TOUCH_S, ReceiptFormat};
use shared_model::drawer::Today;
use shared_model::entry::{Attachment, AttachmentClass};
use shared_model::fact::{By, Fact};
use shared_model::paper::Issued;
use shared_model::party::Staff;
use shared_model::refusal::{PartyRefusal, Refusal};
use shared_model::unit::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// A stock figure older than this is not called safe.
const FRESH_MS: i64 = IN_TOUCH_S as i64 * 1000;

/// What is true while one command is answered, taken once at its start.
pub struct Moment {
    staff: Option<Staff>,
    now: Timestamp,
    pub(super) connection: Connection,
    random: Arc<dyn Randomness>,
}

impl Moment {
    fn of(till: &Till, caller: &Caller) -> Moment {
        let (staff, random) = (caller.staff.clone(), till.random.clone());
        Moment { staff, now: till.now(), connection: till.connection(), random }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn caller(&self) -> Option<&Staff> {
        self.staff.as_ref()
    }

    /// The signed-in staff member.
    pub(crate) fn staff(&self) -> Result<&Staff, Refusal> {
        self.caller().ok_or(Refusal::Party(PartyRefusal::NotSignedIn))
    }

    pub(crate) fn uuid(&self) -> Uuid {
        randomness::uuid(&*self.random, self.now)
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        randomness::bytes(&*self.random)
    }

    /// When the server was last heard, by the till's clock.
    pub(crate) fn heard_at(&self) -> Option<Timestamp> {
        self.connection.view.last_heard
    }

    /// By the server's clock while it can be heard, in this till's zone; else by the till's own.
    pub(crate) fn today(&self, turns: u16) -> Today {
        let online = self.connection.view.state == ConnectionState::Online;
        let confirmed = self.connection.server_clock.and_then(|clock| clock.now(self.now, online));
        let unix_ms = confirmed.unwrap_or(self.now.unix_ms);
        let date = Timestamp::new(unix_ms, self.now.offset_min).trading_day(turns);
        Today { date, is_confirmed: confirmed.is_some() }
    }

    /// Whether what the till knows of stock is no older than what it would be told now.
    pub(crate) fn stock_is_fresh(&self) -> bool {
        let age = self.heard_at().map(|at| self.now.unix_ms.saturating_sub(at.unix_ms));
        let online = self.connection.view.state == ConnectionState::Online && self.connection.caught_up;
        // A clock set back makes an age negative: then nothing is known to be fresh.
        online && age.is_some_and(|age| (0..FRESH_MS).contains(&age))
    }
}

/// Reading one consistent state.
#[derive(Clone, Copy)]
pub struct Look<'l> {
    pub(crate) reader: Reader<'l>,
    pub(crate) moment: &'l Moment,
}

/// Deciding: one transaction of `own.db`.
pub struct Act<'c> {
    own: OwnTx<'c>,
    moment: Moment,
    receipts: PathBuf,
    after: After,
}

/// What follows once everything is on disk.
#[derive(Default)]
struct After {
    recorded: bool,
    areas: Vec<Area>,
    prints: Vec<PrintJob>,
}

impl<'c> Act<'c> {
    pub(crate) fn look(&self) -> Look<'_> {
        Look { reader: self.own.reader(), moment: &self.moment }
    }

    pub(crate) fn moment(&self) -> &Moment {
        &self.moment
    }

    /// The rows that are no facts: the cart, its steps, the receipt as printed.
    pub(crate) fn own(&mut self) -> &mut OwnTx<'c> {
        &mut self.own
    }

    /// Records a fact, now, in the name of whoever is signed in.
    pub(crate) fn record(&mut self, fact: Fact) -> Result<Recorded, Refusal> {
        self.record_said(Said::by(self.moment.caller().map(|staff| staff.id), fact))
    }

    /// As [`Act::record`], with content that stays outside the chain, under a salt of its own.
    pub(crate) fn record_attached(
        &mut self,
        fact: Fact,
        class: AttachmentClass,
        body: Vec<u8>,
    ) -> Result<Recorded, Refusal> {
        let attachment = Attachment::new(class, self.moment.bytes(), body);
        self.record_said(Said::by(self.moment.caller().map(|staff| staff.id), fact).with(attachment))
    }

    /// As [`Act::record`], with approvals or attachments.
    pub(crate) fn record_said(&mut self, said: Said) -> Result<Recorded, Refusal> {
        let roles = roles(self.own.reader())?;
        said.fact.may_record(By::Till, who(self.moment.caller()), &roles).map_err(denied)?;
        self.after.recorded = true;
        Ok(self.own.record(said, self.moment.now)?)
    }

    /// Screens may ask for these again.
    pub(crate) fn changed(&mut self, areas: impl IntoIterator<Item = Area>) {
        self.after.areas.extend(areas);
    }

    /// Puts a receipt on paper; returns the file it will be.
    pub(crate) fn print(&mut self, receipt: Issued, format: ReceiptFormat, copy: u32) -> PathBuf {
        let path = self.receipts.join(file_name(&receipt.number, copy, format));
        self.after.prints.push(PrintJob { receipt, format, copy, path: path.clone() });
        path
    }
}

impl Till {
    pub(crate) fn look<T>(
        &self,
        caller: &Caller,
        work: impl FnOnce(Look<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let moment = Moment::of(self, caller);
        self.replica.read(|reader| work(Look { reader, moment: &moment }))
    }

    pub(crate) async fn act<T: Send>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Refusal> + Send,
    ) -> Result<T, Refusal> {
        let (value, After { recorded, areas, prints }) = self.decide(caller, work)?;
        if recorded {
            self.recorded();
        }
        self.announce(areas);
        for job in prints {
            self.print(job).await?;
        }
        Ok(value)
    }

    fn decide<T>(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut Act<'_>) -> Result<T, Refusal>,
    ) -> Result<(T, After), Refusal> {
        let (moment, receipts) = (Moment::of(self, caller), self.replica.dir().join("receipts"));
        self.replica.commit(|own| {
            let mut act = Act { own, moment, receipts, after: After::default() };
            let value = work(&mut act)?;
            Ok(((value, act.after), act.own))
        })
    }
}
