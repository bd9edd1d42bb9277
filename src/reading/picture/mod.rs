//! Pictures: how large they are, what they say of themselves (EXIF), and their pixels, scaled down and turned the right way up.
//!
//! Only what is asked for is drawn: one frame, no larger than a window needs. What would fill the memory is told by its size alone.

mod exif;
mod frames;

use std::{fmt, io::Cursor};

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageReader, Limits, codecs::png::PngEncoder,
    metadata::Orientation,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::media::{Media, format_name};

/// The longer side of what is drawn, at most, in pixels.
pub const MAX_DRAWN: u32 = 4096;

/// The pixels of a picture that is drawn, at most.
const MAX_PIXELS: u64 = 120_000_000;

/// What decoding one may take, in bytes.
const MAX_BYTES: u64 = 640 << 20;

/// A picture to look at.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// How many pixels the longer side may have of what is drawn; 0: only what it says of itself is wanted.
    pub longest: u32,
}

/// A picture, or a page as it looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// What it is.
    pub about: About,
    /// How it looks; else why it is not drawn, in words that follow "it is not shown: ".
    pub drawn: Result<Raster, String>,
}

/// What a picture is and says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The name of its format: "PNG".
    pub format: String,
    /// Width and height in pixels, the right way up; nothing where they are not known.
    pub size: Option<[u32; 2]>,
    /// How many pictures or pages the file has, of which the first is drawn. It is counted up to ten thousand.
    pub frames: u32,
    /// What it says of itself: when, where and with what it was taken. Names and values, in its order.
    pub exif: Vec<(String, String)>,
}

/// "PNG, 1200 × 800 pixels, the first of 3 pictures".
impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format)?;
        if let Some([width, height]) = self.size {
            write!(f, ", {width} × {height} pixels")?;
        }
        if self.frames > 1 { write!(f, ", the first of {} pictures", self.frames) } else { Ok(()) }
    }
}

/// Pixels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raster {
    /// How many there are in a line.
    pub width: u32,
    /// How many lines there are.
    pub height: u32,
    /// Red, green, blue and opacity of each, line by line. They go through a pipe by themselves.
    #[serde(skip)]
    pub pixels: Vec<u8>,
}

impl Raster {
    /// How many bytes its pixels are; nothing where its sides are longer than any that is drawn.
    pub fn len_of_pixels(&self) -> Option<usize> {
        let are_bounded = (1..=MAX_DRAWN).contains(&self.width) && (1..=MAX_DRAWN).contains(&self.height);
        are_bounded.then(|| self.width as usize * self.height as usize * 4)
    }

    /// Its lightness on white, a byte a pixel.
    pub fn on_white(&self) -> Vec<u8> {
        let lightness = |pixel: &[u8]| {
            let [red, green, blue, opacity] = pixel else { return u8::MAX };
            // Weights of ITU-R BT.601, in 1000ths.
            let grey = u32::from(*red) * 299 + u32::from(*green) * 587 + u32::from(*blue) * 114;
            let opacity = u32::from(*opacity);
            ((grey / 1000 * opacity + 255 * (255 - opacity)) / 255) as u8
        };
        self.pixels.chunks_exact(4).map(lightness).collect()
    }
}

/// Why there is nothing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PictureError {
    /// It is something else.
    #[error("Could not show the picture: it is no picture of a kind that is known.")]
    NotOne,
}

/// Looks at a picture.
///
/// # Errors
/// [`PictureError::NotOne`]. One that is damaged, too large or of a format that is not drawn is told as such.
pub fn look(look: &Look<'_>) -> Result<Picture, PictureError> {
    let Some(Media::Picture(media_type)) = Media::of(look.bytes) else { return Err(PictureError::NotOne) };
    let mut about = About {
        format: format_name(media_type),
        size: None,
        frames: frames::count(look.bytes),
        exif: exif::lines(look.bytes),
    };
    let drawn = draw(look, &mut about);
    Ok(Picture { about, drawn })
}

/// Pixels as a PNG file.
pub fn to_png(raster: &Raster) -> Vec<u8> {
    let mut bytes = Vec::new();
    let written =
        PngEncoder::new(&mut bytes).write_image(&raster.pixels, raster.width, raster.height, ExtendedColorType::Rgba8);
    // Fails where there are not as many pixels as said: then there is no picture.
    if written.is_err() {
        bytes.clear();
    }
    bytes
}

fn draw(look: &Look<'_>, about: &mut About) -> Result<Raster, String> {
    if ["HEIC", "AVIF"].contains(&about.format.as_str()) {
        return Err(format!("Claimdesk does not draw {}", about.format));
    }
    let damaged = |_| "the file is damaged or cut short".to_owned();
    let reader = ImageReader::new(Cursor::new(look.bytes)).with_guessed_format();
    let mut reader = reader.map_err(|_| "the file cannot be read".to_owned())?;
    reader.no_limits();
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    about.size = Some(if is_on_its_side(orientation) { [height, width] } else { [width, height] });
    about.exif.extend(other_data(&mut decoder));
    let is_large = u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_BYTES;
    if is_large {
        return Err(format!("it has {width} × {height} pixels, which are too many to draw"));
    }
    if look.longest == 0 {
        return Err("only what it says of itself was asked for".to_owned());
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_BYTES);
    decoder.set_limits(limits).map_err(damaged)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    Ok(scaled(picture, look.longest.min(MAX_DRAWN), orientation))
}

/// The picture at its size, or smaller where it is larger than asked for, the right way up.
fn scaled(picture: DynamicImage, longest: u32, orientation: Orientation) -> Raster {
    let is_larger = picture.width().max(picture.height()) > longest;
    // Made small before anything else, so that no second picture of that size is kept.
    let mut picture = if is_larger { picture.thumbnail(longest, longest) } else { picture };
    picture.apply_orientation(orientation);
    let pixels = picture.into_rgba8();
    Raster { width: pixels.width(), height: pixels.height(), pixels: pixels.into_raw() }
}

fn is_on_its_side(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// What else it says of itself, which is not read but told: it may name people and places.
fn other_data(decoder: &mut impl ImageDecoder) -> Vec<(String, String)> {
    let [xmp, iptc] = [decoder.xmp_metadata(), decoder.iptc_metadata()].map(|read| read.ok().flatten());
    let of = |name: &str, data: Option<Vec<u8>>| data.map(|data| (name.to_owned(), format!("{} bytes", data.len())));
    [of("XMP data", xmp), of("IPTC data", iptc)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
