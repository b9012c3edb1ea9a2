//! Whose turn it is. Stories run side by side; one at a screen runs alone, because a scanner is told from a person by
//! the milliseconds between its keys, and on a machine that is busy with everything else there is no scanner.

use std::sync::LazyLock;
use tokio::sync::watch;

#[derive(Default)]
struct Running {
    worlds: usize,
    alone: bool,
}

static RUNNING: LazyLock<watch::Sender<Running>> = LazyLock::new(|| watch::Sender::new(Running::default()));

impl Running {
    /// Says whether it was let in.
    fn enter(&mut self, alone: bool) -> bool {
        if self.alone || (alone && self.worlds > 0) {
            return false;
        }
        if alone {
            self.alone = true;
        } else {
            self.worlds += 1;
        }
        true
    }
}

pub struct Turn {
    alone: bool,
}

impl Turn {
    pub async fn take(alone: bool) -> Turn {
        let mut seen = RUNNING.subscribe();
        while !RUNNING.send_if_modified(|running| running.enter(alone)) {
            seen.changed().await.expect("the sender lives as long as the program");
        }
        Turn { alone }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        RUNNING.send_modify(|running| match self.alone {
            true => running.alone = false,
            false => running.worlds -= 1,
        });
    }
}
