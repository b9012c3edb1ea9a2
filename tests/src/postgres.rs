//! A private PostgreSQL cluster for as long as this process lives: one per process, one
//! database per world. It needs nothing but the programs of PostgreSQL 15 or later; the
//! standard library is all this file uses.
//!
//! The cluster ends when the pipe to its keeper closes, so also when this process is killed.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const START_LIMIT: Duration = Duration::from_secs(60);
const USER: &str = "counterfoil";

struct Cluster {
    binaries: PathBuf,
    port: u16,
    next: AtomicU32,
    /// Closing it ends the cluster.
    _lifeline: ChildStdin,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();

/// A new, empty database; the address to reach it.
pub fn database() -> String {
    let cluster = CLUSTER.get_or_init(Cluster::start);
    let name = format!("world_{}", cluster.next.fetch_add(1, Ordering::Relaxed));
    cluster.psql("postgres", &format!("create database {name}")).expect("a database can be made");
    format!("postgres://{USER}@127.0.0.1:{}/{name}", cluster.port)
}

/// What the keeper does: make the cluster, run it until its input closes, clean up.
const KEEPER: &str = r#"
set -e
"$1/initdb" -D "$2/data" -U "$3" -A trust -E UTF8 --no-sync >"$2/initdb.log" 2>&1
"$1/postgres" -D "$2/data" -p "$4" -k "$2" -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200 >"$2/server.log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server
wait $server || true
rm -rf "$2"
"#;

impl Cluster {
    fn start() -> Cluster {
        let binaries = binaries();
        let port = free_port();
        let folder = std::env::temp_dir().join(format!("counterfoil-postgres-{}-{port}", std::process::id()));
        // The shell ends by itself once its input closes, after it has stopped the server.
        #[allow(clippy::zombie_processes)]
        let mut keeper = keeper(&binaries, &folder, port);
        let lifeline = keeper.stdin.take().expect("the keeper's input is a pipe");
        let cluster = Cluster { binaries, port, next: AtomicU32::new(0), _lifeline: lifeline };
        let start = Instant::now();
        while let Err(reason) = cluster.psql("postgres", "select 1") {
            let ended = keeper.try_wait().ok().flatten();
            if ended.is_some() || start.elapsed() > START_LIMIT {
                let log = |name| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
                panic!("PostgreSQL did not start: {reason}\n{}\n{}", log("initdb.log"), log("server.log"));
            }
            std::thread::yield_now();
        }
        cluster
    }

    fn psql(&self, database: &str, statement: &str) -> Result<(), String> {
        let output = Command::new(self.binaries.join("psql"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", USER, "-d", database])
            .args(["-v", "ON_ERROR_STOP=1", "-qAtc", statement])
            .output()
            .map_err(|error| error.to_string())?;
        if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }
}

/// Starts the keeper, as user `postgres` where we are root (initdb refuses root).
fn keeper(binaries: &std::path::Path, folder: &std::path::Path, port: u16) -> Child {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let prefix: &[&str] = if root { &["runuser", "-u", "postgres", "--"] } else { &[] };
    let mut words = prefix.iter().chain(&["sh", "-c"]);
    let mut command = Command::new(words.next().expect("there is always sh"));
    command.args(words).arg(format!("mkdir \"$2\"{KEEPER}")).arg("keeper");
    command.arg(binaries).arg(folder).arg(USER).arg(port.to_string());
    command.current_dir(std::env::temp_dir());
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("sh (and runuser, for root) can be started");
    // A keeper that failed at once shows here rather than as a broken pipe later.
    let _ = child.stdin.as_mut().map(ChildStdin::flush);
    child
}

fn binaries() -> PathBuf {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = installed
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, path)| path.join("initdb").is_file())
        .collect();
    versions.sort();
    let newest = versions.pop().map(|(_, path)| path);
    newest.expect("PostgreSQL is not installed: `apt-get install postgresql` brings what these tests start privately")
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}
