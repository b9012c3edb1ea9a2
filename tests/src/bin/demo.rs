//! `make demo`: a real trading day through a failing network, then every rule checked.
//! `SEED=` chooses the schedule, `DATABASE=postgres` where the server keeps its books; exits with 1 if a rule was broken.

use std::path::PathBuf;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let out = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("demo-out"), PathBuf::from);
    match counterfoil_tests::demo::run(&out).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("\nA rule was broken, see above.");
            ExitCode::FAILURE
        }
        Err(reason) => {
            eprintln!("\nThe demo could not be played to its end: {reason}");
            ExitCode::FAILURE
        }
    }
}
