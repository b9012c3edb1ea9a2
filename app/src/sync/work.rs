//! Queues of work for the replica, each file's on a task of its own: what belongs to `own.db`
//! happens in the order it was asked for, and rows of the log never hold it up.

use super::engine::{Down, Event, Outgoing};
use crate::replica::own::outbox::Waiting;
use crate::replica::{Applied, Replica, ReplicaError, Trust};
use shared_model::entry::Place;
use shared_model::refusal::LinkReason;
use shared_model::unit::{Hash, Scope, Timestamp};
use tokio::sync::mpsc;

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
    GoOnAs {
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
pub enum Outcome {
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
    pub fn start(replica: &Replica, trust: Trust) -> (Queues, mpsc::Receiver<Outcome>) {
        let (own, own_work) = mpsc::channel(QUEUE_MAX);
        let (told, told_work) = mpsc::channel(QUEUE_MAX);
        let (outcomes, receiver) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(own_task(replica.clone(), own_work, outcomes.clone()));
        tokio::spawn(told_task(replica.clone(), trust, told_work, outcomes));
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

async fn own_task(replica: Replica, mut work: mpsc::Receiver<OwnWork>, outcomes: mpsc::Sender<Outcome>) {
    while let Some(work) = work.recv().await {
        let outcome = match work {
            OwnWork::SendAgain { above } => {
                let marked = replica.write(|own| own.outbox_resend_above(above));
                report(marked, "entries could not be put back into the outbox").map(|_| Outcome::Acknowledged)
            }
            OwnWork::Read { ask, after, entries_max, bytes_max } => {
                Some(Outcome::Engine(read(&replica, ask, after, entries_max, bytes_max)))
            }
            OwnWork::Acknowledge { entries } => {
                let marked = replica.outbox_acked(&entries);
                report(marked, "acknowledged entries could not be marked").map(|_| Outcome::Acknowledged)
            }
            OwnWork::SweepUsage => {
                report(replica.usage_sweep(), "units the server has posted could not be forgotten");
                None
            }
            OwnWork::GoOnAs { incarnation } => {
                let saved = replica.write::<_, ReplicaError, _>(|own| own.go_on_as(incarnation));
                report(saved, "the life in which the chain goes on could not be stored");
                None
            }
            OwnWork::CountWaiting => report(replica.waiting(), "the outbox could not be counted").map(Outcome::Waiting),
        };
        if let Some(outcome) = outcome
            && outcomes.send(outcome).await.is_err()
        {
            return;
        }
    }
}

/// A failure here loses nothing: what is not marked is sent and acknowledged once more.
fn report<T>(outcome: Result<T, ReplicaError>, what: &str) -> Option<T> {
    outcome.inspect_err(|error| tracing::error!(%error, "{what}")).ok()
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

async fn told_task(
    replica: Replica,
    trust: Trust,
    mut work: mpsc::Receiver<ToldWork>,
    outcomes: mpsc::Sender<Outcome>,
) {
    while let Some(work) = work.recv().await {
        let outcome = match work {
            ToldWork::UpToDate { at } => {
                report(replica.stock_as_of_save(at), "the age of the stock could not be stored");
                continue;
            }
            ToldWork::Generation { number, id } => {
                report(replica.generation_save(number, id), "the server's generation could not be stored");
                continue;
            }
            ToldWork::Follow { scopes } => {
                report(replica.follow(&scopes), "what this till follows could not be stored");
                continue;
            }
            ToldWork::Apply { down } => match apply(&replica, &trust, &down) {
                Ok(applied) => Outcome::Applied(applied),
                Err(error) => {
                    tracing::error!(%error, "what the server sent could not be stored");
                    Outcome::Engine(Event::ApplyFailed { reason: why_not(&error) })
                }
            },
        };
        if outcomes.send(outcome).await.is_err() {
            return;
        }
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
        Down::Page(page) => replica.apply_page(trust, page),
        Down::Levels(levels) => replica.apply_levels(trust, levels),
    }
}

/// Where the outbox begins: everything before it is with the server.
pub fn acknowledged(replica: &Replica) -> Result<Place, ReplicaError> {
    replica.read(|reader| {
        let first = reader.outbox_next(Place::START, 1, 0)?.first().map(|entry| entry.place.before());
        first.map_or_else(|| Ok(reader.chain_head()?.place), Ok)
    })
}
