//! Carries out what the engine decides: sockets, timers, the replica, the screens.
//!
//! One loop, no lock, no await but for the next event: everything slow happens in tasks
//! that answer through bounded queues, and a sale waits for none of it.

use super::engine::{CallFailed, Effect, Engine, Event, Ms, Stand};
use super::shown::Shown;
use super::wire::{Incoming, Wire};
use super::work::{OwnWork, Queues, ToldWork, WorkDone, acknowledged};
use crate::remote::Remote;
use crate::replica::own::device::Enrolment;
use crate::replica::own::entry::ChainHead;
use crate::replica::{ReplicaError, Trust, signed};
use crate::till::{CallFailure, PendingCall, Till};
use ed25519_dalek::{Signer, SigningKey};
use shared_model::command::Area;
use shared_model::encoding::{Fixed, Signature, Signed};
use shared_model::entry::{SealedEntry, batch_message};
use shared_model::refusal::{CallError, LinkReason};
use shared_model::setting::Certificate;
use shared_model::unit::{Hash, TerminalId, Timestamp};
use shared_model::wire::told::order::Moment;
use shared_model::wire::{Answer, ClientFrame, HeldEntry, Hello, Push, ServerFrame, TillAlive, Welcome};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

/// Frames read and not yet looked at; beyond it the socket is left to wait.
const INCOMING_MAX: usize = 16;

pub struct Runner {
    till: Arc<Till>,
    remote: Remote,
    terminal: TerminalId,
    certificate: Signed<Certificate>,
    key: SigningKey,
    engine: Engine,
    started: Instant,
    queues: Queues,
    shown: Shown,
    wire: Option<Wire>,
    /// Of the last hello: the server's welcome has to be its answer.
    said_hello: Signature,
    links: u64,
    incoming: mpsc::Sender<Incoming>,
    calls: BTreeMap<u64, oneshot::Sender<Result<Answer, CallFailure>>>,
    calls_made: u64,
}

/// The queues the loop listens to.
struct Ears {
    incoming: mpsc::Receiver<Incoming>,
    done: mpsc::Receiver<WorkDone>,
    calls: mpsc::Receiver<PendingCall>,
}

/// Keeps in step with the server until the task is dropped.
pub async fn run(
    till: Arc<Till>,
    remote: Remote,
    enrolment: Enrolment,
    key: SigningKey,
    mut shown: Shown,
    calls: mpsc::Receiver<PendingCall>,
) -> Result<(), ReplicaError> {
    let standing = till.replica.standing()?;
    if standing.stock_as_of.is_none() {
        shown.begin_first_loading();
    }
    let seed = u64::from_le_bytes(till.bytes());
    let stand = Stand {
        scopes: standing.scopes,
        levels: standing.levels,
        generation: standing.generation,
        generation_id: standing.generation_id,
    };
    let terminal = enrolment.terminal;
    let engine = Engine::new(terminal, acknowledged(&till.replica)?, &stand, seed);
    let (business, public_key) = (enrolment.business, enrolment.server_key);
    let trust = Trust { business, key: enrolment.certificate.key, public_key };
    let (queues, done) = Queues::start(&till.replica, trust);
    let (incoming, heard) = mpsc::channel(INCOMING_MAX);
    let runner = Runner {
        till,
        remote,
        terminal,
        certificate: enrolment.certificate,
        key,
        engine,
        started: Instant::now(),
        queues,
        shown,
        wire: None,
        said_hello: Fixed([0; 64]),
        links: 0,
        incoming,
        calls: BTreeMap::new(),
        calls_made: 0,
    };
    runner.listen(Ears { incoming: heard, done, calls }).await;
    Ok(())
}

impl Runner {
    async fn listen(mut self, mut ears: Ears) {
        self.tell(Event::Start);
        let till = self.till.clone();
        loop {
            let wake = [self.engine.wake_at(), self.shown.wake_at()].into_iter().flatten().min();
            // Without a plan it still wakes now and then; nothing depends on the moment.
            let alarm = self.started + Duration::from_millis(wake.unwrap_or(self.now() + 60_000));
            tokio::select! {
                biased;
                () = tokio::time::sleep_until(alarm) => {
                    self.tell(Event::Tick);
                    self.shown.announce(self.now());
                }
                Some(done) = ears.done.recv() => self.work_done(done),
                Some(pending) = ears.calls.recv() => self.call(pending),
                () = till.outbox_grew() => self.tell(Event::OutboxGrew),
                Some(incoming) = ears.incoming.recv() => {
                    // What a connection said that has been given up is no news.
                    if self.wire.as_ref().is_some_and(|wire| wire.link == incoming.link) {
                        self.heard(incoming.event);
                    }
                }
                else => return,
            }
        }
    }

    /// A server that cannot prove itself is not talked to.
    fn heard(&mut self, event: Event) {
        if let Event::Frame(ServerFrame::Welcome(welcome)) = &event
            && !self.is_the_server(welcome)
        {
            return self.tell(Event::LinkLost { reason: LinkReason::Stranger {} });
        }
        self.tell(event);
    }

    fn is_the_server(&self, welcome: &Welcome) -> bool {
        let message = welcome.message(&self.said_hello);
        let key = self.till.replica.read(|reader| reader.server_key(welcome.key));
        let key = key.inspect_err(|error: &ReplicaError| tracing::error!(%error, "the server's key could not be read"));
        key.ok().flatten().is_some_and(|key| signed(&key, &message.0, &welcome.signature.0))
    }

    fn now(&self) -> Ms {
        Ms::try_from(self.started.elapsed().as_millis()).unwrap_or(Ms::MAX)
    }

    fn tell(&mut self, event: Event) {
        if let Event::LinkLost { .. } = event {
            self.wire = None;
        }
        for effect in self.engine.handle(self.now(), event) {
            self.carry_out(effect);
        }
    }

    fn work_done(&mut self, done: WorkDone) {
        match done {
            WorkDone::Engine(event) => self.tell(event),
            WorkDone::Applied(applied) => {
                self.tell(Event::Applied);
                if applied.areas.contains(&Area::Stock) {
                    self.own(OwnWork::SweepUsage);
                }
                self.shown.rows_changed(self.now(), applied.areas);
            }
            WorkDone::Acknowledged => self.shown.status_changed(),
            WorkDone::Waiting(waiting) => {
                if self.engine.is_live() {
                    let now = self.till.now();
                    let oldest = waiting.oldest_ms.map(|at| Moment(Timestamp::new(at, now.offset_min)));
                    let alive = TillAlive { now: Moment(now), outbox: waiting.entries, oldest_unsent: oldest };
                    self.send(ClientFrame::Alive(alive));
                }
            }
        }
    }

    fn call(&mut self, pending: PendingCall) {
        self.calls_made += 1;
        self.calls.insert(self.calls_made, pending.answer);
        self.tell(Event::Call { id: self.calls_made, call: pending.call });
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Connect => {
                self.links += 1;
                self.wire = Some(Wire::open(self.remote.clone(), self.links, self.incoming.clone()));
            }
            Effect::Disconnect => self.wire = None,
            Effect::SendHello { hello, nonce } => self.send_hello(hello, &nonce),
            Effect::Follow { scopes } => self.told(ToldWork::Follow { scopes }),
            Effect::RaiseIncarnation { incarnation } => {
                tracing::warn!(incarnation, "the server holds entries of another copy of this till");
                self.own(OwnWork::RaiseIncarnation { incarnation });
            }
            Effect::Generation { number, id } => self.told(ToldWork::Generation { number, id }),
            Effect::EnrolAgain => self.enrol_again(),
            // At once: the next frame is checked by them.
            Effect::LearnKeys { keys } => {
                if let Err(error) = self.till.replica.server_keys_learn(&keys) {
                    tracing::error!(%error, "new keys of the server could not be stored");
                }
            }
            Effect::SendPush { batch, entries } => self.send_push(batch, entries),
            Effect::SendAlive => self.own(OwnWork::CountWaiting),
            Effect::Send(frame) => self.send(frame),
            Effect::SendAgain { above } => self.own(OwnWork::SendAgain { above }),
            Effect::ReadOutbox { ask, after, entries_max, bytes_max } => {
                self.own(OwnWork::Read { ask, after, entries_max, bytes_max });
            }
            Effect::Acknowledge { entries } => self.own(OwnWork::Acknowledge { entries }),
            Effect::Apply { down } => self.told(ToldWork::Apply { down }),
            Effect::UpToDate { at } => self.told(ToldWork::UpToDate { at }),
            Effect::AnswerCall { id, answer } => self.answer(id, answer),
            Effect::Connection { state, reason } => {
                let why = reason.as_ref().map(ToString::to_string);
                tracing::info!(?state, why, "connection to the server");
                self.shown.state(state, reason);
            }
            Effect::Heard => self.shown.heard(),
            Effect::Progress { applied, head, caught_up } => self.shown.progress(applied, head, caught_up),
            Effect::Peers { now, peers } => self.shown.peers(self.terminal, now, &peers),
            Effect::Alarm(alarm) => {
                tracing::error!(%alarm, "the chain of this till needs a person");
                self.shown.alarm(&alarm);
            }
        }
    }

    /// The next connection finds out what came of it.
    fn enrol_again(&self) {
        let (remote, certificate) = (self.remote.clone(), self.certificate.clone());
        tokio::spawn(async move {
            match remote.enrol_again(&certificate).await {
                Ok(()) => tracing::info!("the server lets this till in again"),
                Err(error) => tracing::warn!(%error, "the server does not let this till in again"),
            }
        });
    }

    fn send_hello(&mut self, hello: Hello, nonce: &[u8]) {
        let holds = match self.till.replica.chain_ends() {
            Ok(ends) => ends.iter().map(held_entry).collect(),
            Err(error) => {
                // Without its own entries it would pass for a copy that lost them.
                tracing::error!(%error, "the chain could not be read");
                return self.tell(Event::LinkLost { reason: LinkReason::OutboxUnreadable {} });
            }
        };
        let hello = Hello { holds, nonce: Fixed(self.till.bytes()), ..hello };
        let signature = Fixed(self.key.sign(&hello.message(nonce).0).to_bytes());
        self.said_hello = signature;
        self.send(ClientFrame::Hello(Hello { signature, ..hello }));
    }

    fn send_push(&mut self, batch: u64, entries: Vec<SealedEntry>) {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        let signature = Fixed(self.key.sign(&batch_message(&hashes)).to_bytes());
        self.send(ClientFrame::Push(Push { batch, entries, signature }));
    }

    /// A frame that finds no room would leave a hole, so the connection ends instead.
    fn send(&mut self, frame: ClientFrame) {
        if let Some(wire) = &self.wire
            && !wire.send(frame)
        {
            self.tell(Event::LinkLost { reason: LinkReason::Stuck {} });
        }
    }

    /// Work that finds no room is asked for again by the next connection.
    fn own(&mut self, work: OwnWork) {
        if !self.queues.own(work) {
            self.tell(Event::LinkLost { reason: LinkReason::DiskBehind {} });
        }
    }

    fn told(&mut self, work: ToldWork) {
        let is_page = matches!(work, ToldWork::Apply { .. });
        if !self.queues.told(work) && is_page {
            self.tell(Event::ApplyFailed { reason: LinkReason::DiskBehind {} });
        }
    }

    fn answer(&mut self, id: u64, answer: Result<Answer, CallFailed>) {
        let Some(asker) = self.calls.remove(&id) else { return };
        // Whoever asked may have gone; the answer was for them alone.
        let _ = asker.send(answer.map_err(|failed| match failed {
            CallFailed::Offline => CallFailure::Offline,
            CallFailed::Lost => CallFailure::Lost,
            CallFailed::TooMany => CallFailure::Refused(CallError::Busy),
            CallFailed::Server(error) => CallFailure::Refused(error),
        }));
    }
}

fn held_entry(end: &ChainHead) -> HeldEntry {
    let ChainHead { place, hash } = end;
    HeldEntry { incarnation: place.incarnation, seq: place.seq, hash: Fixed(std::array::from_fn(|at| hash.0[at])) }
}
