//! From a code to a terminal.

use crate::shop::{Shop, certificate, store};
use shared_model::encoding::{self, Signed};
use shared_model::fact::setting::ServerKeySet;
use shared_model::setting::TerminalKind;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::order::Moment;
use std::collections::BTreeSet;
use sync_server::db::sql;
use sync_server::terminal::{self, EnrolError, Heard};
use sync_server::{auth, report, setting};
use tokio::task::JoinSet;

crate::story!(
    a_code_is_good_once,
    tills_that_are_let_in_at_once_all_are,
    a_certificate_verifies_by_the_key_that_it_names,
    what_the_server_signed_lets_a_till_in_again_and_nothing_else_does,
    what_a_terminal_says_is_remembered,
);

const TILLS: usize = 200;

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

/// By two processes, and in two stores.
async fn tills_that_are_let_in_at_once_all_are(shop: Shop) {
    let (now, beside) = (shop.now(), shop.beside().await);
    let other = setting::create_store(&shop.db, shop.business(), store("There"), now).await.unwrap().store;
    let mut enrolling = JoinSet::new();
    for number in 0..TILLS {
        let at = if number % 3 == 0 { other } else { shop.store.store };
        let code = terminal::issue_code(&shop.db, shop.business(), at, "", 60, now).await.unwrap().code;
        let db = if number % 2 == 0 { shop.db.clone() } else { beside.db.clone() };
        enrolling.spawn(async move { terminal::enrol(&db, &code, &key(), now).await.unwrap() });
    }
    let enrolled = enrolling.join_all().await;
    let codes: BTreeSet<String> = enrolled.iter().map(|it| certificate(&it.certificate).code.clone()).collect();
    assert_eq!(codes, (1..=TILLS).map(|number| format!("T{number:02}")).collect());
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

/// The server was restored: the till's row is gone, and so may its store be.
async fn what_the_server_signed_lets_a_till_in_again_and_nothing_else_does(shop: Shop) {
    let (now, ours) = (shop.now(), key());
    let code = terminal::issue_code(&shop.db, shop.business(), shop.store.store, "Front", 60, now).await.unwrap().code;
    let enrolled = terminal::enrol(&shop.db, &code, &ours, now).await.unwrap();
    let bytes = hex::decode(&enrolled.certificate).unwrap();
    let signed = certificate(&enrolled.certificate);
    terminal::enrol_again(&shop.db, &bytes, now).await.unwrap();
    assert_eq!(report::terminals(&shop.db, shop.business()).await.unwrap().len(), 1, "it is known");
    let restored = Shop::on_sqlite().await;
    let other = terminal::enrol_again(&restored.db, &bytes, now).await;
    assert!(matches!(other, Err(EnrolError::BadCertificate)), "another server never signed it: {other:?}");

    let mut conn = shop.db.begin_write().await.unwrap();
    sql("delete from terminal").run(&mut conn).await.unwrap();
    conn.commit().await.unwrap();
    let mut forged = signed.clone().into_said();
    forged.public_key.0[0] ^= 1;
    let forged = encoding::encode(&Signed::new(forged, signed.signature));
    for (bytes, what) in [(forged, "another key"), (bytes[1..].to_vec(), "cut"), (Vec::new(), "nothing")] {
        let refused = terminal::enrol_again(&shop.db, &bytes, now).await;
        assert!(matches!(refused, Err(EnrolError::BadCertificate)), "{what}: {refused:?}");
    }
    let (one, two) =
        tokio::join!(terminal::enrol_again(&shop.db, &bytes, now), terminal::enrol_again(&shop.db, &bytes, now));
    one.unwrap();
    two.unwrap();
    let rows = report::terminals(&shop.db, shop.business()).await.unwrap();
    assert_eq!(rows.iter().map(|row| (row.code.as_str(), row.revoked)).collect::<Vec<_>>(), [("T01", false)]);
    terminal::set_revoked(&shop.db, signed.terminal, true, now).await.unwrap();
    terminal::enrol_again(&shop.db, &bytes, now).await.unwrap();
    assert!(report::terminals(&shop.db, shop.business()).await.unwrap()[0].revoked, "it stays locked out");

    // Meanwhile another till was given its code.
    let mut conn = shop.db.begin_write().await.unwrap();
    sql("delete from terminal").run(&mut conn).await.unwrap();
    conn.commit().await.unwrap();
    shop.till().await;
    let refused = terminal::enrol_again(&shop.db, &bytes, now).await;
    assert!(matches!(refused, Err(EnrolError::NoPlace)), "{refused:?}");
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
