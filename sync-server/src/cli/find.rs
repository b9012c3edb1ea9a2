//! From what was typed to the thing that is meant.

use super::error::CliError;
use crate::db::Db;
use crate::party::{self, StaffError};
use crate::{catalogue, setting};
use shared_model::bounds::{CODE_BYTES_MAX, PRINTED_CHARACTERS_MAX, code_fits, printed_fits, title_fits};
use shared_model::setting::{BusinessSettings, StoreSettings};
use shared_model::unit::{BusinessId, Hash, ProductId, StaffId, WarehouseId};
use std::collections::BTreeMap;

/// Reads a name that people will see and type.
pub fn name(typed: &str) -> Result<String, String> {
    let name = typed.trim();
    if !title_fits(name) {
        return Err(format!("a name has 1 to {PRINTED_CHARACTERS_MAX} characters, all of them printable"));
    }
    Ok(name.to_owned())
}

/// A line as it is printed; it may be empty.
pub fn line(typed: &str) -> Result<String, String> {
    if !printed_fits(typed) {
        return Err(format!("a line has at most {PRINTED_CHARACTERS_MAX} characters, all of them printable"));
    }
    Ok(typed.to_owned())
}

/// A code that people type.
pub fn code(typed: &str) -> Result<String, String> {
    if typed.is_empty() || !code_fits(typed) || typed.chars().any(char::is_control) {
        return Err(format!("a code has 1 to {CODE_BYTES_MAX} bytes, all of them printable"));
    }
    Ok(typed.to_owned())
}

/// As `show` prints it.
pub fn hash(typed: &str) -> Result<Hash, String> {
    Hash::from_hex(typed).ok_or_else(|| "a hash has 64 hex digits".to_owned())
}

/// By name or id, or the only one there is.
pub async fn business(db: &Db, typed: Option<&str>) -> Result<BusinessSettings, CliError> {
    let found = setting::find_business(db, typed).await?;
    found.ok_or_else(|| CliError::WhichBusiness(typed.map(str::to_owned)))
}

/// By name or id, or the only one there is.
pub async fn store(db: &Db, business: BusinessId, typed: Option<&str>) -> Result<StoreSettings, CliError> {
    let found = setting::find_store(db, business, typed).await?;
    found.ok_or_else(|| CliError::WhichStore(typed.map(str::to_owned)))
}

/// A warehouse by name or id, or the one a store sells from, or the only one there is.
pub async fn warehouse(
    db: &Db,
    business: BusinessId,
    typed: Option<&str>,
    store_typed: Option<&str>,
) -> Result<WarehouseId, CliError> {
    if let (None, Some(_)) = (typed, store_typed) {
        return Ok(store(db, business, store_typed).await?.warehouse);
    }
    let found = setting::find_warehouse(db, business, typed).await?;
    found.ok_or_else(|| CliError::WhichWarehouse(typed.map(str::to_owned)))
}

/// By the code at sign-in.
pub async fn staff(db: &Db, business: BusinessId, code: &str) -> Result<StaffId, CliError> {
    let found = party::find_staff(db, business, code).await?;
    Ok(found.ok_or_else(|| StaffError::Unknown(code.to_owned()))?)
}

/// The products of a business by code.
pub async fn products(db: &Db, business: BusinessId) -> Result<BTreeMap<String, ProductId>, CliError> {
    Ok(catalogue::product_codes(db, business).await?)
}
