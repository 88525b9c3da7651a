//! Signing up, in and out, and changing the passphrase.

use circles_protocol::http::{ChangePassphrase, Me};
use circles_protocol::{EnteredPassphrase, InviteRole, Passphrase, Refusal, RefusalCode};
use circles_tests::browser::PASSPHRASE;
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, Client};

#[tokio::test]
async fn an_invite_makes_an_account_and_signs_it_in() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday evening").await;
    let mut robin = centre.member(circle, "Robin").await;
    let me = robin.browser.me().await;
    assert_eq!((me.alias.as_str(), me.coordinator), ("Robin", false));
    assert_eq!(robin.view_of(circle).await.name.as_str(), "Tuesday evening");
}

#[tokio::test]
async fn the_first_coordinator_is_one() {
    let mut centre = Centre::open().await;
    let me = centre.coordinator.browser.me().await;
    assert_eq!((me.alias.as_str(), me.coordinator), ("Dana", true));
    assert!(centre.coordinator.socket.hello(None, &[]).await.circles.is_empty());
}

#[tokio::test]
async fn signing_up_leaves_the_invite_usable_until_it_works() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    centre.member(circle, "Robin").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut browser = Browser::at(&centre.server);
    for (alias, name, code) in [
        ("Robin", "sam", RefusalCode::AliasTaken),
        ("Moderator", "sam", RefusalCode::AliasReserved),
        ("Sam", "robin", RefusalCode::SignInNameTaken),
        ("Sam", "s", RefusalCode::TextTooShort),
        ("\u{200b}", "sam", RefusalCode::TextInvisible),
    ] {
        assert_eq!(browser.sign_up(&token, alias, name).await.refusal(), code, "{alias} {name}");
        assert_eq!(browser.cookie, None);
    }
    let answer = browser.sign_up(&token, "Sam", "sam").await;
    assert_eq!(answer.read::<Me>().alias.as_str(), "Sam");
}

#[tokio::test]
async fn a_passphrase_shorter_than_ten_characters_is_refused_by_name() {
    let mut centre = Centre::open().await;
    let token = centre.invite(InviteRole::Coordinator, None).await;
    let mut browser = Browser::at(&centre.server);
    let form = serde_json::json!({
        "token": token, "alias": "Sam", "sign_in_name": "sam", "passphrase": "too short",
    });
    let answer = browser.post("/api/sign-up", &form).await;
    let refusal: Refusal = answer.read();
    assert_eq!((answer.status, refusal.code), (400, RefusalCode::TextTooShort));
    assert_eq!(refusal.field.as_deref(), Some("passphrase"));
}

#[tokio::test]
async fn a_form_that_is_no_json_or_lacks_a_field_is_refused_by_name() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    let post = reqwest::Method::POST;
    let answer = browser.ask(post.clone(), "/api/sign-in", Some("{nonsense".into())).await;
    assert_eq!((answer.status, answer.refusal()), (400, RefusalCode::NotJson));
    let answer =
        browser.ask(post, "/api/sign-in", Some("{\"sign_in_name\":\"dana\"}".into())).await;
    let refusal: Refusal = answer.read();
    assert_eq!((answer.status, refusal.code), (400, RefusalCode::MissingField));
    assert_eq!(refusal.field.as_deref(), Some("passphrase"));
}

#[tokio::test]
async fn sign_in_answers_alike_for_an_unknown_name_and_a_wrong_passphrase() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    let unknown = browser.sign_in("nobody-at-all", PASSPHRASE).await;
    let wrong = browser.sign_in("dana", "not her passphrase").await;
    assert_eq!(unknown.refusal(), RefusalCode::SignInFailed);
    assert_eq!((unknown.status, &unknown.body), (wrong.status, &wrong.body));
    assert_eq!(browser.cookie, None);
    let right = browser.sign_in("dana", PASSPHRASE).await;
    assert_eq!(right.read::<Me>().alias.as_str(), "Dana");
}

#[tokio::test]
async fn an_account_has_one_id_wherever_it_hears_who_it_is() {
    let mut centre = Centre::open().await;
    let token = centre.invite(InviteRole::Coordinator, None).await;
    let mut browser = Browser::at(&centre.server);
    let sam = browser.sign_up(&token, "Sam", "sam").await.read::<Me>().account;
    assert_eq!(browser.me().await.account, sam);
    assert_eq!(browser.sign_in("Sam ", PASSPHRASE).await.read::<Me>().account, sam);
    let mut socket = Client::open(centre.server.address, &browser).await;
    assert_eq!(socket.hello(None, &[]).await.account, sam);
    assert_ne!(centre.coordinator.browser.me().await.account, sam);
}

#[tokio::test]
async fn a_sign_in_name_is_one_name_however_it_is_typed() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    assert_eq!(browser.sign_in("  DANA ", PASSPHRASE).await.status, 200);
}

#[tokio::test]
async fn guessing_passphrases_is_slowed_down_for_one_account_and_address() {
    let plan = Plan::default().set("sign_ins_per_quarter_hour", 3);
    let centre = Centre::open_with(plan).await;
    let mut browser = Browser::at(&centre.server);
    let mut refusal = None;
    for _ in 0..100 {
        let answer = browser.sign_in("dana", "a wrong passphrase").await;
        if answer.status == 429 {
            refusal = Some(answer.read::<Refusal>());
            break;
        }
        assert_eq!(answer.refusal(), RefusalCode::SignInFailed);
    }
    let refusal = refusal.expect("a hundred guesses were let through");
    assert_eq!(refusal.code, RefusalCode::RateLimited);
    assert!(refusal.retry_after_ms.is_some_and(|ms| ms > 0));
}

#[tokio::test]
async fn signing_out_ends_the_cookie_and_the_socket() {
    let mut centre = Centre::open().await;
    let cookie = centre.coordinator.browser.cookie.clone();
    let answer = centre.coordinator.browser.sign_out().await;
    assert_eq!((answer.status, &centre.coordinator.browser.cookie), (204, &None));
    let closed = centre.coordinator.socket.closed();
    assert_eq!(circles_tests::deadline::within_ms(1_000, "the close", closed).await, 4003);
    // The old cookie is invalid on the server too, not only forgotten here.
    centre.coordinator.browser.cookie = cookie;
    let answer = centre.coordinator.browser.get("/api/me").await;
    assert_eq!((answer.status, answer.refusal()), (401, RefusalCode::NotSignedIn));
}

#[tokio::test]
async fn changing_the_passphrase_ends_every_other_session() {
    let centre = Centre::open().await;
    let mut here = centre.coordinator;
    let mut there = here.other_device(&centre.server).await;
    let new = "another river at dusk";
    let form = |current: &str| ChangePassphrase {
        current: EnteredPassphrase::from_stored(current.to_owned()),
        new: Passphrase::from_stored(new.to_owned()),
        end_calendar_feed: false,
    };
    let wrong = here.browser.post("/api/passphrase", &form("not the current one")).await;
    assert_eq!(wrong.refusal(), RefusalCode::SignInFailed);
    let cookie_before = here.browser.cookie.clone();
    assert_eq!(here.browser.post("/api/passphrase", &form(PASSPHRASE)).await.status, 204);
    assert_eq!(there.socket.closed().await, 4003);
    assert_eq!(there.browser.get("/api/me").await.status, 401);
    // This one continues, with the new cookie only.
    assert_eq!(here.socket.closed().await, 4007);
    here.reconnect(&centre.server).await;
    let mut copied = Browser::at(&centre.server);
    copied.cookie = cookie_before;
    assert_eq!(copied.get("/api/me").await.status, 401);
    let mut browser = Browser::at(&centre.server);
    assert_eq!(browser.sign_in("dana", PASSPHRASE).await.refusal(), RefusalCode::SignInFailed);
    assert_eq!(browser.sign_in("dana", new).await.status, 200);
    Client::join(centre.server.address, &browser).await;
}

#[tokio::test]
async fn a_request_from_a_foreign_page_or_none_is_refused() {
    let centre = Centre::open().await;
    let own = centre.server.origin();
    let mut browser = centre.coordinator.browser;
    let lookalike = own.replace("127.0.0.1", "127.0.0.1.evil.example");
    for origin in ["", "null", "https://evil.example", "http://127.0.0.1:1", &lookalike] {
        origin.clone_into(&mut browser.origin);
        for path in ["/api/sign-in", "/api/sign-out", "/api/sign-up", "/api/join"] {
            let answer = browser.post(path, &serde_json::json!({})).await;
            assert_eq!(answer.status, 403, "{path} from {origin:?}");
            assert_eq!(answer.refusal(), RefusalCode::ForeignOrigin);
        }
        let path = "/api/sessions/00000000-0000-0000-0000-000000000000";
        assert_eq!(browser.delete(path).await.status, 403, "{origin:?}");
    }
    browser.origin = own;
    assert_eq!(browser.sign_out().await.status, 204);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    let cookie = browser.sign_in("dana", PASSPHRASE).await.header("set-cookie");
    assert!(cookie.starts_with("circles="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(attribute), "{attribute} is missing in {cookie}");
    }
}

#[tokio::test]
async fn behind_a_public_address_the_cookie_is_bound_to_the_host() {
    let public = "https://circles.example.org";
    let mut server = Plan::default().set("public_url", public).start().await;
    let token = server.first_coordinator_token().await;
    let mut browser = Browser::at(&server);
    public.clone_into(&mut browser.origin);
    let cookie = browser.sign_up(&token, "Dana", "dana").await.header("set-cookie");
    assert!(cookie.starts_with("__Host-circles="), "{cookie}");
    assert!(cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
}
