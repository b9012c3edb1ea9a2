//! GS1 Digital Link: an address with the number of an article in it, `https://id.gs1.org/01/09506000134352/10/LOT7`.
//!
//! GS1 Digital Link Standard, URI Syntax: any host, any path before it, then identifier 01 and the number, whose zeros
//! in front older issues of the standard leave out; `gtin` is what they also called it.

use super::gtin::is_gtin;

pub(super) fn article(code: &str) -> Option<&str> {
    let after =
        |scheme: &str| code.split_at_checked(scheme.len()).filter(|(start, _)| start.eq_ignore_ascii_case(scheme));
    let (_, address) = after("https://").or_else(|| after("http://"))?;
    let path = address.split(['?', '#']).next()?;
    let mut parts = path.split('/').skip(1);
    while let Some(part) = parts.next() {
        if part == "01" || part.eq_ignore_ascii_case("gtin") {
            return parts.next().filter(|number| is_gtin(number));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_article_that_it_holds() {
        let cases = [
            ("https://id.gs1.org/01/09506000134352", "09506000134352"),
            ("https://id.gs1.org/01/09506000134352/", "09506000134352"),
            ("HTTPS://ID.GS1.ORG/01/09506000134352/10/LOT7?17=261231", "09506000134352"),
            ("http://shop.example/de/some/path/01/9506000134352#top", "9506000134352"),
            ("https://shop.example/gtin/036000291452?x=/01/09506000134352", "036000291452"),
        ];
        for (code, number) in cases {
            assert_eq!(article(code), Some(number), "{code}");
        }
    }

    #[test]
    fn an_address_without_an_article_names_none() {
        let cases = [
            "https://shop.example/",
            "https://shop.example/01/09506000134353",
            "https://shop.example/01",
            "https://shop.example/search?q=/01/09506000134352",
            "https://01/09506000134352",
            "ftp://id.gs1.org/01/09506000134352",
            "id.gs1.org/01/09506000134352",
            "",
        ];
        for code in cases {
            assert_eq!(article(code), None, "{code}");
        }
    }
}
