//! What a save costs the window: frames with typing while a project of 10,000 claims is being written, and without. A frame
//! is everything that the window's thread does: take results in, change a field, run and tessellate. Wall time, since what
//! counts is when the picture is there; own text, fixed seed.
//!
//! `cargo bench --bench saving`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::{
    hint::black_box,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};

use claimdesk::{
    app::{
        Command, Document, Effect, EffectResult, Intent, Moment, Prefs, Session,
        intent::{Answer, ClaimIntent},
        jobs, mark_at,
    },
    io::{Disk, JournalThread},
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimField, ClaimId, Edit, Evidence, EvidenceId,
        Origin, Project, ProjectParts, Source, SourceId, Span, Version, VersionId,
    },
    store::{self, StateDir},
    ui::{Desk, theme},
};

const CLAIMS: usize = 10_000;

/// Saves that are measured.
const SAVES: usize = 20;

/// Frames without a save.
const FRAMES: usize = 600;

fn main() {
    let project = project();
    println!("{CLAIMS} claims, {:.1} MB", store::encode(&project).len() as f64 / 1e6);
    println!("{:<34} {:>7} {:>8} {:>8} {:>8}", "what", "count", "p50 ms", "p99 ms", "max ms");
    let mut window = Window::new(project);
    window.save_as();
    (0..30).for_each(|_| {
        window.frame(true);
    });
    report("frame, typing", (0..FRAMES).map(|_| window.frame(true)).collect());
    let (mut frames, mut saves, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..SAVES {
        let start = Instant::now();
        window.send(Command::Save.into());
        starts.push(start.elapsed());
        while !window.is_saved() {
            frames.push(window.frame(true));
        }
        saves.push(start.elapsed());
    }
    report("frame, typing, while it is saved", frames);
    report("asking for a save", starts);
    report("from asking to saved", saves);
}

/// A window without a display, its jobs in threads and its journal on the disk.
struct Window {
    desk: Desk,
    ctx: egui::Context,
    folder: tempfile::TempDir,
    journal: JournalThread,
    results: Receiver<EffectResult>,
    sender: std::sync::mpsc::Sender<EffectResult>,
    start: Instant,
    typed: String,
    keys: usize,
}

impl Window {
    fn new(project: Project) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the project");
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let start = Instant::now();
        let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 1, moment(start));
        let state = StateDir(folder.path().join("state"));
        session.state = Some(state.clone());
        session.document = Some(Document::unsaved(project));
        let journal = JournalThread::start(Arc::new(Disk), state, |said| println!("{said:?}"));
        let (sender, results) = channel();
        let desk = Desk::new(session);
        let (typed, keys) = (String::new(), 0);
        let mut window = Self { desk, ctx, folder, journal, results, sender, start, typed, keys };
        let claim = window.document().project().claims()[CLAIMS / 2].id.clone();
        window.send(Intent::Claim(ClaimIntent::Go(claim)));
        window
    }

    fn document(&self) -> &Document {
        self.desk.session.document.as_ref().expect("a project is open")
    }

    fn save_as(&mut self) {
        let path = self.folder.path().join("bench.ron");
        self.send(Command::SaveAs.into());
        self.send(Intent::Answer(Answer::Path(path)));
        while !self.is_saved() {
            self.frame(false);
        }
    }

    fn is_saved(&self) -> bool {
        self.document().saving.is_none() && self.document().on_disk.as_ref().is_some_and(|disk| disk.saved_at.is_some())
    }

    fn send(&mut self, intent: Intent) {
        let effects = self.desk.handle(intent, moment(self.start));
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Journal(op) => self.journal.perform(op),
                // This desktop has no dialogs: the path is typed.
                Effect::Pick(pick) => {
                    let effects = self.desk.receive(EffectResult::Picked(pick, None), moment(self.start));
                    self.perform(effects);
                }
                Effect::Run(job) => {
                    let (sender, barrier) = (self.sender.clone(), self.journal.barrier());
                    thread::spawn(move || {
                        barrier.wait();
                        let _ = sender.send(EffectResult::Done(jobs::run(&Disk, job)));
                    });
                }
                _ => {}
            }
        }
    }

    /// A frame, with a key typed before it. Returns how long it took.
    fn frame(&mut self, with_key: bool) -> Duration {
        let start = Instant::now();
        let results: Vec<_> = self.results.try_iter().collect();
        for result in results {
            let effects = self.desk.receive(result, moment(self.start));
            self.perform(effects);
        }
        if with_key {
            self.typed.push(char::from(b'a' + (self.keys % 26) as u8));
            self.keys += 1;
            let claim = Arc::clone(self.document().claim().expect("a claim is selected"));
            self.send(Intent::set(&claim, ClaimField::Notes(self.typed.clone())));
        }
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0))),
            time: Some(self.start.elapsed().as_secs_f64()),
            focused: true,
            ..egui::RawInput::default()
        };
        let (desk, now) = (&mut self.desk, moment(self.start));
        let mut effects = Vec::new();
        let mut output = self.ctx.run_ui(input, |ui| effects.extend(desk.ui(ui, now)));
        output.textures_delta.clear();
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point).len());
        self.perform(effects);
        start.elapsed()
    }
}

fn moment(start: Instant) -> Moment {
    Moment { time: jiff::Timestamp::now(), elapsed: start.elapsed() }
}

fn report(what: &str, mut times: Vec<Duration>) {
    let count = times.len();
    let mut at = |share| support::at(&mut times, share);
    println!("{what:<34} {count:>7} {:>8.2} {:>8.2} {:>8.2}", at(0.5), at(0.99), at(1.0));
}

/// 10,000 claims with evidence and notes, about 29 MB as a file.
fn project() -> Project {
    let sentence =
        "The city said that 4,000 cars cross the old bridge every day and none of it was counted in Übersee. ";
    let block = || BlockText::new(BlockKind::Paragraph, sentence.repeat(6));
    let blocks: Vec<_> = (0..5_000).map(|_| block()).collect();
    let version = Version::new(VersionId::new("v-1").expect("an id"), Origin::default(), blocks);
    let article_id = ArticleId::new("a-1").expect("an id");
    let source_id = SourceId::new("s-1").expect("an id");
    let step = version.text().len() / CLAIMS;
    let claims = (0..CLAIMS).map(|index| {
        let span = Span::snapped(version.text(), index * step, index * step + 120).expect("a stretch of the text");
        let claim_id = ClaimId::from_random(index as u32);
        let mut claim = Claim::new(claim_id, article_id.clone(), vec![mark_at(&version, span)]);
        claim.notes = sentence.repeat(8);
        for number in 0..3 {
            let id = EvidenceId::new(&format!("e-{index}-{number}")).expect("an id");
            let mut evidence = Evidence::new(id, source_id.clone());
            evidence.quote = sentence.repeat(2);
            claim.evidence.push(evidence);
        }
        Arc::new(claim)
    });
    let claims = claims.collect();
    let mut project = Project::new("Bench");
    let meta = ArticleMeta { title: "Bench".into(), ..ArticleMeta::default() };
    let article = Article { id: article_id, meta, versions: vec![Arc::new(version.clone())] };
    project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }).expect("the article has text");
    let sources = vec![Arc::new(Source::new(SourceId::new("s-1").expect("an id")))];
    Project::from_parts(ProjectParts { claims, sources, ..project.parts().clone() })
}
