//! How sure it was that the goods of a line would be there.

use crate::unit::open_names;

open_names! {
    /// What the till told the customer. The server's allocation is a separate state.
    pub enum Promise {
        /// Class 0: handed over at the counter.
        CarriedOut = "carried_out",
        /// Class 1: covered by a lease of the till.
        Guaranteed = "guaranteed",
        /// Class 2: subject to stock, to be confirmed by the server.
        ToBeConfirmed = "to_be_confirmed",
    }
}
