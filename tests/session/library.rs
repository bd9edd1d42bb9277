//! The library is brought up to date: what belongs to it, what is noticed, what is kept.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use claimdesk::{
    app::{
        gather::gather,
        jobs::{self, Reach},
        library_job::{Eyes, Gathered, LibraryJob},
    },
    import::Watch,
    io::Disk,
    library::{Index, Query, Reach as Told},
    store::StateDir,
};

const SAMPLE: &str = include_str!("../../projects/kursk-withdrawal.ron");

/// A folder with a library in it and another for the state.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(desk.path("desk/deep")).unwrap();
        desk.write("desk/one.ron", SAMPLE);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    fn job(&self) -> LibraryJob {
        LibraryJob {
            folders: vec![self.path("desk")],
            projects: Vec::new(),
            state: Some(StateDir(self.path("state"))),
            eyes: Eyes::Whole,
            tidies: true,
            // Long after the files were written.
            at: "2100-01-01T00:00:00Z".parse().unwrap(),
            before: Index::default(),
            watch: Watch::default(),
        }
    }

    fn gather(&self) -> Gathered {
        gather(&Reach::disk(&Disk), &self.job())
    }

    fn cached(&self) -> Vec<PathBuf> {
        let mut found: Vec<_> =
            fs::read_dir(self.path("state/library")).unwrap().map(|it| it.unwrap().path()).collect();
        found.sort();
        found
    }
}

fn total(gathered: &Gathered, words: &str) -> usize {
    gathered.index.search(&Query::parse(words), Told::Desk, 10).total
}

fn paths(gathered: &Gathered, below: &Path) -> Vec<String> {
    let name = |path: &Path| path.strip_prefix(below).unwrap().to_string_lossy().replace('\\', "/");
    gathered.index.shelves().iter().map(|shelf| name(&shelf.path)).collect()
}

#[test]
fn projects_of_all_folders_belong_to_it_and_nothing_else() {
    let desk = Desk::new();
    desk.write("desk/deep/two.claimdesk", SAMPLE);
    desk.write("desk/notes.txt", "words");
    desk.write("desk/.hidden.ron", SAMPLE);
    fs::create_dir(desk.path("desk/one.files")).unwrap();
    desk.write("desk/one.files/three.ron", SAMPLE);
    desk.write("desk/data.json", "{}");
    desk.write("elsewhere.ron", SAMPLE);
    let gathered = desk.gather();
    assert_eq!(paths(&gathered, &desk.path("desk")), ["deep/two.claimdesk", "one.ron"]);
    assert_eq!((gathered.read, gathered.unread.as_slice()), (2, [].as_slice()));
    assert!(total(&gathered, "drones") > 0);
    // What was opened last belongs to it wherever it lies; what is gone is no fault, and the same file is there once.
    let projects = vec![desk.path("elsewhere.ron"), desk.path("gone.ron"), desk.path("desk/deep/../one.ron")];
    let gathered = gather(&Reach::disk(&Disk), &LibraryJob { projects, ..desk.job() });
    assert_eq!(paths(&gathered, &desk.path("")), ["desk/deep/two.claimdesk", "desk/one.ron", "elsewhere.ron"]);
    assert_eq!(gathered.unread, []);
}

#[cfg(unix)]
#[test]
fn no_link_in_a_folder_is_followed() {
    let desk = Desk::new();
    desk.write("secret.ron", SAMPLE);
    fs::create_dir(desk.path("other")).unwrap();
    desk.write("other/three.ron", SAMPLE);
    std::os::unix::fs::symlink(desk.path("secret.ron"), desk.path("desk/link.ron")).unwrap();
    std::os::unix::fs::symlink(desk.path("other"), desk.path("desk/away")).unwrap();
    std::os::unix::fs::symlink(desk.path("desk"), desk.path("desk/deep/round")).unwrap();
    assert_eq!(paths(&desk.gather(), &desk.path("desk")), ["one.ron"]);
}

#[test]
fn broken_files_are_skipped_and_listed() {
    let desk = Desk::new();
    desk.write("desk/broken.ron", &SAMPLE[..SAMPLE.len() / 2]);
    desk.write("desk/rubbish.ron", b"\xff\xfe rubbish");
    let folders = vec![desk.path("desk"), desk.path("gone")];
    let gathered = gather(&Reach::disk(&Disk), &LibraryJob { folders, ..desk.job() });
    assert_eq!(paths(&gathered, &desk.path("desk")), ["one.ron"]);
    let unread: Vec<_> = gathered.unread.iter().map(|unread| unread.path.clone()).collect();
    assert_eq!(unread, [desk.path("desk/broken.ron"), desk.path("desk/rubbish.ron"), desk.path("gone")]);
    assert_eq!(gathered.unread[2].why, "there is no such file or folder");
}

#[test]
fn what_did_not_change_is_not_read_again() {
    let desk = Desk::new();
    let first = desk.gather();
    // From what is at hand, and in a new run from the cache.
    let again = gather(&Reach::disk(&Disk), &LibraryJob { before: first.index.clone(), ..desk.job() });
    assert_eq!((again.read, again.index == first.index), (0, true));
    let cached = desk.gather();
    assert_eq!(cached.read, 0);
    assert_eq!(cached.index.shelves()[0], first.index.shelves()[0]);
    assert_eq!(total(&cached, "drones"), total(&first, "drones"));
}

#[test]
fn a_changed_file_is_noticed_whatever_its_length_and_time() {
    let desk = Desk::new();
    let before = desk.gather().index;
    // Other words, the same length.
    desk.write("desk/one.ron", SAMPLE.replace("rone", "rono"));
    let gathered = gather(&Reach::disk(&Disk), &LibraryJob { before, ..desk.job() });
    assert_eq!((gathered.read, total(&gathered, "drones")), (1, 0));
    assert!(total(&gathered, "dronos") > 0);
    // A file that was written the moment before it was read is not trusted by its time: the hash tells.
    let at = fs::metadata(desk.path("desk/one.ron")).unwrap().modified().unwrap();
    let at = jiff::Timestamp::try_from(at).unwrap();
    let fresh = || LibraryJob { at, ..desk.job() };
    fs::remove_dir_all(desk.path("state")).unwrap();
    let first = gather(&Reach::disk(&Disk), &fresh());
    assert!(!first.index.shelves()[0].stamp.has_rested);
    let time = fs::metadata(desk.path("desk/one.ron")).unwrap().modified().unwrap();
    desk.write("desk/one.ron", SAMPLE.replace("rone", "roni"));
    fs::File::options().write(true).open(desk.path("desk/one.ron")).unwrap().set_modified(time).unwrap();
    let second = gather(&Reach::disk(&Disk), &LibraryJob { before: first.index, ..fresh() });
    assert_eq!((second.read, total(&second, "dronis") > 0), (1, true));
}

#[test]
fn a_file_that_was_only_touched_is_not_worked_out_again() {
    let desk = Desk::new();
    let before = desk.gather().index;
    let later = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(desk.path("desk/one.ron")).unwrap().set_modified(later).unwrap();
    let gathered = gather(&Reach::disk(&Disk), &LibraryJob { before, ..desk.job() });
    assert_eq!(gathered.read, 0);
    assert_eq!(gathered.index.shelves()[0].stamp.modified, Some(1_000_000_000_000_000_000));
    // And so it is kept.
    assert_eq!(desk.gather().index.shelves()[0].stamp.modified, Some(1_000_000_000_000_000_000));
}

#[test]
fn a_damaged_cache_costs_time_and_nothing_else() {
    let desk = Desk::new();
    let first = desk.gather();
    let [file] = desk.cached().try_into().unwrap();
    let whole = fs::read(&file).unwrap();
    for damaged in [b"rubbish".to_vec(), Vec::new(), whole[..whole.len() - 3].to_vec()] {
        fs::write(&file, damaged).unwrap();
        let gathered = desk.gather();
        assert_eq!((gathered.read, gathered.index.shelves()[0] == first.index.shelves()[0]), (1, true));
        assert_eq!(fs::read(&file).unwrap(), whole);
    }
    // Where nothing can be kept, all is found all the same.
    fs::remove_dir_all(desk.path("state")).unwrap();
    desk.write("state", "in the way");
    assert!(total(&desk.gather(), "drones") > 0);
}

#[cfg(unix)]
#[test]
fn nobody_else_reads_what_is_kept_and_it_goes_with_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("desk/two.ron", SAMPLE);
    desk.gather();
    assert_eq!(desk.cached().len(), 2);
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert!(desk.cached().iter().all(|path| mode(path) == 0o600));
    fs::remove_file(desk.path("desk/two.ron")).unwrap();
    let asked_once = gather(&Reach::disk(&Disk), &LibraryJob { tidies: false, ..desk.job() });
    assert_eq!((paths(&asked_once, &desk.path("desk")), desk.cached().len()), (vec!["one.ron".to_owned()], 2));
    desk.gather();
    assert_eq!(desk.cached().len(), 1);
}

#[test]
fn a_job_that_was_stopped_leaves_what_was_there() {
    let desk = Desk::new();
    let before = desk.gather().index;
    desk.write("desk/two.ron", SAMPLE);
    let job = LibraryJob { before, ..desk.job() };
    job.watch.stop();
    let result = jobs::run(&Disk, claimdesk::app::effect::Job::GatherLibrary(Box::new(job)));
    let claimdesk::app::effect::JobResult::LibraryGathered(_, gathered) = result else { panic!("{result:?}") };
    assert!(gathered.is_stopped);
    assert_eq!(paths(&gathered, &desk.path("desk")), ["one.ron"]);
}

#[test]
fn what_a_blind_second_check_hides_is_hidden_in_the_library() {
    let desk = Desk::new();
    let mut parts = claimdesk::store::decode(SAMPLE.as_bytes()).unwrap().project.parts().clone();
    let mut settings = parts.settings.as_ref().clone();
    settings.blind_second_check = true;
    parts.settings = Arc::new(settings);
    let project = claimdesk::model::Project::from_parts(parts);
    desk.write("desk/one.ron", claimdesk::store::encode(&project));
    let verdicts = |eyes: Eyes| {
        let gathered = gather(&Reach::disk(&Disk), &LibraryJob { eyes, ..desk.job() });
        let shelf = Arc::clone(&gathered.index.shelves()[0]);
        let hidden = shelf.entries().filter(|entry| entry.is_hidden).count();
        let shown = |entry: &claimdesk::library::Entry| !entry.heading.is_empty() || !entry.verdict.is_empty();
        assert_eq!(shelf.entries().filter(|entry| entry.is_hidden && shown(entry)).count(), 0);
        hidden
    };
    assert_eq!(verdicts(Eyes::Whole), 0);
    let nobody = verdicts(Eyes::Of(None));
    assert!(nobody > 0);
    // What was worked out for one is not shown to another.
    assert_eq!(verdicts(Eyes::Whole), 0);
    assert_eq!(verdicts(Eyes::Of(None)), nobody);
}

const FEED: &str = r#"{"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [
    {"@type": "ClaimReview", "url": "https://example.org/shark", "claimReviewed": "A shark swam on the flooded motorway", "datePublished": "2017-08-28",
     "author": {"@type": "Organization", "name": "Sample Facts"}, "reviewRating": {"@type": "Rating", "alternateName": "Pants on Fire!"}}]}]}"#;

#[test]
fn what_others_have_published_is_found_with_who_published_it() {
    let desk = Desk::new();
    desk.write("desk/feed.json", FEED);
    desk.write("desk/page.html", format!("<html><script type=\"application/ld+json\">{FEED}</script></html>"));
    desk.write("desk/plain.html", "<html><p>Nothing was checked here.</p></html>");
    desk.write("desk/broken.json", &FEED[..FEED.len() - 4]);
    let sample = claimdesk::store::decode(SAMPLE.as_bytes()).unwrap().project;
    let options = claimdesk::export::Options { table: claimdesk::export::Table::Everything, ..Default::default() };
    desk.write("desk/theirs.json", claimdesk::export::export(&sample, "json", &options).unwrap().bytes);
    let gathered = desk.gather();
    assert_eq!(paths(&gathered, &desk.path("desk")), ["feed.json", "one.ron", "page.html", "theirs.json"]);
    assert_eq!(gathered.unread.iter().map(|it| it.path.clone()).collect::<Vec<_>>(), [desk.path("desk/broken.json")]);
    let found = gathered.index.search(&Query::parse("sharks motorway"), Told::Told, 5);
    let entry = found.hits[0].entry.as_ref().unwrap();
    let told = [&entry.heading, &entry.publisher, &entry.address, &entry.date].map(String::as_str);
    assert_eq!(told, ["Pants on Fire!", "Sample Facts", "https://example.org/shark", "2017-08-28"]);
    assert!(entry.is_neighbours() && !entry.is_checked);
    let like = gathered.index.like("Look, a SHARK on the flooded motorway!", None, 3);
    assert_eq!(like[0].entry.publisher, "Sample Facts");
    // What another desk has handed on whole is theirs, and claims of a rating alone come out of it.
    let theirs = gathered.index.shelf(&desk.path("desk/theirs.json")).unwrap();
    assert!(!theirs.is_empty() && theirs.entries().all(|entry| entry.is_neighbours() && !entry.publisher.is_empty()));
    // A second time, nothing is read; not even what says nothing.
    assert_eq!(desk.gather().read, 0);
}
