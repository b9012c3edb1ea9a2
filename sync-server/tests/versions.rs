//! Servers and tills that were not made for each other: another key, another version.

use crate::client::{Stand, next, open, send};
use crate::running::{Running, hire, shop, started, till};
use ed25519_dalek::{Signer, SigningKey};
use shared_model::fact::setting::server_key_message;
use shared_model::refusal::CallError;
use shared_model::unit::Newer;
use shared_model::wire::*;
use sync_server::auth;
use sync_server::clock;
use sync_server::db::sql;

#[tokio::test]
async fn a_till_that_was_away_while_the_server_took_another_key_hears_by_whom_it_is_welcomed() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    connection.follow(welcome.head).await;
    let stand = connection.stand.clone();
    drop(connection);

    let mut before = auth::server_identity(&server.db, clock::now()).await.unwrap().key;
    let mut conn = server.db.begin_write().await.unwrap();
    for number in 2..4 {
        let next = SigningKey::from_bytes(&auth::random_bytes());
        let public = next.verifying_key().to_bytes();
        let vouched = before.sign(&server_key_message(number, &public)).to_bytes();
        sql(
            "insert into server_key (number, secret_key, public_key, signature, created_ms) values ($1, $2, $3, $4, 0)",
        )
        .int(i64::from(number))
        .bytes(next.to_bytes().to_vec())
        .bytes(public.to_vec())
        .bytes(vouched.to_vec())
        .run(&mut conn)
        .await
        .unwrap();
        before = next;
    }
    conn.commit().await.unwrap();

    let server = Running::on(server.stop().await).await;
    till.server = server.address;
    let (mut connection, welcome) = till.connect(&stand).await;
    assert_eq!(welcome.key, 3);
    hire(&server, &shop, "03").await;
    connection.follow_until(|connection| !connection.log.is_empty()).await;
    server.stop().await;
}

#[tokio::test]
async fn a_call_that_only_a_newer_server_knows_is_answered_and_the_connection_stays() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    let unknown = Call::Newer(Newer::named("weather"));
    for (id, call) in [(1, unknown), (2, Call::Takers { lines: Vec::new() })] {
        connection.send(&ClientFrame::Call(Called { id, call })).await;
    }
    let mut answers = Vec::new();
    while answers.len() < 2 {
        if let ServerFrame::Answer(answered) = connection.next().await.expect("the connection stays") {
            answers.push((answered.id, answered.answer));
        }
    }
    let question = "weather".to_owned();
    let expected = [(1, Err(CallError::UnknownCall { question })), (2, Ok(Answer::Takers { lines: Vec::new() }))];
    assert_eq!(answers, expected);
    connection.follow(welcome.head).await;
    server.stop().await;
}

#[tokio::test]
async fn a_frame_that_only_a_newer_server_knows_is_skipped_and_what_was_sent_around_it_is_stored() {
    let server = Running::start().await;
    let shop = shop(&server.db, "Lamp").await;
    let mut till = till(&server, &shop).await;
    let (mut connection, welcome) = till.connect(&Stand::start()).await;
    let before = vec![till.seal(None, &started())];
    connection.send(&ClientFrame::Push(Push { batch: 9, signature: till.sign(&before), entries: before })).await;
    // Not even its content has to read.
    let weather = ClientFrame::Unknown { name: "weather".to_owned(), content: vec![0xff, 0] };
    connection.send(&weather).await;
    let after = vec![till.seal(None, &started())];
    let signature = till.sign(&after);
    assert_eq!(connection.push(after, signature).await, Ok(vec![EntryOutcome::Stored]), "nothing before it is missing");
    connection.follow(welcome.head).await;

    // A known one has to read; what was stored stays.
    connection.send(&ClientFrame::Unknown { name: "push".to_owned(), content: vec![0xff, 0] }).await;
    assert_eq!(connection.refusal().await, RefusalCode::BadFrame);
    let (_, welcome) = till.connect(&connection.stand).await;
    assert_eq!(welcome.held, [(1, 2)]);

    // Before the hello nobody is known who could say anything else.
    let mut socket = open(server.address).await;
    next(&mut socket).await;
    send(&mut socket, &weather).await;
    let answer = next(&mut socket).await;
    let refused = Refused { code: RefusalCode::BadFrame, detail: "hello_expected".to_owned() };
    assert_eq!(answer, Some(ServerFrame::Refused(refused)));
    server.stop().await;
}
