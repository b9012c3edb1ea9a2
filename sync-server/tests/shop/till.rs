//! A till without a disk: it seals, chains and signs like the real one.

use super::{MORNING_MS, PRICE, Shop};
use ed25519_dalek::{Signer, SigningKey};
use shared_model::entry::{Attachment, AttachmentName, Claim, ENTRY_VERSION, Entry, Origin, batch_message};
use shared_model::fact::payment::{PaymentTaken, PaymentVoided};
use shared_model::money::DocumentNumber;
use shared_model::order::placing::{Placing, place};
use shared_model::order::*;
use shared_model::party::Actor;
use shared_model::payment::{Payment, PaymentDirection, Settled, TenderKind};
use shared_model::sample;
use shared_model::setting::Certificate;
use shared_model::unit::*;
use shared_model::{Fact, SealedEntry};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Clone)]
pub struct Till {
    pub id: TerminalId,
    pub business: BusinessId,
    pub store: StoreId,
    pub warehouse: WarehouseId,
    pub code: String,
    pub key: SigningKey,
    pub seq: u64,
    pub head: Hash,
    /// The last numbers it drew, of sales and of payments.
    pub sequence: u64,
    pub payments: u64,
    pub business_date: BusinessDate,
    /// What it sells each piece at.
    pub price: Amount,
    /// Log position it says it knew when it sells.
    pub knows: u64,
}

impl Till {
    /// As it was let in, before its first entry.
    pub fn let_in(certificate: &Certificate, warehouse: WarehouseId, key: SigningKey) -> Till {
        Till {
            id: certificate.terminal,
            business: certificate.business,
            store: certificate.store,
            warehouse,
            code: certificate.code.clone(),
            key,
            seq: 0,
            head: Hash::ZERO,
            sequence: 0,
            payments: 0,
            business_date: "2026-03-02".parse().unwrap(),
            price: PRICE,
            knows: 0,
        }
    }

    pub fn scopes(&self) -> [Scope; 5] {
        sample::scopes(self.store, self.warehouse, self.id)
    }

    pub fn sign(&self, entries: &[SealedEntry]) -> Vec<u8> {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        self.key.sign(&batch_message(&hashes)).to_bytes().to_vec()
    }

    /// The next entry of the chain.
    pub fn seal(&mut self, staff: StaffId, fact: &Fact) -> SealedEntry {
        self.seal_with(staff, fact, Vec::new(), Vec::new())
    }

    /// One that names attachments, of which some come with it.
    pub fn seal_with(
        &mut self,
        staff: StaffId,
        fact: &Fact,
        names: Vec<AttachmentName>,
        attachments: Vec<Attachment>,
    ) -> SealedEntry {
        let entry = Entry { attachments: names, ..self.entry(staff, fact) };
        let sealed = entry.seal(attachments);
        self.chained(&sealed);
        sealed
    }

    /// What would be the next entry.
    pub fn entry(&self, staff: StaffId, fact: &Fact) -> Entry {
        let claim = Claim { terminal: self.id, incarnation: 1, seq: self.seq + 1 };
        Entry {
            version: ENTRY_VERSION,
            business: self.business,
            origin: Origin::Terminal { claim, prev: self.head },
            actor: Actor::staff(staff),
            recorded_at: Timestamp::new(MORNING_MS, 0),
            kind: fact.kind().to_owned(),
            payload_version: fact.version(),
            payload: fact.encode(),
            approvals: Vec::new(),
            attachments: Vec::new(),
            money: fact.money(Some(self.store)).unwrap(),
            cause: None,
            correlation: None,
        }
    }

    /// Counts bytes that are not an entry as the next one.
    pub fn chained(&mut self, sealed: &SealedEntry) {
        self.seq += 1;
        self.head = sealed.hash();
    }

    /// Paid in cash: the payment, then the sale.
    pub fn sell(&mut self, shop: &Shop, basket: &[(&str, i64, Fulfilment)]) -> (Order, [SealedEntry; 2]) {
        let order = self.order(shop, basket);
        let entries = self.seal_sale(shop, &order);
        (order, entries)
    }

    pub fn seal_sale(&mut self, shop: &Shop, order: &Order) -> [SealedEntry; 2] {
        let payment = self.payment(order, TenderKind::Cash);
        [
            self.seal(shop.cashier, &Fact::PaymentTaken(PaymentTaken { payment })),
            self.seal(shop.cashier, &Fact::OrderPlaced(Box::new(order.clone()))),
        ]
    }

    /// Of all that the order comes to.
    pub fn payment(&mut self, order: &Order, kind: TenderKind) -> Payment {
        self.payments += 1;
        let amount = order.payable().unwrap();
        Payment {
            id: PaymentId(Uuid::now_v7()),
            number: DocumentNumber { series: "P".into(), ..self.number(self.payments) },
            method: kind.method(),
            direction: PaymentDirection::In,
            shift: order.shift,
            business_date: order.business_date,
            currency: order.currency,
            tendered: amount,
            settles: vec![Settled::order(order.id, amount)],
            account: None,
            reference: None,
        }
    }

    /// Takes it back.
    pub fn voided(&mut self, taken: &Payment) -> PaymentVoided {
        let direction = PaymentDirection::Out;
        let payment = Payment { id: PaymentId(Uuid::now_v7()), direction, ..taken.clone() };
        PaymentVoided { payment, reverses: taken.id }
    }

    fn number(&self, sequence: u64) -> DocumentNumber {
        DocumentNumber { code: self.code.clone(), incarnation: 1, series: String::new(), sequence }
    }

    pub fn order(&mut self, shop: &Shop, basket: &[(&str, i64, Fulfilment)]) -> Order {
        let mut cart = Cart::new(OrderId(Uuid::now_v7()));
        cart.customer = Some(CustomerId(Uuid::from_u128(77)));
        for (sku, pieces, fulfilment) in basket {
            let mut only = Cart::new(cart.order);
            only.last_line = cart.last_line;
            let line = only.add(shop.products[*sku].clone(), self.price, Quantity(pieces * 1000)).unwrap();
            only.set_fulfilment(line, fulfilment.clone()).unwrap();
            cart.lines.append(&mut only.lines);
            cart.last_line = line;
        }
        let due: i64 = basket.iter().map(|(_, pieces, _)| pieces * self.price.0).sum();
        if due > 0 {
            let owed = Settlement { due: Amount(due), due_cash: Amount(due), ..Settlement::default() };
            cart.begin_tender(PaymentId(Uuid::now_v7()), TenderKind::Cash, Amount(due), &owed).unwrap();
        }
        self.sequence += 1;
        let known = Position::new(1, self.knows);
        let context = Placing {
            settings: &shop.settings,
            number: self.number(self.sequence),
            store: self.store,
            warehouse: self.warehouse,
            shift: ShiftId(Uuid::from_u128(5)),
            business_date: self.business_date,
            placed_at: Timestamp::new(MORNING_MS + 3_600_000, 0),
            staff: shop.cashier,
            knowledge: Knowledge { business: known, stock: known, heard_at: Some(Timestamp::new(MORNING_MS, 0)) },
            believed_free: basket.iter().map(|(sku, _, _)| (shop.product(sku), Quantity(1000))).collect(),
            price_from: BTreeMap::new(),
        };
        place(&cart, context).unwrap().order
    }
}
