//! What the till must have loaded before it can sell.

use super::failure::{Refused, not_ready};
use super::till::Till;
use crate::replica::Reader;
use shared_model::command::ConnectionState;
use shared_model::settings::{BusinessSettings, StoreSettings};
use shared_model::unit::Timestamp;

/// A stock figure older than this is not called safe.
const FRESH_MS: i64 = 60_000;

pub(super) struct Shop {
    pub(super) business: BusinessSettings,
    pub(super) store: StoreSettings,
}

impl Shop {
    pub(super) fn load(view: Reader<'_>) -> Result<Shop, Refused> {
        view.enrolment()?;
        match (view.business()?, view.store()?) {
            (Some(business), Some(store)) => Ok(Shop { business, store }),
            _ => Err(not_ready().into()),
        }
    }
}

/// How well the till is in touch, taken once at the start of a command.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touch {
    pub(super) fresh: bool,
    pub(super) heard_at: Option<Timestamp>,
}

impl Touch {
    pub(super) fn of(till: &Till) -> Touch {
        let connection = till.connection();
        let heard_at = connection.view.last_heard;
        let age = heard_at.map(|at| till.now().unix_ms.saturating_sub(at.unix_ms));
        let online = connection.view.state == ConnectionState::Online && connection.caught_up;
        // A clock set back makes an age negative: then nothing is known to be fresh.
        let fresh = online && age.is_some_and(|age| (0..FRESH_MS).contains(&age));
        Touch { fresh, heard_at }
    }
}
