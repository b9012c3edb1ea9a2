//! Whether a signature is somebody's: the one place of the till that checks one.

use ed25519_dalek::{Signature, VerifyingKey};

/// A key that is none has signed nothing.
pub(crate) fn signed(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    VerifyingKey::from_bytes(public_key).is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
}
