//! The server that a till of these tests belongs to: it signs what it tells, and knows how
//! far the till has read.

use crate::world::{BUSINESS, STORE, TERMINAL, WAREHOUSE};
use app::replica::Trust;
use app::replica::own::device::Enrolment;
use ed25519_dalek::{Signer, SigningKey};
use shared_model::encoding::{Bytes, Fixed, Signed};
use shared_model::setting::Certificate;
use shared_model::setting::TerminalKind;
use shared_model::unit::*;
use shared_model::wire::page::chained;
use shared_model::wire::*;
use std::collections::BTreeMap;

pub const GENERATION: u32 = 1;
const KEY: u32 = 1;

#[derive(Clone)]
pub struct Server {
    key: SigningKey,
    /// The newest position given out, to whatever.
    pub position: u64,
    /// Where each scope was read to.
    cursors: BTreeMap<Scope, Cursor>,
    /// How far levels were heard.
    levels: u64,
}

impl Server {
    pub fn new() -> Server {
        Server { key: SigningKey::from_bytes(&[5; 32]), position: 0, cursors: BTreeMap::new(), levels: 0 }
    }

    pub fn public_key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    pub fn trust(&self) -> Trust {
        Trust { business: BUSINESS, key: KEY, public_key: self.public_key() }
    }

    pub fn enrolment(&self) -> Enrolment {
        Enrolment::of(self.certificate(), "http://127.0.0.1:1".into(), self.public_key())
    }

    pub fn certificate(&self) -> Signed<Certificate> {
        let certificate = Certificate {
            terminal: TERMINAL,
            business: BUSINESS,
            code: "T01".into(),
            public_key: Fixed(SigningKey::from_bytes(&[7; 32]).verifying_key().to_bytes()),
            kind: TerminalKind::Till,
            incarnation: 1,
            store: STORE,
            position: Position::new(GENERATION, 1),
            key: KEY,
        };
        Signed::by(certificate, |certificate| Fixed(self.key.sign(&certificate.message().0).to_bytes()))
    }

    pub fn cursor(&self, scope: Scope) -> Cursor {
        self.cursors.get(&scope).cloned().unwrap_or_else(Cursor::start)
    }

    /// The next page of a scope, with a row for each body.
    pub fn page_of(&mut self, scope: Scope, bodies: Vec<Vec<u8>>) -> Page {
        let rows = bodies.into_iter().map(|body| {
            self.position += 1;
            LogRow { position: self.position, salt: Bytes::new(), body: Body::Whole(body) }
        });
        let rows: Vec<LogRow> = rows.collect();
        let to = rows.last().map_or(self.position, |row| row.position);
        let cursor = self.cursor(scope);
        self.signed(scope, cursor.position.number, cursor.head, rows, to)
    }

    /// A page after a place in a scope's chain.
    pub fn signed(&self, scope: Scope, from: u64, head: Hash, rows: Vec<LogRow>, to: u64) -> Page {
        let head = rows.iter().fold(head, |head, row| chained(head, row.position, row.hash()));
        let (generation, key, signature) = (GENERATION, KEY, Fixed([0; 64]));
        self.sign(Page { generation, scope, from, to, head, inside: false, rows, key, signature })
    }

    pub fn sign(&self, page: Page) -> Page {
        let signature = Fixed(self.key.sign(&page.message(BUSINESS).0).to_bytes());
        Page { signature, ..page }
    }

    /// The till has stored it.
    pub fn went_on(&mut self, page: &Page) {
        self.position = self.position.max(page.to);
        self.cursors.insert(page.scope, page.cursor());
    }

    /// The next levels, each true at a position of its own.
    pub fn levels_of(&mut self, levels: Vec<Level>) -> Signed<Levels> {
        let rows = levels.into_iter().map(|level| {
            self.position += 1;
            Level { position: self.position, ..level }
        });
        let rows: Vec<Level> = rows.collect();
        self.signed_levels(self.levels, rows, self.position)
    }

    pub fn signed_levels(&self, from: u64, rows: Vec<Level>, to: u64) -> Signed<Levels> {
        let levels = Levels { generation: GENERATION, warehouse: WAREHOUSE, from, to, rows, key: KEY };
        Signed::by(levels, |levels| Fixed(self.key.sign(&levels.message(BUSINESS).0).to_bytes()))
    }

    pub fn heard(&mut self, levels: &Signed<Levels>) {
        self.levels = levels.to;
    }

    /// A new key of it, by the word of this one.
    pub fn vouch(&self, message: &[u8]) -> Vec<u8> {
        self.key.sign(message).to_bytes().to_vec()
    }
}

/// Where a row is told.
pub fn scope_of(told: &Told) -> Scope {
    match told {
        Told::Business(_)
        | Told::Warehouse(_)
        | Told::Terminal(_)
        | Told::ServerKey(_)
        | Told::Staff(_)
        | Told::Product(_)
        | Told::Price(_) => Scope::Business,
        Told::Customer(_) => Scope::People,
        Told::Store(_) | Told::Order(_) | Told::OrderStates(_) | Told::Shortage(_) | Told::Review(_) => {
            Scope::Store(STORE)
        }
        Told::CountTask(_) => Scope::Warehouse(WAREHOUSE),
        Told::SetAside(_) | Told::Verdict(_) => Scope::Mail(TERMINAL),
    }
}
