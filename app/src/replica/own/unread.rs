//! Entries of this till's own that only a newer program knows: the journal of one brought them
//! back to an older one. They are in the chain and go up; what follows from them waits.

use super::{entry, project};
use crate::replica::row::PlaceColumn;
use crate::replica::{OwnTx, ReplicaError};
use shared_model::entry::Place;

pub(super) fn insert(own: &mut OwnTx<'_>, place: Place) -> Result<(), ReplicaError> {
    own.transaction.execute("insert into unread_entry (place) values (?1)", [PlaceColumn(place)])?;
    Ok(())
}

/// In the order of the chain, after an update. What still is not known stays.
pub(in crate::replica) fn read_again(own: &mut OwnTx<'_>) -> Result<u64, ReplicaError> {
    let places = {
        let mut statement = own.transaction.prepare("select place from unread_entry order by place")?;
        let places = statement.query_map([], |row| Ok(row.get::<_, PlaceColumn>(0)?.0))?;
        places.collect::<Result<Vec<_>, _>>()?
    };
    let mut read = 0;
    for place in places {
        let sealed = entry::at(own.connection(), place)?;
        let entry = sealed.open()?;
        let Ok(fact) = entry.fact() else { continue };
        project::project(own, &entry, &fact, &sealed, sealed.hash())?;
        own.transaction.execute("delete from unread_entry where place = ?1", [PlaceColumn(place)])?;
        read += 1;
    }
    Ok(read)
}
