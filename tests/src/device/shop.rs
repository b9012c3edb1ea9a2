//! What a bare device knows of its shop from the log, and the orders it can make of it:
//! honest ones, for a test to spoil.

use super::Device;
use shared_model::catalogue::Product;
use shared_model::fact::Fact;
use shared_model::fact::catalogue::PriceSet;
use shared_model::money::{DocumentKind, DocumentNumber};
use shared_model::order::pricing::{Priced, PricingLine, price};
use shared_model::order::{Fulfilment, Knowledge, Order, OrderLine, OrderSource, PriceSource};
use shared_model::party::{Actor, Staff};
use shared_model::payment::{Payment, PaymentDirection, PaymentMethod, Settled};
use shared_model::setting::{BusinessSettings, StoreSettings};
use shared_model::stock::Promise;
use shared_model::unit::*;
use shared_model::wire::Told;
use std::collections::BTreeMap;
use uuid::Uuid;

pub struct Shop {
    pub business: BusinessSettings,
    pub store: StoreSettings,
    /// By SKU.
    pub products: BTreeMap<String, Product>,
    /// With where each was told.
    pub prices: BTreeMap<ProductId, (Amount, Position)>,
    /// By code.
    pub staff: BTreeMap<String, Staff>,
}

impl Shop {
    /// Reads the shop out of what the device's log has brought so far.
    pub fn of(device: &Device) -> Shop {
        let (mut business, mut store) = (None, None);
        let (mut products, mut prices, mut staff) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for row in &device.log.heard {
            match &row.told {
                Told::Business(settings) => business = Some(settings.as_ref().clone()),
                Told::Store(settings) if settings.store == device.store => store = Some(settings.as_ref().clone()),
                Told::Product(told) => drop(products.insert(told.row.sku.clone(), told.row.clone())),
                Told::Price(told) => {
                    let position = Position::new(device.log.generation, row.position);
                    prices.insert(told.product, (told.amount, position));
                }
                Told::Staff(member) => drop(staff.insert(member.code.clone(), member.clone())),
                _ => {}
            }
        }
        let business = business.expect("the log names the business");
        Shop { business, store: store.expect("the log names the store"), products, prices, staff }
    }

    pub fn staff(&self, code: &str) -> StaffId {
        self.staff.get(code).unwrap_or_else(|| panic!("no staff {code}")).id
    }

    /// The person at this device's counter.
    pub fn cashier(&self) -> StaffId {
        self.staff(crate::world::CASHIER.0)
    }

    /// The list price of a product set anew.
    pub fn price_set(&self, product: ProductId, amount: Amount) -> Fact {
        let currency = self.business.currency;
        let (list, quantity_break, valid_from, valid_to) = (None, None, None, None);
        let replaces = self.prices.get(&product).map(|(_, position)| PriceSource::Told(*position));
        Fact::PriceSet(PriceSet { list, product, quantity_break, valid_from, valid_to, amount, currency, replaces })
    }

    /// An order of one product as an honest till would make it.
    pub fn order(&self, device: &Device, sequence: u64, sku: &str, pieces: i64, fulfilment: Fulfilment) -> Order {
        let product = self.products.get(sku).unwrap_or_else(|| panic!("no product {sku}"));
        let quantity = Quantity(pieces * 1000);
        let (list_price, _) = *self.prices.get(&product.id).unwrap_or_else(|| panic!("no price of {sku}"));
        let priced = self.priced(product, quantity, list_price);
        Order {
            id: OrderId(Uuid::now_v7()),
            kind: DocumentKind::Sale,
            source: OrderSource::Till,
            number: number(device, sequence),
            store: Some(device.store),
            warehouse: self.store.warehouse,
            shift: Some(ShiftId(Uuid::now_v7())),
            business_date: BusinessDate::new(2026, 1, 5).expect("a day of the calendar"),
            placed_at: Timestamp::new(1_767_607_200_000, 0),
            placed_by: Actor::staff(self.cashier()),
            customer: None,
            billing: None,
            shipping: None,
            currency: self.business.currency,
            tax_method: self.business.tax_method,
            lines: vec![self.line(product, quantity, list_price, fulfilment, &priced)],
            totals: priced.totals,
            taxes: priced.taxes,
            cash_rounding: Amount::ZERO,
            knowledge: Knowledge {
                business: device.log.position(Scope::Business),
                stock: Position::new(device.log.generation, device.log.heard_to),
                heard_at: None,
            },
        }
    }

    /// What pays an order in cash, to the penny.
    pub fn payment(&self, device: &Device, order: &Order) -> Payment {
        let amount = order.payable().expect("an honest total");
        Payment {
            id: PaymentId(Uuid::now_v7()),
            number: number(device, order.number.sequence),
            method: PaymentMethod::Cash,
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

    fn priced(&self, product: &Product, quantity: Quantity, unit_price: Amount) -> Priced {
        let tax_class = product.tax_class.clone();
        let pricing = PricingLine { quantity, unit_price, discount: Amount::ZERO, tax_class };
        let settings = &self.business;
        price(&[pricing], Amount::ZERO, &settings.tax_classes, settings.tax_method).expect("it prices")
    }

    fn line(
        &self,
        product: &Product,
        quantity: Quantity,
        unit_price: Amount,
        fulfilment: Fulfilment,
        priced: &Priced,
    ) -> OrderLine {
        let taxed = &priced.lines[0].taxed;
        OrderLine {
            line: 1,
            product: product.id,
            sku: product.sku.clone(),
            name: product.name.clone(),
            stocked: product.stocked,
            unit: product.unit.clone(),
            quantity,
            measured: None,
            unit_price,
            list_price: unit_price,
            causes: Vec::new(),
            price_from: self.prices.get(&product.id).map(|(_, position)| PriceSource::Told(*position)),
            discount: Amount::ZERO,
            tax_class: product.tax_class.clone(),
            tax_letter: priced.lines[0].tax_letter,
            taxes: taxed.components.clone(),
            net: taxed.net,
            tax: taxed.tax,
            gross: taxed.gross,
            promise: if fulfilment.is_carry_out() { Promise::CarriedOut } else { Promise::ToBeConfirmed },
            fulfilment,
            believed_free: None,
            original: None,
            serial: None,
            batch: None,
            salesperson: None,
            parent: None,
        }
    }

    /// The same order with its line at `unit_price` and sums to match: what a till would send
    /// whose catalogue somebody has tampered with.
    pub fn at_price(&self, order: &Order, unit_price: Amount) -> Order {
        let mut forged = order.clone();
        let line = &mut forged.lines[0];
        let priced = self.priced(&self.products[&line.sku], line.quantity, unit_price);
        let taxed = &priced.lines[0].taxed;
        (line.unit_price, line.list_price) = (unit_price, unit_price);
        (line.net, line.tax, line.gross, line.taxes) = (taxed.net, taxed.tax, taxed.gross, taxed.components.clone());
        (forged.totals, forged.taxes) = (priced.totals, priced.taxes);
        forged
    }
}

/// Orders and payments each count on their own, and here alike.
fn number(device: &Device, sequence: u64) -> DocumentNumber {
    let (code, incarnation) = (device.code.clone(), device.incarnation);
    DocumentNumber { code, incarnation, series: String::new(), sequence }
}
