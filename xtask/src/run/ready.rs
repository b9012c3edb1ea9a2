//! Waiting for the two programs, with a limit, and saying what goes on meanwhile.

use super::http;
use super::process::Program;
use crate::Attempt;
use serde_json::Value;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

const SERVER_MAX: Duration = Duration::from_secs(30);
/// Loading the catalogue is part of it.
const TILL_MAX: Duration = Duration::from_secs(120);
const LOOK_AGAIN: Duration = Duration::from_millis(100);

pub async fn server(program: &mut Program, address: SocketAddr) -> Attempt {
    let deadline = Instant::now() + SERVER_MAX;
    loop {
        still_running(program)?;
        match http::get(address, "/health").await {
            Ok(answer) if answer.status == 200 => return Ok(()),
            Ok(answer) if Instant::now() > deadline => {
                return Err(format!("the server answers with status {}: {}", answer.status, answer.body).into());
            }
            Err(error) if Instant::now() > deadline => {
                return Err(format!("the server does not answer: {error}").into());
            }
            _ => tokio::time::sleep(LOOK_AGAIN).await,
        }
    }
}

/// Waits until the till has enrolled and loaded its shop.
pub async fn till(program: &mut Program, address: SocketAddr) -> Attempt {
    let deadline = Instant::now() + TILL_MAX;
    let mut announced = false;
    loop {
        still_running(program)?;
        let status = status(address).await;
        if status.as_ref().is_ok_and(|status| status["ready"] == Value::Bool(true)) {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(match status {
                Ok(status) => format!("the till is not ready: {}", status["connection"]).into(),
                Err(error) => format!("the till does not answer: {error}").into(),
            });
        }
        if status.is_ok() && !std::mem::replace(&mut announced, true) {
            println!("The till is loading its shop.");
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

async fn status(address: SocketAddr) -> Attempt<Value> {
    let answer = http::post(address, "/command/status", "{}").await?;
    match answer.status {
        200 => Ok(serde_json::from_str(&answer.body)?),
        other => Err(format!("status {other}: {}", answer.body).into()),
    }
}

fn still_running(program: &mut Program) -> Attempt {
    match program.has_ended()? {
        Some(status) => program.explain(status, false),
        None => Ok(()),
    }
}
