//! The audit from outside: actions by staff are in it, `circles audit` finds it intact
//! while the server runs, and it contains no words.

use circles_protocol::requests::*;
use circles_protocol::{AuditAction, Reason, RefusalCode, Reply, Request};
use circles_tests::Centre;
use circles_tests::server::run;

fn list() -> Request {
    Request::ListAudit(ListAudit { before: None, action: None, circle: None })
}

#[tokio::test]
async fn what_moderators_and_coordinators_do_is_written_down() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, _) = robin.socket.say(circle, "xylophone words").await;
    let reason = Reason::Outing;
    let mute = MuteMessages { circle, messages: vec![said], reason };
    kim.socket.done(Request::MuteMessages(mute)).await;

    for socket in [&mut robin.socket, &mut kim.socket] {
        assert_eq!(socket.refused(list()).await, RefusalCode::NotFound);
    }
    let reply = centre.coordinator.socket.done(list()).await;
    let Reply::Audit { entries, .. } = &reply else { panic!("answered {reply:?}") };
    let newest = &entries[0];
    assert_eq!((newest.action, newest.reason), (AuditAction::MessageMuted, Some(reason)));
    assert_eq!((newest.circle, newest.target), (Some(circle), Some(said.0)));
    assert_eq!(entries.last().unwrap().action, AuditAction::CircleCreated);
    let text = serde_json::to_string(&reply).unwrap();
    assert!(!text.contains("xylophone") && !text.contains("Robin") && !text.contains("Kim"));

    let output = run(&centre.server.data_dir(), &["audit", "verify"]).await;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    let head = said.lines().find_map(|line| line.strip_prefix("head: ")).expect("a head");
    assert!(head.starts_with(&format!("{}:", newest.number)), "{said}");

    let again = run(&centre.server.data_dir(), &["audit", "verify", "--head", head]).await;
    assert!(again.status.success());
    let foreign = format!("{}:{}", newest.number, "0".repeat(64));
    let wrong = run(&centre.server.data_dir(), &["audit", "verify", "--head", &foreign]).await;
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stdout).contains(&newest.number.to_string()));
    let nonsense = run(&centre.server.data_dir(), &["audit", "verify", "--head", "soon"]).await;
    assert_eq!(nonsense.status.code(), Some(2));
}
