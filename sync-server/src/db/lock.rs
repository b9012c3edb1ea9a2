//! What is locked as a transaction begins, in the order in which it was said: all of it goes with the
//! beginning, where each lock by itself would be a way to the database and back.

use super::{Engine, Id};
use shared_model::unit::BusinessId;

/// Empty where the transaction itself is the lock.
pub struct Locks {
    engine: Engine,
    texts: Vec<String>,
}

impl Locks {
    pub(super) fn new(engine: Engine) -> Locks {
        Locks { engine, texts: Vec::new() }
    }

    /// A row, if it is there. `select` names the business `$1` and the row `$2`.
    pub fn row(&mut self, select: &'static str, business: BusinessId, id: impl Id) {
        if self.engine == Engine::Postgres {
            // Nothing but digits comes into the text.
            let text = select.replace("$1", &literal(business)).replace("$2", &literal(id));
            self.texts.push(self.engine.locked(&text));
        }
    }

    /// Those that are there, in their order. `select` names the business `$1` and ends with what has to be one
    /// of them.
    pub fn rows<T: Id>(&mut self, select: &'static str, business: BusinessId, ids: &[T]) {
        if self.engine == Engine::Postgres && !ids.is_empty() {
            let text = select.replace("$1", &literal(business));
            let ids = ids.iter().map(|id| literal(*id)).collect::<Vec<_>>().join(", ");
            self.texts.push(self.engine.locked(&format!("{text} in ({ids}) order by id")));
        }
    }

    /// A number that stands for something.
    pub fn number(&mut self, number: i64) {
        if self.engine == Engine::Postgres {
            self.texts.push(format!("select pg_advisory_xact_lock({number})"));
        }
    }

    /// A transaction that begins so.
    pub(super) fn begun(self, begin: &str) -> String {
        [vec![begin.to_owned()], self.texts].concat().join("; ")
    }
}

fn literal(id: impl Id) -> String {
    format!("decode('{}', 'hex')", id.uuid().simple())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::unit::TerminalId;
    use uuid::Uuid;

    fn begun(engine: Engine) -> String {
        let (business, terminal) = (BusinessId(Uuid::from_u128(10)), TerminalId(Uuid::from_u128(11)));
        let mut locks = Locks::new(engine);
        locks.row("select id from terminal where business = $1 and id = $2", business, terminal);
        locks.rows("select id from product where business = $1 and id", business, &[terminal, terminal]);
        locks.rows::<TerminalId>("select id from store where business = $1 and id", business, &[]);
        locks.number(-3);
        locks.begun("begin")
    }

    #[test]
    fn a_transaction_begins_with_its_locks_in_their_order() {
        assert_eq!(begun(Engine::Sqlite), "begin");
        let business = "decode('0000000000000000000000000000000a', 'hex')";
        let terminal = "decode('0000000000000000000000000000000b', 'hex')";
        let row = format!("select id from terminal where business = {business} and id = {terminal}");
        let rows = format!("select id from product where business = {business} and id in ({terminal}, {terminal})");
        let locked = format!("{row} for no key update; {rows} order by id for no key update");
        assert_eq!(begun(Engine::Postgres), format!("begin; {locked}; select pg_advisory_xact_lock(-3)"));
    }
}
