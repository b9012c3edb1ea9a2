//! A till of the tests: a key, a socket, and whatever an honest or dishonest till would send.

use ed25519_dalek::{Signer, SigningKey};
use futures_util::{SinkExt, StreamExt};
use reqwest_websocket::{Message, Upgrade, WebSocket};
use shared_model::entry::{Claim, ENTRY_VERSION, Entry, SealedEntry, batch_message};
use shared_model::fact::Fact;
use shared_model::unit::*;
use shared_model::wire::frame::hello_message;
use shared_model::wire::*;
use std::net::SocketAddr;
use std::time::Duration;
use sync_server::auth::random_bytes;
use sync_server::http::{decode_frame, encode_frame};

const ANSWER_WITHIN: Duration = Duration::from_secs(20);

pub struct Client {
    pub server: SocketAddr,
    pub key: SigningKey,
    pub enrolled: Enrolled,
    head: (u64, Hash),
}

pub struct Connection {
    socket: WebSocket,
    pub log: Vec<LogEntry>,
    pub cursor: Cursor,
    pub batch: u64,
}

/// Asks for an identity; the answer as it comes.
pub async fn enrol(server: SocketAddr, code: &str, key: &SigningKey) -> reqwest::Response {
    let request = EnrolRequest { code: code.into(), public_key: hex::encode(key.verifying_key().to_bytes()) };
    reqwest::Client::new().post(format!("http://{server}/enrol")).json(&request).send().await.unwrap()
}

pub async fn open(server: SocketAddr) -> WebSocket {
    let upgrade = reqwest::Client::new().get(format!("http://{server}/sync")).upgrade().send().await.unwrap();
    upgrade.into_websocket().await.unwrap()
}

/// The next frame; `None` once the server has hung up.
pub async fn next(socket: &mut WebSocket) -> Option<ServerFrame> {
    loop {
        match tokio::time::timeout(ANSWER_WITHIN, socket.next()).await.expect("the server says something in time") {
            Some(Ok(Message::Binary(bytes))) => return Some(decode_frame(&bytes, FRAME_BYTES_MAX).unwrap()),
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Text(_))) => {}
            Some(Ok(Message::Close { .. }) | Err(_)) | None => return None,
        }
    }
}

impl Client {
    pub async fn enrol(server: SocketAddr, code: &str) -> Client {
        let key = SigningKey::from_bytes(&random_bytes());
        let response = enrol(server, code, &key).await;
        assert_eq!(response.status(), 200);
        Client { server, key, enrolled: response.json().await.unwrap(), head: (0, Hash::ZERO) }
    }

    /// Connects and sends a hello signed with `key`; the socket and the server's answer.
    pub async fn greet(&self, key: &SigningKey, terminal: TerminalId, cursor: Cursor) -> (WebSocket, ServerFrame) {
        let mut socket = open(self.server).await;
        let Some(ServerFrame::Challenge { nonce }) = next(&mut socket).await else { panic!("no challenge") };
        let signature = key.sign(&hello_message(&nonce, terminal)).to_bytes().to_vec();
        let hello = ClientFrame::Hello { protocol: PROTOCOL_VERSION, terminal, cursor, signature };
        socket.send(Message::Binary(encode_frame(&hello).into())).await.unwrap();
        let answer = next(&mut socket).await.expect("an answer to the hello");
        (socket, answer)
    }

    pub async fn connect(&self, cursor: Cursor) -> (Connection, u64) {
        let (socket, answer) = self.greet(&self.key, self.enrolled.terminal, cursor).await;
        let ServerFrame::Welcome { head, .. } = answer else { panic!("no welcome but {answer:?}") };
        (Connection { socket, log: Vec::new(), cursor, batch: 0 }, head)
    }

    /// The next entry of the chain.
    pub fn seal(&mut self, staff: Option<StaffId>, fact: Fact) -> SealedEntry {
        let (seq, prev) = self.head;
        let claim = Claim { terminal: self.enrolled.terminal, incarnation: self.enrolled.incarnation, seq: seq + 1 };
        let recorded_at = Timestamp::new(1_767_100_000_000, 0);
        let business = self.enrolled.business;
        let sealed = Entry { version: ENTRY_VERSION, business, claim, prev, recorded_at, staff, fact }.seal(None);
        self.head = (seq + 1, sealed.hash());
        sealed
    }

    pub fn sign(&self, entries: &[SealedEntry]) -> Vec<u8> {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        self.key.sign(&batch_message(&hashes)).to_bytes().to_vec()
    }
}

impl Connection {
    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_bytes(encode_frame(frame)).await;
    }

    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        // The server may have hung up already; the test then sees that when it reads.
        let _ = self.socket.send(Message::Binary(bytes.into())).await;
    }

    /// The next frame; frames of the log are kept and acknowledged.
    pub async fn next(&mut self) -> Option<ServerFrame> {
        let frame = next(&mut self.socket).await?;
        if let ServerFrame::Log { entries, cursor, .. } = &frame {
            self.log.extend(entries.iter().cloned());
            self.cursor = *cursor;
            self.send(&ClientFrame::Applied { position: cursor.position }).await;
        }
        Some(frame)
    }

    pub async fn follow(&mut self, head: u64) {
        while self.cursor.position < head {
            self.next().await.expect("the log goes on");
        }
    }

    pub fn bodies(&self) -> Vec<LogBody> {
        let read = |entry: &LogEntry| shared_model::encoding::decode(&entry.body, FRAME_BYTES_MAX).unwrap();
        self.log.iter().map(read).collect()
    }

    pub async fn push(
        &mut self,
        entries: Vec<SealedEntry>,
        signature: Vec<u8>,
    ) -> Result<Vec<EntryOutcome>, RefusalCode> {
        self.batch += 1;
        let mine = self.batch;
        self.send(&ClientFrame::Push { batch: mine, entries, signature }).await;
        loop {
            match self.next().await.expect("an answer to the push") {
                ServerFrame::Pushed { batch, results } if batch == mine => {
                    return Ok(results.into_iter().map(|result| result.outcome).collect());
                }
                ServerFrame::Refused { code, .. } => return Err(code),
                _ => {}
            }
        }
    }

    pub async fn call(&mut self, call: Call) -> Result<Answer, CallError> {
        self.send(&ClientFrame::Call { id: 7, call }).await;
        loop {
            if let ServerFrame::Answer { id: 7, answer } = self.next().await.expect("an answer to the call") {
                return answer;
            }
        }
    }

    /// Reads until the server refuses to go on, and says why.
    pub async fn refusal(&mut self) -> RefusalCode {
        loop {
            if let ServerFrame::Refused { code, .. } = self.next().await.expect("a refusal before the end") {
                return code;
            }
        }
    }
}
