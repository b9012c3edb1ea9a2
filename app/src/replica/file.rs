//! One process per data directory.

use super::ReplicaError;
use std::fs::{File, TryLockError};
use std::path::Path;

/// Held as long as the process lives; the system lets go of it however the process ends.
pub(crate) struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    pub(crate) fn take(dir: &Path) -> Result<DirectoryLock, ReplicaError> {
        let path = dir.join("lock");
        let open = |source| ReplicaError::Open { path: path.clone(), source };
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(open)?;
        match file.try_lock() {
            Ok(()) => Ok(DirectoryLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(ReplicaError::InUse { path: dir.to_owned() }),
            Err(TryLockError::Error(source)) => Err(open(source)),
        }
    }
}
