//! The two questions asked over loopback, without a client library that would double the build.

use crate::Attempt;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer's status code and body.
pub struct Response {
    pub status: u16,
    pub body: String,
}

pub async fn get(address: SocketAddr, path: &str) -> Attempt<Response> {
    exchange(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")).await
}

pub async fn post(address: SocketAddr, path: &str, json: &str) -> Attempt<Response> {
    let head = format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    let length = json.len();
    exchange(address, &format!("{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{json}")).await
}

async fn exchange(address: SocketAddr, request: &str) -> Attempt<Response> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let text = String::from_utf8(bytes)?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or("the answer has no end of head")?;
    let status = head.split(' ').nth(1).ok_or("the answer has no status")?.parse()?;
    Ok(Response { status, body: body.to_owned() })
}
