//! Every command by name, for whichever shell carries it.
//!
//! Invariant: each command of `shared_model::every_command` has exactly one operation, which
//! decides, looks or asks; one without does not compile.

use super::{Asking, Operation, Reading};
use crate::till::{Caller, Till, denied, roles, who};
use schemars::{JsonSchema, Schema};
use serde_json::Value;
use shared_model::command::{self, Command, Needs};
use shared_model::refusal::{Refusal, RequestRefusal};
use std::pin::Pin;

type Handling<'a> = Pin<Box<dyn Future<Output = Result<Value, Refusal>> + Send + 'a>>;

pub struct Registered {
    pub name: &'static str,
    pub about: &'static str,
    pub needs: Needs,
    pub input: fn() -> Schema,
    pub output: fn() -> Schema,
    run: for<'a> fn(&'a Till, &'a Caller, Value) -> Handling<'a>,
}

/// An [`Operation`], a [`Reading`] or an [`Asking`]; the compiler finds out which by what there is.
trait Handle<C: Command, Kind> {
    fn handle(&self, caller: &Caller, ask: C) -> impl Future<Output = Result<C::Output, Refusal>> + Send;
}

struct Deciding;
struct Looking;
struct Questioning;

impl<C: Command> Handle<C, Deciding> for Till
where
    Till: Operation<C>,
{
    async fn handle(&self, caller: &Caller, ask: C) -> Result<C::Output, Refusal> {
        let prepared = self.prepare(caller, ask).await?;
        self.act(caller, |act| <Till as Operation<C>>::run(act, prepared)).await
    }
}

impl<C: Command> Handle<C, Looking> for Till
where
    Till: Reading<C>,
{
    async fn handle(&self, caller: &Caller, ask: C) -> Result<C::Output, Refusal> {
        self.look(caller, |look| <Till as Reading<C>>::read(look, ask))
    }
}

impl<C: Command> Handle<C, Questioning> for Till
where
    Till: Asking<C>,
{
    async fn handle(&self, caller: &Caller, ask: C) -> Result<C::Output, Refusal> {
        let heard = self.hear(&ask).await?;
        self.look(caller, |look| <Till as Asking<C>>::read(look, ask, heard))
    }
}

const fn registered<C, Kind>() -> Registered
where
    C: Command + JsonSchema,
    C::Output: JsonSchema,
    Till: Handle<C, Kind>,
{
    Registered {
        name: C::NAME,
        about: C::ABOUT,
        needs: C::NEEDS,
        input: || schemars::schema_for!(C),
        output: || schemars::schema_for!(C::Output),
        run: |till, caller, json| Box::pin(async move { reply(&till.handle(caller, parse::<C>(json)?).await?) }),
    }
}

macro_rules! registry {
    ($($command:ident)*) => {
        /// All commands, in the order of `shared_model::every_command`.
        pub fn registry() -> &'static [Registered] {
            static REGISTRY: &[Registered] = &[$(registered::<command::$command, _>()),*];
            REGISTRY
        }
    };
}
shared_model::every_command!(registry);

/// Runs a command for whoever holds `token`.
pub async fn dispatch(till: &Till, token: Option<&str>, name: &str, json: Value) -> Result<Value, Refusal> {
    let Some(registered) = registry().iter().find(|registered| registered.name == name) else {
        return Err(RequestRefusal::UnknownCommand { name: name.to_owned() }.into());
    };
    let caller = till.caller(token)?;
    check(till, &caller, registered.needs)?;
    (registered.run)(till, &caller, json).await
}

/// Whether the caller may ask for a command at all.
fn check(till: &Till, caller: &Caller, needs: Needs) -> Result<(), Refusal> {
    let roles = till.replica.read(roles)?;
    needs.ask(&roles, who(caller.staff.as_ref())).map_err(denied)
}

fn parse<C: Command>(json: Value) -> Result<C, RequestRefusal> {
    // A command without fields may come without a body.
    let json = if json.is_null() { Value::Object(serde_json::Map::new()) } else { json };
    let Value::Object(given) = &json else { return Err(RequestRefusal::NotAnObject) };
    let names: Vec<String> = given.keys().cloned().collect();
    let command: C = serde_json::from_value(json).map_err(unreadable)?;
    // A misspelt field must not be taken for one that was left out.
    let known = serde_json::to_value(&command).map_err(unreadable)?;
    match names.into_iter().find(|name| known.get(name).is_none()) {
        Some(name) => Err(RequestRefusal::NoSuchField { name }),
        None => Ok(command),
    }
}

fn unreadable(error: serde_json::Error) -> RequestRefusal {
    RequestRefusal::Unreadable { why: error.to_string() }
}

fn reply<T: serde::Serialize>(output: &T) -> Result<Value, Refusal> {
    serde_json::to_value(output).map_err(|error| {
        tracing::error!(%error, "an answer could not be written as JSON");
        RequestRefusal::Unanswerable.into()
    })
}
