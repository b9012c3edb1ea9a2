//! What a till left aside that is gone for ever, from the command line.

use crate::shop::{PRICE, Shop, Till};
use serde_json::Value;
use shared_model::Fact;
use shared_model::entry::Entry;
use shared_model::fact::health::ProcessStarted;
use shared_model::unit::*;
use std::process::{Command, Output};
use sync_server::{report, terminal};

crate::story!(what_a_lost_till_left_aside_is_tried_again_from_the_command_line);

/// What the program answers, its exit code, and what it says on stderr.
async fn asked(shop: &Shop, words: &[&str]) -> (Value, Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil-server"));
    command.env_clear().args(["--database", &shop.url, "--json"]).args(words);
    let output: Output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (answer, output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// Of a version that only a newer server knows.
fn newer(shop: &Shop, till: &mut Till) -> shared_model::SealedEntry {
    let started = Fact::ProcessStarted(ProcessStarted { nonce: vec![1], app_version: "9".into() });
    let sealed = Entry { payload_version: 900, ..till.entry(shop.cashier, &started) }.seal(Vec::new());
    till.chained(&sealed);
    sealed
}

async fn what_a_lost_till_left_aside_is_tried_again_from_the_command_line(shop: Shop) {
    let mut till = shop.till().await;
    let entries = [
        till.seal(shop.cashier, &Fact::PriceSet(shop.price_set("LAMP", Amount(PRICE.0 + 1)))),
        newer(&shop, &mut till),
    ];
    shop.push(&till, &entries).await;
    terminal::set_revoked(&shop.db, till.id, true, shop.now()).await.unwrap();
    let (terminal, [forbidden, newer]) = (till.id.to_string(), entries.map(|entry| entry.hash().to_hex()));
    let retry =
        async |entry: &str, code: &str| asked(&shop, &["set-aside", "retry", &terminal, entry, "--code", code]).await;

    let (rows, _, _) = asked(&shop, &["show", "set-aside"]).await;
    let place = |row: &Value| (row["incarnation"].as_u64(), row["seq"].as_u64());
    assert_eq!((rows[0]["terminal"].as_str(), place(&rows[0])), (Some(&*terminal), (Some(1), Some(1))));
    assert_eq!((rows[0]["kind"].as_str(), rows[0]["entry"].as_str()), (Some("price_set"), Some(&*forbidden)));
    assert!(rows[0]["reason"].as_str().unwrap().contains("price_set"), "{rows}");

    for (entry, code, why) in
        [(&forbidden, "01", "set_aside_retry"), (&forbidden, "99", "99"), (&"0".repeat(64), "02", "no such entry")]
    {
        let (answer, exit, said) = retry(entry, code).await;
        assert!(answer.is_null() && exit == Some(1) && said.contains(why), "{exit:?} {said}");
    }
    assert_eq!(asked(&shop, &["show", "set-aside"]).await.0, rows, "nothing was changed");

    let (answer, exit, said) = retry(&newer, "02").await;
    assert_eq!((answer["applied"].as_bool(), exit), (Some(false), Some(1)), "{said}");
    assert!(answer["reason"].as_str().unwrap().contains("process_started v900"), "{answer}");
    let (answer, exit, said) = retry(&forbidden, "02").await;
    assert_eq!((answer["applied"].as_bool(), exit), (Some(true), Some(0)), "{said}");
    let (left, _, _) = asked(&shop, &["show", "set-aside"]).await;
    assert_eq!((left.as_array().unwrap().len(), left[0]["entry"].as_str()), (1, Some(&*newer)));
    let products = report::products(&shop.db, shop.business()).await.unwrap();
    let lamp = products.iter().find(|row| row.product.sku == "LAMP").unwrap();
    assert_eq!(lamp.price, Some(PRICE.0 + 1), "by the word of somebody who may");

    let rebuilt = crate::rebuild::again(&shop).await;
    assert_eq!(rebuilt.differ, [""; 0], "{rebuilt:?}");
}
