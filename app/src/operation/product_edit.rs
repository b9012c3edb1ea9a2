//! `product_edit` and `price_set`: what a manager changes about a product. Edits merge field
//! by field with edits made elsewhere; a price is a fact of its own.

use super::failure::{Refused, not_found, refuse};
use super::product::Desk;
use super::session::Caller;
use super::shop::{Shop, Touch};
use super::till::Till;
use crate::replica::Reader;
use shared_model::catalogue::{ProductField, ShortagePolicy};
use shared_model::command::{Area, ErrorCode, Failure, PriceSet, ProductDetail, ProductEdit};
use shared_model::document::{DocumentId, Edit, FieldEdit, Intent, ProductDocument};
use shared_model::fact::Fact;
use shared_model::order::bounds::ENTERED_MAX;
use shared_model::unit::*;

const TEXT_CHARS_MAX: usize = 10_000;

pub(super) async fn edit(till: &Till, caller: &Caller, input: ProductEdit) -> Result<ProductDetail, Failure> {
    let staff = caller.staff()?.id;
    let (now, touch) = (till.now(), Touch::of(till));
    let (salt, actor) = (till.bytes::<16>().to_vec(), till.bytes::<16>());
    let detail = till.replica.write(move |own| {
        let shop = Shop::load(own.reader())?;
        if own.reader().product(input.product)?.is_none() {
            return Err(not_found("product").into());
        }
        let mut fields = Vec::with_capacity(input.edits.len());
        for edit in input.edits {
            fields.extend(checked(&shop, edit)?);
        }
        if !fields.is_empty() {
            let change = change(own.reader(), input.product, &fields, &actor, now)?;
            let document = DocumentId::Product(input.product);
            let (bytes, attachment) = Edit { salt, fields, change }.seal();
            own.record_with(Fact::DocumentEdited(Intent { document, attachment }), Some(bytes), Some(staff), now)?;
        }
        Desk::load(own.reader(), &shop, touch)?.detail(input.product)
    });
    let detail = detail.map_err(|refused: Refused| refused.0)?;
    till.recorded();
    till.announce([Area::Catalogue]);
    Ok(detail)
}

/// The edit as an Automerge change, where the till has the document. The actor is new for
/// every edit, so that it can never be used twice for one place in a document's history.
/// While an earlier edit waits for its verdict there is none: a change made on top of one
/// that is refused could never be applied, so the server makes it from the fields.
fn change(
    view: Reader<'_>,
    product: ProductId,
    fields: &[FieldEdit],
    actor: &[u8],
    now: Timestamp,
) -> Result<Option<Vec<u8>>, Refused> {
    let id = DocumentId::Product(product);
    let changes = view.document_changes(id)?;
    if changes.is_empty() || !view.edits_waiting(id)?.is_empty() {
        return Ok(None);
    }
    let made = ProductDocument::load(&changes.concat()).and_then(|mut document| document.edit(fields, actor, now));
    match made {
        Ok(change) => Ok(Some(change).filter(|change| !change.is_empty())),
        Err(error) => {
            tracing::warn!(%error, %product, "the document does not load, so the edit goes up as fields alone");
            Ok(None)
        }
    }
}

/// The edit in the form the server keeps; none where nothing changes.
fn checked(shop: &Shop, edit: FieldEdit) -> Result<Option<FieldEdit>, Failure> {
    let invalid = |why: &str| {
        refuse(ErrorCode::Invalid, format!("The product was not changed: {why}. Correct it and save again."))
    };
    let Some(field) = ProductField::from_key(&edit.field) else { return Err(invalid("it has no such field")) };
    let value = edit.value.trim().to_owned();
    if value.chars().count() > TEXT_CHARS_MAX {
        return Err(invalid("the text is too long"));
    }
    let value = match field {
        ProductField::Name if value.is_empty() => return Err(invalid("a product needs a name")),
        ProductField::Shortage if ShortagePolicy::parse(&value).is_none() => {
            return Err(invalid("when stock is short one can allow, ask or deny"));
        }
        ProductField::TaxClass if !shop.business.tax_classes.iter().any(|class| class.code == value) => {
            return Err(invalid("the business has no such tax class"));
        }
        ProductField::Barcodes => value.split_whitespace().map(super::scan::fold_code).collect::<Vec<_>>().join(" "),
        _ => value,
    };
    Ok((value != edit.base).then_some(FieldEdit { value, ..edit }))
}

pub(super) async fn set_price(till: &Till, caller: &Caller, input: PriceSet) -> Result<ProductDetail, Failure> {
    let staff = caller.staff()?.id;
    let (now, touch) = (till.now(), Touch::of(till));
    if input.price < Amount::ZERO || input.price > ENTERED_MAX {
        return Err(refuse(
            ErrorCode::Invalid,
            "A price cannot be less than nothing, nor larger than anybody pays. It was not changed. Enter another.",
        ));
    }
    let detail = till.replica.write(move |own| {
        let shop = Shop::load(own.reader())?;
        if own.reader().product(input.product)?.is_none() {
            return Err(not_found("product").into());
        }
        let currency = shop.business.currency;
        own.record(Fact::PriceSet { product: input.product, amount: input.price, currency }, Some(staff), now)?;
        Desk::load(own.reader(), &shop, touch)?.detail(input.product)
    });
    let detail = detail.map_err(|refused: Refused| refused.0)?;
    till.recorded();
    till.announce([Area::Catalogue]);
    Ok(detail)
}
