//! The disk of a simulated till: what it would still have after a power cut, and the checks
//! that stand before it.

use super::*;
use ed25519_dalek::{Signature, VerifyingKey};

pub struct Disk {
    /// Entries made here, numbered from 1.
    pub newest: u64,
    pub acknowledged: BTreeSet<u64>,
    pub stand: Stand,
    /// Position and body, by scope.
    pub rows: [Vec<(u64, Vec<u8>)>; 5],
    pub levels: BTreeMap<u128, Level>,
    server: VerifyingKey,
}

impl Disk {
    pub fn new(server: VerifyingKey) -> Disk {
        Disk {
            newest: 0,
            acknowledged: BTreeSet::new(),
            stand: Stand::start(),
            rows: Default::default(),
            levels: BTreeMap::new(),
            server,
        }
    }

    /// Everything before the first entry that still waits.
    pub fn acknowledged_to(&self) -> Place {
        let waits = (1..=self.newest).find(|seq| !self.acknowledged.contains(seq));
        Place { incarnation: 1, seq: waits.map_or(self.newest, |seq| seq - 1) }
    }

    pub fn generation(&mut self, number: u32, id: [u8; 8]) {
        self.stand = Stand { generation: number, generation_id: id, levels: BTreeMap::new(), ..self.stand.clone() };
    }

    pub fn follow(&mut self, scopes: &[Scope]) {
        assert!(self.stand.scopes.is_empty(), "the server names them once");
        self.stand.scopes = scopes.iter().map(|scope| (*scope, Cursor::start())).collect();
    }

    /// Whole or not at all.
    pub fn apply(&mut self, down: &Down) -> Result<(), LinkReason> {
        match down {
            Down::Page(page) => self.page(page),
            Down::Levels(levels) => self.hear(levels),
        }
    }

    fn page(&mut self, page: &Page) -> Result<(), LinkReason> {
        let slot = SCOPES.iter().position(|scope| *scope == page.scope).expect("a scope of this till");
        let known = &mut self.stand.scopes[slot].1;
        let restarts = page.from == 0 && known.position.number > 0;
        let (number, head) = if restarts { (0, Hash::ZERO) } else { (known.position.number, known.head) };
        page.check(number, head).map_err(|_| LinkReason::PageMisfit {})?;
        signed(&self.server, page.message(BUSINESS), &page.signature)?;
        if restarts {
            self.rows[slot].clear();
        }
        *known = page.cursor();
        for row in &page.rows {
            let Body::Whole(body) = &row.body else { continue };
            self.rows[slot].push((row.position, body.clone()));
        }
        Ok(())
    }

    fn hear(&mut self, levels: &Signed<Levels>) -> Result<(), LinkReason> {
        signed(&self.server, levels.message(BUSINESS), &levels.signature)?;
        let stored = self.stand.levels.get(&levels.warehouse).copied().unwrap_or(Position::START);
        assert!(levels.from == 0 || stored == Position::new(levels.generation, levels.from), "levels with a hole");
        if levels.from == 0 {
            self.levels.clear();
        }
        for level in &levels.rows {
            self.levels.insert(level.product.0.as_u128(), level.clone());
        }
        self.stand.levels.insert(levels.warehouse, Position::new(levels.generation, levels.to));
        Ok(())
    }
}

fn signed(key: &VerifyingKey, message: Hash, signature: &shared_model::encoding::Signature) -> Result<(), LinkReason> {
    let signature = Signature::from_bytes(&signature.0);
    key.verify_strict(&message.0, &signature).map_err(|_| LinkReason::PageUnsigned {})
}
