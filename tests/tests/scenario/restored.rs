//! The server's disk died, and its books come back from a backup that is older than the last sales.

use crate::counter::*;
use counterfoil_tests::world::*;
use std::path::PathBuf;
use std::sync::Arc;

/// What the shop sold on both sides of the backup.
struct Sold {
    till: Arc<Till>,
    other: Arc<Till>,
    sales: Vec<shared_model::command::SaleDone>,
}

fn file(world: &World) -> PathBuf {
    world.server.database.strip_prefix("sqlite:").expect("SQLite").into()
}

async fn sold_before_and_after(world: &World, back_up: impl AsyncFnOnce()) -> Sold {
    world.receive(&[("MUG", 10)]).await;
    let (till, other) = (world.till("A").await, world.till("B").await);
    let mut sales = vec![sell(&till, "MUG", 1).await];
    till.sent().await;
    back_up().await;
    sales.extend([sell(&till, "MUG", 2).await, sell(&other, "MUG", 3).await]);
    till.sent().await;
    other.sent().await;
    till.sees_stock("MUG", 4, 4).await;
    world.server.kill();
    sales.push(sell(&other, "MUG", 1).await);
    Sold { till, other, sales }
}

/// Nobody touches a till.
async fn everything_is_there_again(world: &World, Sold { till, other, mut sales }: Sold) {
    world.server.start_again().await;
    till.sent().await;
    other.sent().await;
    sales.push(sell(&till, "MUG", 1).await);
    till.sent().await;
    assert_exactly(world, &sales).await;
    both_see(&[&till, &other], "MUG", 2, 2).await;
    assert!(world.server.rows("forks").await.is_empty());
    assert!(world.server.rows("set-aside").await.is_empty());
    let built = world.server.cli(&["rebuild", "--check"]).await;
    assert_eq!(built["differ"], serde_json::json!([]), "{built}");
}

fn gone(world: &World) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = file(world).into_os_string();
        name.push(ending);
        // Whichever of them there are.
        let _ = std::fs::remove_file(name);
    }
}

async fn run(program: &str, words: &[&str]) {
    let output = tokio::process::Command::new(program).args(words).output().await.expect("it comes with PostgreSQL");
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_came_back_from_a_backup_and_the_tills_sent_again_what_it_had_lost() {
    let world = World::new().await;
    let backup = file(&world).with_file_name("backup.db").display().to_string();
    let sold = sold_before_and_after(&world, async || {
        world.server.cli(&["backup", &backup]).await;
    })
    .await;
    for command in ["restore", "backup"] {
        let refused = world.server.try_cli(&[command, &backup]).await.expect_err("nothing is written over");
        assert!(refused.contains("is there already"), "{refused}");
    }
    gone(&world);
    let mut damaged = std::fs::read(&backup).expect("a copy");
    // Some of them may stand where nothing is kept any more.
    let entries: Vec<usize> =
        damaged.windows(11).enumerate().filter(|(_, text)| *text == b"recorded_at").map(|(at, _)| at).collect();
    entries.into_iter().for_each(|at| damaged[at] ^= 1);
    let changed = world.server.file("changed.db", "");
    std::fs::write(&changed, damaged).expect("a copy");
    let refused = world.server.try_cli(&["restore", &changed]).await.expect_err("an entry is not what it was");
    assert!(refused.contains("the copy is damaged"), "{refused}");
    let refused = world.server.try_cli(&["restore", "/dev/null"]).await.expect_err("it holds nothing");
    assert!(refused.contains("no database of this server"), "{refused}");
    assert_eq!(world.server.cli(&["restore", &backup]).await["generation"], 2);
    everything_is_there_again(&world, sold).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_came_back_from_a_backup_and_the_tills_sent_again_what_it_had_lost_on_postgres() {
    let world = World::on(Database::Postgres).await;
    let (dump, cut) = (world.server.file("shop.dump", ""), world.server.file("cut.dump", ""));
    let sold = sold_before_and_after(&world, async || {
        run("pg_dump", &["--format=custom", "--file", &dump, &world.server.database]).await;
        world.server.cli(&["backup", &dump]).await;
    })
    .await;
    let bytes = std::fs::read(&dump).expect("a dump");
    std::fs::write(&cut, &bytes[..bytes.len() - 1000]).expect("a part of it");
    let (missing, none) = (format!("{dump}.no"), world.server.file("none.dump", "PGDMP"));
    for (file, why) in [(&missing, "pg_dump --format=custom"), (&cut, "does not read"), (&none, "does not read")] {
        let refused = world.server.try_cli(&["backup", file]).await.expect_err("it is no whole dump");
        assert!(refused.contains(why), "{refused}");
    }
    run("pg_restore", &["--clean", "--if-exists", "--dbname", &world.server.database, &dump]).await;
    assert_eq!(world.server.cli(&["restore"]).await["generation"], 2);
    everything_is_there_again(&world, sold).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_was_put_back_under_the_running_server_and_another_life_began_by_itself() {
    let world = World::on(Database::Postgres).await;
    let dump = world.server.file("shop.dump", "");
    world.receive(&[("MUG", 10)]).await;
    let (till, other) = (world.till("A").await, world.till("B").await);
    let mut sales = vec![sell(&till, "MUG", 1).await];
    till.sent().await;
    run("pg_dump", &["--format=custom", "--file", &dump, &world.server.database]).await;
    sales.extend([sell(&till, "MUG", 1).await, sell(&other, "MUG", 1).await]);
    till.sent().await;
    other.sent().await;
    let words = ["--clean", "--if-exists", "--single-transaction", "--dbname", &world.server.database, &dump];
    run("pg_restore", &words).await;
    sales.extend([sell(&till, "MUG", 1).await, sell(&other, "MUG", 1).await]);
    till.sent().await;
    other.sent().await;
    both_see(&[&till, &other], "MUG", 5, 5).await;
    assert_exactly(&world, &sales).await;
    let built = world.server.cli(&["rebuild", "--check"]).await;
    assert_eq!(built["differ"], serde_json::json!([]), "{built}");
    assert_eq!(world.server.cli(&["restore"]).await["generation"], 3, "it had begun its second life by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_copied_an_old_file_back_and_the_first_till_that_had_read_further_told_the_server_so() {
    let world = World::new().await;
    let old = file(&world).with_extension("old");
    let sold = sold_before_and_after(&world, async || {
        world.server.kill();
        // Whoever opens and closes it leaves nothing beside it.
        world.server.cli(&["migrate"]).await;
        std::fs::copy(file(&world), &old).expect("a copy");
        world.server.start_again().await;
    })
    .await;
    gone(&world);
    std::fs::copy(&old, file(&world)).expect("a copy");
    let till = sold.till.clone();
    everything_is_there_again(&world, sold).await;
    assert_eq!(world.server.cli(&["restore"]).await["generation"], 3, "it had begun its second life by itself");
    // Also while it runs.
    till.offline().await;
    sell(&till, "MUG", 1).await;
    till.sent().await;
    till.sees_stock("MUG", 1, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_were_replaced_under_the_running_server_which_ended_instead_of_writing_to_what_was_moved_away() {
    let world = World::new().await;
    let backup = file(&world).with_file_name("backup.db").display().to_string();
    world.receive(&[("MUG", 10)]).await;
    let till = world.till("A").await;
    let mut sales = vec![sell(&till, "MUG", 1).await];
    till.sent().await;
    world.server.cli(&["backup", &backup]).await;
    sales.push(sell(&till, "MUG", 2).await);
    till.sent().await;
    gone(&world);
    world.server.cli(&["restore", &backup]).await;
    world.server.ended().await;
    assert!(world.server.last_words().contains("moved away or replaced"), "{}", world.server.last_words());
    sales.push(sell(&till, "MUG", 3).await);
    world.server.start_again().await;
    till.sent().await;
    assert_exactly(&world, &sales).await;
    till.sees_stock("MUG", 4, 4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_till_that_was_set_up_after_the_backup_is_let_in_again_without_a_new_code() {
    let world = World::new().await;
    let backup = file(&world).with_file_name("backup.db").display().to_string();
    world.receive(&[("MUG", 10)]).await;
    let till = world.till("A").await;
    world.server.cli(&["backup", &backup]).await;
    let late = world.till("B").await;
    let mut sales = vec![sell(&late, "MUG", 2).await];
    late.sent().await;
    world.server.kill();
    gone(&world);
    world.server.cli(&["restore", &backup]).await;
    sales.push(sell(&late, "MUG", 1).await);
    world.server.start_again().await;
    sales.push(sell(&till, "MUG", 1).await);
    till.sent().await;
    late.sent().await;
    assert_exactly(&world, &sales).await;
    both_see(&[&till, &late], "MUG", 6, 6).await;
    assert_eq!(world.server.rows("terminals").await.len(), 2);
    let built = world.server.cli(&["rebuild", "--check"]).await;
    assert_eq!(built["differ"], serde_json::json!([]), "{built}");
}
