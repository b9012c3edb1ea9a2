//! A change that others overtook wrote nothing and is begun anew, from what it read on.

use crate::db::DbError;

/// How often at most.
const ATTEMPTS: usize = 16;

/// Errors of changes: each has the database's among them.
pub trait Overtaken: From<DbError> {
    fn is_overtaken(&self) -> bool;
}

impl Overtaken for DbError {
    fn is_overtaken(&self) -> bool {
        DbError::is_overtaken(self)
    }
}

/// Beside an error whose `Database` is the database's.
macro_rules! overtaken {
    ($error:ident) => {
        impl $crate::act::Overtaken for $error {
            fn is_overtaken(&self) -> bool {
                matches!(self, $error::Database(error) if error.is_overtaken())
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
    for _ in 0..ATTEMPTS {
        // A change is a large future: it has a place of its own, not one inside of each caller's.
        match Box::pin(attempt()).await {
            Err(error) if error.is_overtaken() => {}
            done => return done,
        }
    }
    Err(DbError::Moved.into())
}
