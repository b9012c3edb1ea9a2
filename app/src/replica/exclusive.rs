//! A connection that one caller at a time works with, on the caller's own thread.
//!
//! A thread of the connection's own would cost each sale two switches between threads, which
//! is half of what a durable commit takes.

use super::ReplicaError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use tokio::runtime::{Handle, RuntimeFlavor};

pub(crate) struct Exclusive<S> {
    state: Mutex<S>,
}

impl<S> Exclusive<S> {
    pub(crate) fn new(state: S) -> Exclusive<S> {
        Exclusive { state: Mutex::new(state) }
    }

    /// Waits for its turn, then works. Inside a runtime of several threads, other tasks move
    /// to another one meanwhile.
    pub(crate) fn call<T>(&self, work: impl FnOnce(&mut S) -> T) -> Result<T, ReplicaError> {
        match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
            Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(|| self.run(work)),
            _ => self.run(work),
        }
    }

    /// A panic in `work` rolls its transaction back and stays here: the next sale must still
    /// be possible.
    fn run<T>(&self, work: impl FnOnce(&mut S) -> T) -> Result<T, ReplicaError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        catch_unwind(AssertUnwindSafe(|| work(&mut state))).map_err(|_| {
            tracing::error!("work on a database panicked and was rolled back");
            ReplicaError::Panicked
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_panic_the_next_caller_finds_the_connection_working() {
        let exclusive = Exclusive::new(1);
        let panicked = exclusive.call(|_| -> i32 { panic!("as if a rule had a bug") });
        assert!(matches!(panicked, Err(ReplicaError::Panicked)));
        assert_eq!(exclusive.call(|state| *state + 1).unwrap(), 2);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn others_go_on_while_one_caller_works() {
        let exclusive = Exclusive::new(());
        let (sender, receiver) = std::sync::mpsc::channel();
        tokio::spawn(async move { sender.send(7).expect("somebody listens") });
        // The only worker thread is taken; the task above still gets to run.
        assert_eq!(exclusive.call(|()| receiver.recv()).unwrap(), Ok(7));
    }
}
