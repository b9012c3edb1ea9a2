//! Every command by name, for whichever shell carries it.

use super::failure::{refuse, storage};
use super::session::{Caller, check};
use super::till::Till;
use schemars::Schema;
use serde_json::Value;
use shared_model::command::{self, Command, ErrorCode, Failure, Needs, Retry};
use std::pin::Pin;

type Answering<'a> = Pin<Box<dyn Future<Output = Result<Value, Failure>> + Send + 'a>>;

pub struct Registered {
    pub name: &'static str,
    pub about: &'static str,
    pub needs: Needs,
    pub input: fn() -> Schema,
    pub output: fn() -> Schema,
    run: for<'a> fn(&'a Till, &'a Caller, Value) -> Answering<'a>,
}

macro_rules! registry {
    ($($command:ident => $handler:path),* $(,)?) => {
        /// All commands, in the order of `shared_model::command`.
        pub fn registry() -> &'static [Registered] {
            static REGISTRY: &[Registered] = &[$(Registered {
                name: command::$command::NAME,
                about: command::$command::ABOUT,
                needs: command::$command::NEEDS,
                input: || schemars::schema_for!(command::$command),
                output: || schemars::schema_for!(<command::$command as Command>::Output),
                run: |till, caller, json| Box::pin(async move {
                    let input: command::$command = parse(json)?;
                    reply(&$handler(till, caller, input).await?)
                }),
            }),*];
            REGISTRY
        }
    };
}

registry! {
    StaffList => super::sign_in::list,
    SignIn => super::sign_in::sign_in,
    SignOut => super::sign_in::sign_out,
    Status => super::status::run,
    ShiftOpen => super::shift_open::run,
    ProductSearch => super::product_search::search,
    ProductShow => super::product_search::show,
    ProductEdit => super::product_edit::edit,
    PriceSet => super::product_edit::set_price,
    CartShow => super::cart::show,
    CartScan => super::scan::scan,
    CartAdd => super::scan::add_product,
    CartQuantity => super::cart_line::quantity,
    CartRemove => super::cart_line::remove,
    CartFulfilment => super::cart_line::fulfilment,
    CartPrice => super::cart_line::price,
    CartCustomer => super::cart_customer::choose,
    CartUndo => super::cart::undo,
    CartCancel => super::cart_cancel::run,
    CustomerSearch => super::cart_customer::search,
    PayCash => super::pay_tender::cash,
    PayCardStart => super::pay_tender::card_start,
    PayCardResult => super::pay_tender::card_result,
    PayVoid => super::pay_tender::void,
    PayComplete => super::pay_complete::run,
    OrderList => super::order_list::list,
    OrderShow => super::order_list::show,
    ReceiptPrint => super::receipt::print,
    BackorderList => super::task_list::backorders,
    CountTaskList => super::task_list::counts,
    SetAsideList => super::ask_server::set_aside,
    SetAsideRetry => super::ask_server::retry,
    ReviewList => super::task_list::reviews,
    GoodsReceive => super::ask_server::receive,
}

/// Runs a command for whoever holds `token`.
pub async fn dispatch(till: &Till, token: Option<&str>, name: &str, json: Value) -> Result<Value, Failure> {
    let Some(registered) = registry().iter().find(|registered| registered.name == name) else {
        return Err(refuse(
            ErrorCode::UnknownCommand,
            format!("This till knows no command {name:?}. Nothing was changed."),
        ));
    };
    let caller = caller(till, token).await?;
    check(&caller, registered.needs)?;
    (registered.run)(till, &caller, json).await
}

/// Whether a token belongs to somebody who is signed in.
pub async fn signed_in(till: &Till, token: &str) -> bool {
    caller(till, Some(token)).await.is_ok_and(|caller| caller.staff.is_some())
}

/// The role may have changed, or the person left, since they signed in: the replica decides.
async fn caller(till: &Till, token: Option<&str>) -> Result<Caller, Failure> {
    let Some((token, staff)) = token.and_then(|token| till.sessions.staff(token).map(|staff| (token, staff))) else {
        return Ok(Caller::default());
    };
    let current = till.replica.read(move |view| view.staff(staff.id)).map_err(|error| storage(&error))?;
    let current = current.filter(|staff| staff.active);
    Ok(Caller { staff: current, token: Some(token.to_owned()) })
}

fn parse<T: Command>(json: Value) -> Result<T, Failure> {
    // A command without fields may come without a body.
    let json = if json.is_null() { Value::Object(serde_json::Map::new()) } else { json };
    let Value::Object(given) = &json else { return Err(unreadable(&"it is not a JSON object")) };
    let names: Vec<String> = given.keys().cloned().collect();
    let command: T = serde_json::from_value(json).map_err(|error| unreadable(&error))?;
    // A misspelt field must not be taken for one that was left out.
    let known = serde_json::to_value(&command).map_err(|error| unreadable(&error))?;
    match names.iter().find(|name| known.get(name).is_none()) {
        Some(name) => Err(unreadable(&format!("it has no field `{name}`"))),
        None => Ok(command),
    }
}

fn unreadable(why: &dyn std::fmt::Display) -> Failure {
    refuse(ErrorCode::BadRequest, format!("The request does not read as this command: {why}. Nothing was changed."))
}

fn reply<T: serde::Serialize>(output: &T) -> Result<Value, Failure> {
    serde_json::to_value(output).map_err(|error| {
        tracing::error!(%error, "an answer could not be written as JSON");
        let message = "The till could not put its answer into words. What was recorded is safe. Look at the orders before trying again.";
        Failure { code: ErrorCode::Internal, retry: Retry::Never, message: message.into() }
    })
}
