//! From a code to a terminal.

use crate::shop::{Shop, certificate};
use shared_model::encoding::Signed;
use shared_model::fact::setting::ServerKeySet;
use shared_model::setting::TerminalKind;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::order::Moment;
use sync_server::auth;
use sync_server::terminal::{self, EnrolError, Heard};

crate::story!(a_code_is_good_once, a_certificate_verifies_by_the_key_that_it_names, what_a_terminal_says_is_remembered,);

fn key() -> [u8; 32] {
    ed25519_dalek::SigningKey::from_bytes(&auth::random_bytes()).verifying_key().to_bytes()
}

async fn a_code_is_good_once(shop: Shop) {
    let now = shop.now();
    let code = terminal::issue_code(&shop.db, shop.business(), shop.store.store, "Front", 60, now).await.unwrap().code;
    let (ours, theirs) = (key(), key());
    let wrong = terminal::enrol(&shop.db, "2222-2222-2222", &ours, now).await;
    assert!(matches!(wrong, Err(EnrolError::UnknownCode)));
    let enrolled = terminal::enrol(&shop.db, &code, &ours, now).await.unwrap();
    assert_eq!(certificate(&enrolled.certificate).code, "T01");
    let lost_answer = terminal::enrol(&shop.db, &code.to_lowercase(), &ours, now).await.unwrap();
    assert_eq!(lost_answer, enrolled, "the same till asking again gets the same answer");
    assert!(matches!(terminal::enrol(&shop.db, &code, &theirs, now).await, Err(EnrolError::Used)));
    let code = terminal::issue_code(&shop.db, shop.business(), shop.store.store, "", 60, now).await.unwrap().code;
    let later = Timestamp::new(now.unix_ms + 60_000, 0);
    assert!(matches!(terminal::enrol(&shop.db, &code, &theirs, later).await, Err(EnrolError::Expired)));
    assert!(matches!(terminal::enrol(&shop.db, &code, &[0; 31], now).await, Err(EnrolError::BadKey)));
    let other = shop.till().await;
    assert_eq!(other.code, "T02");
}

async fn a_certificate_verifies_by_the_key_that_it_names(shop: Shop) {
    let (now, ours) = (shop.now(), key());
    let code = terminal::issue_code(&shop.db, shop.business(), shop.store.store, "", 60, now).await.unwrap().code;
    let before = shop.end().await;
    let enrolled = terminal::enrol(&shop.db, &code, &ours, now).await.unwrap();
    let found = certificate(&enrolled.certificate);
    assert_eq!((found.business, found.store, found.incarnation), (shop.business(), shop.store.store, 1));
    assert_eq!((found.public_key.0, found.kind.clone(), found.position), (ours, TerminalKind::Till, before));
    let server_key = hex::decode(&enrolled.server_key).unwrap();
    let verifies = |message: Hash| auth::verify(&server_key, &message.0, &found.signature.0);
    assert!(verifies(found.message()));
    let mut forged = found.clone().into_said();
    forged.public_key.0[0] ^= 1;
    assert!(!verifies(Signed::new(forged, found.signature).message()), "it stands for this key and no other");

    // Every till hears of it, and by which keys the server signs.
    let told = shop.log_of(&shop.till().await).await;
    let of_it = |told: &Told| matches!(told, Told::Terminal(it) if it.certificate == found && !it.revoked);
    assert_eq!(told.iter().filter(|told| of_it(told)).count(), 1);
    let keys: Vec<&ServerKeySet> = told
        .iter()
        .filter_map(|told| match told {
            Told::ServerKey(key) => Some(key),
            _ => None,
        })
        .collect();
    assert_eq!(keys.iter().map(|key| (key.key, &key.public_key)).collect::<Vec<_>>(), [(found.key, &server_key)]);
}

async fn what_a_terminal_says_is_remembered(shop: Shop) {
    let (one, two) = (shop.till().await, shop.till().await);
    let now = shop.now();
    let said = Heard { outbox: 3, oldest_unsent: Some(Timestamp::new(5, 0)) };
    let terminal = async |id| terminal::terminal(&shop.db, id).await.unwrap().unwrap();
    let first = terminal(one.id).await;
    terminal::heard(&shop.db, &first, said, now).await.unwrap();
    terminal::applied(&shop.db, &first, 9, now).await.unwrap();
    terminal::applied(&shop.db, &first, 4, now).await.unwrap();
    let rows = sync_server::report::terminals(&shop.db, shop.business()).await.unwrap();
    assert_eq!((rows[0].outbox, rows[0].applied, rows[0].code.as_str()), (3, 9, "T01"));
    let peers = terminal::peers(&shop.db, &terminal(two.id).await).await.unwrap();
    let heard: Vec<_> = peers.iter().map(|peer| (peer.terminal, peer.heard_at)).collect();
    assert_eq!(heard, [(one.id, Some(Moment(now)))]);
}
