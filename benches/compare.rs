//! What comparing two projects costs: ten thousand claims each on an article of a megabyte, a third of them the same claims, a third
//! moved a little, a third elsewhere; in one draft, and with a second draft that one of the two has. Fixed seed, own text; prints
//! milliseconds of CPU time.
//!
//! `cargo bench --bench compare`.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::{collections::HashSet, hint::black_box, sync::Arc};

use claimdesk::{
    app::{
        comparison::{Side, compare},
        mark_at,
    },
    import::Watch,
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimId, Origin, Project, ProjectParts, Scale,
        Span, Version, VersionId,
    },
};
use support::{at, random, timed};

const CLAIMS: usize = 10_000;
const WORDS: [&str; 12] = [
    "the",
    "river",
    "bridge",
    "closed",
    "city",
    "engineers",
    "report",
    "4,000",
    "since",
    "nobody",
    "Übersee",
    "figures",
];

fn main() {
    let old = version("v-1", "");
    let new = version("v-2", "A sentence that was put before all the others. ");
    let ann = side("ann", &[&old], 0);
    for (what, bob) in [("one draft", side("bob", &[&old], 1)), ("another draft", side("bob", &[&new], 1))] {
        let sides = [ann.clone(), bob];
        let mut times: Vec<_> = (0..5)
            .map(|_| timed(&mut || drop(black_box(compare(&sides, &Watch::default()).expect("one article in common")))))
            .collect();
        println!("compare 2 x {CLAIMS} claims, {what}: {:.0} ms", at(&mut times, 0.5));
    }
}

fn version(id: &str, before: &str) -> Arc<Version> {
    let mut seed = 0u64;
    let blocks = (0..1_500).map(|at| {
        let mut text = if at % 100 == 0 { before.to_owned() } else { String::new() };
        while text.len() < 660 {
            seed += 1;
            text.push_str(WORDS[random(seed) as usize % WORDS.len()]);
            text.push_str(if random(seed).is_multiple_of(11) { ". " } else { " " });
        }
        BlockText::new(BlockKind::Paragraph, text)
    });
    Arc::new(Version::new(VersionId::new(id).expect("an id"), Origin::default(), blocks))
}

/// Claims on the newest of these drafts; those of another person differ by a shift.
fn side(name: &str, versions: &[&Arc<Version>], person: u64) -> Side {
    let article_id = ArticleId::new("a-1").expect("an id");
    let newest = versions.last().expect("a draft");
    let len = newest.text().len();
    let scale = Scale::desk();
    let claims = (0..CLAIMS).map(|index| {
        let kind = index % 3;
        let shift = match kind {
            0 => 0,
            1 => 5 * person as usize,
            _ => 20_000 * person as usize,
        };
        let start = (index * (len / CLAIMS) + shift) % (len - 400);
        let length = 40 + random(index as u64) as usize % 120;
        let span = Span::snapped(newest.text(), start, start + length).expect("a stretch of the text");
        let own = if kind == 0 { 0 } else { person as u32 * 1_000_000 };
        let mut claim =
            Claim::new(ClaimId::from_random(index as u32 + own), article_id.clone(), vec![mark_at(newest, span)]);
        let verdict = (index + usize::from(random(index as u64 + person).is_multiple_of(4))) % scale.verdicts.len();
        claim.verdict = Some(scale.verdicts[verdict].id.clone());
        Arc::new(claim)
    });
    let claims = claims.collect();
    let meta = ArticleMeta { title: "Bench".into(), ..ArticleMeta::default() };
    let versions = versions.iter().copied().cloned().collect();
    let articles = vec![Arc::new(Article { id: article_id, meta, versions })];
    let project = Project::from_parts(ProjectParts { claims, articles, ..Project::new("Bench").parts().clone() });
    Side { name: name.into(), project, hidden: HashSet::new(), unseen: 0 }
}
