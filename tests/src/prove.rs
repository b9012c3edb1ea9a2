//! How much of a long story is played: its share in `make test`, or many times that in `make prove`.

/// `PROVE` from the environment, else once.
pub fn times() -> u64 {
    std::env::var("PROVE").ok().and_then(|text| text.trim().parse().ok()).unwrap_or(1)
}

/// Whether what takes long is done as well.
pub fn is_on() -> bool {
    std::env::var_os("PROVE").is_some()
}
