//! Repairs the one thing that wasm-opt of Debian 12 (binaryen 108) breaks: it writes every exported table as
//! table 0, so the program gets the function table where it stores JavaScript values, and stops at its start.

use crate::Attempt;

/// The name under which the binding exports the table of JavaScript values.
const NAME: &[u8] = b"__wbindgen_externrefs";
const TABLES: u8 = 4;
const EXPORTS: u8 = 7;
const KIND_TABLE: u8 = 1;
const EXTERNREF: u8 = 0x6f;

/// Points the export at the table of JavaScript values; a correct file stays as it is.
pub fn repair(wasm: &mut [u8]) -> Attempt {
    let Some(wanted) = externref_table(wasm)? else { return Ok(()) };
    let exports = section(wasm, EXPORTS)?.ok_or("the program exports nothing")?;
    let found = wasm[exports.clone()].windows(NAME.len()).position(|bytes| bytes == NAME);
    let Some(name) = found else { return Ok(()) };
    let after = exports.start + name + NAME.len();
    match wasm.get_mut(after..after + 2) {
        Some([KIND_TABLE, index]) => *index = wanted,
        _ => return Err("the program's export section is cut short".into()),
    }
    Ok(())
}

/// The index of the table that holds JavaScript values.
fn externref_table(wasm: &[u8]) -> Attempt<Option<u8>> {
    let Some(tables) = section(wasm, TABLES)? else { return Ok(None) };
    let mut at = tables.start;
    let count = number(wasm, &mut at)?;
    for index in 0..count {
        let kind = byte(wasm, &mut at)?;
        if kind == EXTERNREF {
            return Ok(Some(u8::try_from(index)?));
        }
        let has_maximum = number(wasm, &mut at)? & 1 == 1;
        number(wasm, &mut at)?;
        if has_maximum {
            number(wasm, &mut at)?;
        }
    }
    Ok(None)
}

/// Where the content of a section lies; the eight bytes before the first are the file's header.
fn section(wasm: &[u8], wanted: u8) -> Attempt<Option<std::ops::Range<usize>>> {
    let mut at = 8;
    while at < wasm.len() {
        let id = byte(wasm, &mut at)?;
        let length = number(wasm, &mut at)?;
        if length > wasm.len() - at {
            return Err("the program's file is cut short".into());
        }
        if id == wanted {
            return Ok(Some(at..at + length));
        }
        at += length;
    }
    Ok(None)
}

fn byte(wasm: &[u8], at: &mut usize) -> Attempt<u8> {
    let byte = *wasm.get(*at).ok_or("the program's file is cut short")?;
    *at += 1;
    Ok(byte)
}

/// An unsigned LEB128 number.
fn number(wasm: &[u8], at: &mut usize) -> Attempt<usize> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let part = byte(wasm, at)?;
        value |= usize::from(part & 0x7f) << shift;
        if part & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("the program's file holds a number of more than 32 bits".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two tables (functions with a maximum, JavaScript values) and the export of `index`.
    fn program(index: u8) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([TABLES, 10, 2, 0x70, 1, 0x90, 1, 0x90, 1, EXTERNREF]);
        wasm.extend([0, 4]);
        wasm.extend([EXPORTS, 25, 1, 21]);
        wasm.extend(NAME);
        wasm.extend([KIND_TABLE, index]);
        wasm
    }

    #[test]
    fn an_export_of_the_function_table_is_pointed_at_the_values() {
        let mut wasm = program(0);
        repair(&mut wasm).expect("well formed");
        assert_eq!(wasm, program(1));
    }

    #[test]
    fn a_correct_file_stays_as_it_is() {
        let mut wasm = program(1);
        repair(&mut wasm).expect("well formed");
        assert_eq!(wasm, program(1));
    }

    #[test]
    fn a_file_that_is_cut_short_is_an_error() {
        let wasm = program(0);
        assert!(repair(&mut wasm[..15].to_vec()).is_err());
        assert!(repair(&mut wasm[..wasm.len() - 1].to_vec()).is_err());
    }
}
