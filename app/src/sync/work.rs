//! Queues of work for the replica, each file's on a task of its own: what belongs to `own.db`
//! happens in the order it was asked for, and rows of the log never hold it up.

use super::engine::{Down, Event, Outgoing};
use crate::replica::own::outbox::Waiting;
use crate::replica::told::index::SettleStep;
use crate::replica::{Applied, Replica, ReplicaError, Trust};
use shared_model::entry::Place;
use shared_model::refusal::LinkReason;
use shared_model::unit::{Hash, Scope, Timestamp};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TryRecvError;

const QUEUE_MAX: usize = 256;

#[derive(Debug)]
pub enum OwnWork {
    SendAgain {
        above: Place,
    },
    Read {
        ask: u64,
        after: Place,
        entries_max: usize,
        bytes_max: usize,
    },
    Acknowledge {
        entries: Vec<(Place, Hash)>,
    },
    CountWaiting,
    RaiseIncarnation {
        incarnation: u32,
    },
    /// Units sold here that the server has posted since count no more.
    SweepUsage,
}

#[derive(Debug)]
pub enum ToldWork {
    Apply { down: Down },
    UpToDate { at: Timestamp },
    Generation { number: u32, id: [u8; 8] },
    Follow { scopes: Vec<Scope> },
}

/// What the replica has to say.
#[derive(Debug)]
pub enum WorkDone {
    Engine(Event),
    Applied(Applied),
    Acknowledged,
    Waiting(Waiting),
}

/// Queues to the two tasks, which end when this is dropped.
pub struct Queues {
    own: mpsc::Sender<OwnWork>,
    told: mpsc::Sender<ToldWork>,
}

impl Queues {
    pub fn start(replica: &Replica, trust: Trust) -> (Queues, mpsc::Receiver<WorkDone>) {
        let (own, own_work) = mpsc::channel(QUEUE_MAX);
        let (told, told_work) = mpsc::channel(QUEUE_MAX);
        let (done, receiver) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(own_task(replica.clone(), own_work, done.clone()));
        tokio::spawn(told_task(replica.clone(), trust, told_work, done));
        (Queues { own, told }, receiver)
    }

    /// False when the disk is so far behind that its queue is full.
    pub fn own(&self, work: OwnWork) -> bool {
        self.own.try_send(work).is_ok()
    }

    pub fn told(&self, work: ToldWork) -> bool {
        self.told.try_send(work).is_ok()
    }
}

async fn own_task(replica: Replica, mut work: mpsc::Receiver<OwnWork>, done: mpsc::Sender<WorkDone>) {
    while let Some(work) = work.recv().await {
        let ended = match work {
            OwnWork::SendAgain { above } => {
                let marked = replica.write(|own| own.outbox_resend_above(above));
                report(marked, "entries could not be put back into the outbox").map(|_| WorkDone::Acknowledged)
            }
            OwnWork::Read { ask, after, entries_max, bytes_max } => {
                Some(WorkDone::Engine(read(&replica, ask, after, entries_max, bytes_max)))
            }
            OwnWork::Acknowledge { entries } => {
                let marked = replica.outbox_acked(&entries);
                report(marked, "acknowledged entries could not be marked").map(|_| WorkDone::Acknowledged)
            }
            OwnWork::SweepUsage => {
                report(replica.usage_sweep(), "units the server has posted could not be forgotten");
                None
            }
            OwnWork::RaiseIncarnation { incarnation } => {
                let saved = replica.write::<_, ReplicaError, _>(|own| own.incarnation_raise(incarnation));
                report(saved, "the life in which the chain goes on could not be stored");
                None
            }
            OwnWork::CountWaiting => {
                report(replica.outbox_waiting(), "the outbox could not be counted").map(WorkDone::Waiting)
            }
        };
        if let Some(ended) = ended
            && done.send(ended).await.is_err()
        {
            return;
        }
    }
}

/// A failure here loses nothing: what is not marked is sent and acknowledged once more.
fn report<T>(result: Result<T, ReplicaError>, what: &str) -> Option<T> {
    result.inspect_err(|error| tracing::error!(%error, "{what}")).ok()
}

fn read(replica: &Replica, ask: u64, after: Place, entries_max: usize, bytes_max: usize) -> Event {
    let found = replica.read::<_, ReplicaError, _>(|reader| {
        let batch = reader.outbox_next(after, entries_max, bytes_max)?;
        let more = match batch.last() {
            Some(last) => !reader.outbox_next(last.place, 1, 0)?.is_empty(),
            None => false,
        };
        Ok((batch, more))
    });
    match found {
        Ok((batch, more)) => {
            let entries = batch.into_iter().map(|found| Outgoing { place: found.place, entry: found.sealed }).collect();
            Event::OutboxRead { ask, entries, more }
        }
        Err(error) => {
            tracing::error!(%error, "the outbox could not be read");
            Event::OutboxUnreadable { ask, reason: LinkReason::OutboxUnreadable {} }
        }
    }
}

async fn told_task(replica: Replica, trust: Trust, mut work: mpsc::Receiver<ToldWork>, done: mpsc::Sender<WorkDone>) {
    let mut settling = Settling::default();
    while let Some(work) = settling.next(&replica, &mut work).await {
        let ended = match work {
            ToldWork::UpToDate { at } => {
                report(replica.stock_as_of_save(at), "the age of the stock could not be stored");
                settling.caught_up();
                continue;
            }
            ToldWork::Generation { number, id } => {
                report(replica.generation_save(number, id), "the server's generation could not be stored");
                continue;
            }
            ToldWork::Follow { scopes } => {
                report(replica.scopes_replace(&scopes), "what this till follows could not be stored");
                continue;
            }
            ToldWork::Apply { down } => match apply(&replica, &trust, &down) {
                Ok(applied) => {
                    settling.rows += applied.rows;
                    WorkDone::Applied(applied)
                }
                Err(error) => {
                    tracing::error!(%error, "what the server sent could not be stored");
                    WorkDone::Engine(Event::ApplyFailed { reason: why_not(&error) })
                }
            },
        };
        if done.send(ended).await.is_err() {
            return;
        }
    }
}

/// So many rows at once leave the search indexes in pieces.
const ROWS_UNSETTLED: u64 = 20_000;

/// Putting the search indexes together after much was told, while there is nothing else to do.
#[derive(Default)]
struct Settling {
    /// Taken since they were put together.
    rows: u64,
    step: Option<SettleStep>,
}

impl Settling {
    fn caught_up(&mut self) {
        if self.rows >= ROWS_UNSETTLED {
            *self = Settling { rows: 0, step: Some(SettleStep::First) };
        }
    }

    /// What is to be done next; until there is something, one step after the other.
    async fn next(&mut self, replica: &Replica, work: &mut mpsc::Receiver<ToldWork>) -> Option<ToldWork> {
        while let Some(step) = self.step {
            match work.try_recv() {
                Ok(work) => return Some(work),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            let more = report(replica.search_settle(step), "the search index could not be put together");
            self.step = more.filter(|more| *more).map(|_| SettleStep::Next);
            tokio::task::yield_now().await;
        }
        work.recv().await
    }
}

/// A server that says what it should not is no full disk.
fn why_not(error: &ReplicaError) -> LinkReason {
    match error {
        ReplicaError::Page(_) => LinkReason::PageMisfit {},
        ReplicaError::Unsigned => LinkReason::PageUnsigned {},
        ReplicaError::TooManyRows(rows) => LinkReason::PageTooLong { rows: *rows as u64 },
        _ => LinkReason::NotStored {},
    }
}

fn apply(replica: &Replica, trust: &Trust, down: &Down) -> Result<Applied, ReplicaError> {
    match down {
        Down::Page(page) => replica.page_apply(trust, page),
        Down::Levels(levels) => replica.levels_apply(trust, levels),
    }
}

/// Where the outbox begins: everything before it is with the server.
pub fn acknowledged(replica: &Replica) -> Result<Place, ReplicaError> {
    replica.read(|reader| {
        let first = reader.outbox_next(Place::START, 1, 0)?.first().map(|entry| entry.place.before());
        first.map_or_else(|| Ok(reader.chain_head()?.place), Ok)
    })
}
