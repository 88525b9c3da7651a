//! Every request of somebody who came back by a recovery link a moment ago: what the table
//! marks as closed is refused, and everything in a private conversation; the rest is not.

use circles_protocol::requests::{AcknowledgeHelp, ConfirmRecovery};
use circles_protocol::{CircleId, RecoveryLinkId, RefusalCode, Reply, Request};
use circles_tests::Client;
use circles_tests::browser::PASSPHRASE;

use super::people::{Kind, People, Scene};
use super::requests;
use super::table::{Operation, Who, table};

/// What a request about a circle does where the circle is a private conversation.
fn is_about_a_circle(operation: &Operation) -> bool {
    // A meeting and a milestone are of a circle, whatever their id says.
    let of_circle =
        matches!(operation.who, Who::Member | Who::Recipient | Who::Poster | Who::Moderator);
    of_circle && !operation.private
}

/// Robin has a conversation with the coordinator, and came back by a link.
async fn came_back(people: &mut People) -> (Scene, CircleId, RecoveryLinkId) {
    let scene = people.scene().await;
    let help = Request::AcknowledgeHelp(AcknowledgeHelp { help: scene.duty.help });
    let reply = people.centre.coordinator.socket.done(help).await;
    let Reply::HelpAcknowledged { direct } = reply else { panic!("answered {reply:?}") };
    let member = scene.target(Kind::Member, true).member;
    let (link, token) = people.centre.recovery_link(scene.circle, member).await;
    let address = people.centre.server.address;
    let robin = people.person(Kind::Member);
    assert_eq!(robin.browser.come_back(&token, PASSPHRASE).await.status, 200);
    robin.socket = Client::join(address, &robin.browser).await;
    (scene, direct, link)
}

#[tokio::test]
async fn what_the_table_marks_as_closed_is_refused_and_nothing_else() {
    let (operations, _) = table().await;
    let mut people = People::gather().await;
    let (scene, _, _) = came_back(&mut people).await;
    let target = scene.target(Kind::Member, false);
    let mut wrong = Vec::new();
    for operation in operations.iter().filter(|operation| operation.name != "leave_circle") {
        let request = requests::request(&operation.name, &scene, target);
        let answer = people.person(Kind::Member).socket.ask(request).await;
        let code = answer.err().map(|refusal| refusal.code);
        let closed = code == Some(RefusalCode::AccountRecovering);
        if closed != operation.private {
            wrong.push(format!("{}: {code:?}", operation.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // All of a person's care but one: revoking tells nothing, and is never held up.
    let private = operations.iter().filter(|operation| operation.private).count();
    assert_eq!(private, 19);
}

#[tokio::test]
async fn everything_in_a_private_conversation_is_refused() {
    let (operations, _) = table().await;
    let mut people = People::gather().await;
    let (mut scene, direct, _) = came_back(&mut people).await;
    let target = scene.target(Kind::Member, false);
    scene.circle = direct;
    let (mut tried, mut wrong) = (0, Vec::new());
    for operation in operations.iter().filter(|operation| is_about_a_circle(operation)) {
        tried += 1;
        let request = requests::request(&operation.name, &scene, target);
        let answer = people.person(Kind::Member).socket.ask(request).await;
        let code = answer.err().map(|refusal| refusal.code);
        if code != Some(RefusalCode::AccountRecovering) {
            wrong.push(format!("{}: {code:?}", operation.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 20, "{tried} requests are about a circle");
}

#[tokio::test]
async fn the_coordinator_who_made_the_link_does_not_confirm_it() {
    let mut people = People::gather().await;
    let (_, _, link) = came_back(&mut people).await;
    let confirm = Request::ConfirmRecovery(ConfirmRecovery { link });
    for kind in Kind::SIGNED_IN {
        let refused = people.person(kind).socket.refused(confirm.clone()).await;
        let told =
            if kind == Kind::Coordinator { RefusalCode::NotAllowed } else { RefusalCode::NotFound };
        assert_eq!(refused, told, "{kind:?}");
    }
}
