//! `staff_list`, `sign_in`, `sign_out`: works offline, from the replica.

use super::failure::storage;
use super::pin;
use super::session::Caller;
use super::status::{self, staff_view};
use super::till::Till;
use shared_model::command::{Done, Failure, SignIn, SignOut, SignedIn, StaffList, StaffView};

pub(super) async fn list(till: &Till, _: &Caller, _: StaffList) -> Result<Vec<StaffView>, Failure> {
    let staff = till.replica.read(|view| view.staff_active()).map_err(|error| storage(&error))?;
    Ok(staff.iter().map(staff_view).collect())
}

pub(super) async fn sign_in(till: &Till, _: &Caller, input: SignIn) -> Result<SignedIn, Failure> {
    let staff = pin::verify(till, input.staff, input.pin).await?;
    let token = hex::encode(till.bytes::<32>());
    till.sessions.begin(token.clone(), staff.clone());
    let status = status::view(till, Some(staff.clone())).await?;
    Ok(SignedIn { staff: staff_view(&staff), token, status })
}

pub(super) async fn sign_out(till: &Till, caller: &Caller, _: SignOut) -> Result<Done, Failure> {
    if let Some(token) = &caller.token {
        till.sessions.end(token);
    }
    Ok(Done {})
}
