//! What stands in for a server: signs pages, levels and certificates as one does.

use app::replica::Trust;
use ed25519_dalek::{Signer, SigningKey};
use shared_model::encoding::{Bytes, Fixed, Signature, Signed};
use shared_model::setting::Certificate;
use shared_model::setting::TerminalKind;
use shared_model::unit::*;
use shared_model::wire::page::chained;
use shared_model::wire::*;
use std::collections::BTreeMap;

const KEY: u32 = 1;
const GENERATION: u32 = 1;

pub struct Server {
    business: BusinessId,
    key: SigningKey,
    position: u64,
    /// Where each scope stands: position and head.
    heads: BTreeMap<Scope, (u64, Hash)>,
    levels: u64,
}

impl Server {
    pub fn new(business: BusinessId) -> Server {
        let key = SigningKey::from_bytes(&[1; 32]);
        Server { business, key, position: 0, heads: BTreeMap::new(), levels: 0 }
    }

    pub fn trust(&self) -> Trust {
        Trust { business: self.business, key: KEY, public_key: self.key.verifying_key().to_bytes() }
    }

    fn sign(&self, message: Hash) -> Signature {
        Fixed(self.key.sign(&message.0).to_bytes())
    }

    /// The next page of a scope.
    pub fn page(&mut self, scope: Scope, told: &[Told]) -> Page {
        let (from, mut head) = self.heads.get(&scope).copied().unwrap_or((0, Hash::ZERO));
        let mut rows = Vec::with_capacity(told.len());
        for told in told {
            self.position += 1;
            let row = LogRow { position: self.position, salt: Bytes::new(), body: Body::Whole(told.encode()) };
            head = chained(head, row.position, row.hash());
            rows.push(row);
        }
        let to = self.position;
        self.heads.insert(scope, (to, head));
        let (generation, inside, key) = (GENERATION, false, KEY);
        let signature = Fixed([0; 64]);
        let page = Page { generation, scope, from, to, head, inside, rows, key, signature };
        Page { signature: self.sign(page.message(self.business)), ..page }
    }

    pub fn levels(&mut self, warehouse: WarehouseId, rows: Vec<Level>) -> Signed<Levels> {
        let (from, to) = (self.levels, self.levels + 1);
        self.levels = to;
        let levels = Levels { generation: GENERATION, warehouse, from, to, rows, key: KEY };
        Signed::by(levels, |levels| self.sign(levels.message(self.business)))
    }

    pub fn certificate(&self, terminal: TerminalId, store: StoreId) -> Signed<Certificate> {
        let certificate = Certificate {
            terminal,
            business: self.business,
            code: "T01".into(),
            public_key: Fixed([2; 32]),
            kind: TerminalKind::Till,
            incarnation: 1,
            store,
            position: Position::new(GENERATION, 1),
            key: KEY,
        };
        Signed::by(certificate, |certificate| self.sign(certificate.message()))
    }
}
