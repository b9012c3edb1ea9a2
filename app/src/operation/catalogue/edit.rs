//! `product_edit`: what a product is called and how it sells. Edits merge field by field with
//! edits made elsewhere.

use super::desk::Desk;
use crate::operation::Operation;
use crate::till::{Act, Caller, Look, Shop, Till};
use serde_bytes::ByteBuf;
use shared_model::bounds::{EDIT_BYTES_MAX, field_fits};
use shared_model::catalogue::{Product, ProductField, ShortagePolicy, barcode};
use shared_model::command::{Area, ProductDetail, ProductEdit};
use shared_model::document::{DocumentError, DocumentId, Edit, EditError, FieldEdit, ProductDocument, check_fields};
use shared_model::entry::AttachmentClass;
use shared_model::fact::Fact;
use shared_model::fact::document::DocumentEdited;
use shared_model::refusal::{CatalogueRefusal, FieldProblem, Refusal};
use shared_model::unit::ProductId;

impl Operation<ProductEdit> for Till {
    type Prepared = ProductEdit;

    async fn prepare(&self, _: &Caller, ask: ProductEdit) -> Result<ProductEdit, Refusal> {
        Ok(ask)
    }

    fn run(act: &mut Act<'_>, ask: ProductEdit) -> Result<ProductDetail, Refusal> {
        let shop = act.look().shop()?;
        if act.look().reader.product(ask.product)?.is_none() {
            return Err(CatalogueRefusal::NoSuchProduct.into());
        }
        check_fields(&ask.edits).map_err(|error| CatalogueRefusal::BadField(problem(&error)))?;
        let mut fields = Vec::with_capacity(ask.edits.len());
        for edit in ask.edits {
            let field = checked(&shop, edit).map_err(CatalogueRefusal::BadField)?;
            if let Some(barcodes) = field.as_ref().filter(|field| field.field == ProductField::Barcodes.key()) {
                free(act.look(), ask.product, barcodes)?;
            }
            fields.extend(field);
        }
        if !fields.is_empty() {
            let edit = change(act.look(), ask.product, fields)?;
            let edited = DocumentEdited::of(DocumentId::Product(ask.product));
            act.record_attached(Fact::DocumentEdited(edited), AttachmentClass::Note, edit.encode())?;
        }
        act.changed([Area::Catalogue]);
        Desk::load(act.look(), &shop)?.detail(ask.product)
    }
}

fn problem(error: &EditError) -> FieldProblem {
    match error {
        EditError::TooManyFields => FieldProblem::TooMany,
        EditError::FieldTwice(_) => FieldProblem::Twice,
        EditError::Unreadable(_) => FieldProblem::TooLong,
    }
}

/// A scan finds one product.
fn free(look: Look<'_>, product: ProductId, barcodes: &FieldEdit) -> Result<(), Refusal> {
    for code in barcodes.value.split_whitespace() {
        let others = look.reader.products_by_barcode(code)?;
        if others.iter().any(|other| other.id != product && !other.archived) {
            return Err(CatalogueRefusal::BadField(FieldProblem::BarcodeTaken).into());
        }
    }
    Ok(())
}

/// The edit with an Automerge change, where one can be made. The actor is new for every edit,
/// so that it can never be used twice for one place in a document's history. While an
/// earlier edit waits for its verdict there is none: a change made on top of one that is
/// refused could never be applied, so the server makes it from the fields.
fn change(look: Look<'_>, product: ProductId, fields: Vec<FieldEdit>) -> Result<Edit, Refusal> {
    let id = DocumentId::Product(product);
    let alone = |fields| Edit { fields, base: None, change: None };
    if !look.reader.edits_waiting(id)?.is_empty() {
        return Ok(alone(fields));
    }
    let changes = look.reader.document_changes(id)?;
    let row = if changes.is_empty() { look.reader.product(product)? } else { None };
    match made(&changes.concat(), row.as_ref(), &fields, look) {
        Ok((base, change)) => {
            let edit = Edit { fields: fields.clone(), base, change };
            // The server makes the change, where both together would be too much.
            Ok(if edit.encode().len() > EDIT_BYTES_MAX { alone(fields) } else { edit })
        }
        Err(error) => {
            tracing::warn!(%error, %product, "the document does not load, so the edit goes up as fields alone");
            Ok(alone(fields))
        }
    }
}

type BaseAndChange = (Option<ByteBuf>, Option<ByteBuf>);

/// A document nobody edited follows from its row; then the change goes up with its base.
fn made(
    changes: &[u8],
    row: Option<&Product>,
    fields: &[FieldEdit],
    look: Look<'_>,
) -> Result<BaseAndChange, DocumentError> {
    let (mut document, base) = match row {
        None => (ProductDocument::load(changes)?, None),
        Some(row) => {
            let mut derived = ProductDocument::derived(row)?;
            let base = ByteBuf::from(derived.save()?);
            (derived, Some(base))
        }
    };
    let change = document.edit(fields, &look.moment.bytes::<16>(), look.moment.now())?;
    if change.is_empty() { Ok((None, None)) } else { Ok((base, Some(ByteBuf::from(change)))) }
}

/// The edit in the form the server keeps; none where nothing changes.
fn checked(shop: &Shop, edit: FieldEdit) -> Result<Option<FieldEdit>, FieldProblem> {
    let field = ProductField::from_key(&edit.field).ok_or(FieldProblem::Unknown)?;
    let value = edit.value.trim().to_owned();
    if !field_fits(&value) || !field_fits(&edit.base) {
        return Err(FieldProblem::TooLong);
    }
    let value = match field {
        ProductField::Name if value.is_empty() => return Err(FieldProblem::NoName),
        ProductField::Shortage if ShortagePolicy::parse(&value).is_none() => {
            return Err(FieldProblem::NoShortagePolicy);
        }
        ProductField::TaxClass if !shop.business.tax_classes.iter().any(|class| class.code == value) => {
            return Err(FieldProblem::NoTaxClass);
        }
        ProductField::Barcodes => value.split_whitespace().map(barcode::fold).collect::<Vec<_>>().join(" "),
        ProductField::Name
        | ProductField::Description
        | ProductField::Category
        | ProductField::TaxClass
        | ProductField::Shortage => value,
    };
    Ok((value != edit.base).then_some(FieldEdit { value, ..edit }))
}
