//! One file per thing a person does at a till, under its noun. The rules are here; shells
//! only carry commands in and answers out, and nothing here knows a shell, the network or a
//! device.

mod catalogue;
mod dispatch;
mod drawer;
mod health;
mod order;
mod paper;
mod party;
mod payment;
mod stock;
mod supply;

pub use dispatch::{Registered, dispatch, registry};

use crate::till::{Act, Caller, Look};
use shared_model::command::Command;
use shared_model::refusal::Refusal;

/// A command that decides something: the till's whole side of it.
trait Operation<C: Command> {
    /// What the transaction needs of the outside.
    type Prepared: Send;

    /// Checks what was asked, and asks others: PINs, the server. No transaction is held.
    fn prepare(&self, caller: &Caller, ask: C) -> impl Future<Output = Result<Self::Prepared, Refusal>> + Send;

    /// Decides, in one transaction; an error leaves nothing of it.
    fn run(act: &mut Act<'_>, prepared: Self::Prepared) -> Result<C::Output, Refusal>;
}

/// A command that looks, and asks the server for what the till is not told.
trait Asking<C: Command> {
    type Heard: Send;

    /// What the server says to it; whatever keeps the server from answering keeps nobody from
    /// looking.
    fn hear(&self, ask: &C) -> impl Future<Output = Result<Self::Heard, Refusal>> + Send;

    fn read(look: Look<'_>, ask: C, heard: Self::Heard) -> Result<C::Output, Refusal>;
}

/// A command that only looks.
trait Reading<C: Command> {
    fn read(look: Look<'_>, ask: C) -> Result<C::Output, Refusal>;
}
