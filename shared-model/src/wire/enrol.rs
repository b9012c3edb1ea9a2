//! How a till gets its identity: once, over plain HTTP (`POST /enrol`, JSON), in exchange
//! for a one-time code. Keys and certificates travel as lower-case hex.

use crate::unit::open_names;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// As shown once by `terminal enrol-code`.
    pub code: String,
    /// Ed25519, the device key's public half.
    pub public_key: String,
}

/// `POST /enrol/again`: by what the server gave out once and has lost since, for it was restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAgainRequest {
    /// [`crate::setting::Certificate`], encoded, as the server signed it.
    pub certificate: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// [`crate::setting::Certificate`], encoded.
    pub certificate: String,
    /// Ed25519, what the server signs with now; its number is the certificate's `key`.
    pub server_key: String,
}

open_names! {
    pub enum EnrolErrorCode {
        /// Unknown, used or expired: which of them is not told.
        BadCode = "bad_code",
        BadKey = "bad_key",
        /// It does not read, or this server never signed it.
        BadCertificate = "bad_certificate",
        /// What it is of is not here: its business or its store, or another till has its code by now.
        NoPlace = "no_place",
        BadRequest = "bad_request",
        TooManyAttempts = "too_many_attempts",
        Busy = "busy",
        Internal = "internal",
    }
}

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolRefused {
    pub code: EnrolErrorCode,
    /// For the person in front of the till.
    pub message: String,
}
