//! The server dies again and again while twenty tills push what they sold apart: nothing is
//! lost, doubled or out of order, and where there is a second process it takes over.

use super::hostile::{device, sold};
use crate::counter::*;
use counterfoil_tests::device::Device;
use counterfoil_tests::seed::Seed;
use counterfoil_tests::world::*;
use shared_model::entry::SealedEntry;
use shared_model::order::Fulfilment;
use shared_model::wire::EntryOutcome;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;

const TILLS: usize = 20;
const SALES: u64 = 25;
/// Entries of one push, so that a death falls between two as well as into one.
const PART: usize = 10;
const KILLS: u64 = 6;
const LAMPS: i64 = 100;
/// Sales of each till that runs as a program.
const SALES_OF_PROGRAMS: u64 = 10;

#[tokio::test(flavor = "multi_thread")]
async fn the_server_died_while_twenty_tills_pushed_and_every_sale_is_there_once() {
    let world = World::on(Database::Sqlite).await;
    let servers = [world.server.clone()];
    let tills = [world.till("A").await, world.till("B").await];
    let mut sold = Vec::new();
    for till in &tills {
        till.link.cut();
        for _ in 0..SALES_OF_PROGRAMS {
            sold.push(sell(till, "MUG", 1).await);
        }
    }
    let all = pushed_through_deaths(&world, &servers, &tills).await;
    for till in &tills {
        till.sent().await;
    }
    let expected = sold.iter().map(|sale| sale.order.to_string()).chain(all).collect();
    everything_is_there_once(&world, expected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_took_over_each_time_one_died_on_postgres() {
    let world = World::on(Database::Postgres).await;
    let second = Arc::new(world.server.beside());
    second.start_again().await;
    let servers = [world.server.clone(), second];
    let all = pushed_through_deaths(&world, &servers, &[]).await;
    everything_is_there_once(&world, all.collect()).await;
}

/// Each device pushes its sales; every so many acknowledged entries one of the servers is
/// killed and started again, and so are the tills. Returns the orders.
async fn pushed_through_deaths(
    world: &World,
    servers: &[Arc<Server>],
    tills: &[Arc<Till>],
) -> impl Iterator<Item = String> + use<> {
    world.receive(&[("LAMP", LAMPS)]).await;
    let addresses: Vec<SocketAddr> = servers.iter().map(|server| server.address).collect();
    let (counted, acknowledged) = watch::channel(0);
    let (mut orders, mut pushing) = (Vec::new(), Vec::new());
    for number in 0..TILLS {
        let (mut device, shop) = device(world).await;
        let sales = (1..=SALES).map(|sequence| shop.order(&device, sequence, "LAMP", 1, Fulfilment::Pickup));
        let sales: Vec<_> = sales.collect();
        let entries: Vec<SealedEntry> = sales.iter().flat_map(|order| self::sold(&mut device, &shop, order)).collect();
        orders.extend(sales.iter().map(|order| order.id.to_string()));
        device.turn_to(addresses[number % addresses.len()]);
        pushing.push((device, entries));
    }
    let total: u64 = pushing.iter().map(|(_, entries)| entries.len() as u64).sum();
    let pushing: Vec<_> = pushing
        .into_iter()
        .map(|(device, entries)| tokio::spawn(push(device, entries, addresses.clone(), counted.clone())))
        .collect();
    tills.iter().for_each(|till| till.link.restore());
    let mut seed = world.seed.fork("deaths");
    for death in 1..=KILLS {
        let when = seed.between(total * (death - 1) / KILLS, total * death / KILLS);
        acknowledged.clone().wait_for(|count| *count >= when).await.expect("somebody pushes");
        let server = &servers[death as usize % servers.len()];
        server.kill();
        die(tills, &mut seed).await;
        server.start_again().await;
    }
    for device in pushing {
        device.await.expect("the device has sent everything");
    }
    orders.into_iter()
}

/// One of the tills is killed with the server.
async fn die(tills: &[Arc<Till>], seed: &mut Seed) {
    if tills.is_empty() {
        return;
    }
    let till = &tills[seed.between(0, tills.len() as u64) as usize % tills.len()];
    till.kill();
    till.start_again().await;
}

/// Part by part, at whichever server answers. What was acknowledged is held wherever it goes on.
async fn push(mut device: Device, entries: Vec<SealedEntry>, servers: Vec<SocketAddr>, counted: watch::Sender<u64>) {
    let (mut done, mut server) = (0, 0);
    while done < entries.len() {
        let part = &entries[done..entries.len().min(done + PART)];
        match device.push(part).await {
            Ok(outcomes) => {
                let kept = |outcome: &EntryOutcome| matches!(outcome, EntryOutcome::Stored | EntryOutcome::Duplicate);
                assert!(outcomes.iter().all(kept), "{outcomes:?}");
                done += part.len();
                counted.send_modify(|count| *count += part.len() as u64);
            }
            Err(_) => {
                let held = connected(&mut device, &servers, &mut server).await;
                assert!(held >= done as u64, "{done} were acknowledged and {held} are held");
            }
        }
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
    let sold = TILLS as i64 * SALES as i64;
    let stands = ["on_hand", "allocated", "backordered"].map(|field| lamps[field].as_i64().unwrap_or(-1) / 1000);
    assert_eq!(stands, [LAMPS, LAMPS, sold - LAMPS], "each lamp is promised once");
    let rebuilt = world.server.cli(&["rebuild", "--check"]).await;
    assert_eq!(rebuilt["differ"], serde_json::json!([]), "{rebuilt}");
}
