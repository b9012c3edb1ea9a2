//! A till made of nothing but a key and a socket. It speaks the sync protocol by the book of
//! `shared_model::wire`, and lets a test send what an honest till never would.

mod shop;

pub use shop::Shop;

use ed25519_dalek::{Signer, SigningKey};
use futures_util::{SinkExt, StreamExt};
use reqwest_websocket::{Message, Upgrade, WebSocket};
use serde_json::{Value, json};
use shared_model::encoding;
use shared_model::entry::{Claim, ENTRY_VERSION, Entry, SealedEntry, batch_message};
use shared_model::fact::Fact;
use shared_model::unit::*;
use shared_model::wire::frame::hello_message;
use shared_model::wire::*;
use std::net::SocketAddr;
use std::time::Duration;

const ANSWER_LIMIT: Duration = Duration::from_secs(30);

pub struct Device {
    server: SocketAddr,
    key: SigningKey,
    pub business: BusinessId,
    pub terminal: TerminalId,
    pub store: StoreId,
    pub code: String,
    pub incarnation: u32,
    /// The end of its chain: last sequence number and hash.
    pub head: (u64, Hash),
    socket: Option<WebSocket>,
    /// Everything the log brought, in order of arrival.
    pub log: Vec<LogEntry>,
    pub cursor: Cursor,
    batch: u64,
}

impl Device {
    /// Trades a one-time code for an identity.
    pub async fn enrol(server: SocketAddr, code: &str) -> Device {
        let secret: [u8; 32] = Hash::of("device", &[uuid::Uuid::new_v4().as_bytes()]).0;
        let key = SigningKey::from_bytes(&secret);
        let ask = json!({ "code": code, "public_key": hex::encode(key.verifying_key().as_bytes()) });
        let response = reqwest::Client::new().post(format!("http://{server}/enrol")).json(&ask).send().await;
        let response = response.expect("the server answers");
        assert!(response.status().is_success(), "enrolment refused: {}", response.text().await.unwrap_or_default());
        let answer: Value = response.json().await.expect("enrolment answers JSON");
        let id = |field: &str| {
            let text = answer[field].as_str().unwrap_or_else(|| panic!("no {field} in {answer}"));
            text.parse::<uuid::Uuid>().expect("ids are UUIDs")
        };
        Device {
            server,
            business: BusinessId(id("business")),
            terminal: TerminalId(id("terminal")),
            store: StoreId(id("store")),
            code: answer["code"].as_str().expect("a terminal code").to_owned(),
            incarnation: answer["incarnation"].as_u64().expect("an incarnation") as u32,
            key,
            head: (0, Hash::ZERO),
            socket: None,
            log: Vec::new(),
            cursor: Cursor::START,
            batch: 0,
        }
    }

    /// Connects, proves itself, and gives the welcome.
    pub async fn connect(&mut self) -> Result<ServerFrame, String> {
        let upgrade = reqwest::Client::new().get(format!("http://{}/sync", self.server)).upgrade().send().await;
        let upgrade = upgrade.map_err(|error| error.to_string())?;
        self.socket = Some(upgrade.into_websocket().await.map_err(|error| error.to_string())?);
        let ServerFrame::Challenge { nonce } = self.next().await? else { return Err("no challenge".into()) };
        let signature = self.key.sign(&hello_message(&nonce, self.terminal)).to_bytes().to_vec();
        let hello =
            ClientFrame::Hello { protocol: PROTOCOL_VERSION, terminal: self.terminal, cursor: self.cursor, signature };
        self.send(&hello).await?;
        match self.next().await? {
            welcome @ ServerFrame::Welcome { .. } => Ok(welcome),
            other => Err(format!("{other:?}")),
        }
    }

    /// Goes away without a goodbye.
    pub fn hang_up(&mut self) {
        self.socket = None;
    }

    pub async fn send(&mut self, frame: &ClientFrame) -> Result<(), String> {
        let mut bytes = vec![0];
        bytes.extend(encoding::encode(frame));
        self.send_bytes(bytes).await
    }

    /// A frame of the caller's own making.
    pub async fn send_bytes(&mut self, bytes: Vec<u8>) -> Result<(), String> {
        let socket = self.socket.as_mut().ok_or("not connected")?;
        socket.send(Message::Binary(bytes.into())).await.map_err(|error| error.to_string())
    }

    /// The next frame. Frames of the log are kept and acknowledged on the way.
    pub async fn next(&mut self) -> Result<ServerFrame, String> {
        let socket = self.socket.as_mut().ok_or("not connected")?;
        loop {
            let message = tokio::time::timeout(ANSWER_LIMIT, socket.next()).await.map_err(|_| "no frame came")?;
            match message.ok_or("the server hung up")?.map_err(|error| error.to_string())? {
                Message::Binary(bytes) => return self.read(&bytes).await,
                Message::Close { reason, .. } => return Err(format!("closed: {reason}")),
                _ => continue,
            }
        }
    }

    async fn read(&mut self, bytes: &[u8]) -> Result<ServerFrame, String> {
        let frame = crate::frame::read(bytes)?;
        if let ServerFrame::Log { entries, cursor, .. } = &frame {
            self.log.extend(entries.iter().cloned());
            self.cursor = *cursor;
            self.send(&ClientFrame::Applied { position: cursor.position }).await?;
        }
        Ok(frame)
    }

    /// Reads the log until it has the position the server is at.
    pub async fn follow(&mut self, head: u64) -> Result<(), String> {
        while self.cursor.position < head {
            self.next().await?;
        }
        Ok(())
    }

    /// Follows until `wanted` finds something in the log.
    pub async fn find<T>(&mut self, wanted: impl Fn(&LogBody) -> Option<T>) -> Result<T, String> {
        let mut seen = 0;
        loop {
            if let Some(found) = self.bodies_from(seen).find_map(|body| wanted(&body)) {
                return Ok(found);
            }
            seen = self.log.len();
            self.next().await?;
        }
    }

    pub fn bodies(&self) -> impl Iterator<Item = LogBody> + '_ {
        self.bodies_from(0)
    }

    fn bodies_from(&self, start: usize) -> impl Iterator<Item = LogBody> + '_ {
        let read = |entry: &LogEntry| encoding::decode(&entry.body, FRAME_BYTES_MAX).expect("the log reads");
        self.log[start..].iter().map(read)
    }

    /// The next entry of its chain.
    pub fn seal(&mut self, staff: Option<StaffId>, fact: Fact, attachment: Option<Vec<u8>>) -> SealedEntry {
        let (seq, prev) = self.head;
        let claim = Claim { terminal: self.terminal, incarnation: self.incarnation, seq: seq + 1 };
        let recorded_at = Timestamp::new(1_767_100_000_000, 0);
        let entry = Entry { version: ENTRY_VERSION, business: self.business, claim, prev, recorded_at, staff, fact };
        let sealed = entry.seal(attachment);
        self.head = (seq + 1, sealed.hash());
        sealed
    }

    /// Sends a signed batch and waits for what became of each entry.
    pub async fn push(&mut self, entries: &[SealedEntry]) -> Result<Vec<EntryOutcome>, String> {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        let signature = self.key.sign(&batch_message(&hashes)).to_bytes().to_vec();
        self.push_signed(entries, signature).await
    }

    /// The same with a signature of the caller's choice.
    pub async fn push_signed(
        &mut self,
        entries: &[SealedEntry],
        signature: Vec<u8>,
    ) -> Result<Vec<EntryOutcome>, String> {
        self.batch += 1;
        let mine = self.batch;
        self.send(&ClientFrame::Push { batch: mine, entries: entries.to_vec(), signature }).await?;
        loop {
            match self.next().await? {
                ServerFrame::Pushed { batch, results } if batch == mine => {
                    return Ok(results.into_iter().map(|result| result.outcome).collect());
                }
                ServerFrame::Refused { code, message } => return Err(format!("{code:?}: {message}")),
                _ => {}
            }
        }
    }
}
