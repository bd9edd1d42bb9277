//! Rich text (RTF 1.9.1): text as if every tracked change were accepted, notes and comments after the paragraph to which they
//! belong. A reader of our own: what is well kept for it elsewhere knows neither tables nor notes.

mod chars;
mod dates;
mod reader;
mod tokens;

use super::{Draft, ImportError, Importer, Input, encoding, word_processing};

pub(super) const IMPORTER: Importer = Importer {
    id: "rtf",
    name: "Rich text",
    extensions: &["rtf"],
    has_lines: false,
    sniff: |bytes| bytes.trim_ascii_start().starts_with(b"{\\rtf"),
    open,
};

fn open(input: &Input<'_>) -> Result<Draft, ImportError> {
    const FOUND_IN: &str = "document properties";
    if !(IMPORTER.sniff)(input.bytes) {
        // A name alone makes no text of noise.
        encoding::decode(input, None)?;
    }
    let read = reader::read(input.bytes, input.steps);
    let mut draft =
        Draft { format: IMPORTER.id, media_type: "application/rtf".into(), blocks: read.blocks, ..Draft::default() };
    word_processing::settle_title(&mut draft, &read.title, FOUND_IN);
    word_processing::set_authors(&mut draft, &read.author, FOUND_IN);
    read.besides.warn(&mut draft);
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockKind;
    use BlockKind::{Caption, Footnote, Heading, Headline, ListItem, Paragraph, Table};

    fn draft(text: &str) -> Draft {
        open(&Input { bytes: text.as_bytes(), ..Input::default() }).unwrap()
    }

    /// With links and notes at their words.
    fn settled(text: &str) -> Draft {
        crate::import::open(&Input { bytes: text.as_bytes(), name: "a.rtf", ..Input::default() }).unwrap()
    }

    fn check(text: &str, expected: &[(BlockKind, &str)]) {
        let draft = draft(&format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0{text}}}"));
        let blocks: Vec<_> = draft.blocks.iter().map(|block| (block.block.kind, block.block.text.as_str())).collect();
        assert_eq!(blocks, expected, "{text}");
    }

    #[test]
    fn reads_code_pages_and_unicode_with_its_fallback() {
        check(
            "{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}}\\'84caf\\'e9\\ldblquote{\\f1\\'cf\\'f0}\\f0\\'e9",
            &[(Paragraph, "„café“Прé")],
        );
        check(
            "a\\u8211?b\\uc2\\u8364\\'80\\'81c\\uc0\\u233d\\par{\\uc3 \\u946abc}e",
            &[(Headline, "a–b€céd"), (Paragraph, "βe")],
        );
        check("\\u-10179?\\u-8704?", &[(Paragraph, "😀")]);
        check("{\\fonttbl{\\f0\\fcharset128 A;}}\\f0\\'93\\'fa\\'96\\'7b", &[(Paragraph, "日本")]);
    }

    #[test]
    fn passes_over_what_is_no_text() {
        check(
            "{\\*\\unknown no {no}}{\\pict\\bin4 }}}} 00ff}{\\header no}{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt yes}}",
            &[(Paragraph, "yes")],
        );
        check("{\\b what \\*\\unknown1 is said} stays", &[(Paragraph, "what is said stays")]);
        check("\\pca Stra\\'e1e", &[(Paragraph, "Straße")]);
        check("{\\v no}a{\\deleted no}{\\revised b}", &[(Paragraph, "ab")]);
    }

    #[test]
    fn tables_notes_lists_and_headings_keep_their_shape() {
        check(
            "{\\stylesheet{\\s1 heading 1;}{\\s2\\sbasedon4 Ours;}{\\s4\\sbasedon4 heading 2;}{\\s3 caption;}}\\pard\\s1 Head\\par\\pard\\s2 Part\\par\
             \\pard Words{\\footnote\\pard Note.} on.\\par\\pard\\ls1\\ilvl1{\\listtext 1.\\tab}Item\\par\
             \\trowd\\cellx1\\cellx2\\pard\\intbl a\\cell b\\cell\\row\\trowd\\pard\\intbl c\\par d\\cell e\\cell\\row\\pard\\s3 Below\\par",
            &[
                (Headline, "Head"),
                (Heading, "Part"),
                (Paragraph, "Words on."),
                (Footnote, "Note."),
                (ListItem, "Item"),
                (Table, "a\tb\nc d\te"),
                (Caption, "Below"),
            ],
        );
    }

    #[test]
    fn knows_the_title_the_author_and_comments() {
        let draft = draft(
            "{\\rtf1{\\info{\\title Of {\\i words}}{\\author Ann Lee}{\\author Cy Moe}}Text.{\\*\\atnid AL}{\\*\\atnauthor Bo}\\chatn{\\*\\annotation Sure?}\\par}",
        );
        assert_eq!(
            (draft.meta.title.as_str(), draft.meta.authors.as_slice()),
            ("Of words", ["Ann Lee".to_owned()].as_slice())
        );
        let comment = &draft.blocks[1];
        assert_eq!((comment.block.text.as_str(), comment.why), ("Bo: Sure?", Some(word_processing::COMMENT)));
        assert!(draft.warnings[0].message.contains("a comment"));
    }

    #[test]
    fn comments_stand_at_the_words_that_are_marked() {
        let comment = |range: &str, author: &str, words: &str| {
            format!(
                "{{\\*\\atnid A}}{{\\*\\atnauthor {author}}}\\chatn{{\\*\\annotation{{\\*\\atnref {range}}}{{\\*\\atndate 131277440}}\\pard {words}\\par}}"
            )
        };
        let text = format!(
            "{{\\rtf1 All {{\\*\\atrfstart 1}}{{\\*\\atrfstart 2}}of the boats{{\\*\\atrfend 1}}{}{{\\*\\atrfend 2}}{} and\\par {{\\*\\atrfstart 3}}more\\par than one{{\\*\\atrfend 3}}{} line{}.\\par}}",
            comment("1", "Ann", "Which?"),
            comment("2", "Bo", "All."),
            comment("3", "Ann", "Two lines."),
            comment("9", "Bo", "No words.")
        );
        let draft = settled(&text);
        let kept = draft.blocks.iter().filter(|block| block.keep);
        let notes: Vec<_> = kept
            .flat_map(|block| {
                block
                    .block
                    .notes
                    .iter()
                    .map(|note| (note.span.of(&block.block.text), note.author.as_str(), note.text.as_str()))
            })
            .collect();
        let expected = [
            ("of the boats", "Ann", "Which?"),
            ("of the boats", "Bo", "All."),
            ("more", "Ann", "Two lines."),
            ("than one", "Ann", "Two lines."),
            ("line", "Bo", "No words."),
        ];
        assert_eq!(notes, expected);
        assert_eq!(draft.blocks[0].block.notes[0].date, "2025-03-04");
    }

    #[test]
    fn what_libreoffice_puts_around_a_sign_and_into_a_note_is_none_of_it() {
        let draft = settled(
            r"{\rtf1 The {{\*\atrfstart 1}new light}{{\*\atrfend 1}{\super  \chftn{\*\footnote \chftn\pard {{\*\atnid }{\*\atnauthor Ann}\chatn{\*\annotation{\*\atnref 1}Whose?}} {Page 3.}{{\*\atnid }{\*\atnauthor Bo}\chatn{\*\annotation On the page.}}}} is lit.\par}",
        );
        let block = &draft.blocks[0].block;
        let notes: Vec<_> = block
            .notes
            .iter()
            .map(|note| (note.span.of(&block.text), note.author.as_str(), note.text.as_str()))
            .collect();
        let expected = [("new light", "Ann", "Whose?"), ("light", "", "Page 3."), ("light", "Bo", "On the page.")];
        assert_eq!((block.text.as_str(), notes.as_slice()), ("The new light is lit.", expected.as_slice()));
    }

    #[test]
    fn raised_lowered_and_struck_letters_stay_what_they_are() {
        let text = r"{\rtf1 300{\super 1} and 10\super 6\nosupersub , CO{\sub 2}, m\up6 2\up0 , {\strike 50} 60 years{\super\chftn}{\footnote A note.}.\par}";
        let blocks: Vec<_> = draft(text).blocks.into_iter().map(|block| (block.keep, block.block.text)).collect();
        let expected = [(true, "300¹ and 10⁶, CO₂, m², 60 years."), (true, "A note."), (false, "50")];
        assert_eq!(blocks.iter().map(|(keep, text)| (*keep, text.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn deep_and_cut_files_end_in_time() {
        let deep = format!("{{\\rtf1 {}words{}", "{\\b ".repeat(1_000_000), "}".repeat(999_990));
        assert_eq!(draft(&deep).blocks[0].block.text, "words");
        let notes = format!("{{\\rtf1 {}words", "{\\footnote a".repeat(200_000));
        assert!(draft(&notes).warnings[0].message.contains("cut off"));
    }
}
