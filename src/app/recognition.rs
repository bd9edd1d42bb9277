//! Text recognition of an article's pictures: its pages are drawn by the process that reads foreign files, and read by the program
//! that recognises letters, one after the other.

use crate::{
    foreign::{self, PageOf, ReadError},
    import::{Draft, Input, Progress, RecognisedPage, Stage, Watch, add_recognised},
    media::Media,
    picture::Look,
};

use super::{effect::OpenError, reach::Reach};

/// The longer side of a page that is recognised, in pixels: 300 to the inch of an A4 page.
const LONGEST: u32 = 3508;
/// The most pages that are recognised at once.
const MAX_PAGES: usize = 500;

/// Opens an article, and recognises the text of those pages that are only pictures, in these languages (empty: that of the article
/// where it is known and installed).
///
/// # Errors
/// [`OpenError::Import`] and [`OpenError::Recognise`].
pub(crate) fn open(reach: &Reach<'_>, input: &Input<'_>, languages: &str, watch: &Watch) -> Result<Draft, OpenError> {
    let (mut draft, pages) = match foreign::open_guarded(reach.reader, input, watch) {
        Ok(draft) if draft.unread.is_empty() => return Ok(draft),
        Ok(mut draft) => {
            let pages = std::mem::take(&mut draft.unread);
            (draft, Some(pages))
        }
        Err(error) if error.is_of_pictures() => (Draft::default(), None),
        Err(error) => return Err(error.into()),
    };
    let engine = reach.recogniser.engine()?;
    let languages = match languages {
        "" => engine.language_for(&draft.meta.language).unwrap_or_default(),
        named => named,
    };
    let languages = engine.checked(languages)?;
    let recognised = match Media::of(input.bytes) {
        Some(Media::Picture(media_type)) => {
            media_type.clone_into(&mut draft.media_type);
            vec![(None, picture(reach, input.bytes, languages, watch)?)]
        }
        _ => {
            // What pages can be drawn of is a PDF, or one in a web archive.
            if draft.captured.is_none() {
                (draft.format, draft.media_type) = ("pdf", "application/pdf".to_owned());
            }
            self::pages(reach, input, pages.as_deref(), languages, watch)?
        }
    };
    add_recognised(&mut draft, &recognised, &engine, languages)?;
    Ok(draft)
}

fn picture(reach: &Reach<'_>, bytes: &[u8], languages: &str, watch: &Watch) -> Result<RecognisedPage, OpenError> {
    go_on(watch, 0, 1)?;
    let look = Look { bytes, longest: LONGEST };
    let raster = foreign::look(reach.reader, look, &watch.part())?.drawn.map_err(OpenError::NotDrawn)?;
    Ok(RecognisedPage::read(&reach.recogniser.recognise(&raster, languages, watch)?))
}

/// Pages of a PDF with their numbers: those that are named, else all.
fn pages(
    reach: &Reach<'_>,
    input: &Input<'_>,
    named: Option<&[u32]>,
    languages: &str,
    watch: &Watch,
) -> Result<Vec<(Option<u32>, RecognisedPage)>, OpenError> {
    let mut recognised = Vec::new();
    // How many there are is known once the first is drawn.
    let mut count = named.map_or(1, <[u32]>::len);
    while recognised.len() < count {
        let at = recognised.len();
        if count > MAX_PAGES {
            return Err(OpenError::ManyPages { pages: count, most: MAX_PAGES });
        }
        go_on(watch, at, count)?;
        let number = named.map_or(at as u32 + 1, |named| named[at]);
        let page = PageOf { bytes: input.bytes, archived: input.page, page: number, longest: LONGEST };
        let drawn = foreign::draw_guarded(reach.reader, page, &watch.part())?;
        if named.is_none() {
            count = drawn.pages as usize;
        }
        let table = reach.recogniser.recognise(&drawn.raster, languages, watch)?;
        recognised.push((Some(number), RecognisedPage::read(&table)));
    }
    Ok(recognised)
}

fn go_on(watch: &Watch, done: usize, total: usize) -> Result<(), OpenError> {
    let progress = Progress { stage: Stage::Recognising, done: done as u64, total: total as u64 };
    if watch.go_on(progress) { Ok(()) } else { Err(ReadError::Stopped.into()) }
}
