//! The clipboard, for reading. Writing goes through the window.

/// The text on the clipboard. `None`: there is none, or the desktop does not let us see it.
pub fn text() -> Option<String> {
    arboard::Clipboard::new().ok()?.get_text().ok()
}

/// What is on the clipboard as HTML, as browsers and word processors put it there. `None`: as for [`text`].
pub fn html() -> Option<String> {
    arboard::Clipboard::new().ok()?.get().html().ok()
}
