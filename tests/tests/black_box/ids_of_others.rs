//! A client makes its own ids: using one that somebody else has used gets the same answer
//! as using a new one, for each request that carries one.

use circles_protocol::requests::*;
use circles_protocol::{
    Body, CheckInId, CircleId, DateChoice, DirectWith, HelpId, HelpTo, LapseId, LapseSharing,
    LocalDate, MemberId, MessageId, Milestone, RecoveryDate, RecoveryLabel, Request, Timestamp,
};
use circles_tests::client::message;
use circles_tests::{Centre, Person};
use uuid::Uuid;

/// Somebody with a circle of their own, and its moderator.
struct Alone {
    person: Person,
    circle: CircleId,
    moderator: MemberId,
}

async fn alone(centre: &mut Centre, name: &str) -> Alone {
    let circle = centre.circle(&format!("Circle of {name}")).await;
    let moderator = centre.moderator(circle, &format!("Beside {name}")).await.id_in(circle).await;
    Alone { person: centre.member(circle, name).await, circle, moderator }
}

/// Every request that creates something under an id of the client's.
fn makes(whose: &Alone, id: Uuid, at: Timestamp) -> Vec<Request> {
    let Alone { circle, moderator, .. } = *whose;
    let day = |day| LocalDate::parse(day).unwrap();
    vec![
        Request::SendMessage(SendMessage { id: MessageId(id), ..message(circle, "hello") }),
        // It is held for a moderator.
        Request::SendMessage(SendMessage {
            id: MessageId(Uuid::from_u128(id.as_u128() ^ 1)),
            ..message(circle, "can get you some, text 415 555 0123")
        }),
        Request::SendCheckIn(SendCheckIn {
            id: CheckInId(id),
            at,
            how: None,
            wants_call: true,
            tell_centre: true,
        }),
        Request::EndHelp(EndHelp { help: HelpId(id) }),
        Request::AskForHelp(AskForHelp {
            id: HelpId(Uuid::from_u128(id.as_u128() ^ 2)),
            to: HelpTo::OnCall,
            words: None,
            undo: false,
        }),
        Request::RecordLapse(RecordLapse {
            id: LapseId(id),
            from: day("2026-01-02"),
            to: day("2026-01-03"),
            shared_with: LapseSharing::Nobody,
            date: DateChoice::KeepDate,
        }),
        Request::RequestDirect(RequestDirect {
            with: DirectWith::ByMember { circle, member: moderator },
            id: Some(MessageId(Uuid::from_u128(id.as_u128() ^ 3))),
            body: Some(Body::from_stored("Hello".to_owned())),
        }),
        Request::SetRecoveryDate(SetRecoveryDate {
            recovery: Some(RecoveryDate {
                date: day("2024-02-29"),
                label: RecoveryLabel::Recovery,
            }),
        }),
        Request::ShareMilestone(ShareMilestone {
            milestone: Milestone::Days(90),
            circle,
            id: MessageId(Uuid::from_u128(id.as_u128() ^ 4)),
            body: Body::from_stored("ninety".to_owned()),
        }),
        // Deletes one's own.
        Request::DeleteMessage(DeleteMessage { circle, message: MessageId(id) }),
        Request::DeleteCheckIn(DeleteCheckIn { check_in: CheckInId(id) }),
        Request::DeleteLapse(DeleteLapse { lapse: LapseId(id) }),
    ]
}

/// The answers, without ids and times of day.
async fn answers(whose: &mut Alone, requests: Vec<Request>) -> Vec<String> {
    let mut answers = Vec::new();
    for request in requests {
        let kind = format!("{request:?}");
        whose.person.socket.settle().await;
        whose.person.socket.transcript = Some(String::new());
        let outcome = whose.person.socket.ask(request).await;
        let kind = kind.split('(').next().unwrap_or_default().to_owned();
        let said = match outcome {
            Ok(reply) => serde_json::to_string(&reply).unwrap(),
            Err(refusal) => serde_json::to_string(&refusal).unwrap(),
        };
        answers.push(format!("{kind}: {}", plain(&said)));
    }
    answers
}

fn plain(json: &str) -> String {
    let words = json.split(['"', ':', ',', '{', '}']).filter(|word| !word.is_empty());
    let plain = words.map(|word| match word.parse::<u64>() {
        Ok(number) if number > 1_000_000_000_000 => "time",
        Ok(_) | Err(_) if Uuid::parse_str(word).is_ok() => "id",
        Ok(_) | Err(_) => word,
    });
    plain.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn an_id_of_somebody_else_is_as_good_as_a_new_one() {
    let mut centre = Centre::open().await;
    let mut robin = alone(&mut centre, "Robin").await;
    let mut kim = alone(&mut centre, "Kim").await;
    let mut lee = alone(&mut centre, "Lee").await;
    let at = kim.person.socket.hello(None, &[]).await.server_time;
    let (used, new) = (Uuid::now_v7(), Uuid::now_v7());
    let first = makes(&robin, used, at);
    // All but the deletion at the end.
    let made = answers(&mut robin, first.into_iter().take(9).collect()).await;
    assert!(made.iter().all(|answer| !answer.contains("code")), "{made:#?}");
    let theirs = makes(&kim, used, at);
    let fresh = makes(&lee, new, at);
    assert_eq!(answers(&mut kim, theirs).await, answers(&mut lee, fresh).await);
    // And Robin's are unchanged.
    let again = makes(&robin, used, at).into_iter().take(1).collect();
    assert_eq!(answers(&mut robin, again).await, made[..1]);
}
