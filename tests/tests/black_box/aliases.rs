//! Names that nobody may imitate: another member's, and the staff's.

use circles_protocol::http::Me;
use circles_protocol::{InviteRole, RefusalCode};
use circles_tests::{Browser, Centre};

#[tokio::test]
async fn an_alias_like_anothers_in_the_circle_is_refused() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    centre.member(circle, "Nicola").await;
    centre.member(circle, "Tom").await;
    let mut browser = Browser::at(&centre.server);
    // Case, accents, spaces, digits, and letters of another script that look the same.
    for alias in ["nicola", "Nicolá", "N i c o l a", "Nico1a", "Nicola.", "ТОМ"] {
        let token = centre.invite(InviteRole::Member, Some(circle)).await;
        let answer = browser.sign_up(&token, alias, "nico").await;
        assert_eq!(answer.refusal(), RefusalCode::AliasTaken, "{alias}");
    }
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    assert_eq!(browser.sign_up(&token, "Nicholas", "nico").await.status, 200);
}

#[tokio::test]
async fn an_alias_that_sounds_like_a_role_is_refused() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut browser = Browser::at(&centre.server);
    for alias in ["Moderator D", "Coordinator", "Support", "ADMIN", "m0derator", "5taff", "911"] {
        let answer = browser.sign_up(&token, alias, "someone").await;
        assert_eq!(answer.refusal(), RefusalCode::AliasReserved, "{alias}");
    }
    // With a letter of another script.
    let answer = browser.sign_up(&token, "M\u{43E}derator", "someone").await;
    assert_eq!((answer.status, answer.refusal()), (409, RefusalCode::AliasMixedScripts));
    assert_eq!(browser.sign_up(&token, "D", "someone").await.status, 200);
}

#[tokio::test]
async fn an_alias_that_a_screen_says_for_others_is_refused_to_members_and_staff() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let member = centre.invite(InviteRole::Member, Some(circle)).await;
    let staff = centre.invite(InviteRole::Coordinator, None).await;
    let mut browser = Browser::at(&centre.server);
    for token in [&member, &staff] {
        for alias in ["You", "y0u", "Someone", "ME", "Former member", "Tú", "Alguien", "Yo"] {
            let answer = browser.sign_up(token, alias, "someone").await;
            assert_eq!(answer.refusal(), RefusalCode::AliasReserved, "{alias}");
        }
    }
    assert_eq!(browser.sign_up(&member, "Yousef", "yousef").await.status, 200);
    let mut browser = Browser::at(&centre.server);
    assert_eq!(browser.sign_up(&staff, "Coordinator Ana", "ana").await.status, 200);
}

#[tokio::test]
async fn an_alias_keeps_the_joiners_it_is_spelled_with_and_no_others() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut people = Vec::new();
    for (typed, kept) in [
        ("علی\u{200C}رضا", "علی\u{200C}رضا"),
        ("👩\u{200D}🚀 Kim", "👩\u{200D}🚀 Kim"),
        ("Ro\u{200D}bin\u{200C}", "Robin"),
    ] {
        let token = centre.invite(InviteRole::Member, Some(circle)).await;
        let mut browser = Browser::at(&centre.server);
        let answer = browser.sign_up(&token, typed, &format!("person{}", people.len())).await;
        assert_eq!(answer.read::<Me>().alias.as_str(), kept);
        people.push(browser);
    }
    // They do not distinguish two names.
    let mut browser = Browser::at(&centre.server);
    for alias in ["علیرضا", "👩🚀 Kim", "Robin"] {
        let token = centre.invite(InviteRole::Member, Some(circle)).await;
        let answer = browser.sign_up(&token, alias, "another").await;
        assert_eq!(answer.refusal(), RefusalCode::AliasTaken, "{alias}");
    }
}

#[tokio::test]
async fn the_same_alias_may_be_had_in_another_circle() {
    let mut centre = Centre::open().await;
    let (tuesday, friday) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    centre.member(tuesday, "Robin").await;
    let token = centre.invite(InviteRole::Member, Some(friday)).await;
    let mut browser = Browser::at(&centre.server);
    let answer = browser.sign_up(&token, "Robin", "another-robin").await;
    assert_eq!(answer.read::<Me>().alias.as_str(), "Robin");
}

#[tokio::test]
async fn who_joins_another_circle_may_take_another_alias_there() {
    let mut centre = Centre::open().await;
    let (tuesday, friday) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(tuesday, "Robin").await;
    centre.member(friday, "Róbin").await;
    let token = centre.invite(InviteRole::Member, Some(friday)).await;
    let refused = robin.browser.join(&token, None).await;
    assert_eq!(refused.refusal(), RefusalCode::AliasTaken);
    let joined = robin.browser.joined(&token, Some("Wren")).await;
    assert_eq!(joined.circle, Some(friday));
    let (here, there) = (robin.id_in(tuesday).await, robin.id_in(friday).await);
    assert_ne!(here, there, "a member id must not tell which circles two people share");
}

#[tokio::test]
async fn an_invite_that_met_three_taken_names_is_locked_and_a_new_one_works() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    centre.member(circle, "Robin").await;
    centre.member(circle, "Sam").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut browser = Browser::at(&centre.server);
    let taken = browser.sign_up(&token, "Kim", "robin").await;
    // Repeated because no answer came: the same answer, and not counted again.
    let again = browser.sign_up(&token, "Kim", "robin").await;
    for answer in [taken, again, browser.sign_up(&token, "Kim", "sam").await] {
        assert_eq!((answer.status, answer.refusal()), (409, RefusalCode::SignInNameTaken));
    }
    let answer = browser.sign_up(&token, "Robin", "kim").await;
    assert_eq!((answer.status, answer.refusal()), (409, RefusalCode::InviteLocked));
    let locked = browser.look(&token).await;
    assert_eq!((locked.status, locked.refusal()), (409, RefusalCode::InviteLocked));
    assert_eq!(browser.sign_up(&token, "Kim", "kim").await.refusal(), RefusalCode::InviteLocked);
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    assert_eq!(browser.sign_up(&token, "Kim", "kim").await.status, 200);
}
