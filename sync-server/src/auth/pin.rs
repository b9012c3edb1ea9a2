//! PINs. The hash travels to every till so that signing in works offline; a PIN has few
//! digits, so the tills also limit attempts.

use super::key::random_bytes;
use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

const DIGITS_MIN: usize = 4;
const DIGITS_MAX: usize = 12;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

#[derive(Debug, thiserror::Error)]
pub enum PinError {
    #[error("{self:?}")]
    NotDigits { min: usize, max: usize },
    #[error("{self:?}")]
    Hash(argon2::password_hash::Error),
}

/// argon2id as a PHC string.
pub fn pin_hash(pin: &str) -> Result<String, PinError> {
    let digits = pin.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !(DIGITS_MIN..=DIGITS_MAX).contains(&pin.len()) {
        return Err(PinError::NotDigits { min: DIGITS_MIN, max: DIGITS_MAX });
    }
    let salt = SaltString::encode_b64(&random_bytes::<16>()).map_err(PinError::Hash)?;
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|error| PinError::Hash(error.into()))?;
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = hasher.hash_password(pin.as_bytes(), &salt).map_err(PinError::Hash)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::{PasswordHash, PasswordVerifier};

    #[test]
    fn a_hash_verifies_its_pin_and_no_other() {
        let hash = pin_hash("1234").unwrap();
        let parsed = PasswordHash::new(&hash).unwrap();
        assert!(Argon2::default().verify_password(b"1234", &parsed).is_ok());
        assert!(Argon2::default().verify_password(b"1235", &parsed).is_err());
        for pin in ["", "123", "12a4", "1234567890123"] {
            assert!(pin_hash(pin).is_err(), "{pin:?} was accepted");
        }
    }
}
