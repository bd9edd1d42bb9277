//! The whole importer on files made here: what comes in, and what a hostile file cannot do.

use proptest::prelude::*;

use super::testing::{file, kept, open, packed, pages, stream, text};
use crate::import::{Draft, ImportError, MetaField};

fn check(lines: &[(f32, f32, f32, &str)], expected: &[&str]) {
    assert_eq!(kept(&open(&pages(&[text(lines)], &[], "")).unwrap()), expected);
}

fn warnings(draft: &Draft) -> Vec<(&str, Option<&str>)> {
    draft.warnings.iter().map(|warning| (warning.message.as_str(), warning.locator.as_deref())).collect()
}

#[test]
fn lines_become_paragraphs_and_large_letters_a_headline() {
    check(
        &[
            (50.0, 100.0, 20.0, "The mayor resigns"),
            (50.0, 130.0, 10.0, "The mayor of Sampleton has resigned over a bridge that was never"),
            (50.0, 142.0, 10.0, "built. She left by the back door of the town hall, as she had come."),
            (50.0, 160.0, 10.0, "Nobody was there to see it."),
            (50.0, 190.0, 14.0, "What comes next"),
            (50.0, 210.0, 10.0, "• An election"),
            (50.0, 222.0, 10.0, "• A bridge"),
        ],
        &[
            "headline@1 The mayor resigns",
            "paragraph@1 The mayor of Sampleton has resigned over a bridge that was never built. She left by the back door of \
             the town hall, as she had come.",
            "paragraph@1 Nobody was there to see it.",
            "heading@1 What comes next",
            "list-item@1 An election",
            "list-item@1 A bridge",
        ],
    );
}

#[test]
fn columns_are_read_one_after_the_other_whatever_the_order_of_drawing() {
    let left = [
        "The left column is read before",
        "the right one, line by line from",
        "its top to its bottom, and only",
        "then does the",
    ];
    let right = [
        "right column follow, as it has",
        "been done in every newspaper",
        "since there have been any of",
        "them at all.",
    ];
    let mut lines = Vec::new();
    for (row, (left, right)) in left.iter().zip(right).enumerate() {
        let y = 100.0 + 12.0 * row as f32;
        lines.push((50.0, y, 10.0, *left));
        lines.push((210.0, y, 10.0, right));
    }
    check(
        &lines,
        &[
            "paragraph@1 The left column is read before the right one, line by line from its top to its bottom, and only then \
           does the right column follow, as it has been done in every newspaper since there have been any of them at all.",
        ],
    );
}

/// Three lines of Helvetica, each drawn by what `drawn` makes of it.
fn drawn_lines(drawn: impl Fn(&str) -> String) -> Vec<u8> {
    let lines = [
        "The order was made pursuant to part two of the act, and it applies to",
        "wages paid at 38 places in the town since the first day of May last year,",
        "as the court in Norrby found when it heard the case in the autumn.",
    ];
    let line =
        |(row, line): (usize, &&str)| format!("BT /F 10 Tf 1 0 0 1 50 {} Tm {} ET\n", 700 - 12 * row, drawn(line));
    pages(&[lines.iter().enumerate().map(line).collect::<String>().into_bytes()], &[], "")
}

#[test]
fn words_stay_apart_however_narrow_their_spaces_are() {
    let whole = "paragraph@1 The order was made pursuant to part two of the act, and it applies to wages paid at 38 places in the town \
                 since the first day of May last year, as the court in Norrby found when it heard the case in the autumn.";
    let check = |bytes: Vec<u8>, how: String| assert_eq!(kept(&open(&bytes).unwrap()), [whole], "{how}");
    for (letters, words) in [(0.0, -1.0), (0.0, -2.0), (0.0, -2.2), (-0.4, 0.0), (-0.3, -1.5), (0.5, 0.0), (1.5, -1.0)]
    {
        let how = format!("{letters} Tc {words} Tw");
        check(drawn_lines(|line| format!("{how} ({line}) Tj")), how);
    }
    for back in [80, 150, 200] {
        let one = |line: &str| format!("[({line})] TJ").replace("pursuant to", &format!("pursuant ) {back} (to"));
        check(drawn_lines(one), format!("one space narrower by {back}"));
        let every = |line: &str| format!("[({})] TJ", line.replace(' ', &format!(" ) {back} (")));
        check(drawn_lines(every), format!("every space narrower by {back}"));
    }
    for on in [90, 110, 130, 200] {
        let none = |line: &str| format!("[({})] TJ", line.replace(' ', &format!(") -{on} (")));
        check(drawn_lines(none), format!("no space is printed, gaps of {on}"));
    }
}

#[test]
fn a_soft_hyphen_that_is_seen_within_a_line_is_a_hyphen() {
    let check = |lines: [&str; 2], expected: &str| {
        let lines = [(50.0, 100.0, 10.0, lines[0]), (50.0, 112.0, 10.0, lines[1])];
        check(&lines, &[expected]);
    };
    check(
        [
            "Of the 16\u{ad}24 year olds, self\u{ad}service is used by 30\u{ad}40 of them on 3\u{ad}5 days",
            "of each week, says the survey of 2009\u{ad}10.",
        ],
        "paragraph@1 Of the 16-24 year olds, self-service is used by 30-40 of them on 3-5 days of each week, says the survey of 2009-10.",
    );
    check(
        ["The inspectors wrote in their long report about the town that the har\u{ad}", "bour wall was not finished."],
        "paragraph@1 The inspectors wrote in their long report about the town that the harbour wall was not finished.",
    );
}

#[test]
fn raised_and_lowered_figures_never_change_a_number() {
    check(
        &[
            (50.0, 100.0, 10.0, "It costs 300"),
            (101.3, 96.5, 6.5, "1"),
            (107.7, 100.0, 10.0, "crowns, or 10"),
            (169.3, 96.5, 6.5, "6"),
            (175.7, 100.0, 10.0, "of them in all; CO"),
            (253.1, 101.5, 6.5, "2"),
            (259.5, 100.0, 10.0, "is a gas."),
        ],
        &["paragraph@1 It costs 300¹ crowns, or 10⁶ of them in all; CO₂ is a gas."],
    );
}

#[test]
fn what_was_filled_into_a_form_comes_in_where_nothing_draws_it() {
    let field =
        b"<</Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Ann Holt, keeper) /Rect [100 696 300 712]>>".to_vec();
    let child = b"<</Type /Annot /Subtype /Widget /Parent 6 0 R /Rect [100 676 300 692]>>".to_vec();
    let parent = b"<</FT /Tx /T (year) /V (1911)>>".to_vec();
    let hidden = b"<</Type /Annot /Subtype /Widget /FT /Tx /F 2 /V (secret) /Rect [100 656 300 672]>>".to_vec();
    let content = text(&[(50.0, 100.0, 10.0, "Name:"), (50.0, 120.0, 10.0, "Year:")]);
    let bytes = pages(&[content], &[field, child, parent, hidden], "");
    let page =
        String::from_utf8_lossy(&bytes).replace("/Contents 9 0 R", "/Annots [4 0 R 5 0 R 7 0 R] /Contents 9 0 R");
    let read = kept(&open(page.as_bytes()).unwrap()).join("\n");
    assert!(read.contains("Name:") && read.contains("Ann Holt, keeper") && read.contains("1911"), "{read}");
    assert!(!read.contains("secret"), "{read}");
}

#[test]
fn text_at_an_angle_stands_apart() {
    let mut content = text(&[
        (50.0, 100.0, 10.0, "The tower of Sampleton is closed until somebody mends its lamp, the"),
        (50.0, 112.0, 10.0, "council said, and nobody knows when that will be or what it costs."),
    ]);
    content.extend(b"BT /F 40 Tf 0.7 0.7 -0.7 0.7 120 620 Tm (DRAFT) Tj ET\n");
    let read = kept(&open(&pages(&[content], &[], "")).unwrap());
    assert_eq!(read.len(), 2, "{read:?}");
    assert!(read[0].ends_with("what it costs.") && read[1].contains("DRAFT"), "{read:?}");
}

#[test]
fn a_heading_over_both_columns_parts_the_page() {
    let lines = [
        (50.0, 100.0, 10.0, "First column above, and"),
        (50.0, 112.0, 10.0, "its second line."),
        (310.0, 100.0, 10.0, "Second column above,"),
        (310.0, 112.0, 10.0, "with another line."),
        (50.0, 150.0, 18.0, "A heading as wide as both of the columns"),
        (50.0, 180.0, 10.0, "Third, below on the left."),
        (310.0, 180.0, 10.0, "Fourth, below on the right."),
    ];
    check(
        &lines,
        &[
            "paragraph@1 First column above, and its second line.",
            "paragraph@1 Second column above, with another line.",
            "headline@1 A heading as wide as both of the columns",
            "paragraph@1 Third, below on the left.",
            "paragraph@1 Fourth, below on the right.",
        ],
    );
}

#[test]
fn a_paragraph_goes_on_over_the_page_and_furniture_is_left_out_with_a_reason() {
    let page = |text_before: &'static str, number: &'static str| {
        text(&[
            (50.0, 40.0, 8.0, "The Sampleton Courier"),
            (50.0, 100.0, 10.0, text_before),
            (50.0, 112.0, 10.0, "and it goes on where the page ends, as far as the edge of the"),
            (290.0, 780.0, 8.0, number),
        ])
    };
    let contents = [
        page("A paragraph that is too long for one page begins here on the first", "1"),
        page("next page, where it comes to its end at last without any trouble.", "2"),
    ];
    let draft = open(&pages(&contents, &[], "")).unwrap();
    assert_eq!(
        kept(&draft),
        [
            "paragraph@1 A paragraph that is too long for one page begins here on the first and it goes on where the page ends, as \
          far as the edge of the next page, where it comes to its end at last without any trouble. and it goes on where the \
          page ends, as far as the edge of the"
        ]
    );
    let dropped: Vec<_> = draft
        .blocks
        .iter()
        .filter(|block| !block.keep)
        .map(|block| (block.block.text.as_str(), block.block.page, block.why.unwrap().label()))
        .collect();
    assert_eq!(
        dropped[0],
        ("The Sampleton Courier", Some(1), "repeats at the same place on other pages: running head or foot")
    );
    assert_eq!(dropped[1], ("1", Some(1), "page number"));
    assert_eq!(dropped.len(), 4);
}

#[test]
fn spaces_come_from_gaps_and_not_from_space_glyphs() {
    // A program that shows a soft hyphen as a space steps back by its width.
    let content = b"BT /F 10 Tf 50 700 Td [(infor) ( ) 278 (mation)-300(desk)] TJ ET".to_vec();
    assert_eq!(kept(&open(&pages(&[content], &[], "")).unwrap()), ["paragraph@1 information desk"]);
}

#[test]
fn text_drawn_twice_to_look_bold_comes_once() {
    check(&[(50.0, 100.0, 10.0, "Bold words"), (50.3, 100.0, 10.0, "Bold words")], &["paragraph@1 Bold words"]);
}

#[test]
fn letters_beyond_every_page_overflow_nothing() {
    let far = 3.0e10;
    check(
        &[(50.0, 100.0, 10.0, "A word and more of it."), (50.0, far, 10.0, "Far"), (far, 100.0, 10.0, "Away")],
        &["paragraph@1 A word and more of it."],
    );
    let content =
        "BT /F 10 Tf 50 600 Td (Near) Tj 90000000000 0 Td (far) Tj -180000000000 -99000000000 Td (farther) Tj ET";
    assert_eq!(kept(&open(&pages(&[content.as_bytes().to_vec()], &[], "")).unwrap()), ["paragraph@1 Near"]);
}

#[test]
fn turned_pages_are_read_as_they_are_seen() {
    let content = b"BT /F 10 Tf 0 1 -1 0 300 100 Tm (Read from below) Tj ET".to_vec();
    assert_eq!(kept(&open(&pages(&[content], &[], "")).unwrap()), ["paragraph@1 Read from below"]);
}

#[test]
fn a_text_that_stands_for_its_letters_takes_their_place() {
    let content = b"BT /F 10 Tf 50 700 Td (a) Tj /Span <</ActualText (ffi)>> BDC (X) Tj EMC (x) Tj ET".to_vec();
    assert_eq!(kept(&open(&pages(&[content], &[], "")).unwrap()), ["paragraph@1 affix"]);
}

#[test]
fn a_page_without_a_text_layer_is_named() {
    let image =
        stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"x");
    let scan = b"q 600 0 0 800 0 0 cm /I Do Q".to_vec();
    let words = text(&[(50.0, 100.0, 10.0, "Words that can be read.")]);
    let draft =
        open(&pages(&[words, scan.clone(), scan.clone()], std::slice::from_ref(&image), "/XObject <</I 4 0 R>>"))
            .unwrap();
    assert_eq!(warnings(&draft)[0].1, Some("pages 2–3"));
    assert!(warnings(&draft)[0].0.contains("text layer"));
    let only = pages(&[scan], &[image], "/XObject <</I 4 0 R>>");
    assert_eq!(open(&only), Err(ImportError::OnlyPictures));
}

#[test]
fn says_where_the_title_was_found() {
    let mut bytes = pages(&[text(&[(50.0, 100.0, 10.0, "Words.")])], &[], "");
    let at = bytes.windows(7).rposition(|part| part == b"/Root 1").unwrap();
    let info = b"/Info <</Title (The mayor resigns) /Author (Ada Sample) /CreationDate (D:20240102)>> ";
    bytes.splice(at..at, info.iter().copied());
    let draft = open(&bytes).unwrap();
    assert_eq!((draft.meta.title.as_str(), draft.meta.published.as_str()), ("The mayor resigns", ""));
    assert_eq!(draft.meta.authors, ["Ada Sample"]);
    assert_eq!(draft.found.iter().map(|found| found.field).collect::<Vec<_>>(), [MetaField::Title, MetaField::Authors]);
}

#[test]
fn a_damaged_or_locked_file_says_so() {
    let whole = pages(&[text(&[(50.0, 100.0, 10.0, "Words.")])], &[], "");
    assert_eq!(open(b"%PDF-1.4\nnothing"), Err(ImportError::Damaged("the PDF")));
    let mut locked = whole.clone();
    let at = locked.windows(7).rposition(|part| part == b"/Root 1").unwrap();
    let lock = format!(
        "/Encrypt <</Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{0}> /U <{0}>>> /ID [<00> <00>] ",
        "41".repeat(32)
    );
    locked.splice(at..at, lock.bytes());
    assert_eq!(open(&locked), Err(ImportError::Locked("the PDF")));
    // Without its table, the objects are looked for.
    let cut = &whole[..whole.windows(4).rposition(|part| part == b"xref").unwrap() - 5];
    assert_eq!(kept(&open(cut).unwrap()), ["paragraph@1 Words."]);
}

#[test]
fn pages_and_parts_in_a_circle_end() {
    let circle = file(&[
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3>>".to_vec(),
        b"<</Type /Pages /Kids [2 0 R 3 0 R] /Parent 3 0 R /Count 9>>".to_vec(),
    ]);
    assert!(open(&circle).is_err());
    // Each part draws the next one twice: more often than anybody can wait for.
    let part = |next: usize| {
        let dict = format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X {next} 0 R>>>>");
        stream(&dict, b"q /X Do Q q /X Do Q ")
    };
    let parts: Vec<_> = (0..40).map(|at| part(5 + at % 40)).collect();
    let content = [text(&[(50.0, 100.0, 10.0, "Words.")]), b"q /X Do Q ".to_vec()].concat();
    let draft = open(&pages(&[content], &parts, "/XObject <</X 4 0 R>>")).unwrap();
    assert_eq!(kept(&draft), ["paragraph@1 Words."]);
    assert_eq!(warnings(&draft), [("A page could not be read to its end.", Some("page 1"))]);
}

#[test]
fn objects_nested_without_end_do_not_overflow() {
    for (open_sign, close) in [("[", "]"), ("<</A ", ">>"), ("(", ")")] {
        let deep = format!("{}{}", open_sign.repeat(20_000), close.repeat(20_000));
        let content = [deep.as_bytes(), b" TJ ", &text(&[(50.0, 100.0, 10.0, "Words.")])].concat();
        let extra = [deep.clone().into_bytes()];
        let _ = open(&pages(&[content], &extra, &format!("/X {deep} /XObject 4 0 R")));
    }
}

#[test]
fn a_small_file_does_not_unpack_to_gigabytes() {
    // 48 MB of spaces a layer; two layers make what would be more than 2 GiB.
    let layer = packed(&vec![b' '; 40 << 20]);
    let twice = packed(&layer.repeat(60));
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>".to_vec(),
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents [4 0 R 5 0 R]>>".to_vec(),
        stream("/Filter [/FlateDecode /FlateDecode]", &twice),
    ];
    objects.push(stream("/Filter /FlateDecode", &packed(&vec![b' '; 60 << 20])));
    assert!(matches!(open(&file(&objects)), Err(ImportError::NoTextRead(_))));
}

#[test]
fn one_stream_on_thousands_of_pages_is_bounded() {
    let content = packed(&[&b" ".repeat(20 << 20)[..], &text(&[(50.0, 100.0, 10.0, "Words.")])].concat());
    let kids: String = (0..2000).map(|at| format!("{} 0 R ", 5 + at)).collect();
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        format!(
            "<</Type /Pages /Kids [{kids}] /Count 2000 /MediaBox [0 0 600 800] /Resources <</Font <</F 3 0 R>>>>>>"
        )
        .into_bytes(),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>".to_vec(),
        stream("/Filter /FlateDecode", &content),
    ];
    objects.extend((0..2000).map(|_| b"<</Type /Page /Parent 2 0 R /Contents 4 0 R>>".to_vec()));
    let draft = open(&file(&objects)).unwrap();
    assert!(warnings(&draft).iter().any(|(message, _)| message.starts_with("Only the first")), "{:?}", draft.warnings);
}

#[test]
fn a_paragraph_that_ends_with_a_note_has_ended() {
    check(
        &[
            (50.0, 100.0, 10.0, "The first paragraph ends with a note.12"),
            (50.0, 150.0, 10.0, "Another stands below it."),
        ],
        &["paragraph@1 The first paragraph ends with a note.12", "paragraph@1 Another stands below it."],
    );
}

#[test]
fn a_great_many_pages_are_bounded() {
    let kids = "<</Type /Page>>".repeat(200_000);
    let objects = [
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        format!("<</Type /Pages /Kids [{kids}] /Count 200000>>").into_bytes(),
    ];
    assert!(matches!(open(&file(&objects)), Err(ImportError::NoTextRead(_))));
}

#[test]
fn a_page_full_of_letters_is_bounded() {
    let content = b"BT /F 1 Tf 50 700 Td (wwwwwwwwww) Tj ET ".repeat(40_000);
    let draft = open(&pages(&[content], &[], "")).unwrap();
    assert_eq!(warnings(&draft)[0].0, "A page could not be read to its end.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_file_with_wrong_bytes_opens_or_says_why_not(changes in proptest::collection::vec((0.0..1.0f64, any::<u8>()), 1..30)) {
        let content = packed(&text(&[(50.0, 100.0, 10.0, "Words that may be lost.")]));
        let mut bytes = pages(&[text(&[(50.0, 100.0, 10.0, "Words.")])], &[stream("/Filter /FlateDecode", &content)], "");
        for (share, byte) in changes {
            let at = (share * bytes.len() as f64) as usize;
            bytes[at] = byte;
        }
        if let Ok(draft) = open(&bytes) {
            prop_assert!(!draft.blocks.is_empty());
        }
    }
}

/// Rows of a table at 12 points from each other, cells at given places, between two paragraphs.
fn with_table(lefts: &[f32], rows: &[&[&'static str]]) -> Vec<(f32, f32, f32, &'static str)> {
    let mut lines = vec![(
        50.0,
        100.0,
        10.0,
        "The costs of the bridge are given in the table below, in millions of the money of Sampleton,",
    )];
    lines.push((50.0, 112.0, 10.0, "as the engineer said."));
    let mut y = 140.0;
    for row in rows {
        lines.extend(lefts.iter().zip(*row).map(|(x, cell)| (*x, y, 10.0, *cell)));
        y += 14.0;
    }
    lines.push((
        50.0,
        y + 20.0,
        10.0,
        "Nobody asked why the third year cost more than three times as much as had been planned in all.",
    ));
    lines
}

#[test]
fn a_table_of_figures_is_read_by_its_rows() {
    let rows: &[&[&str]] = &[
        &["Year", "Planned", "Spent"],
        &["2023", "12.0", "+45 %"],
        &["2024", "14.0", "-"],
        &["2025", "9.5", "+226 %"],
    ];
    let expected = [
        "paragraph@1 The costs of the bridge are given in the table below, in millions of the money of Sampleton, as the engineer said.",
        "table@1 Year\tPlanned\tSpent\n2023\t12.0\t+45 %\n2024\t14.0\t-\n2025\t9.5\t+226 %",
        "paragraph@1 Nobody asked why the third year cost more than three times as much as had been planned in all.",
    ];
    for lefts in [[60.0, 90.0, 140.0], [60.0, 200.0, 400.0]] {
        check(&with_table(&lefts, rows), &expected);
    }
}

#[test]
fn columns_of_words_are_no_table() {
    let rows: &[&[&str]] = &[
        &["The mayor of", "The bridge was", "Nobody saw"],
        &["Sampleton left", "closed in", "her when"],
        &["in 2023 by the", "spring, when", "she went"],
    ];
    let draft = open(&pages(&[text(&with_table(&[60.0, 200.0, 400.0], rows))], &[], "")).unwrap();
    assert!(!kept(&draft).iter().any(|block| block.starts_with("table")), "{:?}", kept(&draft));
}
