//! What the screens see of the connection, and when they are told.

use super::engine::{Alarm, Ms};
use crate::till::{Connection, ServerClock, Till};
use shared_model::command::{AlarmView, Area, ConnectionState, LoadingView};
use shared_model::unit::{TerminalId, Timestamp};
use shared_model::wire::PeerHeard;
use shared_model::words::Worded;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::watch;

/// A till not heard from for so long counts as silent.
const SILENT_AFTER_MS: i64 = 60_000;
/// Screens ask for rows again at most this often, however fast pages come in.
const ANNOUNCE_EVERY: Ms = 250;

pub struct Shown {
    till: Arc<Till>,
    connection: watch::Sender<Connection>,
    status_task: tokio::task::JoinHandle<()>,
    areas: Vec<Area>,
    announced_at: Ms,
    /// This till has never been up to date, so it shows how far its first loading is.
    first_loading: bool,
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.status_task.abort();
    }
}

impl Shown {
    pub fn new(till: Arc<Till>, connection: watch::Sender<Connection>) -> Shown {
        let telling = till.clone();
        let status_task = tokio::spawn(async move { telling.announce_statuses().await });
        Shown { till, connection, status_task, areas: Vec::new(), announced_at: 0, first_loading: false }
    }

    pub fn begin_first_loading(&mut self) {
        self.first_loading = true;
        self.connection.send_modify(|connection| connection.loading = Some(LoadingView { done: 0, of: 0 }));
    }

    pub fn state(&self, state: ConnectionState, reason: Option<Worded>) {
        let since = Some(self.till.now());
        self.connection.send_modify(|connection| {
            connection.view.state = state;
            connection.view.since = since;
            connection.view.reason = reason;
            connection.caught_up &= state == ConnectionState::Online;
        });
        self.status_changed();
    }

    pub fn alarm(&self, alarm: &Alarm) {
        let shown = match alarm {
            Alarm::Fork { place, .. } => AlarmView::Fork { seq: place.seq },
            Alarm::Missing { expected } => AlarmView::Missing { seq: *expected },
        };
        // The first one is where it began.
        self.connection.send_modify(|connection| match connection.alarm {
            None | Some(AlarmView::Rebuilt {} | AlarmView::RebuiltInPart {}) => connection.alarm = Some(shown),
            Some(AlarmView::Fork { .. } | AlarmView::Missing { .. }) => {}
        });
        self.status_changed();
    }

    pub fn heard(&self) {
        let now = Some(self.till.now());
        self.connection.send_modify(|connection| connection.view.last_heard = now);
    }

    pub fn progress(&mut self, applied: u64, head: u64, caught_up: bool) {
        let was_loading = self.first_loading;
        self.first_loading &= !caught_up;
        let loading = self.first_loading.then_some(LoadingView { done: applied, of: head });
        self.connection.send_modify(|connection| {
            connection.caught_up = caught_up;
            connection.loading = loading;
        });
        if was_loading {
            self.status_changed();
        }
    }

    /// What the server says of itself and of the other tills, every few seconds.
    pub fn peers(&self, own: TerminalId, now: Timestamp, peers: &[PeerHeard]) {
        let silent = peers.iter().filter(|peer| peer.terminal != own && is_silent(peer, now)).count();
        let silent = u32::try_from(silent).unwrap_or(u32::MAX);
        let clock = ServerClock::heard(now, self.till.now());
        self.connection.send_modify(|connection| {
            connection.silent_peers = silent;
            connection.server_clock = Some(clock);
        });
        self.status_changed();
    }

    pub fn status_changed(&self) {
        self.till.status_changed();
    }

    pub fn rows_changed(&mut self, now: Ms, areas: BTreeSet<Area>) {
        for area in areas {
            if !self.areas.contains(&area) {
                self.areas.push(area);
            }
        }
        self.announce(now);
    }

    /// When [`Shown::announce`] has something to say.
    pub fn wake_at(&self) -> Option<Ms> {
        (!self.areas.is_empty()).then_some(self.announced_at + ANNOUNCE_EVERY)
    }

    pub fn announce(&mut self, now: Ms) {
        if self.wake_at().is_some_and(|due| now >= due) {
            self.announced_at = now;
            self.till.announce(std::mem::take(&mut self.areas));
            self.status_changed();
        }
    }
}

fn is_silent(peer: &PeerHeard, now: Timestamp) -> bool {
    peer.heard_at.is_none_or(|at| now.unix_ms.saturating_sub(at.0.unix_ms) > SILENT_AFTER_MS)
}
