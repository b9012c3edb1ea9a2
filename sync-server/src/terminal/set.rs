//! What the back office changes of a terminal: what it is called, where it stands, what it
//! follows, and whether it is let in.

use crate::act::{Act, Beside, Knowledge, Ready, attempts};
use crate::db::{Db, DbError};
use shared_model::Fact;
use shared_model::fact::setting::{TerminalReadmitted, TerminalRevoked};
use shared_model::party::Actor;
use shared_model::setting::{TerminalKind, TerminalSettings};
use shared_model::unit::*;
use shared_model::wire::told::setting::TerminalTold;
use std::collections::BTreeSet;

/// What is not named stays as it is.
#[derive(Debug, Clone, Default)]
pub struct TerminalChange {
    pub store: Option<StoreId>,
    pub name: Option<String>,
    pub kind: Option<TerminalKind>,
    pub also: Option<BTreeSet<Scope>>,
}

impl TerminalChange {
    fn of(&self, known: TerminalSettings) -> TerminalSettings {
        let TerminalChange { store, name, kind, also } = self.clone();
        TerminalSettings {
            store: store.unwrap_or(known.store),
            name: name.unwrap_or(known.name),
            kind: kind.unwrap_or(known.kind),
            also: also.unwrap_or(known.also),
            ..known
        }
    }
}

/// The settings as they are now; none where there is no such terminal.
pub async fn change(
    db: &Db,
    terminal: TerminalId,
    change: &TerminalChange,
    now: Timestamp,
) -> Result<Option<TerminalSettings>, DbError> {
    let changed = say(db, terminal, now, |known| Fact::TerminalSet(change.of(known.settings.clone()))).await?;
    Ok(changed.map(|known| change.of(known.settings)))
}

/// Locks a till out, or lets it in again. Tells whether there is such a till.
pub async fn set_revoked(db: &Db, terminal: TerminalId, revoked: bool, now: Timestamp) -> Result<bool, DbError> {
    let fact = |_: &TerminalTold| match revoked {
        true => Fact::TerminalRevoked(TerminalRevoked { terminal }),
        false => Fact::TerminalReadmitted(TerminalReadmitted { terminal }),
    };
    Ok(say(db, terminal, now, fact).await?.is_some())
}

/// What was known of the terminal before.
async fn say(
    db: &Db,
    terminal: TerminalId,
    now: Timestamp,
    fact: impl Fn(&TerminalTold) -> Fact,
) -> Result<Option<TerminalTold>, DbError> {
    let Some(found) = super::terminal(db, terminal).await? else { return Ok(None) };
    let business = found.business;
    attempts(|| async {
        let mut ready = Ready::new(business, Knowledge::of(db, business).await?, now);
        ready.wants.terminal = Some(terminal);
        let mut act = Act::begin(db, &ready).await?;
        // Under the lock: two changes at once each go on from the other.
        let known = super::told(act.conn(), business, terminal).await?.ok_or(DbError::Unreadable("terminal"))?;
        let beside = Beside { terminal: Some(known.clone()), ..Beside::default() };
        act.say(Actor::COMMAND_LINE, &fact(&known), Vec::new(), beside)
            .expect("whoever asks may, and what a till is moves no goods");
        act.commit().await.map(|_| Some(known))
    })
    .await
}
