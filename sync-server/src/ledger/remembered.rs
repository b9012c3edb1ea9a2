//! What this process wrote last of each product and each scope, so that the next sale need not read it again. It
//! holds while nobody else wrote to the business's log: each change leaves an id there that no other has, and
//! whoever rested on what is remembered compares it under the lock of the log's end, as with everything that was
//! read without one. A database that was set back has another id there, too.

use super::Takers;
use super::shelf::ShelfKey;
use crate::log::{End, Ends, Key};
use shared_model::stock::BookHead;
use shared_model::unit::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Changes in a row that nobody came between, before one rests on what is remembered: processes that
/// take turns would only begin anew each time.
const ALONE: u32 = 16;
/// Products and scopes of all businesses, at most about 1 KiB each; beyond it all of them are forgotten.
const REMEMBERED_MAX: usize = 32_768;

/// All of a product but its lines.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub book: BookHead,
    pub takers: Takers,
    pub short: Quantity,
}

/// Of each business what its last change left. A change takes it and leaves its own; if it fails,
/// nothing is remembered, and the next one reads.
#[derive(Clone, Default)]
pub struct Remembering(Arc<Mutex<All>>);

#[derive(Default)]
struct All {
    of: BTreeMap<BusinessId, Remembered>,
    /// Products and scopes of all of them.
    count: usize,
}

#[derive(Debug, Default)]
pub struct Remembered {
    change: Uuid,
    alone: u32,
    heads: BTreeMap<ShelfKey, Head>,
    ends: Ends,
    is_used: bool,
}

impl Remembering {
    pub fn take(&self, business: BusinessId) -> Remembered {
        self.held().take(business)
    }

    /// Before the commit, too: if that fails, the id is nowhere.
    pub fn leave(&self, business: BusinessId, remembered: Remembered) {
        let mut held = self.held();
        held.take(business);
        held.count += remembered.count();
        held.of.insert(business, remembered);
        if held.count > REMEMBERED_MAX {
            *held = All::default();
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    fn take(&mut self, business: BusinessId) -> Remembered {
        let taken = self.of.remove(&business).unwrap_or_default();
        self.count -= taken.count();
        taken
    }
}

impl Remembered {
    /// From then on the change rests on it.
    pub fn head(&mut self, key: &ShelfKey) -> Option<Head> {
        let head = self.heads.get(key).filter(|_| self.alone >= ALONE).cloned();
        self.is_used |= head.is_some();
        head
    }

    /// Where this change wrote last, as is known under the lock of the log's end.
    pub fn end(&self, last: Uuid, key: &Key) -> Option<End> {
        self.ends.get(key).filter(|_| self.is_last(last)).copied()
    }

    fn count(&self) -> usize {
        self.heads.len() + self.ends.len()
    }

    /// Whether nobody else wrote since.
    pub fn is_last(&self, last: Uuid) -> bool {
        self.change == last
    }

    /// Whether what was taken from it is so, where this change wrote last.
    pub fn holds(&self, last: Uuid) -> bool {
        !self.is_used || self.is_last(last)
    }

    /// As `change` leaves it, which found that `last` was before it.
    pub fn after(
        self,
        (last, change): (Uuid, Uuid),
        heads: impl IntoIterator<Item = (ShelfKey, Head)>,
        ends: Ends,
    ) -> Remembered {
        let mut all = if self.is_last(last) { self } else { Remembered::default() };
        all.heads.extend(heads);
        all.ends.extend(ends);
        Remembered { change, alone: all.alone.saturating_add(1), is_used: false, ..all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ShelfKey {
        (WarehouseId(Uuid::now_v7()), ProductId(Uuid::now_v7()))
    }

    fn after(before: Remembered, last: Uuid, key: ShelfKey) -> (Remembered, Uuid) {
        let change = Uuid::now_v7();
        (before.after((last, change), [(key, Head::default())], Ends::new()), change)
    }

    #[test]
    fn whoever_is_alone_rests_on_what_it_wrote_and_looks_whether_it_was() {
        let key = key();
        let (mut remembered, mut last) = after(Remembered::default(), Uuid::nil(), key);
        for _ in 1..ALONE {
            assert!(remembered.head(&key).is_none() && remembered.holds(Uuid::now_v7()));
            (remembered, last) = after(remembered, last, key);
        }
        assert!(remembered.head(&key).is_some());
        assert!(remembered.holds(last) && !remembered.holds(Uuid::now_v7()));
        let (mut other, _) = after(remembered, Uuid::now_v7(), self::key());
        assert!(other.head(&key).is_none(), "somebody came between");
    }

    #[test]
    fn too_much_is_forgotten() {
        let (remembering, business) = (Remembering::default(), BusinessId(Uuid::now_v7()));
        let heads = |count: usize| (0..count).map(|_| (key(), Head::default()));
        let of = |count: usize| Remembered::default().after((Uuid::nil(), Uuid::now_v7()), heads(count), Ends::new());
        remembering.leave(business, of(REMEMBERED_MAX));
        assert_eq!(remembering.take(business).heads.len(), REMEMBERED_MAX);
        assert!(remembering.take(business).heads.is_empty(), "it was taken");
        remembering.leave(business, of(REMEMBERED_MAX));
        remembering.leave(BusinessId(Uuid::now_v7()), of(1));
        assert!(remembering.take(business).heads.is_empty());
    }
}
