//! From a data folder to a till that sells, with its conversation with the server under way.

use super::arguments::Arguments;
use super::{Failed, in_words};
use app::device::pdf;
use app::replica::{OpenOptions, OpenReport, Replica};
use app::sync;
use app::till::{Parts, SystemClock, SystemRandomness, Till};
use shared_model::command::AlarmView;
use shared_model::entry::Place;
use std::path::Path;
use std::sync::Arc;

/// Needs a runtime around it: sync runs in tasks of its own.
pub fn open(arguments: &Arguments) -> Result<Arc<Till>, Failed> {
    let folder = arguments.data_folder()?;
    make_private(&folder).map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    let (replica, report) = Replica::open(&folder, OpenOptions::default())?;
    tell(&report);
    let (till, ends) = Till::new(Parts {
        replica,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandomness),
        render: Arc::new(|receipt, format, copy| pdf::render(receipt, format, copy).map_err(|error| in_words(&error))),
    });
    if report.own_replaced {
        let is_whole = !report.journal_damaged && report.torn_bytes == 0;
        let alarm = if is_whole { AlarmView::Rebuilt {} } else { AlarmView::RebuiltInPart {} };
        ends.connection.send_modify(|connection| connection.alarm = Some(alarm));
    }
    if let Some(Place { seq, .. }) = report.fork {
        ends.connection.send_modify(|connection| connection.alarm = Some(AlarmView::Fork { seq }));
    }
    let settings = sync::Settings { server: arguments.server.clone(), enrol_code: arguments.enrol.clone() };
    tokio::spawn(sync::start(till.clone(), ends, settings));
    Ok(till)
}

/// The folder holds the device's key: nobody else's business.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn tell(report: &OpenReport) {
    if report.extended > 0 || report.rewritten > 0 || report.torn_bytes > 0 {
        let OpenReport { extended, rewritten, torn_bytes, .. } = report;
        tracing::warn!(extended, rewritten, torn_bytes, "database and journal were brought back in step");
    }
    if let Some(Place { incarnation, seq }) = report.fork {
        tracing::error!(incarnation, seq, "journal and database are of different copies of this till; both are kept");
    }
    if report.journal_damaged {
        tracing::error!("the journal was damaged; it is kept beside the new one, which has all that the database has");
    }
    if report.own_replaced {
        tracing::error!(entries = report.extended, "own.db was lost; it was built again from the journal");
    }
    if report.told_replaced {
        tracing::warn!("what the server told did not read; it is loaded again");
    }
}
