//! A row that comes again, or after a newer one, changes nothing: every kind of row, each
//! table whole.

use super::index::IndexChanges;
use super::row::apply;
use crate::replica::migrate;
use ed25519_dalek::{Signer, SigningKey};
use rusqlite::Connection;
use rusqlite::types::Value;
use shared_model::encoding::{self, Fixed, Signed};
use shared_model::order::LineStateName;
use shared_model::setting::Certificate;
use shared_model::unit::*;
use shared_model::wire::Told;
use shared_model::wire::told::order::{LineStates, OrderStates, OrderTold, StateTold};
use shared_model::wire::told::setting::TerminalTold;

/// Tables that a row does not stand in as it came: what follows from it, and what is only
/// ever added to.
const OTHERS: [&str; 5] = ["product_barcode", "category", "server_key", "document_change", "server"];

fn empty() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate::migrate(&mut connection, "told.db", migrate::TOLD).unwrap();
    super::key::save(&connection, 1, key().verifying_key().as_bytes()).unwrap();
    connection
}

fn take(rows: &Connection, number: u64, told: &Told) {
    let mut index = IndexChanges::default();
    apply(rows, &mut index, Position::new(2, number), told.clone()).unwrap();
    index.write(rows).unwrap();
}

/// Every row of every table but the index, by table.
fn dump(rows: &Connection) -> Vec<(String, Vec<Vec<Value>>)> {
    let names = "select name from sqlite_schema where type = 'table' and name not like '%\\_search%' escape '\\' \
                 and name not like 'sqlite%' order by name";
    let mut statement = rows.prepare(names).unwrap();
    let names: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let table = |name: String| {
        let mut statement = rows.prepare(&format!("select * from {name}")).unwrap();
        let columns = statement.column_count();
        let found = statement.query_map([], |row| (0..columns).map(|column| row.get(column)).collect()).unwrap();
        let found = found.collect::<Result<_, _>>().unwrap();
        (name, found)
    };
    names.into_iter().map(table).collect()
}

/// The golden row of every kind.
fn golden() -> Vec<(String, Told)> {
    let lines = include_str!("../../../../shared-model/golden/told.txt").lines();
    let row = |line: &str| {
        let (name, bytes) = line.split_once(' ').unwrap();
        let mut told = Told::decode(&hex::decode(bytes).unwrap()).unwrap();
        if let Told::Terminal(terminal) = &mut told {
            terminal.certificate = certified((*terminal.certificate).clone());
        }
        (name.to_owned(), told)
    };
    lines.map(row).collect()
}

/// By the server.
fn certified(said: Certificate) -> Signed<Certificate> {
    Signed::by(said, |certificate| Fixed(key().sign(&certificate.message().0).to_bytes()))
}

/// As a newer server would say and sign it.
fn with_a_later_field(certificate: &Signed<Certificate>) -> Signed<Certificate> {
    let mut bytes = certificate.bytes().to_vec();
    // An array of nine elements becomes one of ten.
    assert_eq!(bytes[0], 0x89);
    bytes[0] += 1;
    bytes.extend(encoding::encode(&"later"));
    let sent = |signature| encoding::encode(&(encoding::Bytes::from(bytes.clone()), signature));
    let read = |signature| encoding::decode::<Signed<Certificate>>(&sent(signature), 1000).unwrap();
    let message = read(certificate.signature).message();
    let later = read(Fixed(key().sign(&message.0).to_bytes()));
    assert_ne!(later.message(), certificate.message());
    later
}

/// The server's.
fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn order_told() -> OrderTold {
    let found = golden().into_iter().find_map(|(_, told)| match told {
        Told::Order(order) => Some(*order),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn an_older_row_never_replaces_a_newer_one_whatever_its_kind() {
    for (name, told) in golden() {
        let rows = empty();
        if matches!(told, Told::OrderStates(_)) {
            take(&rows, 1, &Told::Order(Box::new(order_told())));
        }
        take(&rows, 9, &told);
        let newest = dump(&rows);
        let kept = Value::Integer((2 << 40) + 9);
        let written: Vec<&String> = newest
            .iter()
            .filter(|(table, found)| !found.is_empty() && !OTHERS.contains(&table.as_str()))
            .filter(|(_, found)| !found.iter().flatten().any(|value| *value == kept))
            .map(|(table, _)| table)
            .collect();
        if !matches!(told, Told::OrderStates(_)) {
            assert!(written.is_empty(), "{name} is in {written:?} without its position");
        }
        take(&rows, 9, &told);
        assert_eq!(dump(&rows), newest, "{name} came twice");
        take(&rows, 5, &told);
        let older: Vec<_> = dump(&rows).into_iter().filter(|(table, _)| table != "document_change").collect();
        let newest: Vec<_> = newest.into_iter().filter(|(table, _)| table != "document_change").collect();
        assert_eq!(older, newest, "{name} came late");
    }
}

fn states(line: u32, state: LineStateName) -> Told {
    let order = order_told();
    let states = vec![StateTold::own(state, Quantity(2000))];
    Told::OrderStates(OrderStates {
        order: order.order,
        position: order.position,
        lines: vec![LineStates { line, states }],
    })
}

#[test]
fn each_line_of_an_order_has_its_newest_states_in_whatever_order_they_came() {
    let told = [
        (3, Told::Order(Box::new(order_told()))),
        (5, states(1, LineStateName::Returned)),
        (6, states(2, LineStateName::Allocated)),
        (8, states(2, LineStateName::Cancelled)),
    ];
    let standing = |order: &[usize]| {
        let rows = empty();
        order.iter().for_each(|index| take(&rows, told[*index].0, &told[*index].1));
        let body: Vec<u8> = rows.query_row("select body from store_order", [], |row| row.get(0)).unwrap();
        let order: OrderTold = crate::replica::row::unpack(&body).unwrap();
        let state = |line: usize| order.lines[line].states[0].state.to_string();
        (state(0), state(1))
    };
    let expected = ("returned".to_owned(), "cancelled".to_owned());
    for order in [[0, 1, 2, 3], [0, 3, 2, 1], [0, 3, 1, 2], [0, 2, 3, 1]] {
        assert_eq!(standing(&order), expected, "{order:?}");
    }
    assert_eq!(standing(&[0, 3, 1, 0, 2, 0]), expected, "the order comes again");
}

#[test]
fn a_terminal_counts_by_a_certificate_that_the_server_signed() {
    let terminal = || {
        golden()
            .into_iter()
            .find_map(|(_, told)| if let Told::Terminal(told) = told { Some(told) } else { None })
            .unwrap()
    };
    let is_known = |told: TerminalTold| {
        let rows = empty();
        take(&rows, 3, &Told::Terminal(told));
        dump(&rows).iter().any(|(table, found)| table == "setting" && !found.is_empty())
    };
    assert!(is_known(terminal()));
    assert!(is_known(TerminalTold { certificate: with_a_later_field(&terminal().certificate), ..terminal() }));
    let mut told = terminal();
    let signature = told.certificate.signature;
    let mut said = told.certificate.into_said();
    said.public_key.0[3] ^= 1;
    told.certificate = Signed::new(said.clone(), signature);
    assert!(!is_known(told), "the key of somebody else");
    said.key = 9;
    assert!(!is_known(TerminalTold { certificate: certified(said), ..terminal() }), "no key of the server");
}
