//! What is stored or sent is read by older programs too: an enum in it is open, so that a variant that is
//! new does not make the whole of what holds it unreadable.

use super::none;
use super::source::{Source, rust};

/// Screens and scripts are of the same release as the till that answers them.
const OF_ONE_RELEASE: &str = "shared-model/src/command/";

/// Not made by `open_names!` or `open_variants!`, each for its reason.
const BY_HAND: [(&str, &str); 15] = [
    ("shared-model/src/unit/variant.rs: Readable", "what an open enum is read by"),
    ("shared-model/src/words/worded.rs: Worded", "it is written and read as a text"),
    ("shared-model/src/catalogue/attribute.rs: AttributeValue", "it is open: a value of a newer type stays as it came"),
    ("shared-model/src/unit/scope.rs: Scope", "it is open: a scope of a newer version keeps its key"),
    (
        "shared-model/src/stock/account.rs: Account",
        "of the server's own tables: no book adds up without one that it holds",
    ),
    ("shared-model/src/wire/page.rs: Body", "bytes or a hash; another form would be another frame"),
    ("shared-model/src/tax/mod.rs: TaxRounding", "nothing can be reckoned by an unknown one: the whole waits"),
    ("shared-model/src/payment/mod.rs: TenderKind", "of the cart on the counter, which no older program reads"),
    ("shared-model/src/payment/mod.rs: CardOutcome", "a command's: what a person read on the card reader"),
    ("shared-model/src/order/cart.rs: TenderState", "of the cart on the counter, which no older program reads"),
    ("shared-model/src/catalogue/product.rs: ProductField", "a command's: which field a person edits"),
    ("shared-model/src/refusal/failure.rs: ErrorCode", "an answer to a command"),
    ("shared-model/src/refusal/failure.rs: Retry", "an answer to a command"),
    ("sync-server/src/import/options.rs: Repeats", "an option that a person writes into a file"),
    ("sync-server/src/import/options.rs: Decimal", "an option that a person writes into a file"),
];

fn enum_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub(super) ")).unwrap_or(line);
    let name = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("enum ")?;
    Some(&name[..name.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(name.len())])
}

/// Enums of a file that are read back and are not made by a macro that keeps what is new.
fn by_hand(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.product_lines().map(|(_, line)| line.trim()).collect();
    let enums = lines.iter().enumerate().filter_map(|(at, line)| Some((at, enum_name(line)?)));
    let is_read = |at: usize, name: &str| {
        let attributes = lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
        attributes.into_iter().any(|line| line.contains("Deserialize"))
            || lines.iter().any(|line| line.contains(&format!("Deserialize<'de> for {name} ")))
    };
    let read = enums.filter(|(at, name)| !name.is_empty() && is_read(*at, name));
    read.map(|(_, name)| format!("{}: {name}", source.path)).collect()
}

#[test]
fn an_enum_of_a_form_is_open() {
    let sources = rust();
    let forms = sources.iter().filter(|source| !source.is_test && !source.path.starts_with(OF_ONE_RELEASE));
    let found: Vec<String> = forms
        .filter(|source| source.is_in(&["shared-model/src/", "app/src/", "sync-server/src/"]))
        .flat_map(by_hand)
        .collect();
    let known = |one: &String| BY_HAND.iter().any(|(name, _)| name == one);
    let strange = found.iter().filter(|one| !known(one)).cloned().collect();
    none("make it by open_names! or open_variants!, or say in the list why it is closed", strange);
    let gone = BY_HAND.iter().map(|(name, _)| (*name).to_owned()).filter(|name| !found.contains(name));
    none("the list names what is no more", gone.collect());
}

#[test]
fn the_rule_finds_an_enum_that_only_its_own_version_reads() {
    let text = "#[derive(Debug, Deserialize)]\n#[serde(rename_all = \"x\")]\npub enum Closed {\n    A,\n}\n\
                #[derive(Debug)]\nenum Own {}\nenum Byhand {}\nimpl<'de> Deserialize<'de> for Byhand {}\n\
                open_names! {\n    pub enum Open { A = \"a\" }\n}\n";
    let source = Source { path: "x.rs".into(), text: text.into(), is_test: false };
    assert_eq!(by_hand(&source), ["x.rs: Closed", "x.rs: Byhand"]);
}
