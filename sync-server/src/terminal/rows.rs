//! The tables of tills: who they are, how far their chains are held, the codes that let new
//! ones in.

use super::list::{Heads, Held, Terminal, terminal_of};
use crate::db::set::{Insert, select};
use crate::db::{Conn, DbError, Locks, row, sql};
use crate::log::Writing;
use shared_model::unit::*;
use shared_model::wire::told::setting::TerminalTold;
use std::collections::BTreeMap;

/// A till that is let in, and the code that let it in.
pub struct Enrolment {
    pub told: TerminalTold,
    pub code: Option<Hash>,
}

/// A code, by its hash.
pub struct NewCode {
    pub hash: Hash,
    pub store: StoreId,
    pub terminal_name: String,
    pub expires_ms: i64,
}

/// (incarnation, branch), and the last entry held of it.
type Branch = (u32, u32);
type ChainEnd = (u64, Hash);

#[derive(Default)]
pub struct Rows {
    pub(super) enrolled: Vec<Enrolment>,
    pub(super) codes: Vec<NewCode>,
    pub(super) changed: Vec<TerminalTold>,
    heads: Vec<(TerminalId, Branch, ChainEnd)>,
}

impl Rows {
    /// The chains that moved, as they stand now.
    pub fn heads_moved(&mut self, terminal: TerminalId, before: &Heads, now: &Heads) {
        let moved = now.iter().filter(|(branch, end)| before.get(*branch) != Some(end));
        self.heads.extend(moved.map(|(branch, end)| (terminal, *branch, *end)));
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let Writing { business, now, .. } = *writing;
        self.write_enrolled(conn, writing).await?;
        let code = Insert {
            into: "insert into enrol_code (code_hash, business, store, terminal_name, created_ms, expires_ms)",
            then: "",
        };
        code.rows(conn, &self.codes, |row, it| {
            let row = row.hash(it.hash).id(business).id(it.store).text(it.terminal_name.clone());
            row.int(now.unix_ms).int(it.expires_ms)
        })
        .await?;
        for TerminalTold { settings, revoked, .. } in &self.changed {
            let update = sql("update terminal set store = $3, name = $4, kind = $5, also = $6, revoked = $7 \
                              where business = $1 and id = $2");
            let update = update.id(business).id(settings.terminal).id(settings.store).text(settings.name.clone());
            update.text(settings.kind.as_str()).encoded(&settings.also).flag(*revoked).run(conn).await?;
        }
        let head = Insert {
            into: "insert into terminal_head (business, terminal, incarnation, branch, seq, head)",
            then: "on conflict (business, terminal, incarnation, branch) do update \
                   set seq = excluded.seq, head = excluded.head",
        };
        head.rows(conn, &self.heads, |row, (terminal, (incarnation, branch), (seq, head))| {
            let row = row.id(business).id(*terminal).int(i64::from(*incarnation)).int(i64::from(*branch));
            row.count(*seq).hash(*head)
        })
        .await
    }

    async fn write_enrolled(&self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let terminal = Insert {
            into: "insert into terminal (business, id, store, code, name, kind, also, public_key, certificate, \
                   incarnation, enrolled_ms, applied, outbox, revoked)",
            then: "",
        };
        terminal
            .rows(conn, &self.enrolled, |row, Enrolment { told, .. }| {
                let (settings, certificate) = (&told.settings, &told.certificate);
                let row = row.id(writing.business).id(settings.terminal).id(settings.store);
                let row = row.text(settings.code.clone()).text(settings.name.clone()).text(settings.kind.as_str());
                let row = row.encoded(&settings.also).bytes(certificate.public_key.0.to_vec()).encoded(certificate);
                let row = row.int(i64::from(certificate.incarnation)).int(writing.now.unix_ms);
                row.int(0).int(0).flag(told.revoked)
            })
            .await?;
        for it in &self.enrolled {
            let Some(code) = it.code else { continue };
            // Another till may have used it meanwhile.
            let used = "update enrol_code set terminal = $2 where code_hash = $1 and terminal is null";
            if sql(used).hash(code).id(it.told.settings.terminal).run(conn).await? == 0 {
                return Err(DbError::Moved);
            }
        }
        Ok(())
    }
}

/// Locks the terminal and its store until the transaction ends: which day the store is at
/// decides whether a sale is late, and two processes with a till each must not both ask first.
pub fn lock(locks: &mut Locks, business: BusinessId, terminal: TerminalId) {
    locks.row(LOCKED, business, terminal);
}

const LOCKED: &str = "select t.id from terminal t join store s on s.business = t.business and s.id = t.store \
                      where t.business = $1 and t.id = $2";

/// A terminal, and where its chains end.
pub async fn held(conn: &mut Conn, id: TerminalId) -> Result<Option<Held>, DbError> {
    let found =
        sql("select t.business, t.id, t.store, s.warehouse, t.code, t.name, t.kind, t.also, t.public_key, t.revoked, \
         t.incarnation, s.latest_date as latest_date, \
         h.incarnation as life, h.branch as branch, h.seq as seq, h.head as head \
         from terminal t join store s on s.business = t.business and s.id = t.store \
         left join terminal_head h on h.business = t.business and h.terminal = t.id where t.id = $1")
        .id(id)
        .all(conn)
        .await?;
    let Some(first) = found.first() else { return Ok(None) };
    let mut heads = Heads::new();
    for row in &found {
        if row::opt_int(row, "seq")?.is_some() {
            let branch = (row::small(row, "life")?, row::small(row, "branch")?);
            heads.insert(branch, (row::count(row, "seq")?, row::hash(row, "head")?));
        }
    }
    let terminal: Terminal = terminal_of(first, &heads)?;
    let date = row::opt_text(first, "latest_date")?;
    let latest_date = date.map(|date| date.parse().map_err(|_| DbError::Unreadable("latest_date"))).transpose()?;
    Ok(Some(Held { terminal, latest_date }))
}

/// Which of `hashes` are held of a terminal, and on which branch.
pub async fn held_entries(
    conn: &mut Conn,
    (business, terminal): (BusinessId, TerminalId),
    hashes: &[Hash],
) -> Result<BTreeMap<Hash, (u32, u32)>, DbError> {
    let texts = ("select hash, incarnation, branch from entry where business = $1 and terminal = $2 and hash", "");
    let first = |query: crate::db::Sql| query.id(business).id(terminal);
    let rows = select(conn, texts, first, hashes, |query, hash| query.hash(*hash)).await?;
    let one =
        |found| Ok((row::hash(found, "hash")?, (row::small(found, "incarnation")?, row::small(found, "branch")?)));
    rows.iter().map(one).collect()
}
