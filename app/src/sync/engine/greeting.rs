//! The greeting: the server's challenge, the till's hello, the server's welcome.
//!
//! Invariants: the protocol is one that both speak; a hello names only what is stored. What the
//! till holds of its own chain, the runner fills in: here nothing is read.

use super::{ALIVE_EVERY, Effect, Engine, Ms, Phase, STEP_TIMEOUT};
use shared_model::bounds::{INCARNATIONS_MAX, SCOPES_MAX};
use shared_model::command::ConnectionState;
use shared_model::encoding::Fixed;
use shared_model::entry::Place;
use shared_model::refusal::LinkReason;
use shared_model::wire::{Hello, PROTOCOL_OLDEST, PROTOCOL_VERSION, RefusalCode, Welcome};

impl Engine {
    pub(super) fn challenged(&mut self, now: Ms, oldest: u16, newest: u16, nonce: [u8; 16], effects: &mut Vec<Effect>) {
        let protocol = PROTOCOL_VERSION.min(newest);
        if protocol < PROTOCOL_OLDEST || protocol < oldest {
            return self.refuse(now, &RefusalCode::ProtocolTooOld, "", effects);
        }
        self.phase = Phase::Challenged { until: now + STEP_TIMEOUT, protocol, nonce };
        self.greet(now, effects);
    }

    /// Says hello, unless rows are being stored: its positions would be old ones.
    pub(super) fn greet(&mut self, now: Ms, effects: &mut Vec<Effect>) {
        let Phase::Challenged { protocol, nonce, .. } = self.phase else { return };
        if self.follower.is_storing() {
            return;
        }
        self.phase = Phase::AwaitingWelcome { until: now + STEP_TIMEOUT };
        let hello = Hello {
            protocol,
            terminal: self.terminal,
            generation: self.generation.0,
            positions: self.follower.positions(),
            digest: Fixed(self.follower.digest(&self.generation.1)),
            holds: Vec::new(),
            nonce: Fixed([0; 6]),
            signature: Fixed([0; 64]),
        };
        effects.push(Effect::SendHello { hello, nonce });
    }

    pub(super) fn welcome(&mut self, now: Ms, welcome: &Welcome, effects: &mut Vec<Effect>) {
        if !(PROTOCOL_OLDEST..=PROTOCOL_VERSION).contains(&welcome.protocol) {
            return self.refuse(now, &RefusalCode::ProtocolTooOld, "", effects);
        }
        let generation = (welcome.generation, welcome.generation_id.0);
        if self.generation != generation {
            self.generation = generation;
            self.follower.new_life();
            effects.push(Effect::Generation { number: generation.0, id: generation.1 });
        }
        if let Some(scopes) = &welcome.follows {
            if scopes.len() > SCOPES_MAX {
                return self.hang_up(now, LinkReason::Flooded {}.into(), effects);
            }
            self.follower.follow(scopes);
            effects.push(Effect::Follow { scopes: scopes.clone() });
        }
        if let Some(incarnation) = welcome.go_on_as.filter(|life| (1..=INCARNATIONS_MAX).contains(life)) {
            self.settled = self.settled.max(incarnation - 1);
            effects.push(Effect::RaiseIncarnation { incarnation });
        }
        self.head = welcome.head;
        self.server_clock = Some((welcome.now.0, now));
        self.refused = false;
        self.phase = Phase::Live { since: now, heard: now, alive_at: now + ALIVE_EVERY };
        self.show(ConnectionState::Online, None, effects);
        effects.push(Effect::SendAlive);
        self.follower.begin(welcome.head);
        self.progress(now, effects);
        let places = welcome.held.iter().map(|(incarnation, seq)| Place { incarnation: *incarnation, seq: *seq });
        self.pusher.begin(now, places.max().unwrap_or(Place::START), effects);
    }

    /// What was recorded last went into a fork: this till is another copy of the one whose entries
    /// the server holds, and a welcome says in which life of the chain it goes on.
    pub(super) fn ask_how_to_go_on(&mut self, now: Ms, effects: &mut Vec<Effect>) {
        let Some(life) = self.pusher.forked().filter(|life| *life > self.settled) else { return };
        self.settled = life;
        self.hang_up(now, LinkReason::OtherCopy {}.into(), effects);
    }
}
