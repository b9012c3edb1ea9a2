//! Completing a sale of three lines: the one durable transaction that `pay_complete` makes,
//! with the cash that is taken, the cart that becomes an order, their numbers, the outbox, the
//! receipt as printed and the units used; then the journal.

use super::catalogue::{Filled, id, open};
use super::floor::{Bare, Floors};
use super::measure::{Line, Times};
use app::replica::{Replica, ReplicaError, Said};
use shared_model::catalogue::Product;
use shared_model::fact::Fact;
use shared_model::fact::payment::PaymentTaken;
use shared_model::money::DocumentNumber;
use shared_model::order::cart::Cart;
use shared_model::order::{Knowledge, Placed, Placing, Settlement, place};
use shared_model::paper::receipt_of;
use shared_model::payment::{Payment, PaymentDirection, Settled, TenderKind};
use shared_model::setting::BusinessSettings;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

const SALES: u64 = 2_000;
const WARM_UP: u64 = 200;
/// What it took when a commit alone took three times what it does on a quick disk.
const BEFORE_MS: f64 = 0.402;

pub fn measure(till: &Filled, folder: &Path, floors: &Floors) -> Vec<Line> {
    let (both, _) = sales(&till.replica, till, folder);
    let (without, commit) = without_journal(till, folder);
    vec![
        Line::new("fdatasync of 600 bytes, p50", floors.fdatasync.p50(), floors.fdatasync.p50(), None),
        Line::new("fdatasync of 600 bytes, p99", floors.fdatasync.p99(), floors.fdatasync.p50(), None),
        Line::new("bare SQLite commit of 600 bytes, p50", commit.p50(), commit.p50(), None),
        Line::new("bare SQLite commit of 600 bytes, p99", commit.p99(), commit.p50(), None),
        // What is limited is the commit; the journal costs one more fdatasync and is shown apart.
        Line::new("sale without journal, p50", without.p50(), commit.p50(), Some(commit.p50() * 1.5)).or(BEFORE_MS),
        Line::new("sale without journal, p99", without.p99(), commit.p99(), None),
        Line::new("sale with journal, p50", both.p50(), commit.p50() + floors.fdatasync.p50(), None),
        Line::new("sale with journal, p99", both.p99(), commit.p99() + floors.fdatasync.p99(), None),
    ]
}

/// Times of the sales, and of a bare commit made right after each: a disk has its moods, and
/// both must meet the same one.
fn sales(replica: &Replica, till: &Filled, folder: &Path) -> (Times, Times) {
    let bare = Bare::open(folder);
    let pair = |number| (sale(replica, till, number), bare.commit());
    let pairs: Vec<(Duration, Duration)> = (1..=WARM_UP + SALES).map(pair).skip(WARM_UP as usize).collect();
    (Times::collect(pairs.iter().map(|pair| pair.0)), Times::collect(pairs.iter().map(|pair| pair.1)))
}

/// The cart lies there, as it does after the last scan; what is measured is completing it
/// (which is what makes the cart an order: it is not written again).
fn sale(replica: &Replica, till: &Filled, number: u64) -> Duration {
    let (cart, placed) = placed(number, &till.settings, &till.products);
    let receipt = receipt_of(&placed, &till.settings, &till.store, "Till 1", "Cashier 01", None);
    let payment = payment(&placed);
    let saved: Result<_, ReplicaError> = replica.write(move |own| own.cart_save(&cart));
    saved.expect("the cart is saved");
    let now = Timestamp::new(1_767_607_200_000, 0);
    let said = |fact| Said::by(Some(CASHIER), fact);
    let start = Instant::now();
    let saved: Result<_, ReplicaError> = replica.write(move |own| {
        own.record(said(Fact::PaymentTaken(PaymentTaken { payment })), now)?;
        let recorded = own.record(said(Fact::OrderPlaced(Box::new(placed.order))), now)?;
        own.receipt_save(recorded.place, &receipt)
    });
    saved.expect("the sale is saved");
    start.elapsed()
}

/// The same with the journal on a memory disk, where waiting for it costs nothing.
fn without_journal(till: &Filled, folder: &Path) -> (Times, Times) {
    let memory = tempfile::tempdir_in("/dev/shm").expect("there is a memory disk");
    let folder = folder.join("without-journal");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    std::os::unix::fs::symlink(memory.path().join("journal.log"), folder.join("journal.log")).expect("a link");
    let replica = open(&folder);
    sales(&replica, till, &folder)
}

const CASHIER: StaffId = StaffId(Uuid::from_u128(6));

fn placed(number: u64, settings: &BusinessSettings, products: &[Product]) -> (Cart, Placed) {
    let mut cart = Cart::new(OrderId(id(10_000_000 + number)));
    for step in 0..3 {
        let product = products[(number as usize * 31 + step * 997) % products.len()].clone();
        cart.add(product, Amount(295), Quantity(2_000)).expect("the line fits");
    }
    let due = Amount(295 * 6);
    cart.begin_tender(
        PaymentId(id(20_000_000 + number)),
        TenderKind::Cash,
        due,
        &Settlement { due, due_cash: due, ..Settlement::default() },
    )
    .expect("cash is taken");
    let context = Placing {
        settings,
        number: DocumentNumber { code: "T01".into(), incarnation: 1, series: String::new(), sequence: number },
        store: StoreId(id(3)),
        warehouse: WarehouseId(id(4)),
        shift: ShiftId(id(5)),
        business_date: BusinessDate::new(2026, 1, 5).expect("a day of the calendar"),
        placed_at: Timestamp::new(1_767_607_200_000, 0),
        staff: CASHIER,
        knowledge: Knowledge { business: Position::new(1, 1), stock: Position::new(1, 1), heard_at: None },
        believed_free: BTreeMap::new(),
        price_from: BTreeMap::new(),
    };
    let placed = place(&cart, context).expect("the cart is paid");
    (cart, placed)
}

/// The cash that pays it.
fn payment(placed: &Placed) -> Payment {
    let (order, share) = (&placed.order, &placed.shares[0]);
    Payment {
        id: share.id,
        number: order.number.clone(),
        method: share.kind.method(),
        direction: PaymentDirection::In,
        shift: order.shift,
        business_date: order.business_date,
        currency: order.currency,
        tendered: share.tendered,
        settles: vec![Settled::order(order.id, share.amount)],
        account: None,
        reference: None,
    }
}
