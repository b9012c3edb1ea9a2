//! The server of a simulated day: it keeps its promises, signs what it tells, and is now and
//! then restored from a backup.

use super::*;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use shared_model::bounds::PAGES_IN_FLIGHT_MAX;
use shared_model::encoding::{Bytes, Signed};
use shared_model::wire::page::{body_hash, chained, heads_digest};

/// A till that does not confirm for so long has lost something.
const PATIENCE: Ms = 30_000;
/// Pages that say where a scope stands have few rows, so that a day has many of them.
const ROWS_MAX: u64 = 5;

/// What a backup holds.
#[derive(Clone, Default)]
pub struct Books {
    pub stored: Vec<Hash>,
    /// Position, body and head after it, by scope.
    pub log: [Vec<(u64, Vec<u8>, Hash)>; 5],
    /// By product; each stands at a position of its own.
    pub levels: BTreeMap<u128, Level>,
    pub head: u64,
    pub generation: u32,
}

#[derive(Default)]
struct Session {
    sent: [u64; 5],
    levels_sent: u64,
    target: u64,
    /// Slot (5 for levels) and end of what was sent and is not confirmed.
    unconfirmed: Vec<(u8, u64)>,
    confirmed_at: Ms,
    applied: [u64; 6],
}

pub struct Server {
    key: SigningKey,
    pub books: Books,
    pub generation_id: [u8; 8],
    hello: Option<Hello>,
    session: Option<Session>,
}

impl Server {
    pub fn new() -> Server {
        let books = Books { generation: 1, ..Books::default() };
        Server { key: SigningKey::from_bytes(&[7; 32]), books, generation_id: [1; 8], hello: None, session: None }
    }

    pub fn public_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    pub fn hang_up(&mut self) {
        self.hello = None;
        self.session = None;
    }

    /// Everything since the backup is gone; the numbers after it are given out again.
    pub fn restore(&mut self, backup: Books, id: u64) {
        self.hang_up();
        self.generation_id = id.to_be_bytes();
        self.books = Books { generation: backup.generation + 1, ..backup };
    }

    pub fn take(&mut self, now: Ms, frame: ClientFrame, dice: &mut Dice) -> Vec<ServerFrame> {
        match frame {
            ClientFrame::Hello(hello) => {
                let life = if hello.generation == 0 { [0; 8] } else { self.generation_id };
                let positions = hello.positions.0.first_chunk::<5>().copied();
                let agreed = positions.filter(|positions| {
                    let heads = (0..5).map(|slot| self.head_at(slot, positions[slot]));
                    let heads: Option<Vec<Hash>> = heads.collect();
                    heads.is_some_and(|heads| heads_digest(&life, SCOPES.into_iter().zip(heads)) == hello.digest.0)
                });
                self.hello = Some(hello);
                match agreed {
                    Some(positions) => vec![self.welcome(now, positions, None)],
                    None => vec![ServerFrame::AskHeads(())],
                }
            }
            ClientFrame::Heads(heads) => {
                let positions = std::array::from_fn(|slot| {
                    let stands = heads.scopes.iter().find(|(scope, _)| *scope == SCOPES[slot]);
                    stands.map_or(0, |(scope, cursor)| self.known_to(slot, *scope, cursor))
                });
                let follows = self.hello.as_ref().filter(|hello| hello.positions.0.is_empty()).map(|_| SCOPES.to_vec());
                vec![self.welcome(now, positions, follows)]
            }
            ClientFrame::Push(push) => {
                assert!(self.session.is_some(), "a push before the welcome");
                let results: Vec<EntryResult> = push.entries.iter().map(|entry| self.keep(entry)).collect();
                in_parts(push.batch, results, dice)
            }
            ClientFrame::Applied(applied) => {
                self.applied(now, &applied);
                vec![]
            }
            ClientFrame::Call(_) | ClientFrame::Alive(_) | ClientFrame::Unknown { .. } => vec![],
        }
    }

    /// The head of a scope at a position; none beyond the log's end.
    fn head_at(&self, slot: usize, position: u64) -> Option<Hash> {
        let before = self.books.log[slot].partition_point(|(at, _, _)| *at <= position);
        let head = before.checked_sub(1).map_or(Hash::ZERO, |last| self.books.log[slot][last].2);
        (position <= self.books.head).then_some(head)
    }

    /// How far a scope goes on; 0 where the two have forked.
    fn known_to(&self, slot: usize, scope: Scope, cursor: &Cursor) -> u64 {
        let signature = Signature::from_bytes(&cursor.signature.0);
        let message = cursor.message(BUSINESS, scope).0;
        assert!(self.public_key().verify_strict(&message, &signature).is_ok(), "a head that nobody signed");
        let number = cursor.position.number;
        if self.head_at(slot, number) == Some(cursor.head) { number } else { 0 }
    }

    fn welcome(&mut self, now: Ms, sent: [u64; 5], follows: Option<Vec<Scope>>) -> ServerFrame {
        let hello = self.hello.as_ref().expect("a hello before the heads");
        let heard = hello.positions.0.get(5).copied().unwrap_or(0);
        let levels_known = hello.generation == self.books.generation && heard <= self.books.head;
        let levels_sent = if levels_known { heard } else { 0 };
        let (target, held) = (self.books.head, self.books.stored.len() as u64);
        self.session = Some(Session { sent, levels_sent, target, confirmed_at: now, ..Session::default() });
        ServerFrame::Welcome(Welcome {
            protocol: hello.protocol,
            now: Moment(Timestamp::new(0, 0)),
            generation: self.books.generation,
            generation_id: Fixed(self.generation_id),
            held: if held > 0 { vec![(1, held)] } else { vec![] },
            go_on_as: None,
            follows,
            head: target,
            key: 1,
            signature: Fixed([0; 64]),
        })
    }

    fn keep(&mut self, entry: &SealedEntry) -> EntryResult {
        let hash = entry.hash();
        let seq = u64::from_be_bytes(entry.bytes[..].try_into().unwrap());
        let expected = self.books.stored.len() as u64 + 1;
        let outcome = if seq > expected {
            EntryOutcome::Gap { expected }
        } else if seq < expected {
            assert_eq!(self.books.stored[seq as usize - 1], hash, "another entry {seq}");
            EntryOutcome::Duplicate
        } else {
            self.books.stored.push(hash);
            EntryOutcome::Stored
        };
        EntryResult { hash, outcome }
    }

    fn applied(&mut self, now: Ms, applied: &Applied) {
        let Some(session) = &mut self.session else { return };
        session.confirmed_at = now;
        let levels = applied.levels.iter().map(|(_, to)| (5, *to));
        for (slot, to) in applied.positions.iter().copied().chain(levels) {
            let before = &mut session.applied[usize::from(slot)];
            assert!(to >= *before, "the till went backwards");
            *before = to;
            session.unconfirmed.retain(|(sent, end)| *sent != slot || *end > to);
        }
    }

    pub fn has_given_up(&self, now: Ms) -> bool {
        let session = self.session.as_ref();
        session.is_some_and(|session| !session.unconfirmed.is_empty() && now > session.confirmed_at + PATIENCE)
    }

    /// Something new is told in one scope, and its level with it where that is a warehouse's.
    pub fn record(&mut self, dice: &mut Dice) {
        let slot = dice.roll(5) as usize;
        self.books.head += 1 + dice.roll(3);
        let (position, body) = (self.books.head, vec![slot as u8, dice.roll(250) as u8]);
        let before = self.books.log[slot].last().map_or(Hash::ZERO, |(_, _, head)| *head);
        let head = chained(before, position, body_hash(&[], &body));
        self.books.log[slot].push((position, body, head));
        if dice.roll(2) == 0 {
            self.books.head += 1;
            let product = u128::from(dice.roll(7));
            let (version, free) = (self.books.head, Quantity(dice.roll(9) as i64));
            let level = Level {
                product: ProductId(Uuid::from_u128(product)),
                on_hand: free,
                free,
                backordered: Quantity::ZERO,
                version,
                position: self.books.head,
                short: Quantity::ZERO,
            };
            self.books.levels.insert(product, level);
        }
    }

    /// The next page of whatever is behind, as the reader keeps up.
    pub fn follow(&mut self, dice: &mut Dice) -> Option<ServerFrame> {
        let session = self.session.as_ref()?;
        if session.unconfirmed.len() >= PAGES_IN_FLIGHT_MAX {
            return None;
        }
        let first = dice.roll(6) as usize;
        let rows = 1 + dice.roll(ROWS_MAX) as usize;
        (0..6).map(|turn| (first + turn) % 6).find_map(|slot| {
            if slot == 5 {
                self.levels(rows).map(ServerFrame::Levels)
            } else {
                self.page(slot, rows).map(ServerFrame::Page)
            }
        })
    }

    fn page(&mut self, slot: usize, rows_max: usize) -> Option<Page> {
        let session = self.session.as_mut()?;
        let from = session.sent[slot];
        let log = &self.books.log[slot];
        let after = log.partition_point(|(position, _, _)| *position <= from);
        let told: Vec<_> = log[after..].iter().take(rows_max).collect();
        let to = told.last().map_or(session.target, |(position, _, _)| *position);
        if to <= from {
            return None;
        }
        let whole = |(position, body, _): &&(u64, Vec<u8>, Hash)| LogRow {
            position: *position,
            salt: Bytes::new(),
            body: Body::Whole(body.clone()),
        };
        let rows: Vec<LogRow> = told.iter().map(whole).collect();
        session.sent[slot] = to;
        session.unconfirmed.push((slot as u8, to));
        let head = self.head_at(slot, to)?;
        let mut page = Page {
            generation: self.books.generation,
            scope: SCOPES[slot],
            from,
            to,
            head,
            inside: false,
            rows,
            key: 1,
            signature: Fixed([0; 64]),
        };
        page.signature = Fixed(self.key.sign(&page.message(BUSINESS).0).to_bytes());
        Some(page)
    }

    fn levels(&mut self, rows_max: usize) -> Option<Signed<Levels>> {
        let session = self.session.as_mut()?;
        let from = session.levels_sent;
        let mut rows: Vec<Level> = self.books.levels.values().filter(|level| level.position > from).cloned().collect();
        rows.sort_by_key(|level| level.position);
        rows.truncate(rows_max);
        let to = rows.last()?.position;
        session.levels_sent = to;
        session.unconfirmed.push((5, to));
        let (generation, warehouse) = (self.books.generation, WAREHOUSE);
        let levels = Levels { generation, warehouse, from, to, rows, key: 1 };
        Some(Signed::by(levels, |levels| Fixed(self.key.sign(&levels.message(BUSINESS).0).to_bytes())))
    }
}

/// A push is answered as its entries are stored, a few at a time.
fn in_parts(batch: u64, results: Vec<EntryResult>, dice: &mut Dice) -> Vec<ServerFrame> {
    let part = 1 + dice.roll(4) as usize;
    let parts = results.chunks(part).enumerate();
    parts
        .map(|(number, results)| {
            let first = (number * part) as u32;
            ServerFrame::Pushed(Pushed { batch, first, results: results.to_vec() })
        })
        .collect()
}
