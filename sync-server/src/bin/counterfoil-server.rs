//! `counterfoil-server`: see `sync_server::cli`.

fn main() -> std::process::ExitCode {
    sync_server::cli::main()
}
