//! Sends the terminal what it follows: the pages of each scope, and levels, each with its own
//! place to go on from. A few pages are under way at a time, over all of it: the rest waits
//! until the terminal has stored them.

use super::link::{Ended, Out};
use crate::http::state::AppState;
use crate::log::{Feeds, Key, Mark, Next, Packed, Wake};
use shared_model::bounds::PAGES_IN_FLIGHT_MAX;
use shared_model::unit::*;
use shared_model::wire::Applied;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};

/// How far a terminal has stored what it follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    pub scopes: Vec<u64>,
    pub levels: Vec<u64>,
}

impl Stored {
    /// Says whether anything went on.
    pub fn goes_on(&mut self, applied: &Applied) -> bool {
        let before = self.clone();
        for (known, applied) in [(&mut self.scopes, &applied.positions), (&mut self.levels, &applied.levels)] {
            for (index, position) in applied {
                if let Some(known) = known.get_mut(usize::from(*index)) {
                    *known = (*known).max(*position);
                }
            }
        }
        *self != before
    }
}

/// What one of them follows.
#[derive(Debug, Clone, Copy)]
enum Followed {
    /// Each by its place among what is followed.
    Scope(Scope, usize),
    Levels(WarehouseId, usize),
}

pub struct Follower {
    feeds: Feeds,
    business: BusinessId,
    followed: Followed,
    from: u64,
    /// Where the terminal is to stand at least, even where there is nothing to tell.
    target: u64,
    bell: watch::Receiver<Mark>,
    stored: watch::Receiver<Stored>,
    out: mpsc::Sender<Out>,
    room: Arc<Semaphore>,
    in_flight: VecDeque<(u64, OwnedSemaphorePermit)>,
}

/// Everything that a terminal follows, until the session ends.
pub async fn follow(
    state: &AppState,
    known: &super::hello::Greeted,
    stored: &watch::Receiver<Stored>,
    out: &mpsc::Sender<Out>,
) -> Result<Infallible, Ended> {
    let room = Arc::new(Semaphore::new(PAGES_IN_FLIGHT_MAX));
    let (business, wake) = (known.terminal.business, state.db.kept::<Wake>());
    let one = |followed, from, target| {
        let key = match followed {
            Followed::Scope(scope, _) => Key::scope(scope),
            Followed::Levels(warehouse, _) => Key::levels(warehouse),
        };
        let follower = Follower {
            feeds: state.feeds.clone(),
            business,
            followed,
            from,
            target,
            bell: wake.subscribe(business, key),
            stored: stored.clone(),
            out: out.clone(),
            room: room.clone(),
            in_flight: VecDeque::new(),
        };
        follower.run()
    };
    let (scopes, levels) = (known.stands.scopes.iter().enumerate(), known.stands.levels.iter().enumerate());
    let scopes = scopes.map(|(place, (scope, from))| one(Followed::Scope(*scope, place), *from, known.head));
    let levels = levels.map(|(place, (warehouse, from))| one(Followed::Levels(*warehouse, place), *from, 0));
    let all: Vec<_> = scopes.chain(levels).collect();
    // Rung once for what was there before anybody listened.
    crate::log::look(&state.db, business).await?;
    let (ended, _, _) = futures_util::future::select_all(all.into_iter().map(Box::pin)).await;
    ended
}

impl Follower {
    async fn run(mut self) -> Result<Infallible, Ended> {
        loop {
            // Seen before reading: what is appended meanwhile rings again.
            let mark = *self.bell.borrow_and_update();
            match self.next(mark).await? {
                Next::Page(page) => self.send(page).await?,
                Next::At(due) => self.wait(Some(due)).await?,
                Next::Nothing => self.wait(None).await?,
            }
        }
    }

    async fn next(&self, mark: Mark) -> Result<Next, Ended> {
        let (business, from) = (self.business, self.from);
        Ok(match self.followed {
            Followed::Scope(scope, _) => self.feeds.page(business, scope, from, mark, self.target).await?,
            Followed::Levels(warehouse, _) => self.feeds.levels(business, warehouse, from, mark).await?,
        })
    }

    async fn send(&mut self, page: Arc<Packed>) -> Result<(), Ended> {
        let permit = self.permit().await?;
        self.from = page.to;
        self.in_flight.push_back((page.to, permit));
        self.out.send(Out::Packed(page)).await.map_err(|_| Ended::HungUp)
    }

    async fn permit(&mut self) -> Result<OwnedSemaphorePermit, Ended> {
        loop {
            self.release();
            let room = self.room.clone();
            tokio::select! {
                biased;
                permit = room.acquire_owned() => return permit.map_err(|_| Ended::HungUp),
                changed = self.stored.changed() => changed.map_err(|_| Ended::HungUp)?,
            }
        }
    }

    /// Pages that are stored make room for others.
    fn release(&mut self) {
        let stored = self.stored.borrow_and_update();
        let upto = match self.followed {
            Followed::Scope(_, place) => stored.scopes.get(place).copied().unwrap_or_default(),
            Followed::Levels(_, place) => stored.levels.get(place).copied().unwrap_or_default(),
        };
        drop(stored);
        while self.in_flight.front().is_some_and(|(to, _)| *to <= upto) {
            self.in_flight.pop_front();
        }
    }

    async fn wait(&mut self, due: Option<Instant>) -> Result<(), Ended> {
        loop {
            self.release();
            let due = async {
                match due {
                    Some(due) => tokio::time::sleep_until(due.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                rung = self.bell.changed() => return rung.map_err(|_| Ended::Stopping),
                () = due => return Ok(()),
                changed = self.stored.changed() => changed.map_err(|_| Ended::HungUp)?,
            }
        }
    }
}
