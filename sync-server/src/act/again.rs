//! A change that others overtook wrote nothing and is begun anew, from what it read on.

use crate::db::DbError;
use std::time::Duration;

/// How often at most.
const ATTEMPTS: usize = 16;
/// As often nobody waits: mostly the next one does.
const AT_ONCE: usize = 4;
/// Then what moves (an import, another process) gets a little time, so long times the number of
/// attempts that waited.
const PAUSE: Duration = Duration::from_millis(4);
/// A row that somebody else made meanwhile is found the next time. One that was there is refused
/// as often as it is written.
const TAKEN_MAX: usize = 2;

/// Errors of changes: each has the database's among them.
pub trait Overtaken: From<DbError> {
    fn database(&self) -> Option<&DbError>;
}

impl Overtaken for DbError {
    fn database(&self) -> Option<&DbError> {
        Some(self)
    }
}

/// Beside an error whose `Database` is the database's.
macro_rules! overtaken {
    ($error:ident) => {
        impl $crate::act::Overtaken for $error {
            fn database(&self) -> Option<&$crate::db::DbError> {
                if let $error::Database(error) = self { Some(error) } else { None }
            }
        }
    };
}
pub(crate) use overtaken;

/// Until nobody overtakes it.
pub async fn attempts<T, E, F>(mut attempt: impl FnMut() -> F) -> Result<T, E>
where
    E: Overtaken,
    F: Future<Output = Result<T, E>>,
{
    let mut taken = 0;
    for done in 0..ATTEMPTS {
        if let Some(waited @ 1..) = done.checked_sub(AT_ONCE) {
            tokio::time::sleep(PAUSE * u32::try_from(waited).unwrap_or(1)).await;
        }
        // A change is a large future: it has a place of its own, not one inside of each caller's.
        let error = match Box::pin(attempt()).await {
            Err(error) => error,
            Ok(done) => return Ok(done),
        };
        match error.database() {
            Some(database) if database.is_overtaken() => {}
            Some(database) if database.is_taken() && taken < TAKEN_MAX => taken += 1,
            Some(_) | None => return Err(error),
        }
    }
    Err(DbError::Moved.into())
}
