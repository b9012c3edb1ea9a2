//! The first frames: a challenge, the terminal's signed answer, its heads where the server
//! does not know them, the welcome, which the server signs.

use super::link::{Ended, Out, Reading, Sending};
use crate::auth;
use crate::http::AppState;
use crate::terminal::{self, Terminal};
use crate::{clock, log};
use ed25519_dalek::Signer;
use shared_model::bounds::{FRAME_BYTES_MAX, HELLO_BYTES_MAX, SCOPES_MAX};
use shared_model::encoding::Fixed;
use shared_model::fact::setting::FIRST_SERVER_KEY;
use shared_model::wire::page::heads_digest;
use shared_model::wire::told::order::Moment;
use shared_model::wire::*;
use std::time::Duration;

const NONCE_BYTES: usize = 16;
const HELLO_WITHIN: Duration = Duration::from_secs(10);

/// A terminal that has proved who it is, and from where it follows the log.
pub struct Greeted {
    pub terminal: Terminal,
    /// In the order of the hello.
    pub scopes: Vec<(Scope, u64)>,
    pub levels: u64,
    /// Where the log ended when it was welcomed.
    pub head: u64,
}

pub async fn greet(state: &AppState, reading: &mut Reading, writing: &mut Sending) -> Result<Greeted, Ended> {
    let nonce = Fixed(auth::random_bytes::<NONCE_BYTES>());
    let challenge = Challenge { nonce, oldest: PROTOCOL_OLDEST, newest: PROTOCOL_VERSION };
    writing.send(&Out::Frame(ServerFrame::Challenge(challenge))).await?;
    let hello = within(reading.next(HELLO_BYTES_MAX)).await?;
    let ClientFrame::Hello(hello) = hello else { return Err(refuse(RefusalCode::BadFrame, "the first is a hello")) };
    let terminal = proved(state, &hello, &nonce).await?;
    let (scopes, levels, head) = stands(state, &terminal, &hello, reading, writing).await?;
    if state.identity.key_number > FIRST_SERVER_KEY {
        let keys = auth::server_keys(&state.db).await?.into_iter().filter(|key| key.key > FIRST_SERVER_KEY);
        writing.send(&Out::Frame(ServerFrame::Keys(keys.collect()))).await?;
    }
    let welcome = welcome(state, &terminal, &hello, head);
    writing.send(&Out::Frame(ServerFrame::Welcome(welcome))).await?;
    Ok(Greeted { terminal, scopes, levels, head })
}

async fn within<T>(answer: impl Future<Output = Result<T, Ended>>) -> Result<T, Ended> {
    tokio::time::timeout(HELLO_WITHIN, answer).await.map_err(|_| Ended::Silent)?
}

/// The key first: what follows is only for the terminal itself.
async fn proved(state: &AppState, hello: &Hello, nonce: &Fixed<NONCE_BYTES>) -> Result<Terminal, Ended> {
    if !(PROTOCOL_OLDEST..=PROTOCOL_VERSION).contains(&hello.protocol) {
        return Err(refuse(RefusalCode::ProtocolTooOld, &hello.protocol.to_string()));
    }
    let Some(terminal) = terminal::terminal(&state.db, hello.terminal).await? else {
        return Err(refuse(RefusalCode::UnknownTerminal, ""));
    };
    if !auth::verify(&terminal.public_key, &hello.message(&nonce.0).0, &hello.signature.0) {
        return Err(refuse(RefusalCode::BadSignature, ""));
    }
    if terminal.revoked {
        return Err(refuse(RefusalCode::Revoked, ""));
    }
    Ok(terminal)
}

type Stands = (Vec<(Scope, u64)>, u64, u64);

/// From where the terminal goes on. What it read in an earlier life of this server and is not
/// in the log any more, it reads again from the start; what it read in this one has to be
/// there.
async fn stands(
    state: &AppState,
    terminal: &Terminal,
    hello: &Hello,
    reading: &mut Reading,
    writing: &mut Sending,
) -> Result<Stands, Ended> {
    let business = terminal.business;
    let scopes = terminal.scopes();
    if hello.positions.len() != scopes.len() {
        return Err(refuse(RefusalCode::BadFrame, "a hello names a position of each scope"));
    }
    let head = log::end(&state.db, business).await?.number;
    let is_of_this_life = hello.generation == state.identity.generation;
    let levels = if is_of_this_life { hello.levels } else { 0 };
    let furthest = hello.positions.iter().copied().chain([levels]).max().unwrap_or(0);
    if is_of_this_life && furthest > head {
        return Err(refuse(RefusalCode::CursorUnknown, ""));
    }
    let mut ours = Vec::with_capacity(scopes.len());
    for (scope, position) in scopes.iter().zip(&hello.positions) {
        ours.push(log::head_at(&state.db, business, *scope, *position).await?);
    }
    let asked: Vec<(Scope, u64)> = scopes.into_iter().zip(hello.positions.iter().copied()).collect();
    if heads_digest(ours.iter().copied()) == hello.digest.0 {
        // An empty page can lead further than the log of a server that was restored.
        let within = |(scope, position): (Scope, u64)| (scope, if position > head { 0 } else { position });
        return Ok((asked.into_iter().map(within).collect(), levels, head));
    }
    writing.send(&Out::Frame(ServerFrame::AskHeads(()))).await?;
    let ClientFrame::Heads(heads) = within(reading.next(FRAME_BYTES_MAX)).await? else {
        return Err(refuse(RefusalCode::BadFrame, "the heads were asked for"));
    };
    if heads.len() > SCOPES_MAX {
        return Err(refuse(RefusalCode::BadFrame, "there are too many heads"));
    }
    let mut from = Vec::with_capacity(asked.len());
    for ((scope, position), ours) in asked.into_iter().zip(ours) {
        let theirs = heads.iter().find(|(known, _)| *known == scope).map(|(_, cursor)| cursor);
        let is_same = theirs.is_some_and(|cursor| cursor.position.number == position && cursor.head == ours);
        if !is_same && is_of_this_life && theirs.is_some_and(|cursor| cursor.position.number > 0) {
            return Err(refuse(RefusalCode::CursorUnknown, ""));
        }
        from.push((scope, if is_same { position } else { 0 }));
    }
    Ok((from, levels, head))
}

fn welcome(state: &AppState, terminal: &Terminal, hello: &Hello, head: u64) -> Welcome {
    let identity = &state.identity;
    let mut welcome = Welcome {
        protocol: hello.protocol,
        now: Moment(clock::now()),
        generation: identity.generation,
        generation_id: Fixed(identity.generation_id),
        held: terminal.held().into_iter().collect(),
        go_on_as: None,
        head,
        key: identity.key_number,
        signature: Fixed([0; 64]),
    };
    welcome.signature = Fixed(identity.key.sign(&welcome.message(&hello.signature).0).to_bytes());
    welcome
}

pub fn refuse(code: RefusalCode, detail: &str) -> Ended {
    Ended::Refused(Refused { code, detail: detail.to_owned() })
}
