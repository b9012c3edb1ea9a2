//! What the shell lets in, what it refuses, and how it says so.

use crate::browser::{LIMIT, Shop, read_response, till};
use app::shell::{Listening, Options, ShellError};
use shared_model::command;
use shared_model::command::{Area, Event};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn commands_are_listed_with_their_schemas() {
    let shop = Shop::open(None).await;
    let list = shop.get("/command", &[]).await.json();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|entry| entry["name"].as_str().unwrap()).collect();
    assert_eq!(names, command::NAMES);
    let sign_in = &list[1];
    assert_eq!((sign_in["needs"].as_str(), sign_in["permission"].as_str()), (Some("nobody"), None));
    let needs = |name: &str| {
        let entry = list.as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap();
        (entry["needs"].clone(), entry["permission"].clone())
    };
    assert_eq!(needs("price_set"), ("manager".into(), "price_set".into()));
    assert_eq!(needs("pay_complete"), ("staff".into(), "sell".into()));
    assert_eq!(sign_in["input"]["properties"]["pin"]["type"], "string");
    assert!(sign_in["output"]["properties"]["token"].is_object(), "{sign_in}");
}

#[tokio::test]
async fn pages_and_names_from_elsewhere_reach_nothing() {
    let shop = Shop::open(None).await;
    let own = shop.host();
    let port = shop.address.port();
    let requests = [
        ("no host", "GET /command HTTP/1.0\r\n".to_owned()),
        ("a name that somebody points here", "GET /command HTTP/1.1\r\nhost: till.example\r\n".to_owned()),
        (
            "the same with the right port",
            format!("POST /command/status HTTP/1.1\r\nhost: till.example:{port}\r\ncontent-length: 0\r\n"),
        ),
        (
            "another page's script",
            format!("POST /command/status HTTP/1.1\r\nhost: {own}\r\norigin: https://till.example\r\n"),
        ),
        ("a sandboxed page", format!("POST /command/status HTTP/1.1\r\nhost: {own}\r\norigin: null\r\n")),
        ("another port's page", format!("GET /events HTTP/1.1\r\nhost: {own}\r\norigin: http://127.0.0.1:1\r\n")),
        ("another page's picture", format!("GET /events HTTP/1.1\r\nhost: {own}\r\nsec-fetch-site: cross-site\r\n")),
        ("a preflight", format!("OPTIONS /command/status HTTP/1.1\r\nhost: {own}\r\norigin: http://till.example\r\n")),
    ];
    for (what, head) in requests {
        let answer = shop.raw(&head, b"").await;
        assert!(matches!(answer.status, 400 | 403), "{what}: {answer}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{what}");
    }
    let origin = format!("http://{own}");
    let answer = shop.post("status", &[JSON, ("origin", &origin)], b"{}").await;
    assert_eq!(answer.status, 200, "{answer}");
}

#[tokio::test]
async fn only_whoever_signed_in_may_sell() {
    let shop = Shop::open(None).await;
    for token in [None, Some(""), Some("made-up")] {
        let answer = shop.command("cart_show", token, "{}").await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "not_signed_in"), "{token:?}");
    }
    let token = shop.sign_in().await;
    let known = shop.command("cart_show", Some(&token), "{}").await;
    assert_ne!(known.code(), "not_signed_in", "{known}");
    let answer = shop.command("review_list", Some(&token), "{}").await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "not_allowed"));
    assert_eq!(shop.command("sign_out", Some(&token), "{}").await.status, 200);
    assert_eq!(shop.command("cart_show", Some(&token), "{}").await.status, 401);
}

#[tokio::test]
async fn a_request_that_is_no_command_says_what_is_wrong() {
    let shop = Shop::open(None).await;
    type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [u8], u16, &'static str);
    let cases: &[Case] = &[
        ("status", &[], b"{}", 415, "bad_request"),
        ("status", &[("content-type", "text/plain")], b"{}", 415, "bad_request"),
        ("status", &[("content-type", "application/x-www-form-urlencoded")], b"{}", 415, "bad_request"),
        ("status", &[("content-type", "Application/JSON; charset=utf-8")], b"{}", 200, ""),
        ("status", &[JSON], b"", 200, ""),
        ("status", &[JSON], b"{", 400, "bad_request"),
        ("status", &[JSON], b"[1]", 400, "bad_request"),
        ("status", &[JSON], b"\xff\xfe", 400, "bad_request"),
        ("sign_in", &[JSON], b"{}", 400, "bad_request"),
        ("sell_everything", &[JSON], b"{}", 404, "unknown_command"),
    ];
    for (name, headers, body, status, code) in cases {
        let answer = shop.post(name, headers, body).await;
        assert_eq!((answer.status, answer.code().as_str()), (*status, *code), "{name} {headers:?}: {answer}");
    }
    let wrong = shop.command("sign_in", None, r#"{"staff":"00000000-0000-0000-0000-000000000004","pin":"0"}"#).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (401, "wrong_pin"));
}

#[tokio::test]
async fn a_request_of_any_size_is_not_read() {
    let shop = Shop::open(None).await;
    let body = vec![b' '; 2 * 1024 * 1024];
    let answer = shop.post("status", &[JSON], &body).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "bad_request"));
}

#[tokio::test]
async fn events_come_to_whoever_is_signed_in_and_end_with_the_till() {
    let mut shop = Shop::open(None).await;
    assert_eq!(shop.get("/events", &[]).await.status, 401);
    assert_eq!(shop.get("/events?token=made-up", &[]).await.status, 401);

    let token = shop.sign_in().await;
    let mut stream = TcpStream::connect(shop.address).await.unwrap();
    let head = format!("GET /events?token={token} HTTP/1.1\r\nhost: {}\r\n\r\n", shop.host());
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut heard = Vec::new();
    hear(&mut stream, &mut heard, r#""event":"status""#).await;
    assert_eq!(read_response(&heard).header("content-type"), Some("text/event-stream"));
    shop.till.announce_event(Event::Changed { area: Area::Orders });
    hear(&mut stream, &mut heard, r#"data: {"event":"changed","area":"orders"}"#).await;

    shop.ask_to_stop();
    shop.stopped().await.unwrap();
    tokio::time::timeout(LIMIT, stream.read_to_end(&mut heard)).await.expect("the stream ends").unwrap();
}

async fn hear(stream: &mut TcpStream, heard: &mut Vec<u8>, what: &str) {
    let listen = async {
        while !String::from_utf8_lossy(heard).contains(what) {
            assert_ne!(stream.read_buf(heard).await.unwrap(), 0, "the stream ended before {what}");
        }
    };
    tokio::time::timeout(LIMIT, listen).await.unwrap_or_else(|_| panic!("{what} was not heard"));
}

#[tokio::test]
async fn screens_come_with_their_types_and_a_strict_policy() {
    let folder = tempfile::tempdir().unwrap();
    let ui = folder.path().join("ui");
    std::fs::create_dir(&ui).unwrap();
    for (name, content) in [("index.html", "<!doctype html>"), ("ui.js", "export {}"), ("ui.wasm", "\0asm")] {
        std::fs::write(ui.join(name), content).unwrap();
    }
    std::fs::write(folder.path().join("outside.txt"), "secret").unwrap();
    let shop = Shop::open(Some(&ui)).await;
    for (path, kind) in [("/", "text/html"), ("/ui.js", "text/javascript"), ("/ui.wasm", "application/wasm")] {
        let answer = shop.get(path, &[]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    for path in ["/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/nothing.js"] {
        assert!(matches!(shop.get(path, &[]).await.status, 400 | 404), "{path}");
    }
}

#[tokio::test]
async fn other_machines_are_let_in_only_when_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let (till, _ends) = till(folder.path());
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        let options = Options { listen: address.parse().unwrap(), ui: None, allow_remote: false };
        let refused = Listening::open(till.clone(), &options).await;
        assert!(matches!(refused, Err(ShellError::NotLoopback(_))), "{address}");
    }
    let options = Options { listen: "0.0.0.0:0".parse().unwrap(), ui: None, allow_remote: true };
    assert!(Listening::open(till, &options).await.is_ok());
}
