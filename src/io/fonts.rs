//! The faces that the system has. Listing them takes up to some hundred milliseconds, so it belongs into a thread.

use std::sync::Arc;

use fontique::{Collection, CollectionOptions, FontInfo, FontStyle, FontWeight, FontWidth};

/// Larger files are not read: the largest faces, for Chinese and Japanese together, stay below.
const MAX_BYTES: usize = 128 << 20;

/// A font file, and which of the faces in it.
pub type FontFile = (Arc<[u8]>, u32);

/// The names of the families that can be read in, each once, in the order of the alphabet.
pub fn families() -> Vec<String> {
    let mut collection = collection();
    let names: Vec<String> = collection.family_names().map(str::to_owned).collect();
    // Names with a dot are the system's own, which it asks not to be offered.
    let mut names: Vec<String> = names.into_iter().filter(|name| !name.is_empty() && !name.starts_with('.')).collect();
    names.sort_by_cached_key(|name| (name.to_lowercase(), name.clone()));
    names.dedup();
    names
}

/// The regular face of a family, and the bold one where it has its own.
///
/// # Errors
/// Why it cannot be had, as the end of a sentence.
pub fn load(family: &str) -> Result<(FontFile, Option<FontFile>), String> {
    let family = collection().family_by_name(family).ok_or("this system has no face of that name")?;
    let find = |weight| family.match_font(FontWidth::NORMAL, FontStyle::Normal, weight, false);
    let regular = find(FontWeight::NORMAL).ok_or("the family has no upright face")?;
    let bold = find(FontWeight::BOLD).filter(|bold| bold.weight() > regular.weight());
    Ok((read(regular)?, bold.and_then(|bold| read(bold).ok())))
}

fn collection() -> Collection {
    Collection::new(CollectionOptions { shared: false, system_fonts: true })
}

fn read(font: &FontInfo) -> Result<FontFile, String> {
    let blob = font.load(None).ok_or("its file cannot be read")?;
    if blob.as_ref().len() > MAX_BYTES {
        return Err("its file is too large".into());
    }
    // A file that was damaged since it was listed must not come to the window.
    let mut test = Collection::new(CollectionOptions { shared: false, system_fonts: false });
    if test.register_fonts(blob.clone(), None).is_empty() {
        return Err("its file is no font that can be read".into());
    }
    Ok((blob.as_ref().into(), font.index()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_does_not_have_is_refused_in_words() {
        assert_eq!(load("No Such Face 7").unwrap_err(), "this system has no face of that name");
    }

    #[test]
    fn what_is_listed_is_in_order_and_can_be_loaded() {
        let names = families();
        assert!(names.is_sorted_by_key(|name| name.to_lowercase()));
        for name in names.iter().take(3) {
            let (regular, _) = load(name).unwrap();
            assert!(regular.0.len() > 100, "{name}");
        }
    }
}
