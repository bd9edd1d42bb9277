//! Claims of other tools, the comments of a Word document: whatever the bytes, and whatever its two parts say, notes or an error,
//! never a panic.
#![no_main]

use claimdesk_fuzz::{claims, packed};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    claims("docx", bytes);
    let middle = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len() / 2);
    let (document, comments) = bytes.split_at(middle);
    claims("docx", &packed(&[("word/document.xml", document), ("word/comments.xml", comments)]));
});
