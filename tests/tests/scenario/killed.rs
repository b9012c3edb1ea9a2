//! The server and tills die again and again while twenty tills push what they sold apart: nothing is
//! lost, doubled or out of order, and where there is a second process of the server it takes over.

use super::hostile::{device, sold};
use crate::counter::*;
use counterfoil_tests::device::Device;
use counterfoil_tests::prove;
use counterfoil_tests::world::*;
use shared_model::command::ConnectionState;
use shared_model::entry::SealedEntry;
use shared_model::order::Fulfilment;
use shared_model::wire::EntryOutcome;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Programs with a data folder, which die; the others are bare devices.
const PROGRAMS: usize = 3;
const DEVICES: usize = 17;
const SALES: u64 = 20;
/// Entries of one push, so that a death falls between two as well as into one.
const PART: u64 = 10;
const DEATHS: u64 = 6;
const LAMPS: i64 = 100;
/// What a program sells apart before it pushes and somebody dies.
const SALES_APART: u64 = 8;
/// More than a till says before its push.
const GREETING_BYTES: u64 = 1_000;
/// So late is everything on a till's wire until it is greeted: its push is still on the way then.
const LATE: Duration = Duration::from_millis(100);

#[tokio::test(flavor = "multi_thread")]
async fn server_and_tills_died_while_twenty_tills_pushed_and_every_sale_is_there_once() {
    let world = World::on(Database::Sqlite).await;
    let servers = [world.server.clone()];
    everything_is_there_once(&world, pushed_through_deaths(&world, &servers).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_took_over_each_time_a_server_or_a_till_died_on_postgres() {
    let world = World::on(Database::Postgres).await;
    let second = Arc::new(world.server.beside());
    second.start_again().await;
    let servers = [world.server.clone(), second];
    everything_is_there_once(&world, pushed_through_deaths(&world, &servers).await).await;
}

/// Whether a till dies, whether a server does.
const DYING: [(bool, bool); 3] = [(true, true), (true, false), (false, true)];

/// Everybody pushes; at moments that the seed chooses a program, one of the servers or both are killed in
/// the middle of it, and started again. Returns the orders.
async fn pushed_through_deaths(world: &World, servers: &[Arc<Server>]) -> BTreeSet<String> {
    world.receive(&[("LAMP", LAMPS)]).await;
    let mut programs = Vec::new();
    for number in 0..PROGRAMS {
        programs.push(world.till(["A", "B"][number % 2]).await);
    }
    let mut devices = Devices::begin(world, servers).await;
    let (deaths, mut seed) = (DEATHS * prove::times(), world.seed.fork("deaths"));
    let mut midway = 0;
    for death in 1..=deaths {
        let (till_dies, server_dies) = DYING[death as usize % DYING.len()];
        let till = &programs[seed.between(0, PROGRAMS as u64) as usize];
        let server = &servers[death as usize % servers.len()];
        devices.orders.extend(pushes_unheard(till).await);
        let (from, to) = (devices.total * (death - 1) / deaths, devices.total * death / deaths);
        devices.allowed.add_permits((to - from) as usize);
        devices.reach(seed.between(from, to - PART)).await;
        if till_dies {
            till.kill();
            till.link.cut();
        }
        if server_dies {
            server.kill();
            let other = servers[(death as usize + 1) % servers.len()].address;
            programs.iter().for_each(|till| till.link.point_at(other));
        }
        if server_dies && servers.len() > 1 {
            // The other takes all that may be sent before the dead one comes back.
            devices.reach(to - PART).await;
        }
        if server_dies {
            server.start_again().await;
        }
        if till_dies {
            till.start_again().await;
            midway += u64::from(till.status().await.waiting > 0);
        }
        till.link.restore();
        till.ready(CASHIER.0, CASHIER.1).await;
    }
    assert!(midway > 0, "no till died before it heard that all of its push is stored");
    let orders = devices.end().await;
    // In the end the first is enough.
    servers[1..].iter().for_each(|server| server.kill());
    for till in &programs {
        till.link.point_at(world.server.address);
        till.sent().await;
    }
    orders
}

/// The till sells apart, is greeted, and sends what it sold; what the server answers to that it never hears.
/// Returns the orders.
async fn pushes_unheard(till: &Till) -> Vec<String> {
    till.link.cut();
    till.offline().await;
    let mut orders = Vec::new();
    for _ in 0..SALES_APART {
        orders.push(sell(till, "MUG", 1).await.order.to_string());
    }
    let sent = || till.link.traffic().up.load(Relaxed);
    let before = sent();
    till.link.slow(LATE);
    wait_for("the till to be greeted", SETTLE_LIMIT, async || {
        let state = till.status().await.connection.state;
        met(state == ConnectionState::Online, format!("{state:?}"))
    })
    .await;
    till.link.lose_replies();
    wait_for("the till to push", SETTLE_LIMIT, async || {
        met(sent() > before + GREETING_BYTES, format!("{} bytes sent", sent() - before))
    })
    .await;
    orders
}

/// The bare ones, each with its sales, which they send as far as they are allowed to.
struct Devices {
    total: u64,
    orders: BTreeSet<String>,
    allowed: Arc<Semaphore>,
    acknowledged: watch::Receiver<u64>,
    pushing: tokio::task::JoinSet<()>,
}

impl Devices {
    async fn begin(world: &World, servers: &[Arc<Server>]) -> Devices {
        let addresses: Vec<SocketAddr> = servers.iter().map(|server| server.address).collect();
        let (counted, acknowledged) = watch::channel(0);
        let (allowed, sales) = (Arc::new(Semaphore::new(0)), SALES * prove::times());
        let mut devices =
            Devices { total: 0, orders: BTreeSet::new(), allowed, acknowledged, pushing: tokio::task::JoinSet::new() };
        for number in 0..DEVICES {
            let (mut device, shop) = device(world).await;
            let mut entries = Vec::new();
            for sequence in 1..=sales {
                let order = shop.order(&device, sequence, "LAMP", 1, Fulfilment::Pickup);
                entries.extend(sold(&mut device, &shop, &order));
                devices.orders.insert(order.id.to_string());
            }
            device.turn_to(addresses[number % addresses.len()]);
            devices.total += entries.len() as u64;
            let allowed = devices.allowed.clone();
            devices.pushing.spawn(push(device, entries, addresses.clone(), allowed, counted.clone()));
        }
        devices
    }

    /// Waits until so many entries are acknowledged.
    async fn reach(&mut self, count: u64) {
        self.acknowledged.wait_for(|acknowledged| *acknowledged >= count).await.expect("somebody pushes");
    }

    async fn end(mut self) -> BTreeSet<String> {
        while let Some(done) = self.pushing.join_next().await {
            done.expect("the device has sent everything");
        }
        self.orders
    }
}

/// Part by part, at whichever server answers. What was acknowledged is held wherever it goes on.
async fn push(
    mut device: Device,
    entries: Vec<SealedEntry>,
    servers: Vec<SocketAddr>,
    allowed: Arc<Semaphore>,
    counted: watch::Sender<u64>,
) {
    let (mut done, mut server) = (0, 0);
    for part in entries.chunks(PART as usize) {
        allowed.acquire_many(part.len() as u32).await.expect("nobody closes it").forget();
        loop {
            match device.push(part).await {
                Ok(outcomes) => {
                    let kept =
                        |outcome: &EntryOutcome| matches!(outcome, EntryOutcome::Stored | EntryOutcome::Duplicate);
                    assert!(outcomes.iter().all(kept), "{outcomes:?}");
                    break;
                }
                Err(_) => {
                    let held = connected(&mut device, &servers, &mut server).await;
                    assert!(held >= done, "{done} were acknowledged and {held} are held");
                }
            }
        }
        done += part.len() as u64;
        counted.send_modify(|count| *count += part.len() as u64);
    }
}

/// Returns how many entries of the device the server holds.
async fn connected(device: &mut Device, servers: &[SocketAddr], server: &mut usize) -> u64 {
    let device = tokio::sync::Mutex::new((device, server));
    wait_for("a server to answer", SETTLE_LIMIT, async || {
        let mut held = device.lock().await;
        let (device, server) = &mut *held;
        **server += 1;
        device.turn_to(servers[**server % servers.len()]);
        device.connect().await.map(|welcome| welcome.held.iter().map(|(_, seq)| *seq).max().unwrap_or(0))
    })
    .await
}

async fn everything_is_there_once(world: &World, expected: BTreeSet<String>) {
    let text = |row: &serde_json::Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let held = server_orders(world).await;
    assert_eq!(held.len(), expected.len(), "a sale is there twice or not at all");
    assert_eq!(held.iter().map(|row| text(row, "order")).collect::<BTreeSet<_>>(), expected);
    for code in held.iter().map(|row| text(row, "terminal")).collect::<BTreeSet<_>>() {
        let own = held.iter().filter(|row| text(row, "terminal") == code);
        assert_gapless(own.map(|row| text(row, "number")).collect());
    }
    counterfoil_tests::chain::verify(&world.server.rows("entries").await).expect("the chains are unbroken");
    let stock = world.server.rows("stock").await;
    let lamps = stock.iter().find(|row| row["sku"] == "LAMP").expect("there are lamps");
    let sold = DEVICES as i64 * SALES as i64 * prove::times() as i64;
    let stands = ["on_hand", "allocated", "backordered"].map(|field| lamps[field].as_i64().unwrap_or(-1) / 1000);
    assert_eq!(stands, [LAMPS, LAMPS, sold - LAMPS], "each lamp is promised once");
    built_again_on_both(world).await;
}

/// From its entries, on either database, the business comes to the same.
async fn built_again_on_both(world: &World) {
    let url = tokio::task::spawn_blocking(counterfoil_tests::postgres::database).await.expect("PostgreSQL");
    for built in [["rebuild", "--check"].as_slice(), &["rebuild", "--check", "--into", &url]] {
        let rebuilt = world.server.cli(built).await;
        assert_eq!(rebuilt["differ"], serde_json::json!([]), "{rebuilt}");
        assert_eq!(rebuilt["digest"], rebuilt["digest_rebuilt"], "{rebuilt}");
    }
    let again = world.server.try_cli(&["rebuild", "--check", "--into", &url]).await;
    assert!(again.is_err_and(|said| said.contains("already")), "it was built into where it is");
}
