//! A push from a terminal: opened once, cut into transactions that are short enough for
//! everybody else to get a turn, each stored before the next begins. A part that the database
//! refuses is halved until the entry that it refuses is alone, and that one is set aside.

use super::pace::Pace;
use super::take::{Judging, TakenPart, take};
use crate::db::{Db, DbError};
use crate::entry::Batch;
use crate::terminal::{self, Held};
use shared_model::bounds::PUSH_ENTRIES_MAX;
use shared_model::entry::SealedEntry;
use shared_model::refusal::AsideReason;
use shared_model::unit::*;
use shared_model::wire::EntryResult;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    #[error("this terminal is not known here")]
    UnknownTerminal,
    #[error("this terminal was locked out; it keeps its sales until an admin lets it in again")]
    Revoked,
    #[error("the batch was not signed by this terminal's key")]
    BadSignature,
    #[error("a batch has at most {PUSH_ENTRIES_MAX} entries")]
    TooMany,
    #[error(transparent)]
    Database(#[from] DbError),
}

crate::act::overtaken!(MergeError);

/// Takes a batch in. Every entry is answered, part by part; everything answered `Stored` is on
/// disk. Nobody listening to the answers is no reason to stop.
pub async fn push(
    db: &Db,
    terminal: TerminalId,
    entries: Vec<SealedEntry>,
    signature: Vec<u8>,
    now: Timestamp,
    answers: mpsc::Sender<Vec<EntryResult>>,
) -> Result<(), MergeError> {
    if entries.len() > PUSH_ENTRIES_MAX {
        return Err(MergeError::TooMany);
    }
    let held = terminal::held(&mut db.read().await?, terminal).await?.ok_or(MergeError::UnknownTerminal)?;
    if held.terminal.revoked {
        return Err(MergeError::Revoked);
    }
    let public_key = held.terminal.public_key.clone();
    let opening = tokio::task::spawn_blocking(move || Batch::open(entries, signature, &public_key));
    let batch = opening.await.map_err(|_| DbError::Unreadable("entry"))?.ok_or(MergeError::BadSignature)?;
    let batch = Arc::new(batch);
    if batch.entries.is_empty() {
        // It is answered too: nothing came of nothing.
        let _ = answers.send(Vec::new()).await;
    }
    let pace = db.kept::<Pace>();
    let mut done = 0;
    let mut held = Some(held);
    while done < batch.entries.len() {
        let part = pace.next(&batch, done);
        done = part.end;
        let TakenPart { results, held_others } =
            halving(db, (terminal, held.take()), &batch, part.clone(), now).await?;
        if held_others > Duration::ZERO {
            pace.took(part.len(), held_others);
        }
        let _ = answers.send(results).await;
    }
    Ok(())
}

async fn halving(
    db: &Db,
    (terminal, mut held): (TerminalId, Option<Held>),
    batch: &Arc<Batch>,
    part: Range<usize>,
    now: Timestamp,
) -> Result<TakenPart, MergeError> {
    let mut taken = TakenPart { results: Vec::with_capacity(part.len()), held_others: Duration::ZERO };
    let mut parts = vec![part];
    while let Some(part) = parts.pop() {
        match take(db, (terminal, held.take()), batch, part.clone(), &Judging::Anew, now).await {
            Ok(part) => taken.add(part),
            Err(MergeError::Database(error)) if error.is_entrys_fault() => {
                tracing::warn!(%terminal, entries = part.len(), error = %error, "a part of a push was refused");
                if part.len() > 1 {
                    let middle = part.start + part.len() / 2;
                    parts.extend([middle..part.end, part.start..middle]);
                    continue;
                }
                let aside = Judging::Aside(AsideReason::Refused { finding: error.code() }.into());
                taken.add(take(db, (terminal, None), batch, part, &aside, now).await?);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(taken)
}
