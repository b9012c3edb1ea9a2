//! Each statement that reads or writes rows of a business says of which one: no id alone opens what belongs to
//! another.

use super::none;
use super::sql::{READS, Statement, literals, statements, tables};
use std::collections::BTreeSet;

/// A code is looked up by whoever types it, before it is known whose it is; the others belong to no business.
const OF_NOBODY: [&str; 4] = ["business", "generation", "server_key", "enrol_code"];

/// A till says which it is before it is known whose it is, and its id is one among all businesses'.
const BY_ITSELF: [(&str, &str); 2] =
    [("sync-server/src/terminal/list.rs", "where t.id = $1"), ("sync-server/src/terminal/rows.rs", "where t.id = $1")];

const NAMES: [&str; 4] = [READS[0], READS[1], "insert into ", "update "];

/// Whether every table of a business that it names is held to one: to the statement's own (`business = $1`, a column
/// that is written) or to that of a table beside it.
fn is_of_one(statement: &Statement, of_business: &BTreeSet<String>) -> bool {
    let named = statement.after(&NAMES).filter(|table| of_business.contains(*table)).count();
    let held = statement.text.matches("business = ").count() + statement.text.matches("(business, ").count();
    let of = |part: &str| statement.text.contains(part);
    let begins_with_one = of("business = $") || of("(business, ") || of("{whose} = $1");
    let by_itself = BY_ITSELF.iter().any(|(file, key)| statement.file == *file && of(key));
    named == 0
        || held >= named && begins_with_one
        || by_itself
        || statement.text.starts_with("update ") && of("business = $")
}

#[test]
fn each_statement_about_a_business_names_it() {
    let mut of_business = tables();
    of_business.retain(|table| !OF_NOBODY.contains(&table.as_str()));
    let all = statements();
    assert!(all.len() > 80, "only {} statements were found", all.len());
    let loose = all.iter().filter(|statement| !is_of_one(statement, &of_business));
    let findings = loose.map(|it| format!("{}:{}: {}", it.file, it.line, it.text)).collect();
    none("one business never reads or changes what is another's: name it in the statement", findings);
}

#[test]
fn a_statement_that_names_none_is_found() {
    let text = "sql(\"select id from orders \\\n where id = $1\") + 'x' + '\"' + \"update price set a = 1 where business = $1\"";
    let texts: Vec<String> = literals(text).into_iter().map(|(_, literal)| literal).collect();
    assert_eq!(texts.len(), 2);
    let known = BTreeSet::from(["orders".to_owned(), "price".to_owned(), "entry".to_owned()]);
    let is_of_one = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        is_of_one(&Statement { file: "x.rs".into(), line: 1, text }, &known)
    };
    assert!(!is_of_one(&texts[0]) && is_of_one(&texts[1]));
    assert!(!is_of_one("select business from orders where id = $1"), "to read whose it is does not say so");
    assert!(!is_of_one("select o.id from orders o join entry e on e.hash = o.entry where o.business = $1"));
    assert!(is_of_one("select o.id from orders o join entry e on e.business = o.business where o.business = $1"));
    assert!(!is_of_one("union all select id from price where product = $2"), "a part of a statement counts");
}
