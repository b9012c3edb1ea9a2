//! What the Makefile calls. Each command is one module; none holds a rule of the shop.

mod path;
mod run;
mod ui;
mod window;

use std::process::ExitCode;

/// What every command returns: the message is printed as it is, so it says what to do.
pub type Attempt<T = ()> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "usage: cargo xtask COMMAND

  ui [--check-size]   build the screens to ui/dist (fails above the size limit with --check-size)
  window              build the till with its window to target/window
  run                 open the sample business, until Ctrl-C
  clean-data          forget the sample business
  screenshots         take the pictures in docs/";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["ui"] => ui::build().map(drop),
        ["ui", "--check-size"] => ui::build().and_then(|size| size.within_limit()),
        ["window"] => ui::build().and_then(|_| window::build()).map(drop),
        ["run"] => run::run(),
        ["clean-data"] => run::clean_data(),
        ["screenshots"] => screenshots(),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// The pictures come from the same harness that the tests drive the screens with.
fn screenshots() -> Attempt {
    ui::build()?;
    window::build()?;
    path::cargo(&["build", "--locked"])?;
    path::cargo(&["run", "--quiet", "--locked", "--bin", "screenshots"])
}
