//! Pages of long messages: where they end, and what they cost somebody who requests many
//! and reads none.

use circles_protocol::requests::{Anchor, FetchHistory, Search};
use circles_protocol::{
    CircleId, MessageView, Reply, Request, RequestId, SearchQuery, Seq, limits,
};
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};

/// The longest possible message, in characters that take the most bytes. The word is there
/// so that a search finds it.
fn long_words(number: usize) -> String {
    format!("river {number} {}", "😀".repeat(limits::BODY_CHARS - 20))
}

const MESSAGES: usize = 80;

struct Scene {
    centre: Centre,
    circle: CircleId,
    robin: Person,
    sam: Person,
    places: Vec<Seq>,
}

/// More than two pages of long messages.
async fn scene(plan: Plan) -> Scene {
    // However slow the machine is, nobody is taken for one who does not read.
    let plan = plan.set("send_queue_bytes", 64 * 1_024 * 1_024);
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut places = Vec::new();
    for number in 0..MESSAGES {
        places.push(robin.socket.say(circle, &long_words(number)).await.1);
        robin.socket.events.clear();
    }
    // Sam was away, and has read nothing of it.
    sam.reconnect(&centre.server).await;
    Scene { centre, circle, robin, sam, places }
}

fn assert_fits(messages: &[MessageView]) {
    assert!(!messages.is_empty());
    let bytes = serde_json::to_string(messages).unwrap().len();
    assert!(bytes <= limits::PAGE_BYTES, "a page of {bytes} bytes");
}

fn seqs(messages: &[MessageView]) -> Vec<Seq> {
    messages.iter().map(|message| message.seq).collect()
}

#[tokio::test]
async fn pages_of_history_end_at_a_bound_of_bytes_and_go_on_without_a_hole() {
    let Scene { centre: _centre, circle, robin: _robin, mut sam, places } =
        scene(Plan::default().unhurried()).await;
    let (mut up, mut anchor) = (Vec::new(), Anchor::Newest);
    loop {
        let page = sam.socket.page(circle, anchor, 100).await;
        assert_fits(&page.messages);
        up.splice(0..0, seqs(&page.messages));
        anchor = Anchor::Before { seq: up[0] };
        if !page.has_older {
            break;
        }
    }
    assert_eq!(up, places);
    let (mut down, mut after) = (Vec::new(), Seq(places[0].0 - 1));
    loop {
        let page = sam.socket.page(circle, Anchor::After { seq: after }, 100).await;
        assert_fits(&page.messages);
        down.extend(seqs(&page.messages));
        after = down[down.len() - 1];
        if !page.has_newer {
            break;
        }
    }
    assert_eq!(down, places);
    // Both halves of a page around a place have content.
    let middle = places[MESSAGES / 2];
    let page = sam.socket.page(circle, Anchor::Around { seq: middle }, 100).await;
    assert_fits(&page.messages);
    let around = seqs(&page.messages);
    assert!(around[0] < middle && around.contains(&middle) && page.has_older && page.has_newer);
    assert!(around.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0), "{around:?}");
}

#[tokio::test]
async fn pages_of_search_end_at_a_bound_of_bytes_and_go_on_without_a_hole() {
    let Scene { centre: _centre, circle, robin: _robin, mut sam, mut places } =
        scene(Plan::default().unhurried()).await;
    let (mut found_at, mut before) = (Vec::new(), None);
    loop {
        let query = SearchQuery::from_stored("river".into());
        let search = Request::Search(Search { query, circle: Some(circle), before });
        let reply = sam.socket.done(search).await;
        let Reply::SearchResults { found, has_more } = reply else { panic!("{reply:?}") };
        let messages: Vec<_> = found.into_iter().map(|found| found.message).collect();
        assert_fits(&messages);
        found_at.extend(seqs(&messages));
        before = found_at.last().copied();
        if !has_more {
            break;
        }
    }
    places.reverse();
    assert_eq!(found_at, places);
}

/// Requests the newest page, without waiting.
async fn post_page(socket: &mut Client, circle: CircleId) -> RequestId {
    let from = Anchor::Newest;
    socket.post(Request::FetchHistory(FetchHistory { circle, from, limit: 100 })).await
}

/// A socket that reads nothing, on which this many pages are requested.
async fn unread(scene: &Scene, pages: usize) -> (Client, Vec<RequestId>) {
    let mut socket = Client::open_narrow(scene.centre.server.address, &scene.sam.browser).await;
    socket.hello(None, &[]).await;
    let mut asked = Vec::new();
    for _ in 0..pages {
        asked.push(post_page(&mut socket, scene.circle).await);
    }
    // The first of them is being written.
    socket.readable().await;
    (socket, asked)
}

#[tokio::test]
async fn whoever_reads_nothing_holds_up_nobody_and_gets_everything_in_order() {
    let mut scene = scene(Plan::default().unhurried()).await;
    let (mut stuck, asked) = unread(&scene, 12).await;
    // Others' requests, and the same account's on another socket, are answered.
    let circle = scene.circle;
    for _ in 0..3 {
        assert_fits(&scene.robin.socket.page(circle, Anchor::Newest, 100).await.messages);
        assert_fits(&scene.sam.socket.page(circle, Anchor::Newest, 100).await.messages);
    }
    // Small requests on the same socket only wait for it to be read.
    for (at, request) in asked.iter().enumerate() {
        let answer = stuck.answer(*request).await.unwrap();
        let Reply::History { messages, .. } = answer else { panic!("{answer:?}") };
        assert_fits(&messages);
        assert!(asked[at + 1..].iter().all(|later| !stuck.has_answer(*later)));
    }
}

#[tokio::test]
async fn a_third_large_answer_of_one_account_waits_for_one_of_the_two() {
    let mut scene = scene(Plan::default().unhurried()).await;
    let (first, _) = unread(&scene, 3).await;
    let (mut second, asked) = unread(&scene, 3).await;
    let circle = scene.circle;
    let waiting = post_page(&mut scene.sam.socket, circle).await;
    // Small requests do not wait, nor does anybody else.
    scene.sam.socket.settle().await;
    scene.robin.socket.page(circle, Anchor::Newest, 100).await;
    scene.sam.socket.settle().await;
    assert!(!scene.sam.socket.has_answer(waiting));
    // A socket that closes releases its place at once, with everything waiting on it.
    drop(first);
    scene.sam.socket.answer(waiting).await.unwrap();
    for request in asked {
        second.answer(request).await.unwrap();
    }
}

#[tokio::test]
async fn a_hello_waits_for_no_place_and_tells_of_a_gap_instead() {
    let mut scene = scene(Plan::default().unhurried()).await;
    let (_first, _) = unread(&scene, 1).await;
    let (_second, _) = unread(&scene, 1).await;
    let welcome = scene.sam.socket.hello(None, &[]).await;
    let epoch = Some(welcome.epoch);
    let mut phone = Client::open(scene.centre.server.address, &scene.sam.browser).await;
    let before = (scene.circle, Seq(scene.places[MESSAGES - 4].0));
    let welcome = phone.hello(epoch, &[before]).await;
    assert_eq!(welcome.circles[0].catch_up, circles_protocol::CatchUp::Gap);
    let mut robins = Client::open(scene.centre.server.address, &scene.robin.browser).await;
    let welcome = robins.hello(epoch, &[before]).await;
    let circles_protocol::CatchUp::Events { events } = &welcome.circles[0].catch_up else {
        panic!("{welcome:?}")
    };
    assert_eq!(events.len(), 3);
}

#[tokio::test]
async fn a_socket_that_gives_way_frees_what_it_held() {
    let mut scene = scene(Plan::default().unhurried().set("sockets_per_account", 3)).await;
    let (mut first, _) = unread(&scene, 3).await;
    let (_second, _) = unread(&scene, 3).await;
    let circle = scene.circle;
    // The oldest is the one from Sam's sign-up, then the first that reads nothing.
    let mut phone = Client::join(scene.centre.server.address, &scene.sam.browser).await;
    let mut tablet = Client::join(scene.centre.server.address, &scene.sam.browser).await;
    assert_eq!(scene.sam.socket.closed().await, 4005);
    assert_fits(&phone.page(circle, Anchor::Newest, 100).await.messages);
    assert_fits(&tablet.page(circle, Anchor::Newest, 100).await.messages);
    // Nothing was read: it is cut off, or told why if there was room for that.
    first.closed().await;
}

#[tokio::test]
async fn reading_beyond_ones_share_waits_and_is_not_refused() {
    let plan = Plan::default().unhurried();
    let plan = plan.set("reading_ms_per_second", 50).set("reading_burst_ms", 1);
    let mut centre = Centre::open_with(plan).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    for _ in 0..20 {
        robin.socket.page(circle, Anchor::Newest, 100).await;
    }
    // Another account has its own.
    centre.coordinator.socket.settle().await;
}
