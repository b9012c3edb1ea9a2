//! The first frames: a challenge, the terminal's signed answer, its heads where the server
//! does not know them, the welcome, which the server signs.

use super::link::{Ended, Out, Reading, Sending};
use super::stand::{Log, Stands};
use crate::auth;
use crate::http::state::AppState;
use crate::terminal::{self, Terminal};
use crate::{clock, log};
use ed25519_dalek::Signer;
use shared_model::bounds::{FRAME_BYTES_MAX, HELLO_BYTES_MAX, SCOPES_MAX};
use shared_model::encoding::Fixed;
use shared_model::fact::setting::FIRST_SERVER_KEY;
use shared_model::unit::Scope;
use shared_model::wire::told::order::Moment;
use shared_model::wire::*;
use std::time::Duration;

const NONCE_BYTES: usize = 16;
const HELLO_WITHIN: Duration = Duration::from_secs(10);

/// A terminal that has proved who it is, and from where it follows the log.
pub struct Greeted {
    pub terminal: Terminal,
    pub stands: Stands,
    /// Where the log ended when it was welcomed.
    pub head: u64,
}

pub async fn greet(state: &AppState, reading: &mut Reading, writing: &mut Sending) -> Result<Greeted, Ended> {
    let nonce = Fixed(auth::random_bytes::<NONCE_BYTES>());
    let challenge = Challenge { nonce, oldest: PROTOCOL_OLDEST, newest: PROTOCOL_VERSION };
    writing.send(&Out::Frame(ServerFrame::Challenge(challenge))).await?;
    let hello = within(reading.next(HELLO_BYTES_MAX)).await?;
    let ClientFrame::Hello(hello) = hello else { return Err(refuse(RefusalCode::BadFrame, "hello_expected")) };
    let terminal = proved(state, &hello, &nonce).await?;
    let head = log::end(&state.db, terminal.business).await?.number;
    let (stands, is_news) = stands(state, &terminal, &hello, head, reading, writing).await?;
    if state.identity.key_number > FIRST_SERVER_KEY {
        let keys = auth::server_keys(&state.db).await?.into_iter().filter(|key| key.key > FIRST_SERVER_KEY);
        writing.send(&Out::Frame(ServerFrame::Keys(keys.collect()))).await?;
    }
    let follows = is_news.then(|| stands.scopes.iter().map(|(scope, _)| *scope).collect());
    let welcome = welcome(state, &terminal, &hello, (head, follows));
    writing.send(&Out::Frame(ServerFrame::Welcome(welcome))).await?;
    Ok(Greeted { terminal, stands, head })
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

/// From where the terminal goes on, and whether it must be told what it follows: only where its
/// hello did not mean the same.
async fn stands(
    state: &AppState,
    terminal: &Terminal,
    hello: &Hello,
    head: u64,
    reading: &mut Reading,
    writing: &mut Sending,
) -> Result<(Stands, bool), Ended> {
    let log = Log { state, business: terminal.business, head };
    let scopes = terminal.scopes();
    if let Some(stands) = log.meant(&scopes, hello).await? {
        return Ok((stands, false));
    }
    writing.send(&Out::Frame(ServerFrame::AskHeads(()))).await?;
    let ClientFrame::Heads(heads) = within(reading.next(FRAME_BYTES_MAX)).await? else {
        return Err(refuse(RefusalCode::BadFrame, "heads_expected"));
    };
    if heads.scopes.len() > SCOPES_MAX || heads.levels.len() > SCOPES_MAX {
        return Err(refuse(RefusalCode::BadFrame, "too_many_heads"));
    }
    Ok((log.known(&scopes, &heads).await?, true))
}

fn welcome(
    state: &AppState,
    terminal: &Terminal,
    hello: &Hello,
    (head, follows): (u64, Option<Vec<Scope>>),
) -> Welcome {
    let identity = &state.identity;
    let mut welcome = Welcome {
        protocol: hello.protocol,
        now: Moment(clock::now()),
        generation: identity.generation,
        generation_id: Fixed(identity.generation_id),
        held: terminal.held(),
        go_on_as: terminal.goes_on_as(&hello.holds),
        follows,
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
