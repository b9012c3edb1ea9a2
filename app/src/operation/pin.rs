//! Checking a PIN. A PIN has few digits, so wrong ones are counted across restarts, and
//! after five in a row each further one costs a longer wait.

use super::failure::{Refused, not_found, refuse, storage};
use super::till::Till;
use crate::replica::own::pin::PinAttempts;
use argon2::{Argon2, PasswordHash, PasswordVerifier};
use shared_model::command::{Approval, ErrorCode, Failure, Retry};
use shared_model::party::{Role, Staff};
use shared_model::unit::StaffId;

const FREE_ATTEMPTS: u32 = 5;
const LOCK_FIRST_MS: i64 = 30_000;
const LOCK_MAX_MS: i64 = 15 * 60_000;

pub(super) async fn verify(till: &Till, staff: StaffId, pin: String) -> Result<Staff, Failure> {
    let known = till.replica.read(move |view| view.staff(staff)).map_err(|error| storage(&error))?;
    let Some(member) = known.filter(|member| member.active) else { return Err(not_found("staff member")) };
    let now_ms = till.now().unix_ms;
    let failures = till.replica.write(move |own| count(own, staff, now_ms)).map_err(|refused: Refused| refused.0)?;
    let hash = member.pin_hash.clone();
    // Hashing takes tens of milliseconds on purpose: not on a thread that others wait for.
    let right = tokio::task::spawn_blocking(move || matches(&hash, &pin)).await.unwrap_or(false);
    if !right {
        return Err(wrong(failures));
    }
    let reset = move |own: &mut crate::replica::OwnTx<'_>| own.pin_attempts_save(staff, PinAttempts::default());
    till.replica.write(reset).map_err(|error| storage(&error))?;
    Ok(member)
}

/// A manager's PIN given on the spot, or the caller being one.
pub(super) async fn approve(till: &Till, caller: &Staff, approval: Option<Approval>) -> Result<StaffId, Failure> {
    let approver = match approval {
        None => caller.clone(),
        Some(approval) => verify(till, approval.staff, approval.pin).await?,
    };
    if approver.role >= Role::Manager {
        return Ok(approver.id);
    }
    Err(refuse(
        ErrorCode::NotAllowed,
        "This needs a manager's approval. The cart is as it was. Ask a manager to enter a PIN.",
    ))
}

/// Counts the attempt before it is judged; a locked one is not judged at all.
fn count(own: &mut crate::replica::OwnTx<'_>, staff: StaffId, now_ms: i64) -> Result<u32, Refused> {
    let attempts = own.pin_attempts(staff)?;
    // A clock that was set back must not lengthen the wait.
    let wait_ms = (attempts.locked_until_ms.saturating_sub(now_ms)).min(lock_ms(attempts.failures));
    if wait_ms > 0 {
        return Err(locked(wait_ms).into());
    }
    let failures = attempts.failures.saturating_add(1);
    let locked_until_ms = match lock_ms(failures) {
        0 => 0,
        lock => now_ms.saturating_add(lock),
    };
    own.pin_attempts_save(staff, PinAttempts { failures, locked_until_ms })?;
    Ok(failures)
}

fn lock_ms(failures: u32) -> i64 {
    match failures.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(beyond) => LOCK_FIRST_MS.saturating_mul(1i64 << beyond.min(20)).min(LOCK_MAX_MS),
    }
}

fn matches(hash: &str, pin: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else {
        tracing::error!("a staff member's PIN hash does not read");
        return false;
    };
    Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok()
}

fn wrong(failures: u32) -> Failure {
    match lock_ms(failures) {
        0 => {
            let left = FREE_ATTEMPTS - failures;
            refuse(
                ErrorCode::WrongPin,
                format!("That PIN is wrong. Nothing was changed. Try again; {left} more before a wait."),
            )
        }
        lock => locked(lock),
    }
}

fn locked(wait_ms: i64) -> Failure {
    let seconds = (wait_ms + 999) / 1000;
    let message = format!(
        "Too many wrong PINs. Nothing was changed and the cart is kept. Wait {seconds} seconds, or let somebody else sign in."
    );
    Failure { code: ErrorCode::PinLocked, retry: Retry::Later, message }
}

#[cfg(test)]
mod tests {
    use super::lock_ms;

    #[test]
    fn the_wait_starts_after_five_and_doubles_up_to_a_quarter_of_an_hour() {
        let cases = [(0, 0), (4, 0), (5, 30_000), (6, 60_000), (9, 480_000), (10, 900_000), (u32::MAX, 900_000)];
        for (failures, wait) in cases {
            assert_eq!(lock_ms(failures), wait, "after {failures} wrong PINs");
        }
    }
}
