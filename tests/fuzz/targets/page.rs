//! A page of a PDF: whatever the bytes, it is drawn or an error, never a panic.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(page) = claimdesk_reading::import::draw_page(bytes, None, 1, 300) {
        assert!(page.raster.width <= 300 && page.raster.height <= 300);
        assert_eq!(page.raster.len_of_pixels(), Some(page.raster.pixels.len()));
    }
});
