//! Barcodes: GTIN check digits and folding to one form.
