//! What it takes to have a library at hand: 300 and 3,000 projects of 20 claims and an article of 30 kB each, from cold and from the cache,
//! beside plainly reading and parsing the same files; what a query takes, a look for claims like a new one, and memory; and 100,000 published
//! fact-checks. Own text, fixed seed.
//!
//! `cargo bench --bench library`
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod support;

use std::{
    hint::black_box,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use claimdesk::{
    app::{
        gather::gather,
        jobs::Reach,
        library_job::{Eyes, Gathered, LibraryJob},
    },
    import::Watch,
    io::Disk,
    join::mark_at,
    library::{Entry, Index, Query, Reach as Told, Shelf, Stamp},
    model::{
        Article, ArticleId, ArticleMeta, BlockKind, BlockText, Claim, ClaimId, Evidence, EvidenceId, Origin, Project,
        Source, SourceId, Span, Version, VersionId,
    },
    store::{self, Files, StateDir},
};
use support::{at, random};

const CLAIMS: usize = 20;
const ARTICLE: usize = 30_000;
const CHECKS: usize = 100_000;
/// How many words the texts have; the first are the commonest.
const WORDS: u64 = 40_000;
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "with", "as", "by", "at", "from",
    "said", "which", "this", "have", "not", "be", "were", "are", "had", "their", "has", "its", "who",
];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    if let Some(folder) = arguments.next().map(PathBuf::from).filter(|folder| folder.is_dir()) {
        return memory_of(&folder);
    }
    for count in [300, 3000] {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes: usize = (0..count).map(|number| write(folder.path(), number)).sum();
        println!("{count} projects, {:.1} MB", bytes as f64 / 1e6);
        projects(folder.path(), if count == 300 { 5 } else { 1 });
    }
    checks();
}

/// Reads and looks for it all, in seconds and milliseconds.
fn projects(folder: &Path, rounds: usize) {
    let seconds = |what: &str, mut times: Vec<Duration>| {
        times.sort();
        println!(
            "{what:<52} {:>8.2} s (most {:.2})",
            times[times.len() / 2].as_secs_f64(),
            times[times.len() - 1].as_secs_f64()
        );
    };
    let (mut plain, mut cold, mut warm, mut at_hand) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut index = Index::default();
    for _ in 0..rounds {
        let start = Instant::now();
        for path in std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path()) {
            let bytes = Disk.read(&path, store::MAX_BYTES).expect("it can be read");
            drop(black_box(store::decode(&bytes).expect("a project")));
        }
        plain.push(start.elapsed());
        let state = tempfile::tempdir().expect("a folder");
        let run = |before: Index, times: &mut Vec<Duration>| {
            let start = Instant::now();
            let gathered = bring_up(folder, Some(state.path()), before);
            times.push(start.elapsed());
            gathered.index
        };
        drop(run(Index::default(), &mut cold));
        index = run(Index::default(), &mut warm);
        drop(run(index.clone(), &mut at_hand));
    }
    seconds("plainly read and parsed", plain);
    seconds("indexed from cold", cold);
    seconds("brought up from the cache", warm);
    seconds("looked after again, nothing changed", at_hand);
    asked(&index);
    let told =
        std::process::Command::new(std::env::current_exe().expect("this bench")).arg(folder).output().expect("it runs");
    print!("{}", String::from_utf8_lossy(&told.stdout));
}

/// Makes a query out of a number.
type MakesQuery = fn(u64) -> String;

fn asked(index: &Index) {
    let kinds: [(&str, MakesQuery); 6] = [
        ("a word", |seed| word(rare(seed))),
        ("three words", |seed| format!("{} {} {}", word(rare(seed)), word(rare(seed + 1)), word(rare(seed + 2) / 8))),
        ("a common word", |seed| word(random(seed) % 200)),
        ("a phrase", |seed| format!("\"{} {}\"", word(random(seed) % 300), word(random(seed + 1) % 300))),
        ("a word, a verdict, a year", |seed| format!("{} verdict:wrong since:2024", word(random(seed) % 2000))),
        ("a beginning", |seed| word(rare(seed))[..3].to_owned()),
    ];
    println!("{:<52} {:>8} {:>8}", "query", "p50 ms", "p99 ms");
    let mut all = Vec::new();
    for (what, query) in kinds {
        let mut found = 0;
        let mut times: Vec<Duration> = (0..100)
            .map(|run| {
                let query = Query::parse(&query(run * 7 + 1));
                let start = Instant::now();
                found += black_box(index.search(&query, Told::Desk, 50)).total;
                start.elapsed()
            })
            .collect();
        all.extend(times.iter().copied());
        println!(
            "{:<52} {:>8.2} {:>8.2}",
            format!("{what} ({} found on average)", found / 100),
            at(&mut times, 0.5),
            at(&mut times, 0.99)
        );
    }
    println!("{:<52} {:>8.2} {:>8.2}", "all of them", at(&mut all, 0.5), at(&mut all, 0.99));
    let mut times: Vec<Duration> = (0..100)
        .map(|run| {
            let claim = sentence(run * 31 + 5);
            let start = Instant::now();
            black_box(index.like(&claim, None, 5));
            start.elapsed()
        })
        .collect();
    println!("{:<52} {:>8.2} {:>8.2}", "claims like a new one", at(&mut times, 0.5), at(&mut times, 0.99));
}

/// How much more memory the process has with a library at hand.
fn memory_of(folder: &Path) {
    let before = resident();
    let gathered = bring_up(folder, None, Index::default());
    println!("{:<52} {:>8.1} MB", "memory with the library at hand, more", (resident() - before) as f64 / 1e6);
    drop(black_box(gathered));
}

/// What this process has in memory, in bytes; 0 where the system does not say.
fn resident() -> u64 {
    let told = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    told.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default() * 4096
}

fn bring_up(folder: &Path, state: Option<&Path>, before: Index) -> Gathered {
    let job = LibraryJob {
        folders: vec![folder.to_owned()],
        projects: Vec::new(),
        state: state.map(|state| StateDir(state.to_owned())),
        eyes: Eyes::Of(None),
        tidies: true,
        at: "2100-01-01T00:00:00Z".parse().expect("a time"),
        before,
        watch: Watch::default(),
    };
    let gathered = gather(&Reach::disk(&Disk), &job);
    assert!(gathered.unread.is_empty(), "{:?}", gathered.unread);
    gathered
}

/// Fact-checks of others, as the feeds have them.
fn checks() {
    let entry = |number: u64| Entry {
        statement: sentence(number * 13 + 3),
        article: sentence(number * 17 + 4).chars().take(60).collect(),
        verdict: ["False", "Mostly false", "True", "Misleading"][(number % 4) as usize].into(),
        heading: "False".into(),
        publisher: format!("Desk {}", number % 90),
        address: format!("https://example.org/check/{number}"),
        date: format!("20{:02}-{:02}-{:02}", 15 + number % 11, 1 + number % 12, 1 + number % 28),
        claimant: word(rare(number)),
        ..Entry::default()
    };
    let entries: Vec<Entry> = (0..CHECKS as u64).map(entry).collect();
    println!("{CHECKS} published fact-checks");
    let before = resident();
    let start = Instant::now();
    let shelf = Shelf::of_neighbours(Path::new("/feed.json"), "feed.json", &entries, Stamp::default());
    drop(entries);
    println!("{:<52} {:>8.2} s", "made a shelf", start.elapsed().as_secs_f64());
    let index = Index::new([Arc::new(shelf)]);
    let start = Instant::now();
    index.prepare();
    println!("{:<52} {:>8.2} s", "prepared for claims like a new one", start.elapsed().as_secs_f64());
    let more = resident().saturating_sub(before);
    println!("{:<52} {:>8.1} MB", "memory, more", more as f64 / 1e6);
    asked(&index);
}

/// Writes a project; returns its length.
fn write(folder: &Path, number: usize) -> usize {
    let seed = number as u64 * 1_000_003;
    let mut blocks = Vec::new();
    let (mut len, mut turn) = (0, 0);
    while len < ARTICLE {
        let block: Vec<String> = (0..5).map(|at| sentence(seed + turn * 5 + at)).collect();
        len += block.iter().map(String::len).sum::<usize>();
        blocks.push(BlockText::new(BlockKind::Paragraph, block.join(" ")));
        turn += 1;
    }
    let version = Arc::new(Version::new(VersionId::new("v-1").expect("an id"), Origin::default(), blocks));
    let article_id = ArticleId::new("a-1").expect("an id");
    let meta = ArticleMeta { title: sentence(seed), ..ArticleMeta::default() };
    let mut parts = Project::new(format!("Project {number}")).parts().clone();
    let scale = Arc::clone(&parts.scales[0]);
    for at in 0..CLAIMS {
        let block = version.blocks()[at * version.blocks().len() / CLAIMS].span;
        let end = block.start() + block.of(version.text()).find('.').expect("a sentence");
        let span = Span::new(block.start(), end).expect("words");
        let mut claim = Claim::new(
            ClaimId::new(&format!("c-{at}")).expect("an id"),
            article_id.clone(),
            vec![mark_at(&version, span)],
        );
        claim.verdict = Some(scale.verdicts[at % scale.verdicts.len()].id.clone());
        claim.statement = Some(sentence(seed + at as u64));
        claim.notes = sentence(seed + 100 + at as u64);
        claim.tags = vec![word(random(seed + at as u64) % 50)];
        let source_id = SourceId::new(&format!("s-{at}")).expect("an id");
        let mut evidence = Evidence::new(EvidenceId::new("e-1").expect("an id"), source_id.clone());
        evidence.quote = sentence(seed + 200 + at as u64);
        claim.evidence = vec![evidence];
        let source = Source {
            title: sentence(seed + 300 + at as u64).chars().take(50).collect(),
            url: format!("https://example.org/{number}/{at}"),
            ..Source::new(source_id)
        };
        parts.sources.push(Arc::new(source));
        parts.claims.push(Arc::new(claim));
    }
    parts.articles.push(Arc::new(Article { id: article_id, meta, versions: vec![version] }));
    let text = store::encode(&Project::from_parts(parts));
    std::fs::write(folder.join(format!("project-{number}.ron")), &text).expect("the project is written");
    text.len()
}

fn sentence(seed: u64) -> String {
    let words = 12 + random(seed) % 16;
    let word_at = |at: u64| {
        let seed = seed.wrapping_mul(64).wrapping_add(at);
        if random(seed).is_multiple_of(5) {
            COMMON[(random(seed + 7) % COMMON.len() as u64) as usize].to_owned()
        } else {
            word(rare(seed))
        }
    };
    let mut sentence = (0..words).map(word_at).collect::<Vec<_>>().join(" ");
    sentence[..1].make_ascii_uppercase();
    sentence.push('.');
    sentence
}

/// The number of a word, the low ones much more often than the high ones.
fn rare(seed: u64) -> u64 {
    let share = (random(seed ^ 0x5555) >> 11) as f64 / (1_u64 << 53) as f64;
    ((WORDS as f64).powf(share) - 1.0) as u64
}

/// A word of this number.
fn word(number: u64) -> String {
    const STARTS: &[&str] =
        &["b", "br", "c", "d", "f", "fl", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w"];
    const MIDDLES: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou"];
    const ENDS: &[&str] = &["n", "r", "l", "s", "t", "nd", "m", "ck", "ng", "rt"];
    let mut rest = random(number.wrapping_add(77));
    let mut word = String::new();
    for syllable in 0..2 + number % 2 {
        let mut take = |from: &[&'static str]| {
            let found = from[(rest % from.len() as u64) as usize];
            rest /= from.len() as u64;
            found
        };
        word.push_str(take(STARTS));
        word.push_str(take(MIDDLES));
        if syllable > 0 {
            word.push_str(take(ENDS));
        }
    }
    word
}
