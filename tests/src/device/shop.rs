//! What a bare device knows of its shop from the log, and the orders it can make of it:
//! honest ones, for a test to spoil.

use super::Device;
use shared_model::catalogue::Product;
use shared_model::order::pricing::{PricingLine, price};
use shared_model::order::{
    Fulfilment, Order, OrderLine, Promise, ReceiptNumber, Tender, TenderKind, placed::Knowledge,
};
use shared_model::party::Staff;
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::*;
use shared_model::wire::LogBody;
use std::collections::BTreeMap;
use uuid::Uuid;

pub struct Shop {
    pub business: BusinessSettings,
    pub store: StoreSettings,
    /// By SKU.
    pub products: BTreeMap<String, Product>,
    pub prices: BTreeMap<ProductId, Amount>,
    /// By code.
    pub staff: BTreeMap<String, Staff>,
}

impl Shop {
    /// Reads the shop out of what the device's log has brought so far.
    pub fn of(device: &Device) -> Shop {
        let (mut business, mut store) = (None, None);
        let (mut products, mut prices, mut staff) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for body in device.bodies() {
            match body {
                LogBody::Business(settings) => business = Some(settings),
                LogBody::Store(settings) if settings.store == device.store => store = Some(settings),
                LogBody::Product { row, .. } => drop(products.insert(row.sku.clone(), row)),
                LogBody::Price { product, amount, .. } => drop(prices.insert(product, amount)),
                LogBody::Staff(member) => drop(staff.insert(member.code.clone(), member)),
                _ => {}
            }
        }
        let business = business.expect("the log names the business");
        Shop { business, store: store.expect("the log names the store"), products, prices, staff }
    }

    pub fn staff(&self, code: &str) -> StaffId {
        self.staff.get(code).unwrap_or_else(|| panic!("no staff {code}")).id
    }

    /// An order of one product as an honest till would make it, paid in cash.
    pub fn order(&self, device: &Device, sequence: u64, sku: &str, pieces: i64, fulfilment: Fulfilment) -> Order {
        let product = self.products.get(sku).unwrap_or_else(|| panic!("no product {sku}"));
        let list_price = *self.prices.get(&product.id).unwrap_or_else(|| panic!("no price of {sku}"));
        let quantity = Quantity(pieces * 1000);
        let tax_class = product.tax_class.clone();
        let pricing = PricingLine { quantity, unit_price: list_price, discount: Amount::ZERO, tax_class };
        let settings = &self.business;
        let priced = price(&[pricing], Amount::ZERO, &settings.tax_classes, settings.tax_method).expect("it prices");
        let line = self.line(product, quantity, list_price, fulfilment, &priced);
        let gross = priced.totals.gross;
        let tender = TenderId(Uuid::now_v7());
        Order {
            id: OrderId(Uuid::now_v7()),
            number: ReceiptNumber { terminal_code: device.code.clone(), incarnation: device.incarnation, sequence },
            store: device.store,
            warehouse: self.store.warehouse,
            shift: ShiftId(Uuid::now_v7()),
            business_date: BusinessDate::new(2026, 1, 5).expect("a day of the calendar"),
            placed_at: Timestamp::new(1_767_607_200_000, 0),
            staff: self.staff(crate::world::CASHIER.0),
            customer: None,
            currency: settings.currency,
            tax_method: settings.tax_method,
            lines: vec![line],
            totals: priced.totals,
            taxes: priced.taxes,
            tenders: vec![Tender {
                id: tender,
                kind: TenderKind::Cash,
                tendered: gross,
                amount: gross,
                reference: None,
            }],
            cash_rounding: Amount::ZERO,
            change: Amount::ZERO,
            knowledge: Knowledge { position: device.cursor.position, heard_at: None },
        }
    }

    fn line(
        &self,
        product: &Product,
        quantity: Quantity,
        unit_price: Amount,
        fulfilment: Fulfilment,
        priced: &shared_model::order::pricing::Priced,
    ) -> OrderLine {
        let taxed = &priced.lines[0].taxed;
        OrderLine {
            line: 1,
            product: product.id,
            sku: product.sku.clone(),
            name: product.name.clone(),
            stocked: product.stocked,
            quantity,
            unit_price,
            list_price: unit_price,
            price_override: None,
            discount: Amount::ZERO,
            tax_class: product.tax_class.clone(),
            tax_letter: priced.lines[0].tax_letter,
            taxes: taxed.components.clone(),
            net: taxed.net,
            tax: taxed.tax,
            gross: taxed.gross,
            fulfilment,
            promise: if fulfilment.is_carry_out() { Promise::CarriedOut } else { Promise::ToBeConfirmed },
            believed_free: None,
        }
    }

    /// The same order with every line at `unit_price` and sums to match: what a till would
    /// send whose catalogue somebody has tampered with.
    pub fn at_price(&self, order: &Order, unit_price: Amount) -> Order {
        let mut forged = order.clone();
        let line = &mut forged.lines[0];
        let tax_class = line.tax_class.clone();
        let pricing = PricingLine { quantity: line.quantity, unit_price, discount: Amount::ZERO, tax_class };
        let settings = &self.business;
        let priced = price(&[pricing], Amount::ZERO, &settings.tax_classes, settings.tax_method).expect("it prices");
        let taxed = &priced.lines[0].taxed;
        (line.unit_price, line.list_price) = (unit_price, unit_price);
        (line.net, line.tax, line.gross, line.taxes) = (taxed.net, taxed.tax, taxed.gross, taxed.components.clone());
        (forged.tenders[0].tendered, forged.tenders[0].amount) = (priced.totals.gross, priced.totals.gross);
        (forged.totals, forged.taxes) = (priced.totals, priced.taxes);
        forged
    }
}
