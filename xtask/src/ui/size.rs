//! How large the program is that a till loads at its start.

use crate::Attempt;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt;
use std::io::Write;
use std::path::Path;

/// A till on a slow line loads this within seconds.
const COMPRESSED_MAX: usize = 1_500_000;

pub struct Size {
    compiled: usize,
    shipped: usize,
    compressed: usize,
}

impl Size {
    pub fn measure(compiled: &Path, dist: &Path) -> Attempt<Size> {
        let shipped = std::fs::read(dist.join("ui_bg.wasm"))?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&shipped)?;
        let compressed = encoder.finish()?.len();
        Ok(Size { compiled: usize::try_from(compiled.metadata()?.len())?, shipped: shipped.len(), compressed })
    }

    pub fn within_limit(&self) -> Attempt {
        match self.compressed <= COMPRESSED_MAX {
            true => Ok(()),
            false => Err(format!(
                "the screens are {} kB compressed and may be {} kB: see what the last change brought in",
                self.compressed / 1000,
                COMPRESSED_MAX / 1000
            )
            .into()),
        }
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kb = |bytes: usize| bytes / 1000;
        write!(
            f,
            "ui/dist: {} kB compiled, {} kB shipped, {} kB compressed (limit {} kB)",
            kb(self.compiled),
            kb(self.shipped),
            kb(self.compressed),
            kb(COMPRESSED_MAX)
        )
    }
}
