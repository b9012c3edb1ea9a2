//! The number of an article (GTIN): its check digit, the lengths it is written in, and UPC-E, which leaves zeros out.
//!
//! GS1 General Specifications: check digits in section 7.9, the lengths in section 3.3.2, UPC-E in section 5.2.2.4.

/// Digits of the one form that all others are brought to.
const DIGITS: usize = 14;

/// The digit that completes `digits` to a GTIN (weights 3 and 1 from the right).
pub fn check_digit(digits: &str) -> Option<u8> {
    if digits.is_empty() || !is_digits(digits) {
        return None;
    }
    let weighted = digits.bytes().rev().enumerate().map(|(index, byte)| {
        let weight = if index % 2 == 0 { 3 } else { 1 };
        u64::from(byte - b'0') * weight
    });
    u8::try_from((10 - weighted.sum::<u64>() % 10) % 10).ok()
}

/// EAN-8, UPC-A, EAN-13 or GTIN-14 with the right check digit.
pub fn is_gtin(code: &str) -> bool {
    if !matches!(code.len(), 8 | 12 | 13 | DIGITS) || !code.is_ascii() {
        return false;
    }
    let (digits, last) = code.split_at(code.len() - 1);
    check_digit(digits).is_some_and(|digit| last.as_bytes()[0] == b'0' + digit)
}

/// The one form of a number that is written as a GTIN, or as UPC-E where it is none of eight digits.
pub(super) fn whole(code: &str) -> Option<String> {
    if is_gtin(code) { Some(padded(code)) } else { upc_a(code).map(|number| padded(&number)) }
}

/// What eight digits say as well as `folded`: they may be an EAN-8 and a UPC-E at once, and which of
/// them is printed nobody sees. Goes both ways.
pub fn other_reading(folded: &str) -> Option<String> {
    if folded.len() != DIGITS || !is_gtin(folded) {
        return None;
    }
    let short = |digits| folded.strip_prefix("0".repeat(DIGITS - digits).as_str());
    if let Some(number) = short(8).and_then(upc_a) {
        return Some(padded(&number));
    }
    short(12).and_then(upc_e).filter(|code| is_gtin(code)).map(|code| padded(&code))
}

/// How else the number of an article is written: as it is printed below the bars.
pub fn spellings(folded: &str) -> Vec<&str> {
    if folded.len() != DIGITS || !is_gtin(folded) {
        return Vec::new();
    }
    let zeros = folded.len() - folded.trim_start_matches('0').len();
    [DIGITS, 13, 12, 8]
        .into_iter()
        .filter(|digits| DIGITS - digits <= zeros)
        .map(|digits| &folded[DIGITS - digits..])
        .collect()
}

fn padded(code: &str) -> String {
    format!("{code:0>DIGITS$}")
}

pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The UPC-A that eight digits of UPC-E stand for. The last of the six in the middle says where zeros were left out.
fn upc_a(code: &str) -> Option<String> {
    if code.len() != 8 || !is_digits(code) || !code.starts_with(['0', '1']) {
        return None;
    }
    let (system, six, check) = (&code[..1], &code[1..7], &code[7..]);
    let (five, last) = six.split_at(5);
    let middle = match last {
        "0" | "1" | "2" => format!("{}{last}0000{}", &five[..2], &five[2..]),
        "3" => format!("{}00000{}", &five[..3], &five[3..]),
        "4" => format!("{}00000{}", &five[..4], &five[4..]),
        _ => format!("{five}0000{last}"),
    };
    Some(format!("{system}{middle}{check}")).filter(|number| is_gtin(number))
}

/// The UPC-E of a UPC-A, where it has one.
fn upc_e(number: &str) -> Option<String> {
    let (system, middle, check) = (number.get(..1)?, number.get(1..11)?, number.get(11..)?);
    let sixes = [
        format!("{}{}{}", &middle[..2], &middle[7..], &middle[2..3]),
        format!("{}{}3", &middle[..3], &middle[8..]),
        format!("{}{}4", &middle[..4], &middle[9..]),
        format!("{}{}", &middle[..5], &middle[9..]),
    ];
    let codes = sixes.into_iter().map(|six| format!("{system}{six}{check}"));
    codes.into_iter().find(|code| upc_a(code).as_deref() == Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zeros_that_a_small_label_leaves_out_come_back() {
        let cases = [
            ("04252614", "042100005264"),
            ("01234505", "012000003455"),
            ("01234514", "012100003454"),
            ("01234523", "012200003453"),
            ("01234531", "012300000451"),
            ("01234543", "012340000053"),
            ("01234558", "012345000058"),
            ("01234598", "012345000098"),
        ];
        for (code, number) in cases {
            let number = format!("{}{}", &number[..11], check_digit(&number[..11]).unwrap());
            let code = format!("{}{}", &code[..7], &number[11..]);
            assert_eq!(upc_a(&code).as_deref(), Some(number.as_str()), "{code}");
            assert_eq!(upc_e(&number).as_deref(), Some(code.as_str()), "{number}");
        }
        for code in ["04252615", "24252614", "4252614", "0425261x", "\u{e9}425261", ""] {
            assert_eq!(upc_a(code), None, "{code}");
        }
        assert_eq!(upc_e("036000291452"), None, "it has no zeros to leave out");
    }

    #[test]
    fn eight_digits_that_are_two_things_at_once_are_read_both_ways() {
        let both = (0..1000).map(|middle| format!("0425{middle:03}")).filter_map(|digits| {
            let code = format!("{digits}{}", check_digit(&digits)?);
            upc_a(&code).map(|number| (code, number))
        });
        let mut count = 0;
        for (code, number) in both {
            assert_eq!(whole(&code), Some(padded(&code)), "as it is written first");
            if upc_e(&number).as_deref() == Some(code.as_str()) {
                assert_eq!(other_reading(&padded(&code)), Some(padded(&number)));
                assert_eq!(other_reading(&padded(&number)), Some(padded(&code)));
                count += 1;
            }
        }
        assert!(count > 10, "{count}");
        for code in ["04006381333931", "00036000291452", "4006381333931", "AB-12", ""] {
            assert_eq!(other_reading(code), None, "{code}");
        }
    }

    #[test]
    fn a_number_is_spelt_as_long_as_its_zeros_allow() {
        let cases: [(&str, &[&str]); 5] = [
            ("04006381333931", &["04006381333931", "4006381333931"]),
            ("00036000291452", &["00036000291452", "0036000291452", "036000291452"]),
            ("00000096385074", &["00000096385074", "0000096385074", "000096385074", "96385074"]),
            ("10036000291459", &["10036000291459"]),
            ("AB-12", &[]),
        ];
        for (folded, spelt) in cases {
            assert_eq!(spellings(folded), spelt, "{folded}");
        }
    }

    proptest! {
        #[test]
        fn a_upc_e_has_the_check_digit_of_its_upc_a(system in 0u8..2, six in 0u32..1_000_000) {
            let codes: Vec<String> = (0..10).map(|check| format!("{system}{six:06}{check}")).collect();
            let good: Vec<&String> = codes.iter().filter(|code| upc_a(code).is_some()).collect();
            prop_assert_eq!(good.len(), 1);
            let number = upc_a(good[0]).unwrap();
            prop_assert_eq!(upc_a(&upc_e(&number).unwrap()), Some(number));
        }
    }
}
