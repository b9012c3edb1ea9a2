//! The till's chain of entries. Rows are only ever added: what still has to be sent is the
//! outbox's business.

use super::said::Said;
use crate::replica::row::{HashColumn, PlaceColumn, unwrap, wrap};
use crate::replica::{OwnTx, Reader, Replica, ReplicaError};
use rusqlite::{Connection, OptionalExtension, params};
use shared_model::bounds::{ATTACHMENT_BYTES_MAX, ENTRY_BYTES_MAX};
use shared_model::entry::{
    Approval, Attachment, AttachmentClass, Claim, ENTRY_VERSION, Entry, Origin, Place, SealedEntry,
};
use shared_model::fact::Fact;
use shared_model::money::Header;
use shared_model::unit::*;

/// Lives of the chain that a hello names.
const HELD_MAX: usize = 8;

/// The last entry of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainHead {
    /// Its seq is 0 before the incarnation's first entry.
    pub place: Place,
    pub hash: Hash,
}

impl Reader<'_> {
    pub fn chain_head(&self) -> Result<ChainHead, ReplicaError> {
        self.chain_head_in(self.enrolment()?.incarnation)
    }

    fn chain_head_in(&self, incarnation: u32) -> Result<ChainHead, ReplicaError> {
        let place = Place { incarnation, seq: 0 };
        let last = self.last_up_to(incarnation)?.unwrap_or(ChainHead { place, hash: Hash::ZERO });
        // An incarnation begins at 1 again and still names the entry before it.
        Ok(if last.place.incarnation == incarnation { last } else { ChainHead { place, ..last } })
    }

    /// The newest entry of a life, or of the latest before it that has any.
    fn last_up_to(&self, incarnation: u32) -> Result<Option<ChainHead>, ReplicaError> {
        let mut statement = self
            .connection
            .prepare_cached("select place, hash from entry where place < ?1 order by place desc limit 1")?;
        let beyond = PlaceColumn(Place { incarnation: incarnation.saturating_add(1), seq: 0 });
        let read = |row: &rusqlite::Row<'_>| {
            Ok(ChainHead { place: row.get::<_, PlaceColumn>(0)?.0, hash: row.get::<_, HashColumn>(1)?.0 })
        };
        Ok(statement.query_row([beyond], read).optional()?)
    }

    /// The newest entry of each life of the chain, the newest life first.
    fn chain_ends(&self) -> Result<Vec<ChainHead>, ReplicaError> {
        let mut ends: Vec<ChainHead> = Vec::new();
        let mut life = Some(self.enrolment()?.incarnation);
        while let Some(at) = life.filter(|_| ends.len() < HELD_MAX) {
            let Some(end) = self.last_up_to(at)? else { break };
            life = end.place.incarnation.checked_sub(1);
            ends.push(end);
        }
        Ok(ends)
    }
}

impl Replica {
    pub fn chain_ends(&self) -> Result<Vec<ChainHead>, ReplicaError> {
        self.read(|reader| reader.chain_ends())
    }

    pub fn chain_head(&self) -> Result<ChainHead, ReplicaError> {
        self.read(|reader| reader.chain_head())
    }
}

/// The next entry of the chain, from what is said.
pub(in crate::replica) fn next(own: &OwnTx<'_>, said: &Said, now: Timestamp) -> Result<Entry, ReplicaError> {
    let enrolment = own.reader().enrolment()?;
    let head = own.reader().chain_head_in(enrolment.incarnation)?;
    let store = own.reader().store_of(&enrolment)?.map_or(enrolment.certificate.store, |store| store.store);
    let header = said.fact.money(Some(store)).map_err(|_| ReplicaError::Value("amount"))?;
    let approval = |(person, permission): &(StaffId, String)| Approval {
        person: *person,
        key: 0,
        permission: permission.clone(),
        signature: Vec::new(),
    };
    Ok(Entry {
        version: ENTRY_VERSION,
        business: enrolment.business,
        origin: Origin::Terminal { claim: after_head(enrolment.terminal, head), prev: head.hash },
        actor: said.actor.clone(),
        recorded_at: now,
        kind: said.fact.kind().to_owned(),
        payload_version: said.fact.version(),
        payload: said.fact.encode(),
        approvals: said.approvals.iter().map(approval).collect(),
        attachments: said.attachments.iter().map(Attachment::name).collect(),
        money: header,
        cause: None,
        correlation: None,
    })
}

fn after_head(terminal: TerminalId, head: ChainHead) -> Claim {
    Claim { terminal, incarnation: head.place.incarnation, seq: head.place.seq + 1 }
}

/// Where an entry of this till stands. One of the server never gets here.
pub(in crate::replica) fn place_of(entry: &Entry) -> Result<Place, ReplicaError> {
    entry.origin.claim().map(Claim::place).ok_or(ReplicaError::Value("entry of a till"))
}

/// Stores an entry as the chain's head.
pub(in crate::replica) fn keep(
    own: &mut OwnTx<'_>,
    entry: &Entry,
    sealed: &SealedEntry,
    hash: Hash,
) -> Result<(), ReplicaError> {
    let attached = sealed.attachments.iter().map(|attachment| attachment.body.len()).max().unwrap_or(0);
    if sealed.bytes.len() > ENTRY_BYTES_MAX || attached > ATTACHMENT_BYTES_MAX {
        return Err(ReplicaError::EntryTooLarge(sealed.size()));
    }
    let place = PlaceColumn(place_of(entry)?);
    let mut insert = own.transaction.prepare_cached(
        "insert into entry (place, hash, kind, bytes, sale, recorded_ms) values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let (bytes, is_sale) = (wrap(&sealed.bytes), entry.money.as_ref().is_some_and(Header::is_of_goods));
    insert.execute(params![place, HashColumn(hash), entry.kind, bytes, is_sale, entry.recorded_at.unix_ms])?;
    for (number, attachment) in sealed.attachments.iter().enumerate() {
        own.transaction
            .prepare_cached("insert into attachment (place, number, class, salt, body) values (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![place, number, attachment.class.as_str(), attachment.salt, wrap(&attachment.body)])?;
    }
    Ok(())
}

pub(in crate::replica) fn attachments(connection: &Connection, place: Place) -> Result<Vec<Attachment>, ReplicaError> {
    let mut statement =
        connection.prepare_cached("select class, salt, body from attachment where place = ?1 order by number")?;
    let rows = statement.query_map([PlaceColumn(place)], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
    })?;
    rows.map(|row| {
        let (class, salt, body) = row?;
        Ok(Attachment { class: AttachmentClass::from(class.as_str()), salt, body: unwrap(&body)?.to_vec() })
    })
    .collect()
}

pub(in crate::replica) fn hash_at(connection: &Connection, place: Place) -> Result<Option<Hash>, ReplicaError> {
    let mut statement = connection.prepare_cached("select hash from entry where place = ?1")?;
    let hash: Option<HashColumn> = statement.query_row([PlaceColumn(place)], |row| row.get(0)).optional()?;
    Ok(hash.map(|hash| hash.0))
}

/// Whether `entry` is exactly the one that comes next in this till's chain.
pub(in crate::replica) fn follows(own: &OwnTx<'_>, entry: &Entry) -> Result<bool, ReplicaError> {
    let enrolment = match own.reader().enrolment() {
        Ok(enrolment) => enrolment,
        Err(ReplicaError::NotEnrolled) => return Ok(false),
        Err(error) => return Err(error),
    };
    let head = own.reader().chain_head_in(enrolment.incarnation)?;
    let Origin::Terminal { claim, prev } = entry.origin else { return Ok(false) };
    // A life that the server let it begin is written down by its first entry as well.
    let begins = claim.seq == 1 && claim.incarnation > head.place.incarnation;
    let goes_on = claim == after_head(enrolment.terminal, head);
    Ok(prev == head.hash && (goes_on || (begins && claim.terminal == enrolment.terminal)))
}

/// The first entry still to be sent whose bytes are not what was recorded.
pub(in crate::replica) fn first_damaged(connection: &Connection) -> Result<Option<Place>, ReplicaError> {
    let mut statement =
        connection.prepare("select e.place, e.hash, e.bytes from outbox o join entry e on e.place = o.place")?;
    let mut rows = statement.query([])?;
    let mut place = Place::START;
    while let Some(row) = rows.next()? {
        place = row.get::<_, PlaceColumn>(0).map_or(place, |place| place.0);
        let (Ok(hash), Ok(bytes)) = (row.get::<_, HashColumn>(1), row.get::<_, Vec<u8>>(2)) else {
            return Ok(Some(place));
        };
        let sealed = unwrap(&bytes).map(|bytes| SealedEntry { bytes: bytes.to_vec(), attachments: Vec::new() });
        if !sealed.is_ok_and(|sealed| sealed.hash() == hash.0) {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

pub(in crate::replica) fn at(connection: &Connection, place: Place) -> Result<SealedEntry, ReplicaError> {
    let mut statement = connection.prepare_cached("select bytes from entry where place = ?1")?;
    let bytes: Vec<u8> = statement.query_row([PlaceColumn(place)], |row| row.get(0))?;
    Ok(SealedEntry { bytes: unwrap(&bytes)?.to_vec(), attachments: attachments(connection, place)? })
}

/// Entries after a place in the chain, with their places.
pub(in crate::replica) fn after(
    connection: &Connection,
    place: Place,
    limit: usize,
) -> Result<Vec<(Place, SealedEntry)>, ReplicaError> {
    let mut statement =
        connection.prepare_cached("select place, bytes from entry where place > ?1 order by place limit ?2")?;
    let rows = statement.query_map(params![PlaceColumn(place), limit], |row| {
        Ok((row.get::<_, PlaceColumn>(0)?.0, row.get::<_, Vec<u8>>(1)?))
    })?;
    let mut entries = Vec::new();
    for row in rows {
        let (place, bytes) = row?;
        let bytes = unwrap(&bytes)?.to_vec();
        entries.push((place, SealedEntry { bytes, attachments: attachments(connection, place)? }));
    }
    Ok(entries)
}

/// The fact in an entry of this till's own, which it wrote itself, as it is stored.
pub(in crate::replica) fn fact_of(stored: &[u8]) -> Result<Fact, ReplicaError> {
    Entry::open(unwrap(stored)?)?.fact().map_err(ReplicaError::Fact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replica::migrate;
    use shared_model::entry::AttachmentName;
    use shared_model::fact::paper::ReceiptPrinted;
    use shared_model::party::Actor;
    use shared_model::sample::{id, noon};

    fn entry(attachments: Vec<AttachmentName>) -> Entry {
        let fact = Fact::ReceiptPrinted(ReceiptPrinted { order: OrderId(id(4)), copy: 1 });
        let claim = Claim { terminal: TerminalId(id(2)), incarnation: 1, seq: 1 };
        Entry {
            version: ENTRY_VERSION,
            business: BusinessId(id(1)),
            origin: Origin::Terminal { claim, prev: Hash::ZERO },
            actor: Actor::COMMAND_LINE,
            recorded_at: noon(),
            kind: fact.kind().to_owned(),
            payload_version: fact.version(),
            payload: fact.encode(),
            approvals: Vec::new(),
            attachments,
            money: None,
            cause: None,
            correlation: None,
        }
    }

    #[test]
    fn what_is_attached_keeps_its_bytes_and_those_of_a_newer_form_are_not_guessed_at() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::migrate(&mut connection, "own.db", migrate::OWN).unwrap();
        let attachment = Attachment::new(AttachmentClass::Note, [9; 16], b"1 High Street".to_vec());
        let mut own = OwnTx::new(connection.transaction().unwrap());
        let entry = entry(vec![attachment.name()]);
        let (sealed, place) = (entry.seal(vec![attachment]), place_of(&entry).unwrap());
        keep(&mut own, &entry, &sealed, sealed.hash()).unwrap();
        assert_eq!(attachments(own.connection(), place).unwrap(), sealed.attachments);
        let read = |row: &rusqlite::Row<'_>| row.get::<_, Vec<u8>>(0);
        let stored = own.connection().query_row("select body from attachment", [], read).unwrap();
        assert_eq!(hex::encode(&stored), include_str!("../../../golden/attachment.txt").trim());
        let newer = [&[2], &stored[1..]].concat();
        own.connection().execute("update attachment set body = ?1", [newer]).unwrap();
        assert!(matches!(attachments(own.connection(), place), Err(ReplicaError::Value(_))));
    }
}
