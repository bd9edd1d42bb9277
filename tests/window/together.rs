//! Two people at two machines with git in between, which joins lines: ten differences are settled by the keyboard.

use std::{
    path::Path,
    process::{Command as Process, Output},
    sync::Arc,
};

use claimdesk::{
    app::{Command, Intent, Prefs, Session, view::Screen},
    model::{Claim, ClaimField, Edit, Reviewer, ReviewerId, VerdictId},
    store::{self, Access, StateDir},
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::{
    screen_reader::check,
    support::window::{Window, press_with, send, session, window},
};

/// Runs git with nobody's configuration; `None` where there is no git.
fn git(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let output = Process::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"])
        .args(["-c", "pull.rebase=false"])
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output();
    output.ok()
}

fn made(folder: &Path, arguments: &[&str]) {
    let output = git(folder, arguments).unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A machine with a home of its own, and somebody at it.
fn machine(home: &Path, id: &str, name: &str) -> Window {
    let reviewer = Reviewer { id: ReviewerId::new(id).unwrap(), name: name.into(), initials: name[..2].to_uppercase() };
    let prefs = Prefs { reviewer: Some(reviewer), reviewer_asked: true, ..Prefs::default() };
    let mut session = Session::new(prefs, 7, crate::support::moment(std::time::Duration::ZERO));
    session.state = Some(StateDir(home.join("state")));
    session.machine = id.to_owned();
    window(session)
}

fn open(window: &mut Window, path: &Path) {
    send(window, Intent::OpenPath(path.to_owned()));
    let reviewer = session(window).prefs.reviewer.clone();
    window.state_mut().desk.session.sit_down(reviewer);
    window.run_ok();
}

/// The verdicts that both give.
const RATED: [&str; 2] = ["unverifiable", "wrong"];

/// Gives ten claims that have neither of the two this verdict, and saves.
fn rate(window: &mut Window, verdict: &str) {
    let claims = session(window).document.as_ref().unwrap().shown().claims();
    let is_new = |claim: &&Arc<Claim>| claim.verdict.as_ref().is_none_or(|it| !RATED.contains(&it.as_str()));
    let claims: Vec<_> = claims.iter().filter(is_new).take(10).cloned().collect();
    for claim in claims {
        let field = ClaimField::Verdict(Some(VerdictId::new(verdict).unwrap()));
        send(window, Edit::SetClaim { claim: claim.id.clone(), field });
    }
    send(window, Command::Save);
    assert!(session(window).document.as_ref().unwrap().is_saved());
}

#[expect(clippy::print_stdout, reason = "a test says what it could not try")]
#[test]
fn two_people_with_git_in_between_settle_ten_differences_by_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let [origin, ann, bob] = ["origin.git", "ann", "bob"].map(|name| root.join(name));
    if git(root, &["init", "-q", "--bare", "origin.git"]).is_none_or(|output| !output.status.success()) {
        println!("skipped: git is not installed");
        return;
    }
    let from = origin.display().to_string();
    made(root, &["clone", "-q", &from, "ann"]);
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/merges/base.ron");
    std::fs::copy(base, ann.join("review.ron")).unwrap();
    let push = |folder: &Path, message: &str| {
        made(folder, &["add", "review.ron"]);
        made(folder, &["commit", "-q", "-m", message]);
        made(folder, &["push", "-q", "origin", "HEAD:main"]);
    };
    push(&ann, "base");
    made(root, &["clone", "-q", "-b", "main", &from, "bob"]);
    let mut at_ann = machine(&root.join("home-ann"), "r-one", "Ann");
    open(&mut at_ann, &ann.join("review.ron"));
    rate(&mut at_ann, RATED[0]);
    push(&ann, "Ann's check");
    let mut at_bob = machine(&root.join("home-bob"), "r-two", "Bob");
    open(&mut at_bob, &bob.join("review.ron"));
    rate(&mut at_bob, RATED[1]);
    send(&mut at_bob, Command::CloseProject);
    made(&bob, &["commit", "-q", "-a", "-m", "Bob's check"]);
    assert!(!git(&bob, &["pull", "-q", "origin", "main"]).unwrap().status.success(), "lines clash");
    let marked = std::fs::read(bob.join("review.ron")).unwrap();
    assert!(store::decode(&marked).is_err());

    open(&mut at_bob, &bob.join("review.ron"));
    check(&at_bob, "joined");
    at_bob.get_by_label_contains("What both began with is known from git.");
    let open_now = |window: &Window| session(window).document.as_ref().unwrap().shown().differences().len();
    let count = open_now(&at_bob);
    assert_eq!(count, 10);
    assert_eq!(std::fs::read(bob.join("review.ron")).unwrap(), marked, "nothing is written yet");
    at_bob.get_by_label("Settle them one by one").click();
    at_bob.run_ok();
    assert_eq!(session(&at_bob).document.as_ref().unwrap().view.screen, Screen::Adjudication);
    for at in 0..count {
        let key = if at % 2 == 0 { Key::Num1 } else { Key::Num2 };
        press_with(&mut at_bob, Modifiers::ALT, key);
        assert_eq!(open_now(&at_bob), count - at - 1, "one key each");
    }
    press_with(&mut at_bob, Modifiers::COMMAND, Key::S);
    let read = store::decode(&std::fs::read(bob.join("review.ron")).unwrap()).unwrap();
    assert_eq!((read.access, read.project.differences().len()), (Access::Editable, 0));
    push(&bob, "settled");

    // Ann comes back and is told what Bob did.
    send(&mut at_ann, Command::CloseProject);
    made(&ann, &["pull", "-q", "origin", "main"]);
    open(&mut at_ann, &ann.join("review.ron"));
    send(&mut at_ann, Command::ShowChanges);
    at_ann.get_by_label_contains("Since you were here (");
    check(&at_ann, "since");
}
