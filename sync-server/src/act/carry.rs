//! What the server does with a fact: its noun says so, once for each kind. Whoever handles
//! facts asks them; something new does not compile until its noun says how it is carried out.

use super::recorded::{Recorded, RecordedError};
use super::{Act, Judge, Named, NotCarried, Origin};
use crate::entry::Opened;
use crate::{catalogue, document, order, party};
use shared_model::entry::Entry;
use shared_model::fact::Fact;
use shared_model::party::Staff;
use shared_model::refusal::AsideReason;
use shared_model::unit::*;
use shared_model::wire::told::setting::TerminalTold;

/// What was reckoned or read before the lock, beside the fact itself. All of it follows from
/// the entry, its attachments and what the server knows.
#[derive(Default)]
pub struct Beside {
    pub order: Option<order::Reckoned>,
    pub document: Option<document::Merged>,
    /// The rows of an import.
    pub products: Option<catalogue::ProductBatch>,
    pub customers: Option<party::CustomerBatch>,
    /// Whole, as the fact leaves them.
    pub staff: Option<Staff>,
    /// As it was told last.
    pub terminal: Option<TerminalTold>,
    /// The code that let a till in.
    pub code: Option<Hash>,
}

pub trait Carry {
    /// What has to be read before it is judged.
    fn name(&self, named: &mut Named);

    /// Why a till's is not carried out, beyond who may record it and what its money says.
    fn judge(&self, judge: &Judge<'_>) -> Result<(), AsideReason>;

    /// What can be reckoned before any lock, and what has to be locked for the rest.
    fn reckon(&self, judge: &mut Judge<'_>, opened: &Opened, entry: &Entry) -> Result<Beside, AsideReason>;

    /// What was read beside it when the server recorded it, read again from its entry.
    fn recorded(&self, it: &mut Recorded<'_>) -> impl Future<Output = Result<Beside, RecordedError>> + Send;

    /// Pure, on what is loaded.
    fn carry_out(&self, act: &mut Act, origin: &Origin, beside: Beside) -> Result<(), NotCarried>;
}

/// Says which of the questions of [`Carry`] a fact has no answer to. It has to be said: what was
/// forgotten would not be loaded, or not be judged.
macro_rules! nothing {
    (@ name) => {
        fn name(&self, _: &mut $crate::act::Named) {}
    };
    (@ judge) => {
        fn judge(&self, _: &$crate::act::Judge<'_>) -> Result<(), ::shared_model::refusal::AsideReason> {
            Ok(())
        }
    };
    (@ reckon) => {
        fn reckon(
            &self,
            _: &mut $crate::act::Judge<'_>,
            _: &$crate::entry::Opened,
            _: &::shared_model::entry::Entry,
        ) -> Result<$crate::act::Beside, ::shared_model::refusal::AsideReason> {
            Ok($crate::act::Beside::default())
        }
    };
    (@ recorded) => {
        async fn recorded(
            &self,
            _: &mut $crate::act::Recorded<'_>,
        ) -> Result<$crate::act::Beside, $crate::act::RecordedError> {
            Ok($crate::act::Beside::default())
        }
    };
    ($($question:ident),+) => {
        $($crate::act::nothing!(@ $question);)+
    };
}
pub(crate) use nothing;

macro_rules! carried {
    ($($name:ident)*) => {
        pub fn name(fact: &Fact, named: &mut Named) {
            match fact { $(Fact::$name(it) => it.name(named)),* }
        }

        pub fn judge(fact: &Fact, judge: &Judge<'_>) -> Result<(), AsideReason> {
            match fact { $(Fact::$name(it) => it.judge(judge)),* }
        }

        pub fn reckon(
            fact: &Fact,
            judge: &mut Judge<'_>,
            opened: &Opened,
            entry: &Entry,
        ) -> Result<Beside, AsideReason> {
            match fact { $(Fact::$name(it) => it.reckon(judge, opened, entry)),* }
        }

        pub async fn recorded(it: &mut Recorded<'_>) -> Result<Beside, RecordedError> {
            match it.fact { $(Fact::$name(fact) => fact.recorded(it).await),* }
        }

        pub fn carry_out(act: &mut Act, origin: &Origin, fact: &Fact, beside: Beside) -> Result<(), NotCarried> {
            match fact { $(Fact::$name(it) => it.carry_out(act, origin, beside)),* }
        }
    };
}
shared_model::every_fact!(carried);
