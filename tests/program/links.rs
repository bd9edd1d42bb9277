//! The command line in a folder that somebody else has made, and on files that it must not write over.
#![allow(clippy::print_stdout, reason = "a test that cannot be run here says why")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, PermissionsExt, chown, symlink},
        process::CommandExt,
    },
    path::Path,
    process::{Command, Output, Stdio},
};

use claimdesk::{
    io::Disk,
    model::{Anchor, Claim, ClaimId, Edit, Mark, Project, Span},
    store::{self, Holder, Locked, StateDir},
};

use crate::support::{
    ARTICLE,
    traps::{self, SECRET, TRAPS},
};

const FERRY: &str = "# Ferry runs again\n\nThe *ferry* runs.";

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimdesk"));
    command.args(arguments).current_dir(folder).env("CLAIMDESK_HOME", folder.join("home")).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn done(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with a project of one article.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bridge.txt"), ARTICLE).unwrap();
    fs::write(folder.path().join("bridge-2.txt"), ARTICLE.replace("4,000", "5,000")).unwrap();
    fs::write(folder.path().join("ferry.md"), FERRY).unwrap();
    done(&run(folder.path(), &["new", "review.ron", "bridge.txt"]));
    folder
}

#[test]
fn no_trap_beside_a_project_leads_any_verb_out_of_its_folder() {
    let prepared = folder();
    let hashes = [store::sha256(ARTICLE.as_bytes()), store::sha256(FERRY.as_bytes())];
    let old = include_bytes!("../data/store/format-0.ron");
    let verbs: [&[&str]; 11] = [
        &["list", "review.ron"],
        &["check", "review.ron"],
        &["verify", "review.ron"],
        &["export", "review.ron", "--to", "csv", "-o", "out.csv", "--force"],
        &["export", "review.ron", "review.ron", "--to", "csv", "-o", "many.csv", "--force"],
        &["repair", "review.ron", "-o", "mended.ron"],
        &["add", "review.ron", "ferry.md"],
        &["update", "review.ron", "1", "bridge-2.txt"],
        &["import", "review.ron", "out.csv"],
        &["new", "fresh.ron", "bridge.txt"],
        &["shot", "review.ron", "-o", "out.png", "--size", "200x100", "--force"],
    ];
    for trap in TRAPS {
        for index in 0..traps::places(Path::new(""), &hashes).len() {
            let own = tempfile::tempdir().unwrap();
            let outside = tempfile::tempdir().unwrap();
            let (folder, victim) = (own.path(), outside.path().join("victim"));
            fs::write(&victim, SECRET).unwrap();
            traps::copy_folder(prepared.path(), folder);
            let place = traps::places(folder, &hashes)[index].clone();
            if place.ends_with("review.format-0.ron") {
                fs::write(folder.join("review.ron"), old).unwrap();
            }
            let what = format!("{} as {}", trap.0, place.display());
            traps::set(trap, &place, &victim);
            // What only reads is tried in one place.
            let is_quick = |verb: &&[&str]| index == 0 || !matches!(verb[0], "shot" | "new" | "check");
            for verb in verbs.into_iter().filter(is_quick) {
                let output = run(folder, verb);
                let told = String::from_utf8_lossy(&output.stderr);
                assert!(matches!(output.status.code(), Some(0 | 1)), "{what}, {verb:?}: {told}");
                assert!(!told.contains("panicked"), "{what}, {verb:?}: {told}");
                traps::check(folder, &place, &victim, &format!("{what}, {verb:?}"));
            }
            store::decode(&fs::read(folder.join("review.ron")).unwrap())
                .unwrap_or_else(|error| panic!("{what}: {error}"));
        }
    }
}

#[test]
fn no_output_lands_on_a_project_whatever_path_leads_there() {
    let folder = folder();
    let folder = folder.path();
    let bytes = fs::read(folder.join("review.ron")).unwrap();
    symlink("review.ron", folder.join("link.csv")).unwrap();
    fs::hard_link(folder.join("review.ron"), folder.join("second.csv")).unwrap();
    fs::copy(folder.join("review.ron"), folder.join("other.csv")).unwrap();
    fs::write(folder.join("damaged.ron"), "\0\0\0\0").unwrap();
    let original = format!("review.files/{}", store::sha256(ARTICLE.as_bytes()));
    let targets =
        ["review.ron", "./review.files/../review.ron", "link.csv", "second.csv", "other.csv", "damaged.ron", &original];
    for target in targets {
        let before = fs::read(folder.join(target)).unwrap();
        for force in [&[][..], &["--force"]] {
            for verb in [
                &["export", "review.ron", "--to", "csv", "-o", target][..],
                &["export", "review.ron", "review.ron", "--to", "csv", "-o", target],
                &["shot", "review.ron", "-o", target],
                &["shot", "-o", target],
            ] {
                let told = refused(&run(folder, &[verb, force].concat()));
                assert!(told.starts_with("Could not write there: "), "{target}: {told}");
                assert_eq!(fs::read(folder.join(target)).unwrap(), before, "{target}, {verb:?}");
            }
        }
    }
    assert_eq!(fs::read(folder.join("review.ron")).unwrap(), bytes);
    assert!(fs::symlink_metadata(folder.join("link.csv")).unwrap().is_symlink());
}

#[test]
fn another_file_is_written_over_only_with_force() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("notes.txt"), "my notes").unwrap();
    for verb in [
        &["export", "review.ron", "--to", "csv", "-o", "notes.txt"][..],
        &["shot", "-o", "notes.txt", "--size", "200x100"],
    ] {
        fs::write(folder.join("notes.txt"), "my notes").unwrap();
        let told = refused(&run(folder, verb));
        assert!(told.contains("a text file stands in that place. Use --force"), "{told}");
        assert_eq!(fs::read_to_string(folder.join("notes.txt")).unwrap(), "my notes");
        done(&run(folder, &[verb, &["--force"]].concat()));
        assert_ne!(fs::read(folder.join("notes.txt")).unwrap(), b"my notes");
    }
    for verb in [&["new", "notes.txt", "bridge.txt"][..], &["repair", "review.ron", "-o", "notes.txt"]] {
        assert!(refused(&run(folder, verb)).contains("exists already"));
    }
}

#[test]
fn a_verb_waits_for_a_project_that_somebody_has_open_when_told_to() {
    let folder = folder();
    let project = folder.path().join("review.ron").canonicalize().unwrap();
    let at = jiff::Timestamp::UNIX_EPOCH;
    let holder = Holder { name: "Ann Lee\nSaved.".into(), machine: "desk-3".into(), process: 1, since: at };
    let state = StateDir(folder.path().join("home"));
    let Locked::Mine(lock, None) = store::lock(&Disk, &project, Some(&state), &holder) else { panic!("it is free") };
    let told = refused(&run(folder.path(), &["add", "review.ron", "ferry.md", "--wait", "0"]));
    assert!(told.contains("Could not add the article: Ann Lee on desk-3 has the project open."), "{told}");
    let mut waiting = command(folder.path(), &["add", "review.ron", "ferry.md", "--wait", "600"]);
    let mut waiting = waiting.stderr(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    BufReader::new(waiting.stderr.as_mut().unwrap()).read_line(&mut told).unwrap();
    assert!(told.contains("Ann Lee on desk-3 has the project open. Waiting for it to be closed."), "{told}");
    // What is written meanwhile is what it works on.
    let text = fs::read_to_string(&project).unwrap();
    let mut changed = store::decode(text.as_bytes()).unwrap().project;
    changed.apply(&Edit::SetTitle("Renamed meanwhile".into())).unwrap();
    fs::write(&project, store::encode(&changed)).unwrap();
    drop(lock);
    assert!(waiting.wait().unwrap().success());
    let saved = store::decode(&fs::read(&project).unwrap()).unwrap().project;
    assert_eq!((saved.title(), saved.articles().len()), ("Renamed meanwhile", 2));
}

#[test]
fn repair_follows_what_it_renames_and_looks_at_what_it_wrote() {
    let folder = folder();
    let folder = folder.path();
    let text = fs::read_to_string(folder.join("review.ron")).unwrap();
    let project = store::decode(text.as_bytes()).unwrap().project;
    // A second article with the id of the first and of its draft, as two people's files pasted together.
    let mut parts = project.parts().clone();
    fs::write(folder.join("quay.txt"), "Quay\n\nThe quay was built in 1931 of stone.\n").unwrap();
    done(&run(folder, &["new", "quay.ron", "quay.txt"]));
    let quay = store::decode(&fs::read(folder.join("quay.ron")).unwrap()).unwrap().project;
    let mut article = (*quay.articles()[0]).clone();
    let old_draft = project.articles()[0].versions[0].id.clone();
    article.id = project.articles()[0].id.clone();
    let mut version = (*article.versions[0]).clone();
    version.id = old_draft.clone();
    article.versions = vec![version.into()];
    let text_of_quay = article.versions[0].text().to_string();
    let claim = |id: &str, text: &str, words: &str| {
        let at = text.find(words).unwrap();
        let span = Span::in_text(text, at, at + words.len()).unwrap();
        let claimdesk::anchor::Description { quote, prefix, suffix } = claimdesk::anchor::describe(text, span);
        let anchor = Anchor { version: old_draft.clone(), span, quote, prefix, suffix };
        Claim::new(ClaimId::new(id).unwrap(), article.id.clone(), vec![Mark::new(anchor)])
    };
    let bridge = project.articles()[0].versions[0].text().to_string();
    parts.claims =
        vec![claim("c-1", &bridge, "4,000 cars").into(), claim("c-2", &text_of_quay, "built in 1931").into()];
    parts.articles.push(article.into());
    let bad = Project::from_parts(parts);
    assert!(!bad.problems().is_empty());
    fs::write(folder.join("bad.ron"), store::encode(&bad)).unwrap();
    traps::copy_folder(&folder.join("review.files"), &folder.join("bad.files"));
    traps::copy_folder(&folder.join("quay.files"), &folder.join("bad.files"));
    done(&run(folder, &["repair", "bad.ron", "-o", "mended.ron"]));
    let mended = store::decode(&fs::read(folder.join("mended.ron")).unwrap()).unwrap();
    assert_eq!(mended.problems, []);
    let quotes: Vec<_> = mended.project.claims().iter().map(|claim| claim.quote()).collect();
    assert_eq!(quotes, ["4,000 cars", "built in 1931"]);
    let [first, second] = mended.project.articles() else { panic!() };
    assert_eq!((&mended.project.claims()[0].article, &mended.project.claims()[1].article), (&first.id, &second.id));

    // An original that is gone: the result is not whole, whatever was mended.
    fs::remove_dir_all(folder.join("bad.files")).unwrap();
    let told = refused(&run(folder, &["repair", "bad.ron", "-o", "mended-2.ron"]));
    assert!(told.contains("The mended project is not whole."), "{told}");
}

#[test]
fn repair_offers_what_was_kept_and_takes_it() {
    let folder = folder();
    let folder = folder.path();
    done(&run(folder, &["add", "review.ron", "ferry.md"]));
    let good = fs::read(folder.join("review.ron")).unwrap();
    fs::write(folder.join("review.ron"), "Dear all").unwrap();
    let told = refused(&run(folder, &["repair", "review.ron", "-o", "mended.ron"]));
    assert!(told.contains("Nothing in it could be read.") && told.contains("--kept NUMBER"), "{told}");
    assert!(told.contains("   1  ") && told.contains("0 claims"), "{told}");
    let told = refused(&run(folder, &["repair", "review.ron", "-o", "mended.ron", "--kept", "9"]));
    assert!(told.contains("there is no number 9"), "{told}");
    done(&run(folder, &["repair", "review.ron", "-o", "mended.ron", "--kept", "1"]));
    assert_eq!(fs::read(folder.join("mended.ron")).unwrap(), good);
}

/// Whether this test may act for other users; else it says that it is skipped.
fn is_root() -> bool {
    let is_root = rustix::process::geteuid().is_root();
    if !is_root {
        println!("skipped: acting for two users needs root");
    }
    is_root
}

/// Two people of the group 7000 in a folder of the group, as on a server of a desk.
#[test]
fn of_two_people_in_a_shared_folder_only_one_can_write() {
    if !is_root() {
        return;
    }
    let shared = folder();
    let folder = shared.path();
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for path in [folder.to_owned(), folder.join("review.files")] {
        chown(&path, Some(7001), Some(7000)).unwrap();
        open(&path, 0o2770);
    }
    for entry in fs::read_dir(folder).unwrap().chain(fs::read_dir(folder.join("review.files")).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_file() {
            chown(&path, Some(7001), Some(7000)).unwrap();
            open(&path, 0o660);
        }
    }
    let homes = tempfile::tempdir().unwrap();
    open(homes.path(), 0o777);
    let program = homes.path().join("claimdesk");
    fs::copy(env!("CARGO_BIN_EXE_claimdesk"), &program).unwrap();
    open(&program, 0o755);
    let as_user = |user: u32, arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(folder).env("CLAIMDESK_HOME", homes.path().join(user.to_string()));
        command.uid(user).gid(7000).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    // Ann fetches a page: while it does not come, she has the project.
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/page.txt", server.local_addr().unwrap());
    let ann = as_user(7001, &["add", "review.ron", &address, "--allow-private"]).spawn().unwrap();
    let (mut asked, _) = server.accept().unwrap();
    let told = refused(&as_user(7002, &["add", "review.ron", "ferry.md"]).output().unwrap());
    assert!(told.contains("has the project open"), "{told}");
    assert!(!told.contains("another window has"), "the holder can be read: {told}");
    let mut request = [0; 4096];
    assert!(asked.read(&mut request).unwrap() > 0);
    let page = "Quay\n\nThe quay was built of stone.\n";
    write!(
        asked,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )
    .unwrap();
    drop(asked);
    done(&ann.wait_with_output().unwrap());
    // Then it is Ben's turn; what he cannot keep is said.
    let ben = as_user(7002, &["add", "review.ron", "ferry.md"]).output().unwrap();
    done(&ben);
    assert!(String::from_utf8_lossy(&ben.stderr).contains("now it belongs to you"), "{ben:?}");
    done(&as_user(7001, &["add", "review.ron", "bridge-2.txt"]).output().unwrap());
    let saved = store::decode(&fs::read(folder.join("review.ron")).unwrap()).unwrap().project;
    assert_eq!(saved.articles().len(), 4);
    assert_eq!(fs::metadata(folder.join("review.ron")).unwrap().permissions().mode() & 0o777, 0o660);
    done(&as_user(7002, &["verify", "review.ron"]).output().unwrap());
}

/// An access list as Linux keeps it: owner, the user 7005, group, mask and others may read and write, or read.
fn access_list() -> Vec<u8> {
    let nobody = u32::MAX;
    let entries = [(0x01, 6, nobody), (0x02, 6, 7005), (0x04, 4, nobody), (0x10, 6, nobody), (0x20, 4, nobody)];
    let mut list = 2_u32.to_le_bytes().to_vec();
    for (tag, may, who) in entries {
        list.extend(u16::to_le_bytes(tag).into_iter().chain(u16::to_le_bytes(may)).chain(u32::to_le_bytes(who)));
    }
    list
}

#[test]
fn a_save_keeps_owner_group_and_access_list() {
    if !is_root() {
        return;
    }
    let folder = folder();
    let (folder, path) = (folder.path(), folder.path().join("review.ron"));
    chown(&path, Some(7001), Some(7000)).unwrap();
    let list = access_list();
    let name = "system.posix_acl_access";
    let has_lists = rustix::fs::setxattr(&path, name, &list, rustix::fs::XattrFlags::empty()).is_ok();
    let before = fs::metadata(&path).unwrap();
    let output = run(folder, &["add", "review.ron", "ferry.md"]);
    done(&output);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let after = fs::metadata(&path).unwrap();
    assert_ne!(before.ino(), after.ino(), "it was written");
    assert_eq!((after.uid(), after.gid(), after.mode()), (7001, 7000, before.mode()));
    if has_lists {
        let mut kept = vec![0; 256];
        let len = rustix::fs::getxattr(&path, name, &mut kept[..]).unwrap();
        assert_eq!(kept[..len], list);
    } else {
        println!("no access list: this file system has none");
    }
}

#[test]
fn a_lock_of_somebody_who_has_no_part_in_the_project_keeps_nobody_out() {
    if !is_root() {
        return;
    }
    let folder = folder();
    let folder = folder.path();
    let lock = folder.join(".review.ron.lock");
    let file = fs::File::create(&lock).unwrap();
    file.lock().unwrap();
    chown(&lock, Some(7003), Some(7003)).unwrap();
    let output = run(folder, &["add", "review.ron", "ferry.md"]);
    done(&output);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("belongs to somebody who has no part in the project"), "{told}");
}
