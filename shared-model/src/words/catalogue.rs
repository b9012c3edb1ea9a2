//! Products, in words.

use super::not_found;
use crate::refusal::{CatalogueRefusal, FieldProblem};

pub(super) fn sentence(reason: CatalogueRefusal) -> String {
    match reason {
        CatalogueRefusal::NoSuchProduct => not_found("product"),
        CatalogueRefusal::BadPrice => {
            "A price cannot be less than nothing, nor larger than anybody pays. It was not changed. Enter another."
                .into()
        }
        CatalogueRefusal::BadField(problem) => {
            format!("The product was not changed: {}. Correct it and save again.", field(problem))
        }
    }
}

fn field(problem: FieldProblem) -> &'static str {
    match problem {
        FieldProblem::Unknown => "it has no such field",
        FieldProblem::TooLong => "the text is too long",
        FieldProblem::TooMany => "it edits too many fields at once",
        FieldProblem::Twice => "it edits a field twice",
        FieldProblem::NoName => "a product needs a name",
        FieldProblem::NoShortagePolicy => "when stock is short one can allow, ask or deny",
        FieldProblem::NoTaxClass => "the business has no such tax class",
        FieldProblem::BarcodeTaken => "another product has this barcode",
    }
}
