//! What a process keeps in memory beside its database: one value of each type. Whoever needs
//! one names its type; the database knows none of them.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<BTreeMap<TypeId, Box<dyn Any + Send>>>>);

impl Kept {
    /// The one of this type, made when it is first asked for.
    pub fn of<T: Any + Clone + Default + Send>(&self) -> T {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = all.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(T::default()));
        held.downcast_ref::<T>().expect("each stands under its own type").clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_the_same_and_another_type_is_another_thing() {
        let kept = Kept::default();
        let count = kept.clone().of::<Arc<Mutex<u8>>>();
        *count.lock().unwrap() += 1;
        assert_eq!(*kept.of::<Arc<Mutex<u8>>>().lock().unwrap(), 1);
        assert_eq!(*kept.of::<Arc<Mutex<u16>>>().lock().unwrap(), 0);
    }
}
