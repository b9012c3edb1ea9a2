//! Pushes and calls of one terminal, in the order they came. What was started is finished
//! even if the connection ends meanwhile; the terminal learns of it when it asks again.

use super::hello::refuse;
use super::link::{Ended, Out};
use crate::db::{Db, DbError};
use crate::merge::{self, MergeError, RetryError};
use crate::sentence::sentence;
use crate::supply::{self, ReceiveError};
use crate::terminal::Terminal;
use crate::{clock, order};
use shared_model::bounds::{INTAKE_LINES_MAX, LINE_BYTES_MAX, TAKERS_LINES_MAX};
use shared_model::fact::Recordable;
use shared_model::fact::health::EntryRetried;
use shared_model::fact::supply::{GoodsReceived, ReceivedLine};
use shared_model::party::Actor;
use shared_model::policy::Denied;
use shared_model::refusal::{CallError, CallReason};
use shared_model::unit::*;
use shared_model::wire::*;
use std::convert::Infallible;
use tokio::sync::mpsc;

pub enum Task {
    Push(Push),
    Call(Called),
}

pub struct Worker {
    pub db: Db,
    pub terminal: Terminal,
    pub tasks: mpsc::Receiver<Task>,
    pub out: mpsc::Sender<Out>,
}

impl Worker {
    /// Runs until the session ends.
    pub async fn run(mut self) -> Result<Infallible, Ended> {
        loop {
            match self.tasks.recv().await.ok_or(Ended::HungUp)? {
                Task::Push(push) => self.push(push).await?,
                Task::Call(Called { id, call }) => {
                    let answer = to_the_end(answer(self.db.clone(), self.terminal.clone(), call)).await;
                    self.send(ServerFrame::Answer(Answered { id, answer })).await?;
                }
            }
        }
    }

    async fn send(&self, frame: ServerFrame) -> Result<(), Ended> {
        self.out.send(Out::Frame(frame)).await.map_err(|_| Ended::HungUp)
    }

    /// Each part is answered once it is stored, while the next one is.
    async fn push(&self, Push { batch, entries, signature }: Push) -> Result<(), Ended> {
        let (parts, mut stored) = mpsc::channel(1);
        let (db, terminal) = (self.db.clone(), self.terminal.id);
        let work = async move { merge::push(&db, terminal, entries, signature.0.to_vec(), clock::now(), parts).await };
        let pushing = to_the_end(work);
        let answering = async {
            let mut first = 0;
            while let Some(results) = stored.recv().await {
                let next = first + u32::try_from(results.len()).unwrap_or(u32::MAX);
                self.send(ServerFrame::Pushed(Pushed { batch, first, results })).await?;
                first = next;
            }
            Ok::<(), Ended>(())
        };
        let (pushed, answered) = tokio::join!(pushing, answering);
        answered?;
        pushed.map_err(|error| match error {
            MergeError::UnknownTerminal => refuse(RefusalCode::UnknownTerminal, ""),
            MergeError::Revoked => refuse(RefusalCode::Revoked, ""),
            MergeError::BadSignature => refuse(RefusalCode::BadSignature, ""),
            MergeError::TooMany => refuse(RefusalCode::BadFrame, "too_many_entries"),
            MergeError::Database(source) => Ended::Database(source),
        })
    }
}

/// Runs `work` as a task of its own: dropping the session does not stop it halfway.
async fn to_the_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

async fn answer(db: Db, terminal: Terminal, call: Call) -> Result<Answer, CallError> {
    match call {
        Call::ReceiveGoods { intake, staff, warehouse, lines, reference } => {
            receive(&db, &terminal, staff, Goods { intake, warehouse, lines, reference }).await
        }
        Call::RetrySetAside { entry, staff } => {
            let retried = merge::retry(&db, terminal.id, entry, staff, clock::now()).await;
            let retried = retried.map_err(|error| match error {
                RetryError::Denied(denied) => not_allowed::<EntryRetried>(&denied),
                RetryError::NotAside => said(CallReason::NotAside {}),
                RetryError::Database(source) => failed(&source),
            })?;
            Ok(Answer::Retried { applied: retried.applied, reason: retried.reason })
        }
        Call::Takers { lines } => {
            let lines: Vec<(OrderId, u32)> = lines.into_iter().take(TAKERS_LINES_MAX).collect();
            let takers = order::taken_by(&db, terminal.business, &lines).await;
            Ok(Answer::Takers { lines: takers.map_err(|error| failed(&error))? })
        }
        Call::Order { order } => {
            let payload = order::sealed(&db, terminal.business, order).await.map_err(|error| failed(&error))?;
            Ok(Answer::Order { payload })
        }
        Call::Newer(newer) => Err(CallError::UnknownCall { question: newer.name().to_owned() }),
    }
}

struct Goods {
    intake: IntakeId,
    warehouse: WarehouseId,
    lines: Vec<ReceivedLine>,
    reference: String,
}

/// A till takes goods into the warehouse of its own store, on the word of somebody who may.
async fn receive(db: &Db, terminal: &Terminal, staff: StaffId, goods: Goods) -> Result<Answer, CallError> {
    if goods.warehouse != terminal.warehouse {
        return Err(said(CallReason::IntakeElsewhere {}));
    }
    if goods.reference.len() > LINE_BYTES_MAX {
        return Err(said(CallReason::IntakeReference { max: LINE_BYTES_MAX as u64 }));
    }
    if goods.lines.len() > INTAKE_LINES_MAX {
        return Err(said(CallReason::IntakeLines { max: INTAKE_LINES_MAX as u64 }));
    }
    let Goods { intake, warehouse, lines, reference } = goods;
    let whose = (terminal.business, warehouse);
    let received = supply::receive(db, intake, whose, lines, reference, Actor::staff(staff), clock::now()).await;
    let received = received.map_err(|error| match error {
        ReceiveError::Database(source) => failed(&source),
        ReceiveError::Denied(denied) => not_allowed::<GoodsReceived>(&denied),
        ReceiveError::Refused(reason) => said(reason),
    })?;
    Ok(Answer::GoodsReceived { backorders_filled: received.filled, already_received: received.already })
}

/// Whoever is not known lacks what the fact needs at least.
fn not_allowed<F: Recordable>(denied: &Denied) -> CallError {
    let needs = match denied {
        Denied::Missing { permission, .. } => *permission,
        Denied::NotHere | Denied::NobodySignedIn | Denied::Unknown => F::NEEDS,
    };
    CallError::NotAllowed { needs: needs.as_str().to_owned() }
}

fn said(reason: CallReason) -> CallError {
    CallError::Refused { reason: reason.into() }
}

/// Logged once here; the till hears that trying again is safe.
fn failed(error: &DbError) -> CallError {
    tracing::error!(error = sentence(error), "a call failed at the database");
    CallError::Busy
}
