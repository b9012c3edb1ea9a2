//! Whole days against a server that keeps its promises over a network that keeps none:
//! frames are lost, doubled and delayed, connections are cut at any moment, the disk is
//! slow. The seed decides everything and is printed when a day goes wrong.

use super::*;
use shared_model::SealedEntry;
use shared_model::unit::Hash;
use shared_model::wire::{ClientFrame, EntryOutcome, EntryResult, LOG_FRAMES_IN_FLIGHT_MAX, LogEntry};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

const CHAOS_STEPS: u64 = 1_500;
const CALM_STEPS: u64 = 20_000;

struct Dice(u64);

impl Dice {
    /// splitmix64
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// What is on its way, by arrival; each direction keeps its order within a connection.
enum Transit {
    Up {
        link: u64,
        frame: ClientFrame,
    },
    Down {
        link: u64,
        frame: ServerFrame,
    },
    /// Something on the till itself that takes time.
    Local(Event),
    Opened {
        link: u64,
    },
    Cut {
        link: u64,
    },
}

#[derive(Default)]
struct Server {
    stored: Vec<Hash>,
    /// (position, position before it in the filter); other positions belong to others.
    log: Vec<(u64, u64)>,
    head: u64,
    greeted: bool,
    sent_to: u64,
    applied: u64,
    unconfirmed: Vec<u64>,
}

impl Server {
    fn take(&mut self, frame: ClientFrame) -> Vec<ServerFrame> {
        match frame {
            ClientFrame::Hello { cursor, .. } => {
                self.greeted = true;
                self.sent_to = cursor.position;
                self.unconfirmed.clear();
                let held = (!self.stored.is_empty()).then_some((1, self.stored.len() as u64));
                let now = Timestamp::new(0, 0);
                vec![ServerFrame::Welcome { protocol: 1, now, generation: Uuid::nil(), held, head: self.head }]
            }
            ClientFrame::Push { batch, entries, .. } => {
                let results = entries.iter().map(|entry| self.store(entry)).collect();
                vec![ServerFrame::Pushed { batch, results }]
            }
            ClientFrame::Applied { position } => {
                assert!(position >= self.applied, "the till went backwards");
                self.applied = position;
                self.unconfirmed.retain(|&end| end > position);
                vec![]
            }
            ClientFrame::Call { .. } | ClientFrame::Alive { .. } => vec![],
        }
    }

    fn store(&mut self, entry: &SealedEntry) -> EntryResult {
        let hash = entry.hash();
        let seq = u64::from_be_bytes(entry.bytes[..].try_into().unwrap());
        let expected = self.stored.len() as u64 + 1;
        let outcome = if seq > expected {
            EntryOutcome::Gap { expected }
        } else if seq < expected {
            assert_eq!(self.stored[seq as usize - 1], hash, "another entry {seq}");
            EntryOutcome::Duplicate
        } else {
            self.stored.push(hash);
            EntryOutcome::Stored
        };
        EntryResult { hash, outcome }
    }

    fn follow(&mut self, page: usize) -> Option<ServerFrame> {
        if !self.greeted || self.sent_to == self.head || self.unconfirmed.len() >= LOG_FRAMES_IN_FLIGHT_MAX {
            return None;
        }
        let entries: Vec<LogEntry> = self
            .log
            .iter()
            .filter(|(position, _)| *position > self.sent_to)
            .take(page)
            .map(|&(position, prev)| LogEntry { position, prev, body: vec![] })
            .collect();
        let end = if entries.len() == page { entries.last().unwrap().position } else { self.head };
        self.sent_to = end;
        self.unconfirmed.push(end);
        Some(ServerFrame::Log { entries, cursor: Cursor { position: end, hash: Hash::ZERO }, head: self.head })
    }
}

struct Day {
    dice: Dice,
    chaos: bool,
    now: Ms,
    engine: Engine,
    server: Server,
    transit: BTreeMap<(Ms, u64), Transit>,
    sequence: u64,
    link: u64,
    linked: bool,
    last_up: Ms,
    last_down: Ms,
    // The till's disk.
    newest: u64,
    acknowledged: BTreeSet<u64>,
    rows: Vec<u64>,
    cursor: Cursor,
    applying: Option<(Vec<LogEntry>, Cursor)>,
    asked: HashMap<u64, u32>,
}

impl Day {
    fn new(seed: u64) -> Day {
        let engine = Engine::new(TerminalId(Uuid::nil()), Place { incarnation: 1, seq: 0 }, Cursor::START, seed);
        Day {
            dice: Dice(seed),
            chaos: true,
            now: 0,
            engine,
            server: Server::default(),
            transit: BTreeMap::new(),
            sequence: 0,
            link: 0,
            linked: false,
            last_up: 0,
            last_down: 0,
            newest: 0,
            acknowledged: BTreeSet::new(),
            rows: vec![],
            cursor: Cursor::START,
            applying: None,
            asked: HashMap::new(),
        }
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.chaos && self.dice.roll(one_in) == 0
    }

    fn put(&mut self, at: Ms, transit: Transit) {
        self.sequence += 1;
        self.transit.insert((at, self.sequence), transit);
    }

    fn send_up(&mut self, frame: ClientFrame) {
        let lossy = matches!(frame, ClientFrame::Push { .. });
        if lossy && self.chance(15) {
            return;
        }
        self.last_up = self.last_up.max(self.now + 1 + self.dice.roll(40));
        let (at, link) = (self.last_up, self.link);
        if lossy && self.chance(10) {
            self.put(at, Transit::Up { link, frame: frame.clone() });
        }
        self.put(at, Transit::Up { link, frame });
    }

    fn send_down(&mut self, frame: ServerFrame) {
        let lossy = matches!(frame, ServerFrame::Pushed { .. } | ServerFrame::Log { .. });
        if lossy && self.chance(15) {
            return;
        }
        self.last_down = self.last_down.max(self.now + 1 + self.dice.roll(40));
        let (at, link) = (self.last_down, self.link);
        if lossy && self.chance(10) {
            self.put(at, Transit::Down { link, frame: frame.clone() });
        }
        self.put(at, Transit::Down { link, frame });
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Connect => {
                    self.link += 1;
                    self.linked = true;
                    self.server.greeted = false;
                    let (at, link) = (self.now + 1 + self.dice.roll(200), self.link);
                    if self.chance(4) {
                        self.put(at, Transit::Cut { link });
                    } else {
                        self.put(at, Transit::Opened { link });
                    }
                    let (at, cut) = (at + self.dice.roll(8_000), self.chance(2));
                    if cut {
                        self.put(at, Transit::Cut { link });
                    }
                }
                Effect::Disconnect => self.linked = false,
                Effect::SendHello { protocol, terminal, cursor, .. } => {
                    assert_eq!(cursor, self.cursor, "the hello names another cursor than the stored one");
                    self.send_up(ClientFrame::Hello { protocol, terminal, cursor, signature: vec![] });
                }
                Effect::SendPush { batch, entries } => {
                    self.send_up(ClientFrame::Push { batch, entries, signature: vec![] });
                }
                Effect::SendAlive => self.send_down(ServerFrame::Alive { now: Timestamp::new(0, 0), peers: vec![] }),
                Effect::Send(frame) => self.send_up(frame),
                Effect::ReadOutbox { ask, after, entries_max, .. } => {
                    let page = if self.chaos { 1 + self.dice.roll(7) as usize } else { entries_max };
                    *self.asked.entry(ask).or_default() += 1;
                    let entries: Vec<Outgoing> = (after.seq + 1..=self.newest)
                        .filter(|seq| !self.acknowledged.contains(seq))
                        .take(page)
                        .map(outgoing)
                        .collect();
                    let more = entries.last().is_some_and(|last| last.place.seq < self.newest);
                    let at = self.now + self.dice.roll(30);
                    self.put(at, Transit::Local(Event::OutboxRead { ask, entries, more }));
                }
                Effect::Acknowledge { entries } => {
                    for (place, hash) in entries {
                        let held = self.server.stored.get(place.seq as usize - 1);
                        assert_eq!(held, Some(&hash), "entry {} was acknowledged and is not there", place.seq);
                        self.acknowledged.insert(place.seq);
                    }
                }
                Effect::Apply { entries, cursor } => {
                    assert!(self.applying.is_none(), "two frames at a time");
                    self.applying = Some((entries, cursor));
                    let at = self.now + self.dice.roll(60);
                    let failed = self.chance(20);
                    let reason = "disk".to_owned();
                    self.put(at, Transit::Local(if failed { Event::ApplyFailed { reason } } else { Event::Applied }));
                }
                Effect::SendAgain { above } => self.acknowledged.retain(|&seq| seq <= above.seq),
                Effect::Alarm(alarm) => panic!("{alarm}"),
                Effect::AnswerCall { .. }
                | Effect::Connection { .. }
                | Effect::Heard
                | Effect::Progress { .. }
                | Effect::UpToDate { .. }
                | Effect::Peers { .. } => {}
            }
        }
    }

    fn arrive(&mut self, transit: Transit) {
        let event = match transit {
            Transit::Up { link, frame } if self.linked && link == self.link => {
                for answer in self.server.take(frame) {
                    self.send_down(answer);
                }
                return;
            }
            Transit::Down { link, frame } if self.linked && link == self.link => Event::Frame(frame),
            Transit::Opened { link } if self.linked && link == self.link => {
                self.send_down(ServerFrame::Challenge { nonce: vec![] });
                Event::Connected
            }
            Transit::Cut { link } if self.linked && link == self.link => {
                self.linked = false;
                Event::LinkLost { reason: "cut".to_owned() }
            }
            Transit::Local(Event::Applied) => {
                let (entries, cursor) = self.applying.take().unwrap();
                self.rows.extend(entries.iter().map(|entry| entry.position));
                self.cursor = cursor;
                Event::Applied
            }
            Transit::Local(event) => {
                if let Event::ApplyFailed { .. } = event {
                    self.applying = None;
                }
                event
            }
            _ => return,
        };
        let effects = self.engine.handle(self.now, event);
        self.carry_out(effects);
    }

    fn step(&mut self) {
        if self.chaos && self.dice.roll(4) == 0 {
            self.newest += 1;
            let effects = self.engine.handle(self.now, Event::OutboxGrew);
            self.carry_out(effects);
        }
        if self.chaos && self.dice.roll(4) == 0 {
            self.record_at_server();
        }
        let page = 1 + self.dice.roll(5) as usize;
        if self.linked
            && let Some(frame) = self.server.follow(page)
        {
            self.send_down(frame);
        }
        let next = self.transit.first_key_value().map(|(key, _)| *key);
        let wake = self.engine.wake_at();
        match next {
            Some(key) if wake.is_none_or(|wake| key.0 <= wake) => {
                self.now = self.now.max(key.0);
                let transit = self.transit.remove(&key).unwrap();
                self.arrive(transit);
            }
            _ => {
                self.now = self.now.max(wake.expect("a started engine always plans something"));
                let effects = self.engine.handle(self.now, Event::Tick);
                assert!(self.engine.wake_at().is_none_or(|wake| wake > self.now), "it would be woken without end");
                self.carry_out(effects);
            }
        }
    }

    fn record_at_server(&mut self) {
        self.server.head += 1 + self.dice.roll(3);
        let prev = self.server.log.last().map_or(0, |(position, _)| *position);
        self.server.log.push((self.server.head, prev));
    }

    fn settled(&self) -> bool {
        self.acknowledged.len() as u64 == self.newest && self.cursor.position == self.server.head
    }

    fn play(&mut self) {
        let effects = self.engine.handle(0, Event::Start);
        self.carry_out(effects);
        for _ in 0..CHAOS_STEPS {
            self.step();
        }
        self.chaos = false;
        self.newest += 1;
        self.record_at_server();
        let effects = self.engine.handle(self.now, Event::OutboxGrew);
        self.carry_out(effects);
        let mut steps = 0;
        while !self.settled() {
            steps += 1;
            assert!(steps < CALM_STEPS, "it never settles");
            self.step();
        }
    }

    fn check(&self) {
        let made: Vec<Hash> = (1..=self.newest).map(|seq| outgoing(seq).entry.hash()).collect();
        assert_eq!(self.server.stored, made, "the server's chain");
        let recorded: Vec<u64> = self.server.log.iter().map(|(position, _)| *position).collect();
        assert_eq!(self.rows, recorded, "the till's rows");
        assert!(self.asked.values().all(|&times| times == 1), "a question number was used twice");
    }
}

fn outgoing(seq: u64) -> Outgoing {
    let entry = SealedEntry { bytes: seq.to_be_bytes().to_vec(), attachment: None };
    Outgoing { place: Place { incarnation: 1, seq }, entry }
}

#[test]
fn every_entry_arrives_exactly_once_and_in_order_both_ways() {
    let seeds: Vec<u64> = match std::env::var("SEED") {
        Ok(seed) => vec![seed.parse().expect("SEED is a number")],
        Err(_) => (1..=400).collect(),
    };
    for seed in seeds {
        let day = std::panic::catch_unwind(|| {
            let mut day = Day::new(seed);
            day.play();
            day.check();
            assert!(day.link > 1 && day.newest > 100 && day.rows.len() > 100, "nothing happened");
        });
        if let Err(panic) = day {
            eprintln!("the day of SEED={seed} went wrong");
            std::panic::resume_unwind(panic);
        }
    }
}
