//! Rows to customers, by the shop's own customer number.

use super::code::{self, is_rounded, plain, trimmed};
use super::column::{Columns, Field};
use super::error::ImportError;
use super::options::{CustomersOptions, Repeats};
use super::refused::RowRefused;
use super::sheet::{Progress, Sheet, SheetRow};
use super::text::{self, Breaks};
use super::votes::Votes;
use shared_model::bounds::{LINE_BYTES_MAX, line_fits};
use shared_model::refusal::ImportReason;
use std::collections::BTreeMap;

const NUMBER: usize = 0;
/// The fields after the number, by their index in [`FIELDS`].
const TEXTS: std::ops::Range<usize> = 1..FIELDS.len();
const NAME: usize = 1;
const EMAIL: usize = 2;
const PHONE: usize = 3;
const STREET: usize = 4;

pub const FIELDS: [Field; 8] = [
    Field {
        name: "number",
        needed: true,
        usual: &["customernumber", "customerid", "customerno", "number", "kundennummer"],
    },
    Field { name: "name", needed: false, usual: &["name", "customername", "company", "fullname"] },
    Field { name: "email", needed: false, usual: &["email", "emailaddress"] },
    Field { name: "phone", needed: false, usual: &["phone", "telephone", "mobile", "phonenumber"] },
    Field { name: "street", needed: false, usual: &["street", "address", "address1", "addressline1"] },
    Field { name: "postcode", needed: false, usual: &["postcode", "zip", "postalcode", "zipcode", "plz"] },
    Field { name: "city", needed: false, usual: &["city", "town", "ort"] },
    Field { name: "country", needed: false, usual: &["country", "land"] },
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerInput {
    pub number: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub address: AddressInput,
}

/// What is known of it. No lines, no address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressInput {
    /// The street, and a country by its name. Without a street the place stands here.
    pub lines: Vec<String>,
    pub city: String,
    pub postcode: String,
    /// Two letters, where the file says it so.
    pub country: String,
}

impl AddressInput {
    fn of([street, postcode, city, country]: [String; 4]) -> AddressInput {
        let filled = |line: &String| !line.is_empty();
        // A street may have several lines of its own.
        let street: Vec<String> = street.lines().map(|line| trimmed(line).to_owned()).filter(filled).collect();
        if street.is_empty() {
            let place = [postcode, city].join(" ").trim().to_owned();
            let lines = [place, country].into_iter().filter(filled).collect();
            return AddressInput { lines, ..AddressInput::default() };
        }
        let is_code = country.len() == 2 && country.bytes().all(|letter| letter.is_ascii_alphabetic());
        let (code, name) = if is_code { (country.to_uppercase(), String::new()) } else { (String::new(), country) };
        AddressInput {
            lines: street.into_iter().chain([name].into_iter().filter(filled)).collect(),
            city,
            postcode,
            country: code,
        }
    }
}

#[derive(Debug, Default)]
pub struct CustomersRead {
    pub rows: u64,
    /// By number, ascending.
    pub customers: Vec<CustomerInput>,
    pub refused: Vec<RowRefused>,
}

struct Group {
    texts: Vec<Votes<String>>,
    first: u64,
}

pub fn read_customers(
    sheet: &Sheet,
    options: &CustomersOptions,
    progress: Progress<'_>,
) -> Result<CustomersRead, ImportError> {
    let columns = Columns::find(&FIELDS, sheet.names(), &options.map)?;
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut refused = Vec::new();
    let is_row = |row: &SheetRow<'_>| !row.cell(columns.of(NUMBER)).is_empty();
    let rows = sheet.each_row(progress, &is_row, &mut refused, |row| {
        let refuse = |(field, reason): (usize, ImportReason)| {
            let column = columns.of(field).map(|index| sheet.header[index].clone()).unwrap_or_default();
            RowRefused { row: row.line, column, reason }
        };
        let number = number(row, &columns).map_err(|reason| refuse((NUMBER, reason)))?;
        check(row, &columns).map_err(refuse)?;
        match groups.get_mut(&number) {
            Some(group) if options.repeats == Repeats::Refuse => {
                return Err(refuse((NUMBER, ImportReason::Repeated { first: group.first })));
            }
            Some(group) => group.add(row, &columns),
            None => {
                let texts = TEXTS.map(|_| Votes::default()).collect();
                let mut group = Group { texts, first: row.line };
                group.add(row, &columns);
                groups.insert(number, group);
            }
        }
        Ok(())
    })?;
    let customers = groups.into_iter().map(|(number, group)| group.into_customer(number, options.repeats)).collect();
    Ok(CustomersRead { rows, customers, refused })
}

fn number(row: &SheetRow<'_>, columns: &Columns) -> Result<String, ImportReason> {
    let text = row.cell(columns.of(NUMBER));
    text::check(text, Breaks::None, row.last)?;
    let number = plain(text);
    if number.is_empty() {
        return Err(ImportReason::NoNumber {});
    }
    code::check(&number)?;
    Ok(number)
}

fn check(row: &SheetRow<'_>, columns: &Columns) -> Result<(), (usize, ImportReason)> {
    for field in TEXTS {
        let text = row.cell(columns.of(field));
        if !line_fits(text) {
            return Err((field, ImportReason::TooLong { max: LINE_BYTES_MAX as u64 }));
        }
        let breaks = if field == STREET { Breaks::Kept } else { Breaks::None };
        text::check(text, breaks, row.last).map_err(|reason| (field, reason))?;
        if field == PHONE && is_rounded(text) {
            return Err((field, ImportReason::LostDigits { text: text.to_owned() }));
        }
    }
    Ok(())
}

impl Group {
    fn add(&mut self, row: &SheetRow<'_>, columns: &Columns) {
        for (votes, field) in self.texts.iter_mut().zip(TEXTS) {
            let text = row.cell(columns.of(field));
            if !text.is_empty() {
                votes.add(text, row.line);
            }
        }
    }

    fn into_customer(self, number: String, repeats: Repeats) -> CustomerInput {
        let mut texts: Vec<String> =
            self.texts.into_iter().map(|votes| votes.winner(repeats).unwrap_or_default()).collect();
        let mut take = |field: usize| std::mem::take(&mut texts[field - TEXTS.start]);
        let (name, email, phone) = (take(NAME), take(EMAIL), take(PHONE));
        let address = AddressInput::of(std::array::from_fn(|index| take(PHONE + 1 + index)));
        CustomerInput { number, name, email, phone, address }
    }
}
