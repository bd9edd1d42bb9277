//! The clipboard, for reading. Writing goes through the window.

use crate::picture::Raster;

/// The text on the clipboard. `None`: there is none, or the desktop does not let us see it.
pub fn text() -> Option<String> {
    arboard::Clipboard::new().ok()?.get_text().ok()
}

/// What is on the clipboard as HTML, as browsers and word processors put it there. `None`: as for [`text`].
pub fn html() -> Option<String> {
    arboard::Clipboard::new().ok()?.get().html().ok()
}

/// The picture on the clipboard. `None`: as for [`text`].
pub fn picture() -> Option<Raster> {
    let image = arboard::Clipboard::new().ok()?.get_image().ok()?;
    let (width, height) = (u32::try_from(image.width).ok()?, u32::try_from(image.height).ok()?);
    Some(Raster { width, height, pixels: image.bytes.into_owned() })
}
