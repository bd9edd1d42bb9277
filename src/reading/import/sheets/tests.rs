//! Workbooks, tables and presentations: what real programs write, what means harm, and what tells less than it seems to.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::import::{self, Draft, ImportError, Input, LeftOut};

/// A sample of what real programs write.
fn sample(name: &str) -> Draft {
    let kind = match name.rsplit('.').next() {
        Some("fods") => "ods",
        Some(ending) => ending,
        None => "",
    };
    let path = format!("{}/../../tests/data/import/{kind}/{name}", env!("CARGO_MANIFEST_DIR"));
    open(&std::fs::read(path).unwrap(), name).unwrap()
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn relations(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"urn:r/{kind}\" Target=\"{target}\"/>")
    };
    format!("<Relationships>{}</Relationships>", list.iter().map(one).collect::<String>())
}

/// A workbook of one sheet, `Costs`, with shared strings and styles.
fn xlsx(sheet: &str, strings: &str, styles: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let root = relations(&[("r1", "officeDocument", "xl/workbook.xml")]);
    let book = relations(&[
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "sharedStrings", "sharedStrings.xml"),
        ("r3", "styles", "styles.xml"),
    ]);
    let sheet = format!("<worksheet>{sheet}</worksheet>");
    let strings = format!("<sst uniqueCount=\"99999999999999\">{strings}</sst>");
    let mut parts = vec![
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Costs\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", book.as_str()),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
        ("xl/sharedStrings.xml", strings.as_str()),
        ("xl/styles.xml", styles),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

fn open(bytes: &[u8], name: &str) -> Result<Draft, ImportError> {
    import::open(&Input { bytes, name, ..Input::default() })
}

fn table(draft: &Draft) -> &str {
    let block = draft.blocks.iter().find(|block| block.block.cells.is_some());
    &block.expect("a table").block.text
}

#[test]
fn a_string_without_words_moves_no_other_to_its_cell() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" t=\"s\"><v>2</v></c>\
                 <c r=\"C1\" t=\"s\"><v>77</v></c><c r=\"D1\" t=\"s\"><v>0</v></c><c r=\"E1\" t=\"e\"><v>#SPILL!</v></c></row></sheetData>";
    let strings = "<si/><si><t>one</t></si><si><r><t>t</t></r><r><t>wo</t></r><rPh><t>read aloud</t></rPh></si>";
    let draft = open(&xlsx(sheet, strings, "", &[]), "a.xlsx").unwrap();
    assert_eq!(table(&draft), "one\ttwo\t\u{fffd}\t\t#SPILL!");
}

#[test]
fn a_formula_without_its_result_is_said() {
    let sheet = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"4\" hidden=\"1\"><c r=\"B4\"><f>SUM(A1:A3)</f></c>\
                 <c r=\"C4\"><f>A1</f><v>7</v></c><c r=\"D4\" t=\"str\"><f>A2</f><v></v></c></row></sheetData>";
    let draft = open(&xlsx(sheet, "", "", &[]), "a.xlsx").unwrap();
    assert_eq!(table(&draft), "=SUM(A1:A3)\t7");
    let told: Vec<&str> = draft.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert!(told[0].starts_with("Row 4 is hidden in the workbook"), "{told:?}");
    assert!(told[1].starts_with("Column B is hidden in the workbook"), "{told:?}");
    assert!(told[2].starts_with("One formula has no result"), "{told:?}");
    assert_eq!(draft.warnings[2].locator.as_deref(), Some("Costs!B4"));
}

#[test]
fn a_format_that_is_not_known_leaves_the_number_and_says_so() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"# ?/?\"/><numFmt numFmtId=\"171\" formatCode=\"0.0%\"/></numFmts>\
                  <cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs><cellXfs><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let sheet = "<sheetData><row><c s=\"0\"><v>0.5</v></c><c s=\"1\"><v>0.256</v></c><c s=\"2\"><v>45292</v></c><c s=\"99\"><v>0.30000000000000004</v></c></row></sheetData>";
    let draft = open(&xlsx(sheet, "", styles, &[]), "a.xlsx").unwrap();
    assert_eq!(table(&draft), "0.5\t25.6%\t2024-01-01\t0.3");
    assert!(draft.warnings[0].message.starts_with("One number stands as stored"));
}

#[test]
fn comments_stand_at_their_cells() {
    let sheet = "<sheetData><row r=\"2\"><c r=\"B2\"><v>5</v></c></row></sheetData>";
    let comments = "<comments><authors><author>Ann</author></authors><commentList><comment ref=\"B2\" authorId=\"0\"><text><r><t>From the </t></r>\
                    <r><t>contract</t></r></text></comment><comment ref=\"A9\" authorId=\"0\"><text><t>Missing</t></text></comment></commentList></comments>";
    let named = relations(&[("r1", "comments", "../comments1.xml")]);
    let more = [("xl/worksheets/_rels/sheet1.xml.rels", named.as_str()), ("xl/comments1.xml", comments)];
    let draft = open(&xlsx(sheet, "", "", &more), "a.xlsx").unwrap();
    let notes: Vec<_> = draft.blocks.iter().flat_map(|block| &block.block.notes).collect();
    assert_eq!((notes[0].author.as_str(), notes[0].text.as_str()), ("Ann", "From the contract"));
    let left: Vec<_> = draft.blocks.iter().filter(|block| !block.keep).map(|block| block.block.text.as_str()).collect();
    assert_eq!(left, ["Costs!A9: Ann: Missing"]);
}

#[test]
fn what_says_that_it_is_endless_ends() {
    let rows = "<table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell table:number-columns-repeated=\"1000000000\">\
                <text:p>a</text:p></table:table-cell></table:table-row>";
    let ods = format!(
        "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>\
         <table:table table:name=\"S\">{rows}{rows}</table:table></office:spreadsheet></office:body></office:document>"
    );
    let draft = open(ods.as_bytes(), "a.fods").unwrap();
    assert!(draft.warnings.iter().any(|warning| warning.message.contains("more than can be read")));
    let far = "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"4294967295\"><c r=\"A4294967295\"><v>1</v></c><c><v>2</v></c></row>\
               <row><c r=\"ZZZZ1\"><v>3</v></c></row></sheetData>";
    let draft = open(&xlsx(far, "", "", &[]), "a.xlsx").unwrap();
    assert_eq!(draft.blocks.iter().filter(|block| block.block.cells.is_some()).count(), 2);
}

#[test]
fn a_bomb_of_cells_is_read_as_far_as_there_is_room() {
    let cell = format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", "words and more ".repeat(200));
    let sheet = format!("<sheetData>{}</sheetData>", format!("<row>{}</row>", cell.repeat(10)).repeat(1_200));
    let draft = open(&xlsx(&sheet, "", "", &[]), "a.xlsx").unwrap();
    let text: usize = draft.blocks.iter().map(|block| block.block.text.len()).sum();
    assert!(text <= 34 << 20, "{text}");
    assert!(draft.warnings.iter().any(|warning| warning.message.contains("more than can be read")));
}

#[test]
fn what_is_locked_is_not_called_damaged() {
    let mut sealed = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    sealed.resize(600, 0);
    sealed.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    for name in ["a.xlsx", "a.pptx"] {
        assert_eq!(open(&sealed, name), Err(ImportError::Locked("the document")));
    }
    for format in ["xlsx", "pptx", "xls"] {
        let input = Input { bytes: &sealed, format: Some(format), ..Input::default() };
        assert_eq!(import::open(&input), Err(ImportError::Locked("the document")));
    }
}

#[test]
fn a_slide_that_is_not_in_the_file_is_said_and_the_others_come() {
    let root = relations(&[("r1", "officeDocument", "ppt/presentation.xml")]);
    let slides = relations(&[("a", "slide", "slides/one.xml"), ("b", "slide", "slides/two.xml")]);
    let slide = |words: &str| {
        format!("<p:sld><p:sp><p:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>")
    };
    let bytes = zipped(&[
        ("_rels/.rels", &root),
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldId r:id=\"b\"/><p:sldId r:id=\"lost\"/><p:sldId r:id=\"a\"/></p:presentation>",
        ),
        ("ppt/_rels/presentation.xml.rels", &slides),
        ("ppt/slides/one.xml", &slide("Words of the last.")),
        ("ppt/slides/two.xml", &slide("Words of the first.")),
    ]);
    let draft = open(&bytes, "a.pptx").unwrap();
    let pages: Vec<_> = draft.blocks.iter().map(|block| (block.block.page, block.block.text.as_str())).collect();
    assert_eq!(pages, [(Some(1), "Words of the first."), (Some(3), "Words of the last.")]);
    assert_eq!(draft.warnings[0].message, "Slide 2 is not in the file or cannot be read.");
}

#[test]
fn notes_of_a_hidden_slide_stay_what_they_are() {
    let draft = sample("bridge.pptx");
    let why =
        |words: &str| draft.blocks.iter().find(|block| block.block.text.contains(words)).and_then(|block| block.why);
    assert_eq!(why("Say who paid"), Some(LeftOut::SpeakerNotes));
    assert_eq!(why("with tax"), Some(LeftOut::LooseComment));
    assert_eq!(why("Not shown"), Some(LeftOut::HiddenSlide));
    assert_eq!(why("City of Ada"), Some(LeftOut::RunningHead));
}

/// The blocks that come in: address of the first cell, or page, and text.
fn shown(draft: &Draft) -> Vec<(String, String)> {
    let locator = |block: &crate::model::BlockText| match (&block.cells, block.page) {
        (Some(cells), _) => format!("{}!{}{}", cells.sheet, crate::model::column_letters(cells.column), cells.row),
        (None, Some(page)) => page.to_string(),
        (None, None) => String::new(),
    };
    let kept = draft.blocks.iter().filter(|block| block.keep);
    kept.map(|block| (locator(&block.block), block.block.text.clone())).collect()
}

#[test]
fn every_kind_of_workbook_shows_what_is_seen_in_it() {
    for name in ["budget.xlsx", "budget.ods", "flat.fods", "budget.xls"] {
        let draft = sample(name);
        let format = if name.ends_with("ods") { "ods" } else { name.rsplit('.').next().unwrap() };
        assert_eq!((draft.format, draft.meta.title.as_str()), (format, "The town's budget"), "{name}");
        let shown = shown(&draft);
        let text: Vec<_> = shown.iter().map(|(locator, text)| (locator.as_str(), text.as_str())).collect();
        let row = if name.ends_with("xls") {
            "Rent\t1234.5\t0.256\t2024-02-01"
        } else {
            "Rent\t€1,234.50\t25.6%\t01/02/2024"
        };
        // The program that saved it has given the formula the format of what it counts.
        let twice = if matches!(name, "budget.xlsx" | "budget.ods") { "€2,469.00" } else { "2469" };
        let table = format!("\tCosts of the town\n\t\tCost\tShare\tDay\n\t{row}\n\tTwo lines\t{twice}\t#DIV/0!\tTRUE");
        assert_eq!(text[0], ("", "Budget 2024"), "{name}");
        assert_eq!(text[1], ("Budget 2024!A2", table.as_str()), "{name}");
        assert_eq!(text[2], ("Budget 2024!A9", "Source: the office"), "{name}");
        assert_eq!(text.len(), 3, "{name}: {text:?}");
        let hidden = draft.blocks.iter().filter(|block| block.why == Some(LeftOut::HiddenSheet));
        assert!(hidden.map(|block| block.block.text.as_str()).any(|text| text == "hidden words"), "{name}");
        let says = |words: &str| draft.warnings.iter().any(|warning| warning.message.contains(words));
        assert!(says("The sheet “Secret” is hidden"), "{name}");
        if name.ends_with("xls") {
            assert!(says("a binary format"));
            continue;
        }
        assert!(says("Row 5 is hidden") && says("Column D is hidden"), "{name}: {:?}", draft.warnings);
        let block = &draft.blocks[1].block;
        let note = block.notes.first().unwrap_or_else(|| panic!("{name} has a comment"));
        assert_eq!((note.span.of(&block.text), note.text.trim()), ("Rent", "From the contract."), "{name}");
    }
}

#[test]
fn a_table_as_text_has_its_file_for_a_sheet() {
    let draft = sample("towns.csv");
    let at = |locator: &str, text: &str| (locator.to_owned(), text.to_owned());
    let rows = "town\tyear\tcost\tnote\nAda\t2023\t1,5\tclosed; then \"open\"\nBell\t2024\t2,5";
    assert_eq!(shown(&draft), [at("towns!A1", rows), at("towns!A5", "Total\t\t4,0")]);
}

#[test]
fn slides_come_in_the_order_in_which_they_are_shown() {
    let draft = sample("bridge.pptx");
    let shown = shown(&draft);
    let text: Vec<_> = shown.iter().map(|(page, text)| (page.as_str(), text.as_str())).collect();
    let expected = [
        ("1", "The harbour bridge"),
        ("1", "A report to the council"),
        ("2", "What it cost"),
        ("2", "It cost 300¹ million, in 2023."),
        ("2", "Nobody was hurt."),
        ("2", "The audit says so."),
        ("3", "\t2023\t2024\nCost\t5\t7"),
        ("3", "Visitors"),
        ("3", "\tAda\nMay\t120\nJune\t95"),
    ];
    assert_eq!(text, expected);
    let link = draft.blocks.iter().flat_map(|block| &block.block.links).next().unwrap();
    assert_eq!(link.url, "https://example.org/audit");
    assert!(
        draft.warnings.iter().any(|warning| warning.message == "Slide 4 is hidden in the presentation and left out.")
    );
}
