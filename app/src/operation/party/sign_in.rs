//! `sign_in`: works offline, from the replica.

use super::pin;
use crate::operation::Operation;
use crate::till::{Act, Caller, Till, staff_view};
use shared_model::command::{SignIn, SignedIn};
use shared_model::party::Staff;
use shared_model::refusal::Refusal;

pub struct Begun {
    staff: Staff,
    token: String,
}

impl Operation<SignIn> for Till {
    type Prepared = Begun;

    async fn prepare(&self, _: &Caller, ask: SignIn) -> Result<Begun, Refusal> {
        let staff = pin::verify(self, ask.staff, ask.pin).await?;
        let token = hex::encode(self.bytes::<32>());
        self.sessions.begin(token.clone(), staff.clone());
        Ok(Begun { staff, token })
    }

    fn run(act: &mut Act<'_>, Begun { staff, token }: Begun) -> Result<SignedIn, Refusal> {
        let status = act.look().status(Some(&staff))?;
        let roles = act.look().reader.business()?.map(|business| business.roles).unwrap_or_default();
        Ok(SignedIn { staff: staff_view(&staff, &roles), token, status })
    }
}
