//! A till made of nothing but a key and a socket. It speaks the sync protocol by the book of
//! `shared_model::wire`, and lets a test send what an honest till never would.

mod log;
mod shop;

pub use log::{Following, Heard};
pub use shop::Shop;

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use futures_util::{SinkExt, StreamExt};
use reqwest_websocket::{Message, Upgrade, WebSocket};
use shared_model::bounds::FRAME_BYTES_MAX;
use shared_model::encoding;
use shared_model::encoding::{Fixed, Signed};
use shared_model::entry::{Attachment, Claim, ENTRY_VERSION, Entry, Origin, SealedEntry, batch_message};
use shared_model::fact::Fact;
use shared_model::party::Actor;
use shared_model::setting::Certificate;
use shared_model::unit::*;
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
    /// Everything the log brought.
    pub log: Following,
    batch: u64,
}

impl Device {
    /// Trades a one-time code for an identity, and checks that the server signed it.
    pub async fn enrol(server: SocketAddr, code: &str) -> Device {
        let secret: [u8; 32] = Hash::of("device", &[uuid::Uuid::new_v4().as_bytes()]).0;
        let key = SigningKey::from_bytes(&secret);
        let public_key = key.verifying_key().to_bytes();
        let ask = EnrolRequest { code: code.to_owned(), public_key: hex::encode(public_key) };
        let response = reqwest::Client::new().post(format!("http://{server}/enrol")).json(&ask).send().await;
        let response = response.expect("the server answers");
        assert!(response.status().is_success(), "enrolment refused: {}", response.text().await.unwrap_or_default());
        let answer: Enrolled = response.json().await.expect("enrolment answers JSON");
        let certificate = hex::decode(&answer.certificate).expect("a certificate in hex");
        let certificate: Signed<Certificate> = encoding::decode(&certificate, FRAME_BYTES_MAX).expect("a certificate");
        let server_key: [u8; 32] =
            hex::decode(&answer.server_key).ok().and_then(|key| key.try_into().ok()).expect("a key of the server");
        let server_key = VerifyingKey::from_bytes(&server_key).expect("an Ed25519 key");
        let log = Following::of(&certificate, server_key);
        log.signed(certificate.key, certificate.message(), &certificate.signature).expect("the server vouches for it");
        assert_eq!(certificate.public_key.0, public_key, "the certificate is of this device's key");
        Device {
            server,
            business: certificate.business,
            terminal: certificate.terminal,
            store: certificate.store,
            code: certificate.code.clone(),
            incarnation: certificate.incarnation,
            key,
            head: (0, Hash::ZERO),
            socket: None,
            log,
            batch: 0,
        }
    }

    /// The next connection is to another process of the server.
    pub fn turn_to(&mut self, server: SocketAddr) {
        self.hang_up();
        self.server = server;
    }

    /// Connects, proves itself, and gives the welcome.
    pub async fn connect(&mut self) -> Result<Welcome, String> {
        let upgrade = reqwest::Client::new().get(format!("http://{}/sync", self.server)).upgrade().send().await;
        let upgrade = upgrade.map_err(|error| error.to_string())?;
        self.socket = Some(upgrade.into_websocket().await.map_err(|error| error.to_string())?);
        let ServerFrame::Challenge(challenge) = self.next().await? else { return Err("no challenge".into()) };
        let hello = self.hello(&challenge);
        let signature = hello.signature;
        self.send(&ClientFrame::Hello(hello)).await?;
        let mut answer = self.next().await?;
        if answer == ServerFrame::AskHeads(()) {
            self.send(&ClientFrame::Heads(self.log.heads())).await?;
            answer = self.next().await?;
        }
        let ServerFrame::Welcome(welcome) = answer else { return Err(format!("{answer:?}")) };
        self.log.signed(welcome.key, welcome.message(&signature), &welcome.signature)?;
        (self.log.generation, self.log.life) = (welcome.generation, welcome.generation_id);
        if let Some(scopes) = &welcome.follows {
            self.log.follow(scopes.clone());
        }
        Ok(welcome)
    }

    fn holds(&self) -> Vec<HeldEntry> {
        let (seq, hash) = self.head;
        let newest =
            HeldEntry { incarnation: self.incarnation, seq, hash: Fixed(std::array::from_fn(|at| hash.0[at])) };
        if seq > 0 { vec![newest] } else { Vec::new() }
    }

    fn hello(&self, challenge: &Challenge) -> Hello {
        let mut hello = Hello {
            protocol: PROTOCOL_VERSION,
            terminal: self.terminal,
            generation: self.log.generation,
            positions: Positions([self.log.positions(), self.log.levels()].concat()),
            digest: self.log.digest(),
            holds: self.holds(),
            nonce: Fixed([0; 6]),
            signature: Fixed([0; 64]),
        };
        hello.signature = Fixed(self.key.sign(&hello.message(&challenge.nonce.0).0).to_bytes());
        hello
    }

    /// Goes away without a goodbye.
    pub fn hang_up(&mut self) {
        self.socket = None;
    }

    pub async fn send(&mut self, frame: &ClientFrame) -> Result<(), String> {
        let mut bytes = vec![0];
        bytes.extend(frame.encode());
        self.send_bytes(bytes).await
    }

    /// A frame of the caller's own making.
    pub async fn send_bytes(&mut self, bytes: Vec<u8>) -> Result<(), String> {
        let socket = self.socket.as_mut().ok_or("not connected")?;
        socket.send(Message::Binary(bytes.into())).await.map_err(|error| error.to_string())
    }

    /// The next frame. Pages and levels are checked, kept and acknowledged on the way.
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
        let applied = match &frame {
            ServerFrame::Page(page) => Some(self.log.page(page)?),
            ServerFrame::Levels(levels) => Some(self.log.hear(levels)?),
            _ => None,
        };
        if let Some(applied) = applied {
            self.send(&ClientFrame::Applied(applied)).await?;
        }
        Ok(frame)
    }

    /// Reads until it has everything up to where the log ended when it was welcomed.
    pub async fn follow(&mut self, head: u64) -> Result<(), String> {
        while self.log.positions().into_iter().any(|position| position < head) {
            self.next().await?;
        }
        Ok(())
    }

    /// Reads until it has a scope up to here.
    pub async fn follow_scope(&mut self, scope: Scope, to: u64) -> Result<(), String> {
        while self.log.position(scope).number < to {
            self.next().await?;
        }
        Ok(())
    }

    /// Follows until `wanted` finds something in the log.
    pub async fn find<T>(&mut self, wanted: impl Fn(&Told) -> Option<T>) -> Result<T, String> {
        let mut seen = 0;
        loop {
            if let Some(found) = self.log.heard[seen..].iter().find_map(|row| wanted(&row.told)) {
                return Ok(found);
            }
            seen = self.log.heard.len();
            self.next().await?;
        }
    }

    pub fn told(&self) -> impl Iterator<Item = &Told> {
        self.log.heard.iter().map(|row| &row.told)
    }

    /// The next entry of its chain.
    pub fn seal(&mut self, staff: Option<StaffId>, fact: Fact, attachments: Vec<Attachment>) -> SealedEntry {
        let (seq, prev) = self.head;
        let claim = Claim { terminal: self.terminal, incarnation: self.incarnation, seq: seq + 1 };
        let entry = Entry {
            version: ENTRY_VERSION,
            business: self.business,
            origin: Origin::Terminal { claim, prev },
            actor: Actor::at_till(staff),
            recorded_at: Timestamp::new(1_767_100_000_000, 0),
            kind: fact.kind().to_owned(),
            payload_version: fact.version(),
            payload: fact.encode(),
            approvals: Vec::new(),
            attachments: attachments.iter().map(Attachment::name).collect(),
            // Sums that do not exist have no postings either.
            money: fact.money(Some(self.store)).ok().flatten(),
            cause: None,
            correlation: None,
        };
        let sealed = entry.seal(attachments);
        self.head = (seq + 1, sealed.hash());
        sealed
    }

    /// Sends a signed batch and waits for what became of each entry.
    pub async fn push(&mut self, entries: &[SealedEntry]) -> Result<Vec<EntryOutcome>, String> {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        let signature = self.key.sign(&batch_message(&hashes)).to_bytes();
        self.push_signed(entries, signature).await
    }

    /// The same with a signature of the caller's choice. The parts of the answer have to come
    /// in order and name the entries that were sent.
    pub async fn push_signed(
        &mut self,
        entries: &[SealedEntry],
        signature: [u8; 64],
    ) -> Result<Vec<EntryOutcome>, String> {
        self.batch += 1;
        let mine = self.batch;
        let push = Push { batch: mine, entries: entries.to_vec(), signature: Fixed(signature) };
        self.send(&ClientFrame::Push(push)).await?;
        let mut outcomes = Vec::new();
        loop {
            match self.next().await? {
                ServerFrame::Pushed(Pushed { batch, first, results }) if batch == mine => {
                    for (index, result) in results.iter().enumerate() {
                        let place = first as usize + index;
                        if place != outcomes.len() || entries.get(place).map(SealedEntry::hash) != Some(result.hash) {
                            return Err(format!("result {place} comes when {} do", outcomes.len()));
                        }
                        outcomes.push(result.outcome.clone());
                    }
                    if outcomes.len() == entries.len() {
                        return Ok(outcomes);
                    }
                }
                ServerFrame::Refused(Refused { code, detail }) => return Err(format!("{code:?}: {detail}")),
                _ => {}
            }
        }
    }
}
