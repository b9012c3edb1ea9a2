//! Whether entries are what they were: each is named by the hash of its bytes, and each attachment by its own.

use crate::db::{Conn, DbError, row, sql};
use shared_model::entry::{Attachment, AttachmentClass, SealedEntry};
use shared_model::unit::*;

const PAGE: u64 = 500;

/// The first position at which an entry is not what its hash says.
pub async fn first_damaged(conn: &mut Conn, business: BusinessId) -> Result<Option<u64>, DbError> {
    let mut after = 0;
    loop {
        let page = sql("select position, terminal, hash, bytes from entry \
                        where business = $1 and position > 0 and position > $2 order by position limit $3");
        let rows = page.id(business).count(after).count(PAGE).all(conn).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        for found in &rows {
            let hash = row::hash(found, "hash")?;
            let bytes = row::content(found, "bytes").ok();
            let is_whole = bytes.is_some_and(|bytes| SealedEntry { bytes, attachments: Vec::new() }.hash() == hash);
            if !is_whole || !attachments_are_whole(conn, business, row::id(found, "terminal")?, hash).await? {
                return Ok(Some(row::count(found, "position")?));
            }
        }
        after = row::count(last, "position")?;
    }
}

async fn attachments_are_whole(
    conn: &mut Conn,
    business: BusinessId,
    terminal: TerminalId,
    entry: Hash,
) -> Result<bool, DbError> {
    let select = sql("select hash, class, salt, body from attachment \
                      where business = $1 and terminal = $2 and entry = $3 and body is not null");
    for found in &select.id(business).id(terminal).hash(entry).all(conn).await? {
        let Ok(body) = row::content(found, "body") else { return Ok(false) };
        let class = AttachmentClass::from(row::text(found, "class")?.as_str());
        let attachment = Attachment { class, salt: row::bytes(found, "salt")?, body };
        if attachment.name().hash != row::hash(found, "hash")? {
            return Ok(false);
        }
    }
    Ok(true)
}
