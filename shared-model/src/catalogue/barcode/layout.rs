//! A scanner is a keyboard. One that is set up for another country's keyboard than the till presses the keys of
//! digits and other signs come.

/// What the keys of digits give where the till's keyboard is French, Belgian, Czech, Slovak or Lithuanian, and with
/// Shift on those of most countries; one to nine, then zero.
const ROWS: [&str; 12] = [
    "&é\"'(-è_çà",
    "&é\"'(§è!çà",
    "+ěščřžýáíé",
    "+ľščťžýáíé",
    "ąčęėįšųū90",
    "!@#$%^&*()",
    "!\"£$%^&*()",
    "!\"§$%&/()=",
    "+\"*ç%&/()=",
    "!\"#¤%&/()=",
    "!\"·$%&/()=",
    "!\"№;%:?*()",
];

/// Fewer signs may be anything.
const SIGNS_MIN: usize = 6;

/// Whether a code is what another keyboard makes of digits.
pub fn is_digit_row(code: &str) -> bool {
    let of = |row: &str| code.chars().all(|sign| row.contains(sign));
    code.chars().count() >= SIGNS_MIN
        && !code.bytes().all(|byte| byte.is_ascii_digit())
        && ROWS.iter().any(|row| of(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_another_keyboard_are_told_from_codes() {
        for row in ROWS {
            assert_eq!(row.chars().count(), 10, "{row}");
            let keys: Vec<char> = row.chars().collect();
            let typed: String =
                "4006381333931".bytes().map(|digit| keys[(usize::from(digit - b'0') + 9) % 10]).collect();
            assert!(is_digit_row(&typed), "{typed}");
        }
        assert!(is_digit_row("'àà-\"_&\"\"\"ç\"&"));
        for code in ["4006381333931", "AB-1234-C", "'àà-\"", "''''''''x", "", "T01-000001"] {
            assert!(!is_digit_row(code), "{code}");
        }
    }
}
