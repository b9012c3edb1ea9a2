//! Saying one message of the chosen language, and the macro that makes an accessor of each.

use super::language;
use crate::format;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

thread_local! {
    static BUNDLE: FluentBundle<FluentResource> = bundle(language::chosen());
}

fn bundle(language: &language::Language) -> FluentBundle<FluentResource> {
    let spoken = language.code.parse().expect("a language's code is a language tag");
    let mut bundle = FluentBundle::new(vec![spoken]);
    // A name may run against the direction of the sentence around it; where all run to the right no mark is needed.
    bundle.set_use_isolating(language.direction == "rtl");
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(format::count(number.value as u64)),
        FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }));
    for file in language.files {
        // What cannot be read is left out; that there is no such thing is checked before this is shipped.
        let read = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(read, _)| read);
        bundle.add_resource_overriding(read);
    }
    bundle
}

/// The message of this name; a name without one stands for itself.
pub fn say(id: &str, arguments: &[(&'static str, FluentValue<'_>)]) -> String {
    BUNDLE.with(|bundle| {
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { return id.to_owned() };
        let arguments: FluentArgs = arguments.iter().cloned().collect();
        bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    })
}

/// Makes the accessors of one noun: `title; lines(count: u64);`. What English lacks, or has
/// beyond them, does not compile.
macro_rules! messages {
    ($noun:literal: $($name:ident $(($($argument:ident: $type:ty),+))?;)+) => {
        const ENGLISH: &str = include_str!(concat!("../../text/en/", $noun, ".ftl"));
        const _: () = super::check::is_listed($noun, super::language::NOUNS);
        const _: () = super::check::has_no_other(ENGLISH, [$(stringify!($name)),+].len());
        $(
            pub fn $name($($($argument: $type),+)?) -> String {
                const ID: &str = concat!($noun, "_", stringify!($name));
                const _: () = super::check::has(ENGLISH, ID, &[$($(stringify!($argument)),+)?]);
                super::message::say(ID, &[$($((stringify!($argument), $argument.into())),+)?])
            }
        )+
    };
}

pub(super) use messages;
