//! Tests of the module above.

use super::{
    super::{
        Fingerprint,
        journal::{Base, read},
        testing::{Fault, MemoryFiles},
    },
    *,
};
use crate::model::Edit;

const NAME: &str = "review-1";

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn state() -> StateDir {
    StateDir("/state".into())
}

fn keeper(disk: &MemoryFiles) -> Keeper {
    Keeper::new(Arc::new(disk.clone()), state())
}

fn begin() -> Op {
    let base = Base::File(Fingerprint::of(b""));
    let record = Record::Begin { at: jiff::Timestamp::UNIX_EPOCH, path: None, base };
    Op::Begin { name: NAME.into(), record: Box::new(record), base: None }
}

fn edit(number: u64) -> Op {
    Op::Append(Box::new(Record::Edit { edit: Edit::SetTitle(number.to_string()), at_ms: number }))
}

/// The numbers of the edits in the journal.
fn found(disk: &MemoryFiles) -> Vec<u64> {
    let journal = read(disk, &state(), NAME).unwrap().unwrap_or_default();
    let numbers = journal.records.iter().filter_map(|record| match record {
        Record::Edit { at_ms, .. } => Some(*at_ms),
        _ => None,
    });
    numbers.collect()
}

/// An edit every 100 ms, and a tick: what a thread does.
fn work(keeper: &mut Keeper, edits: std::ops::Range<u64>) -> Vec<io::Result<()>> {
    edits.flat_map(|n| [keeper.perform(edit(n), millis(n * 100)), keeper.tick(millis(n * 100))]).collect()
}

#[test]
fn every_edit_is_written_at_once_and_synced_after_half_a_second() {
    let disk = MemoryFiles::default();
    let mut keeper = keeper(&disk);
    keeper.perform(begin(), millis(0)).unwrap();
    work(&mut keeper, 0..4).into_iter().for_each(|done| done.unwrap());
    assert_eq!(found(&disk), [0, 1, 2, 3]);
    assert!(!keeper.is_durable());
    assert_eq!(keeper.due_in(millis(300)), Some(millis(200)));
    keeper.tick(millis(499)).unwrap();
    assert!(!keeper.is_durable());
    keeper.tick(millis(500)).unwrap();
    assert!(keeper.is_durable());
    assert_eq!(keeper.due_in(millis(500)), None);
}

/// Power fails at every operation of a long session; what is missing after it was made in the last second.
#[test]
fn a_power_cut_at_any_step_loses_at_most_a_second() {
    let steps = {
        let disk = MemoryFiles::default();
        let mut keeper = keeper(&disk);
        keeper.perform(begin(), millis(0)).unwrap();
        work(&mut keeper, 0..60);
        disk.operations()
    };
    assert!(steps > 70, "{steps}");
    for step in 0..steps {
        let disk = MemoryFiles::default();
        disk.cut_power_at(step);
        let mut keeper = keeper(&disk);
        let mut made_before = 0;
        if keeper.perform(begin(), millis(0)).is_ok() {
            for n in 0..60 {
                if work(&mut keeper, n..n + 1).iter().any(Result::is_err) {
                    break;
                }
                made_before = n + 1;
            }
        }
        drop(keeper);
        disk.restart();
        let found = found(&disk);
        assert!(found.iter().copied().eq(0..found.len() as u64), "step {step}: {found:?}");
        assert!(found.len() as u64 + 10 >= made_before, "step {step}: {} of {made_before}", found.len());
    }
}

/// An operation fails, once; the journal is written anew and the power is cut: nothing is missing, although a failed
/// fsync has dropped what it should have written.
#[test]
fn a_fault_at_any_step_loses_nothing_once_it_is_over() {
    /// The look for leftovers, which is best effort.
    const TIDYING: usize = 2;
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::Interrupted];
    let steps = {
        let disk = MemoryFiles::default();
        let mut keeper = keeper(&disk);
        keeper.perform(begin(), millis(0)).unwrap();
        work(&mut keeper, 0..30);
        disk.operations()
    };
    assert!(steps > 35, "{steps}");
    for (step, kind) in (0..steps).flat_map(|step| kinds.map(|kind| (step, kind))) {
        let disk = MemoryFiles::default();
        disk.fail_at(Fault { step, kind });
        let mut keeper = keeper(&disk);
        let begun = keeper.perform(begin(), millis(0));
        let done = work(&mut keeper, 0..30);
        assert!(begun.is_err() || done.iter().any(Result::is_err) || step == TIDYING, "{step} is told");
        keeper.tick(millis(60_000)).unwrap();
        keeper.tick(millis(61_000)).unwrap();
        assert!(keeper.is_durable(), "step {step}");
        disk.restart();
        assert_eq!(found(&disk), (0..30).collect::<Vec<_>>(), "step {step} {kind:?} {done:?}");
    }
}

#[test]
fn a_failed_sync_is_never_taken_for_a_success() {
    let disk = MemoryFiles::default();
    let mut keeper = keeper(&disk);
    keeper.perform(begin(), millis(0)).unwrap();
    keeper.perform(edit(0), millis(0)).unwrap();
    let step = disk.operations();
    disk.fail_at(Fault { step, kind: io::ErrorKind::StorageFull });
    assert!(keeper.tick(millis(600)).is_err());
    assert!(!keeper.is_durable());
    let writes = disk.writes();
    keeper.tick(millis(700)).unwrap();
    assert!(!keeper.is_durable(), "not before it is due again");
    keeper.tick(millis(1600)).unwrap();
    assert!(keeper.is_durable() && disk.writes() > writes, "the bytes were written again, not only synced");
}

#[test]
fn a_torn_tail_is_cut_before_anything_is_written_behind_it() {
    let disk = MemoryFiles::default();
    let mut first = keeper(&disk);
    first.perform(begin(), millis(0)).unwrap();
    work(&mut first, 0..3);
    drop(first);
    let path = "/state/journals/review-1.journal";
    let mut bytes = disk.volatile(path).unwrap();
    bytes.truncate(bytes.len() - 3);
    disk.put(path, &bytes);
    let journal = read(&disk, &state(), NAME).unwrap().unwrap();
    let mut second = keeper(&disk);
    second.perform(Op::Resume { name: NAME.into(), keep: journal.valid_len }, millis(0)).unwrap();
    work(&mut second, 7..9);
    assert_eq!(found(&disk), [0, 1, 7, 8]);
}

#[test]
fn a_journal_that_nobody_played_back_is_kept_beside_the_new_one() {
    let disk = MemoryFiles::default();
    let mut first = keeper(&disk);
    first.perform(begin(), millis(0)).unwrap();
    work(&mut first, 0..3);
    drop(first);
    let mut second = keeper(&disk);
    second.perform(begin(), millis(0)).unwrap();
    let names = disk.list(std::path::Path::new("/state/journals")).unwrap();
    let kept = names.iter().find(|name| name.ends_with(".kept")).expect("a copy");
    let kept = journal::decode(&disk.volatile(&format!("/state/journals/{kept}")).unwrap());
    assert_eq!(kept.unsaved_changes(), 3);
    assert_eq!(found(&disk), [0; 0]);
}

const NEW: &str = "new-1";

fn begin_new() -> Op {
    let base = Base::Project(Box::new(Project::new("").parts().clone()));
    let record = Record::Begin { at: jiff::Timestamp::UNIX_EPOCH, path: None, base };
    Op::Begin { name: NEW.into(), record: Box::new(record), base: None }
}

fn saved() -> Op {
    let record = Record::Saved { fingerprint: Fingerprint::of(b"1"), path: "/a.ron".into(), at: None };
    Op::Saved { name: NAME.into(), record: Box::new(record), anew: None }
}

#[test]
fn a_journal_in_whose_place_another_comes_is_kept_beside() {
    let disk = MemoryFiles::default();
    let mut first = keeper(&disk);
    first.perform(begin(), millis(0)).unwrap();
    work(&mut first, 0..3).into_iter().for_each(|done| done.unwrap());
    drop(first);
    let before = disk.volatile("/state/journals/review-1.journal").unwrap();
    let mut second = keeper(&disk);
    second.perform(begin_new(), millis(0)).unwrap();
    work(&mut second, 10..12).into_iter().for_each(|done| done.unwrap());
    second.perform(saved(), millis(2000)).unwrap();
    work(&mut second, 20..22).into_iter().for_each(|done| done.unwrap());
    assert_eq!(found(&disk), [10, 11, 20, 21]);
    let names = disk.list(std::path::Path::new("/state/journals")).unwrap();
    assert!(!names.iter().any(|name| name.starts_with(NEW)), "{names:?}");
    let kept = names.iter().find(|name| name.ends_with(".kept")).expect("a copy");
    assert_eq!(disk.durable(&format!("/state/journals/{kept}")), Some(before));
}

/// The project gets a file, and with it the journal another name, while any operation fails once.
#[test]
fn a_fault_while_the_journal_gets_another_name_loses_nothing() {
    let session = |disk: &MemoryFiles| {
        let mut keeper = keeper(disk);
        let begun = keeper.perform(begin_new(), millis(0));
        let mut done = work(&mut keeper, 0..5);
        done.push(keeper.perform(saved(), millis(600)));
        done.extend(work(&mut keeper, 5..9));
        let is_told = begun.is_err() || done.iter().any(Result::is_err);
        let _ = keeper.tick(millis(60_000));
        keeper.tick(millis(61_000)).unwrap();
        assert!(keeper.is_durable());
        is_told
    };
    let disk = MemoryFiles::default();
    assert!(!session(&disk));
    let steps = disk.operations();
    assert!(steps > 20, "{steps}");
    let mut told = 0;
    for (step, kind) in (0..steps).flat_map(|step| [(step, io::ErrorKind::StorageFull), (step, io::ErrorKind::Other)]) {
        let disk = MemoryFiles::default();
        disk.fail_at(Fault { step, kind });
        told += usize::from(session(&disk));
        disk.restart();
        assert_eq!(found(&disk), (0..9).collect::<Vec<_>>(), "step {step} {kind:?}");
    }
    assert!(told > steps, "most faults are told");
}

#[test]
fn two_writers_never_share_a_journal() {
    let disk = MemoryFiles::default();
    let (mut first, mut second) = (keeper(&disk), keeper(&disk));
    first.perform(begin(), millis(0)).unwrap();
    assert!(second.perform(begin(), millis(0)).is_err());
    work(&mut second, 5..6);
    work(&mut first, 0..2);
    assert_eq!(found(&disk), [0, 1]);
    assert!(!second.is_durable());
}
