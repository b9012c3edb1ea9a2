//! Why a till is not connected, beside what the server itself says of it.

use crate::reason::reasons;

reasons! {
    pub enum LinkReason {
        /// The server answered for entries that were not sent.
        ForeignResult {} = "foreign_result";
        /// It keeps asking for the same entries.
        NoProgress {} = "no_progress";
        /// Entries of its log are missing; they are read again.
        LogGap {} = "log_gap";
        /// What it told in another life of it.
        OtherLife {} = "other_life";
        /// More than it was asked for.
        Flooded {} = "flooded";
        /// The connection is not opened in time.
        NotOpened {} = "not_opened";
        NotGreeted {} = "not_greeted";
        NotHeard {} = "not_heard";
        /// To what was sent.
        NoAnswer {} = "no_answer";
        OutOfTurn {} = "out_of_turn";
        /// The server holds entries of another copy of this till.
        OtherCopy {} = "other_copy";
        /// What answers is not the server that this till knows.
        Stranger {} = "stranger";
        /// Frames do not go out as fast as they are made.
        Stuck {} = "stuck";
        OutboxUnreadable {} = "outbox_unreadable";
        DiskBehind {} = "disk_behind";
        DiskRefused {} = "disk_refused";
        NotStored {} = "not_stored";
        PageMisfit {} = "page_misfit";
        PageTooLong { rows: u64 } = "page_too_long";
        PageUnsigned {} = "page_unsigned";
        BadAddress { address: String } = "bad_address";
        NotPrepared {} = "not_prepared";
        Unreachable {} = "unreachable";
        NoSyncServer {} = "no_sync_server";
        Lost {} = "lost";
        Closed {} = "closed";
        FrameUnreadable {} = "frame_unreadable";
        NoServer {} = "no_server";
        NoCode {} = "no_enrol_code";
        /// In the server's words.
        EnrolRefused { why: String } = "enrol_refused";
        EnrolLater { why: String } = "enrol_later";
        KeyUnreadable {} = "key_unreadable";
        BadCertificate {} = "bad_certificate";
    }
}
