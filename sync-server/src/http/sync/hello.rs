//! The first three frames: a challenge, the terminal's signed answer, the welcome.

use super::link::{Ended, Reading, Writing};
use crate::http::state::AppState;
use crate::{auth, clock, log};
use shared_model::wire::frame::hello_message;
use shared_model::wire::{ClientFrame, Cursor, PROTOCOL_VERSION, RefusalCode, ServerFrame};
use std::time::Duration;

const NONCE_BYTES: usize = 32;
/// Before a terminal has proved itself, nothing larger is read.
const HELLO_BYTES_MAX: usize = 1024;
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// The oldest protocol this server still speaks.
const PROTOCOL_OLDEST: u16 = 1;

/// A terminal that has proved who it is, and where it stands in the log.
pub struct Known {
    pub terminal: auth::Terminal,
    pub cursor: Cursor,
}

pub async fn greet(state: &AppState, reading: &mut Reading, writing: &mut Writing) -> Result<Known, Ended> {
    let nonce = auth::random_bytes::<NONCE_BYTES>().to_vec();
    writing.send(&ServerFrame::Challenge { nonce: nonce.clone() }).await?;
    let hello =
        tokio::time::timeout(HELLO_WITHIN, reading.next(HELLO_BYTES_MAX)).await.map_err(|_| Ended::Silent)??;
    let known = check(state, hello, &nonce).await?;
    let head = log::head(&state.db, known.terminal.business).await?.position;
    let welcome = ServerFrame::Welcome {
        protocol: PROTOCOL_VERSION,
        now: clock::now(),
        generation: state.identity.generation,
        held: known.terminal.held(),
        head,
    };
    writing.send(&welcome).await?;
    Ok(known)
}

async fn check(state: &AppState, hello: ClientFrame, nonce: &[u8]) -> Result<Known, Ended> {
    let ClientFrame::Hello { protocol, terminal: id, cursor, signature } = hello else {
        return Err(refuse(RefusalCode::BadFrame, "the first frame has to be a hello"));
    };
    if protocol < PROTOCOL_OLDEST {
        let message = "this till's program is too old for this server; it keeps selling, update it to sync";
        return Err(refuse(RefusalCode::ProtocolTooOld, message));
    }
    let Some(terminal) = auth::terminal(&state.db, id).await? else {
        return Err(refuse(RefusalCode::UnknownTerminal, "this server does not know this till; enrol it"));
    };
    // The key first: what follows is only for the terminal itself.
    if !auth::verify(&terminal.public_key, &hello_message(nonce, id), &signature) {
        return Err(refuse(RefusalCode::BadSignature, "the till could not prove that it is itself"));
    }
    if terminal.revoked {
        let message = "this till has been locked out; what it sold is safe on it, ask an administrator";
        return Err(refuse(RefusalCode::Revoked, message));
    }
    if !log::check_cursor(&state.db, terminal.business, cursor).await? {
        let message = "this till has read further than this server's log; the server may have been restored";
        return Err(refuse(RefusalCode::CursorUnknown, message));
    }
    Ok(Known { terminal, cursor })
}

pub fn refuse(code: RefusalCode, message: &str) -> Ended {
    Ended::Refused { code, message: message.to_owned() }
}
