//! The files beside the program: page, start script, style, fonts; and the stamp that saves a rebuild.

use crate::{Attempt, path};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Loads the program. A file of its own, since the content policy allows no inline script.
const START: &str = "import init from './ui.js';\ninit({ module_or_path: './ui_bg.wasm' });\n";

const STAMP: &str = ".stamp";

/// One number over everything that goes into `ui/dist`, this tool included.
pub fn stamp(compiled: &Path) -> Attempt<u64> {
    let mut hasher = DefaultHasher::new();
    START.hash(&mut hasher);
    env!("CARGO_PKG_VERSION").hash(&mut hasher);
    std::fs::read(compiled)?.hash(&mut hasher);
    for file in static_files()? {
        file.hash(&mut hasher);
        std::fs::read(&file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

pub fn is_current(dist: &Path, stamp: u64) -> bool {
    std::fs::read_to_string(dist.join(STAMP)).is_ok_and(|kept| kept == stamp.to_string())
        && ["index.html", "start.js", "style.css", "ui.js", "ui_bg.wasm"].iter().all(|name| dist.join(name).exists())
}

/// Written last, so that a build that was cut short is done again.
pub fn write_stamp(dist: &Path, stamp: u64) -> Attempt {
    Ok(std::fs::write(dist.join(STAMP), stamp.to_string())?)
}

/// Copies the page and the fonts; all style sheets become one.
pub fn copy_static(dist: &Path) -> Attempt {
    let ui = path::root().join("ui");
    std::fs::copy(ui.join("index.html"), dist.join("index.html"))?;
    std::fs::write(dist.join("start.js"), START)?;
    let mut style = String::new();
    for sheet in style_sheets()? {
        style.push_str(&std::fs::read_to_string(sheet)?);
        style.push('\n');
    }
    std::fs::write(dist.join("style.css"), style)?;
    std::fs::create_dir_all(dist.join("fonts"))?;
    for font in listed(&ui.join("fonts"))? {
        std::fs::copy(&font, dist.join("fonts").join(font.file_name().expect("a listed file has a name")))?;
    }
    Ok(())
}

fn static_files() -> Attempt<Vec<PathBuf>> {
    let ui = path::root().join("ui");
    let mut files = vec![ui.join("index.html")];
    files.extend(style_sheets()?);
    files.extend(listed(&ui.join("fonts"))?);
    Ok(files)
}

/// What all pages share, in the order of the file names, then the pages' own.
fn style_sheets() -> Attempt<Vec<PathBuf>> {
    let folder = path::root().join("ui/style");
    let mut sheets = listed(&folder)?;
    sheets.extend(listed(&folder.join("page"))?);
    sheets.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    Ok(sheets)
}

/// The files of a folder by name; a folder that isn't there has none.
pub fn listed(folder: &Path) -> Attempt<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
