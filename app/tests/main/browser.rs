//! A till on loopback and a client that can say anything, also what no browser would.

use crate::server::Server;
use crate::told::business;
use app::replica::{OpenOptions, Replica};
use app::shell::{Listening, Options, ShellError};
use app::till::{Parts, SyncEnds, SystemClock, SystemRandomness, Till};
use argon2::password_hash::{PasswordHasher, SaltString};
use serde_json::Value;
use shared_model::party::Staff;
use shared_model::policy::Role;
use shared_model::unit::{Scope, StaffId};
use shared_model::wire::Told;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

pub const LIMIT: Duration = Duration::from_secs(20);
pub const CASHIER: StaffId = StaffId(Uuid::from_u128(4));
pub const PIN: &str = "2468";

pub struct Shop {
    pub address: SocketAddr,
    pub till: Arc<Till>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<Result<(), ShellError>>,
    _ends: SyncEnds,
    _folder: tempfile::TempDir,
}

pub struct Response {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }
}

impl std::fmt::Display for Response {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{}", self.head, String::from_utf8_lossy(&self.body))
    }
}

impl Shop {
    pub async fn open(ui: Option<&Path>) -> Shop {
        let folder = tempfile::tempdir().unwrap();
        let (till, ends) = till(&folder.path().join("data"));
        hire(&till).await;
        let options =
            Options { listen: "127.0.0.1:0".parse().unwrap(), ui: ui.map(Path::to_owned), allow_remote: false };
        let listening = Listening::open(till.clone(), &options).await.unwrap();
        let address = listening.address();
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(listening.serve(async move {
            let _ = stopped.await;
        }));
        Shop { address, till, stop: Some(stop), serving, _ends: ends, _folder: folder }
    }

    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// Sends `head` (request line and headers) and `body` as they are.
    pub async fn raw(&self, head: &str, body: &[u8]) -> Response {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(format!("{head}connection: close\r\n\r\n").as_bytes()).await.unwrap();
        // A refusal may come before everything was sent.
        let _ = stream.write_all(body).await;
        let mut bytes = Vec::new();
        let _ = tokio::time::timeout(LIMIT, stream.read_to_end(&mut bytes)).await.expect("an answer in time");
        read_response(&bytes)
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        let head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{}", self.host(), lines(headers));
        self.raw(&head, b"").await
    }

    pub async fn post(&self, name: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let head = format!(
            "POST /command/{name} HTTP/1.1\r\nhost: {}\r\ncontent-length: {}\r\n{}",
            self.host(),
            body.len(),
            lines(headers)
        );
        self.raw(&head, body).await
    }

    pub async fn command(&self, name: &str, token: Option<&str>, body: &str) -> Response {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        self.post(name, &headers, body.as_bytes()).await
    }

    pub async fn sign_in(&self) -> String {
        let body = format!(r#"{{"staff":"{CASHIER}","pin":"{PIN}"}}"#);
        let answer = self.command("sign_in", None, &body).await;
        assert_eq!(answer.status, 200, "{answer}");
        answer.json()["token"].as_str().unwrap().to_owned()
    }

    pub fn ask_to_stop(&mut self) {
        let _ = self.stop.take().unwrap().send(());
    }

    pub async fn stopped(self) -> Result<(), ShellError> {
        tokio::time::timeout(LIMIT, self.serving).await.expect("the shell stops in time").unwrap()
    }
}

fn lines(headers: &[(&str, &str)]) -> String {
    headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect()
}

pub fn read_response(bytes: &[u8]) -> Response {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a whole head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Response { status, head, body: bytes[end + 4..].to_vec() }
}

pub fn till(folder: &Path) -> (Arc<Till>, SyncEnds) {
    let (replica, _) = Replica::open(folder, OpenOptions::default()).unwrap();
    Till::new(Parts {
        replica,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandomness),
        render: Arc::new(|receipt, format, copy| {
            app::device::pdf::render(receipt, format, copy).map_err(|error| error.to_string())
        }),
    })
}

/// One cashier and what a role may, as the log would bring them.
async fn hire(till: &Till) {
    let salt = SaltString::encode_b64(b"a salt for tests").unwrap();
    let pin_hash = argon2::Argon2::default().hash_password(PIN.as_bytes(), &salt).unwrap().to_string();
    let staff =
        Staff { id: CASHIER, code: "04".into(), name: "Till 4".into(), role: Role::Cashier, pin_hash, active: true };
    let mut server = Server::new();
    let rows = vec![Told::Business(Box::new(business())).encode(), Told::Staff(staff).encode()];
    let page = server.page_of(Scope::Business, rows);
    till.replica.page_apply(&server.trust(), &page).unwrap();
}
