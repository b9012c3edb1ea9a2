//! A till of the tests: a key, a socket, and whatever an honest or dishonest till would send.
//! What the server says it checks as a real one does.

use ed25519_dalek::{Signer, SigningKey};
use futures_util::{SinkExt, StreamExt};
use reqwest_websocket::Upgrade;
use shared_model::bounds::FRAME_BYTES_MAX;
use shared_model::encoding::{Fixed, Signature, Signed};
use shared_model::entry::{Claim, ENTRY_VERSION, Entry, Origin, SealedEntry, batch_message};
use shared_model::fact::Fact;
use shared_model::fact::setting::server_key_message;
use shared_model::party::Actor;
use shared_model::refusal::CallError;
use shared_model::sample;
use shared_model::setting::Certificate;
use shared_model::unit::*;
use shared_model::wire::page::heads_digest;
use shared_model::wire::*;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use sync_server::auth::{random_bytes, verify};

const ANSWER_WITHIN: Duration = Duration::from_secs(20);

pub use reqwest_websocket::{Message, WebSocket};

/// Bytes of the messages that went either way, for who counts them.
pub static WIRE: AtomicU64 = AtomicU64::new(0);
/// Those of them that were pages and levels.
pub static PAGES: AtomicU64 = AtomicU64::new(0);
/// Pages of what a store sold, and the rows in them.
pub static STORE_PAGES: AtomicU64 = AtomicU64::new(0);
pub static STORE_ROWS: AtomicU64 = AtomicU64::new(0);

pub struct Client {
    pub server: SocketAddr,
    pub key: SigningKey,
    pub certificate: Certificate,
    /// What the server signs by.
    server_key: Vec<u8>,
    warehouse: WarehouseId,
    pub head: (u64, Hash),
}

/// How far a till has stored what it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub generation: u32,
    /// The server's, by its id.
    pub life: Fixed<8>,
    /// In the order of its scopes.
    pub cursors: Vec<Cursor>,
    pub levels: u64,
}

pub struct Connection {
    socket: WebSocket,
    business: BusinessId,
    server_key: Vec<u8>,
    pub scopes: Vec<Scope>,
    pub stand: Stand,
    pub log: Vec<(Scope, LogRow)>,
    /// Rows are checked all the same.
    pub keeps_rows: bool,
    /// The newest of each product.
    pub levels: BTreeMap<ProductId, Level>,
    pub batch: u64,
}

impl Stand {
    /// Before anything was heard.
    pub fn start() -> Stand {
        Stand { generation: 0, life: Fixed([0; 8]), cursors: vec![Cursor::start(); 5], levels: 0 }
    }

    fn positions(&self) -> Vec<u64> {
        self.cursors.iter().map(|cursor| cursor.position.number).collect()
    }
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
            Some(Ok(Message::Binary(bytes))) => {
                WIRE.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                let frame = ServerFrame::decode(&codec::unpack(&bytes, FRAME_BYTES_MAX).unwrap(), FRAME_BYTES_MAX);
                if let Ok(ServerFrame::Page(_) | ServerFrame::Levels(_)) = &frame {
                    PAGES.fetch_add(bytes.len() as u64, Ordering::Relaxed);
                }
                if let Ok(ServerFrame::Page(page)) = &frame
                    && matches!(page.scope, Scope::Store(_))
                {
                    STORE_PAGES.fetch_add(1, Ordering::Relaxed);
                    STORE_ROWS.fetch_add(page.rows.len() as u64, Ordering::Relaxed);
                }
                return Some(frame.unwrap());
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Text(_))) => {}
            Some(Ok(Message::Close { .. }) | Err(_)) | None => return None,
        }
    }
}

/// The server may have hung up already; the test then sees that when it reads.
pub async fn send(socket: &mut WebSocket, frame: &ClientFrame) {
    let bytes = codec::pack(&frame.encode());
    WIRE.fetch_add(bytes.len() as u64, Ordering::Relaxed);
    let _ = socket.send(Message::Binary(bytes.into())).await;
}

impl Client {
    /// Into the store whose goods come from `warehouse`.
    pub async fn enrol(server: SocketAddr, code: &str, warehouse: WarehouseId) -> Client {
        let key = SigningKey::from_bytes(&random_bytes());
        let response = enrol(server, code, &key).await;
        assert_eq!(response.status(), 200);
        let enrolled: Enrolled = response.json().await.unwrap();
        let certificate = crate::shop::certificate(&enrolled.certificate);
        let server_key = hex::decode(&enrolled.server_key).unwrap();
        assert!(verify(&server_key, &certificate.message().0, &certificate.signature.0));
        Client { server, key, certificate: certificate.into_said(), server_key, warehouse, head: (0, Hash::ZERO) }
    }

    pub fn scopes(&self) -> [Scope; 5] {
        sample::scopes(self.certificate.store, self.warehouse, self.certificate.terminal)
    }

    /// Connects and sends a hello signed with `key`, and heads where the server asks for them;
    /// the socket and the server's answer.
    pub async fn greet(&self, key: &SigningKey, terminal: TerminalId, stand: &Stand) -> (WebSocket, ServerFrame) {
        let (socket, answer, _) = self.greet_by(key, terminal, stand).await;
        (socket, answer)
    }

    /// With the key that the server signs by now.
    async fn greet_by(
        &self,
        key: &SigningKey,
        terminal: TerminalId,
        stand: &Stand,
    ) -> (WebSocket, ServerFrame, Vec<u8>) {
        let mut socket = open(self.server).await;
        let Some(ServerFrame::Challenge(challenge)) = next(&mut socket).await else { panic!("no challenge") };
        let mut hello = Hello {
            protocol: PROTOCOL_VERSION,
            terminal,
            generation: stand.generation,
            positions: Positions([stand.positions(), vec![stand.levels]].concat()),
            digest: Fixed(heads_digest(
                &stand.life.0,
                self.scopes().into_iter().zip(stand.cursors.iter().map(|cursor| cursor.head)),
            )),
            holds: self.holds(),
            nonce: Fixed(random_bytes()),
            signature: Fixed([0; 64]),
        };
        hello.signature = Fixed(key.sign(&hello.message(&challenge.nonce.0).0).to_bytes());
        send(&mut socket, &ClientFrame::Hello(hello.clone())).await;
        let mut answer = next(&mut socket).await.expect("an answer to the hello");
        if answer == ServerFrame::AskHeads(()) {
            let scopes = self.scopes().into_iter().zip(stand.cursors.iter().cloned()).collect();
            let heads = Heads { life: stand.life, scopes, levels: vec![(self.warehouse, stand.levels)] };
            send(&mut socket, &ClientFrame::Heads(heads)).await;
            answer = next(&mut socket).await.expect("an answer to the heads");
        }
        let mut server_key = self.server_key.clone();
        if let ServerFrame::Keys(keys) = answer {
            for set in keys {
                let message = server_key_message(set.key, &set.public_key);
                assert!(verify(&server_key, &message, &set.signature), "each is signed by the one before");
                server_key = set.public_key;
            }
            answer = next(&mut socket).await.expect("an answer after the keys");
        }
        if let ServerFrame::Welcome(welcome) = &answer {
            let message = welcome.message(&hello.signature);
            assert!(verify(&server_key, &message.0, &welcome.signature.0), "the server proves itself");
        }
        (socket, answer, server_key)
    }

    pub async fn connect(&self, stand: &Stand) -> (Connection, Welcome) {
        let (socket, answer, server_key) = self.greet_by(&self.key, self.certificate.terminal, stand).await;
        let ServerFrame::Welcome(welcome) = answer else { panic!("no welcome but {answer:?}") };
        let connection = Connection {
            socket,
            business: self.certificate.business,
            server_key,
            scopes: welcome.follows.clone().unwrap_or_else(|| self.scopes().to_vec()),
            stand: Stand { generation: welcome.generation, life: welcome.generation_id, ..stand.clone() },
            log: Vec::new(),
            keeps_rows: true,
            levels: BTreeMap::new(),
            batch: 0,
        };
        (connection, welcome)
    }

    fn holds(&self) -> Vec<HeldEntry> {
        let (seq, hash) = self.head;
        let hash = Fixed(std::array::from_fn(|at| hash.0[at]));
        let newest = HeldEntry { incarnation: self.certificate.incarnation, seq, hash };
        if seq > 0 { vec![newest] } else { Vec::new() }
    }

    /// The next entry of the chain.
    pub fn seal(&mut self, staff: Option<StaffId>, fact: &Fact) -> SealedEntry {
        let (seq, prev) = self.head;
        let Certificate { terminal, business, incarnation, .. } = self.certificate;
        let claim = Claim { terminal, incarnation, seq: seq + 1 };
        let entry = Entry {
            version: ENTRY_VERSION,
            business,
            origin: Origin::Terminal { claim, prev },
            actor: Actor::at_till(staff),
            recorded_at: Timestamp::new(1_767_100_000_000, 0),
            kind: fact.kind().to_owned(),
            payload_version: fact.version(),
            payload: fact.encode(),
            approvals: Vec::new(),
            attachments: Vec::new(),
            money: None,
            cause: None,
            correlation: None,
        };
        let sealed = entry.seal(Vec::new());
        self.head = (seq + 1, sealed.hash());
        sealed
    }

    pub fn sign(&self, entries: &[SealedEntry]) -> Signature {
        let hashes: Vec<Hash> = entries.iter().map(SealedEntry::hash).collect();
        Fixed(self.key.sign(&batch_message(&hashes)).to_bytes())
    }
}

impl Connection {
    pub async fn send(&mut self, frame: &ClientFrame) {
        send(&mut self.socket, frame).await;
    }

    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        // The server may have hung up already; the test then sees that when it reads.
        let _ = self.socket.send(Message::Binary(bytes.into())).await;
    }

    /// The next frame; what is followed is checked, kept and acknowledged.
    pub async fn next(&mut self) -> Option<ServerFrame> {
        let frame = next(&mut self.socket).await?;
        let applied = match &frame {
            ServerFrame::Page(page) => Some(self.page(page)),
            ServerFrame::Levels(levels) => Some(self.take_levels(levels)),
            _ => None,
        };
        if let Some(applied) = applied {
            self.send(&ClientFrame::Applied(applied)).await;
        }
        Some(frame)
    }

    fn page(&mut self, page: &Page) -> Applied {
        let place = self.scopes.iter().position(|scope| *scope == page.scope).expect("a scope that is followed");
        let cursor = &mut self.stand.cursors[place];
        if page.from == 0 {
            // Another life of the server: it is read again.
            *cursor = Cursor::start();
        }
        page.check(cursor.position.number, cursor.head).unwrap();
        assert!(verify(&self.server_key, &page.message(self.business).0, &page.signature.0));
        *cursor = page.cursor();
        if self.keeps_rows {
            self.log.extend(page.rows.iter().map(|row| (page.scope, row.clone())));
        }
        Applied { positions: vec![(u8::try_from(place).unwrap(), page.to)], levels: Vec::new() }
    }

    fn take_levels(&mut self, levels: &Signed<Levels>) -> Applied {
        assert!(levels.from == self.stand.levels || levels.from == 0, "{levels:?}");
        assert!(verify(&self.server_key, &levels.message(self.business).0, &levels.signature.0));
        self.stand.levels = levels.to;
        self.levels.extend(levels.rows.iter().map(|level| (level.product, level.clone())));
        Applied { positions: Vec::new(), levels: vec![(0, levels.to)] }
    }

    /// Until every scope is known up to `head`.
    pub async fn follow(&mut self, head: u64) {
        self.follow_until(|till| till.reaches(|_| head)).await;
    }

    /// Whether every scope is known as far as it has to be.
    pub fn reaches(&self, position: impl Fn(&Scope) -> u64) -> bool {
        let stands = self.scopes.iter().zip(self.stand.positions());
        stands.into_iter().all(|(scope, stands)| stands >= position(scope))
    }

    pub async fn follow_until(&mut self, is_there: impl Fn(&Connection) -> bool) {
        while !is_there(self) {
            let frame = self.next().await.expect("the log goes on");
            assert!(!matches!(frame, ServerFrame::Refused(_)), "{frame:?}");
        }
    }

    pub fn told(&self) -> Vec<Told> {
        self.log.iter().map(|(_, row)| crate::shop::told(row)).collect()
    }

    pub async fn push(
        &mut self,
        entries: Vec<SealedEntry>,
        signature: Signature,
    ) -> Result<Vec<EntryOutcome>, RefusalCode> {
        self.batch += 1;
        let (mine, count) = (self.batch, entries.len());
        self.send(&ClientFrame::Push(Push { batch: mine, entries, signature })).await;
        let mut outcomes = Vec::new();
        while outcomes.len() < count {
            match self.next().await.expect("an answer to the push") {
                ServerFrame::Pushed(Pushed { batch, first, results }) if batch == mine => {
                    assert_eq!(usize::try_from(first), Ok(outcomes.len()), "part after part");
                    outcomes.extend(results.into_iter().map(|result| result.outcome));
                }
                ServerFrame::Refused(refused) => return Err(refused.code),
                _ => {}
            }
        }
        Ok(outcomes)
    }

    pub async fn call(&mut self, call: Call) -> Result<Answer, CallError> {
        self.send(&ClientFrame::Call(Called { id: 7, call })).await;
        loop {
            let frame = self.next().await.expect("an answer to the call");
            if let ServerFrame::Answer(Answered { id: 7, answer }) = frame {
                return answer;
            }
        }
    }

    /// Reads until the server refuses to go on, and says why.
    pub async fn refusal(&mut self) -> RefusalCode {
        loop {
            if let ServerFrame::Refused(refused) = self.next().await.expect("a refusal before the end") {
                return refused.code;
            }
        }
    }
}
