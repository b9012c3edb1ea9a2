//! A real headless till: its process, its data folder, its wire, and its commands.

use super::process::{Process, free_port, program};
use super::wait::{met, wait_for};
use crate::network::Link;
use shared_model::command::*;
use shared_model::refusal::{ErrorCode, Failure, Retry};
use shared_model::unit::*;
use std::path::{Path, PathBuf};
use std::process::Command as ProcessCommand;
use std::sync::Mutex;
use std::time::Duration;

pub const START_LIMIT: Duration = Duration::from_secs(30);
pub const SETTLE_LIMIT: Duration = Duration::from_secs(60);

pub struct Till {
    pub name: String,
    pub link: Link,
    pub data: PathBuf,
    pub port: u16,
    enrol: String,
    process: Mutex<Option<Process>>,
    token: Mutex<Option<String>>,
    client: reqwest::Client,
}

impl Till {
    /// Starts a new till that enrols with `code` through `link`.
    pub async fn start(name: &str, folder: &Path, link: Link, enrol: &str) -> Till {
        let till = Till {
            name: name.into(),
            link,
            data: folder.join(name),
            port: free_port(),
            enrol: enrol.into(),
            process: Mutex::new(None),
            token: Mutex::new(None),
            client: client(),
        };
        till.start_again().await;
        till
    }

    /// The command line that starts this till.
    pub fn command_line(&self) -> ProcessCommand {
        let mut command = ProcessCommand::new(program("counterfoil"));
        command.arg("--headless").arg("--listen").arg(format!("127.0.0.1:{}", self.port));
        command.arg("--data").arg(&self.data).arg("--server").arg(self.link.url()).arg("--enrol").arg(&self.enrol);
        command
    }

    /// Starts the process (again) on the same data, and waits until it answers.
    pub async fn start_again(&self) {
        self.kill();
        let log = self.data.with_extension("log");
        *self.lock_process() = Some(Process::start(&mut self.command_line(), &log));
        wait_for(&format!("till {} to answer", self.name), START_LIMIT, async || {
            self.assert_running();
            self.call(Status {}).await.map(drop).map_err(|failure| failure.message)
        })
        .await;
    }

    /// `kill -9`.
    pub fn kill(&self) {
        drop(self.lock_process().take());
        *self.lock_token() = None;
    }

    pub fn is_running(&self) -> bool {
        self.lock_process().as_mut().is_some_and(|process| process.ended().is_none())
    }

    pub fn last_words(&self) -> String {
        self.lock_process().as_ref().map(Process::last_words).unwrap_or_default()
    }

    fn assert_running(&self) {
        let mut process = self.lock_process();
        if let Some(running) = process.as_mut()
            && let Some(status) = running.ended()
        {
            panic!("till {} ended by itself ({status}):\n{}", self.name, running.last_words());
        }
    }

    fn lock_process(&self) -> std::sync::MutexGuard<'_, Option<Process>> {
        self.process.lock().expect("no holder of the process panics")
    }

    fn lock_token(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.token.lock().expect("no holder of the token panics")
    }

    /// Sends a command as a screen would. A till that cannot be reached at all is reported
    /// as `Internal` with what the socket said.
    pub async fn call<C: Command>(&self, command: C) -> Result<C::Output, Failure> {
        let token = self.lock_token().clone();
        let url = format!("http://127.0.0.1:{}/command/{}", self.port, C::NAME);
        let mut request = self.client.post(url).json(&command);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.map_err(unreachable)?;
        let ok = response.status().is_success();
        let body = response.bytes().await.map_err(unreachable)?;
        let unreadable =
            |error| unexpected(format!("{} answered {}: {error}", C::NAME, String::from_utf8_lossy(&body)));
        if ok {
            serde_json::from_slice(&body).map_err(unreadable)
        } else {
            Err(serde_json::from_slice(&body).unwrap_or_else(unreadable))
        }
    }

    /// Sends a command that has to succeed here.
    #[track_caller]
    pub fn must<C: Command>(&self, command: C) -> impl Future<Output = C::Output> {
        let place = std::panic::Location::caller();
        async move {
            match self.call(command).await {
                Ok(output) => output,
                Err(failure) => panic!(
                    "{} at till {} ({place}): {:?}: {}\n{}",
                    C::NAME,
                    self.name,
                    failure.code,
                    failure.message,
                    self.last_words()
                ),
            }
        }
    }

    /// Sends a command that has to be refused, and gives the refusal.
    pub async fn refused<C: Command>(&self, command: C) -> Failure {
        match self.call(command).await {
            Ok(_) => panic!("{} at till {} was not refused", C::NAME, self.name),
            Err(failure) => failure,
        }
    }

    pub async fn status(&self) -> StatusView {
        self.must(Status {}).await
    }

    /// Waits for the first loading, signs `staff` in and opens a shift if none is open.
    pub async fn ready(&self, staff: &str, pin: &str) -> SignedIn {
        wait_for(&format!("till {} to load its shop", self.name), SETTLE_LIMIT, async || {
            self.assert_running();
            let status = self.status().await;
            met(status.ready, format!("it is not ready: {:?}", status.connection))
        })
        .await;
        let signed = self.sign_in(staff, pin).await;
        if signed.status.shift.is_none() {
            self.must(ShiftOpen { float: Amount(10_000) }).await;
        }
        signed
    }

    /// Signs in by staff code, waiting for a code that is still on its way here.
    pub async fn sign_in(&self, code: &str, pin: &str) -> SignedIn {
        let staff = wait_for(&format!("staff {code} at till {}", self.name), SETTLE_LIMIT, async || {
            let list = self.must(StaffList {}).await;
            list.into_iter().find(|staff| staff.code == code).ok_or_else(|| "not in the list".to_owned())
        })
        .await;
        let signed = self.must(SignIn { staff: staff.id, pin: pin.into() }).await;
        *self.lock_token() = Some(signed.token.clone());
        signed
    }

    pub fn sign_out_locally(&self) {
        *self.lock_token() = None;
    }

    /// Waits until the server has everything this till recorded, and it is connected.
    pub async fn sent(&self) {
        wait_for(&format!("till {} to send everything", self.name), SETTLE_LIMIT, async || {
            self.assert_running();
            let status = self.status().await;
            met(
                status.waiting == 0 && status.connection.state == ConnectionState::Online,
                format!("{} waiting, {:?}", status.waiting, status.connection),
            )
        })
        .await;
    }

    pub async fn offline(&self) {
        wait_for(&format!("till {} to notice it is offline", self.name), SETTLE_LIMIT, async || {
            let state = self.status().await.connection.state;
            met(state != ConnectionState::Online, format!("{state:?}"))
        })
        .await;
    }

    /// The product with this SKU, as the till knows it.
    pub async fn product(&self, sku: &str) -> ProductTile {
        wait_for(&format!("product {sku} at till {}", self.name), SETTLE_LIMIT, async || {
            let found =
                self.must(ProductSearch { text: sku.into(), category: None, limit: Some(50), code: false }).await;
            found.tiles.into_iter().find(|tile| tile.sku == sku).ok_or_else(|| "not found".to_owned())
        })
        .await
    }

    /// Waits until the till sees this much of a product on hand and free.
    pub async fn sees_stock(&self, sku: &str, on_hand: i64, free: i64) {
        wait_for(&format!("till {} to see {on_hand}/{free} of {sku}", self.name), SETTLE_LIMIT, async || {
            let stock = self.product(sku).await.stock;
            met(
                stock.on_hand == Quantity(on_hand * 1000) && stock.free == Quantity(free * 1000),
                format!("{} on hand, {} free", stock.on_hand, stock.free),
            )
        })
        .await;
    }

    /// Waits until the server's verdict on an order has come, and gives its lines.
    pub async fn judged(&self, order: OrderId) -> Vec<LineState> {
        wait_for(&format!("order {order} to be judged at till {}", self.name), SETTLE_LIMIT, async || {
            let detail = self.call(OrderShow { order }).await.map_err(|failure| failure.message)?;
            if detail.line_states.is_empty() { Err("no line states".into()) } else { Ok(detail.line_states) }
        })
        .await
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .no_proxy()
        .build()
        .expect("a client for loopback needs nothing")
}

fn unreachable(error: reqwest::Error) -> Failure {
    unexpected(format!("the till did not answer: {error}"))
}

fn unexpected(message: String) -> Failure {
    Failure { code: ErrorCode::Internal, retry: Retry::Later, message }
}
