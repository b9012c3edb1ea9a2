//! What the server of these tests says: the shop, its people and goods, and where orders
//! stand.

use crate::server::{GENERATION, Server};
use crate::world::*;
use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use shared_model::catalogue::{Product, barcode};
use shared_model::fact::setting::{FIRST_SERVER_KEY, ServerKeySet};
use shared_model::order::{LineStateName, Order};
use shared_model::party::{Address, Customer, Staff};
use shared_model::payment::Payment;
use shared_model::policy::Role;
use shared_model::sample;
use shared_model::setting::*;
use shared_model::unit::*;
use shared_model::wire::told::catalogue::{PriceTold, ProductTold};
use shared_model::wire::told::order::*;
use shared_model::wire::told::party::CustomerTold;
use shared_model::wire::told::setting::TerminalTold;
use shared_model::wire::{Level, Told};

pub fn level(product: ProductId, pieces: i64, version: u64) -> Level {
    let quantity = Quantity::pieces(pieces).unwrap();
    Level {
        product,
        on_hand: quantity,
        free: quantity,
        backordered: Quantity::ZERO,
        version,
        position: 0,
        short: Quantity::ZERO,
    }
}

/// A product as told where nobody has edited it.
pub fn row(product: Product) -> Told {
    Told::Product(ProductTold { row: product, changes: Vec::new() })
}

pub fn price(product: ProductId, amount: i64) -> Told {
    Told::Price(PriceTold {
        product,
        amount: Amount(amount),
        currency: sample::pound(),
        list: None,
        quantity_break: None,
        valid_from: None,
        valid_to: None,
        entry: None,
    })
}

fn product(id: ProductId, sku: &str, name: &str) -> Product {
    let digits = format!("20{:010}", id.0.as_u128());
    let check = barcode::check_digit(&digits).unwrap();
    let barcodes = vec![barcode::fold(&format!("{digits}{check}"))];
    Product { category: "Light".into(), barcodes, ..Product::plain(id, sku, name, "standard") }
}

pub fn lamp() -> Product {
    product(LAMP, "LAMP1", "Desk lamp, crème")
}

pub fn chair() -> Product {
    Product { category: "Seats".into(), ..product(CHAIR, "CH-2", "Folding chair") }
}

fn postage() -> Product {
    Product { stocked: false, category: String::new(), ..product(POSTAGE, "POST", "Postage") }
}

/// Everything of the shop but its levels.
pub fn shop(server: &Server) -> Vec<Told> {
    let mut rows = settings(server);
    for (product, amount) in [(lamp(), 1200), (chair(), 4999), (postage(), 500)] {
        let id = product.id;
        rows.extend([row(product), price(id, amount)]);
    }
    rows
}

fn settings(server: &Server) -> Vec<Told> {
    let staff = |id, code: &str, role| {
        let (code, name) = (code.to_owned(), format!("Person {code}"));
        Told::Staff(Staff { id, code, name, role, pin_hash: pin_hash(), active: true })
    };
    let addresses = vec![Address::of_lines(AddressId(id(70)), vec!["1 High Street".into()])];
    let email = "ada@example.org".into();
    let customer = Customer { email, addresses, ..Customer::named(CUSTOMER, "12345", "Ada Byron") };
    let public_key = server.public_key().into();
    vec![
        Told::ServerKey(ServerKeySet { key: FIRST_SERVER_KEY, public_key, signature: Vec::new() }),
        Told::Business(Box::new(business())),
        Told::Store(Box::new(store())),
        terminal_in(server, STORE),
        staff(CASHIER, "01", Role::Cashier),
        staff(MANAGER, "02", Role::Manager),
        Told::Customer(CustomerTold { row: customer, changes: Vec::new() }),
    ]
}

/// That this till stands in a store.
pub fn terminal_in(server: &Server, store: StoreId) -> Told {
    let settings = TerminalSettings { terminal: TERMINAL, store, ..sample::terminal() };
    Told::Terminal(TerminalTold { settings, certificate: server.certificate(), revoked: false })
}

/// One tax class is enough here.
pub fn business() -> BusinessSettings {
    let tax_classes = sample::tax_classes().into_iter().take(1).collect();
    BusinessSettings { business: BUSINESS, tax_classes, ..sample::business() }
}

pub fn store() -> StoreSettings {
    StoreSettings {
        store: STORE,
        address: vec!["2 High Street".into()],
        tax_id: "GB1".into(),
        warehouse: WAREHOUSE,
        receipt_footer: Vec::new(),
        ..sample::store()
    }
}

/// As a real one, only quicker to compute.
fn pin_hash() -> String {
    let quick = Params::new(8, 1, 1, None).unwrap();
    let salt = SaltString::encode_b64(b"counterfoil").unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, quick).hash_password(PIN.as_bytes(), &salt).unwrap().to_string()
}

fn states(parts: &[(LineStateName, i64)]) -> Vec<StateTold> {
    let told = parts.iter().filter(|(_, quantity)| *quantity > 0);
    told.map(|(state, quantity)| StateTold::own(state.clone(), Quantity(*quantity))).collect()
}

/// An order as the server tells it once it has judged it; so much of each line handed over
/// and so much waiting.
pub fn order(server: &Server, order: &Order, payments: &[Payment], handed_over: i64, backordered: i64) -> Told {
    let parts = [(LineStateName::HandedOver, handed_over), (LineStateName::Backordered, backordered)];
    let line = |line: &shared_model::order::OrderLine| LineTold {
        line: line.line,
        product: line.product,
        quantity: line.quantity,
        unit_price: line.unit_price,
        discount: line.discount,
        tax: line.tax,
        gross: line.gross,
        price_from: None,
        fulfilment: FulfilmentTold(line.fulfilment.clone()),
        states: states(&parts),
        to_be_confirmed: line.promise == shared_model::stock::Promise::ToBeConfirmed,
    };
    let rate = |row: &shared_model::tax::TaxRow| RateTold {
        class: row.class.clone(),
        letter: row.letter,
        net: row.net,
        tax: row.tax,
        gross: row.gross,
    };
    let payment = |payment: &Payment| PaymentTold {
        payment: payment.id,
        number: (&payment.number).into(),
        direction: payment.direction.clone(),
        method: payment.method.clone(),
        tendered: payment.tendered,
        amount: payment.towards(order.id.0).unwrap(),
        reference: payment.reference.clone(),
    };
    Told::Order(Box::new(OrderTold {
        order: order.id,
        position: Position::new(1, server.position + 1),
        kind: order.kind.clone(),
        number: (&order.number).into(),
        terminal: Some(TERMINAL),
        shift: order.shift,
        staff: order.placed_by.staff_id(),
        customer: order.customer,
        placed_at: Moment(order.placed_at),
        business_date: order.business_date,
        currency: order.currency,
        prices_include_tax: order.tax_method.prices_include_tax,
        cash_rounding: order.cash_rounding,
        lines: order.lines.iter().map(line).collect(),
        rates: order.taxes.iter().map(rate).collect(),
        payments: payments.iter().map(payment).collect(),
    }))
}

/// Where line 1 of an order stands now.
pub fn line_one(server: &Server, order: OrderId, handed_over: i64, backordered: i64) -> Told {
    let parts = [(LineStateName::HandedOver, handed_over), (LineStateName::Backordered, backordered)];
    let lines = vec![LineStates { line: 1, states: states(&parts) }];
    Told::OrderStates(OrderStates { order, position: Position::new(1, server.position + 1), lines })
}

/// Where the log stands that a till of these tests has read to.
pub fn at(number: u64) -> Position {
    Position::new(GENERATION, number)
}
