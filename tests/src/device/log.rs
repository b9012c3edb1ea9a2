//! What a bare device hears of the log: pages of its scopes and levels, each checked against
//! where it stands and against the server's key before it is kept.

use ed25519_dalek::{Signature, VerifyingKey};
use shared_model::encoding::{Fixed, Signed};
use shared_model::setting::Certificate;
use shared_model::unit::*;
use shared_model::wire::page::heads_digest;
use shared_model::wire::*;
use std::collections::BTreeMap;

/// A row as it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub scope: Scope,
    pub position: u64,
    pub told: Told,
}

pub struct Following {
    business: BusinessId,
    pub terminal: TerminalId,
    /// What it follows, in the order in which the server named it.
    scopes: Vec<Scope>,
    key: (u32, VerifyingKey),
    /// The server's life this device last talked to; 0 before the first.
    pub generation: u32,
    /// The server's, by its id.
    pub life: Fixed<8>,
    cursors: BTreeMap<Scope, Cursor>,
    pub heard_to: u64,
    /// Every row of the log, in order of arrival.
    pub heard: Vec<Heard>,
    /// The newest level of each product.
    pub stock: BTreeMap<ProductId, Level>,
}

impl Following {
    pub fn of(certificate: &Certificate, key: VerifyingKey) -> Following {
        Following {
            business: certificate.business,
            terminal: certificate.terminal,
            scopes: Vec::new(),
            key: (certificate.key, key),
            generation: 0,
            life: Fixed([0; 8]),
            cursors: BTreeMap::new(),
            heard_to: 0,
            heard: Vec::new(),
            stock: BTreeMap::new(),
        }
    }

    /// What the server said that it follows.
    pub fn follow(&mut self, scopes: Vec<Scope>) {
        self.scopes = scopes;
    }

    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// Of its store, once the server has said which it is.
    pub fn warehouse(&self) -> Option<WarehouseId> {
        self.scopes.iter().find_map(|scope| if let Scope::Warehouse(id) = scope { Some(*id) } else { None })
    }

    /// How far levels were heard, of each warehouse that it follows.
    pub fn levels(&self) -> Vec<u64> {
        self.warehouse().map(|_| self.heard_to).into_iter().collect()
    }

    pub fn cursor(&self, scope: Scope) -> Cursor {
        self.cursors.get(&scope).cloned().unwrap_or_else(Cursor::start)
    }

    pub fn position(&self, scope: Scope) -> Position {
        self.cursor(scope).position
    }

    pub fn positions(&self) -> Vec<u64> {
        self.scopes.iter().map(|scope| self.position(*scope).number).collect()
    }

    pub fn heads(&self) -> Heads {
        let scopes = self.scopes.iter().map(|scope| (*scope, self.cursor(*scope))).collect();
        Heads { life: self.life, scopes, levels: self.warehouse().into_iter().map(|id| (id, self.heard_to)).collect() }
    }

    pub fn digest(&self) -> Fixed<16> {
        Fixed(heads_digest(&self.life.0, self.scopes.iter().map(|scope| (*scope, self.cursor(*scope).head))))
    }

    /// The server signed it, with the key this device enrolled at.
    pub fn signed(&self, key: u32, message: Hash, signature: &shared_model::encoding::Signature) -> Result<(), String> {
        let (number, public_key) = &self.key;
        if *number != key {
            return Err(format!("key {key} signed, this device knows key {number}"));
        }
        let signature = Signature::from_bytes(&signature.0);
        public_key.verify_strict(&message.0, &signature).map_err(|_| "the server's signature does not verify".into())
    }

    /// Takes a page in; what it tells the server of it.
    pub fn page(&mut self, page: &Page) -> Result<Applied, String> {
        let place = self.scopes.iter().position(|scope| *scope == page.scope);
        let place = place.ok_or_else(|| format!("a page of {:?}, which this device does not follow", page.scope))?;
        let known = self.cursor(page.scope);
        page.check(known.position.number, known.head).map_err(|error| format!("{:?}: {error}", page.scope))?;
        self.signed(page.key, page.message(self.business), &page.signature)?;
        for LogRow { position, body, .. } in &page.rows {
            let Body::Whole(body) = body else { continue };
            let told = Told::decode(body).map_err(|error| error.to_string())?;
            self.heard.push(Heard { scope: page.scope, position: *position, told });
        }
        self.cursors.insert(page.scope, page.cursor());
        let place = u8::try_from(place).map_err(|error| error.to_string())?;
        Ok(Applied { positions: vec![(place, page.to)], levels: Vec::new() })
    }

    pub fn hear(&mut self, levels: &Signed<Levels>) -> Result<Applied, String> {
        if levels.from != self.heard_to {
            return Err(format!("levels go on from {}, this device stands at {}", levels.from, self.heard_to));
        }
        self.signed(levels.key, levels.message(self.business), &levels.signature)?;
        self.stock.extend(levels.rows.iter().map(|level| (level.product, level.clone())));
        self.heard_to = levels.to;
        Ok(Applied { positions: Vec::new(), levels: vec![(0, levels.to)] })
    }
}
