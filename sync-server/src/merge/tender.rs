//! Payments and shifts, as rows to report from.

use crate::auth::Terminal;
use crate::db::DbError;
use shared_model::order::{CardOutcome, Order, TenderKind};
use shared_model::unit::*;
use sqlx::AnyConnection;

/// Text from a till as a column takes it: PostgreSQL knows no NUL in text.
pub fn clean(text: &str) -> String {
    text.replace('\0', "")
}

pub async fn tender_intended(
    conn: &mut AnyConnection,
    terminal: &Terminal,
    order: OrderId,
    tender: TenderId,
    kind: TenderKind,
    amount: Amount,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into tender (id, business, store, terminal, order_id, kind, amount, tendered, state) \
         values ($1, $2, $3, $4, $5, $6, $7, $7, 'asked') on conflict (id) do nothing",
    )
    .bind(tender.to_string())
    .bind(terminal.business.to_string())
    .bind(terminal.store.to_string())
    .bind(terminal.id.to_string())
    .bind(order.to_string())
    .bind(kind.as_str())
    .bind(amount.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn tender_resolved(
    conn: &mut AnyConnection,
    terminal: &Terminal,
    tender: TenderId,
    outcome: &CardOutcome,
) -> Result<(), DbError> {
    let (state, reference) = match outcome {
        CardOutcome::Approved { reference } => ("approved", Some(clean(reference))),
        CardOutcome::Declined => ("declined", None),
        CardOutcome::Unknown => ("unknown", None),
    };
    set_state(conn, terminal, tender, state, reference).await
}

pub async fn tender_voided(conn: &mut AnyConnection, terminal: &Terminal, tender: TenderId) -> Result<(), DbError> {
    set_state(conn, terminal, tender, "voided", None).await
}

/// What an order has taken stays taken.
async fn set_state(
    conn: &mut AnyConnection,
    terminal: &Terminal,
    tender: TenderId,
    state: &'static str,
    reference: Option<String>,
) -> Result<(), DbError> {
    sqlx::query(
        "update tender set state = $3, reference = coalesce($4, reference) \
         where id = $1 and business = $2 and state <> 'taken'",
    )
    .bind(tender.to_string())
    .bind(terminal.business.to_string())
    .bind(state)
    .bind(reference)
    .execute(conn)
    .await?;
    Ok(())
}

pub async fn tenders_taken(conn: &mut AnyConnection, terminal: &Terminal, order: &Order) -> Result<(), DbError> {
    for tender in &order.tenders {
        sqlx::query(
            "insert into tender (id, business, store, terminal, order_id, kind, amount, tendered, state, reference) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 'taken', $9) \
             on conflict (id) do update set amount = excluded.amount, tendered = excluded.tendered, state = 'taken', \
             reference = excluded.reference where tender.order_id = excluded.order_id",
        )
        .bind(tender.id.to_string())
        .bind(terminal.business.to_string())
        .bind(terminal.store.to_string())
        .bind(terminal.id.to_string())
        .bind(order.id.to_string())
        .bind(tender.kind.as_str())
        .bind(tender.amount.0)
        .bind(tender.tendered.0)
        .bind(tender.reference.as_deref().map(clean))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// What a `shift_opened` fact says.
pub struct ShiftOpened {
    pub shift: ShiftId,
    pub business_date: BusinessDate,
    pub float: Amount,
    pub staff: Option<StaffId>,
}

pub async fn shift_opened(
    conn: &mut AnyConnection,
    terminal: &Terminal,
    opened: &ShiftOpened,
    now: Timestamp,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into shift (id, business, store, terminal, staff, business_date, float_amount, opened_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
    )
    .bind(opened.shift.to_string())
    .bind(terminal.business.to_string())
    .bind(terminal.store.to_string())
    .bind(terminal.id.to_string())
    .bind(opened.staff.map(|staff| staff.to_string()))
    .bind(opened.business_date.to_string())
    .bind(opened.float.0)
    .bind(now.unix_ms)
    .execute(conn)
    .await?;
    Ok(())
}
