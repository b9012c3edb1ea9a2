//! Pushes and calls of one terminal, in the order they came. What was started is finished
//! even if the connection ends meanwhile; the terminal learns of it when it asks again.

use super::hello::refuse;
use super::link::Ended;
use crate::auth::Terminal;
use crate::db::{Db, DbError};
use crate::merge::{self, MergeError, RetryError};
use crate::sentence::sentence;
use crate::supply::ReceiveError;
use crate::{clock, party, supply};
use shared_model::entry::SealedEntry;
use shared_model::fact::ReceivedLine;
use shared_model::party::Role;
use shared_model::unit::*;
use shared_model::wire::{Answer, Call, CallError, EntryResult, RefusalCode, ServerFrame};
use std::convert::Infallible;
use tokio::sync::mpsc;

const REFERENCE_CHARACTERS_MAX: usize = 200;

pub enum Task {
    Push { batch: u64, entries: Vec<SealedEntry>, signature: Vec<u8> },
    Call { id: u64, call: Call },
}

pub struct Worker {
    pub db: Db,
    pub terminal: Terminal,
    pub tasks: mpsc::Receiver<Task>,
    pub out: mpsc::Sender<ServerFrame>,
}

impl Worker {
    /// Runs until the session ends.
    pub async fn run(mut self) -> Result<Infallible, Ended> {
        loop {
            let frame = match self.tasks.recv().await.ok_or(Ended::HungUp)? {
                Task::Push { batch, entries, signature } => {
                    let work = push(self.db.clone(), self.terminal.id, entries, signature);
                    ServerFrame::Pushed { batch, results: to_the_end(work).await? }
                }
                Task::Call { id, call } => {
                    let answer = to_the_end(answer(self.db.clone(), self.terminal.clone(), call)).await;
                    ServerFrame::Answer { id, answer }
                }
            };
            self.out.send(frame).await.map_err(|_| Ended::HungUp)?;
        }
    }
}

/// Runs `work` as a task of its own: dropping the session does not stop it halfway.
async fn to_the_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

async fn push(
    db: Db,
    terminal: TerminalId,
    entries: Vec<SealedEntry>,
    signature: Vec<u8>,
) -> Result<Vec<EntryResult>, Ended> {
    let refused = |code: RefusalCode, error: &MergeError| refuse(code, &error.to_string());
    merge::push(&db, terminal, &entries, &signature, clock::now()).await.map_err(|error| match error {
        MergeError::UnknownTerminal => refused(RefusalCode::UnknownTerminal, &error),
        MergeError::Revoked => refused(RefusalCode::Revoked, &error),
        MergeError::BadSignature => refused(RefusalCode::BadSignature, &error),
        MergeError::TooMany => refused(RefusalCode::BadFrame, &error),
        MergeError::Database(source) => Ended::Database(source),
    })
}

async fn answer(db: Db, terminal: Terminal, call: Call) -> Result<Answer, CallError> {
    match call {
        Call::ReceiveGoods { receipt, staff, warehouse, lines, reference } => {
            let goods = Goods { receipt, warehouse, lines, reference };
            receive(&db, &terminal, staff, goods).await
        }
        Call::RetrySetAside { entry, staff } => {
            let retried = merge::retry(&db, terminal.id, entry, staff, clock::now()).await;
            let retried = retried.map_err(|error| match error {
                RetryError::NotAllowed => CallError::NotAllowed { needs: Role::Manager },
                RetryError::NotAside => CallError::Invalid(error.to_string()),
                RetryError::Database(source) => failed(&source),
            })?;
            Ok(Answer::Retried { applied: retried.applied, reason: retried.reason })
        }
    }
}

struct Goods {
    receipt: GoodsReceiptId,
    warehouse: WarehouseId,
    lines: Vec<ReceivedLine>,
    reference: String,
}

/// A till takes goods into the warehouse of its own store, on a manager's word.
async fn receive(db: &Db, terminal: &Terminal, staff: StaffId, goods: Goods) -> Result<Answer, CallError> {
    let role = party::staff_role(db, terminal.business, staff).await.map_err(|error| failed(&error))?;
    if role.is_none_or(|role| role < Role::Manager) {
        return Err(CallError::NotAllowed { needs: Role::Manager });
    }
    if goods.warehouse != terminal.warehouse {
        return Err(CallError::Invalid("a till takes goods into its own store's warehouse only".to_owned()));
    }
    if goods.reference.chars().count() > REFERENCE_CHARACTERS_MAX {
        return Err(CallError::Invalid(format!("a reference has at most {REFERENCE_CHARACTERS_MAX} characters")));
    }
    let Goods { receipt, warehouse, lines, reference } = goods;
    let received = supply::receive(db, receipt, warehouse, lines, reference, Some(staff), clock::now()).await;
    let received = received.map_err(|error| match error {
        ReceiveError::Database(source) => failed(&source),
        refused => CallError::Invalid(sentence(&refused)),
    })?;
    Ok(Answer::GoodsReceived { backorders_filled: received.filled, already_received: received.already })
}

/// Logged once here; the till hears that trying again is safe.
fn failed(error: &DbError) -> CallError {
    tracing::error!(error = sentence(error), "a call failed at the database");
    CallError::Busy
}
