//! The real program from its command line, as an administrator or a script uses it.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

struct Shell {
    folder: tempfile::TempDir,
}

impl Shell {
    fn new() -> Shell {
        Shell { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name).display().to_string()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil-server"));
        command.current_dir(self.folder.path()).env_clear().args(words);
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// The JSON answer of a command that has to succeed.
    fn ask(&self, words: &[&str]) -> Value {
        let output = self.run(&[words, &["--json"]].concat());
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// What a command that has to fail says, and its exit code.
    fn fail(&self, words: &[&str]) -> (String, i32) {
        let output = self.run(words);
        assert!(!output.status.success(), "{words:?} did not fail");
        assert!(output.stdout.is_empty(), "a failure must not look like an answer");
        (String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
    }

    fn set_up(&self) {
        self.ask(&["business", "create", "--name", "Lamp & Chair", "--currency", "GBP"]);
        self.ask(&["store", "add", "--name", "High-Street", "--warehouse", "Main", "--address", "1 High Street"]);
        self.ask(&["staff", "add", "--name", "Ada", "--role", "manager", "--pin", "471100"]);
    }
}

fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name).display().to_string()
}

#[test]
fn a_shop_is_set_up_from_the_command_line() {
    let shell = Shell::new();
    shell.set_up();
    let code = shell.ask(&["terminal", "enrol-code", "--store", "High-Street"])["code"].as_str().unwrap().to_owned();
    assert_eq!(code.len(), 14);
    let staff = shell.ask(&["show", "staff"]);
    assert_eq!((staff[0]["code"].as_str(), staff[0]["role"].as_str()), (Some("01"), Some("manager")));
    assert!(!staff.to_string().contains("argon2"), "a PIN's hash is nobody's business");
    let products = shell.file("p.csv", b"sku;name;price;stocked\nlamp;K\xe4sespie\xdf;2,50;\nfee;Carriage;5,00;no\n");
    let done = shell.ask(&["import", "catalogue", &products, "--decimal", "comma", "--barcodes", "in-store"]);
    assert_eq!((done["created"].as_u64(), done["services"].as_u64()), (Some(2), Some(1)));
    let shown = shell.ask(&["show", "products"]);
    assert_eq!(shown[1]["name"], "Käsespieß");
    assert_eq!((shown[1]["sku"].as_str(), shown[1]["price"].as_i64()), (Some("LAMP"), Some(250)));
    assert_eq!(shown[1]["barcodes"][0], "02000000000022");

    let opened = shell.ask(&["stock", "open", "--line", "lamp=5"]);
    assert_eq!(opened["already_received"], false);
    assert_eq!(shell.ask(&["stock", "open", "--line", "lamp=5"])["already_received"], true);
    let goods = shell.file("goods.csv", b"sku,quantity\nLAMP,7\n");
    shell.ask(&["stock", "receive", "--store", "High-Street", &goods, "--reference", "note 1"]);
    let stock = shell.ask(&["show", "stock"]);
    assert_eq!((stock[0]["on_hand"].as_i64(), stock[0]["free"].as_i64()), (Some(12_000), Some(12_000)));
    let verified = shell.ask(&["ledger", "verify"]);
    assert_eq!((verified["postings"].as_u64(), verified["problems"].as_array().map(Vec::len)), (Some(2), Some(0)));
    for what in ["orders", "backorders", "count-tasks", "set-aside", "forks", "reviews", "terminals", "takings"] {
        assert_eq!(shell.ask(&["show", what]), Value::Array(Vec::new()), "{what}");
    }
    let entries = shell.ask(&["show", "entries"]);
    let entries = entries.as_array().unwrap();
    assert!(entries.len() > 5 && entries.iter().all(|entry| entry["seq"] == 0), "the server's own: {entries:?}");
    assert!(shell.ask(&["show", "head"])["position"].as_u64() > Some(5));
    let table = String::from_utf8(shell.run(&["show", "stock"]).stdout).unwrap();
    assert!(table.starts_with("sku ") && table.contains("LAMP"), "{table}");
}

#[test]
fn refused_rows_stop_the_import_unless_they_are_to_be_skipped() {
    let shell = Shell::new();
    shell.set_up();
    let file = shell.file("p.csv", b"sku,name,price\nA,Tea,1\nB,,2\n");
    let (said, code) = shell.fail(&["import", "catalogue", &file]);
    assert_eq!(code, 1);
    assert!(said.contains("row 3, name: there is no description") && said.contains("--skip-refused"), "{said}");
    assert_eq!(shell.ask(&["show", "products"]), Value::Array(Vec::new()), "nothing was imported");

    let report = shell.path("refused.csv").display().to_string();
    let words = ["import", "catalogue", &file, "--skip-refused", "--report", &report];
    let planned = shell.ask(&[&words[..], &["--dry-run"]].concat());
    assert_eq!((planned["created"].as_u64(), planned["refused"].as_u64()), (Some(1), Some(1)));
    assert_eq!(shell.ask(&["show", "products"]), Value::Array(Vec::new()), "a dry run changes nothing");
    assert!(std::fs::read_to_string(&report).unwrap().contains("3,name,no_name"));
    let before = shell.ask(&["show", "head"]);
    shell.ask(&words);
    let after = shell.ask(&["show", "head"]);
    assert_ne!(before, after);
    let again = shell.ask(&words);
    assert_eq!((again["created"].as_u64(), again["unchanged"].as_u64()), (Some(0), Some(1)));
    assert_eq!(shell.ask(&["show", "head"]), after, "importing again records nothing");

    let changed = shell.file("p2.csv", b"sku,name,price\nA,Green tea,1.25\n");
    let third = shell.ask(&["import", "catalogue", &changed]);
    assert_eq!((third["edited"].as_u64(), third["prices_set"].as_u64()), (Some(1), Some(1)));
    let shown = shell.ask(&["show", "products"]);
    assert_eq!((shown[0]["name"].as_str(), shown[0]["price"].as_i64()), (Some("Green tea"), Some(125)));
}

#[test]
fn a_dry_run_says_what_was_guessed_and_shows_the_first_rows_as_they_would_be_stored() {
    let shell = Shell::new();
    shell.set_up();
    let file = shell.file(
        "p.csv",
        b"sep=;\r\nsku;name;price;ean;vat\r\nl1;K\xe4se;1.299,00;12345678905;20 %\r\nl2;Tea;3,20;;0\r\n",
    );
    let planned = shell.ask(&["import", "catalogue", &file, "--dry-run"]);
    let expected = serde_json::json!({
        "encoding": "windows-1252", "encoding_by": "guess", "reads": "K\u{e4}se", "delimiter": ";",
        "delimiter_by": "file", "header_line": 2, "decimal": "comma", "decimal_by": "guess",
    });
    assert_eq!(planned["file"], expected);
    let first = serde_json::json!({
        "row": 3, "sku": "L1", "name": "K\u{e4}se", "price": 129_900, "tax_class": "standard",
        "barcodes": ["00012345678905"], "category": "", "description": "", "stocked": true,
    });
    assert_eq!((&planned["first"][0], planned["first"].as_array().map(Vec::len)), (&first, Some(2)));
    assert_eq!(planned["zeros_back"][0]["was"], "12345678905");
    let said = String::from_utf8(shell.run(&["import", "catalogue", &file, "--dry-run"]).stdout).unwrap();
    for words in
        ["windows-1252 (guessed)", "\"K\u{e4}se\"", "--encoding", "parted by ;", "line 2", "comma (guessed)", "1299.00"]
    {
        assert!(said.contains(words), "{said} does not say {words}");
    }
    let bad = shell.file("bad.csv", b"sku;name;price\nA;Tea;1.200\n");
    let (said, _) = shell.fail(&["import", "catalogue", &bad]);
    for words in ["parted by ; (guessed)", "row 2, price", "1200 (then say --decimal comma)", "--no-thousands"] {
        assert!(said.contains(words), "{said} does not say {words}");
    }
    let stock = shell.file("stock.csv", b"Code;Menge\nL1;1.200\n");
    assert!(shell.fail(&["stock", "open", &stock]).0.contains("--no-thousands"));
    shell.ask(&["import", "catalogue", &file]);
    let opened = shell.ask(&["stock", "open", &stock, "--map", "sku=Code", "--decimal", "comma"]);
    assert_eq!((opened["lines"].as_u64(), opened["file"]["decimal_by"].as_str()), (Some(1), Some("option")));
    assert_eq!(shell.ask(&["show", "stock"])[0]["on_hand"], 1_200_000);
}

#[test]
fn a_barcode_of_what_is_there_already_is_given_to_nothing_else() {
    let shell = Shell::new();
    shell.set_up();
    let first =
        shell.file("first.csv", b"sku,name,price,barcode\nJ1,Lamp of last year,10,4006381333931\n2201,Pen,1,\n");
    shell.ask(&["import", "catalogue", &first]);
    let head = shell.ask(&["show", "head"]);
    for row in ["J2,Lamp of this year,12,4006381333931", "J3,Pencil,1,2201", "04006381333931,Odd,1,"] {
        let second = shell.file("second.csv", format!("sku,name,price,barcode\n{row}\n").as_bytes());
        let (said, _) = shell.fail(&["import", "catalogue", &second]);
        assert!(said.contains("_taken") && said.contains(" already"), "{said}");
    }
    assert_eq!(shell.ask(&["show", "head"]), head, "nothing was stored");
    assert_eq!(shell.ask(&["import", "catalogue", &first])["unchanged"], 2, "what has it keeps it");
}

#[test]
fn a_business_taxes_by_as_many_rates_as_its_country_has() {
    let shell = Shell::new();
    let create = ["business", "create", "--name", "Lampa", "--currency", "SEK", "--vat", "25", "--vat-reduced", "12"];
    let (said, code) = shell.fail(&[&create[..], &["--tax-class", "books"]].concat());
    assert_eq!((code, said.contains("NAME=PERCENT")), (2, true), "{said}");
    let (said, _) = shell.fail(&[&create[..], &["--tax-class", "zero=1"]].concat());
    assert!(said.contains("a tax class \"zero\" already"), "{said}");
    shell.ask(&[&create[..], &["--tax-class", "books=6"]].concat());
    let file =
        shell.file("p.csv", b"sku,name,price,vat\nM6,Lamp,100,25\nM7,Bread,20,12 %\nM8,Book,50,6\nM9,Map,50,books\n");
    shell.ask(&["import", "catalogue", &file]);
    let shown = shell.ask(&["show", "products"]);
    let classes: Vec<&str> = shown.as_array().unwrap().iter().filter_map(|row| row["tax_class"].as_str()).collect();
    assert_eq!(classes, ["standard", "reduced", "books", "books"]);
}

#[test]
fn the_real_export_is_imported_once_and_a_second_time_changes_nothing() {
    let shell = Shell::new();
    shell.set_up();
    let (data, mapping) = (sample("online-retail.csv.gz"), sample("online-retail.toml"));
    let catalogue = ["import", "catalogue", &data, "--mapping", &mapping];
    let first = shell.ask(&catalogue);
    assert_eq!((first["rows"].as_u64(), first["codes_as_exported"].as_u64()), (Some(240_007), Some(3645)));
    assert_eq!(first["created"], first["products"]);
    let shown = shell.ask(&["show", "products"]);
    let shown = shown.as_array().unwrap();
    assert_eq!(shown.len() as u64, first["products"].as_u64().unwrap());
    let barcodes: std::collections::BTreeSet<&str> =
        shown.iter().map(|product| product["barcodes"][0].as_str().unwrap()).collect();
    assert_eq!(barcodes.len(), shown.len(), "every product has a barcode of its own");
    assert!(shown.iter().any(|product| product["sku"] == "POST" && product["stocked"] == false));
    let head = shell.ask(&["show", "head"]);
    assert_eq!(shell.ask(&catalogue)["unchanged"], first["products"]);
    let customers = ["import", "customers", &data, "--mapping", &mapping];
    assert_eq!(shell.ask(&["show", "head"]), head);
    assert_eq!(shell.ask(&customers)["created"], 2974);
    let head = shell.ask(&["show", "head"]);
    assert_eq!(shell.ask(&customers)["unchanged"], 2974);
    assert_eq!(shell.ask(&["show", "head"]), head);
}

#[test]
fn what_cannot_be_done_is_said_in_words_and_on_stderr() {
    let shell = Shell::new();
    let cases: [(&[&str], &str, i32); 9] = [
        (&["show", "stock"], "business create", 1),
        (&["migrate", "--database", "mysql://x"], "sqlite:PATH or postgres", 2),
        (&["migrate", "--config", "nowhere.toml"], "nowhere.toml", 1),
        (&["serve", "--listen", "everywhere"], "HOST:PORT", 2),
        (&["business", "create", "--name", "X", "--currency", "XYZ1"], "ISO 4217", 2),
        (&["business", "create", "--name", "X", "--currency", "GBP", "--vat", "lots"], "percent", 2),
        (&["sell"], "unrecognized subcommand", 2),
        (&["show", "everything"], "invalid value", 2),
        (&["import", "catalogue"], "<FILE>", 2),
    ];
    for (words, expected, code) in cases {
        let (said, found) = shell.fail(words);
        assert!(said.contains(expected), "{words:?} said {said}");
        assert_eq!(found, code, "{words:?}");
    }
    shell.set_up();
    let cases: [(&[&str], &str); 10] = [
        (&["stock", "receive", "--line", "NIX=1"], "no product with code \"NIX\""),
        (&["stock", "receive", "--line", "NIX"], "SKU=QUANTITY"),
        (&["stock", "receive"], "nothing to take in"),
        (&["terminal", "enrol-code", "--store", "Mars"], "called \"Mars\""),
        (&["store", "add", "--name", "High-Street"], "a store called \"High-Street\" already"),
        (&["store", "add", "--name", "  "], "a name has 1 to 200 characters"),
        (&["business", "create", "--name", "Lamp & Chair", "--currency", "GBP"], "a business called"),
        (&["staff", "add", "--name", "B", "--role", "king", "--pin", "471100"], "the business has no role \"king\""),
        (&["staff", "add", "--name", "B", "--role", "cashier", "--pin", "12"], "a PIN has 4 to 12 digits"),
        (&["staff", "add", "--name", "B", "--code", "01", "--role", "cashier", "--pin", "471100"], "has the code"),
    ];
    for (words, expected) in cases {
        let (said, _) = shell.fail(words);
        assert!(said.contains(expected), "{words:?} said {said}");
    }
}

#[test]
fn flags_win_over_the_environment_and_the_environment_over_the_file() {
    let shell = Shell::new();
    shell.file("counterfoil-server.toml", b"database = \"sqlite:file.db\"\n");
    let made = |name: &str| shell.path(name).exists();
    assert!(shell.run(&["migrate"]).status.success() && made("file.db"));
    let mut command = shell.command(&["migrate"]);
    assert!(command.env("COUNTERFOIL_DATABASE", "sqlite:env.db").status().unwrap().success() && made("env.db"));
    let mut command = shell.command(&["migrate", "--database", "sqlite:flag.db"]);
    assert!(command.env("COUNTERFOIL_DATABASE", "sqlite:other.db").status().unwrap().success() && made("flag.db"));
    assert!(!made("other.db"));
}

struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_serves_on_the_port_it_names_and_ends_on_a_signal() {
    let shell = Shell::new();
    let mut command = shell.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut serving = Serving(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on ").unwrap().to_owned();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let health: Value =
        runtime.block_on(async { reqwest::get(format!("{address}/health")).await.unwrap().json().await.unwrap() });
    assert_eq!(health["status"], "ok");
    let pid = serving.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(serving.0.wait().unwrap().success(), "a signal is a clean end");
}
