//! Instants for people and calendar days for the books. No rule compares wall clocks: order
//! comes from positions in the log, days from the shift's business date.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Milliseconds since 1970 UTC, with the offset the terminal's clock had then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timestamp {
    pub unix_ms: i64,
    pub offset_min: i16,
}

impl Timestamp {
    pub fn new(unix_ms: i64, offset_min: i16) -> Timestamp {
        Timestamp { unix_ms, offset_min }
    }

    fn local_ms(self) -> i64 {
        self.unix_ms.saturating_add(i64::from(self.offset_min) * 60_000)
    }

    pub fn local_date(self) -> BusinessDate {
        let days = self.local_ms().div_euclid(86_400_000);
        BusinessDate::from_days(i32::try_from(days).unwrap_or(0))
    }

    /// ISO 8601 with offset: `2026-03-01T10:42:07+01:00`.
    pub fn to_iso(self) -> String {
        let seconds = self.local_ms().rem_euclid(86_400_000) / 1000;
        let sign = if self.offset_min < 0 { '-' } else { '+' };
        let offset = self.offset_min.unsigned_abs();
        format!(
            "{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            self.local_date(),
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60,
            offset / 60,
            offset % 60
        )
    }
}

/// A calendar day of the books, as ISO 8601 text outside and ordered inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BusinessDate {
    year: i32,
    month: u8,
    day: u8,
}

impl BusinessDate {
    pub fn new(year: i32, month: u8, day: u8) -> Option<BusinessDate> {
        let date = BusinessDate { year, month, day };
        ((0..=9999).contains(&year) && BusinessDate::from_days(date.to_days()) == date).then_some(date)
    }

    /// Days since 1970-01-01. Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms" (civil_from_days).
    pub fn from_days(days: i32) -> BusinessDate {
        let shifted = i64::from(days) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        BusinessDate { year: year as i32, month: month as u8, day: day as u8 }
    }

    /// Days since 1970-01-01 (Hinnant's days_from_civil).
    pub fn to_days(self) -> i32 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = i64::from(self.month);
        let shifted_month = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        (era * 146_097 + day_of_era - 719_468) as i32
    }
}

impl fmt::Display for BusinessDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date like 2026-03-01")]
pub struct NotADate(String);

impl FromStr for BusinessDate {
    type Err = NotADate;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, '-');
        let mut next = || parts.next();
        let date = (|| BusinessDate::new(next()?.parse().ok()?, next()?.parse().ok()?, next()?.parse().ok()?))();
        date.ok_or_else(|| NotADate(text.to_owned()))
    }
}

impl TryFrom<String> for BusinessDate {
    type Error = NotADate;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<BusinessDate> for String {
    fn from(date: BusinessDate) -> String {
        date.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for BusinessDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "BusinessDate".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_leap_years_and_centuries() {
        for days in (-150_000..150_000).step_by(37) {
            assert_eq!(BusinessDate::from_days(days).to_days(), days);
        }
        assert_eq!("2024-02-29".parse(), Ok(BusinessDate { year: 2024, month: 2, day: 29 }));
        assert!("2023-02-29".parse::<BusinessDate>().is_err());
        assert!("2023-13-01".parse::<BusinessDate>().is_err());
    }

    #[test]
    fn the_local_day_is_the_terminals_not_greenwichs() {
        let late = Timestamp::new(1_772_407_800_000, 60);
        assert_eq!(late.to_iso(), "2026-03-02T00:30:00+01:00");
        assert_eq!(late.local_date().to_string(), "2026-03-02");
    }
}
