//! The till from outside: its replica and operations through their public interface, and its
//! shell as a browser, a script or somebody else's page meets it.

// A test may panic, also where a helper of it does.
#![allow(clippy::unwrap_used)]

mod browser;
mod shell;

mod till {
    pub mod world;

    mod apply;
    mod journal;
    mod pay;
    mod people;
    mod product;
    mod receipt;
    mod search;
    mod sell;
    mod stock;
}
