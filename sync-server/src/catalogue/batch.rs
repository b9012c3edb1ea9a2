//! Products taken in: what the entry of an import holds beside its fact, packed into
//! attachments, and read back from them.

use crate::document::{BatchError, Content, changed, pack, unpack};
use serde::{Deserialize, Serialize};
use shared_model::Fact;
use shared_model::catalogue::Product;
use shared_model::document::{DocumentId, ProductKind};
use shared_model::encoding::Bytes;
use shared_model::entry::Attachment;
use shared_model::fact::catalogue::ProductsImported;
use shared_model::fact::document::import_root;
use shared_model::unit::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductBatch {
    pub rows: Vec<ProductBatchRow>,
}

/// A product that differs from what was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductBatchRow {
    pub product: ProductId,
    /// As it is now; none where only its price is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<Box<Product>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What makes its document so; none where nobody had edited it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Bytes>,
    /// The document with the change in it.
    #[serde(skip)]
    pub content: Option<Vec<u8>>,
}

impl ProductBatch {
    /// The fact of an import, and the rows as its attachments.
    pub fn entry(&self) -> Result<(Fact, Vec<Attachment>), BatchError> {
        let attachments = pack(&self.rows)?;
        let fact = ProductsImported {
            rows: self.rows.len() as u64,
            parts: attachments.len() as u32,
            root: import_root(attachments.iter().map(|attachment| attachment.name().hash)),
        };
        Ok((Fact::ProductsImported(fact), attachments))
    }

    /// From an entry; documents are still to be changed by [`ProductBatch::merge`].
    pub fn read(fact: &Fact, attachments: &[Attachment]) -> Result<ProductBatch, BatchError> {
        let Fact::ProductsImported(fact) = fact else { return Err(BatchError::OtherKind) };
        let root = import_root(attachments.iter().map(|attachment| attachment.name().hash));
        let mut rows = Vec::new();
        for attachment in attachments {
            rows.extend(unpack::<ProductBatchRow>(attachment)?);
        }
        let is_whole = attachments.len() as u64 == u64::from(fact.parts) && rows.len() as u64 == fact.rows;
        if is_whole && root == fact.root { Ok(ProductBatch { rows }) } else { Err(BatchError::OtherContent) }
    }

    /// Documents that the rows change.
    pub fn documents(&self) -> Vec<DocumentId> {
        let changed = self.rows.iter().filter(|row| row.change.is_some());
        changed.map(|row| DocumentId::Product(row.product)).collect()
    }

    /// Takes the changes into the documents as they were before.
    pub fn merge(&mut self, contents: &BTreeMap<DocumentId, Content>) -> Result<(), BatchError> {
        for row in &mut self.rows {
            let Some(change) = &row.change else { continue };
            row.content = Some(changed::<ProductKind>(contents, DocumentId::Product(row.product), change)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocumentRow;
    use shared_model::bounds::FIELD_BYTES_MAX;
    use shared_model::document::{FieldEdit, ProductDocument};
    use uuid::Uuid;

    fn product(number: u128) -> Product {
        Product::plain(ProductId(Uuid::from_u128(number)), &format!("SKU{number}"), "Lamp", "standard")
    }

    fn plain(product: Product) -> ProductBatchRow {
        ProductBatchRow { product: product.id, row: Some(Box::new(product)), price: None, change: None, content: None }
    }

    /// A document somebody edited before, a change of it, and what both come to.
    fn edited(product: &Product) -> (Content, ProductBatchRow) {
        let field = |field: &str, base: &str, value: &str| {
            vec![FieldEdit { field: field.into(), base: base.into(), value: value.into() }]
        };
        let mut document = ProductDocument::derived(product).unwrap();
        document.edit(&field("name", "Lamp", "Desk lamp"), &[7; 16], Timestamp::new(1000, 0)).unwrap();
        let (row, bytes) = (DocumentRow::Product(Box::new(document.row().unwrap())), Some(document.save().unwrap()));
        let held = Content { version: 2, row, bytes };
        let change = document.edit(&field("category", "", "Light"), &[8; 16], Timestamp::new(2000, 0)).unwrap();
        let row = ProductBatchRow {
            product: product.id,
            row: Some(Box::new(document.row().unwrap())),
            price: Some(Money::new(Amount(250), "EUR".parse().unwrap())),
            change: Some(Bytes::from(change)),
            content: Some(document.save().unwrap()),
        };
        (held, row)
    }

    #[test]
    fn a_batch_reads_back_from_its_entry_and_no_other_attachments_pass_for_it() {
        let lamp = product(1);
        let (held, row) = edited(&lamp);
        let price = Some(Money::new(Amount(100), "EUR".parse().unwrap()));
        let only_price = ProductBatchRow { row: None, price, ..plain(product(3)) };
        let batch = ProductBatch { rows: vec![row, plain(product(2)), only_price] };
        let (fact, attachments) = batch.entry().unwrap();
        let mut read = ProductBatch::read(&fact, &attachments).unwrap();
        assert_eq!(read.documents(), [DocumentId::Product(lamp.id)]);
        assert!(matches!(read.merge(&BTreeMap::new()), Err(BatchError::MissingDocument)));
        read.merge(&[(DocumentId::Product(lamp.id), held)].into()).unwrap();
        assert_eq!(read, batch);

        let (_, others) = ProductBatch { rows: vec![plain(product(4))] }.entry().unwrap();
        assert!(matches!(ProductBatch::read(&fact, &others), Err(BatchError::OtherContent)));
        assert!(matches!(ProductBatch::read(&fact, &[]), Err(BatchError::OtherContent)));
    }

    #[test]
    fn a_part_of_an_import_fits_its_entry() {
        let long = |number| Product {
            description: "ö".repeat(FIELD_BYTES_MAX / 2),
            name: "ü".repeat(FIELD_BYTES_MAX / 2),
            ..product(number)
        };
        let batch = ProductBatch { rows: (0..256).map(|number| plain(long(number))).collect() };
        let (fact, attachments) = batch.entry().unwrap();
        assert_eq!(ProductBatch::read(&fact, &attachments).unwrap(), batch);
    }

    #[test]
    fn rows_of_an_import_keep_their_bytes() {
        let price = Some(Money::new(Amount(250), "EUR".parse().unwrap()));
        let row = ProductBatchRow { price, change: Some(Bytes::from(vec![1, 2])), ..plain(product(1)) };
        assert_eq!(
            hex::encode(shared_model::encoding::encode(&row)),
            include_str!("../../golden/product_row.txt").trim()
        );
    }
}
