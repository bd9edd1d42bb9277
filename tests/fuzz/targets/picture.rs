//! Pictures: whatever the bytes, what they say of themselves and how they look, or an error, never a panic. One that is only asked about itself
//! tells the same.
#![no_main]

use claimdesk_reading::picture::{Look, look};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(picture) = look(&Look { bytes, longest: 64 }) else { return };
    assert!(picture.about.frames >= 1 && !picture.about.format.is_empty());
    assert!(picture.about.exif.iter().all(|(name, value)| !name.is_empty() && !value.contains(char::is_control)));
    if let Ok(raster) = &picture.drawn {
        assert!(raster.width <= 64 && raster.height <= 64);
        assert_eq!(raster.len_of_pixels(), Some(raster.pixels.len()));
    }
    let about = look(&Look { bytes, longest: 0 });
    assert_eq!(about.map(|only| only.about).ok().as_ref(), Some(&picture.about));
});
