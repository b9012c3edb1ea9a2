//! Twenty tills as the program has them, each with its replica on disk and its engine, that were
//! away: five hundred sales each, sent all at once to a real server on the same two cores. The
//! server's half of the bench has the same with bare devices.

use super::catalogue::id;
use super::measure::Line;
use app::replica::{OpenOptions, Replica, ReplicaError, Said};
use app::sync::{self, Settings};
use app::till::{Parts, SystemClock, SystemRandomness, Till};
use counterfoil_tests::world::{met, wait_for};
use shared_model::catalogue::Product;
use shared_model::fact::Fact;
use shared_model::fact::payment::PaymentTaken;
use shared_model::fact::supply::ReceivedLine;
use shared_model::money::DocumentNumber;
use shared_model::order::cart::Cart;
use shared_model::order::{Fulfilment, Knowledge, Placing, Settlement, place};
use shared_model::party::Actor;
use shared_model::payment::{Payment, PaymentDirection, Settled, TenderKind};
use shared_model::policy::Role;
use shared_model::setting::{BusinessSettings, StoreSettings};
use shared_model::tax::{TaxClass, TaxComponent, TaxMethod, TaxRounding};
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use sync_server::db::{self, Db};
use sync_server::import::{ProductInput, run::import_products};
use sync_server::{clock, http, party, report, setting, supply, terminal};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const TILLS: u64 = 20;
const ORDERS: u64 = 500;
const PRODUCTS: usize = 2_000;
const PRICE: Amount = Amount(1_200);
const LIMIT: Duration = Duration::from_secs(600);

pub fn measure(folder: &Path) -> Vec<Line> {
    let folder = folder.join("push");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime starts");
    let [acknowledged, everywhere] = runtime.block_on(pushed(&folder));
    let line = |name, time: Duration| Line::seconds(name, time.as_secs_f64());
    vec![
        line("20 real tills × 500 orders, SQLite: acknowledged", acknowledged),
        line("20 real tills × 500 orders, SQLite: everywhere", everywhere),
    ]
}

async fn pushed(folder: &Path) -> [Duration; 2] {
    let shop = Shop::open(folder).await;
    let mut tills = Vec::new();
    for number in 0..TILLS {
        tills.push(Away::set_up(&shop, &folder.join(format!("till-{number}")), number).await);
    }
    let begun = Instant::now();
    let talking: Vec<JoinHandle<()>> = tills.iter().map(|till| talk(&till.replica, Settings::default())).collect();
    for till in &tills {
        until(|| till.is_acknowledged()).await;
    }
    let acknowledged = begun.elapsed();
    let levels = shop.levels().await;
    for till in &tills {
        until(|| till.knows(&levels)).await;
    }
    let everywhere = begun.elapsed();
    let books = report::ledger::verify(&shop.db, shop.settings.business).await.expect("the books are read");
    assert!(books.problems.is_empty(), "{:?}", books.problems);
    talking.iter().for_each(JoinHandle::abort);
    [acknowledged, everywhere]
}

async fn until(is_met: impl Fn() -> bool) {
    wait_for("a till", LIMIT, async || met(is_met(), "it is on its way")).await;
}

/// A server over a business of one store, with five of each product.
struct Shop {
    db: Db,
    settings: BusinessSettings,
    store: StoreSettings,
    cashier: StaffId,
    products: Vec<Product>,
    address: SocketAddr,
    /// It serves until this is dropped.
    _stop: oneshot::Sender<()>,
}

impl Shop {
    async fn open(folder: &Path) -> Shop {
        let db = Db::open(&format!("sqlite:{}", folder.join("server.db").display())).await.expect("a database");
        db::migrate(&db).await.expect("a schema");
        let now = clock::now();
        let settings = setting::create_business(&db, business(), now).await.expect("a business");
        let store = setting::StoreCreate {
            name: "High Street".into(),
            address: Vec::new(),
            tax_id: String::new(),
            warehouse_name: "Back room".into(),
            receipt_footer: Vec::new(),
        };
        let store = setting::create_store(&db, settings.business, store, now).await.expect("a store");
        let cashier =
            party::StaffAdd { code: "01".into(), name: "Cashier".into(), role: Role::Cashier, pin: "482915".into() };
        let cashier = party::add_staff(&db, settings.business, cashier, now).await.expect("a cashier").id;
        let rows: Vec<ProductInput> = (0..PRODUCTS).map(product).collect();
        import_products(&db, settings.business, &rows, false, now, &|_, _| {}).await.expect("products");
        let products = report::products(&db, settings.business).await.expect("products");
        let products: Vec<Product> = products.into_iter().map(|row| row.product).collect();
        let five = |row: &Product| ReceivedLine { product: row.id, quantity: Quantity(5_000) };
        let (place, lines) = ((settings.business, store.warehouse), products.iter().map(five).collect());
        supply::open_stock(&db, place, lines, Actor::COMMAND_LINE, now).await.expect("stock");
        let (_stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = oneshot::channel();
        let door = http::serve(
            db.clone(),
            SocketAddr::from(([127, 0, 0, 1], 0)),
            |address| tell.send(address).expect("it is waited for"),
            async move { stopped.await.unwrap_or_default() },
        );
        tokio::spawn(door);
        let address = told.await.expect("it listens");
        Shop { db, settings, store, cashier, products, address, _stop }
    }

    /// What is free of each product.
    async fn levels(&self) -> BTreeMap<String, i64> {
        let rows = report::stock(&self.db, self.settings.business).await.expect("the stock is read");
        rows.into_iter().map(|row| (row.product, row.free)).collect()
    }
}

/// A till that has its sales and was not heard yet.
struct Away {
    replica: Replica,
    warehouse: WarehouseId,
    last: OrderId,
}

impl Away {
    async fn set_up(shop: &Shop, folder: &Path, number: u64) -> Away {
        let (replica, _) = Replica::open(folder, OpenOptions::default()).expect("the replica opens");
        let (db, business, store) = (&shop.db, shop.settings.business, shop.store.store);
        let code = terminal::issue_code(db, business, store, "", 3600, clock::now()).await.expect("a code");
        let settings = Settings { server: Some(format!("http://{}", shop.address)), enrol_code: Some(code.code) };
        let talking = talk(&replica, settings);
        let warehouse = shop.store.warehouse;
        until(|| is_loaded(&replica, warehouse)).await;
        talking.abort();
        assert!(talking.await.is_err_and(|ended| ended.is_cancelled()), "it talked until it was stopped");
        let mut last = OrderId(id(0));
        for order in 0..ORDERS {
            last = sell(shop, &replica, number * ORDERS + order, order + 1);
        }
        Away { replica, warehouse, last }
    }

    fn is_acknowledged(&self) -> bool {
        let waiting: Result<_, ReplicaError> = self.replica.read(|reader| reader.outbox_waiting());
        waiting.expect("the outbox is read").entries == 0
    }

    /// Its own last order's states, and the final stock.
    fn knows(&self, levels: &BTreeMap<String, i64>) -> bool {
        let known: Result<bool, ReplicaError> = self.replica.read(|reader| {
            let Some(told) = reader.order_told(self.last)? else { return Ok(false) };
            let is_judged = told.lines.iter().all(|line| !line.states.is_empty());
            for (product, free) in levels.iter().filter(|_| is_judged) {
                let product = product.parse().expect("an id");
                if reader.stock_level(self.warehouse, product)?.map(|level| level.free.0) != Some(*free) {
                    return Ok(false);
                }
            }
            Ok(is_judged)
        });
        known.expect("the replica is read")
    }
}

fn talk(replica: &Replica, settings: Settings) -> JoinHandle<()> {
    let (till, ends) = Till::new(Parts {
        replica: replica.clone(),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandomness),
        render: Arc::new(|_, _, _| Err("nothing is printed here".into())),
    });
    tokio::spawn(sync::start(till, ends, settings))
}

fn is_loaded(replica: &Replica, warehouse: WarehouseId) -> bool {
    let loaded: Result<bool, ReplicaError> = replica
        .read(|reader| Ok(reader.products_count()? == PRODUCTS as u64 && reader.stock_position(warehouse)?.number > 0));
    loaded.is_ok_and(|loaded| loaded)
}

/// Paid in cash, of one to eight lines; one line in five is to be collected.
fn sell(shop: &Shop, replica: &Replica, number: u64, sequence: u64) -> OrderId {
    let order = OrderId(id(30_000_000 + number));
    let mut cart = Cart::new(order);
    for line in 0..=number % 8 {
        let product = shop.products[((number * 7_919 + line * 613) % PRODUCTS as u64) as usize].clone();
        let added = cart.add(product, PRICE, Quantity(1_000)).expect("the line fits");
        if (number + line).is_multiple_of(5) {
            cart.set_fulfilment(added, Fulfilment::Pickup).expect("it can be collected");
        }
    }
    let due = Amount(PRICE.0 * (number % 8 + 1) as i64);
    cart.begin_tender(
        PaymentId(id(40_000_000 + number)),
        TenderKind::Cash,
        due,
        &Settlement { due, due_cash: due, ..Settlement::default() },
    )
    .expect("cash is taken");
    let saved: Result<(), ReplicaError> = replica.write(|own| {
        let (now, code) = (clock::now(), own.reader().enrolment()?.code);
        let knowledge = Knowledge {
            business: own.reader().business_position()?,
            stock: own.reader().stock_position(shop.store.warehouse)?,
            heard_at: Some(now),
        };
        let context = Placing {
            settings: &shop.settings,
            number: DocumentNumber { code, incarnation: 1, series: String::new(), sequence },
            store: shop.store.store,
            warehouse: shop.store.warehouse,
            shift: ShiftId(id(5)),
            business_date: now.local_date(),
            placed_at: now,
            staff: shop.cashier,
            knowledge,
            believed_free: BTreeMap::new(),
            price_from: BTreeMap::new(),
        };
        let placed = place(&cart, context).expect("the cart is paid");
        let payment = paid(&placed.order, number, due);
        own.record(Said::by(Some(shop.cashier), Fact::PaymentTaken(PaymentTaken { payment })), now)?;
        own.record(Said::by(Some(shop.cashier), Fact::OrderPlaced(Box::new(placed.order))), now)?;
        Ok(())
    });
    saved.expect("the sale is saved");
    order
}

fn paid(order: &shared_model::order::Order, number: u64, due: Amount) -> Payment {
    Payment {
        id: PaymentId(id(40_000_000 + number)),
        number: DocumentNumber { series: "P".into(), ..order.number.clone() },
        method: TenderKind::Cash.method(),
        direction: PaymentDirection::In,
        shift: order.shift,
        business_date: order.business_date,
        currency: order.currency,
        tendered: due,
        settles: vec![Settled::order(order.id, due)],
        account: None,
        reference: None,
    }
}

fn business() -> setting::BusinessCreate {
    let components = vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(20) }];
    setting::BusinessCreate {
        name: "Bench".into(),
        currency: "GBP".parse().expect("a currency of ISO 4217"),
        tax_method: TaxMethod { prices_include_tax: true, rounding: TaxRounding::PerLine },
        tax_classes: vec![TaxClass { code: "standard".into(), letter: 'A', components, changes: Vec::new() }],
        cash_step: Amount(1),
        day_turns: 0,
    }
}

fn product(number: usize) -> ProductInput {
    ProductInput {
        sku: format!("SKU{number:05}"),
        name: format!("Thing {number}"),
        description: String::new(),
        category: "Things".into(),
        tax_class: "standard".into(),
        barcodes: Vec::new(),
        price: PRICE,
        stocked: true,
        row: 1,
    }
}
