//! Pictures as cameras and programs write them, and as nobody should.

use std::io::Cursor;

use image::{ImageFormat, RgbaImage};

use super::*;

/// A picture whose left half is red and whose right half is blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    let colour = |x, _| if x < width / 2 { image::Rgba([200, 0, 0, 255]) } else { image::Rgba([0, 0, 200, 255]) };
    RgbaImage::from_fn(width, height, colour).into()
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture.clone() };
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn drawn(bytes: &[u8], longest: u32) -> Picture {
    look(&Look { bytes, longest }).unwrap()
}

/// A JPEG with EXIF: how it was turned, and by what it was taken.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    exif.extend(b"\x10\x01\x02\0\x05\0\0\0\x26\0\0\0");
    exif.extend([0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"Desk\0");
    let len = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xFF\xE1", &len, &exif, &jpeg[2..]].concat()
}

#[test]
fn every_format_that_is_shown_is_drawn_at_its_size() {
    for (format, name) in [
        (ImageFormat::Png, "PNG"),
        (ImageFormat::Jpeg, "JPEG"),
        (ImageFormat::WebP, "WebP"),
        (ImageFormat::Gif, "GIF"),
        (ImageFormat::Tiff, "TIFF"),
        (ImageFormat::Bmp, "BMP"),
    ] {
        let picture = drawn(&written(&halves(16, 8), format), 100);
        assert_eq!(picture.about, About { format: name.into(), size: Some([16, 8]), frames: 1, exif: Vec::new() });
        let raster = picture.drawn.unwrap();
        assert_eq!((raster.width, raster.height, raster.pixels.len()), (16, 8, 16 * 8 * 4), "{name}");
        let [left, right] = [&raster.pixels[..4], &raster.pixels[15 * 4..16 * 4]];
        assert!(left[0] > 150 && left[2] < 60 && right[2] > 150 && right[0] < 60, "{name}: {left:?} {right:?}");
    }
}

#[test]
fn a_large_picture_is_made_smaller_and_says_how_large_it_is() {
    let picture = drawn(&written(&halves(1000, 10), ImageFormat::Png), 50);
    let raster = picture.drawn.unwrap();
    assert_eq!((raster.width, raster.height, picture.about.size), (50, 1, Some([1000, 10])));
}

#[test]
fn a_picture_is_turned_as_it_says_and_tells_what_it_says() {
    let jpeg = with_exif(&written(&halves(32, 16), ImageFormat::Jpeg), 6);
    let picture = drawn(&jpeg, 100);
    assert_eq!(picture.about.size, Some([16, 32]));
    let raster = picture.drawn.unwrap();
    assert_eq!((raster.width, raster.height), (16, 32));
    let bottom = &raster.pixels[raster.pixels.len() - 4..];
    assert!(raster.pixels[0] > 150 && bottom[2] > 150, "the left half is on top");
    assert!(picture.about.exif.contains(&("Model".into(), "Desk".into())), "{:?}", picture.about.exif);
    let about = look(&Look { bytes: &jpeg, longest: 0 }).unwrap();
    assert_eq!(
        (about.about, about.drawn.is_err()),
        (picture.about, true),
        "nothing is drawn where nothing is asked for"
    );
}

#[test]
fn one_that_would_fill_the_memory_is_told_by_its_size() {
    // A bomb: a small file that says it has 60,000 × 60,000 pixels.
    let mut png = written(&halves(2, 2), ImageFormat::Png);
    png[16..24].copy_from_slice(&[60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat());
    let crc = flate2::Crc::new();
    let crc = {
        let mut crc = crc;
        crc.update(&png[12..29]);
        crc.sum()
    };
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    let picture = drawn(&png, 100);
    assert_eq!(picture.about.size, Some([60_000, 60_000]));
    assert!(picture.drawn.unwrap_err().contains("60000 × 60000 pixels"));
}

#[test]
fn what_is_damaged_or_not_drawn_says_so_and_still_what_it_is() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Tiff] {
        let whole = written(&halves(64, 64), format);
        for len in (12..whole.len()).step_by(7) {
            let Ok(picture) = look(&Look { bytes: &whole[..len], longest: 100 }) else { continue };
            assert!(!picture.about.format.is_empty());
        }
        let picture = drawn(&whole[..whole.len().min(40)], 100);
        assert!(picture.drawn.unwrap_err().contains("damaged"));
    }
    let picture = drawn(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 100);
    assert_eq!((picture.about.format.as_str(), picture.drawn), ("HEIC", Err("Claimdesk does not draw HEIC".into())));
    assert_eq!(look(&Look { bytes: b"words", longest: 9 }), Err(PictureError::NotOne));
}

#[test]
fn frames_and_pages_are_counted_and_not_for_ever() {
    let gif = written(&halves(4, 4), ImageFormat::Gif);
    let start = gif.iter().position(|byte| *byte == 0x2C).unwrap();
    let (head, frame) = (&gif[..start], &gif[start..gif.len() - 1]);
    assert_eq!(drawn(&[head, frame, frame, frame, b";"].concat(), 9).about.frames, 3);
    let many = [head, &frame.repeat(100_000)].concat();
    assert_eq!(drawn(&many, 9).about.frames, 10_000);
    // Its list of entries is followed by itself.
    let mut tiff = written(&halves(4, 4), ImageFormat::Tiff);
    let at = u32::from_le_bytes(tiff[4..8].try_into().unwrap()) as usize;
    let next = at + 2 + usize::from(u16::from_le_bytes(tiff[at..at + 2].try_into().unwrap())) * 12;
    tiff[next..next + 4].copy_from_slice(&u32::try_from(at).unwrap().to_le_bytes());
    assert_eq!(drawn(&tiff, 9).about.frames, 1);
}

#[test]
fn random_bytes_behind_a_known_start_never_panic() {
    use proptest::prelude::*;
    let starts: [&[u8]; 6] =
        [b"\x89PNG\r\n\x1A\n", b"\xFF\xD8\xFF\xE1", b"GIF89a", b"II*\0", b"RIFF\x40\0\0\0WEBPVP8X", b"MM\0*"];
    proptest!(|(start in 0..starts.len(), rest in proptest::collection::vec(any::<u8>(), 0..200))| {
        let _ = look(&Look { bytes: &[starts[start], &rest].concat(), longest: 64 });
    });
}

#[test]
fn is_grey_on_white() {
    let pixels = [[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 0], [255, 0, 0, 255]].concat();
    assert_eq!(Raster { width: 4, height: 1, pixels }.on_white(), [0, 255, 255, 76]);
}
