//! Checking a PIN. A PIN has few digits, so wrong ones are counted across restarts, and
//! after five in a row each further one costs a longer wait.

use crate::replica::OwnTx;
use crate::replica::own::pin::PinAttempts;
use crate::till::{Till, may};
use argon2::{Argon2, PasswordHash, PasswordVerifier};
use shared_model::command::ApprovedBy;
use shared_model::party::Staff;
use shared_model::policy::Permission;
use shared_model::refusal::{OrderRefusal, PartyRefusal, Refusal};
use shared_model::unit::StaffId;

const FREE_ATTEMPTS: u32 = 5;
const LOCK_FIRST_MS: i64 = 30_000;
const LOCK_MAX_MS: i64 = 15 * 60_000;

pub(in crate::operation) async fn verify(till: &Till, staff: StaffId, pin: String) -> Result<Staff, Refusal> {
    let known = till.replica.read(|reader| reader.staff(staff))?;
    let member = known.filter(|member| member.active).ok_or(PartyRefusal::NoSuchStaff)?;
    let now_ms = till.now().unix_ms;
    let failures = till.replica.write(|own| count(own, staff, now_ms))?;
    let hash = member.pin_hash.clone();
    // Hashing takes tens of milliseconds on purpose: not on a thread that others wait for.
    let right = tokio::task::spawn_blocking(move || matches(&hash, &pin)).await.unwrap_or(false);
    if !right {
        till.replica.write(|own| own.pin_attempts_remember(staff))?;
        return Err(wrong(failures).into());
    }
    till.replica.write(|own| {
        own.pin_attempts_save(staff, PinAttempts::default())?;
        if failures > 1 { own.pin_attempts_remember(staff) } else { Ok(()) }
    })?;
    Ok(member)
}

/// Whoever gave a PIN on the spot, or the caller, if they may approve another price.
pub(in crate::operation) async fn approve(
    till: &Till,
    caller: &Staff,
    approval: Option<ApprovedBy>,
) -> Result<StaffId, Refusal> {
    let approver = match approval {
        None => caller.clone(),
        Some(approval) => verify(till, approval.staff, approval.pin).await?,
    };
    if till.replica.read(|reader| may(reader, &approver, Permission::PriceOverride))? {
        return Ok(approver.id);
    }
    Err(OrderRefusal::NotApproved.into())
}

/// Counts the attempt before it is judged; a locked one is not judged at all.
fn count(own: &mut OwnTx<'_>, staff: StaffId, now_ms: i64) -> Result<u32, Refusal> {
    let attempts = own.pin_attempts(staff)?;
    // A clock that was set back must not lengthen the wait.
    let wait_ms = (attempts.locked_until_ms.saturating_sub(now_ms)).min(lock_ms(attempts.failures));
    if wait_ms > 0 {
        return Err(PartyRefusal::PinLocked { wait_ms }.into());
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

fn wrong(failures: u32) -> PartyRefusal {
    match lock_ms(failures) {
        0 => PartyRefusal::WrongPin { left: FREE_ATTEMPTS - failures },
        wait_ms => PartyRefusal::PinLocked { wait_ms },
    }
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
