//! Web addresses as articles: a tiny server on this machine, within the test's own process.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use claimdesk::{
    app::{
        Command, Dialog, Effect, EffectResult, Intent,
        intent::{Answer, PreviewIntent},
        jobs::{self, Reach},
    },
    foreign::InProcess,
    import::{
        Watch,
        web::{Ask, FetchError, Fetched, Web},
    },
    io::{Disk, Internet},
};

const PAGE: &str = "<html><head><title>Bridge closed</title></head><body><article><h1>Bridge closed</h1><p>The old bridge over \
                    the river was closed on Monday, the city said, after divers had found cracks in two of its \
                    piers.</p></article></body></html>";

/// A server that answers each request by its path. Returns its address.
fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { break };
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
                request.push(byte[0]);
            }
            let request = String::from_utf8_lossy(&request).into_owned();
            let path = request.split(' ').nth(1).unwrap_or("/").to_owned();
            answer(&path, &mut stream);
        }
    });
    address
}

fn respond(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}

fn site() -> String {
    serve(|path, stream| match path {
        "/news/bridge" => respond(stream, "200 OK\r\nContent-Type: text/html; charset=utf-8", PAGE.as_bytes()),
        "/moved" => respond(stream, "301 Moved\r\nLocation: /news/bridge", b""),
        "/loop" => respond(stream, "302 Found\r\nLocation: /loop", b""),
        "/to-a-file" => respond(stream, "302 Found\r\nLocation: file:///etc/passwd", b""),
        "/polish" => respond(
            stream,
            "200 OK\r\nContent-Type: text/plain; charset=\"ISO-8859-2\"",
            b"za\xBF\xF3\xB3\xE6 g\xEA\xB6l",
        ),
        "/picture" => respond(stream, "200 OK\r\nContent-Type: text/html", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
        "/large" => respond(stream, "200 OK\r\nContent-Type: text/plain", &vec![b'a'; 3 << 20]),
        "/endless" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n");
            while stream.write_all(&[b'a'; 65536]).is_ok() {}
        }
        "/cut" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nwords");
        }
        "/hops/0" => respond(stream, "200 OK\r\nContent-Type: text/plain", b"Arrived."),
        hops if hops.starts_with("/hops/") => {
            let left: u32 = hops[6..].parse().unwrap();
            respond(stream, &format!("307 Temporary\r\nLocation: /hops/{}", left - 1), b"");
        }
        _ => respond(stream, "404 Not Found", b"nothing here"),
    })
}

fn internet() -> Internet {
    Internet { max_bytes: 1 << 20, ..Internet::default() }
}

fn fetch(address: String) -> Result<Fetched, FetchError> {
    internet().fetch(&Ask { address, allow_private: true }, &Watch::default())
}

#[test]
fn a_page_comes_with_its_last_address_and_a_name() {
    let site = site();
    let fetched = fetch(format!("{site}/moved#part")).unwrap();
    assert_eq!(fetched.address, format!("{site}/news/bridge"));
    assert_eq!((fetched.name.as_str(), fetched.charset.as_deref()), ("bridge.html", Some("utf-8")));
    assert_eq!(fetched.bytes, PAGE.as_bytes());
}

#[test]
fn five_redirects_are_followed_and_no_more() {
    let site = site();
    assert_eq!(fetch(format!("{site}/hops/5")).unwrap().bytes, b"Arrived.");
    assert_eq!(fetch(format!("{site}/hops/6")), Err(FetchError::TooManyRedirects { max: 5 }));
    assert_eq!(fetch(format!("{site}/loop")), Err(FetchError::TooManyRedirects { max: 5 }));
}

#[test]
fn each_redirect_is_checked_again() {
    assert_eq!(fetch(format!("{}/to-a-file", site())), Err(FetchError::NotWeb));
}

#[test]
fn what_was_allowed_for_one_address_is_not_for_those_it_sends_on_to() {
    let secret = site();
    let target = format!("{secret}/news/bridge");
    let location = target.clone();
    let sender = serve(move |_, stream| respond(stream, &format!("302 Found\r\nLocation: {location}"), b""));
    let fetch =
        |address: &str| internet().fetch(&Ask { address: address.to_owned(), allow_private: true }, &Watch::default());
    assert!(fetch(&target).is_ok());
    assert_eq!(fetch(&sender).unwrap_err(), FetchError::SentToPrivate { host: "127.0.0.1".into() });
}

#[test]
fn private_addresses_are_refused_whatever_their_name() {
    let site = site();
    let port = site.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"] {
        let ask = Ask { address: format!("http://{host}:{port}/news/bridge"), allow_private: false };
        let refused = internet().fetch(&ask, &Watch::default());
        assert!(matches!(refused, Err(FetchError::Private { .. })), "{host}: {refused:?}");
    }
}

#[test]
fn too_much_too_slow_and_broken_are_told_apart() {
    let site = site();
    assert_eq!(fetch(format!("{site}/large")), Err(FetchError::TooLarge { max_mb: 1 }));
    assert_eq!(fetch(format!("{site}/endless")), Err(FetchError::TooLarge { max_mb: 1 }));
    assert_eq!(fetch(format!("{site}/gone")), Err(FetchError::Status { status: 404 }));
    assert!(matches!(fetch(format!("{site}/cut")), Err(FetchError::Broken(_))));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(matches!(fetch(format!("http://{nobody}/")), Err(FetchError::Broken(_))));
}

#[test]
fn a_server_that_says_nothing_is_given_up_in_time() {
    let (hold, held) = mpsc::channel::<()>();
    let site = serve(move |_, _| {
        let _ = held.recv();
    });
    let start = Instant::now();
    let impatient = Internet { max_time: Duration::from_millis(150), ..internet() };
    let refused = impatient.fetch(&Ask { address: site, allow_private: true }, &Watch::default());
    assert_eq!(refused, Err(FetchError::TooSlow { max_secs: 0 }));
    assert!(start.elapsed() < Duration::from_secs(5));
    drop(hold);
}

#[test]
fn a_download_tells_how_far_it_is_and_can_be_stopped() {
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let site = serve(move |_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\nConnection: close\r\n\r\n0123456789");
        let _ = may_go_on.recv();
        let _ = stream.write_all(b"0123456789");
    });
    let watch = Watch::default();
    std::thread::scope(|scope| {
        let ask = Ask { address: site, allow_private: true };
        let watch_there = watch.clone();
        let download = scope.spawn(move || internet().fetch(&ask, &watch_there));
        while watch.progress().done < 10 {
            std::thread::yield_now();
        }
        assert_eq!(watch.progress().share(), Some(0.5));
        watch.stop();
        go_on.send(()).unwrap();
        assert_eq!(download.join().unwrap(), Err(FetchError::Stopped));
    });
}

/// Sends an intent and carries out the jobs that follow, with the internet.
fn send(driver: &mut crate::support::Driver, intent: impl Into<Intent>) {
    let now = crate::support::moment(Duration::from_secs(9));
    let mut effects = driver.session.handle(intent.into(), now);
    while let Some(effect) = effects.pop() {
        if let Effect::Run(job) = effect {
            let reach = Reach { files: &Disk, reader: &InProcess, web: &internet(), recogniser: &jobs::NoRecogniser };
            effects.extend(driver.session.receive(EffectResult::Done(jobs::run_in(&reach, job)), now));
        }
    }
}

#[test]
fn an_address_becomes_an_article_after_the_reviewer_allowed_a_private_one() {
    let mut driver = crate::support::Driver::new();
    let address = format!("{}/moved", site());
    send(&mut driver, Intent::Paste(format!(" {address}\n")));
    assert!(matches!(driver.session.dialog, Some(Dialog::PrivateAddress(_))));
    assert!(driver.session.preview.is_none() && driver.session.opening.is_none());
    send(&mut driver, Intent::Answer(Answer::OpenPrivate));
    let preview = driver.session.preview.as_ref().unwrap();
    let fetched_from = preview.remote.as_ref().unwrap().address.clone();
    assert!(fetched_from.ends_with("/news/bridge"));
    assert_eq!(preview.draft.meta.url, fetched_from);
    send(&mut driver, Intent::Preview(PreviewIntent::Accept));
    let origin = driver.document().version().unwrap().origin.clone();
    assert_eq!((origin.url, origin.file.as_str()), (fetched_from, "bridge.html"));
    assert_eq!((origin.media_type.as_str(), origin.opened_at.is_some()), ("text/html", true));
    let project = driver.save_as("review.ron");
    let original = project.with_extension("files").join(&origin.sha256);
    assert_eq!(std::fs::read(original).unwrap(), PAGE.as_bytes());
}

#[test]
fn the_page_of_an_article_is_fetched_again_as_a_new_draft() {
    let times = std::sync::atomic::AtomicUsize::new(0);
    let site = serve(move |_, stream| {
        let first = times.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0;
        let page = if first { PAGE.to_owned() } else { PAGE.replace("</p>", " It was repaired since.</p>") };
        respond(stream, "200 OK\r\nContent-Type: text/html", page.as_bytes());
    });
    let mut driver = crate::support::Driver::new();
    send(&mut driver, Intent::OpenPath(PathBuf::from(format!("{site}/page"))));
    send(&mut driver, Intent::Answer(Answer::OpenPrivate));
    send(&mut driver, Intent::Preview(PreviewIntent::Accept));
    send(&mut driver, Command::FetchDraft);
    send(&mut driver, Intent::Answer(Answer::OpenPrivate));
    send(&mut driver, Intent::Preview(PreviewIntent::Accept));
    let article = driver.document().article().unwrap();
    assert_eq!(article.versions.len(), 2, "{:?}", driver.notices());
    assert!(article.latest().text().contains("It was repaired since."));
}

#[test]
fn an_article_without_an_address_is_not_fetched_again() {
    let mut driver = crate::support::Driver::with_article();
    send(&mut driver, Command::FetchDraft);
    assert!(driver.session.opening.is_none());
    assert!(driver.notices()[0].contains("has no web address"), "{:?}", driver.notices());
}

#[test]
fn what_was_fetched_is_read_again_in_another_encoding_without_being_fetched_again() {
    let mut driver = crate::support::Driver::new();
    send(&mut driver, Intent::OpenPath(PathBuf::from(format!("{}/polish", site()))));
    send(&mut driver, Intent::Answer(Answer::OpenPrivate));
    let preview = driver.session.preview.as_ref().unwrap();
    assert_eq!(
        (preview.draft.encoding.as_str(), preview.draft.blocks[0].block.text.as_str()),
        ("ISO-8859-2", "zażółć gęśl")
    );
    let effects = driver.session.handle(
        Intent::Preview(PreviewIntent::Encoding("windows-1252".into())),
        crate::support::moment(Duration::from_secs(10)),
    );
    driver.perform(effects);
    let preview = driver.session.preview.as_ref().unwrap();
    assert!(preview.draft.blocks[0].block.text.starts_with("za¿ó"), "{:?}", preview.draft.blocks);
    assert!(preview.remote.is_some());
}

#[test]
fn a_wrong_type_and_a_missing_page_are_told_in_words() {
    let mut driver = crate::support::Driver::new();
    for (path, words) in [("picture", "it is a picture"), ("gone", "404 (not found)"), ("loop", "more than 5 times")] {
        driver.session.notices.clear();
        send(&mut driver, Intent::OpenPath(PathBuf::from(format!("{}/{path}", site()))));
        send(&mut driver, Intent::Answer(Answer::OpenPrivate));
        assert!(driver.notices()[0].contains(words), "{:?}", driver.notices());
    }
}

#[test]
fn a_stopped_opening_brings_nothing_even_when_it_comes_after_all() {
    let mut driver = crate::support::Driver::new();
    let path = driver.write("a.md", "# Title");
    let now = crate::support::moment(Duration::from_secs(1));
    let effects = driver.session.handle(Intent::OpenPath(path), now);
    let opening = driver.session.opening.clone().unwrap();
    assert!(opening.path.ends_with("a.md"));
    assert_eq!(driver.session.jobs_waiting, 1);
    driver.session.handle(Command::Back.into(), now);
    assert!(opening.watch.is_stopped() && driver.session.opening.is_none());
    driver.perform(effects);
    assert!(driver.session.preview.is_none());
    assert_eq!((driver.session.jobs_waiting, driver.notices().len()), (0, 0));
}

#[test]
fn the_command_line_takes_addresses() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("{}/moved", site());
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_claimdesk"))
            .args(arguments)
            .current_dir(folder.path())
            .env("CLAIMDESK_HOME", folder.path().join("home"))
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (status, _, told) = run(&["text", &address]);
    assert_eq!(status, Some(1));
    assert!(
        told.contains("private network") && told.contains("--allow-private") && told.trim_end().ends_with(&address),
        "{told}"
    );
    let (status, printed, told) = run(&["text", &address, "--allow-private", "--json"]);
    assert_eq!(status, Some(0), "{told}");
    let value: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((value["file"].as_str(), value["title"].as_str()), (Some("bridge.html"), Some("Bridge closed")));
    assert!(value["url"].as_str().unwrap().ends_with("/news/bridge"));
    assert_eq!(run(&["new", "review.ron", &address, "--allow-private"]).0, Some(0));
    assert_eq!(run(&["add", "review.ron", &address, "--allow-private"]).0, Some(0));
    let project = claimdesk::store::decode(&std::fs::read(folder.path().join("review.ron")).unwrap()).unwrap().project;
    assert_eq!(project.articles().len(), 2);
    let origin = &project.articles()[1].versions[0].origin;
    assert!(origin.url.ends_with("/news/bridge"));
    assert_eq!(std::fs::read(folder.path().join("review.files").join(&origin.sha256)).unwrap(), PAGE.as_bytes());
}

#[test]
fn nothing_else_is_fetched() {
    let (sender, asked) = mpsc::channel();
    let sender = Arc::new(std::sync::Mutex::new(sender));
    let site = serve(move |path, stream| {
        sender.lock().unwrap().send(path.to_owned()).unwrap();
        let page = PAGE.replace(
            "<body>",
            "<body><img src=\"/a.png\"><script src=\"/b.js\"></script><link rel=\"stylesheet\" href=\"/c.css\">",
        );
        respond(stream, "200 OK\r\nContent-Type: text/html", page.as_bytes());
    });
    let mut driver = crate::support::Driver::new();
    send(&mut driver, Intent::OpenPath(PathBuf::from(format!("{site}/page"))));
    send(&mut driver, Intent::Answer(Answer::OpenPrivate));
    send(&mut driver, Intent::Preview(PreviewIntent::Accept));
    assert!(driver.session.document.is_some());
    assert_eq!(asked.try_iter().collect::<Vec<_>>(), ["/page"]);
}
