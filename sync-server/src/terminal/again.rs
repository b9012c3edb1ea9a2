//! A till that this server let in and does not know any more: it was restored from a copy that is
//! older. What it signed then it stands by.

use super::enrol::EnrolError;
use crate::act::{Act, Beside, Knowledge, Ready, attempts};
use crate::auth::{server_keys, verify};
use crate::db::{Db, DbError};
use crate::setting::{business_settings, stores};
use shared_model::Fact;
use shared_model::bounds::ENROL_BYTES_MAX;
use shared_model::encoding::{Signed, decode};
use shared_model::fact::setting::TerminalEnrolled;
use shared_model::party::{Actor, ActorKind};
use shared_model::setting::{Certificate, TerminalSettings};
use shared_model::unit::*;
use std::collections::BTreeSet;

/// A till that is known, locked out or not, is as it was.
pub async fn enrol_again(db: &Db, certificate: &[u8], now: Timestamp) -> Result<(), EnrolError> {
    let certificate: Signed<Certificate> =
        decode(certificate, ENROL_BYTES_MAX).map_err(|_| EnrolError::BadCertificate)?;
    let keys = server_keys(db).await?;
    let key = keys.iter().find(|key| key.key == certificate.key).ok_or(EnrolError::BadCertificate)?;
    if !verify(&key.public_key, &certificate.message().0, &certificate.signature.0) {
        return Err(EnrolError::BadCertificate);
    }
    attempts(|| async {
        match attempt(db, &certificate, now).await {
            Err(EnrolError::Database(error)) if error.is_entrys_fault() => {
                match super::terminal(db, certificate.terminal).await? {
                    // It asked twice.
                    Some(_) => Ok(()),
                    None => Err(EnrolError::NoPlace),
                }
            }
            done => done,
        }
    })
    .await
}

async fn attempt(db: &Db, certificate: &Signed<Certificate>, now: Timestamp) -> Result<(), EnrolError> {
    if super::terminal(db, certificate.terminal).await?.is_some() {
        return Ok(());
    }
    let business = certificate.business;
    if business_settings(db, business).await?.is_none() {
        return Err(EnrolError::NoPlace);
    }
    let mut ready = Ready::new(business, Knowledge::of(db, business).await?, now);
    ready.wants.stores = stores(&mut db.read().await?, business).await?;
    if !ready.wants.stores.contains(&certificate.store) {
        return Err(EnrolError::NoPlace);
    }
    let settings = TerminalSettings {
        terminal: certificate.terminal,
        store: certificate.store,
        // What it was called besides is lost.
        name: certificate.code.clone(),
        code: certificate.code.clone(),
        kind: certificate.kind.clone(),
        also: BTreeSet::new(),
    };
    let mut act = Act::begin(db, &ready).await?;
    let fact = Fact::TerminalEnrolled(TerminalEnrolled { settings, certificate: certificate.clone() });
    // Whoever was given it.
    let actor = Actor { kind: ActorKind::SecretLink, id: None };
    act.say(actor, &fact, Vec::new(), Beside::default()).map_err(|_| DbError::Unreadable("certificate"))?;
    act.commit().await?;
    tracing::info!(terminal = %certificate.terminal, "a till is let in again by what the server signed before it was restored");
    Ok(())
}
