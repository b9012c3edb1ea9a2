//! The table of payments.

use super::stand::{PaymentIs, PaymentStand};
use crate::db::set::{Among, Insert, each, select};
use crate::db::{Conn, DbError, DbRow, Sql, row};
use crate::entry::fact_in;
use crate::log::Writing;
use shared_model::bounds::PAYMENTS_MAX;
use shared_model::fact::Fact;
use shared_model::payment::{Payment, Settled};
use shared_model::unit::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Of one sale, whatever became of them: a sale of more payments than it may have is set aside, and
/// whoever takes one back as often is no shop.
const LOOKED_AT_MAX: usize = 4 * (PAYMENTS_MAX + 1);

pub(super) const ASKED: &str = "asked";
pub(super) const DECLINED: &str = "declined";
pub(super) const UNKNOWN: &str = "unknown";
pub(super) const TAKEN: &str = "taken";
pub(super) const VOIDED: &str = "voided";
/// What takes another one back.
pub(super) const REVERSAL: &str = "reversal";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRow {
    pub store: StoreId,
    pub terminal: TerminalId,
    pub method: String,
    pub direction: String,
    pub number: Option<String>,
    pub currency: Option<Currency>,
    pub amount: Amount,
    pub tendered: Amount,
    pub state: String,
    /// The payment that it takes back.
    pub reverses: Option<PaymentId>,
    pub reference: Option<String>,
    pub shift: Option<ShiftId>,
    pub business_date: Option<BusinessDate>,
    /// The entry that said so last.
    pub entry: Hash,
    /// To be written with it; those of a row that was read stand already.
    pub settles: Vec<Settled>,
    /// It was read: there is a row to change.
    pub stands: bool,
}

impl PaymentRow {
    pub fn stand(&self) -> PaymentStand {
        let is = match self.state.as_str() {
            TAKEN => PaymentIs::Taken,
            VOIDED if self.number.is_none() => PaymentIs::BackBefore,
            VOIDED | REVERSAL => PaymentIs::Over,
            _ => PaymentIs::Begun,
        };
        PaymentStand { terminal: self.terminal, is }
    }
}

#[derive(Default)]
pub struct Rows(BTreeMap<PaymentId, PaymentRow>);

impl Rows {
    pub fn get(&self, id: PaymentId) -> Option<&PaymentRow> {
        self.0.get(&id)
    }

    pub fn put(&mut self, id: PaymentId, row: PaymentRow) {
        self.0.insert(id, row);
    }

    pub async fn write(self, conn: &mut Conn, writing: &Writing) -> Result<(), DbError> {
        let (changed, fresh): (Vec<_>, Vec<_>) = self.0.into_iter().partition(|(_, row)| row.stands);
        // Another till may have made one of that id since: it came first, the table refuses this
        // change, and it is begun anew.
        write_payments(conn, &fresh, "", writing).await?;
        write_payments(conn, &changed, CHANGED, writing).await?;
        write_settled(conn, &[fresh, changed].concat(), writing).await
    }
}

/// Only its own till changes it, which is locked.
const CHANGED: &str = "on conflict (business, id) do update set number = excluded.number, \
                       currency = excluded.currency, amount = excluded.amount, tendered = excluded.tendered, \
                       state = excluded.state, reverses = excluded.reverses, reference = excluded.reference, \
                       shift = excluded.shift, business_date = excluded.business_date, entry = excluded.entry";

async fn write_payments(
    conn: &mut Conn,
    rows: &[(PaymentId, PaymentRow)],
    then: &'static str,
    writing: &Writing,
) -> Result<(), DbError> {
    let payment = Insert {
        into: "insert into payment (business, id, store, terminal, method, direction, number, currency, \
                   amount, tendered, state, reverses, reference, shift, business_date, entry)",
        then,
    };
    payment
        .rows(conn, rows, |row, (id, it)| {
            let row = row.id(writing.business).id(*id).id(it.store).id(it.terminal);
            let row = row.text(it.method.clone()).text(it.direction.clone()).opt_text(it.number.clone());
            let row = row.opt_text(it.currency.map(|currency| currency.code().to_owned()));
            let row = row.int(it.amount.0).int(it.tendered.0).text(it.state.clone());
            let row = row.opt_id(it.reverses).opt_text(it.reference.clone()).opt_id(it.shift);
            row.opt_text(it.business_date.map(|date| date.to_string())).hash(it.entry)
        })
        .await
}

async fn write_settled(conn: &mut Conn, rows: &[(PaymentId, PaymentRow)], writing: &Writing) -> Result<(), DbError> {
    let settled = Insert {
        into: "insert into payment_settled (business, document, payment, amount)",
        then: "on conflict (business, document, payment) do nothing",
    };
    let mut parts: BTreeMap<(Uuid, PaymentId), Amount> = BTreeMap::new();
    for (id, it) in rows {
        for part in &it.settles {
            let sum = parts.entry((part.document, *id)).or_default();
            *sum = sum.plus(part.amount).unwrap_or(*sum);
        }
    }
    let parts: Vec<_> = parts.into_iter().collect();
    settled
        .rows(conn, &parts, |row, ((document, payment), amount)| {
            row.id(writing.business).id(*document).id(*payment).int(amount.0)
        })
        .await
}

/// Asks which of these there are.
pub fn known(wanted: &BTreeSet<PaymentId>) -> Among<'static> {
    let ids: Vec<PaymentId> = wanted.iter().copied().collect();
    let before =
        "select 'payment' as what, id, entry, cast(null as text) as number from payment where business = $1 and id";
    Among::new(before, &ids, |query, id| query.id(*id))
}

/// Asks for which of these sales something was taken before.
pub fn paid(sales: &[OrderId]) -> Among<'static> {
    let before = "select 'paid' as what, s.document as id, cast(null as bytea) as entry, cast(null as text) as number \
                  from payment_settled s join payment p on p.business = s.business and p.id = s.payment \
                  and p.state = 'taken' where s.business = $1 and s.document";
    Among::new(before, sales, |query, id| query.id(*id))
}

pub fn is_any_paid(found: &[DbRow]) -> Result<bool, DbError> {
    found.iter().try_fold(false, |is_paid, found| Ok(is_paid || row::text(found, "what")? == "paid"))
}

pub fn known_in(found: &[DbRow]) -> Result<BTreeSet<PaymentId>, DbError> {
    let mut known = BTreeSet::new();
    for found in found {
        if row::text(found, "what")? == "payment" {
            known.insert(row::id(found, "id")?);
        }
    }
    Ok(known)
}

pub async fn rows(
    conn: &mut Conn,
    business: BusinessId,
    wanted: &BTreeSet<PaymentId>,
) -> Result<BTreeMap<PaymentId, PaymentRow>, DbError> {
    let ids: Vec<PaymentId> = wanted.iter().copied().collect();
    let before = "select id, store, terminal, method, direction, number, currency, amount, tendered, state, \
                  reverses, reference, shift, business_date, entry from payment where business = $1 and id";
    let rows = select(conn, (before, ""), |query: Sql| query.id(business), &ids, |query, id| query.id(*id)).await?;
    let one = |found| {
        let row = PaymentRow {
            store: row::id(found, "store")?,
            terminal: row::id(found, "terminal")?,
            method: row::text(found, "method")?,
            direction: row::text(found, "direction")?,
            number: row::opt_text(found, "number")?,
            currency: row::opt_parsed(found, "currency")?,
            amount: Amount(row::int(found, "amount")?),
            tendered: Amount(row::int(found, "tendered")?),
            state: row::text(found, "state")?,
            reverses: row::opt_id(found, "reverses")?,
            reference: row::opt_text(found, "reference")?,
            shift: row::opt_id(found, "shift")?,
            business_date: row::opt_parsed(found, "business_date")?,
            entry: row::hash(found, "entry")?,
            settles: Vec::new(),
            stands: true,
        };
        Ok((row::id(found, "id")?, row))
    };
    rows.iter().map(one).collect()
}

/// What was taken for orders and not taken back, as the entries say; also where that is nothing.
pub async fn taken_for(
    conn: &mut Conn,
    business: BusinessId,
    orders: &[OrderId],
) -> Result<BTreeMap<OrderId, Vec<Payment>>, DbError> {
    let text = |place: &dyn Fn(usize) -> String| {
        format!(
            "select e.bytes as bytes, p.state as state from payment_settled s \
             join payment p on p.business = s.business and p.id = s.payment \
             join entry e on e.business = p.business and e.terminal = p.terminal and e.hash = p.entry \
             where s.business = $1 and s.document = {} order by s.payment limit {LOOKED_AT_MAX}",
            place(0)
        )
    };
    let rows = each(conn, text, |query: Sql| query.id(business), orders, |query, id| query.id(*id)).await?;
    let mut found = BTreeMap::new();
    for (order, rows) in orders.iter().zip(&rows) {
        let mut payments = Vec::new();
        for one in rows {
            if row::text(one, "state")? != TAKEN {
                continue;
            }
            if let Some(Fact::PaymentTaken(taken)) = fact_in(&row::content(one, "bytes")?) {
                payments.push(taken.payment);
            }
        }
        payments.sort_by(|one, next| one.number.cmp(&next.number).then(one.id.cmp(&next.id)));
        found.insert(*order, payments);
    }
    Ok(found)
}
