//! What somebody signed, kept and passed on as the very bytes that were signed: whoever reads it
//! checks the signature over them, though a newer program wrote fields that it does not know.

use super::{Bytes, Signature, arrays, decode, encode};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<T> {
    said: T,
    bytes: Vec<u8>,
    /// Ed25519, over a message that covers [`Signed::bytes`].
    pub signature: Signature,
}

arrays! {
    struct SignedBytes {
        bytes: Bytes,
        signature: Signature,
    }
}

impl<T> Signed<T> {
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn into_said(self) -> T {
        self.said
    }
}

impl<T: Serialize> Signed<T> {
    pub fn new(said: T, signature: Signature) -> Signed<T> {
        let bytes = encode(&said);
        Signed { said, bytes, signature }
    }

    /// `sign` is asked once the bytes are there.
    pub fn by(said: T, sign: impl FnOnce(&Signed<T>) -> Signature) -> Signed<T> {
        let mut signed = Signed::new(said, super::Fixed([0; 64]));
        signed.signature = sign(&signed);
        signed
    }
}

impl<T> std::ops::Deref for Signed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.said
    }
}

impl<T> Serialize for Signed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        SignedBytes { bytes: self.bytes.clone().into(), signature: self.signature }.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Signed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Signed<T>, D::Error> {
        let SignedBytes { bytes, signature } = SignedBytes::deserialize(deserializer)?;
        let said = decode(&bytes, bytes.len()).map_err(D::Error::custom)?;
        Ok(Signed { said, bytes: bytes.into_vec(), signature })
    }
}
