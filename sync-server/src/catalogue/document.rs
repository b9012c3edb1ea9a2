//! Documents and their rows in the database.

use crate::db::DbError;
use crate::db::row;
use shared_model::catalogue::Product;
use shared_model::document::DocumentId;
use shared_model::encoding;
use shared_model::party::Customer;
use shared_model::unit::*;
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};

pub fn key(id: DocumentId) -> String {
    match id {
        DocumentId::Product(id) => id.to_string(),
        DocumentId::Customer(id) => id.to_string(),
    }
}

fn kind(id: DocumentId) -> &'static str {
    match id {
        DocumentId::Product(_) => "product",
        DocumentId::Customer(_) => "customer",
    }
}

/// The saved documents there are of `ids`, locked until the transaction ends.
pub async fn lock_documents(
    conn: &mut AnyConnection,
    business: BusinessId,
    ids: &BTreeSet<DocumentId>,
) -> Result<BTreeMap<DocumentId, Vec<u8>>, DbError> {
    let by_key: BTreeMap<String, DocumentId> = ids.iter().map(|id| (key(*id), *id)).collect();
    let mut documents = BTreeMap::new();
    for (key, id) in by_key {
        let found = sqlx::query(
            "update document set kind = kind where id = $1 and business = $2 and kind = $3 returning content",
        )
        .bind(key)
        .bind(business.to_string())
        .bind(kind(id))
        .fetch_optional(&mut *conn)
        .await?;
        if let Some(found) = found {
            documents.insert(id, row::bytes(&found, "content")?);
        }
    }
    Ok(documents)
}

pub async fn product_update(conn: &mut AnyConnection, content: Vec<u8>, product: &Product) -> Result<(), DbError> {
    document_update(conn, DocumentId::Product(product.id), content).await?;
    sqlx::query("update product set content = $2 where id = $1")
        .bind(product.id.to_string())
        .bind(encoding::encode(product))
        .execute(conn)
        .await?;
    Ok(())
}

pub async fn customer_update(conn: &mut AnyConnection, content: Vec<u8>, customer: &Customer) -> Result<(), DbError> {
    document_update(conn, DocumentId::Customer(customer.id), content).await?;
    sqlx::query("update customer set content = $2 where id = $1")
        .bind(customer.id.to_string())
        .bind(encoding::encode(customer))
        .execute(conn)
        .await?;
    Ok(())
}

async fn document_update(conn: &mut AnyConnection, id: DocumentId, content: Vec<u8>) -> Result<(), DbError> {
    sqlx::query("update document set content = $2 where id = $1").bind(key(id)).bind(content).execute(conn).await?;
    Ok(())
}
