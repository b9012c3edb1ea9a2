//! A screen of its own for one window, so that nothing covers it and nothing is shown to anybody.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

pub struct Display {
    server: Child,
    pub name: String,
}

impl Display {
    /// Starts an X server that picks a free number by itself and says which.
    pub fn start(width: u32, height: u32) -> Display {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{width}x{height}x24")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("Xvfb could not be started ({error}); `make setup` installs it"));
        let mut number = String::new();
        let said = server.stdout.take().map(|output| BufReader::new(output).read_line(&mut number));
        let number = number.trim();
        assert!(matches!(said, Some(Ok(_))) && !number.is_empty(), "Xvfb did not say which display it opened");
        let name = format!(":{number}");
        Display { server, name }
    }

    /// Writes what is on it as PNG, without the empty border around the window.
    pub fn picture(&self, path: &std::path::Path) {
        let mut import = Command::new("import");
        import.env("DISPLAY", &self.name).args(["-window", "root", "-trim", "+repage"]);
        let done = import.arg(path).status();
        assert!(done.is_ok_and(|status| status.success()), "ImageMagick's import failed; `make setup` installs it");
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
