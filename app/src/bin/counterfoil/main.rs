//! The till as a program: in its own window, or headless with the same commands and screens
//! on loopback.

mod arguments;
mod headless;
mod open;
#[cfg(feature = "window")]
mod window;

use arguments::Arguments;
use clap::Parser;
use std::process::ExitCode;

type Failed = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("counterfoil: {}", in_words(error.as_ref()));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Failed> {
    if !arguments.headless && cfg!(not(feature = "window")) {
        return Err("this build has no window.\n\
             Start it headless and open the address it prints in a browser:\n  \
             counterfoil --headless --listen 127.0.0.1:4747 --ui ui/dist"
            .into());
    }
    log_to_stderr(&arguments.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    #[cfg(feature = "window")]
    if !arguments.headless {
        return window::run(&runtime, arguments);
    }
    runtime.block_on(headless::run(arguments))
}

fn log_to_stderr(filter: &str) -> Result<(), Failed> {
    let filter = tracing_subscriber::EnvFilter::try_new(filter)
        .map_err(|error| format!("{filter:?} is no log level like info or app=debug: {error}"))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
    Ok(())
}

/// An error and what caused it, each said once.
fn in_words(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        source = cause.source();
    }
    words
}
