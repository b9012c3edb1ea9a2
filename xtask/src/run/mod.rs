//! `make run`: a server and a till with the sample business, until Ctrl-C.
//!
//! Invariants: what the shop did stays in `.counterfoil/` over restarts; a first set-up that was cut short
//! is done again from the start; both programs end when this one does, the till first, by their own ids.

mod business;
mod folder;
mod http;
mod opening_stock;
mod process;
mod ready;

use crate::{Attempt, path, ui, window};
use folder::Folder;
use process::{Program, first_free};
use std::net::SocketAddr;
use std::path::Path;
use tokio::signal::unix::{SignalKind, signal};

const SERVER_PORT: u16 = 7700;
const TILL_PORT: u16 = 7710;

/// Whether there is a screen to open a window on.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    set("DISPLAY") || set("WAYLAND_DISPLAY")
}

pub fn run() -> Attempt {
    println!("Building; the first time this takes several minutes.");
    ui::build()?;
    let till_program = if has_display() { window::build()? } else { path::target().join("debug/counterfoil") };
    path::cargo(&["build", "--locked"])?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(keep_shop(&till_program))
}

/// Starts the shop and keeps it open until a signal comes or a program ends by itself.
async fn keep_shop(till_program: &Path) -> Attempt {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let folder = Folder::open()?;
    if folder.is_new() {
        business::create(&folder)?;
    }
    let server_address = first_free("COUNTERFOIL_SERVER_PORT", SERVER_PORT)?;
    let mut server = start_server(&folder, server_address)?;
    let mut till = None;
    let opened = tokio::select! {
        biased;
        _ = interrupt.recv() => Ok(()),
        _ = terminate.recv() => Ok(()),
        outcome = open(&folder, &mut server, server_address, till_program, &mut till) => outcome,
    };
    let ended = match (&opened, till.as_mut()) {
        (Ok(()), Some(till)) => tokio::select! {
            biased;
            _ = interrupt.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
            status = till.ended() => till.explain(status?, has_display()),
            status = server.ended() => server.explain(status?, false),
        },
        _ => Ok(()),
    };
    println!("\nStopping.");
    if let Some(till) = till {
        till.stop().await?;
    }
    server.stop().await?;
    println!("Stopped. `make run` continues where you left off; `make clean-data` starts over.");
    opened.and(ended)
}

fn start_server(folder: &Folder, address: SocketAddr) -> Attempt<Program> {
    let mut command = folder.server_command(&["serve"]);
    command.arg("--listen").arg(address.to_string());
    Program::start("the server", command, &folder.log("server"))
}

/// Waits for the server, starts the till, waits for it and says how to sign in.
async fn open(
    folder: &Folder,
    server: &mut Program,
    server_address: SocketAddr,
    program: &Path,
    slot: &mut Option<Program>,
) -> Attempt {
    ready::server(server, server_address).await?;
    let mut command = tokio::process::Command::new(program);
    command.arg("--data").arg(folder.till()).arg("--server").arg(format!("http://{server_address}"));
    command.arg("--enrol").arg(folder.enrol_code()?);
    if has_display() {
        *slot = Some(Program::start("the till", command.into_std(), &folder.log("till"))?);
        greet(folder, server_address, "in its window");
        return Ok(());
    }
    let address = first_free("COUNTERFOIL_TILL_PORT", TILL_PORT)?;
    command.args(["--headless", "--listen"]).arg(address.to_string());
    command.arg("--ui").arg(path::root().join("ui/dist"));
    let till = slot.insert(Program::start("the till", command.into_std(), &folder.log("till"))?);
    ready::till(till, address).await?;
    greet(folder, server_address, &format!("in a browser on this machine:  http://{address}/"));
    Ok(())
}

fn greet(folder: &Folder, server: SocketAddr, place: &str) {
    println!("\nThe shop is open. The till is {place}\n\nSign in as");
    for member in business::STAFF {
        println!("  {:<12} PIN {}", member.name, member.pin);
    }
    println!("\nThe server listens on http://{server}; what both keep and write is in {}/.", folder.shown());
    println!("Ctrl-C stops both.");
}

/// Forgets the sample business, its sales and its tills.
pub fn clean_data() -> Attempt {
    Folder::remove()
}
