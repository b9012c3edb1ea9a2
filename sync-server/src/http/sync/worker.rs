//! Pushes and calls of one terminal, in the order they came. What was started is finished
//! even if the connection ends meanwhile; the terminal learns of it when it asks again.

use super::hello::refuse;
use super::link::{Ended, Out};
use crate::called::{failed, not_allowed, refused};
use crate::db::Db;
use crate::merge::{self, MergeError, RetryError};
use crate::terminal::Terminal;
use crate::{clock, order, supply};
use shared_model::bounds::TAKERS_LINES_MAX;
use shared_model::fact::health::EntryRetried;
use shared_model::fact::supply::GoodsReceived;
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
            let goods = GoodsReceived { intake, warehouse, lines, reference };
            supply::receive_called(&db, (terminal.business, terminal.warehouse), staff, goods).await
        }
        Call::RetrySetAside { entry, staff } => {
            let retried = merge::retry(&db, terminal.id, entry, staff, clock::now()).await;
            let retried = retried.map_err(|error| match error {
                RetryError::Denied(denied) => not_allowed::<EntryRetried>(&denied),
                RetryError::NotAside => refused(CallReason::NotAside {}),
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
            let sold = order::sealed(&db, terminal.business, order).await.map_err(|error| failed(&error))?;
            Ok(Answer::Order { sold })
        }
        Call::Newer(newer) => Err(CallError::UnknownCall { question: newer.name().to_owned() }),
    }
}
