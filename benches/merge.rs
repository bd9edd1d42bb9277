//! What it takes to join two people's work of 10,000 claims each: reading the three files, joining, writing. Own text, fixed seed.
//!
//! `cargo bench --bench merge`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use claimdesk::{
    join::{join, mark_at},
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimField, ClaimId, Edit, Origin, Project,
        ProjectParts, Scale, Span, Version, VersionId,
    },
    store,
};

const CLAIMS: usize = 10_000;

const ROUNDS: usize = 9;

fn main() {
    let base = project();
    let (ours, theirs) = (changed(&base, 0, "c"), changed(&base, 1, "d"));
    let files = [&base, &ours, &theirs].map(store::encode);
    println!("{CLAIMS} claims on each side, {:.1} MB a file", files[0].len() as f64 / 1e6);
    println!("{:<44} {:>8} {:>8}", "what", "p50 ms", "max ms");
    report("join, every second claim changed on each side", || drop(black_box(join(Some(&base), &ours, &theirs))));
    let drafted = with_draft(&ours);
    report("join, and a new draft on one side", || drop(black_box(join(Some(&base), &drafted, &theirs))));
    report("join without a base", || drop(black_box(join(None, &ours, &theirs))));
    report("read three files, join, encode", || {
        let [base, ours, theirs] = [0, 1, 2].map(|at| store::decode(files[at].as_bytes()).expect("a project").project);
        let joined = join(Some(&base), &ours, &theirs).project;
        drop(black_box(store::encode(&joined)));
    });
    let joined = join(Some(&base), &ours, &theirs).project;
    println!("{} claims joined, {} differences", joined.claims().len(), joined.differences().len());
}

fn report(what: &str, mut run: impl FnMut()) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!("{what:<44} {:>8.1} {:>8.1}", ms(times[ROUNDS / 2]), ms(times[ROUNDS - 1]));
}

/// One person's afternoon: every second claim is rated, a hundred of the other half too, fifty are new.
fn changed(base: &Project, who: usize, prefix: &str) -> Project {
    let verdicts = Scale::desk().verdicts;
    let own = |index: usize| index % 2 == who || index.is_multiple_of(100);
    let rated = base.claims().iter().enumerate().filter(|(index, _)| own(*index)).map(|(index, claim)| {
        let field = ClaimField::Verdict(Some(verdicts[(index + who) % verdicts.len()].id.clone()));
        Edit::SetClaim { claim: claim.id.clone(), field }
    });
    let mut project = base.clone();
    let edits = rated.collect();
    project.apply(&Edit::Batch { label: "an afternoon".into(), edits }).expect("the claims are there");
    let article = &base.articles()[0];
    for number in 0..50 {
        let span = Span::snapped(article.latest().text(), number * 900, number * 900 + 40).expect("words");
        let id = ClaimId::new(&format!("{prefix}-new-{number}")).expect("an id");
        let claim = Claim::new(id, article.id.clone(), vec![mark_at(article.latest(), span)]);
        project.apply(&Edit::AddClaim(Arc::new(claim))).expect("its words are there");
    }
    project
}

/// The same with a draft in which a paragraph is new.
fn with_draft(project: &Project) -> Project {
    let article = &project.articles()[0];
    let old = article.latest();
    let first = BlockText::new(BlockKind::Paragraph, "A paragraph that was not there before.");
    let blocks = std::iter::once(first).chain(old.blocks().iter().map(|block| old.to_block_text(block)));
    let version = Version::new(VersionId::new("v-2").expect("an id"), Origin::default(), blocks);
    let mut project = project.clone();
    let edit = Edit::AddVersion { article: article.id.clone(), version: Arc::new(version) };
    project.apply(&edit).expect("the article is there");
    project
}

fn project() -> Project {
    const WORDS: [&str; 12] =
        ["the", "bridge", "closed", "city", "report", "4,000", "and", "since", "“nobody”", "in", "Übersee", "figures"];
    let word = |seed: usize| WORDS[(seed.wrapping_mul(2_654_435_761) >> 7) % WORDS.len()];
    let paragraph = |index: usize| (0..90).map(|at| word(index * 90 + at)).collect::<Vec<_>>().join(" ") + ".";
    let blocks = (0..2_000).map(|index| BlockText::new(BlockKind::Paragraph, paragraph(index)));
    let version = Version::new(VersionId::new("v-1").expect("an id"), Origin::default(), blocks);
    let article = ArticleId::new("a-1").expect("an id");
    let step = version.text().len() / CLAIMS;
    let claims = (0..CLAIMS).map(|index| {
        let span = Span::snapped(version.text(), index * step, index * step + 60).expect("a stretch of the text");
        let mut claim = Claim::new(ClaimId::from_random(index as u32), article.clone(), vec![mark_at(&version, span)]);
        claim.number = index as u32 + 1;
        Arc::new(claim)
    });
    let claims = claims.collect();
    let mut project = Project::new("Bench");
    let meta = ArticleMeta { title: "Bench".into(), ..ArticleMeta::default() };
    let article = Article { id: article, meta, versions: vec![Arc::new(version.clone())] };
    project.apply(&Edit::AddArticle { article: Arc::new(article), at: 0 }).expect("the article has text");
    Project::from_parts(ProjectParts { claims, ..project.parts().clone() })
}
