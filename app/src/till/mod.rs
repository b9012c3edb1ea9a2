//! What every operation works with: the replica, the world passed in from outside, who is
//! signed in, and the link to the server.
//!
//! Invariants: time and randomness come in through here alone, so that a test can set both;
//! what a command decides is one transaction ([`Act`]), and screens, sync and paper hear of
//! it only once it is on disk.

mod act;
mod clock;
mod link;
mod print;
mod randomness;
mod refusal;
mod session;
mod shop;
mod start;
mod status;

pub use act::{Act, Look};
pub use clock::{Clock, SystemClock};
pub use link::{CallFailure, Connection, PendingCall, ServerClock, SyncEnds};
pub use print::Renderer;
pub use randomness::{Randomness, SystemRandomness};
pub use session::Caller;

pub(crate) use session::{denied, may, roles, staff_view, who};
pub(crate) use shop::{Reckoned, Shop};

use crate::replica::Replica;
use link::Link;
use session::Sessions;
use shared_model::command::{Area, Event};
use shared_model::unit::Timestamp;
use shared_model::words;
use std::sync::Arc;
use tokio::sync::{Notify, broadcast};

const EVENTS_WAITING_MAX: usize = 256;

/// What is passed in when a till is made.
pub struct Parts {
    pub replica: Replica,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Randomness>,
    pub render: Renderer,
}

pub struct Till {
    pub replica: Replica,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Randomness>,
    render: Renderer,
    pub(crate) sessions: Sessions,
    link: Link,
    events: broadcast::Sender<Event>,
    outbox: Notify,
    status: Notify,
}

impl Till {
    pub fn new(parts: Parts) -> (Arc<Till>, SyncEnds) {
        let (link, ends) = Link::open();
        let (events, _) = broadcast::channel(EVENTS_WAITING_MAX);
        let till = Till {
            replica: parts.replica,
            clock: parts.clock,
            random: parts.random,
            render: parts.render,
            sessions: Sessions::default(),
            link,
            events,
            outbox: Notify::new(),
            status: Notify::new(),
        };
        (Arc::new(till), ends)
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        randomness::bytes(&*self.random)
    }

    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Waits until something new is in the outbox. A notice given before is not lost.
    pub async fn outbox_grew(&self) {
        self.outbox.notified().await;
    }

    /// Rows changed: whoever shows them may ask again.
    pub fn announce(&self, areas: impl IntoIterator<Item = Area>) {
        for area in areas {
            // Without a screen there is nobody to tell.
            let _ = self.events.send(Event::Changed { area });
        }
    }

    pub fn announce_event(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// An entry was recorded: sync may send it, and screens show the new count. Nobody at the
    /// counter waits for either.
    fn recorded(&self) {
        self.outbox.notify_one();
        self.status_changed();
    }

    /// The screens are to be told the status; several changes at once are told as one.
    pub fn status_changed(&self) {
        self.status.notify_one();
    }

    /// Tells the screens the till's status whenever it has changed, with nobody signed in
    /// filled in. Goes on until it is dropped.
    pub async fn announce_statuses(&self) {
        loop {
            self.status.notified().await;
            if self.events.receiver_count() > 0 {
                self.announce_status();
            }
        }
    }

    /// Tells them now, for a screen that has just begun to listen.
    pub fn announce_status(&self) {
        match self.look(&Caller::default(), |look| look.status(None)) {
            Ok(status) => self.announce_event(Event::Status { status: Box::new(status) }),
            Err(refusal) => tracing::warn!(message = words::sentence(&refusal), "the status could not be read"),
        }
    }
}
