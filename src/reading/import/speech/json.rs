//! JSON as programs for speech and chats write it.

use serde::de::DeserializeOwned;

use crate::import::ImportError;

/// Whether a file is a JSON value (of an object or a list) with all these names of fields in it.
pub fn has(bytes: &[u8], names: &[&str]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    let is_named = |name: &&str| memchr::memmem::find(bytes, format!("\"{name}\"").as_bytes()).is_some();
    bytes.starts_with(b"{") && names.iter().all(is_named)
}

/// Reads a file.
///
/// # Errors
/// [`ImportError::Damaged`] for one that is not of this shape, `what` as people call it.
pub fn read<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text)
        .or_else(|_| serde_json::from_str(&without_nan(text)))
        .map_err(|_| ImportError::Damaged(what))
}

/// Python writes numbers that are none as words that JSON does not know; outside of texts they become `null`.
fn without_nan(text: &str) -> String {
    let replaced = |plain: &str| plain.replace("-Infinity", "null").replace("Infinity", "null").replace("NaN", "null");
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('"') {
        out.push_str(&replaced(&rest[..start]));
        let inside = &rest[start + 1..];
        let mut end = 0;
        while let Some(at) = memchr::memchr2(b'"', b'\\', &inside.as_bytes()[end.min(inside.len())..]) {
            end += at + 1;
            if inside.as_bytes()[end - 1] == b'"' {
                break;
            }
            end += 1;
        }
        let end = inside.ceil_char_boundary(end.min(inside.len()));
        out.push('"');
        out.push_str(&inside[..end]);
        rest = &inside[end..];
        if end == 0 {
            break;
        }
    }
    out.push_str(&replaced(rest));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none_do_not_refuse_a_file_and_texts_stay() {
        let text = r#"{"a": NaN, "b": "NaN \" NaN", "c": [-Infinity, "Infinity"], "d": ""}"#;
        assert_eq!(without_nan(text), r#"{"a": null, "b": "NaN \" NaN", "c": [null, "Infinity"], "d": ""}"#);
    }
}
