//! Files that are there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{}", .0.display())]
    IsThere(PathBuf),
    /// What was written last stands in it, and not in the file.
    #[error("{}", .0.display())]
    HasLog(PathBuf),
    #[error("{}", path.display())]
    Disk { path: PathBuf, source: io::Error },
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_owned();
    move |source| FileError::Disk { path, source }
}

/// Nothing is ever written over a database or a copy of one.
pub fn is_free(file: &Path) -> Result<(), FileError> {
    let taken =
        [file.to_owned(), beside(file, "-wal"), beside(file, "-journal")].into_iter().find(|file| file.exists());
    taken.map_or(Ok(()), |file| Err(FileError::IsThere(file)))
}

/// A database that was copied while somebody wrote may have the rest beside it.
pub fn is_whole(file: &Path) -> Result<(), FileError> {
    let rest = [beside(file, "-wal"), beside(file, "-journal")];
    let has = |file: &PathBuf| file.metadata().is_ok_and(|known| known.len() > 0);
    rest.into_iter().find(has).map_or(Ok(()), |file| Err(FileError::HasLog(file)))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Where a file is made until it is whole, by this process alone.
pub fn part(file: &Path) -> PathBuf {
    beside(file, &format!(".part-{}", std::process::id()))
}

/// What is left of one that was not finished.
pub fn forget(part: &Path) {
    for file in [part.to_owned(), beside(part, "-wal"), beside(part, "-shm"), beside(part, "-journal")] {
        // Mostly there is none.
        let _ = fs::remove_file(file);
    }
}

pub fn copy(from: &Path, to: &Path) -> Result<(), FileError> {
    let mut source = File::open(from).map_err(at(from))?;
    let mut target = OpenOptions::new().write(true).create_new(true).open(to).map_err(at(to))?;
    io::copy(&mut source, &mut target).map_err(at(to))?;
    Ok(())
}

/// On disk under its name from now on, whatever happens to the machine. Returns its size.
pub fn settle(part: &Path, file: &Path) -> Result<u64, FileError> {
    let whole = File::open(part).map_err(at(part))?;
    whole.sync_all().map_err(at(part))?;
    let bytes = whole.metadata().map_err(at(part))?.len();
    is_free(file)?;
    // A name is given once; where a file can have no second one, nobody else is to make one meanwhile.
    match fs::hard_link(part, file) {
        Ok(()) => fs::remove_file(part).map_err(at(part))?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(FileError::IsThere(file.to_owned())),
        Err(_) => fs::rename(part, file).map_err(at(file))?,
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))?;
    Ok(bytes)
}
