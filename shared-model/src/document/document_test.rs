//! Documents edited apart and brought together again.

// A test may panic, also where a helper of it does.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::bounds::{DOCUMENT_BYTES_MAX, FIELD_BYTES_MAX};
use crate::catalogue::{AttributeValue, Product, ProductField, Tracking};
use crate::party::{Address, Capacity, Customer};
use crate::unit::*;
use proptest::prelude::*;
use uuid::Uuid;

fn product() -> Product {
    Product {
        category: "Light".into(),
        barcodes: vec!["04006381333931".into()],
        ..Product::plain(ProductId(Uuid::from_u128(1)), "S1", "Lamp", "standard")
    }
}

fn document() -> ProductDocument {
    ProductDocument::derived(&product()).unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::new(second * 1000, 0)
}

fn field(field: &str, base: &str, value: &str) -> FieldEdit {
    FieldEdit { field: field.into(), base: base.into(), value: value.into() }
}

/// Two copies edited apart; both get both changes, in another order each.
fn apart(first: FieldEdit, second: FieldEdit) -> (ProductDocument, ProductDocument) {
    let (mut a, mut b) = (document(), document());
    let from_a = a.edit(&[first], &[2; 16], at(1)).unwrap();
    let from_b = b.edit(&[second], &[3; 16], at(2)).unwrap();
    a.apply(&from_b).unwrap();
    b.apply(&from_a).unwrap();
    b.apply(&from_a).unwrap();
    assert_eq!(a.row().unwrap(), b.row().unwrap());
    assert_eq!(a.conflicts(), b.conflicts());
    (a, b)
}

#[test]
fn a_document_is_made_the_same_twice_and_its_row_is_what_it_was_made_of() {
    assert_eq!(document().save().unwrap(), document().save().unwrap());
    let loaded = ProductDocument::load(&document().save().unwrap()).unwrap();
    assert_eq!(loaded.row().unwrap(), product());
    assert!(loaded.conflicts().is_empty());
}

#[test]
fn a_row_with_every_field_filled_comes_back_from_its_document() {
    let full = Product {
        packs: [("0400".into(), Quantity(6000))].into(),
        other_codes: ["OLD1".into()].into(),
        categories: [CategoryId(Uuid::from_u128(7))].into(),
        parent: Some(ProductId(Uuid::from_u128(8))),
        options: [("colour".into(), "red".into())].into(),
        unit: "kg".into(),
        weighed: true,
        tracking: Tracking::Serial,
        age_check: Some(18),
        sale_stop: true,
        fees: [ProductId(Uuid::from_u128(9))].into(),
        attributes: [("material".into(), AttributeValue::Text("oak".into()))].into(),
        pictures: vec!["bb".into(), "aa".into()],
        ..product()
    };
    let mut document = ProductDocument::derived(&full).unwrap();
    assert_eq!(document.row().unwrap(), full);
    assert_eq!(ProductDocument::load(&document.save().unwrap()).unwrap().row().unwrap(), full);
    let mut address = Address::of_lines(AddressId(Uuid::from_u128(1)), vec!["1 High Street".into()]);
    address = Address {
        city: "Ely".into(),
        state: "Cambs".into(),
        postcode: "CB7".into(),
        country: "GB".into(),
        kind: "billing".into(),
        default: true,
        ..address
    };
    let person = Customer {
        addresses: vec![address],
        first_name: "A".into(),
        last_name: "B".into(),
        company: "C".into(),
        capacities: [Capacity::Vendor, Capacity::Customer].into(),
        ..Customer::named(CustomerId(Uuid::from_u128(5)), "12346", "A B")
    };
    assert_eq!(CustomerDocument::derived(&person).unwrap().row().unwrap(), person);
}

#[test]
fn another_row_makes_another_actor_so_that_one_never_has_two_contents() {
    let other = Product { name: "Other".into(), ..product() };
    let mut ours = document();
    let mut theirs = ProductDocument::derived(&other).unwrap();
    // Both apply in one document: two actors, each with its first change.
    ours.apply(&theirs.save().unwrap()).unwrap();
    assert!(ours.row().unwrap().name == "Other" || ours.row().unwrap().name == "Lamp");
    assert_eq!(ours.conflicts().iter().map(|conflict| conflict.field.as_str()).collect::<Vec<_>>(), ["name"]);
}

#[test]
fn different_fields_edited_apart_are_both_kept() {
    let (merged, _) = apart(field("name", "Lamp", "Desk lamp"), field("category", "Light", "Lighting"));
    let row = merged.row().unwrap();
    assert_eq!((row.name.as_str(), row.category.as_str()), ("Desk lamp", "Lighting"));
    assert!(merged.conflicts().is_empty());
}

#[test]
fn the_same_field_edited_apart_has_one_winner_and_a_conflict_until_somebody_decides() {
    let (mut merged, mut other) = apart(field("name", "Lamp", "Desk lamp"), field("name", "Lamp", "Table lamp"));
    let winner = merged.row().unwrap().name;
    let conflicts = merged.conflicts();
    assert_eq!(conflicts.len(), 1);
    assert_eq!((conflicts[0].field.as_str(), &conflicts[0].values[0]), ("name", &winner));
    let mut values = conflicts[0].values.clone();
    values.sort();
    assert_eq!(values, ["Desk lamp", "Table lamp"]);
    let decided = merged.edit(&[field("name", &winner, &winner)], &[2; 16], at(3)).unwrap();
    assert!(!decided.is_empty(), "choosing what stands is a decision too");
    other.apply(&decided).unwrap();
    assert!(other.conflicts().is_empty());
    let (same, _) = apart(field("name", "Lamp", "Desk lamp"), field("name", "Lamp", "Desk lamp"));
    assert!(same.conflicts().is_empty(), "two people who agree have no conflict");
}

#[test]
fn barcodes_added_apart_are_both_kept_and_only_what_was_taken_away_goes() {
    let old = "04006381333931";
    let (merged, _) = apart(field("barcodes", old, "4006381333931 AA1"), field("barcodes", old, "96385074"));
    assert_eq!(merged.row().unwrap().barcodes, ["00000096385074", "AA1"]);
}

#[test]
fn fields_without_a_document_are_written_where_their_writer_saw_them() {
    let mut server = document();
    server.edit(&[field("name", "Lamp", "Desk lamp")], &[2; 16], at(1)).unwrap();
    let late = [field("name", "Lamp", "Table lamp"), field("category", "Light", "Lighting")];
    let changes = server.edit(&late, &[3; 16], at(2)).unwrap();
    assert_eq!(server.row().unwrap().category, "Lighting");
    assert_eq!(server.conflicts().len(), 1);
    let mut follower = document();
    assert!(matches!(follower.clone().apply(&changes), Err(DocumentError::MissingChange)));
    follower.apply(&server.save().unwrap()).unwrap();
    assert_eq!((follower.row().unwrap(), follower.conflicts()), (server.row().unwrap(), server.conflicts()));
    let nothing = server.edit(&[field("category", "Lighting", "Lighting")], &[3; 16], at(3)).unwrap();
    assert!(nothing.is_empty());
    let unseen = server.edit(&[field("category", "never so", "Shade")], &[3; 16], at(3)).unwrap();
    assert!(!unseen.is_empty());
    assert_eq!(server.row().unwrap().category, "Shade");
}

#[test]
fn what_people_may_not_edit_is_refused_whole() {
    let mut ours = document();
    let cases = [("sku", "S2"), ("price", "1"), ("name", " "), ("shortage", "maybe"), ("tax_class", "")];
    for (name, value) in cases {
        let refused = ours.edit(&[field("category", "Light", "X"), field(name, "", value)], &[2; 16], at(1));
        assert!(refused.is_err(), "{name} took {value:?}");
    }
    assert_eq!(ours.row().unwrap(), product());
    let forged = Product { sku: "S2".into(), ..product() };
    let mut other = ProductDocument::derived(&forged).unwrap();
    assert!(matches!(ours.apply(&other.save().unwrap()), Err(DocumentError::Fixed("sku"))));
    assert_eq!(ours.row().unwrap(), product());
}

#[test]
fn bytes_that_unfold_or_are_compressed_are_refused_before_they_are_read() {
    let mut ours = document();
    let good = ours.save().unwrap();
    let refused = |bytes: &[u8]| match ProductDocument::load(bytes) {
        Err(DocumentError::Chunk(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was read"),
    };
    let mut compressed = good.clone();
    compressed[8] = 2;
    assert_eq!(refused(&compressed), ChunkError::NotPlainChanges);
    assert_eq!(refused(&good[..good.len() - 1]), ChunkError::Truncated);
    assert_eq!(refused(&vec![0; DOCUMENT_BYTES_MAX + 1]), ChunkError::DocumentTooLarge);
    let long = "x".repeat(FIELD_BYTES_MAX + 1);
    assert!(matches!(ours.edit(&[field("name", "Lamp", &long)], &[2; 16], at(1)), Err(DocumentError::BadValue(_))));
    // No dependencies, no actor, seq 1, operation 1, time 0, no message, no other actors,
    // one column (action, integers) that says "2^40 times one".
    let runs = [0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 1];
    let body = [&[0u8, 0, 1, 1, 0, 0, 0, 1, 0x42, runs.len() as u8][..], &runs].concat();
    let chunk = [&[0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1, body.len() as u8][..], &body].concat();
    assert_eq!(refused(&chunk), ChunkError::Inflated);
}

#[test]
fn customers_merge_field_by_field_and_addresses_by_id() {
    let address = |number: u128, line: &str| Address::of_lines(AddressId(Uuid::from_u128(number)), vec![line.into()]);
    let row = Customer {
        addresses: vec![address(1, "1 High Street")],
        ..Customer::named(CustomerId(Uuid::from_u128(5)), "12346", "")
    };
    let base = CustomerDocument::derived(&row).unwrap();
    let (mut a, mut b) = (base.clone(), base);
    let id = |number: u128| format!("address:{}", Uuid::from_u128(number));
    let from_a = a.edit(&[field("phone", "", "0123"), field(&id(2), "", "2 Low Road")], &[2; 16], at(1)).unwrap();
    let from_b = b.edit(&[field("email", "", "a@b.example"), field(&id(1), "", "")], &[3; 16], at(1)).unwrap();
    a.apply(&from_b).unwrap();
    b.apply(&from_a).unwrap();
    let merged = a.row().unwrap();
    assert_eq!(merged, b.row().unwrap());
    assert_eq!((merged.phone.as_str(), merged.email.as_str()), ("0123", "a@b.example"));
    assert_eq!(merged.addresses, [address(2, "2 Low Road")]);
    assert!(a.edit(&[field("number", "12346", "1")], &[2; 16], at(2)).is_err());
    let from_a = a.edit(&[field(&id(2), "", "2a")], &[2; 16], at(2)).unwrap();
    b.edit(&[field(&id(2), "", "2b")], &[3; 16], at(2)).unwrap();
    b.apply(&from_a).unwrap();
    assert_eq!(b.conflicts()[0].field, id(2));
    assert_eq!(CustomerDocument::load(&b.save().unwrap()).unwrap().row().unwrap(), b.row().unwrap());
}

#[test]
fn an_address_taken_away_leaves_nothing_of_it() {
    let id = AddressId(Uuid::from_u128(1));
    let address = Address {
        city: "Ely".into(),
        postcode: "CB7".into(),
        default: true,
        ..Address::of_lines(id, vec!["1 High Street".into()])
    };
    let row = Customer { addresses: vec![address], ..Customer::named(CustomerId(Uuid::from_u128(5)), "12346", "") };
    let mut document = CustomerDocument::derived(&row).unwrap();
    let name = format!("address:{id}");
    document.edit(&[field(&format!("{name}/city"), "Ely", "")], &[2; 16], at(1)).unwrap();
    let [left] = &document.row().unwrap().addresses[..] else { panic!("a field is not the address") };
    assert_eq!((left.city.as_str(), left.postcode.as_str()), ("", "CB7"));
    document.edit(&[field(&name, "1 High Street", "")], &[3; 16], at(2)).unwrap();
    assert_eq!(document.row().unwrap().addresses, []);
    document.edit(&[field(&name, "", "2 Low Road")], &[4; 16], at(3)).unwrap();
    let again = Address::of_lines(id, vec!["2 Low Road".into()]);
    assert_eq!(document.row().unwrap().addresses, [again], "what was of the old one did not stay");
}

#[test]
fn a_field_is_unknown_unless_it_is_edited_or_fixed_here() {
    let unknown = |name: &str| ProductDocument::unknown_field(&[field("name", "", "X"), field(name, "", "")]).is_some();
    assert_eq!(["category", "sku", "stocked", "name", "scent"].map(unknown), [false, false, false, false, true]);
    let id = AddressId(Uuid::from_u128(1));
    let of_address =
        |part: &str| CustomerDocument::unknown_field(&[field(&format!("address:{id}{part}"), "", "")]).is_some();
    assert_eq!(["", "/city", "/door"].map(of_address), [false, false, true]);
}

/// Recomputes a chunk's checksum, so that damage gets past it.
fn sealed(mut chunk: Vec<u8>) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    if chunk.len() > 9 {
        let digest = Sha256::digest(&chunk[8..]);
        chunk[4..8].copy_from_slice(&digest[..4]);
    }
    chunk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn copies_that_saw_the_same_changes_are_the_same(
        edits in prop::collection::vec((0usize..3, 0usize..6, 0u8..4), 1..20),
        order in any::<u64>(),
    ) {
        let mut copies = [document(), document(), document()];
        let mut changes = Vec::new();
        for (index, (copy, which, value)) in edits.into_iter().enumerate() {
            let key = ProductField::ALL[which].key();
            let row = copies[copy].row().unwrap();
            let (base, value) = match ProductField::ALL[which] {
                ProductField::Name => (row.name, format!("name {value}")),
                ProductField::Barcodes => (row.barcodes.join(" "), format!("CODE{value}")),
                ProductField::Shortage => (row.shortage.as_str().into(), ["allow", "ask", "deny", "ask"][value as usize].into()),
                ProductField::Category => (row.category, format!("category {value}")),
                ProductField::TaxClass => (row.tax_class, format!("class {value}")),
                ProductField::Description => ("not what stands".into(), format!("text {value}")),
            };
            let change = copies[copy].edit(&[field(key, &base, &value)], &[copy as u8 + 2; 16], at(index as i64)).unwrap();
            changes.push(change);
        }
        for (index, copy) in copies.iter_mut().enumerate() {
            let mut mail = changes.clone();
            let turn = (order as usize).wrapping_add(index) % mail.len();
            mail.rotate_left(turn);
            mail.extend(changes.iter().take(3).cloned());
            copy.apply(&mail.concat()).unwrap();
        }
        let rows: Vec<_> = copies.iter().map(|copy| (copy.row().unwrap(), copy.conflicts())).collect();
        prop_assert_eq!(&rows[0], &rows[1]);
        prop_assert_eq!(&rows[0], &rows[2]);
        let again = ProductDocument::load(&copies[0].save().unwrap()).unwrap();
        prop_assert_eq!((again.row().unwrap(), again.conflicts()), rows[0].clone());
    }

    #[test]
    fn damaged_changes_are_refused_or_harmless_and_never_end_the_program(
        damage in prop::collection::vec((9usize..400, any::<u8>()), 1..4), cut in -9isize..3,
    ) {
        let mut ours = document();
        let mut change = document().edit(&[field("name", "Lamp", "Desk lamp"), field("barcodes", "", "A B")], &[2; 16], at(1)).unwrap();
        for (place, byte) in damage {
            let place = 9 + place % (change.len() - 9);
            change[place] = byte;
        }
        change.truncate(change.len() - cut.max(0) as usize);
        if ours.apply(&sealed(change)).is_err() {
            prop_assert_eq!(ours.row().unwrap(), product());
        } else {
            prop_assert_eq!(ours.row().unwrap().sku, "S1");
        }
        let _any_order = ours.edit(&[field("name", "Lamp", "Still editable")], &[7; 16], at(2)).unwrap();
        ProductDocument::load(&ours.save().unwrap()).unwrap();
    }

    #[test]
    fn arbitrary_bytes_are_no_document(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(ProductDocument::load(&bytes).is_err());
        let framed = [&[0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1][..], &bytes].concat();
        prop_assert!(ProductDocument::load(&sealed(framed)).is_err());
    }
}
