//! `sign_out`.

use crate::operation::Operation;
use crate::till::{Act, Caller, Till};
use shared_model::command::{Done, SignOut};
use shared_model::refusal::Refusal;

impl Operation<SignOut> for Till {
    type Prepared = ();

    async fn prepare(&self, caller: &Caller, _: SignOut) -> Result<(), Refusal> {
        if let Some(token) = &caller.token {
            self.sessions.end(token);
        }
        Ok(())
    }

    fn run(_: &mut Act<'_>, (): ()) -> Result<Done, Refusal> {
        Ok(Done {})
    }
}
