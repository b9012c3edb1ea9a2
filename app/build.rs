//! Gives the window's parts to the program that has a window.

fn main() {
    #[cfg(feature = "window")]
    tauri_build::build();
}
