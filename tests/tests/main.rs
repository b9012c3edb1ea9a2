//! The whole product, from outside: every test starts the real server and real headless
//! tills. Build them first: `cargo build -p app -p sync-server` (as `make test` does).

mod counter;
mod counter_story;
mod crash;
mod day_story;
mod edits;
mod goods_story;
mod scan_story;
mod scenario;
mod screen_story;
mod stores;
mod tidy;
mod window_story;
