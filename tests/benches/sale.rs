//! Completing a sale of three lines: one durable transaction, then the journal.

use super::catalogue::{Filled, id, open};
use super::floor::Floors;
use super::measure::{Line, Times};
use app::replica::{Replica, ReplicaError};
use shared_model::catalogue::Product;
use shared_model::fact::Fact;
use shared_model::order::cart::Cart;
use shared_model::order::place::{PlaceContext, place};
use shared_model::order::placed::Knowledge;
use shared_model::order::{Order, ReceiptNumber, TenderKind};
use shared_model::settings::BusinessSettings;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::path::Path;

const SALES: usize = 2_000;

pub fn measure(till: &Filled, folder: &Path, floors: &Floors) -> Vec<Line> {
    let both = sales(&till.replica, till);
    let without = without_journal(till, folder);
    let commit = floors.commit.p50();
    vec![
        Line::new("fdatasync of 600 bytes, p50", floors.fdatasync.p50(), floors.fdatasync.p50(), None),
        Line::new("fdatasync of 600 bytes, p99", floors.fdatasync.p99(), floors.fdatasync.p50(), None),
        Line::new("bare SQLite commit of 600 bytes, p50", commit, commit, None),
        Line::new("bare SQLite commit of 600 bytes, p99", floors.commit.p99(), commit, None),
        // What is limited is the commit; the journal costs one more fdatasync and is shown apart.
        Line::new("sale without journal, p50", without.p50(), commit, Some(commit * 1.5)),
        Line::new("sale without journal, p99", without.p99(), floors.commit.p99(), None),
        Line::new("sale with journal, p50", both.p50(), commit + floors.fdatasync.p50(), None),
        Line::new("sale with journal, p99", both.p99(), floors.commit.p99() + floors.fdatasync.p99(), None),
    ]
}

fn sales(replica: &Replica, till: &Filled) -> Times {
    let total = SALES + SALES / 10;
    let mut orders: Vec<Order> =
        (1..=total as u64).map(|number| order(number, &till.settings, &till.products)).rev().collect();
    Times::of(SALES, |_| {
        let order = orders.pop().expect("as many orders as runs");
        let staff = order.staff;
        let saved: Result<_, ReplicaError> = replica.write_blocking(move |own| {
            own.record(Fact::OrderPlaced(Box::new(order)), Some(staff), Timestamp::new(1_767_607_200_000, 0))
        });
        saved.expect("the sale is saved");
    })
}

/// The same with the journal on a memory disk, where waiting for it costs nothing.
fn without_journal(till: &Filled, folder: &Path) -> Times {
    let memory = tempfile::tempdir_in("/dev/shm").expect("there is a memory disk");
    let folder = folder.join("without-journal");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    std::os::unix::fs::symlink(memory.path().join("journal.log"), folder.join("journal.log")).expect("a link");
    let replica = open(&folder);
    sales(&replica, till)
}

fn order(number: u64, settings: &BusinessSettings, products: &[Product]) -> Order {
    let mut cart = Cart::new(OrderId(id(10_000_000 + number)));
    for step in 0..3 {
        let product = products[(number as usize * 31 + step * 997) % products.len()].clone();
        cart.add(product, Amount(295), Quantity(2_000)).expect("the line fits");
    }
    let due = Amount(295 * 6);
    cart.begin_tender(TenderId(id(20_000_000 + number)), TenderKind::Cash, due, due).expect("cash is taken");
    let context = PlaceContext {
        settings,
        number: ReceiptNumber { terminal_code: "T01".into(), incarnation: 1, sequence: number },
        store: StoreId(id(3)),
        warehouse: WarehouseId(id(4)),
        shift: ShiftId(id(5)),
        business_date: BusinessDate::new(2026, 1, 5).expect("a day of the calendar"),
        placed_at: Timestamp::new(1_767_607_200_000, 0),
        staff: StaffId(id(6)),
        knowledge: Knowledge { position: 1, heard_at: None },
        believed_free: BTreeMap::new(),
    };
    place(&cart, context).expect("the cart is paid")
}
