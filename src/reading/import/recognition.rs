//! Letters of pictures: what a program that recognises them is asked, and how what it says becomes the text of an article.
//!
//! Which program and how it is started is the outside's affair ([`Recogniser`]). What it prints has been made of foreign pixels by a
//! foreign program, so nothing here trusts its numbers.

use std::{ops::Range, time::Duration};

use thiserror::Error;

use crate::{
    model::{BlockKind, Recognised, Span},
    picture::Raster,
};

use super::{Draft, DraftBlock, MetaField, Warning, Watch, pdf::Words};

/// A program that recognises letters.
pub trait Recogniser: Send + Sync {
    /// Which it is and what it can read.
    ///
    /// # Errors
    /// [`RecogniseError::Absent`], [`RecogniseError::NoLanguage`] and [`RecogniseError::Failed`].
    fn engine(&self) -> Result<Engine, RecogniseError>;

    /// The words of a picture with their places: tesseract's table of tab-separated values.
    ///
    /// # Errors
    /// Every [`RecogniseError`].
    fn recognise(&self, picture: &Raster, languages: &str, watch: &Watch) -> Result<String, RecogniseError>;
}

/// What recognises.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Engine {
    /// Its name and version.
    pub name: String,
    /// The languages that are installed, by its own names, English first.
    pub languages: Vec<String>,
    /// What this system does not offer to close it in, in a sentence; empty where nothing is missing.
    pub missing: String,
}

/// Why nothing was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RecogniseError {
    /// It is not installed.
    #[error("Text recognition needs the program tesseract. {INSTALL}")]
    Absent,
    /// It has no data of a language.
    #[error("Could not recognise the text: tesseract has no data for “{0}”. {LANGUAGES}")]
    NoLanguage(String),
    /// It took too long.
    #[error("Could not recognise the text: it took longer than {} seconds for a page. Try it with a smaller picture.", .0.as_secs())]
    TooSlow(Duration),
    /// It said more than a page holds.
    #[error("Could not recognise the text: tesseract said more than a page can hold.")]
    TooMuch,
    /// It ended otherwise; what it said.
    #[error("Could not recognise the text: tesseract stopped ({0}).")]
    Failed(String),
    /// There is nothing to see in it.
    #[error("Could not recognise the text: no letters were found in the picture.")]
    NoText,
    /// The reviewer stopped it.
    #[error("Stopped recognising the text.")]
    Stopped,
}

#[cfg(target_os = "macos")]
const INSTALL: &str = "With Homebrew: brew install tesseract tesseract-lang";
#[cfg(target_os = "macos")]
const LANGUAGES: &str = "With Homebrew: brew install tesseract-lang";
#[cfg(windows)]
const INSTALL: &str = "Take the installer of UB Mannheim (github.com/UB-Mannheim/tesseract/wiki).";
#[cfg(windows)]
const LANGUAGES: &str = "Run the installer of UB Mannheim again and tick the language.";
#[cfg(not(any(windows, target_os = "macos")))]
const INSTALL: &str = "Debian and Ubuntu: apt install tesseract-ocr. Fedora: dnf install tesseract. Arch: pacman -S tesseract tesseract-data-eng";
#[cfg(not(any(windows, target_os = "macos")))]
const LANGUAGES: &str = "Debian and Ubuntu: apt install tesseract-ocr-deu, or the package of your language.";

/// Below this, of 100, the program is unsure of a word.
const UNSURE: f32 = 60.0;
/// The most words of a page.
const MAX_WORDS: usize = 100_000;
/// The longest word, in bytes.
const MAX_WORD: usize = 1000;
/// So many times the usual height of a line a heading is.
const HEADING: f32 = 1.6;
/// More lines than this are no heading.
const HEADING_LINES: usize = 3;

/// Tesseract's names of languages with those of BCP 47 and of people.
const LANGUAGE_NAMES: &[(&str, &str, &str)] = &[
    ("afr", "af", "Afrikaans"),
    ("amh", "am", "Amharic"),
    ("ara", "ar", "Arabic"),
    ("aze", "az", "Azerbaijani"),
    ("bel", "be", "Belarusian"),
    ("ben", "bn", "Bengali"),
    ("bul", "bg", "Bulgarian"),
    ("cat", "ca", "Catalan"),
    ("ces", "cs", "Czech"),
    ("chi_sim", "zh", "Chinese, simplified"),
    ("chi_tra", "zh-Hant", "Chinese, traditional"),
    ("cym", "cy", "Welsh"),
    ("dan", "da", "Danish"),
    ("deu", "de", "German"),
    ("ell", "el", "Greek"),
    ("eng", "en", "English"),
    ("est", "et", "Estonian"),
    ("eus", "eu", "Basque"),
    ("fas", "fa", "Persian"),
    ("fin", "fi", "Finnish"),
    ("fra", "fr", "French"),
    ("gle", "ga", "Irish"),
    ("glg", "gl", "Galician"),
    ("heb", "he", "Hebrew"),
    ("hin", "hi", "Hindi"),
    ("hrv", "hr", "Croatian"),
    ("hun", "hu", "Hungarian"),
    ("hye", "hy", "Armenian"),
    ("ind", "id", "Indonesian"),
    ("isl", "is", "Icelandic"),
    ("ita", "it", "Italian"),
    ("jpn", "ja", "Japanese"),
    ("kat", "ka", "Georgian"),
    ("kaz", "kk", "Kazakh"),
    ("khm", "km", "Khmer"),
    ("kor", "ko", "Korean"),
    ("lao", "lo", "Lao"),
    ("lav", "lv", "Latvian"),
    ("lit", "lt", "Lithuanian"),
    ("mkd", "mk", "Macedonian"),
    ("mlt", "mt", "Maltese"),
    ("msa", "ms", "Malay"),
    ("mya", "my", "Burmese"),
    ("nep", "ne", "Nepali"),
    ("nld", "nl", "Dutch"),
    ("nor", "no", "Norwegian"),
    ("pol", "pl", "Polish"),
    ("por", "pt", "Portuguese"),
    ("ron", "ro", "Romanian"),
    ("rus", "ru", "Russian"),
    ("sin", "si", "Sinhala"),
    ("slk", "sk", "Slovak"),
    ("slv", "sl", "Slovenian"),
    ("spa", "es", "Spanish"),
    ("sqi", "sq", "Albanian"),
    ("srp", "sr", "Serbian"),
    ("swa", "sw", "Swahili"),
    ("swe", "sv", "Swedish"),
    ("tam", "ta", "Tamil"),
    ("tel", "te", "Telugu"),
    ("tha", "th", "Thai"),
    ("tur", "tr", "Turkish"),
    ("ukr", "uk", "Ukrainian"),
    ("urd", "ur", "Urdu"),
    ("uzb", "uz", "Uzbek"),
    ("vie", "vi", "Vietnamese"),
];

impl Engine {
    /// The language to begin with: that of a text (BCP 47) where it is known and installed, else the first.
    pub fn language_for(&self, tag: &str) -> Option<&str> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let is_traditional =
            ["hant", "tw", "hk"].iter().any(|part| tag.to_lowercase().split('-').any(|of| of == *part));
        let name = match primary.as_str() {
            "zh" if is_traditional => Some("chi_tra"),
            "nb" | "nn" => Some("nor"),
            primary => LANGUAGE_NAMES.iter().find(|(_, tag, _)| *tag == primary).map(|(name, ..)| *name),
        };
        let installed = self.languages.iter().map(String::as_str);
        name.and_then(|name| installed.clone().find(|known| *known == name)).or_else(|| installed.clone().next())
    }

    /// Languages that were asked for, joined by "+", when all of them are installed.
    ///
    /// # Errors
    /// [`RecogniseError::NoLanguage`].
    pub fn checked<'a>(&self, languages: &'a str) -> Result<&'a str, RecogniseError> {
        let is_known = |language: &&str| self.languages.iter().any(|known| known == language);
        match languages.split('+').find(|language| !is_known(language)) {
            None => Ok(languages),
            Some(unknown) => Err(RecogniseError::NoLanguage(unknown.to_owned())),
        }
    }
}

/// What people call a language of tesseract's; its own name where it is none of the known.
pub fn language_name(language: &str) -> &str {
    LANGUAGE_NAMES.iter().find(|(name, ..)| *name == language).map_or(language, |(_, _, people)| people)
}

/// What was recognised of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RecognisedPage {
    paragraphs: Vec<Paragraph>,
    words: u32,
    unsure: u32,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Paragraph {
    lines: Vec<String>,
    heights: Vec<f32>,
    /// The words that are unsure: their line, and their place in it.
    unsure: Vec<(usize, Range<usize>)>,
}

impl RecognisedPage {
    /// Reads the program's table. Rows that are none are passed over.
    pub fn read(table: &str) -> Self {
        let mut page = Self::default();
        // Block, paragraph and line in which the last word stands.
        let mut last: Option<([u32; 2], u32)> = None;
        for word in table.lines().filter_map(Word::read).take(MAX_WORDS) {
            if last.is_none_or(|(paragraph, _)| paragraph != word.paragraph) {
                page.paragraphs.push(Paragraph::default());
                last = None;
            }
            let Some(paragraph) = page.paragraphs.last_mut() else { continue };
            if last.is_none_or(|(_, line)| line != word.line) {
                paragraph.lines.push(String::new());
                paragraph.heights.push(0.0);
            }
            if let (Some(line), Some(height)) = (paragraph.lines.last_mut(), paragraph.heights.last_mut()) {
                if !line.is_empty() {
                    line.push(' ');
                }
                let start = line.len();
                line.push_str(word.text);
                *height = height.max(word.height);
                if word.confidence < UNSURE {
                    paragraph.unsure.push((paragraph.lines.len() - 1, start..start + word.text.len()));
                }
            }
            last = Some((word.paragraph, word.line));
            page.words += 1;
            page.unsure += u32::from(word.confidence < UNSURE);
        }
        page
    }
}

/// A row of the table that is a word.
struct Word<'a> {
    paragraph: [u32; 2],
    line: u32,
    height: f32,
    confidence: f32,
    text: &'a str,
}

impl<'a> Word<'a> {
    /// Level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
    fn read(row: &'a str) -> Option<Self> {
        let mut cells = row.splitn(12, '\t');
        let mut number = || cells.next()?.parse::<u32>().ok();
        const WORD: u32 = 5;
        if number()? != WORD {
            return None;
        }
        let (_page, block, paragraph, line) = (number()?, number()?, number()?, number()?);
        let (_word, _left, _top, _width, height) = (number()?, number()?, number()?, number()?, number()?);
        let confidence = cells.next()?.parse::<f32>().ok().filter(|sure| sure.is_finite())?;
        let text = cells.next()?.trim();
        let is_word = !text.is_empty() && text.len() <= MAX_WORD;
        is_word.then_some(Self { paragraph: [block, paragraph], line, height: height as f32, confidence, text })
    }
}

/// Puts what was recognised of pages (by their number; a picture has none) among what is known of an article already.
///
/// # Errors
/// [`RecogniseError::NoText`].
pub fn add_recognised(
    draft: &mut Draft,
    pages: &[(Option<u32>, RecognisedPage)],
    engine: &Engine,
    languages: &str,
) -> Result<(), RecogniseError> {
    let is_all = !draft.blocks.iter().any(|block| block.keep);
    let lines = pages.iter().flat_map(|(_, page)| &page.paragraphs).flat_map(|paragraph| &paragraph.lines);
    let words = Words::of(lines.map(String::as_str));
    let usual = usual_height(pages);
    for (number, page) in pages {
        let mut blocks: Vec<DraftBlock> =
            page.paragraphs.iter().map(|paragraph| paragraph.block(&words, usual)).collect();
        blocks.iter_mut().for_each(|block| block.block.page = *number);
        let behind = |block: &DraftBlock| number.is_some() && block.block.page > *number;
        let at = draft.blocks.iter().position(behind).unwrap_or(draft.blocks.len());
        draft.blocks.splice(at..at, blocks);
    }
    let sum =
        |count: fn(&RecognisedPage) -> u32| pages.iter().map(|(_, page)| count(page)).fold(0, u32::saturating_add);
    let recognised = Recognised {
        by: engine.name.clone(),
        languages: languages.to_owned(),
        pages: if is_all { Vec::new() } else { pages.iter().filter_map(|(number, _)| *number).collect() },
        words: sum(|page| page.words),
        unsure: sum(|page| page.unsure),
    };
    if recognised.words == 0 {
        return Err(RecogniseError::NoText);
    }
    if is_all {
        take_headline(draft);
    }
    if draft.meta.language.is_empty()
        && let Some((_, tag, _)) = LANGUAGE_NAMES.iter().find(|(name, ..)| *name == languages)
    {
        draft.meta.language = (*tag).to_owned();
        draft.note(MetaField::Language, "in which its text was recognised");
    }
    draft.unread.clear();
    draft.is_little = false;
    draft.warnings.retain(|warning| warning.message != super::pdf::NO_TEXT_LAYER);
    draft
        .warnings
        .insert(0, Warning { message: recognised.warning(), locator: super::pdf::page_list(&recognised.pages) });
    if !engine.missing.is_empty() {
        draft.warnings.push(Warning::new(engine.missing.clone()));
    }
    draft.recognised = Some(recognised);
    Ok(())
}

impl Paragraph {
    fn block(&self, words: &Words, usual: f32) -> DraftBlock {
        let (mut text, mut unsure) = (String::new(), Vec::new());
        for (at, line) in self.lines.iter().enumerate() {
            words.join(&mut text, line);
            let start = text.len() - line.len().min(text.len());
            let here = self.unsure.iter().filter(|(line, _)| *line == at);
            // A half of a word that was broken is marked as it stands.
            unsure.extend(here.filter_map(|(_, word)| Span::in_text(&text, start + word.start, start + word.end).ok()));
        }
        let is_large = self.heights.iter().all(|height| *height > usual * HEADING);
        let is_heading = is_large && self.lines.len() <= HEADING_LINES && text.chars().any(char::is_alphabetic);
        let mut block = DraftBlock::kept(if is_heading { BlockKind::Heading } else { BlockKind::Paragraph }, text);
        block.block.level = if is_heading { 2 } else { 0 };
        block.block.unsure = unsure;
        block
    }
}

/// The height of most lines.
fn usual_height(pages: &[(Option<u32>, RecognisedPage)]) -> f32 {
    let paragraphs = pages.iter().flat_map(|(_, page)| &page.paragraphs);
    let mut heights: Vec<f32> = paragraphs.flat_map(|paragraph| &paragraph.heights).copied().collect();
    heights.sort_by(f32::total_cmp);
    heights.get(heights.len() / 2).copied().unwrap_or(0.0)
}

/// A heading at the start is the title.
fn take_headline(draft: &mut Draft) {
    let Some(first) = draft.blocks.iter_mut().find(|block| block.keep) else { return };
    if first.block.kind != BlockKind::Heading {
        return;
    }
    (first.block.kind, first.block.level) = (BlockKind::Headline, 0);
    if draft.meta.title.is_empty() {
        draft.meta.title.clone_from(&first.block.text);
        draft.note(MetaField::Title, "largest line at the start");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine() -> Engine {
        Engine { name: "tesseract 5.3.0".into(), languages: vec!["eng".into(), "deu".into()], ..Engine::default() }
    }

    /// A table with a row for each word: block, paragraph, line, height, confidence.
    fn table(words: &[(u32, u32, u32, u32, f32, &str)]) -> String {
        let head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                    1\t1\t0\t0\t0\t0\t0\t0\t2550\t3300\t-1\t\n";
        let rows = words.iter().map(|(block, paragraph, line, height, confidence, text)| {
            format!("5\t1\t{block}\t{paragraph}\t{line}\t1\t0\t0\t10\t{height}\t{confidence}\t{text}\n")
        });
        head.to_owned() + &rows.collect::<String>()
    }

    fn kept(draft: &Draft) -> Vec<String> {
        let shown = |block: &DraftBlock| {
            let page = block.block.page.map_or(String::new(), |page| format!("@{page}"));
            format!("{}{page} {}", block.block.kind.slug(), block.block.text)
        };
        draft.blocks.iter().map(shown).collect()
    }

    #[test]
    fn lines_are_joined_to_paragraphs_and_what_is_unsure_is_counted() {
        let page = RecognisedPage::read(&table(&[
            (1, 1, 1, 40, 96.0, "Bridge"),
            (1, 1, 1, 40, 95.0, "closed"),
            (2, 1, 1, 20, 96.0, "The"),
            (2, 1, 1, 20, 96.0, "infor-"),
            (2, 1, 2, 20, 96.0, "mation"),
            (2, 1, 2, 20, 41.5, "rnodern"),
            (2, 2, 1, 20, 90.0, "Nobody."),
            (2, 2, 1, 20, 95.0, " "),
        ]));
        let mut draft = Draft::default();
        add_recognised(&mut draft, &[(None, page)], &engine(), "eng").unwrap();
        assert_eq!(kept(&draft), ["headline Bridge closed", "paragraph The information rnodern", "paragraph Nobody."]);
        assert_eq!((draft.meta.title.as_str(), draft.meta.language.as_str()), ("Bridge closed", "en"));
        let unsure: Vec<_> = draft
            .blocks
            .iter()
            .flat_map(|block| block.block.unsure.iter().map(|at| at.of(&block.block.text)))
            .collect();
        assert_eq!(unsure, ["rnodern"]);
        let recognised = draft.recognised.as_ref().unwrap();
        assert_eq!((recognised.words, recognised.unsure, recognised.pages.len()), (7, 1, 0));
        assert!(draft.warnings[0].message.contains("1 of 7 words is unsure"), "{:?}", draft.warnings);
    }

    #[test]
    fn recognised_pages_come_among_those_with_letters_of_their_own() {
        let own = |page, text: &str| {
            let mut block = DraftBlock::kept(BlockKind::Paragraph, text);
            block.block.page = Some(page);
            block
        };
        let mut draft =
            Draft { blocks: vec![own(1, "One."), own(3, "Three.")], unread: vec![2, 4], ..Draft::default() };
        draft.warnings.push(Warning::new(super::super::pdf::NO_TEXT_LAYER));
        let page = |text| RecognisedPage::read(&table(&[(1, 1, 1, 20, 90.0, text)]));
        let pages = [(Some(2), page("Two.")), (Some(4), page("Four."))];
        add_recognised(&mut draft, &pages, &engine(), "deu").unwrap();
        assert_eq!(kept(&draft), ["paragraph@1 One.", "paragraph@2 Two.", "paragraph@3 Three.", "paragraph@4 Four."]);
        assert_eq!(draft.recognised.unwrap().pages, [2, 4]);
        assert_eq!((draft.warnings.len(), draft.warnings[0].locator.as_deref()), (1, Some("pages 2, 4")));
    }

    #[test]
    fn a_picture_without_letters_is_told_and_rows_that_are_none_are_passed_over() {
        let nothing = [(None, RecognisedPage::read("5\tx\n5\t1\t1\t1\t1\t1\t0\t0\t1\t9\tNaN\tword\nrubbish\n\n5"))];
        assert_eq!(add_recognised(&mut Draft::default(), &nothing, &engine(), "eng"), Err(RecogniseError::NoText));
    }

    #[test]
    fn the_language_is_that_of_the_text_where_it_is_installed() {
        let engine = engine();
        assert_eq!(engine.language_for("de-AT"), Some("deu"));
        assert_eq!((language_name("deu"), language_name("frk")), ("German", "frk"));
        assert_eq!((engine.language_for("fr"), engine.language_for("")), (Some("eng"), Some("eng")));
        assert_eq!(engine.checked("deu+eng"), Ok("deu+eng"));
        assert_eq!(engine.checked("eng+fra"), Err(RecogniseError::NoLanguage("fra".into())));
        assert_eq!(engine.checked(""), Err(RecogniseError::NoLanguage(String::new())));
        let chinese = Engine { languages: vec!["chi_sim".into(), "chi_tra".into()], ..Engine::default() };
        assert_eq!((chinese.language_for("zh-TW"), chinese.language_for("zh")), (Some("chi_tra"), Some("chi_sim")));
    }
}
