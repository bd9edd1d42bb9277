//! What a frame costs: the whole window run and tessellated on the CPU, at three sizes of article, with overlapping claims.
//! Fixed seed, own text; prints the median and the 99th percentile in milliseconds of CPU time (of wall time on Windows).
//!
//! `cargo bench --bench desk`; `cargo bench --bench desk -- small` measures only the smallest size.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::{hint::black_box, sync::Arc, time::Duration};

use claimdesk::{
    app::{
        Command, Document, Effect, EffectResult, Intent, Prefs, Session,
        effect::{Job, JobResult},
        intent::{ClaimIntent, ReaderIntent},
        mark_at,
        view::{Reveal, Selection, Side, Wish},
    },
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimField, ClaimId, Edit, Origin, Project,
        ProjectParts, Scale, Span, Version, VersionId,
    },
    store,
    ui::{Shell, theme},
};
use support::{now, random, timed, wheel};

/// Sizes: name, bytes of text, claims.
const SIZES: [(&str, usize, usize); 3] =
    [("small", 100_000, 200), ("middle", 1_000_000, 1_000), ("large", 10_000_000, 10_000)];

/// Frames measured for each movement.
const FRAMES: usize = 300;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    println!("{:<8} {:<28} {:>9} {:>9}", "size", "what", "p50 ms", "p99 ms");
    for (name, bytes, claims) in SIZES {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            measure(name, bytes, claims);
        }
    }
    if wanted.is_empty() || wanted.iter().any(|wanted| wanted == "field") {
        measure_field();
    }
}

/// A letter into a statement that is one paragraph of 200 kB.
fn measure_field() {
    let mut window = Window::new(project(20_000, 1));
    let claim = window.desk.session.document.as_ref().expect("a project is open").shown().claims()[0].id.clone();
    let words = "Nobody counted the cars that cross the bridge. ".repeat(200_000 / 48);
    let field = ClaimField::Statement(Some(words));
    for intent in
        [ClaimIntent::Go(claim.clone()).into(), Edit::SetClaim { claim, field }.into(), Command::EditStatement.into()]
    {
        drop(window.desk.handle(intent, now()));
    }
    (0..10).for_each(|_| {
        black_box(window.frame(Vec::new()));
    });
    report("field", "a letter into 200 kB", window.frames(|_, _| vec![egui::Event::Text("x".into())]));
}

fn measure(name: &str, bytes: usize, claims: usize) {
    let project = project(bytes, claims);
    let text = store::encode(&project);
    let times = |runs: usize, mut run: Box<dyn FnMut() + '_>| (0..runs).map(|_| timed(&mut run)).collect::<Vec<_>>();
    report(name, "save: encode", times(5, Box::new(|| drop(black_box(store::encode(&project))))));
    report(name, "load: decode", times(5, Box::new(|| drop(black_box(store::decode(text.as_bytes()))))));
    report(
        name,
        "open: decode to first frame",
        times(
            3,
            Box::new(|| {
                let loaded = store::decode(text.as_bytes()).expect("what was written can be read");
                black_box(Window::new(loaded.project).frame(Vec::new()));
            }),
        ),
    );

    let mut window = Window::new(project);
    (0..20).for_each(|_| {
        black_box(window.frame(Vec::new()));
        let asked = std::mem::take(&mut window.asked);
        window.in_background(asked);
    });
    report(name, "idle", window.frames(|_, _| Vec::new()));
    report(name, "scrolling smoothly", window.frames(|_, _| vec![wheel(-40.0)]));
    report(name, "flipping pages", window.frames(|_, _| vec![wheel(-620.0)]));
    let len = bytes;
    report(
        name,
        "jumping",
        window.frames(|window, frame| {
            let at = random(frame as u64) as usize % len;
            window.reveal(at);
            Vec::new()
        }),
    );
    report(
        name,
        "width changing",
        window.frames(|window, frame| {
            window.size.x = 1180.0 + (frame % 100) as f32;
            Vec::new()
        }),
    );
    window.size.x = 1280.0;
    report(
        name,
        "marking a claim",
        window.frames(|window, frame| {
            let at = (frame * 997) % (len - 200);
            window.mark(at, at + 40);
            Vec::new()
        }),
    );
    let background = std::mem::take(&mut window.background);
    if !background.is_empty() {
        report(name, "examining, in the background", background);
    }
}

/// A window without a display.
struct Window {
    desk: Shell,
    ctx: egui::Context,
    size: egui::Vec2,
    time: f64,
    /// What was asked for in the last frame, and what such work has taken.
    asked: Vec<Effect>,
    background: Vec<Duration>,
}

impl Window {
    fn new(project: Project) -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 1, now());
        session.document = Some(Document::unsaved(project));
        Self {
            desk: Shell::new(session),
            ctx,
            size: egui::vec2(1280.0, 800.0),
            time: 0.0,
            asked: Vec::new(),
            background: Vec::new(),
        }
    }

    /// One frame, run and tessellated. Returns how many triangles it has, so that nothing is optimised away.
    fn frame(&mut self, events: Vec<egui::Event>) -> usize {
        self.time += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, self.size)),
            time: Some(self.time),
            events,
            focused: true,
            ..egui::RawInput::default()
        };
        let desk = &mut self.desk;
        let asked = &mut self.asked;
        let mut output = self.ctx.run_ui(input, |ui| asked.extend(desk.ui(ui, now())));
        output.textures_delta.clear();
        self.ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }

    fn frames(&mut self, mut before: impl FnMut(&mut Self, usize) -> Vec<egui::Event>) -> Vec<Duration> {
        let centre = egui::Event::PointerMoved(egui::pos2(540.0, 300.0));
        let mut times = Vec::with_capacity(FRAMES);
        for frame in 0..FRAMES {
            let mut events = vec![centre.clone()];
            events.extend(before(self, frame));
            times.push(timed(&mut || {
                black_box(self.frame(std::mem::take(&mut events)));
            }));
            let asked = std::mem::take(&mut self.asked);
            self.in_background(asked);
        }
        times
    }

    fn reveal(&mut self, at: usize) {
        let document = self.desk.session.document.as_ref().expect("a project is open");
        let text = document.version().expect("an article is shown").text().clone();
        let place = Span::snapped(&text, at, at + 1).map(Reveal::Words);
        let wish = place.map(|place| Effect::Wish(Wish::Reveal(Side::Article, place)));
        drop(self.desk.fulfil(wish.into_iter().collect()));
    }

    /// Selects and marks: the new claim is painted in the frame that follows.
    /// Does what the window left to the background, as the program does between two frames.
    fn in_background(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Run(Job::Examine(job)) = effect {
                let mut examined = None;
                self.background.push(timed(&mut || examined = Some(job.clone().run())));
                let examined = JobResult::Examined(Box::new(examined.expect("it has run")));
                drop(self.desk.receive(EffectResult::Done(examined), now()));
            }
        }
    }

    fn mark(&mut self, anchor: usize, head: usize) {
        for intent in [Intent::Reader(ReaderIntent::Select(Selection { anchor, head })), Command::MarkClaim.into()] {
            drop(self.desk.handle(intent, now()));
        }
    }
}

fn report(size: &str, what: &str, mut times: Vec<Duration>) {
    let mut at = |share| support::at(&mut times, share);
    println!("{size:<8} {what:<28} {:>9.2} {:>9.2}", at(0.5), at(0.99));
}

/// A project of about `bytes` of text with overlapping claims spread over it.
fn project(bytes: usize, claims: usize) -> Project {
    const WORDS: [&str; 16] = [
        "the",
        "river",
        "bridge",
        "of",
        "closed",
        "city",
        "engineers",
        "report",
        "4,000",
        "and",
        "since",
        "“nobody”",
        "underestimated",
        "in",
        "Übersee",
        "figures",
    ];
    let mut blocks = Vec::new();
    let (mut total, mut seed) = (0, 0u64);
    while total < bytes {
        let mut text = String::new();
        while text.len() < 660 {
            seed += 1;
            text.push_str(WORDS[random(seed) as usize % WORDS.len()]);
            text.push(if random(seed).is_multiple_of(11) { '.' } else { ' ' });
            text.push(' ');
        }
        total += text.len();
        blocks.push(BlockText::new(BlockKind::Paragraph, text));
    }
    let version = Version::new(VersionId::new("v-1").expect("an id"), Origin::default(), blocks);
    let article_id = ArticleId::new("a-1").expect("an id");
    let len = version.text().len();
    let scale = Scale::desk();
    let claims = (0..claims).map(|index| {
        let start = index * (len / claims) + random(index as u64) as usize % 40;
        let length = 30 + random(index as u64 + 7) as usize % (len / claims * 2);
        let span = Span::snapped(version.text(), start, (start + length).min(len)).expect("a stretch of the text");
        let claim_id = ClaimId::from_random(index as u32);
        let mut claim = Claim::new(claim_id, article_id.clone(), vec![mark_at(&version, span)]);
        claim.verdict = scale.verdicts.get(index % 7).map(|verdict| verdict.id.clone());
        Arc::new(claim)
    });
    let claims = claims.collect();
    let mut project = Project::new("Bench");
    let meta = ArticleMeta { title: "Bench".into(), ..ArticleMeta::default() };
    let article = Article { id: article_id, meta, versions: vec![Arc::new(version.clone())] };
    project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }).expect("the article has text");
    Project::from_parts(ProjectParts { claims, ..project.parts().clone() })
}
