//! How the till is: its connection, its outbox, what waits for a person at the server.

use super::{ShiftView, StaffView};
use crate::fact::health::EntryRetried;
use crate::unit::*;
use crate::wire::told::health::SetAsideCode;
use crate::words::Worded;
use serde::{Deserialize, Serialize};

commands! {
    Status = "status", Nobody, StatusView, "Connection, outbox, stock age, shift and who is signed in." {}
    SetAsideList = "set_aside_list", Staff, Vec<SetAsideView>, "Entries of this till that the server could not apply." {}
    SetAsideRetry = "set_aside_retry", Records(EntryRetried), Vec<SetAsideView>, "Asks the server to try an entry again; needs a connection." { entry: String }
}

views! {
    StatusView {
        /// False until the till has enrolled and loaded its catalogue once.
        ready: bool,
        business: String,
        store: String,
        terminal_code: String,
        terminal_name: String,
        currency: Option<Currency>,
        staff: Option<StaffView>,
        shift: Option<ShiftView>,
        connection: ConnectionView,
        /// Entries saved on this till and not yet acknowledged by the server.
        waiting: u64,
        /// Of those, completed sales.
        waiting_sales: u64,
        set_aside: u64,
        count_tasks: u64,
        backorders: u64,
        /// When the newest stock figure was true, by the server.
        stock_as_of: Option<Timestamp>,
        /// Other tills of the store the server has not heard from lately.
        silent_peers: u32,
        /// What the server said and only a newer version of the till can read; kept until then.
        unread: u64,
        products: u64,
        loading: Option<LoadingView>,
        /// Until the till's program is started again.
        alarm: Option<AlarmView>,
    }

    /// First loading of the catalogue: positions applied and to come.
    LoadingView { done: u64, of: u64 }

    ConnectionView {
        state: ConnectionState,
        /// Since when it has been so.
        since: Option<Timestamp>,
        last_heard: Option<Timestamp>,
        /// Why not, when it is not connected.
        reason: Option<Worded>,
    }

    SetAsideView { entry: String, seq: u64, kind: String, code: SetAsideCode, reason: Worded, at: Timestamp }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    Online,
    Connecting,
    Offline,
    /// The server will not talk to this till; a person must act.
    Refused,
}

/// What is wrong with this till's chain of entries; only a person can mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AlarmView {
    /// The server holds another entry in the same place: this till's disk was copied or
    /// restored. Both sides' entries are kept.
    Fork { seq: u64 },
    /// The server asks for an entry that this till does not have; later ones wait.
    Missing { seq: u64 },
    /// The till's own file was gone or did not read, and was built again from its journal.
    Rebuilt {},
    /// The journal was damaged as well: what was newest may be missing.
    RebuiltInPart {},
}
