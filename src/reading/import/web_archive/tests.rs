//! Archives as crawlers and browsers write them, and as nobody should.

use std::{
    io::Write as _,
    sync::atomic::{AtomicU64, Ordering},
};

use flate2::{Compression, write::GzEncoder};

use super::{
    super::{Draft, ImportError, Input, Steps, open, package::testing::zipped},
    stream::GZIP,
};
use crate::model::Capture;

/// A record of a WARC file.
fn record(kind: &str, url: &str, date: &str, more: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n{more}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// What a server answered, with lines of its head.
fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat()
}

fn page(title: &str, words: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{words}</p>\
         <p>The council said on Monday that it would look at the figures again before the end of the year.</p></article></body></html>"
    )
}

const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";
const DATE: &str = "2024-05-03T10:04:00Z";

fn response(url: &str, date: &str, title: &str, words: &str) -> Vec<u8> {
    record("response", url, date, "", &answer(HTML, page(title, words).as_bytes()))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// Each record in a gzip member of its own.
fn packed(records: &[Vec<u8>]) -> Vec<u8> {
    records.iter().flat_map(|record| gzip(record)).collect()
}

fn opened(bytes: &[u8], page: Option<&str>) -> Result<Draft, ImportError> {
    open(&Input { bytes, name: "crawl.bin", page, ..Input::default() })
}

fn text(draft: &Draft) -> String {
    let kept = draft.blocks.iter().filter(|block| block.keep).map(|block| block.block.text.as_str());
    kept.collect::<Vec<_>>().join("\n")
}

fn listed(draft: &Draft) -> Vec<(&str, &str)> {
    draft.pages.iter().map(|page| (page.title.as_str(), page.capture.url.as_str())).collect()
}

/// Three pages, a picture, a redirect, a frame and a page that was not found.
fn crawl() -> Vec<Vec<u8>> {
    let frame = "GET /ad HTTP/1.1\r\nHost: ads.example\r\nSec-Fetch-Dest: iframe\r\n\r\n";
    let moved = "HTTP/1.1 301 Moved\r\nLocation: /bridge\r\n\r\n";
    vec![
        record("warcinfo", "", DATE, "", b"software: Crawl/1.2\r\nformat: WARC File Format 1.1\r\n"),
        response("https://ads.example/ad", DATE, "Buy", "A frame beside the article."),
        record("request", "https://ads.example/ad", DATE, "", frame.as_bytes()),
        record("response", "http://example.org/b", DATE, "", moved.as_bytes()),
        response("http://example.org/bridge", DATE, "The bridge", "The bridge is closed since Monday."),
        record("response", "http://example.org/a.png", DATE, "", &answer("Content-Type: image/png\r\n", b"\x89PNG")),
        record(
            "response",
            "http://example.org/gone",
            DATE,
            "",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone.",
        ),
        response("http://example.org/ferry", "2024-05-04T08:00:00Z", "The ferry", "The ferry carries 480 cars a day."),
        record(
            "resource",
            "https://example.org/note",
            "2024-05-05T08:00:00Z",
            "Content-Type: text/plain\r\n",
            b"A note of the council.\n\nIt is short.",
        ),
    ]
}

#[test]
fn the_only_page_opens_at_once_with_its_address_and_time() {
    for bytes in [crawl()[4].clone(), packed(&crawl()[4..5]), gzip(&crawl()[..6].concat())] {
        let draft = opened(&bytes, None).unwrap();
        assert_eq!(draft.format, "warc");
        let captured =
            Capture { url: "http://example.org/bridge".into(), at: Some("2024-05-03T10:04:00Z".parse().unwrap()) };
        assert_eq!((draft.captured.as_ref(), draft.meta.url.as_str()), (Some(&captured), captured.url.as_str()));
        assert!(text(&draft).contains("The bridge is closed since Monday."), "{}", text(&draft));
        assert_eq!(draft.warnings, []);
    }
    let draft = opened(&gzip(&crawl()[..6].concat()), None).unwrap();
    assert_eq!(draft.found.last().unwrap().found_in, "in the web archive, by Crawl/1.2");
}

#[test]
fn of_several_pages_one_is_chosen_by_number_or_address() {
    for bytes in [crawl().concat(), packed(&crawl())] {
        let draft = opened(&bytes, None).unwrap();
        assert!(draft.waits_for_choice() && draft.blocks.is_empty());
        let expected = [
            ("The bridge", "http://example.org/bridge"),
            ("The ferry", "http://example.org/ferry"),
            ("", "https://example.org/note"),
            ("Buy", "https://ads.example/ad"),
        ];
        assert_eq!(listed(&draft), expected);
        for (choice, words) in [
            ("2", "The ferry carries"),
            ("http://example.org/bridge#top", "The bridge is closed"),
            ("http://example.org/b", "The bridge is closed"),
            ("https://example.org/note/", "A note of the council."),
            ("4", "A frame beside"),
        ] {
            let draft = opened(&bytes, Some(choice)).unwrap();
            assert!(text(&draft).contains(words), "{choice}: {}", text(&draft));
            assert!(!draft.waits_for_choice() && draft.pages.len() == 4);
        }
        for choice in ["0", "5", "http://example.org/gone", "http://example.org/a.png"] {
            assert_eq!(opened(&bytes, Some(choice)), Err(ImportError::NoSuchPage(choice.into())));
        }
    }
}

#[test]
fn bodies_come_out_of_the_ways_in_which_they_were_sent() {
    let words = "The ferry carries 480 cars a day.";
    let html = page("Ferry", words);
    let chunked = |body: &[u8]| {
        let (first, second) = body.split_at(20);
        let chunk = |part: &[u8]| [format!("{:x};a=b\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        [chunk(first), chunk(second), b"0\r\n\r\n".to_vec()].concat()
    };
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(html.as_bytes()).unwrap();
    let mut deflated = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    deflated.write_all(html.as_bytes()).unwrap();
    let brotli = [
        27, 166, 0, 128, 4, 202, 109, 169, 46, 52, 21, 12, 134, 227, 163, 165, 11, 10, 54, 101, 8, 50, 59, 155, 9, 185,
        193, 85, 37, 176, 9, 73, 9, 38, 164, 127, 189, 225, 113, 113, 139, 21, 57, 36, 53, 160, 161, 65, 79, 120, 208,
        236, 203, 61, 72, 178, 1, 35, 160, 180, 216, 197, 77, 244, 231, 138, 88, 87, 13, 216, 126, 102, 109, 217, 184,
        32, 223, 57, 98, 162, 171, 247, 143, 157, 145, 176, 165, 171, 127, 46, 4, 189, 112, 168, 86,
    ];
    let cases: [(&str, Vec<u8>); 9] = [
        ("Transfer-Encoding: chunked\r\n", chunked(html.as_bytes())),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(&gzip(html.as_bytes()))),
        ("Content-Encoding: gzip\r\n", gzip(html.as_bytes())),
        ("Content-Encoding: deflate\r\n", zlib.finish().unwrap()),
        ("Content-Encoding: deflate\r\n", deflated.finish().unwrap()),
        ("Content-Encoding: br\r\n", brotli.to_vec()),
        // The crawler has unpacked the body and kept the head.
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", html.clone().into_bytes()),
        ("Content-Encoding: br\r\n", html.clone().into_bytes()),
        ("Content-Encoding: zstd\r\n", html.clone().into_bytes()),
    ];
    for (head, body) in cases {
        let bytes = record("response", "http://example.org/", DATE, "", &answer(&format!("{HTML}{head}"), &body));
        let draft = opened(&bytes, None).unwrap_or_else(|error| panic!("{head}: {error}"));
        assert!(text(&draft).contains("The ferry carries 480 cars a day"), "{head}: {}", text(&draft));
        assert_eq!(draft.warnings, [], "{head}");
        assert!(draft.meta.title == "Ferry", "{head}");
    }
    let zstd = answer(&format!("{HTML}Content-Encoding: zstd\r\n"), b"\x28\xB5\x2F\xFD\x04\x00");
    let error = opened(&record("response", "http://example.org/", DATE, "", &zstd), None).unwrap_err();
    assert_eq!(error, ImportError::UnknownPacking("Zstandard".into()));
}

#[test]
fn the_charset_is_the_one_that_the_server_named() {
    let (words, ..) = encoding_rs::WINDOWS_1251.encode("Мост закрыт с понедельника, сообщил совет города.");
    let body = [b"<html><body><p>".as_slice(), &words, b"</p></body></html>"].concat();
    let head = "Content-Type: text/html; Charset=\"windows-1251\"\r\n";
    let bytes = record("response", "<http://example.org/>", DATE, "", &answer(head, &body));
    let draft = opened(&bytes, None).unwrap();
    assert!(text(&draft).contains("Мост закрыт с понедельника"), "{}", text(&draft));
    assert_eq!((draft.encoding.as_str(), draft.meta.url.as_str()), ("windows-1251", "http://example.org/"));
}

#[test]
fn a_page_that_was_as_before_is_opened_with_its_own_time() {
    let digest = "WARC-Payload-Digest: sha1:AAAA\r\n";
    let first =
        record("response", "http://example.org/", DATE, digest, &answer(HTML, page("One", "As before.").as_bytes()));
    let again = record("revisit", "http://example.org/", "2025-01-01T00:00:00Z", digest, &answer(HTML, b""));
    let lost =
        record("revisit", "http://example.org/lost", DATE, "WARC-Payload-Digest: sha1:BB\r\n", &answer(HTML, b""));
    let picture = answer("Content-Type: image/png\r\n", b"");
    let picture = record("revisit", "http://example.org/p", DATE, "WARC-Payload-Digest: sha1:CC\r\n", &picture);
    let bytes = packed(&[first, again, lost, picture]);
    let draft = opened(&bytes, Some("2")).unwrap();
    assert_eq!(draft.captured.as_ref().unwrap().at, Some("2025-01-01T00:00:00Z".parse().unwrap()));
    assert!(text(&draft).contains("As before."));
    assert!(draft.warnings[0].message.starts_with("1 captures say"), "{:?}", draft.warnings);
    let newest = opened(&bytes, Some("http://example.org")).unwrap();
    assert_eq!(newest.captured, draft.captured);
}

/// A checksum as crawlers write it.
fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    let digits: String = sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

#[test]
fn a_page_that_is_not_as_it_was_captured_is_told() {
    let html = page("Ferry", "The ferry carries 480 cars a day.");
    let packed = gzip(html.as_bytes());
    let chunked = [format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
    let block = answer(&format!("{HTML}Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"), &chunked);
    let warned = |more: &str, block: &[u8]| {
        let draft = opened(&record("response", "http://example.org/", DATE, more, block), None).unwrap();
        draft.warnings.iter().any(|warning| warning.message.contains("not as it was captured"))
    };
    let of_block = format!("WARC-Block-Digest: {}\r\n", sha256(&block));
    assert!(!warned(&of_block, &block));
    // What programs take for the payload.
    for payload in [chunked.as_slice(), &packed, html.as_bytes()] {
        assert!(!warned(&format!("{of_block}WARC-Payload-Digest: {}\r\n", sha256(payload)), &block));
    }
    let other = String::from_utf8(answer(HTML, html.as_bytes())).unwrap();
    let of_other = format!("WARC-Block-Digest: {}\r\n", sha256(other.as_bytes()));
    assert!(!warned(&of_other, other.as_bytes()));
    assert!(warned(&of_other, other.replace("480", "840").as_bytes()));
    let of_payload = format!("WARC-Payload-Digest: {}\r\n", sha256(html.as_bytes()));
    assert!(warned(&of_payload, other.replace("480", "840").as_bytes()));
}

#[test]
fn a_package_whose_files_are_not_as_they_were_packed_is_told() {
    let records = packed(&crawl()[4..5]);
    let described = |hash: &str| {
        format!(
            "{{\"resources\": [{{\"name\": \"data.warc.gz\", \"path\": \"archive/data.warc.gz\", \"hash\": \"{hash}\"}}]}}"
        )
    };
    let told = |description: &str, digest: &str| {
        let digest = format!("{{\"path\": \"datapackage.json\", \"hash\": \"{digest}\"}}");
        let parts: [(&str, &[u8]); 3] = [
            ("datapackage.json", description.as_bytes()),
            ("archive/data.warc.gz", &records),
            ("datapackage-digest.json", digest.as_bytes()),
        ];
        let draft = opened(&zipped(&parts), None).unwrap();
        assert!(draft.warnings.iter().all(|warning| warning.message.contains("not as it was packed")));
        draft.warnings.into_iter().filter_map(|warning| warning.locator).collect::<Vec<_>>()
    };
    let (right, wrong) = (described(&sha256(&records)), described(&sha256(b"others")));
    assert_eq!(told(&right, &sha256(right.as_bytes())), Vec::<String>::new());
    assert_eq!(told(&wrong, &sha256(wrong.as_bytes())), ["archive/data.warc.gz"]);
    assert_eq!(told(&right, &sha256(wrong.as_bytes())), ["datapackage.json"]);
    assert_eq!(told("no description", &sha256(b"no description")), Vec::<String>::new());
}

#[test]
fn a_scan_waits_for_its_letters_and_its_pages_are_drawn() {
    use crate::import::{DrawError, draw_page, pdf::made};
    let dict = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
    let draws = || b"600 0 0 800 0 0 cm /I Do".to_vec();
    let scan = made::pages(&[draws(), draws()], &[made::stream(dict, &[0])], "/XObject <</I 4 0 R>>");
    let url = "http://example.org/scan.pdf";
    let captured = record("response", url, DATE, "", &answer("Content-Type: application/pdf\r\n", &scan));
    let records = [crawl()[4].clone(), captured.clone()];
    let package = zipped(&[("datapackage.json", b"{}"), ("archive/data.warc.gz", &packed(&records))]);
    for (bytes, page) in [(captured, None), (records.concat(), Some("2")), (package, Some(url))] {
        let draft = opened(&bytes, page).unwrap();
        assert_eq!((draft.unread.as_slice(), draft.blocks.len(), draft.is_little), (&[1, 2][..], 0, true));
        assert!(draft.warnings[0].message.contains("Run text recognition"), "{:?}", draft.warnings);
        assert_eq!((draft.meta.url.as_str(), draft.captured.is_some()), (url, true));
        let drawn = draw_page(&bytes, page, 2, 80).unwrap();
        assert_eq!((drawn.raster.width, drawn.raster.height, drawn.pages), (60, 80, 2));
        assert!(drawn.raster.on_white().iter().all(|lightness| *lightness < 10));
        assert_eq!(draw_page(&bytes, Some("9"), 1, 80), Err(DrawError::Damaged));
    }
}

#[test]
fn one_of_several_captures_of_an_address_is_chosen_by_its_time() {
    let url = "http://example.org/ferry";
    let of = |day: &str, words: &str| response(url, &format!("2024-05-{day}T08:00:00Z"), "The ferry", words);
    let bytes = [of("04", "It carries 480 cars a day."), of("06", "It carries 500 cars a day.")].concat();
    assert!(text(&opened(&bytes, Some(url)).unwrap()).contains("500 cars"), "the newest");
    for (day, words) in [("04", "480 cars"), ("06", "500 cars")] {
        let at = format!("2024-05-{day}T08:00:00Z").parse().ok();
        let choice = super::capture_choice(&Capture { url: url.into(), at });
        let draft = opened(&bytes, Some(&choice)).unwrap();
        assert!(text(&draft).contains(words), "{choice}");
        assert_eq!(super::capture_choice(draft.captured.as_ref().unwrap()), choice);
    }
    assert!(opened(&bytes, Some("http://example.org/ferry 2024-05-05T08:00:00Z")).is_err());
}

#[test]
fn damage_costs_the_records_that_it_hit_and_is_told() {
    let mut members: Vec<Vec<u8>> = crawl().iter().map(|record| gzip(record)).collect();
    let middle = members[4].len() / 2;
    members[4][middle..].fill(0xFF);
    let bytes = members.concat();
    let draft = opened(&bytes, Some("http://example.org/ferry")).unwrap();
    assert!(text(&draft).contains("The ferry carries"), "{}", text(&draft));
    assert!(
        draft.warnings.iter().any(|warning| warning.message.contains("damaged or cut off")),
        "{:?}",
        draft.warnings
    );
    // Cut off in the last page.
    let whole = packed(&[crawl()[4].clone(), crawl()[7].clone()]);
    let draft = opened(&whole[..whole.len() - 40], Some("http://example.org/bridge")).unwrap();
    assert!(draft.warnings.iter().any(|warning| warning.message.contains("damaged or cut off")));
    assert!(opened(&whole[..60], None).is_err());
    let plain = crawl().concat();
    let at = plain.windows(8).position(|window| window == b"WARC/1.1").unwrap();
    let junk = [&plain[..at], b"WARC/1.1\r\nContent-Length: x\r\n\r\n\0\0 nothing\r\nWARC/", &plain[at..]].concat();
    assert!(text(&opened(&junk, Some("1")).unwrap()).contains("The bridge is closed"));
}

fn wacz(lines: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let records = packed(&crawl());
    let mut parts: Vec<(&str, &[u8])> =
        vec![("datapackage.json", b"{}"), ("archive/data.warc.gz", &records), ("pages/pages.jsonl", lines.as_bytes())];
    parts.extend(more);
    zipped(&parts)
}

#[test]
fn a_package_lists_the_pages_that_somebody_opened() {
    let lines = "{\"format\": \"json-pages-1.0\", \"id\": \"pages\"}\n\
                 {\"url\": \"http://example.org/b\", \"title\": \"Our  bridge\", \"ts\": \"2024-05-03T10:04:00Z\"}\n\
                 {\"url\": \"http://example.org/ferry\", \"ts\": \"2024-05-04T08:00:00.123Z\"}\n\
                 {\"url\": \"http://example.org/elsewhere\", \"title\": \"Not captured\"}\nno json\n";
    let bytes = wacz(lines, &[]);
    let draft = opened(&bytes, None).unwrap();
    assert_eq!((draft.format, draft.media_type.as_str()), ("wacz", "application/wacz"));
    assert_eq!(
        listed(&draft),
        [("Our bridge", "http://example.org/bridge"), ("The ferry", "http://example.org/ferry")]
    );
    assert!(text(&opened(&bytes, Some("2")).unwrap()).contains("The ferry carries"));
    // What is not listed is opened by its address.
    assert!(text(&opened(&bytes, Some("https://example.org/note")).unwrap()).contains("A note of the council."));
    assert_eq!(listed(&opened(&wacz("", &[]), None).unwrap()).len(), 4);
    let nested = wacz(lines, &[("archive/more.wacz", b"PK")]);
    assert_eq!(opened(&nested, None), Err(ImportError::NestedArchive));
}

#[test]
fn what_holds_no_page_is_said() {
    let nothing = packed(&crawl()[..1]);
    assert_eq!(opened(&nothing, None), Err(ImportError::NoPages));
    let none = zipped(&[("datapackage.json", b"{}"), ("archive/data.warc", b"WARC/1.0\r\n\r\n")]);
    assert_eq!(opened(&none, None), Err(ImportError::NoPages));
    // Something else that is packed is no web archive.
    assert!(matches!(opened(&gzip(b"words"), None), Err(ImportError::NotText(_))));
}

#[test]
fn hostile_archives_end_soon_and_progress_is_told() {
    let told = AtomicU64::new(0);
    let tell = |done: u64, total: u64| {
        assert!(total >= done);
        told.fetch_max(done, Ordering::Relaxed);
    };
    let check = |bytes: &[u8]| {
        let steps = Steps::to(&tell);
        open(&Input { bytes, name: "a.warc.gz", steps, ..Input::default() })
    };
    // A record that unpacks to far more than the archive is worth.
    let bomb = gzip(&record("response", "http://example.org/", DATE, "", &vec![b' '; 140 << 20]));
    assert!(bomb.len() < 1 << 20);
    assert!(check(&bomb).is_err());
    assert!(told.load(Ordering::Relaxed) > 1000);
    // A page that unpacks to far more than any page.
    let body = gzip(&vec![b' '; 100 << 20]);
    let head = format!("{HTML}Content-Encoding: gzip\r\n");
    assert!(check(&record("response", "http://example.org/", DATE, "", &answer(&head, &body))).is_err());
    // Lengths that lie, members without anything, signs of members without members, heads without end.
    let lie = record(
        "response",
        "http://example.org/",
        DATE,
        "Content-Length: 18446744073709551615\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
    );
    assert!(check(&lie).is_err());
    assert!(check(&[gzip(b"WARC/1.0\r\n"), gzip(b"").repeat(20_000)].concat()).is_err());
    assert!(check(&[gzip(b"WARC/1.0\r\n\r\n"), GZIP.repeat(100_000)].concat()).is_err());
    assert!(check(&[b"WARC/1.0\r\n".as_slice(), &b"a: b\r\n".repeat(200_000)].concat()).is_err());
    assert!(check(&b"WARC/1.0\r\n\r\n".repeat(20_000)).is_err());
    let chunk = answer(&format!("{HTML}Transfer-Encoding: chunked\r\n"), b"ffffffffffffffff\r\n<p>Words of the page.");
    assert!(check(&record("response", "http://example.org/", DATE, "", &chunk)).is_ok());
}
