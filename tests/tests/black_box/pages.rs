//! What the server gives a browser besides the chat: the page, and its guards.

use circles_protocol::RefusalCode;
use circles_tests::{Browser, Centre};

#[tokio::test]
async fn the_page_comes_with_a_strict_policy() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    for path in ["/", "/join", "/api/health", "/nowhere", "/api/nowhere"] {
        let answer = browser.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") || policy.contains("default-src 'self'"));
        for lax in ["unsafe-inline", "unsafe-eval", "http:", "https:", " *"] {
            assert!(!policy.contains(lax), "{path}: {policy}");
        }
        for strict in ["base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(strict), "{path}: {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
    }
}

#[tokio::test]
async fn the_page_is_there_for_the_start_and_for_an_invite() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    for path in ["/", "/join"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        assert!(!answer.body.contains("://"), "the page names another place: {}", answer.body);
    }
}

#[tokio::test]
async fn what_the_page_asks_for_is_there() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    let page = browser.get("/").await.body;
    let mut asked = 0;
    for part in page.split(['"', '\'']).filter(|part| part.starts_with('/') && part.len() > 1) {
        let answer = browser.get(part).await;
        assert_eq!(answer.status, 200, "{part}");
        let kind = answer.header("content-type");
        assert!(part.ends_with(".html") || !kind.starts_with("text/html"), "{part} is {kind}");
        asked += 1;
    }
    assert!(asked > 0, "the page asks for nothing: {page}");
}

#[tokio::test]
async fn health_is_told_to_anyone_and_says_nothing_else() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    let answer = browser.get("/api/health").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, r#"{"storage_low":false}"#);
}

#[tokio::test]
async fn an_address_that_is_none_answers_in_the_shape_of_the_rest() {
    let centre = Centre::open().await;
    let mut browser = Browser::at(&centre.server);
    let answer = browser.get("/api/nowhere").await;
    assert_eq!((answer.status, answer.refusal()), (404, RefusalCode::NotFound));
    let answer = browser.get("/../../etc/passwd").await;
    assert!(!answer.body.contains("root:"));
}
