//! What is stored and what is typed meet, in every script.

use super::*;
use proptest::prelude::*;

#[test]
fn stored_and_typed_text_meet() {
    let cases = [
        ("Crème BRÛLÉE", "creme brulee"),
        ("Cafe\u{301}-CRÈME!", "cafe-creme!"),
        ("Straße ŁÓDŹ Ærø İzmir", "strasse lodz aero izmir"),
        ("λάμπα ΦΑΚΟΣ φακός", "λαμπα φακοσ φακοσ"),
        ("Ёлка Чайник \u{418}\u{306}", "елка чаиник и"),
        ("كُرْسِيّ كرسی کـــرسى", "كرسي كرسي كرسي"),
        ("שָׁלוֹם", "שלומ"),
        ("ＡＢ１２ ﬁn ½ m²", "ab12 fin 1⁄2 m2"),
        ("١٢٣ ४५ ๖๗", "123 45 67"),
        ("가방 \u{1100}\u{1161}", "가방 가"),
        ("ガラス カ\u{3099}ラス", "ガラス ガラス"),
        ("soft\u{ad}hy\u{200b}phen\u{feff}", "softhyphen"),
    ];
    for (text, folded) in cases {
        assert_eq!(fold(text), folded, "{text:?}");
    }
    let cases: [(&str, &[&str]); 9] = [
        ("T-Light, 85123A  (red)", &["t", "light", "85123a", "red"]),
        ("CHILDREN'S Mug/Cup 2.5m Kid´s", &["childrens", "mug", "cup", "2", "5m", "kids"]),
        ("iPhone手机壳15", &["iphone", "手机壳", "15"]),
        ("किताब पुरानी", &["किताब", "पुरानी"]),
        ("இட்லி தட்டு", &["இடலி", "தடடு"]),
        ("ดินสอไม้", &["ดินสอไม"]),
        ("A\u{e000}B\u{e001}C", &["a", "b", "c"]),
        (" -- ", &[]),
        ("", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(words(text), expected, "{text:?}");
    }
}

/// Whether a row that is found by `stored` words is shown to somebody who types `typed`.
fn finds(typed: &str, stored: &[String]) -> bool {
    let Asked { each, joined } = asked(typed);
    let begins = |spellings: &Vec<String>| {
        spellings.iter().any(|part| stored.iter().any(|word| word.starts_with(part.as_str())))
    };
    each.iter().all(begins) || begins(&joined)
}

#[test]
fn a_name_is_found_by_its_words_in_any_spelling() {
    let cases = [
        ("Käseglocke", "kase"),
        ("Käseglocke", "KAESEGLOCKE"),
        ("Ka\u{308}seglocke", "käse"),
        ("Kaeseglocke", "käse"),
        ("Kæresteglas", "kaere"),
        ("Rødgrød", "roedgroed"),
        ("Smörgås", "smoergaas"),
        ("Μαύρος φακός", "ΦΑΚΟΣ"),
        ("Ёлка", "елка"),
        ("陶瓷杯子", "杯子"),
        ("陶瓷杯子", "瓷杯"),
        ("여행가방 갈색", "가방"),
        ("ดินสอไม้", "ไม้"),
        ("手工製作的陶瓷杯子和盤子套裝", "手工製作的陶瓷杯子和盤子"),
        ("Tシャツ青", "シャツ"),
    ];
    for (name, typed) in cases {
        assert!(finds(typed, &indexed(name)), "{name} by {typed}");
    }
    for (name, typed) in [
        ("Blush", "blue"),
        ("Käse", "kose"),
        ("陶瓷杯子", "杯瓷"),
        ("手工製作的陶瓷杯子", "手工製作的陶瓷杯子和盤子"),
        ("Lamp", "amp"),
    ] {
        assert!(!finds(typed, &indexed(name)), "{name} by {typed}");
    }
}

#[test]
fn a_code_is_found_without_its_dashes_and_a_number_by_its_end() {
    for typed in ["AB-1234-C", "ab1234c", "ab12", "1234", "ab 1234", "ab1234-c", "AB.1234"] {
        assert!(finds(typed, &indexed_code("AB-1234-C")), "{typed}");
    }
    for typed in ["AB-1234-C", "a-b1234c", "ab1234c"] {
        assert!(finds(typed, &indexed_code("AB1234C")), "{typed}");
    }
    for typed in ["04006381333931", "4006381333931", "3931", "33931", "4006381-333931", "4 006381 333931"] {
        let mut stored = indexed_number("04006381333931");
        stored.push("4006381333931".into());
        assert!(finds(typed, &stored), "{typed}");
    }
    for typed in ["931", "3930", "39310"] {
        assert!(!finds(typed, &indexed_number("04006381333931")), "{typed}");
    }
    for typed in ["0958", "20 7946 0958", "2079460958", "+44 20 7946 0958"] {
        assert!(finds(typed, &indexed_number("+44-2079460958")), "{typed}");
    }
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in ".{0,40}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(words(&words(&text).join(" ")), words(&text));
    }

    /// Composed or not, in capitals or not.
    #[test]
    fn every_text_finds_itself_however_it_is_encoded(text in "[\\PC]{0,30}") {
        let stored = indexed(&text);
        for typed in [text.clone(), text.nfc().collect(), text.nfd().collect()] {
            prop_assert!(finds(&typed, &stored), "{:?} by {:?}", text, typed);
        }
    }
}
