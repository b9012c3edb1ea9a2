//! The till's shell as a browser, a script or somebody else's page meets it: a real listener
//! and raw requests.

mod browser;
mod shell;
