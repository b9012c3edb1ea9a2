//! What turns the rows of `shared_model::paper` into something to hold: files for printers.

pub mod pdf;
