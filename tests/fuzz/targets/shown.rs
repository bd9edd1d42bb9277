//! Made pages: every word that one shows is in a block that comes in, or in one that was left out with a reason.
#![no_main]

#[path = "../../../src/reading/import/html/shown.rs"]
mod shown;

use claimdesk_fuzz::import::{self, Input};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let page = shown::page_of(bytes.get(..400).unwrap_or(bytes));
    let input = Input { bytes: page.as_bytes(), name: "a.html", format: Some("html"), ..Input::default() };
    let blocks = import::open(&input).map(|draft| draft.blocks).unwrap_or_default();
    let said = blocks.iter().filter(|block| block.keep || block.why.is_some());
    let texts: Vec<&str> = said.map(|block| block.block.text.as_str()).collect();
    assert_eq!(shown::missing(&page, &texts), Vec::<String>::new(), "{page}");
});
