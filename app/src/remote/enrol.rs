//! `POST /enrol`: a one-time code and a public key for an identity.

use super::Remote;
use reqwest::Response;
use shared_model::encoding::{Signed, encode};
use shared_model::refusal::LinkReason;
use shared_model::setting::Certificate;
use shared_model::wire::enrol::{EnrolAgainRequest, EnrolErrorCode, EnrolRefused, EnrolRequest, Enrolled};
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("the server cannot be reached")]
    Unreachable(#[source] reqwest::Error),
    #[error("what answers at this address is not a Counterfoil server")]
    Unreadable(#[source] reqwest::Error),
    #[error("{message}")]
    Refused { code: EnrolErrorCode, message: String },
}

impl EnrolError {
    pub fn reason(&self) -> LinkReason {
        match self {
            EnrolError::Unreachable(_) => LinkReason::Unreachable {},
            EnrolError::Unreadable(_) => LinkReason::NoSyncServer {},
            EnrolError::Refused { message, .. } if self.is_final() => LinkReason::EnrolRefused { why: message.clone() },
            EnrolError::Refused { message, .. } => LinkReason::EnrolLater { why: message.clone() },
        }
    }

    /// Whether asking again with the same code can help.
    pub fn is_final(&self) -> bool {
        use EnrolErrorCode::*;
        match self {
            EnrolError::Unreachable(_) | EnrolError::Unreadable(_) => false,
            EnrolError::Refused { code, .. } => match code {
                BadCode | BadKey | BadRequest | BadCertificate | NoPlace => true,
                // Nobody here knows that it can.
                Other(_) => true,
                TooManyAttempts | Busy | Internal => false,
            },
        }
    }
}

impl Remote {
    /// A server that was restored lets the till in again, whose certificate it signed before.
    pub async fn enrol_again(&self, certificate: &Signed<Certificate>) -> Result<(), EnrolError> {
        let request = EnrolAgainRequest { certificate: hex::encode(encode(certificate)) };
        let asked = self.client.post(self.url("enrol/again")).timeout(TIMEOUT).json(&request).send().await;
        answered(asked.map_err(EnrolError::Unreachable)?).await?;
        Ok(())
    }

    /// Asking again with the same key gives the same answer, so a lost reply costs nothing.
    pub async fn enrol(&self, code: &str, public_key: [u8; 32]) -> Result<Enrolled, EnrolError> {
        let request = EnrolRequest { code: code.to_owned(), public_key: hex::encode(public_key) };
        let asked = self.client.post(self.url("enrol")).timeout(TIMEOUT).json(&request).send().await;
        answered(asked.map_err(EnrolError::Unreachable)?).await?.json().await.map_err(EnrolError::Unreadable)
    }
}

async fn answered(response: Response) -> Result<Response, EnrolError> {
    if response.status().is_success() {
        return Ok(response);
    }
    let refused: EnrolRefused = response.json().await.map_err(EnrolError::Unreadable)?;
    Err(EnrolError::Refused { code: refused.code, message: refused.message })
}
