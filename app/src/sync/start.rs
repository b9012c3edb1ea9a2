//! From a data folder to a running conversation: the device's key, the identity that
//! enrolling brings, then the runner. Nothing here is needed to sell.

use super::engine::Backoff;
use super::runner;
use super::shown::Shown;
use crate::remote::{EnrolError, Remote, RemoteError};
use crate::replica::own::device::{Device, Enrolment};
use crate::replica::{ReplicaError, signed};
use crate::till::{SyncEnds, Till};
use ed25519_dalek::SigningKey;
use shared_model::command::ConnectionState;
use shared_model::encoding::{self, Signed};
use shared_model::refusal::LinkReason;
use shared_model::setting::Certificate;
use shared_model::wire::Enrolled;
use shared_model::words;
use std::sync::Arc;
use std::time::Duration;

/// What the command line says; both are remembered by the till once it has enrolled.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    pub server: Option<String>,
    pub enrol_code: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("this till has no server yet; start it once with --server URL --enrol CODE")]
    NoServer,
    #[error("this till is not enrolled yet; get a code from the back office and start it with --enrol CODE")]
    NoCode,
    #[error("enrolling was refused: {0}")]
    Enrolment(#[source] EnrolError),
    #[error("the server's key does not read; it may be of another version")]
    ServerKey,
    #[error("what the server said of this till does not read or was not signed by it")]
    Certificate,
    #[error(transparent)]
    Remote(#[from] RemoteError),
    #[error(transparent)]
    Replica(#[from] ReplicaError),
}

impl StartError {
    fn reason(&self) -> LinkReason {
        match self {
            StartError::NoServer => LinkReason::NoServer {},
            StartError::NoCode => LinkReason::NoCode {},
            StartError::Enrolment(error) => error.reason(),
            StartError::ServerKey => LinkReason::KeyUnreadable {},
            StartError::Certificate => LinkReason::BadCertificate {},
            StartError::Remote(error) => error.reason(),
            StartError::Replica(_) => LinkReason::DiskRefused {},
        }
    }
}

/// Runs until it is dropped, or until something only a person can mend; the screens say
/// what, and selling goes on if the shop was loaded before.
pub async fn start(till: Arc<Till>, ends: SyncEnds, settings: Settings) {
    let SyncEnds { connection, calls } = ends;
    let shown = Shown::new(till.clone(), connection);
    let prepared = match prepare(&till, &shown, settings).await {
        Ok(prepared) => prepared,
        Err(error) => {
            tracing::error!(%error, "this till does not synchronise");
            return hold(shown, error).await;
        }
    };
    if let Err(refusal) = till.process_started().await {
        // The disk refuses; sales are refused as well, and say so at the counter.
        tracing::error!(message = words::sentence(&refusal), "the start of the process could not be recorded");
    }
    let Prepared { remote, key, enrolment } = prepared;
    if let Err(error) = runner::run(till, remote, enrolment, key, shown, calls).await {
        tracing::error!(%error, "this till does not synchronise");
    }
}

/// Shows why for as long as the till runs.
async fn hold(shown: Shown, error: StartError) {
    shown.state(ConnectionState::Refused, Some(error.reason().into()));
    std::future::pending::<()>().await;
}

struct Prepared {
    remote: Remote,
    key: SigningKey,
    enrolment: Enrolment,
}

async fn prepare(till: &Till, shown: &Shown, settings: Settings) -> Result<Prepared, StartError> {
    let device = device(till)?;
    let key = SigningKey::from_bytes(&device.key);
    let known = device.enrolment.as_ref().map(|enrolment| enrolment.server_url.clone());
    let server = settings.server.or(known).ok_or(StartError::NoServer)?;
    let remote = Remote::new(&server)?;
    if let Some(enrolment) = device.enrolment {
        return Ok(Prepared { remote, key, enrolment });
    }
    let code = settings.enrol_code.ok_or(StartError::NoCode)?;
    let enrolled = enrol(till, shown, &remote, &code, &key).await?;
    let enrolment = keep(till, server, &enrolled, &key)?;
    tracing::info!(terminal = %enrolment.terminal, code = enrolment.code, "enrolled");
    Ok(Prepared { remote, key, enrolment })
}

/// The key is on disk before it is shown to anybody, so that a lost reply can be asked for
/// again with the same one.
fn device(till: &Till) -> Result<Device, StartError> {
    let fresh = till.bytes::<32>();
    let device = till.replica.write::<_, ReplicaError, _>(|own| {
        own.device_key_save(fresh)?;
        own.reader().device()
    })?;
    device.ok_or(StartError::Replica(ReplicaError::NotEnrolled))
}

async fn enrol(
    till: &Till,
    shown: &Shown,
    remote: &Remote,
    code: &str,
    key: &SigningKey,
) -> Result<Enrolled, StartError> {
    let mut backoff = Backoff::new(u64::from_le_bytes(till.bytes()));
    shown.state(ConnectionState::Connecting, None);
    loop {
        match remote.enrol(code, key.verifying_key().to_bytes()).await {
            Ok(enrolled) => return Ok(enrolled),
            Err(error) if error.is_final() => return Err(StartError::Enrolment(error)),
            Err(error) => {
                tracing::debug!(%error, "enrolling is tried again");
                shown.state(ConnectionState::Offline, Some(error.reason().into()));
            }
        }
        tokio::time::sleep(Duration::from_millis(backoff.next_delay())).await;
    }
}

/// The certificate must name this till's own key and be signed by the key that came with it.
fn keep(till: &Till, server_url: String, enrolled: &Enrolled, key: &SigningKey) -> Result<Enrolment, StartError> {
    let mut server_key = [0; 32];
    hex::decode_to_slice(&enrolled.server_key, &mut server_key).map_err(|_| StartError::ServerKey)?;
    let bytes = hex::decode(&enrolled.certificate).map_err(|_| StartError::Certificate)?;
    let certificate: Signed<Certificate> =
        encoding::decode(&bytes, bytes.len()).map_err(|_| StartError::Certificate)?;
    let vouched = signed(&server_key, &certificate.message().0, &certificate.signature.0);
    if !vouched || certificate.public_key.0 != key.verifying_key().to_bytes() {
        return Err(StartError::Certificate);
    }
    let enrolment = Enrolment::of(certificate, server_url, server_key);
    till.replica.write::<_, ReplicaError, _>(|own| own.enrolment_save(&enrolment))?;
    Ok(enrolment)
}
