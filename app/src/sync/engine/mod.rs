//! The sync conversation as a pure state machine: what happened and when goes in, what to
//! do comes out. No socket, no clock, no disk and no randomness in here, so that every
//! order of events can be played in a test.
//!
//! Invariants: an entry counts as acknowledged only by the server's word for its own hash;
//! what is unacknowledged is sent again after every reconnect (twice is harmless); log
//! frames are applied one at a time, in order, and confirmed only after they are stored;
//! nothing here can stop a sale.

mod backoff;
mod call;
mod event;
mod follow;
mod greeting;
mod push;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

pub use backoff::Backoff;
use call::Calls;
pub use event::{Alarm, CallFailed, Effect, Event, Outgoing};
use follow::Follower;
pub use follow::{Down, Stand};
use push::Pusher;
use shared_model::command::ConnectionState;
use shared_model::entry::Place;
use shared_model::refusal::LinkReason;
use shared_model::unit::{TerminalId, Timestamp};
use shared_model::wire::{ClientFrame, RefusalCode, ServerFrame};
use shared_model::words::Worded;

/// Milliseconds of a clock that never jumps. Where it starts does not matter.
pub type Ms = u64;

/// Opening the connection, and each step of the greeting, may take this long.
const STEP_TIMEOUT: Ms = 10_000;
pub const ALIVE_EVERY: Ms = 10_000;
/// A connection that has been silent for so long is dead, whatever the socket says.
pub const DEAD_AFTER: Ms = 30_000;
/// A connection that held this long was a good one: the next failure starts small again.
const GOOD_AFTER: Ms = 5_000;

/// Of what a server says about its refusal.
const DETAIL_CHARACTERS_MAX: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Idle,
    Waiting {
        until: Ms,
    },
    Connecting {
        until: Ms,
    },
    AwaitingChallenge {
        until: Ms,
    },
    /// The challenge is here; the hello goes out once the rows being stored are stored,
    /// because it names the cursor.
    Challenged {
        until: Ms,
        protocol: u16,
        nonce: [u8; 16],
    },
    AwaitingWelcome {
        until: Ms,
    },
    Live {
        since: Ms,
        heard: Ms,
        alive_at: Ms,
    },
}

pub struct Engine {
    terminal: TerminalId,
    phase: Phase,
    backoff: Backoff,
    pusher: Pusher,
    follower: Follower,
    calls: Calls,
    /// Set while the server's last word was that it will not talk to this till.
    refused: bool,
    head: u64,
    generation: (u32, [u8; 8]),
    /// Lives of this till's chain up to here are settled: the server said in which one it goes
    /// on after them, or was asked and said nothing.
    settled: u32,
    /// The server's clock, and when it said so.
    server_clock: Option<(Timestamp, Ms)>,
    shown: Option<(ConnectionState, Option<Worded>)>,
}

impl Engine {
    /// `acknowledged`: everything up to there the server holds. `stand`: as stored
    /// with the rows. `seed` only spreads the waiting times.
    pub fn new(terminal: TerminalId, acknowledged: Place, stand: &Stand, seed: u64) -> Engine {
        Engine {
            terminal,
            phase: Phase::Idle,
            backoff: Backoff::new(seed),
            pusher: Pusher::new(acknowledged),
            follower: Follower::new(stand),
            calls: Calls::default(),
            refused: false,
            head: 0,
            generation: (stand.generation, stand.generation_id),
            settled: 0,
            server_clock: None,
            shown: None,
        }
    }

    /// When to send `Tick` at the latest.
    pub fn wake_at(&self) -> Option<Ms> {
        let phase = match self.phase {
            Phase::Idle => None,
            Phase::Waiting { until }
            | Phase::Connecting { until }
            | Phase::AwaitingChallenge { until }
            | Phase::Challenged { until, .. }
            | Phase::AwaitingWelcome { until } => Some(until),
            Phase::Live { heard, alive_at, .. } => Some(alive_at.min(heard + DEAD_AFTER)),
        };
        [phase, self.pusher.wake_at(), self.calls.wake_at()].into_iter().flatten().min()
    }

    pub fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live { .. })
    }

    pub fn handle(&mut self, now: Ms, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Err(broken) = self.take(now, event, &mut effects) {
            self.hang_up(now, broken.into(), &mut effects);
        }
        effects
    }

    fn take(&mut self, now: Ms, event: Event, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        match event {
            Event::Start if self.phase == Phase::Idle => self.connect(now, effects),
            Event::Start => {}
            Event::Tick => return self.tick(now, effects),
            Event::Connected => {
                if let Phase::Connecting { .. } = self.phase {
                    self.phase = Phase::AwaitingChallenge { until: now + STEP_TIMEOUT };
                }
            }
            Event::LinkLost { reason } => {
                if self.is_linked() {
                    self.end(now, reason.into(), effects);
                }
            }
            Event::Frame(frame) => return self.frame(now, frame, effects),
            Event::OutboxGrew => self.pusher.grew(now, effects),
            Event::OutboxRead { ask, entries, more } => self.pusher.read(now, ask, entries, more, effects),
            Event::OutboxUnreadable { ask, reason } => {
                if self.pusher.expects(ask) {
                    self.hang_up(now, reason.into(), effects);
                }
            }
            Event::Applied => self.applied(now, effects),
            Event::ApplyFailed { reason } => {
                self.follower.failed();
                self.hang_up(now, reason.into(), effects);
            }
            Event::Call { id, call } => self.calls.ask(now, self.is_live(), id, call, effects),
        }
        Ok(())
    }

    /// A socket is open or being opened.
    fn is_linked(&self) -> bool {
        !matches!(self.phase, Phase::Idle | Phase::Waiting { .. })
    }

    fn tick(&mut self, now: Ms, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        match self.phase {
            Phase::Waiting { until } if now >= until => self.connect(now, effects),
            Phase::Connecting { until } if now >= until => {
                self.hang_up(now, LinkReason::NotOpened {}.into(), effects);
            }
            Phase::AwaitingChallenge { until } | Phase::Challenged { until, .. } | Phase::AwaitingWelcome { until }
                if now >= until =>
            {
                self.hang_up(now, LinkReason::NotGreeted {}.into(), effects);
            }
            Phase::Live { heard, .. } if now >= heard + DEAD_AFTER => {
                self.hang_up(now, LinkReason::NotHeard {}.into(), effects);
            }
            Phase::Live { since, heard, alive_at } => {
                if now >= since + GOOD_AFTER {
                    self.backoff.reset();
                }
                if now >= alive_at {
                    self.phase = Phase::Live { since, heard, alive_at: now + ALIVE_EVERY };
                    effects.push(Effect::SendAlive);
                }
            }
            _ => {}
        }
        self.calls.expire(now, effects);
        self.pusher.tick(now, effects)
    }

    fn connect(&mut self, now: Ms, effects: &mut Vec<Effect>) {
        self.phase = Phase::Connecting { until: now + STEP_TIMEOUT };
        if self.backoff.is_fresh() {
            self.show(ConnectionState::Connecting, None, effects);
        }
        effects.push(Effect::Connect);
    }

    /// Not a late frame of a connection that has been given up.
    fn hears(&mut self, now: Ms, effects: &mut Vec<Effect>) -> bool {
        if !self.is_linked() || matches!(self.phase, Phase::Connecting { .. }) {
            return false;
        }
        effects.push(Effect::Heard);
        if let Phase::Live { heard, .. } = &mut self.phase {
            *heard = now;
        }
        true
    }

    fn frame(&mut self, now: Ms, frame: ServerFrame, effects: &mut Vec<Effect>) -> Result<(), LinkReason> {
        if !self.hears(now, effects) {
            return Ok(());
        }
        match frame {
            ServerFrame::Refused(refused) => {
                self.refuse(now, &refused.code, &refused.detail, effects);
                Ok(())
            }
            ServerFrame::Challenge(challenge) if matches!(self.phase, Phase::AwaitingChallenge { .. }) => {
                self.challenged(now, challenge.oldest, challenge.newest, challenge.nonce.0, effects);
                Ok(())
            }
            ServerFrame::AskHeads(()) if matches!(self.phase, Phase::AwaitingWelcome { .. }) => {
                effects.push(Effect::Send(ClientFrame::Heads(self.follower.heads(self.generation.1))));
                Ok(())
            }
            ServerFrame::Welcome(welcome) if matches!(self.phase, Phase::AwaitingWelcome { .. }) => {
                self.welcome(now, &welcome, effects);
                Ok(())
            }
            ServerFrame::Keys(keys) if matches!(self.phase, Phase::AwaitingWelcome { .. }) => {
                effects.push(Effect::LearnKeys { keys });
                Ok(())
            }
            ServerFrame::Challenge(_) | ServerFrame::AskHeads(()) | ServerFrame::Keys(_) | ServerFrame::Welcome(_) => {
                Err(LinkReason::OutOfTurn {})
            }
            // What a newer server says besides is not for this till.
            ServerFrame::Unknown { .. } => Ok(()),
            ServerFrame::Pushed(_)
            | ServerFrame::Page(_)
            | ServerFrame::Levels(_)
            | ServerFrame::Answer(_)
            | ServerFrame::Alive(_)
                if !self.is_live() =>
            {
                Err(LinkReason::OutOfTurn {})
            }
            ServerFrame::Pushed(pushed) => {
                if self.pusher.pushed(now, pushed.batch, pushed.first, pushed.results, effects)? {
                    self.backoff.reset();
                }
                self.ask_how_to_go_on(now, effects);
                Ok(())
            }
            ServerFrame::Page(page) => {
                self.of_this_life(page.generation)?;
                self.head = self.head.max(page.to);
                self.follower.page(page, effects)?;
                self.progress(now, effects);
                Ok(())
            }
            ServerFrame::Levels(levels) => {
                self.of_this_life(levels.generation)?;
                self.follower.hear_levels(levels, effects)
            }
            ServerFrame::Answer(answered) => {
                self.calls.answered(answered.id, answered.answer, effects);
                Ok(())
            }
            ServerFrame::Alive(alive) => {
                self.server_clock = Some((alive.now.0, now));
                effects.push(Effect::Peers { now: alive.now.0, peers: alive.peers });
                self.progress(now, effects);
                Ok(())
            }
        }
    }

    /// What was signed before a restore still has a good signature, and is not what the server
    /// stands for.
    fn of_this_life(&self, generation: u32) -> Result<(), LinkReason> {
        if generation == self.generation.0 { Ok(()) } else { Err(LinkReason::OtherLife {}) }
    }

    fn applied(&mut self, now: Ms, effects: &mut Vec<Effect>) {
        if self.follower.stored(self.is_live(), effects) {
            self.backoff.reset();
            self.progress(now, effects);
        }
        self.greet(now, effects);
    }

    fn progress(&self, now: Ms, effects: &mut Vec<Effect>) {
        let caught_up = self.follower.caught_up();
        effects.push(Effect::Progress { applied: self.follower.applied(), head: self.head, caught_up });
        if caught_up && let Some((clock, heard)) = self.server_clock {
            let passed = i64::try_from(now.saturating_sub(heard)).unwrap_or(0);
            let unix_ms = clock.unix_ms.saturating_add(passed);
            effects.push(Effect::UpToDate { at: Timestamp::new(unix_ms, clock.offset_min) });
        }
    }

    fn refuse(&mut self, now: Ms, code: &RefusalCode, detail: &str, effects: &mut Vec<Effect>) {
        // Whoever answers at the server's address may say so, and it stands on the screen.
        let detail: String = detail.chars().take(DETAIL_CHARACTERS_MAX).collect();
        let reason = Worded::Refused(code.clone(), detail);
        match code {
            RefusalCode::Busy | RefusalCode::Stopping | RefusalCode::BadFrame => self.hang_up(now, reason, effects),
            // It let this till in once: it was restored from an older copy, and is told.
            RefusalCode::UnknownTerminal => {
                effects.push(Effect::EnrolAgain);
                let pause = self.backoff.next_delay();
                self.stay_away(now + pause, reason, effects);
            }
            RefusalCode::Revoked
            | RefusalCode::BadSignature
            | RefusalCode::ProtocolTooOld
            | RefusalCode::CursorUnknown
            | RefusalCode::Other(_) => {
                let pause = self.backoff.slow_delay();
                self.stay_away(now + pause, reason, effects);
            }
        }
    }

    /// Something else has to happen before this till is let in.
    fn stay_away(&mut self, until: Ms, reason: Worded, effects: &mut Vec<Effect>) {
        self.refused = true;
        effects.push(Effect::Disconnect);
        self.show(ConnectionState::Refused, Some(reason), effects);
        self.let_go(effects);
        self.phase = Phase::Waiting { until };
    }

    /// Ends the connection from this side.
    fn hang_up(&mut self, now: Ms, reason: Worded, effects: &mut Vec<Effect>) {
        if !self.is_linked() {
            return;
        }
        effects.push(Effect::Disconnect);
        self.end(now, reason, effects);
    }

    fn end(&mut self, now: Ms, reason: Worded, effects: &mut Vec<Effect>) {
        if let Phase::Live { since, .. } = self.phase
            && now >= since + GOOD_AFTER
        {
            self.backoff.reset();
        }
        if !self.refused {
            self.show(ConnectionState::Offline, Some(reason), effects);
        }
        self.let_go(effects);
        self.phase = Phase::Waiting { until: now + self.backoff.next_delay() };
    }

    fn let_go(&mut self, effects: &mut Vec<Effect>) {
        self.pusher.link_lost();
        self.follower.link_lost();
        self.calls.link_lost(effects);
    }

    fn show(&mut self, state: ConnectionState, reason: Option<Worded>, effects: &mut Vec<Effect>) {
        let shown = Some((state, reason.clone()));
        if self.shown != shown {
            self.shown = shown;
            effects.push(Effect::Connection { state, reason });
        }
    }
}
