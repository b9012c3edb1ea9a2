//! From a code to a terminal.

use crate::shop::Shop;
use shared_model::unit::*;
use sync_server::auth::{self, EnrolError, Heard};

crate::story!(a_code_is_good_once, what_a_terminal_says_is_remembered);

fn key() -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(&auth::random_bytes()).verifying_key().to_bytes()
}

async fn a_code_is_good_once(shop: Shop) {
    let now = shop.now();
    let code =
        auth::enrol_code_create(&shop.db, shop.business(), shop.store.store, "Front", 60, now).await.unwrap().code;
    let (ours, theirs) = (key(), key());
    let wrong = auth::enrol(&shop.db, "2222-2222-2222", &ours, now).await;
    assert!(matches!(wrong, Err(EnrolError::UnknownCode)));
    let enrolled = auth::enrol(&shop.db, &code, &ours, now).await.unwrap();
    assert_eq!(enrolled.code, "T01");
    let lost_answer = auth::enrol(&shop.db, &code.to_lowercase(), &ours, now).await.unwrap();
    assert_eq!(lost_answer, enrolled, "the same till asking again gets the same answer");
    assert!(matches!(auth::enrol(&shop.db, &code, &theirs, now).await, Err(EnrolError::Used)));
    let code = auth::enrol_code_create(&shop.db, shop.business(), shop.store.store, "", 60, now).await.unwrap().code;
    let later = Timestamp::new(now.unix_ms + 60_000, 0);
    assert!(matches!(auth::enrol(&shop.db, &code, &theirs, later).await, Err(EnrolError::Expired)));
    assert!(matches!(auth::enrol(&shop.db, &code, &[0; 31], now).await, Err(EnrolError::BadKey)));
    let other = shop.till().await;
    assert_eq!(other.code, "T02");
}

async fn what_a_terminal_says_is_remembered(shop: Shop) {
    let (one, two) = (shop.till().await, shop.till().await);
    let now = shop.now();
    let said = Heard { outbox: 3, oldest_unsent: Some(Timestamp::new(5, 0)) };
    auth::heard(&shop.db, one.id, said, now).await.unwrap();
    auth::applied(&shop.db, one.id, 9, now).await.unwrap();
    auth::applied(&shop.db, one.id, 4, now).await.unwrap();
    let rows = sync_server::report::terminals(&shop.db, shop.business()).await.unwrap();
    assert_eq!((rows[0].outbox, rows[0].applied, rows[0].code.as_str()), (3, 9, "T01"));
    let terminal = auth::terminal(&shop.db, two.id).await.unwrap().unwrap();
    let peers = auth::peers(&shop.db, &terminal).await.unwrap();
    assert_eq!(peers.iter().map(|peer| (peer.terminal, peer.heard_at)).collect::<Vec<_>>(), [(one.id, Some(now))]);
}
