//! What is refused before anybody is identified, and what the server and a sign-out leave
//! behind.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use circles_tests::browser::PASSPHRASE;
use circles_tests::{Browser, Centre, Server, within};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends these lines unchanged, and returns the status of the answer.
async fn status(server: &Server, lines: &[&str]) -> u16 {
    let mut stream = within("a connection", TcpStream::connect(server.address)).await.unwrap();
    let request = format!("{}\r\n\r\n", lines.join("\r\n"));
    within("room to write", stream.write_all(request.as_bytes())).await.unwrap();
    let mut head = [0; 12];
    within("an answer", stream.read_exact(&mut head)).await.unwrap();
    let head = str::from_utf8(&head).unwrap();
    head.strip_prefix("HTTP/1.1 ").or(head.strip_prefix("HTTP/1.0 ")).unwrap().parse().unwrap()
}

/// The head of an upgrade as a browser sends it, with a changed first line and host.
async fn upgrade(centre: &Centre, first: &str, changed: &[&str]) -> u16 {
    let browser = &centre.coordinator.browser;
    let (host, origin) = (
        format!("Host: {}", browser.origin.strip_prefix("http://").unwrap()),
        format!("Origin: {}", browser.origin),
    );
    let cookie = format!("Cookie: {}", browser.cookie.as_ref().unwrap());
    let name = |line: &str| line.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let usual = [
        host.as_str(),
        &origin,
        &cookie,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: circles.v1",
    ];
    let kept = usual.iter().filter(|line| changed.iter().all(|other| name(other) != name(line)));
    let lines: Vec<&str> =
        [first].into_iter().chain(kept.copied()).chain(changed.to_vec()).collect();
    status(&centre.server, &lines).await
}

#[tokio::test]
async fn only_get_of_http_1_1_opens_a_websocket() {
    let centre = Centre::open().await;
    assert_eq!(upgrade(&centre, "GET /socket HTTP/1.1", &[]).await, 101);
    for (first, refused) in [
        ("HEAD /socket HTTP/1.1", 405),
        ("POST /socket HTTP/1.1", 405),
        ("OPTIONS /socket HTTP/1.1", 405),
        ("GET /socket HTTP/1.0", 400),
    ] {
        assert_eq!(upgrade(&centre, first, &[]).await, refused, "{first}");
    }
}

#[tokio::test]
async fn an_upgrade_with_a_body_or_two_keys_is_refused() {
    let centre = Centre::open().await;
    let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    for changed in [
        &["Content-Length: 2"][..],
        &["Transfer-Encoding: chunked"],
        &[key, key],
        &["Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8"],
    ] {
        assert_eq!(upgrade(&centre, "GET /socket HTTP/1.1", changed).await, 400, "{changed:?}");
    }
}

#[tokio::test]
async fn an_origin_that_no_browser_writes_opens_nothing() {
    let centre = Centre::open().await;
    let port = centre.server.address.port();
    for host in [format!("localhost:+{port}"), format!("localhost:0{port}"), "localhost:".into()] {
        let changed = [format!("Origin: http://{host}"), format!("Host: {host}")];
        let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
        // Neither if both headers agree on it,
        assert_eq!(upgrade(&centre, "GET /socket HTTP/1.1", &changed).await, 400, "{host}");
        // nor if only the origin is odd.
        assert_eq!(upgrade(&centre, "GET /socket HTTP/1.1", &changed[..1]).await, 403, "{host}");
    }
}

#[tokio::test]
async fn a_request_names_its_host_once() {
    let centre = Centre::open().await;
    let (server, asked) = (&centre.server, "GET /api/health HTTP/1.1");
    assert_eq!(status(server, &[asked, "Host: localhost"]).await, 200);
    assert_eq!(status(server, &["GET /api/health HTTP/1.0"]).await, 200);
    for hosts in [
        &[][..],
        &["Host:"],
        &["Host: localhost", "Host: localhost"],
        &["Host: localhost", "Host: evil.example"],
        &["Host: localhost, evil.example"],
        &["Host: sam@localhost"],
        &["Host: localhost:+80"],
    ] {
        for asked in [asked, "GET / HTTP/1.1", "POST /api/sign-in HTTP/1.1"] {
            let lines: Vec<&str> = [asked].into_iter().chain(hosts.to_vec()).collect();
            assert_eq!(status(server, &lines).await, 400, "{lines:?}");
        }
    }
    let elsewhere = "GET http://evil.example/api/health HTTP/1.1";
    assert_eq!(status(server, &[elsewhere, "Host: localhost"]).await, 400);
}

#[tokio::test]
async fn a_path_that_is_no_text_is_as_absent_as_any() {
    let centre = Centre::open().await;
    let mut browser = centre.coordinator.browser.clone();
    for path in ["/api/sessions/%E0%A4%A", "/api/sessions/%ff", "/api/%E0%A4%A"] {
        let refused = browser.delete(path).await;
        let absent = browser.delete("/api/sessions/nothing").await;
        assert_eq!((refused.status, refused.body), (absent.status, absent.body), "{path}");
    }
    let refused = browser.get("/calendar/%E0%A4%A").await;
    let absent = browser.get("/calendar/nothing.ics").await;
    assert_eq!((refused.status, refused.body), (absent.status, absent.body));
    // Any other path is the client's first page, which says that nothing is there.
    assert_eq!(browser.get("/circle/%E0%A4%A").await.status, browser.get("/circle/x").await.status);
}

#[tokio::test]
async fn signing_out_and_ending_the_own_session_clear_what_the_browser_keeps_of_pages() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let signed_out = robin.browser.sign_out().await;
    assert_eq!(signed_out.header("clear-site-data"), "\"cache\"");
    let mut browser = Browser::at(&centre.server);
    browser.sign_in("robin", PASSPHRASE).await;
    let own = browser.sessions().await.sessions.iter().find(|one| one.current).unwrap().id;
    let ended = browser.delete(&format!("/api/sessions/{own}")).await;
    assert_eq!(ended.header("clear-site-data"), "\"cache\"");
    // Nothing else clears it: the browser would fetch every file again.
    let me = centre.coordinator.browser.get("/api/me").await;
    assert_eq!(me.header("clear-site-data"), "");
}

/// Files that somebody other than their owner has any access to.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        if mode & 0o077 != 0 {
            found.push(format!("{} {mode:o}", entry.path().display()));
        }
        if entry.path().is_dir() {
            found.extend(open_to_others(&entry.path()));
        }
    }
    found
}

#[tokio::test]
async fn the_files_of_the_server_are_its_owners_alone() {
    let mut centre = Centre::open().await;
    let data = centre.server.data_dir();
    let names: Vec<_> = fs::read_dir(&data).unwrap().map(|one| one.unwrap().file_name()).collect();
    for file in ["circles.db", "circles.db-wal", "circles.db-shm", "circles.lock"] {
        assert!(names.iter().any(|name| name == file), "no {file} among {names:?}");
    }
    centre.server.run(&["invite", "--role", "coordinator"]).await;
    assert_eq!(open_to_others(&data), Vec::<String>::new());
    // Files left by an earlier server are restricted as well.
    centre.server.kill().await;
    let copy = data.join("circles.before-version-2.db");
    fs::write(&copy, "a copy from before a migration").unwrap();
    for name in &names {
        fs::set_permissions(data.join(name), Permissions::from_mode(0o644)).unwrap_or_default();
    }
    fs::set_permissions(&copy, Permissions::from_mode(0o644)).unwrap();
    centre.server.start_again().await;
    centre.coordinator.reconnect(&centre.server).await;
    assert_eq!(open_to_others(&data), Vec::<String>::new());
}
