//! How money, quantities and dates look: the web view's own `Intl`, so that each language
//! gets its separators without carrying tables of them.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use shared_model::unit::{Amount, BusinessDate, Currency, Money, Quantity, Timestamp};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;

thread_local! {
    static LOCALE: Cell<&'static str> = const { Cell::new("") };
    /// Making a formatter costs more than using it a thousand times.
    static NUMBERS: RefCell<BTreeMap<String, Function>> = const { RefCell::new(BTreeMap::new()) };
    static DATES: RefCell<BTreeMap<&'static str, Function>> = const { RefCell::new(BTreeMap::new()) };
}

/// `£1,801.40`.
pub fn money(amount: Amount, currency: Currency) -> String {
    let options = [("style", "currency"), ("currency", currency.code()), ("currencyDisplay", "narrowSymbol")];
    number(currency.code(), &options, &Money::new(amount, currency).to_decimal())
}

/// The same; nothing where no currency is known yet.
pub fn money_in(value: Amount, currency: Option<Currency>) -> String {
    currency.map_or_else(String::new, |currency| money(value, currency))
}

/// `1,801.40`: where the currency is said once nearby.
pub fn amount(amount: Amount, currency: Currency) -> String {
    let decimals = currency.exponent().to_string();
    let options = [("minimumFractionDigits", decimals.as_str())];
    number(&format!("decimal {decimals}"), &options, &Money::new(amount, currency).to_decimal())
}

/// `-1,801.40` with the sign typography wants.
pub fn minus(value: Amount, currency: Currency) -> String {
    format!("−{}", amount(Amount(value.0.saturating_abs()), currency))
}

pub fn quantity(quantity: Quantity) -> String {
    number("quantity", &[("maximumFractionDigits", "3")], &quantity.to_string())
}

pub fn count(count: u64) -> String {
    number("count", &[], &count.to_string())
}

fn number(key: &str, options: &[(&str, &str)], decimal: &str) -> String {
    NUMBERS.with(|cache| {
        let mut cache = cache.borrow_mut();
        let format = cache
            .entry(key.to_owned())
            .or_insert_with(|| Intl::NumberFormat::new(&locale(), &object(options)).format());
        // Given as text, so that no digit passes through a float.
        text_or(format.call1(&JsValue::NULL, &decimal.into()), decimal)
    })
}

/// The clock on the wall, for the top bar.
pub fn clock_now() -> String {
    date("time", js_sys::Date::now())
}

/// `10:42` today, `24 Nov, 10:42` on another day.
pub fn time_or_day(at: Timestamp) -> String {
    let same_day = date("day", at.unix_ms as f64) == date("day", Date::now());
    date(if same_day { "time" } else { "day_time" }, at.unix_ms as f64)
}

pub fn day_time(at: Timestamp) -> String {
    date("day_time", at.unix_ms as f64)
}

pub fn day(day: BusinessDate) -> String {
    date("utc_day", f64::from(day.to_days()) * 86_400_000.0)
}

fn date(kind: &'static str, unix_ms: f64) -> String {
    let options: &[(&str, &str)] = match kind {
        "time" => &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")],
        "day" => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
        "utc_day" => {
            &[("weekday", "short"), ("day", "numeric"), ("month", "short"), ("year", "numeric"), ("timeZone", "UTC")]
        }
        _ => {
            &[("day", "numeric"), ("month", "short"), ("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")]
        }
    };
    DATES.with(|cache| {
        let mut cache = cache.borrow_mut();
        let format =
            cache.entry(kind).or_insert_with(|| Intl::DateTimeFormat::new(&locale(), &object(options)).format());
        text_or(format.call1(&JsValue::NULL, &Date::new(&unix_ms.into())), "")
    })
}

/// Once, before anything is drawn.
pub fn use_locale(locale: &'static str) {
    LOCALE.set(locale);
}

fn locale() -> Array {
    Array::of1(&LOCALE.get().into())
}

fn object(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in options {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    object
}

fn text_or(value: Result<JsValue, JsValue>, otherwise: &str) -> String {
    value.ok().and_then(|text| text.as_string()).unwrap_or_else(|| otherwise.to_owned())
}
