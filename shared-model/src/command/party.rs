//! Who stands at the counter: staff signing in, customers named.

use super::StatusView;
use crate::party::Address;
use crate::policy::Role;
use crate::unit::*;
use crate::words::Worded;
use serde::{Deserialize, Serialize};

commands! {
    StaffList = "staff_list", Nobody, Vec<StaffView>, "Who can sign in at this till." {}
    SignIn = "sign_in", Nobody, SignedIn, "Signs a staff member in by PIN; works offline." { staff: StaffId, pin: String }
    SignOut = "sign_out", Staff, Done, "Ends the session; the cart stays." {}
    CustomerSearch = "customer_search", Staff, Vec<CustomerView>, "Customers by number, name, e-mail or phone." {
        text: String,
        #[serde(default)] limit: Option<u32>,
    }
}

views! {
    StaffView {
        id: StaffId,
        code: String,
        name: String,
        role: Role,
        /// What the role allows, by name.
        #[serde(default)]
        permissions: Vec<String>,
    }

    SignedIn {
        staff: StaffView,
        /// Goes into `Authorization: Bearer …` of every later command over HTTP.
        token: String,
        status: StatusView,
    }

    Done {}

    CustomerView { id: CustomerId, number: String, label: Worded, email: String, phone: String, addresses: Vec<Address> }
}

/// A manager's PIN, given on the spot without signing the cashier out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApprovedBy {
    pub staff: StaffId,
    pub pin: String,
}
