//! What the claim table costs with 10,000 claims: a frame of the whole window while it scrolls, sorting, filtering, grouping,
//! and a change of every claim. Fixed seed, own text; prints the median and the 99th percentile in milliseconds of CPU time (of
//! wall time on Windows).
//!
//! `cargo bench --bench table`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::{collections::BTreeSet, hint::black_box, sync::Arc, time::Duration};

use claimdesk::{
    app::{
        Command, Document, Effect, EffectResult, Prefs, Session,
        effect::{Job, JobResult},
        intent::ClaimIntent,
        mark_at,
        table::{Change, Lines, TableIntent, Target, rows},
    },
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimColumn, ClaimField, ClaimId, ClaimQuery,
        ClaimSort, Confidence, Degree, Edit, Origin, Project, ProjectParts, Reviewer, ReviewerId, Scale, Settings,
        Signature, Span, Status, Test, Version, VersionId,
    },
    ui::{Desk, theme},
};
use support::{now, random, timed, wheel};

const CLAIMS: usize = 10_000;

/// Frames measured for each movement.
const FRAMES: usize = 300;

fn main() {
    println!("{:<44} {:>9} {:>9}", "10,000 claims", "p50 ms", "p99 ms");
    let project = project();
    let project = &project;
    sorting(project);
    filtering(project);
    let mut window = Window::new(project.clone());
    (0..20).for_each(|_| drop(window.frame(Vec::new())));
    report("idle", window.frames(|_| Vec::new()));
    report("scrolling smoothly", window.frames(|_| vec![wheel(-40.0)]));
    report("flipping pages", window.frames(|_| vec![wheel(-620.0)]));
    window.send(Command::SelectAll.into());
    report("scrolling, all selected", window.frames(|_| vec![wheel(80.0)]));
    let mut query = ClaimQuery { group: Some(ClaimColumn::Status), ..ClaimQuery::default() };
    window.send(TableIntent::Query(Box::new(query.clone())).into());
    report("scrolling, in groups", window.frames(|_| vec![wheel(-40.0)]));
    query.columns = ClaimColumn::ALL.to_vec();
    window.send(TableIntent::Query(Box::new(query)).into());
    report("scrolling, every column", window.frames(|_| vec![wheel(-40.0)]));
    bulk(&mut window);
    typing(project, "");
    typing(&blind(project), ", blind");
}

/// A keystroke in the notes of a claim, and its frame.
fn typing(project: &Project, how: &str) {
    let mut window = Window::new(project.clone());
    drop(window.frames(|_| Vec::new()));
    let claims = window.desk.session.document.as_ref().expect("a project").project().claims().to_vec();
    let mut times = Vec::new();
    for (at, claim) in claims.iter().step_by(97).enumerate() {
        let edit = Edit::SetClaim { claim: claim.id.clone(), field: ClaimField::Notes(format!("Note {at}")) };
        times.push(timed(&mut || {
            window.send(claimdesk::app::Intent::Edit(edit.clone()));
            drop(window.frame(Vec::new()));
        }));
    }
    report(&format!("a keystroke in a claim{how}"), times);
    report(&format!("scrolling smoothly{how}"), window.frames(|_| vec![wheel(-40.0)]));
}

/// The same project checked by somebody else, of whom nothing is to be seen.
fn blind(project: &Project) -> Project {
    let mut parts = project.parts().clone();
    let by = ReviewerId::new("r-first").expect("an id");
    let reviewer = Reviewer { id: by.clone(), name: "First Reviewer".into(), initials: "FR".into() };
    parts.reviewers.push(Arc::new(reviewer));
    parts.settings = Arc::new(Settings { blind_second_check: true, ..(*parts.settings).clone() });
    for claim in &mut parts.claims {
        let signed = Signature { by: Some(by.clone()), at: jiff::Timestamp::UNIX_EPOCH };
        *claim = Arc::new(Claim { signed: Some(signed), ..(**claim).clone() });
    }
    Project::from_parts(parts)
}

fn sorting(project: &Project) {
    for column in [ClaimColumn::Statement, ClaimColumn::Verdict, ClaimColumn::Tags, ClaimColumn::Changed] {
        let query = ClaimQuery { sort: Some(ClaimSort { column, is_descending: true }), ..ClaimQuery::default() };
        report(
            &format!("sort by {}", column.label().to_lowercase()),
            repeated(|| drop(black_box(rows(project, &query)))),
        );
    }
}

fn filtering(project: &Project) {
    let mut query = ClaimQuery { text: "underestimated".into(), ..ClaimQuery::default() };
    report("search for a word", repeated(|| drop(black_box(rows(project, &query)))));
    query.text = "nowhere to be found".into();
    report("search for words that are not there", repeated(|| drop(black_box(rows(project, &query)))));
    query.put_condition(ClaimColumn::Statement, Some(Test::Lacks("Übersee".into())));
    query.put_condition(ClaimColumn::Verdict, Some(Test::Is(vec!["wrong".into(), "confirmed".into()])));
    query.put_condition(ClaimColumn::Tags, Some(Test::IsNot(vec!["legal".into()])));
    query.put_condition(ClaimColumn::Evidence, Some(Test::Between { from: String::new(), to: "3".into() }));
    query.text = "the".into();
    report("a search and four conditions", repeated(|| drop(black_box(rows(project, &query)))));
    query.group = Some(ClaimColumn::Tags);
    let none = BTreeSet::new();
    report("the same, in groups", repeated(|| drop(black_box(Lines::of(project, &query, &none)))));
}

/// A verdict for every claim, and back, as the reviewer does it.
fn bulk(window: &mut Window) {
    let scale = Scale::desk();
    let (mut set, mut undone) = (Vec::new(), Vec::new());
    for round in 0..4 {
        window.send(Command::SelectAll.into());
        let verdict = scale.verdicts[round % scale.verdicts.len()].id.clone();
        let change = ClaimIntent::Change(Target::Selected, Change::Verdict(Some(verdict)));
        set.push(timed(&mut || window.send(change.clone().into())));
        undone.push(timed(&mut || window.send(Command::Undo.into())));
    }
    report("a verdict for every claim", set);
    report("undo of that", undone);
}

fn repeated(mut run: impl FnMut()) -> Vec<Duration> {
    (0..60).map(|_| timed(&mut run)).collect()
}

/// A window without a display that shows the table.
struct Window {
    desk: Desk,
    ctx: egui::Context,
    time: f64,
}

impl Window {
    fn new(project: Project) -> Self {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut session = Session::new(Prefs { reviewer_asked: true, ..Prefs::default() }, 1, now());
        session.document = Some(Document::unsaved(project));
        drop(session.handle(Command::ShowClaims.into(), now()));
        Self { desk: Desk::new(session), ctx, time: 0.0 }
    }

    fn send(&mut self, intent: claimdesk::app::Intent) {
        drop(self.desk.handle(intent, now()));
    }

    /// One frame, run and tessellated. Returns what it left to the background.
    fn frame(&mut self, events: Vec<egui::Event>) -> Vec<Effect> {
        self.time += 1.0 / 60.0;
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0))),
            time: Some(self.time),
            events,
            focused: true,
            ..egui::RawInput::default()
        };
        let desk = &mut self.desk;
        let mut asked = Vec::new();
        let mut output = self.ctx.run_ui(input, |ui| asked.extend(desk.ui(ui, now())));
        output.textures_delta.clear();
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point).len());
        asked
    }

    fn frames(&mut self, before: impl Fn(usize) -> Vec<egui::Event>) -> Vec<Duration> {
        let mut times = Vec::with_capacity(FRAMES);
        for frame in 0..FRAMES {
            let mut events = vec![egui::Event::PointerMoved(egui::pos2(640.0, 400.0))];
            events.extend(before(frame));
            let mut asked = Vec::new();
            times.push(timed(&mut || asked = self.frame(std::mem::take(&mut events))));
            for effect in asked {
                if let Effect::Run(Job::Examine(job)) = effect {
                    let examined = JobResult::Examined(Box::new(job.run()));
                    drop(self.desk.receive(EffectResult::Done(examined), now()));
                }
            }
        }
        times
    }
}

fn report(what: &str, mut times: Vec<Duration>) {
    let mut at = |share| support::at(&mut times, share);
    println!("{what:<44} {:>9.2} {:>9.2}", at(0.5), at(0.99));
}

/// A project of three articles with claims of a sentence each.
fn project() -> Project {
    const WORDS: [&str; 12] = [
        "the",
        "river",
        "bridge",
        "of",
        "closed",
        "city",
        "engineers",
        "4,000",
        "“nobody”",
        "underestimated",
        "Übersee",
        "figures",
    ];
    let scale = Scale::desk();
    let mut project = Project::new("Bench");
    let mut claims = Vec::with_capacity(CLAIMS);
    for part in 0..3usize {
        let mut blocks = Vec::new();
        for block in 0..CLAIMS / 3 + 1 {
            let length = 5 + random((part * CLAIMS + block) as u64) as usize % 20;
            let word = |place: usize| WORDS[random((part * 99_991 + block * 31 + place) as u64) as usize % WORDS.len()];
            let text = (0..length).map(word).collect::<Vec<_>>().join(" ");
            blocks.push(BlockText::new(BlockKind::Paragraph, text));
        }
        let version_id = VersionId::new(&format!("v-{part}")).expect("an id");
        let version = Version::new(version_id, Origin::default(), blocks);
        let article_id = ArticleId::new(&format!("a-{part}")).expect("an id");
        for block in version.blocks() {
            if claims.len() == CLAIMS {
                break;
            }
            let span = Span::snapped(version.text(), block.span.start(), block.span.end()).expect("a block");
            let number = claims.len();
            let mut claim =
                Claim::new(ClaimId::from_random(number as u32), article_id.clone(), vec![mark_at(&version, span)]);
            claim.verdict = scale.verdicts.get(number % 7).map(|verdict| verdict.id.clone());
            claim.confidence = claim.verdict.as_ref().map(|_| Confidence::new(Degree::LEVELS[number % 3]));
            claim.status = Status::ALL[number % Status::ALL.len()];
            claim.tags = ["figures", "legal", "names"].iter().take(number % 4).map(|tag| (*tag).to_owned()).collect();
            claim.claimant.name = format!("Speaker {}", random(number as u64) % 300);
            claims.push(Arc::new(claim));
        }
        let meta = ArticleMeta { title: format!("Part {part}"), ..ArticleMeta::default() };
        let article = Article { id: article_id, meta, versions: vec![Arc::new(version)] };
        project.apply(&Edit::AddArticle { article: Arc::new(article), at: part }).expect("the article has text");
    }
    Project::from_parts(ProjectParts { claims, ..project.parts().clone() })
}
