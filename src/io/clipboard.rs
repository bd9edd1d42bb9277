//! The clipboard, for reading. Writing goes through the window.

/// The text on the clipboard. `None`: there is none, or the desktop does not let us see it.
pub fn text() -> Option<String> {
    arboard::Clipboard::new().ok()?.get_text().ok()
}
