//! `kill -9` at any moment loses nothing that was acknowledged.
//!
//! 25 kills; `CLAIMDESK_KILLS=200 cargo test --test kill -- --nocapture` for more and the figures in `docs/reliability.md`.
//! `kill edit PROJECT STATE-FOLDER` is the process that is killed; `tests/power` uses it as well.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its figures")]

#[path = "kill/scripted_edits.rs"]
mod scripted_edits;
mod support;

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use claimdesk::{app::Intent, io::Disk, store};
use support::Driver;

const NAME: &str = "a_kill_at_any_moment_loses_nothing_that_was_acknowledged";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [verb, project, state] if verb == "edit" => scripted_edits::run(project.into(), state.into()),
        [list, ..] if list == "--list" => println!("{NAME}: test"),
        others => {
            let mut filters = others.iter().filter(|argument| !argument.starts_with('-')).peekable();
            if filters.peek().is_none() || filters.any(|filter| NAME.contains(filter.as_str())) {
                a_kill_at_any_moment_loses_nothing_that_was_acknowledged();
            }
        }
    }
}

/// Lets the editor work for `acks` edits and a little longer, kills it, and returns what it said.
fn edit_and_kill(project: &Path, state: &Path, acks: usize, spin: u32) -> Vec<(u64, u64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("edit")
        .args([project, state])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let parse = |line: String| {
        let mut words = line.strip_prefix("ack ").unwrap().split(' ').map(|word| word.parse::<u64>().unwrap());
        (words.next().unwrap(), words.next().unwrap())
    };
    let mut told: Vec<_> = lines.by_ref().take(acks).map(|line| parse(line.unwrap())).collect();
    assert_eq!(told.len(), acks, "the editor ended by itself");
    // Somewhere in the middle of what comes next.
    (0..spin).for_each(|_| std::hint::spin_loop());
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had said before it died counts; a line that was cut does not.
    told.extend(
        lines.map_while(Result::ok).filter(|line| line.split(' ').count() == 3 && line.starts_with("ack ")).filter_map(
            |line| {
                let mut words = line.split(' ').skip(1).map(str::parse::<u64>);
                Some((words.next()?.ok()?, words.next()?.ok()?))
            },
        ),
    );
    told
}

fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    let kills: u32 = std::env::var("CLAIMDESK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(25);
    let mut driver = Driver::with_article();
    let project = driver.save_as("review.ron");
    let state = driver.path("state");
    let (mut random, mut times, mut last) = (0x2545_F491_4F6C_DD17_u64, Vec::new(), 0);
    for kill in 0..kills {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let acks = (random >> 33) as usize % 24 + 1;
        let told = edit_and_kill(&project, &state, acks, (random >> 40) as u32 % 400_000);
        last = told.last().unwrap().0;
        times.extend(told.iter().map(|(_, micros)| *micros));
        store::decode(&std::fs::read(&project).unwrap()).unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        let found = title_after_crash(&project, &state);
        assert!(found >= last, "kill {kill}: edit {last} was acknowledged, and {found} is there");
    }
    let names: Vec<_> = std::fs::read_dir(driver.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().ends_with(".claimdesk-tmp")), "{names:?}");
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 1000] as f64 / 1000.0;
    println!(
        "{kills} kills, {last} edits, nothing missing; an edit is in the journal after {:.2} ms (median), {:.2} ms (99 %), {:.2} ms (most)",
        at(500),
        at(990),
        at(1000)
    );
}

/// The number of the edit that is there after starting again.
fn title_after_crash(project: &Path, state: &Path) -> u64 {
    let mut driver = Driver::new();
    driver.session.state = Some(store::StateDir(state.to_owned()));
    driver.files = std::sync::Arc::new(Disk);
    driver.send(Intent::OpenPath(project.to_owned()));
    let title = driver.project().title().to_owned();
    title.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
