//! Products: finding, looking at and changing them.

use super::StockView;
use crate::catalogue::{Product, ProductField};
use crate::document::FieldEdit;
use crate::fact;
use crate::unit::*;
use crate::words::Worded;
use serde::{Deserialize, Serialize};

commands! {
    ProductSearch = "product_search", Staff, ProductList, "Products whose name, SKU, barcode or category starts with each word of the text; the first of all for an empty text." {
        text: String,
        #[serde(default)] category: Option<String>,
        #[serde(default)] limit: Option<u32>,
        /// The text is a code, and only what it names is looked for: what a scan of it would sell.
        #[serde(default)] code: bool,
    }
    ProductShow = "product_show", Staff, ProductDetail, "Everything about one product." { product: ProductId }
    ProductEdit = "product_edit", Permission(ProductEdit), ProductDetail, "Edits fields of a product; merged field by field with edits made elsewhere." { product: ProductId, edits: Vec<FieldEdit> }
    PriceSet = "price_set", Records(fact::catalogue::PriceSet), ProductDetail, "Sets the catalogue price of a product." { product: ProductId, price: Amount }
}

views! {
    ProductList { tiles: Vec<ProductTile>, categories: Vec<String>, more: bool }

    ProductTile {
        id: ProductId,
        sku: String,
        name: String,
        category: String,
        price: Option<Money>,
        stock: StockView,
    }

    ProductDetail {
        product: Product,
        price: Option<Money>,
        stock: StockView,
        /// Fields edited here that the server has not judged yet.
        waiting: Vec<ProductField>,
        /// A price set here and not yet acknowledged.
        price_waiting: bool,
        /// What the server said of edits it refused.
        refused: Vec<Worded>,
    }
}
