//! What could be seen from outside while the day went on: one look at every till after the
//! other, as often as they answer.

use super::stage::Stage;
use crate::world::Till;
use shared_model::command::{ConnectionState, Status};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

const EVERY: Duration = Duration::from_millis(250);

#[derive(Debug, Clone)]
pub struct Sighting {
    /// Milliseconds since the day began.
    pub at_ms: u64,
    pub till: usize,
    pub waiting: u64,
    pub backorders: u64,
    pub online: bool,
    pub weather: &'static str,
}

pub struct Watch {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Vec<Sighting>>,
}

impl Watch {
    pub fn begin(stage: &Stage) -> Watch {
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(look(stage.tills.clone(), stopped));
        Watch { stop, task }
    }

    pub async fn end(self) -> Vec<Sighting> {
        // The task may only be gone already if it ended by itself.
        let _ = self.stop.send(());
        self.task.await.unwrap_or_default()
    }
}

async fn look(tills: Vec<Arc<Till>>, mut stopped: oneshot::Receiver<()>) -> Vec<Sighting> {
    let start = Instant::now();
    let mut looks = Vec::new();
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        // The last look is how it ended.
        let last = tokio::select! {
            biased;
            _ = &mut stopped => true,
            _ = ticks.tick() => false,
        };
        for (index, till) in tills.iter().enumerate() {
            let Ok(status) = till.call(Status {}).await else { continue };
            looks.push(Sighting {
                at_ms: start.elapsed().as_millis() as u64,
                till: index,
                waiting: status.waiting,
                backorders: status.backorders,
                online: status.connection.state == ConnectionState::Online,
                weather: till.link.weather().name(),
            });
        }
        if last {
            return looks;
        }
    }
}
