//! `kill -9`, two hundred times, at moments nobody chose.

use crate::counter::*;
use counterfoil_tests::seed::Seed;
use counterfoil_tests::world::*;
use shared_model::command::*;
use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

const TILLS: u64 = 2;
const KILLS_EACH: u64 = 100;
/// Long enough for a few sales, short enough to fall into every part of one.
const LIFE_MS_MAX: u64 = 120;

/// A sale the till said was done.
type Acknowledged = (String, String);

#[tokio::test(flavor = "multi_thread")]
async fn killed_two_hundred_times_the_tills_have_every_sale_they_acknowledged_once() {
    let world = World::new().await;
    let mut selling = Vec::new();
    let mut tills = Vec::new();
    for index in 0..TILLS {
        let till = world.till(["A", "B"][index as usize % 2]).await;
        tills.push(till.clone());
        selling.push(tokio::spawn(die_and_sell(till, world.seed.fork(&format!("kills {index}")))));
    }
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    for till in selling {
        acknowledged.extend(till.await.expect("the loop of one till"));
    }
    for till in &tills {
        till.sent().await;
    }
    let held = server_orders(&world).await;
    let text = |row: &serde_json::Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let ids: BTreeSet<String> = held.iter().map(|row| text(row, "order")).collect();
    assert_eq!(ids.len(), held.len(), "a sale is there twice");
    for (order, number) in &acknowledged {
        assert!(ids.contains(order), "sale {number} was acknowledged and is gone");
    }
    let unheard = held.len() - acknowledged.len();
    assert!(unheard as u64 <= TILLS * KILLS_EACH, "{unheard} sales nobody made");
    for code in held.iter().map(|row| text(row, "terminal")).collect::<BTreeSet<_>>() {
        let own = held.iter().filter(|row| text(row, "terminal") == code);
        assert_gapless(own.map(|row| text(row, "number")).collect());
    }
    assert!(acknowledged.len() > 100, "only {} sales were made in between", acknowledged.len());
    counterfoil_tests::chain::verify(&world.server.rows("entries").await).expect("the chains are unbroken");
}

async fn die_and_sell(till: Arc<Till>, mut seed: Seed) -> Vec<Acknowledged> {
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for _ in 0..KILLS_EACH {
        let life = Duration::from_millis(seed.between(0, LIFE_MS_MAX));
        let work = tokio::spawn(sell_until_it_dies(till.clone(), acknowledged.clone()));
        // The moment of death is what this test is about, so here time itself is the input.
        let _ = tokio::time::timeout(life, std::future::pending::<()>()).await;
        till.kill();
        work.await.expect("the selling loop ends with the till");
        till.start_again().await;
        till.sign_in(CASHIER.0, CASHIER.1).await;
    }
    acknowledged.lock().expect("no holder panics").clone()
}

async fn sell_until_it_dies(till: Arc<Till>, acknowledged: Arc<Mutex<Vec<Acknowledged>>>) {
    while let Ok(cart) = till.call(CartShow {}).await {
        if cart.lines.is_empty() && till.call(CartScan { code: "MUG".into(), quantity: None }).await.is_err() {
            return;
        }
        let cash =
            if cart.lines.is_empty() || !cart.due.is_zero() { Some(shared_model::unit::Amount(5_000)) } else { None };
        match till.call(PayComplete { cash }).await {
            Ok(sale) => {
                let sale = (sale.order.to_string(), sale.number);
                acknowledged.lock().expect("no holder panics").push(sale);
            }
            Err(failure) if till.is_running() => panic!("a sale was refused: {failure:?}"),
            Err(_) => return,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_till_on_the_same_data_refuses_to_start() {
    let world = World::new().await;
    let till = world.till("A").await;
    let mut second = tokio::process::Command::from(rebuilt(&till));
    second.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let output = tokio::time::timeout(Duration::from_secs(20), second.output()).await;
    let output = output.expect("a second till on the same data went on running").expect("it can be started");
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(&till.data.display().to_string()) || said.contains("already"), "it said only: {said}");
    sell(&till, "MUG", 1).await;
}

/// The till's command line with a port of its own, so that only the data are shared.
fn rebuilt(till: &Till) -> std::process::Command {
    let line = till.command_line();
    let mut command = std::process::Command::new(line.get_program());
    let port = counterfoil_tests::world::process::free_port();
    let taken = format!("127.0.0.1:{}", till.port);
    for word in line.get_args() {
        command.arg(if word == taken.as_str() { format!("127.0.0.1:{port}").into() } else { word.to_owned() });
    }
    command
}
