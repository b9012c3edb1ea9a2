//! The trading day: which date a shift gets, and when its day is over.
//!
//! A till's clock alone moves the books on by one day. What is further needs the server's clock, or
//! somebody who answers for it; until then the shop goes on selling on the day it has.

use crate::refusal::DrawerRefusal;
use crate::unit::*;

/// Minutes after midnight at which a business may say that its day turns.
pub const DAY_TURNS_LATEST: u16 = 12 * 60;
/// There is no zone further from UTC, east or west.
const WIDEST_OFFSET_MIN: i16 = 14 * 60;
/// By so much a till's clock may be ahead of the server's without a person having to look.
const LEAD_MS: i64 = 60 * 60 * 1000;

/// The day that it is, as far as that can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    pub date: BusinessDate,
    /// By the server's clock, not by the till's alone.
    pub is_confirmed: bool,
}

/// How the day of a shift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftDay {
    /// It goes on. A clock that is behind does not move the books back.
    GoesOn,
    /// It has not come yet, by the server's clock: a clock that was ahead once opened it.
    Ahead {
        today: BusinessDate,
    },
    Over {
        next: BusinessDate,
    },
    /// It may be over: a clock says so that nobody confirms.
    Doubted {
        clock: BusinessDate,
    },
}

impl ShiftDay {
    pub fn of(shift: BusinessDate, today: Today) -> ShiftDay {
        let Today { date, is_confirmed } = today;
        if date < shift && is_confirmed {
            ShiftDay::Ahead { today: date }
        } else if date <= shift {
            ShiftDay::GoesOn
        } else if is_confirmed || date.to_days() == shift.to_days().saturating_add(1) {
            ShiftDay::Over { next: date }
        } else {
            ShiftDay::Doubted { clock: date }
        }
    }
}

/// The date of the shift that is opened after the one of `last`. Whoever answers for the clock takes
/// its word.
pub fn next_date(
    last: Option<BusinessDate>,
    today: Today,
    answers_for_the_clock: bool,
) -> Result<BusinessDate, DrawerRefusal> {
    let Some(last) = last else { return Ok(today.date) };
    match ShiftDay::of(last, today) {
        ShiftDay::GoesOn | ShiftDay::Ahead { .. } => Err(DrawerRefusal::AlreadyOpen { business_date: last }),
        ShiftDay::Over { next } => Ok(next),
        ShiftDay::Doubted { clock } if answers_for_the_clock => Ok(clock),
        ShiftDay::Doubted { clock } => Err(DrawerRefusal::DateInDoubt { business_date: last, clock }),
    }
}

/// Whether a shift that was dated wrongly may be dated so: no day that has not come.
pub fn may_be_dated(shift: BusinessDate, date: BusinessDate, today: Today) -> Result<(), DrawerRefusal> {
    if date == shift || date > today.date { Err(DrawerRefusal::BadDate { date }) } else { Ok(()) }
}

impl Timestamp {
    /// The day whose trade goes on now, where the day turns so many minutes after midnight.
    pub fn trading_day(self, turns: u16) -> BusinessDate {
        let turned = i64::from(turns.min(DAY_TURNS_LATEST)) * 60_000;
        Timestamp::new(self.unix_ms.saturating_sub(turned), self.offset_min).local_date()
    }
}

/// How the day that a sale is booked on stands to the server's own, in the zone of the till that sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaleDay {
    /// A wrong clock, or a forged date.
    Ahead,
    Today,
    /// The day was over when it came.
    Before,
}

impl SaleDay {
    pub fn of(date: BusinessDate, placed_at: Timestamp, now: Timestamp, turns: u16) -> SaleDay {
        let offset = placed_at.offset_min.clamp(-WIDEST_OFFSET_MIN, WIDEST_OFFSET_MIN);
        let at = |ms: i64| Timestamp::new(now.unix_ms.saturating_add(ms), offset).trading_day(turns);
        match () {
            () if date > at(LEAD_MS) => SaleDay::Ahead,
            () if date < at(0) => SaleDay::Before,
            () => SaleDay::Today,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> BusinessDate {
        text.parse().expect("a date")
    }

    fn at(text: &str, hour: i64, offset_min: i16) -> Timestamp {
        let midnight = i64::from(date(text).to_days()) * 86_400_000 - i64::from(offset_min) * 60_000;
        Timestamp::new(midnight + hour * 3_600_000, offset_min)
    }

    #[test]
    fn a_day_turns_when_the_business_says_so_by_the_clock_on_the_wall() {
        for (hour, offset, turns, day) in [
            (0, 0, 0, "2026-11-28"),
            (3, 0, 240, "2026-11-27"),
            (4, 0, 240, "2026-11-28"),
            (3, 60, 240, "2026-11-27"),
            (23, -480, 0, "2026-11-28"),
        ] {
            let found = at("2026-11-28", hour, offset).trading_day(turns);
            assert_eq!(found, date(day), "{hour} o'clock at {offset}, the day turns after {turns}");
        }
    }

    #[test]
    fn a_clock_moves_the_books_on_by_a_day_and_further_only_if_somebody_stands_for_it() {
        let shift = date("2026-11-27");
        let today = |text: &str, is_confirmed| Today { date: date(text), is_confirmed };
        let cases = [
            (today("2026-11-27", false), ShiftDay::GoesOn),
            (today("2000-01-01", false), ShiftDay::GoesOn),
            (today("2000-01-01", true), ShiftDay::Ahead { today: date("2000-01-01") }),
            (today("2026-11-28", false), ShiftDay::Over { next: date("2026-11-28") }),
            (today("2026-11-29", false), ShiftDay::Doubted { clock: date("2026-11-29") }),
            (today("2036-11-29", false), ShiftDay::Doubted { clock: date("2036-11-29") }),
            (today("2026-11-30", true), ShiftDay::Over { next: date("2026-11-30") }),
        ];
        for (today, expected) in cases {
            assert_eq!(ShiftDay::of(shift, today), expected, "{today:?}");
            let (alone, backed) = (next_date(Some(shift), today, false), next_date(Some(shift), today, true));
            match expected {
                ShiftDay::GoesOn | ShiftDay::Ahead { .. } => assert!(alone.is_err() && backed.is_err(), "{today:?}"),
                ShiftDay::Over { next } => assert_eq!((alone, backed), (Ok(next), Ok(next))),
                ShiftDay::Doubted { clock } => {
                    assert_eq!(alone, Err(DrawerRefusal::DateInDoubt { business_date: shift, clock }));
                    assert_eq!(backed, Ok(clock));
                }
            }
        }
        assert_eq!(next_date(None, today("2026-11-27", false), false), Ok(shift), "a new till opens its first");
    }

    #[test]
    fn a_sale_is_before_or_ahead_of_the_servers_day_where_it_was_sold() {
        let noon = at("2026-11-28", 12, 0);
        let late_evening = at("2026-11-28", 23, 0);
        for (now, sold_at, offset, expected) in [
            (noon, "2026-11-28", 0, SaleDay::Today),
            (noon, "2026-11-27", 0, SaleDay::Before),
            (noon, "2026-11-29", 0, SaleDay::Ahead),
            (noon, "2026-11-29", 13 * 60, SaleDay::Today),
            (noon, "2026-11-29", 30_000, SaleDay::Today),
            (noon, "2026-11-30", 30_000, SaleDay::Ahead),
            (late_evening, "2026-11-29", 0, SaleDay::Today),
            (late_evening, "2026-11-28", 60, SaleDay::Before),
        ] {
            let placed_at = Timestamp::new(0, offset);
            assert_eq!(SaleDay::of(date(sold_at), placed_at, now, 0), expected, "{sold_at} at {offset}");
        }
    }
}
