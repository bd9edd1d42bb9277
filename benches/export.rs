//! What an export costs: 10,000 claims with evidence in one article of 1.6 MB, in every format. Fixed text; prints the best of
//! three in milliseconds.
//!
//! `cargo bench --bench export`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{hint::black_box, sync::Arc, time::Instant};

use claimdesk::{
    export::{self, EXPORTERS, Options},
    model::{
        Anchor, Article, ArticleId, ArticleMeta, BlockKind, BlockText, ChangeRequest, Claim, ClaimId, Confidence,
        Degree, Evidence, EvidenceId, Mark, Origin, Project, Scale, Source, SourceId, Span, Version, VersionId,
    },
};

const CLAIMS: usize = 10_000;

fn main() {
    let project = project();
    println!("{:<14} {:>9} {:>9}", "format", "best ms", "MB");
    for exporter in EXPORTERS {
        let mut best = f64::MAX;
        let mut size = 0;
        for _ in 0..3 {
            let start = Instant::now();
            let exported = export::export(&project, exporter.id, &Options::default()).expect("the format is listed");
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
            size = black_box(exported).bytes.len();
        }
        println!("{:<14} {best:>9.1} {:>9.2}", exporter.id, size as f64 / 1e6);
    }
}

/// Five claims a paragraph, each with evidence from one of 500 sources; one in ten asks for a change.
fn project() -> Project {
    let sentence = "In the year 2024 about 4,000 cars — or 12 per cent more — crossed the “old” bridge 🌉 every day, the city said. ";
    let words = "about 4,000 cars — or 12 per cent more";
    let blocks = (0..CLAIMS / 5).map(|_| BlockText::new(BlockKind::Paragraph, sentence.repeat(6)));
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
            prefix: "In the year 2024 ".into(),
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
