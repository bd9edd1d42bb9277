//! How long opening takes: from the bytes to the draft, through the other process where that is used, up to the first frame
//! of the preview; and how long a page of a PDF takes to be drawn as it looks, by the other process. Own text, fixed seed; prints the median
//! and the slowest of the runs in milliseconds, of pages the median and the 99th of a hundred.
//!
//! `cargo bench --bench open`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "../src/reading/import/pdf/made.rs"]
mod made;
mod support;

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use claimdesk::{
    app::{
        Effect, EffectResult, Intent, Moment, Prefs, Session,
        intent::PreviewIntent,
        jobs::{self, Reach},
    },
    foreign::{self, PageOf},
    import::{self, Input, Watch},
    io::{Disk, Internet, Worker, worker::Limits},
    ui::{Shell, theme},
};
use support::random;

const RUNS: usize = 9;

fn main() {
    println!("{:<38} {:>9} {:>9}", "what", "p50 ms", "max ms");
    let text = text(10_000_000);
    let page = page(1_000_000);
    report("10 MB plain text: to the draft", || drop(black_box(open(text.as_bytes(), "a.txt"))));
    report("1 MB web page: to the draft", || drop(black_box(open(page.as_bytes(), "a.html"))));
    let folder = tempfile::tempdir().expect("a folder for the samples");
    for (name, bytes) in [("a.txt", text.as_bytes()), ("a.html", page.as_bytes()), ("a.md", b"# Title\n\nWords.")] {
        std::fs::write(folder.path().join(name), bytes).expect("the sample is written");
    }
    let worker = Worker::with(env!("CARGO_BIN_EXE_claimdesk"), Limits::default());
    for (what, name) in [
        ("10 MB plain text: file to first frame", "a.txt"),
        ("1 MB web page: file to first frame", "a.html"),
        ("small file: to first frame, worker kept", "a.md"),
    ] {
        let path = folder.path().join(name);
        report(what, || drop(black_box(preview(&worker, path.clone()))));
    }
    let path = folder.path().join("a.md");
    report("small file: with a new worker", || {
        let worker = Worker::with(env!("CARGO_BIN_EXE_claimdesk"), Limits::default());
        drop(black_box(preview(&worker, path.clone())));
    });
    pages(&worker);
    let mut accepted = Vec::new();
    for _ in 0..RUNS {
        let mut session = preview(&worker, folder.path().join("a.txt"));
        let start = Instant::now();
        drop(session.handle(Intent::Preview(PreviewIntent::Accept), now()));
        accepted.push(start.elapsed());
    }
    print("10 MB plain text: accepting it", accepted);
}

/// Draws pages of words, and a page that is a picture, at the sizes at which they are seen: on one point a pixel, on two, and enlarged.
fn pages(worker: &Worker) {
    println!("{:<38} {:>9} {:>9}", "what", "p50 ms", "p99 ms");
    let mut seed = 0;
    let lines: Vec<String> = (0..48).map(|_| paragraph(&mut seed).chars().take(90).collect()).collect();
    let line = |(at, words): (usize, &String)| (50.0, 60.0 + 15.0 * at as f32, 11.0, words.clone());
    let lines: Vec<_> = lines.iter().enumerate().map(line).collect();
    let lines: Vec<_> = lines.iter().map(|(x, y, size, words)| (*x, *y, *size, words.as_str())).collect();
    let words = made::pages(&vec![made::text(&lines); 300], &[], "");
    let grey: Vec<u8> = (0..2480_u32 * 3508).map(|at| (at % 251) as u8).collect();
    let dict = "/Type /XObject /Subtype /Image /Width 2480 /Height 3508 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode";
    let picture = made::stream(dict, &made::packed(&grey));
    let scan = made::pages(&[b"600 0 0 800 0 0 cm /I Do".to_vec()], &[picture], "/XObject <</I 4 0 R>>");
    for (what, bytes, last) in [("words", &words, 300), ("a scan", &scan, 1)] {
        for longest in [1448, 2048, 4096] {
            let mut times: Vec<_> = (0..100)
                .map(|run| {
                    let page = PageOf { bytes, page: run % last + 1, longest, ..PageOf::default() };
                    timed(&mut || {
                        drop(black_box(foreign::draw_guarded(worker, page, &Watch::default()).expect("it is drawn")));
                    })
                })
                .collect();
            times.sort();
            let ms = |time: Duration| time.as_secs_f64() * 1000.0;
            println!(
                "{:<38} {:>9.1} {:>9.1}",
                format!("page of {what}, {longest} pixels"),
                ms(times[50]),
                ms(times[98])
            );
        }
    }
}

fn open(bytes: &[u8], name: &str) -> import::Draft {
    import::open(&Input { bytes, name, ..Input::default() }).expect("the sample can be read")
}

/// A session with the preview of a file, drawn once.
fn preview(worker: &Worker, path: std::path::PathBuf) -> Session {
    let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 1, now());
    for effect in session.handle(Intent::OpenPath(path), now()) {
        if let Effect::Run(job) = effect {
            let reach =
                Reach { files: &Disk, reader: worker, web: &Internet::default(), recogniser: &jobs::NoRecogniser };
            drop(session.receive(EffectResult::Done(jobs::run_in(&reach, job)), now()));
        }
    }
    assert!(session.preview.is_some(), "{:?}", session.notices);
    thread_local!(static WINDOW: egui::Context = {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        ctx
    });
    let mut desk = Shell::new(session);
    WINDOW.with(|ctx| {
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
        let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
        let output = ctx.run_ui(input, |ui| drop(desk.ui(ui, now())));
        black_box(ctx.tessellate(output.shapes, output.pixels_per_point).len());
    });
    desk.session
}

fn report(what: &str, mut run: impl FnMut()) {
    run();
    print(what, (0..RUNS).map(|_| timed(&mut run)).collect());
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{what:<38} {:>9.1} {:>9.1}", ms(times[times.len() / 2]), ms(times[times.len() - 1]));
}

fn timed(run: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn now() -> Moment {
    Moment { time: jiff::Timestamp::UNIX_EPOCH, elapsed: Duration::ZERO }
}

/// Paragraphs of about 660 bytes, parted by blank lines.
fn text(bytes: usize) -> Arc<str> {
    let mut text = String::from("A headline\n\n");
    let mut seed = 0;
    while text.len() < bytes {
        text.push_str(&paragraph(&mut seed));
        text.push_str("\n\n");
    }
    text.into()
}

/// A page with furniture around its paragraphs.
fn page(bytes: usize) -> String {
    let item = "<li><a href=\"/section/news\">News of the day</a></li>";
    let mut page = format!(
        "<!doctype html><html><head><title>A title</title></head><body><nav><ul>{}</ul></nav>",
        item.repeat(60)
    );
    page.push_str("<article><h1>A title</h1>");
    let mut seed = 0;
    while page.len() < bytes {
        page.push_str(&format!("<p class=\"text\">{}</p>\n", paragraph(&mut seed)));
    }
    page.push_str("</article><footer><p>Imprint</p></footer></body></html>");
    page
}

fn paragraph(seed: &mut u64) -> String {
    const WORDS: [&str; 12] = [
        "the",
        "river",
        "bridge",
        "of",
        "closed",
        "city",
        "engineers",
        "report",
        "4,000",
        "“nobody”",
        "Übersee",
        "figures",
    ];
    let mut text = String::new();
    while text.len() < 660 {
        *seed += 1;
        text.push_str(WORDS[random(*seed) as usize % WORDS.len()]);
        text.push_str(if random(*seed).is_multiple_of(11) { ". " } else { " " });
    }
    text
}
