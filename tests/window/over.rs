//! What is asked before something goes: saving over another project, exporting over a file, forgetting a project.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use claimdesk::{
    app::{Command, EffectResult, Intent, Prefs, Session, intent::PreviewIntent},
    io::Disk,
    store::{self, StateDir, Versions},
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable;

use crate::support::{
    ARTICLE, Driver, moment,
    window::{Window, press, press_with, send, session, window},
};

/// A session with journals and history, and two saved projects in its folder, the last of which is open.
fn two_projects() -> Driver {
    let mut driver = Driver::safe(tempfile::tempdir().unwrap(), Arc::new(Disk));
    let article = driver.write("article.txt", ARTICLE);
    for (title, words) in [("The ferry", "nine months"), ("The bridge", "4,000 cars")] {
        driver.send(Command::CloseProject);
        driver.send(Intent::OpenPath(article.clone()));
        driver.send(Intent::Preview(PreviewIntent::Accept));
        driver.send(claimdesk::model::Edit::SetTitle(title.to_owned()));
        driver.mark(words);
        driver.save_as(&format!("{}.ron", title.rsplit(' ').next().unwrap()));
        assert!(driver.document().is_saved(), "{:?}", driver.notices());
    }
    driver
}

/// The window of that session; what is left of the driver keeps the folder.
fn in_window(driver: &mut Driver) -> Window {
    let empty = Session::new(Prefs::default(), 1, moment(std::time::Duration::ZERO));
    let mut window = window(std::mem::replace(&mut driver.session, empty));
    window.run_ok();
    window
}

fn click(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).click();
    window.run_ok();
}

fn save_as(window: &mut Window, path: &Path) {
    window.state_mut().picks.push(path.to_owned());
    send(window, Command::SaveAs);
}

fn path_of(window: &Window) -> Option<PathBuf> {
    session(window).document.as_ref()?.path.clone()
}

#[test]
fn saving_over_another_project_asks_by_name_and_keeps_it_in_the_history() {
    let mut driver = two_projects();
    let (bridge, ferry) = (driver.path("bridge.ron"), driver.path("ferry.ron"));
    let before = std::fs::read(&ferry).unwrap();
    let mut window = in_window(&mut driver);
    save_as(&mut window, &ferry);
    window.get_by_label("Save over this project?");
    let words = "Another project, “The ferry”, stands in that place. It goes into its “Earlier versions…” first.";
    window.get_by_label(words);
    window.get_by_label(ferry.to_str().unwrap());
    press(&mut window, Key::Escape);
    assert!(session(&window).dialog.is_none());
    assert_eq!((path_of(&window), std::fs::read(&ferry).unwrap()), (Some(bridge.clone()), before.clone()));

    save_as(&mut window, &ferry);
    let third = driver.path("third.ron");
    window.state_mut().picks.push(third.clone());
    click(&mut window, "Another name…");
    assert_eq!((path_of(&window), std::fs::read(&ferry).unwrap()), (Some(third), before.clone()));

    save_as(&mut window, &ferry);
    click(&mut window, "Save over it");
    assert_eq!(path_of(&window).as_ref(), Some(&ferry));
    let saved = store::decode(&std::fs::read(&ferry).unwrap()).unwrap().project;
    assert_eq!(saved.title(), "The bridge");
    let state = StateDir(driver.path("state"));
    let key = store::project_key(&ferry.canonicalize().unwrap());
    let kept = Versions::of(&state, &key).find(&Disk, &store::Fingerprint::of(&before));
    assert_eq!(kept, Some(before), "the old one is kept");
}

#[test]
fn an_export_over_a_file_asks_and_over_a_project_is_refused() {
    let mut driver = two_projects();
    let table = driver.write("claims.csv", "somebody’s own table\n");
    let ferry = driver.path("ferry.ron");
    let project = std::fs::read(&ferry).unwrap();
    let mut window = in_window(&mut driver);
    let export = |window: &mut Window, path: &Path| {
        window.state_mut().picks.push(path.to_owned());
        send(window, Command::Export);
        click(window, "Choose where…");
    };
    export(&mut window, &table);
    window.get_by_label("Write over this file?");
    window.get_by_label(table.to_str().unwrap());
    click(&mut window, "Cancel");
    assert_eq!(std::fs::read_to_string(&table).unwrap(), "somebody’s own table\n");
    export(&mut window, &ferry);
    assert_eq!(std::fs::read(&ferry).unwrap(), project);
    let refused = "Could not write there: the project “The ferry” stands in that place, and nothing but saving writes over it. Choose another name.";
    assert!(session(&window).notices.iter().any(|notice| notice.text == refused), "{:?}", session(&window).notices);
    assert!(window.query_by_label("Write over this file?").is_none());
    export(&mut window, &table);
    click(&mut window, "Write over it");
    assert!(std::fs::read_to_string(&table).unwrap().contains("4,000 cars"));
}

#[test]
fn a_project_is_forgotten_from_the_first_screen_after_a_question() {
    let mut driver = two_projects();
    driver.mark("two piers");
    std::fs::remove_file(driver.path("bridge.ron")).unwrap();
    let mut driver = driver.kill();
    let left = driver.session.left[0].clone();
    let journal = StateDir(driver.path("state")).journal(&left.name);
    assert!(journal.is_file());
    let mut window = in_window(&mut driver);
    let ask = |window: &mut Window| {
        window.get_by_role_and_label(Role::Button, "bridge.ron 1 change, its file is gone").click_secondary();
        window.run_ok();
        window.get_by_label("Forget this project…").click();
        window.run_ok();
        window.get_by_label("Forget “bridge.ron”?");
    };
    ask(&mut window);
    let words = "What this computer keeps of the project is deleted: 1 change that no file has, its journal and all its earlier \
                 versions. That cannot be undone. The project has no file: nothing of it is left on this computer then.";
    window.get_by_label(words);
    click(&mut window, "Keep it");
    assert!(journal.is_file() && session(&window).dialog.is_none());
    ask(&mut window);
    click(&mut window, "Forget this project");
    assert!(!journal.exists());
    assert!(window.query_by_label("bridge.ron 1 change, its file is gone").is_none());
    assert!(window.query_by_label_contains("Nothing is kept of “bridge.ron” any more.").is_some());
}

#[test]
fn forgetting_says_what_no_file_has_whichever_list_it_is_asked_from() {
    let mut driver = two_projects();
    let bridge = driver.path("bridge.ron");
    driver.mark("two piers");
    // Left by a crash, and not opened.
    let mut driver = driver.kill();
    drop(driver.session.document.take());
    let recent = claimdesk::app::Recent { path: bridge, title: "The bridge".to_owned(), done: 0, claims: 1 };
    driver.session.prefs.recent = vec![recent];
    let mut window = in_window(&mut driver);
    window.get_by_role_and_label(Role::Button, "The bridge 0 of 1 checked").click_secondary();
    window.run_ok();
    window.get_by_label("Forget this project…").click();
    window.run_ok();
    window.get_by_label_contains("is deleted: 1 change that no file has, its journal");
    window.get_by_label_contains("The project’s file stays as it is.");
    press(&mut window, Key::Escape);
    assert!(session(&window).dialog.is_none());
}

#[test]
fn a_file_that_goes_while_it_is_open_is_told_and_closing_asks() {
    for stands in ["nothing", "rubbish", "a folder"] {
        let mut driver = two_projects();
        let bridge = driver.path("bridge.ron");
        let mut window = in_window(&mut driver);
        assert!(window.query_by_label_contains("not saved").is_none());
        std::fs::remove_file(&bridge).unwrap();
        match stands {
            "rubbish" => std::fs::write(&bridge, "see you on Monday").unwrap(),
            "a folder" => std::fs::create_dir(&bridge).unwrap(),
            _ => {}
        }
        touch(&mut window, &bridge);
        window.get_by_label("● not saved");
        let words = match stands {
            "rubbish" => "is no project any more",
            "a folder" => "A folder stands in the place of this project’s file.",
            _ => "is not there any more",
        };
        window.get_by_label_contains(words);
        press_with(&mut window, Modifiers::COMMAND, Key::W);
        window.get_by_label("Save your work first?");
        click(&mut window, "Cancel");
        let elsewhere = driver.path("elsewhere.ron");
        window.state_mut().picks.push(elsewhere.clone());
        press_with(&mut window, Modifiers::COMMAND, Key::S);
        if stands == "a folder" {
            // The message of the folder and that of the save both lead there, and both are seen.
            let screen = window.ctx.content_rect();
            assert!(window.get_all_by_label("Dismiss").all(|button| screen.contains_rect(button.rect())));
            window.get_all_by_role_and_label(Role::Button, "Save as…").last().unwrap().click();
            window.run_ok();
        }
        let saved = if stands == "a folder" { &elsewhere } else { &bridge };
        let bytes =
            std::fs::read(saved).unwrap_or_else(|error| panic!("{stands}: {error} {:?}", session(&window).notices));
        let saved = store::decode(&bytes).unwrap().project;
        assert_eq!(saved.title(), "The bridge", "{stands}");
        assert!(window.query_by_label("● not saved").is_none(), "{stands}");
    }
}

/// The watcher has seen something.
fn touch(window: &mut Window, path: &Path) {
    window.state_mut().receive(EffectResult::FileTouched(path.to_owned()));
    window.run_ok();
}
