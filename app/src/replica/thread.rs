//! A thread that owns something which must not be shared, and runs work on it in order.

use super::ReplicaError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use tokio::sync::oneshot;

type Work<S> = Box<dyn FnOnce(&mut S) + Send>;

pub(crate) struct Thread<S> {
    queue: Option<mpsc::Sender<Work<S>>>,
    handle: Option<std::thread::JoinHandle<()>>,
}

impl<S: Send + 'static> Thread<S> {
    pub(crate) fn start(name: &str, mut state: S) -> std::io::Result<Thread<S>> {
        let (queue, work) = mpsc::channel::<Work<S>>();
        let handle = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            for step in work {
                // A panic in one step rolls its transaction back and leaves the thread alive:
                // the next sale must still be possible.
                if catch_unwind(AssertUnwindSafe(|| step(&mut state))).is_err() {
                    tracing::error!("a step on the database's thread panicked and was rolled back");
                }
            }
        })?;
        Ok(Thread { queue: Some(queue), handle: Some(handle) })
    }

    fn send<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<oneshot::Receiver<T>, ReplicaError> {
        let (reply, answer) = oneshot::channel();
        let step: Work<S> = Box::new(move |state| {
            // Nobody waiting any more is no reason to leave the work undone.
            let _ = reply.send(work(state));
        });
        let queue = self.queue.as_ref().ok_or(ReplicaError::ThreadEnded)?;
        queue.send(step).map_err(|_| ReplicaError::ThreadEnded)?;
        Ok(answer)
    }

    pub(crate) async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<T, ReplicaError> {
        self.send(work)?.await.map_err(|_| ReplicaError::ThreadEnded)
    }

    pub(crate) fn call_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut S) -> T + Send + 'static,
    ) -> Result<T, ReplicaError> {
        self.send(work)?.blocking_recv().map_err(|_| ReplicaError::ThreadEnded)
    }
}

/// Ends the thread once its queue is done, so that files are closed when the handle is gone.
impl<S> Drop for Thread<S> {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(handle) = self.handle.take()
            && handle.thread().id() != std::thread::current().id()
        {
            let _ = handle.join();
        }
    }
}
