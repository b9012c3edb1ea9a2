//! Prices.

use crate::db::DbError;
use crate::db::row::stored;
use crate::log::{Draft, Scope};
use shared_model::unit::*;
use shared_model::wire::LogBody;
use sqlx::AnyConnection;

/// Returns the price's position.
pub async fn set_price(
    conn: &mut AnyConnection,
    draft: &mut Draft,
    business: BusinessId,
    product: ProductId,
    price: Money,
) -> Result<u64, DbError> {
    let body = LogBody::Price { product, amount: price.amount, currency: price.currency };
    let position = draft.push(Scope::Business, &body);
    sqlx::query("insert into price (product, position, business, amount, currency) values ($1, $2, $3, $4, $5)")
        .bind(product.to_string())
        .bind(stored(position))
        .bind(business.to_string())
        .bind(price.amount.0)
        .bind(price.currency.code().to_owned())
        .execute(conn)
        .await?;
    Ok(position)
}
