//! Barcodes: check digits of GTINs, one folded form for what a scanner may read in several,
//! and numbers for labels the shop prints itself.

/// The digit that completes `digits` to a GTIN (weights 3 and 1 from the right).
pub fn check_digit(digits: &str) -> Option<u8> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
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
    if !matches!(code.len(), 8 | 12 | 13 | 14) || !code.is_ascii() {
        return false;
    }
    let (digits, last) = code.split_at(code.len() - 1);
    check_digit(digits).is_some_and(|digit| last.as_bytes()[0] == b'0' + digit)
}

/// The form in which codes are stored and looked up: a GTIN as fourteen digits, anything
/// else without surrounding space and control characters, in capitals.
pub fn fold(code: &str) -> String {
    let kept: String = code.chars().filter(|letter| !letter.is_control()).collect();
    let code = kept.trim();
    if is_gtin(code) { format!("{code:0>14}") } else { code.to_uppercase() }
}

/// An EAN-13 for the shop's own labels: `prefix` (GS1 keeps 20 to 29 for use inside a shop),
/// `number`, check digit. Nothing when they don't fit into twelve digits.
pub fn in_store_ean13(prefix: &str, number: u64) -> Option<String> {
    let width = 12usize.checked_sub(prefix.len())?;
    let digits = format!("{prefix}{number:0width$}");
    if digits.len() != 12 {
        return None;
    }
    let check = check_digit(&digits)?;
    Some(format!("{digits}{check}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_article_has_one_form_however_its_code_is_written() {
        let cases = [
            ("4006381333931", "04006381333931"),
            ("036000291452", "00036000291452"),
            ("0036000291452", "00036000291452"),
            ("96385074", "00000096385074"),
            ("10036000291459", "10036000291459"),
            (" 4006381333931\r\n", "04006381333931"),
            ("4006381333932", "4006381333932"),
            ("123", "123"),
            ("ab-12 ", "AB-12"),
            ("", ""),
            ("４006381333931", "４006381333931"),
        ];
        for (code, folded) in cases {
            assert_eq!(fold(code), folded, "{code:?}");
        }
    }

    #[test]
    fn labels_of_the_shop_are_valid_or_refused() {
        assert_eq!(in_store_ean13("20", 1).as_deref(), Some("2000000000015"));
        assert_eq!(in_store_ean13("20", 9_999_999_999).map(|code| is_gtin(&code)), Some(true));
        for (prefix, number) in [("20", 10_000_000_000), ("2x", 1), ("2000000000000", 1)] {
            assert_eq!(in_store_ean13(prefix, number), None, "{prefix} {number}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once_and_one_wrong_digit_is_noticed(code in ".{0,20}", number in 0u64..10_000_000_000, place in 0usize..13, step in 1u8..10) {
            prop_assert_eq!(fold(&fold(&code)), fold(&code));
            let mut label = in_store_ean13("20", number).unwrap().into_bytes();
            label[place] = b'0' + (label[place] - b'0' + step) % 10;
            prop_assert!(!is_gtin(&String::from_utf8(label).unwrap()));
        }
    }
}
