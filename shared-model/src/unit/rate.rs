//! Rates in parts per million: 20 % is 200,000.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Rate(pub u32);

impl Rate {
    pub const WHOLE: i128 = 1_000_000;

    pub const fn percent(percent: u32) -> Rate {
        Rate(percent * 10_000)
    }
}

/// `20`, `5.5`: percent without its sign.
impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a rate in percent")]
pub struct NotARate(String);

/// As it is shown: percent with at most four decimals, below 1000.
impl FromStr for Rate {
    type Err = NotARate;
    fn from_str(percent: &str) -> Result<Self, Self::Err> {
        let rate = super::quantity::parse_scaled(percent, 4).and_then(|rate| u32::try_from(rate).ok());
        rate.filter(|rate| *rate < 10_000_000).map(Rate).ok_or_else(|| NotARate(percent.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_percent_with_up_to_four_decimals() {
        for (text, rate) in [("20", 200_000), ("5.5", 55_000), ("0", 0), ("8.8750", 88_750), ("999.9999", 9_999_999)] {
            assert_eq!(text.parse(), Ok(Rate(rate)), "{text}");
        }
        for text in ["", "-1", "1.23456", "twenty", "1e3", "1000", "20%", "."] {
            assert!(text.parse::<Rate>().is_err(), "{text:?}");
        }
    }
}
