//! Publishes the level of every product that changed.

use super::Shelf;
use crate::act::Pending;

pub fn tell_levels(shelf: &mut Shelf, pending: &mut Pending) {
    for key in &shelf.touched {
        if let Some(stand) = shelf.stands.get_mut(key) {
            stand.told_at = pending.level(key.0);
        }
    }
}
