//! Everything that needs more than one module, in one binary so that it links once. Stories
//! of the core run once on SQLite and once on a private PostgreSQL.

// A test may panic, also where a helper of it does.
#![allow(clippy::unwrap_used)]

mod approval;
mod aside;
mod asked;
mod claimed;
mod client;
mod database;
mod day;
mod enrolment;
mod erased;
mod following;
mod fork;
mod greeting;
mod header;
mod import;
mod limits;
mod money;
mod odd;
#[path = "../../tests/src/postgres.rs"]
mod postgres;
mod price;
mod process;
mod program;
mod pushing;
mod rebuild;
mod restored;
mod running;
mod session;
mod shop;
mod spreadsheet;
mod stock;
mod updated;
mod versions;
mod words;

/// `story!(name)` makes one test per database out of `async fn name(shop: Shop)`.
macro_rules! story {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_sqlite() {
                super::$name(crate::shop::Shop::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn on_postgres() {
                super::$name(crate::shop::Shop::on_postgres().await).await;
            }
        }
    )*};
}
pub(crate) use story;
