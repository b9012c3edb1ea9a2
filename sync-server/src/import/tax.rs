//! Tax as people write it: the code of a class, or a rate that one class alone has.

use super::code::plain;
use shared_model::tax::TaxClass;
use shared_model::unit::Rate;

/// `standard`, `20`, `20 %`, `5,5%`.
pub fn class_named<'a>(text: &str, classes: &'a [TaxClass]) -> Option<&'a str> {
    let text = plain(text);
    if let Some(class) = classes.iter().find(|class| class.code.eq_ignore_ascii_case(&text)) {
        return Some(&class.code);
    }
    let percent = text.strip_suffix('%').unwrap_or(&text).trim().replace(',', ".");
    let rate = percent.parse::<Rate>().ok()?;
    let mut having = classes.iter().filter(|class| class.rate() == rate);
    having.next().filter(|_| having.next().is_none()).map(|class| class.code.as_str())
}

/// Those that there are, for a message: `standard (20 %), zero (0 %)`.
pub fn listed(classes: &[TaxClass]) -> String {
    classes.iter().map(|class| format!("{} ({} %)", class.code, class.rate())).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared_model::tax::TaxComponent;

    fn class(code: &str, percent: u32) -> TaxClass {
        let components = vec![TaxComponent { name: "VAT".into(), rate: Rate::percent(percent) }];
        TaxClass { code: code.into(), letter: 'A', components, changes: Vec::new() }
    }

    #[test]
    fn a_rate_names_the_only_class_that_has_it() {
        let classes = [class("standard", 20), class("reduced", 5), class("zero", 0)];
        let cases = [
            ("Standard", Some("standard")),
            ("20", Some("standard")),
            ("20.00", Some("standard")),
            ("20 %", Some("standard")),
            ("20\u{a0}%", Some("standard")),
            ("5%", Some("reduced")),
            ("5,0 %", Some("reduced")),
            ("\u{200e}20%\u{200e}", Some("standard")),
            ("0", Some("zero")),
            ("0,00%", Some("zero")),
            ("19", None),
            ("0.2", None),
            ("%", None),
            ("", None),
            ("luxury", None),
        ];
        for (text, code) in cases {
            assert_eq!(class_named(text, &classes), code, "{text:?}");
        }
        let twice = [class("zero", 0), class("exempt", 0)];
        assert_eq!((class_named("0", &twice), class_named("exempt", &twice)), (None, Some("exempt")));
        assert_eq!(listed(&twice), "zero (0 %), exempt (0 %)");
    }
}
