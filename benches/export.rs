//! What an export costs: 10,000 claims with evidence in one article of 1.6 MB, in every format; and what it costs to take the claims
//! of such a file into a project that has the article. Fixed text; prints the best of three in milliseconds.
//!
//! `cargo bench --bench export`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{hint::black_box, sync::Arc, time::Instant};

use claimdesk::{
    app::Ids,
    exchange::{self, Mapping, Placing},
    export::{self, EXPORTERS, Options},
    model::{
        Anchor, Article, ArticleId, ArticleMeta, BlockKind, BlockText, ChangeRequest, Claim, ClaimId, Confidence,
        Degree, Evidence, EvidenceId, Mark, Origin, Project, Scale, Source, SourceId, Span, Version, VersionId,
    },
};

const CLAIMS: usize = 10_000;

fn main() {
    let project = project();
    println!("{:<14} {:>9} {:>9} {:>10}", "format", "best ms", "MB", "import ms");
    for exporter in EXPORTERS {
        let mut best = f64::MAX;
        let mut bytes = Vec::new();
        for _ in 0..3 {
            let start = Instant::now();
            let exported = export::export(&project, exporter.id, &Options::default()).expect("the format is listed");
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
            bytes = black_box(exported).bytes;
        }
        let imported = taken_in(&project, &bytes).map_or_else(|| "-".to_owned(), |ms| format!("{ms:.1}"));
        println!("{:<14} {best:>9.1} {:>9.2} {imported:>10}", exporter.id, bytes.len() as f64 / 1e6);
    }
}

/// Reads, places, plans and applies. `None`: the format is not one that can be taken in.
fn taken_in(project: &Project, bytes: &[u8]) -> Option<f64> {
    let mut parts = project.parts().clone();
    parts.claims.clear();
    parts.sources.clear();
    let empty = Project::from_parts(parts);
    let mut best = f64::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let notes = exchange::read(bytes, None).ok()?.1;
        let placing = Placing::new(&empty, &notes, None)?;
        let mapping = Mapping::new(&empty, &notes);
        let (mut claims, mut sources, mut evidence) = (Ids::new(1), Ids::new(2), Ids::new(3));
        let ids = exchange::Ids {
            claim: &mut |project| claims.claim(project),
            source: &mut |project| sources.source(project),
            evidence: &mut || evidence.evidence(),
        };
        let edit = exchange::plan(&empty, &notes, &placing, &mapping, ids)?;
        let mut project = empty.clone();
        project.apply(&edit).expect("the claims fit");
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
        // In Word the title stands before the words of the first claim; they occur 12,000 times, so that it is not told apart.
        assert!(placing.tally().lost <= 1, "every claim finds its words");
    }
    Some(best)
}

/// Five claims a paragraph, each with evidence from one of 500 sources; one in ten asks for a change.
fn project() -> Project {
    let sentence = "in the year 2024 about 4,000 cars — or 12 per cent more — crossed the “old” bridge 🌉 every day, the city said. ";
    let words = "about 4,000 cars — or 12 per cent more";
    let paragraph = |block: usize| (0..6).map(|at| format!("Count {}: {sentence}", block * 6 + at)).collect::<String>();
    let blocks = (0..CLAIMS / 5).map(|block| BlockText::new(BlockKind::Paragraph, paragraph(block)));
    let version_id = VersionId::new("v-1").expect("an id");
    let version = Arc::new(Version::new(version_id.clone(), Origin::default(), blocks));
    let article_id = ArticleId::new("a-1").expect("an id");
    let sources = (0..500).map(|number| {
        let mut source = Source::new(SourceId::new(&format!("s-{number}")).expect("an id"));
        source.title = format!("Count number {number}");
        source.url = format!("https://example.org/counts/{number}");
        Arc::new(source)
    });
    let verdicts = Scale::desk().verdicts;
    let places: Vec<_> = version.text().match_indices(words).map(|(at, _)| at).collect();
    let claims = (0..CLAIMS).map(|number| {
        let at = places[number * places.len() / CLAIMS];
        let span = Span::in_text(version.text(), at, at + words.len()).expect("a span");
        let anchor = Anchor {
            version: version_id.clone(),
            span,
            quote: words.into(),
            prefix: "in the year 2024 ".into(),
            suffix: " crossed".into(),
        };
        let mut claim = Claim::new(
            ClaimId::new(&format!("c-{number}")).expect("an id"),
            article_id.clone(),
            vec![Mark::new(anchor)],
        );
        claim.verdict = Some(verdicts[number % verdicts.len()].id.clone());
        claim.confidence = Some(Confidence::new(Degree::High));
        let source = SourceId::new(&format!("s-{}", number % 500)).expect("an id");
        claim.evidence.push(Evidence::new(EvidenceId::new("e-1").expect("an id"), source));
        if number % 10 == 0 {
            claim.change = Some(ChangeRequest { problem: "Old figure".into(), suggestion: "about 4,100 cars".into() });
        }
        Arc::new(claim)
    });
    let mut parts = Project::new("Bridge").parts().clone();
    parts.claims = claims.collect();
    parts.sources = sources.collect();
    parts.articles = vec![Arc::new(Article { id: article_id, meta: ArticleMeta::default(), versions: vec![version] })];
    Project::from_parts(parts)
}
