//! `counterfoil-server`: the command line, and the door that its `serve` opens.

use sync_server::{cli, http};

/// A push is many small values, made on one thread and dropped on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main(Box::new(|db, address, listening, stop| {
        Box::pin(async move { Ok(http::serve(db, address, listening, stop).await?) })
    }))
}
