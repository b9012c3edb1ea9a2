//! How text is folded before it is compared: the same for what is stored and for what is
//! typed, so that `creme` finds `Crème`.

/// Lower case and Latin letters without their marks: `Crème BRÛLÉE` → `creme brulee`.
/// Punctuation stays, so that two SKUs that differ in a dash stay apart.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None if is_mark(letter) => {}
            None => folded.push(letter),
        }
    }
    folded
}

/// The words of a text, folded; what is neither letter nor digit parts them, apart from
/// apostrophes (`children's` is one word).
pub fn words(text: &str) -> Vec<String> {
    let apostrophe = |letter: char| matches!(letter, '\'' | '’' | '‘' | 'ʼ');
    let folded: String = fold(text).chars().filter(|letter| !apostrophe(*letter)).collect();
    folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Combining accents and soft hyphens.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{300}'..='\u{36f}')
}

/// The plain letters of an accented Latin one, in lower case.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' => {
            "a"
        }
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => {
            "e"
        }
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => "i",
        'ĳ' => "ij",
        'ĵ' => "j",
        'ķ' | 'ĸ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' => "n",
        'ò'..='ö'
        | 'ø'
        | 'ō'
        | 'ŏ'
        | 'ő'
        | 'ơ'
        | 'ọ'
        | 'ỏ'
        | 'ố'
        | 'ồ'
        | 'ổ'
        | 'ỗ'
        | 'ộ'
        | 'ớ'
        | 'ờ'
        | 'ở'
        | 'ỡ'
        | 'ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ſ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ' | 'ủ' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => {
            "u"
        }
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stored_and_typed_text_meet() {
        let cases = [
            ("Crème BRÛLÉE", "creme brulee"),
            ("Cafe\u{301}-CRÈME!", "cafe-creme!"),
            ("Straße ŁÓDŹ Ærø İzmir", "strasse lodz aero izmir"),
            ("كرسي λάμπα", "كرسي λάμπα"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded, "{text:?}");
        }
        let cases: [(&str, &[&str]); 4] = [
            ("T-Light, 85123A  (red)", &["t", "light", "85123a", "red"]),
            ("CHILDREN'S Mug/Cup 2.5m", &["childrens", "mug", "cup", "2", "5m"]),
            (" -- ", &[]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".{0,40}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(words(&words(&text).join(" ")), words(&text));
        }
    }
}
