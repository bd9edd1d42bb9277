//! A page as it looks, by hayro. Nothing is asked of the system: faces that a PDF names and does not hold are those that hayro carries.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use hayro::{
    PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings,
    vello_cpu::color::palette::css::WHITE,
};
use hayro_interpret::hayro_syntax::page::Page;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::picture::{MAX_DRAWN, Raster};

use super::{ImportError, content_size, guard, load};

/// A page as it looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnPage {
    /// The page.
    pub raster: Raster,
    /// How many pages there are.
    pub pages: u32,
}

/// Why a page cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DrawError {
    /// A password is needed.
    #[error(
        "Could not show the page: the PDF is locked with a password. Open it in its own program and save it without one."
    )]
    Locked,
    /// It is no PDF, or not one that can be read.
    #[error("Could not show the page: the PDF is damaged. Ask for it again, or open it in its own program.")]
    Damaged,
    /// It has fewer pages.
    #[error("Could not show page {0}: the PDF has {1}.")]
    NoSuchPage(u32, usize),
    /// It draws without end, or in a way that is not known.
    #[error("Could not show the page: it is not drawn as a page should be. Open the PDF in its own program.")]
    NotDrawn,
}

/// Draws a page, counted from 1, on white, so that its longer side has so many pixels (within [`MAX_DRAWN`]).
///
/// # Errors
/// Every [`DrawError`].
pub fn draw(bytes: &[u8], page: u32, longest: u32) -> Result<DrawnPage, DrawError> {
    catch_unwind(AssertUnwindSafe(|| draw_unguarded(bytes, page, longest))).unwrap_or(Err(DrawError::NotDrawn))
}

fn draw_unguarded(bytes: &[u8], number: u32, longest: u32) -> Result<DrawnPage, DrawError> {
    let guarded = guard::guarded_with_pictures(bytes);
    let pdf = load(Arc::new(guarded.bytes).into()).map_err(|error| match error {
        ImportError::Locked(_) => DrawError::Locked,
        _ => DrawError::Damaged,
    })?;
    let pages = pdf.pages();
    let at = (number as usize).checked_sub(1);
    let page = at.and_then(|at| pages.get(at)).ok_or(DrawError::NoSuchPage(number, pages.len()))?;
    content_size(page, guarded.largest).ok_or(DrawError::NotDrawn)?;
    let raster = rasterised(page, longest.clamp(1, MAX_DRAWN) as f32).ok_or(DrawError::NotDrawn)?;
    Ok(DrawnPage { raster, pages: u32::try_from(pages.len()).unwrap_or(u32::MAX) })
}

fn rasterised(page: &Page<'_>, longest: f32) -> Option<Raster> {
    let (width, height) = page.render_dimensions();
    let scale = longest / width.max(height);
    // A page that is a line has a pixel across.
    let (x_scale, y_scale) = (scale.max(1.5 / width), scale.max(1.5 / height));
    if ![x_scale, y_scale].iter().all(|scale| scale.is_normal()) {
        return None;
    }
    let drawn = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale, y_scale, bg_color: WHITE },
    );
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    // On white nothing is seen through, so that no colour is multiplied.
    let raster = Raster { width, height, pixels: drawn.data_as_u8_slice().to_vec() };
    raster.len_of_pixels().is_some().then_some(raster)
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    /// Where a page is dark: left, top, right and bottom as shares of its sides.
    fn dark(raster: &Raster) -> Option<[f32; 4]> {
        let width = raster.width as usize;
        let grey = raster.on_white();
        let dark = grey.iter().enumerate().filter(|(_, lightness)| **lightness < 128);
        let places =
            dark.map(|(at, _)| ((at % width) as f32 / width as f32, (at / width) as f32 / raster.height as f32));
        places.fold(None, |found, (x, y)| {
            let [left, top, right, bottom] = found.unwrap_or([x, y, x, y]);
            Some([left.min(x), top.min(y), right.max(x), bottom.max(y)])
        })
    }

    fn check(bytes: &[u8], expected: [f32; 4]) {
        let drawn = draw(bytes, 1, 400).unwrap();
        let found = dark(&drawn.raster).expect("something is drawn");
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.03), "{found:?} {expected:?}");
    }

    /// A page that is a picture: black in its upper left quarter.
    fn scan() -> Vec<u8> {
        let grey: Vec<u8> = (0..64).map(|at| if at % 8 < 4 && at / 8 < 4 { 0 } else { 255 }).collect();
        let dict = "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode";
        pages(&[b"600 0 0 800 0 0 cm /I Do".to_vec()], &[stream(dict, &packed(&grey))], "/XObject <</I 4 0 R>>")
    }

    #[test]
    fn shows_letters_pictures_and_lines_where_they_stand() {
        check(&pages(&[text(&[(300.0, 400.0, 50.0, "HHH")])], &[], ""), [0.51, 0.46, 0.68, 0.5]);
        check(&pages(&[b"60 80 120 80 re f".to_vec()], &[], ""), [0.1, 0.8, 0.3, 0.9]);
        check(&scan(), [0.0, 0.0, 0.5, 0.5]);
    }

    #[test]
    fn is_as_large_as_asked_for_and_tells_how_many_pages_there_are() {
        let two = pages(&[Vec::new(), Vec::new()], &[], "");
        let drawn = draw(&two, 2, 400).unwrap();
        assert_eq!((drawn.raster.width, drawn.raster.height, drawn.pages), (300, 400, 2));
        assert_eq!(dark(&drawn.raster), None);
        assert_eq!(draw(&two, 2, 0).unwrap().raster.height, 1);
        assert_eq!(draw(&pages(&[Vec::new()], &[], ""), 1, u32::MAX).unwrap().raster.height, MAX_DRAWN);
        assert_eq!(draw(&two, 3, 400), Err(DrawError::NoSuchPage(3, 2)));
        assert_eq!(draw(&two, 0, 400), Err(DrawError::NoSuchPage(0, 2)));
    }

    #[test]
    fn says_why_a_page_is_not_drawn() {
        assert_eq!(draw(b"%PDF-1.7", 1, 400), Err(DrawError::Damaged));
        assert_eq!(draw(b"", 1, 400), Err(DrawError::Damaged));
        let line = String::from_utf8(pages(&[Vec::new()], &[], "")).unwrap();
        let line = line.replace("[0 0 600 800]", "[0 0 600 0.1]");
        assert_eq!(draw(line.as_bytes(), 1, 400).map(|drawn| drawn.raster.width >= 1), Ok(true));
    }
}
