//! A centre with a coordinator, to which circles and people are added in one line each.
//! Nearly every test begins with it.

use circles_protocol::requests::{
    AddOnCall, AddShift, CreateCircle, CreateInvite, CreateMeeting, CreateRecoveryLink,
};
use circles_protocol::{
    CircleId, CircleName, CircleView, InviteRole, LocalDate, LocalTime, MeetingTitle, MemberId,
    OnCallId, Place, Rank, RecoveryLinkId, Repeats, Reply, Request, Role, ShiftId, Timestamp, Zone,
};

use crate::browser::PASSPHRASE;
use crate::client::Welcome;
use crate::server::Plan;
use crate::{Browser, Client, Server};

#[derive(Debug)]
pub struct Centre {
    pub server: Server,
    pub coordinator: Person,
}

/// Someone with an account, a browser and an open socket.
#[derive(Debug)]
pub struct Person {
    pub browser: Browser,
    pub socket: Client,
    pub sign_in_name: String,
}

impl Centre {
    pub async fn open() -> Self {
        // A scene signs up more people from one address than one real hour sees.
        Self::open_with(Plan::default().set("sign_ins_per_quarter_hour", 1_000)).await
    }

    pub async fn open_with(plan: Plan) -> Self {
        Self::found(plan.start().await).await
    }

    /// Signs up the first coordinator of a fresh server.
    pub async fn found(mut server: Server) -> Self {
        let token = server.first_coordinator_token().await;
        let coordinator = Person::sign_up(&server, &token, "Dana").await;
        Self { server, coordinator }
    }

    pub async fn circle(&mut self, name: &str) -> CircleId {
        let name = CircleName::from_stored(name.to_owned());
        let request = Request::CreateCircle(CreateCircle { name, member_limit: None });
        let reply = self.coordinator.socket.done(request).await;
        let Reply::CircleCreated { circle } = reply else { panic!("answered {reply:?}") };
        circle
    }

    /// The secret of a new invite.
    pub async fn invite(&mut self, role: InviteRole, circle: Option<CircleId>) -> String {
        if role == InviteRole::Coordinator {
            assert_eq!(self.coordinator.browser.confirm(PASSPHRASE).await.status, 204);
        }
        let request = Request::CreateInvite(CreateInvite {
            role,
            circle,
            label: None,
            mentor: None,
            graduated_on: None,
        });
        let reply = self.coordinator.socket.done(request).await;
        let Reply::InviteCreated { invite: _, path, expires_at: _ } = reply else {
            panic!("answered {reply:?}")
        };
        secret_of(&path)
    }

    /// A link back into a member's account, and its secret.
    pub async fn recovery_link(
        &mut self,
        circle: CircleId,
        member: MemberId,
    ) -> (RecoveryLinkId, String) {
        assert_eq!(self.coordinator.browser.confirm(PASSPHRASE).await.status, 204);
        let request = Request::CreateRecoveryLink(CreateRecoveryLink { circle, member });
        let reply = self.coordinator.socket.done(request).await;
        let Reply::RecoveryLinkCreated { link, path, .. } = reply else {
            panic!("answered {reply:?}")
        };
        (link, secret_of(&path))
    }

    pub async fn member(&mut self, circle: CircleId, alias: &str) -> Person {
        let token = self.invite(InviteRole::Member, Some(circle)).await;
        Person::sign_up(&self.server, &token, alias).await
    }

    /// Makes a member take shifts on call.
    pub async fn on_call(&mut self, member: MemberId) -> OnCallId {
        let request = Request::AddOnCall(AddOnCall { member: Some(member) });
        let reply = self.coordinator.socket.done(request).await;
        let Reply::OnCallAdded { person } = reply else { panic!("answered {reply:?}") };
        person
    }

    /// A shift between these two times, in minutes from now.
    pub async fn shift(&mut self, person: OnCallId, rank: Rank, minutes: (i64, i64)) -> ShiftId {
        let at = |minutes| self.server.now().plus_ms(minutes * 60 * 1_000);
        let (from, to) = (at(minutes.0), at(minutes.1));
        let request = Request::AddShift(AddShift { person, rank, from, to });
        let reply = self.coordinator.socket.done(request).await;
        let Reply::ShiftAdded { shift } = reply else { panic!("answered {reply:?}") };
        shift
    }

    /// A member who mentors.
    pub async fn mentor(&mut self, circle: CircleId, alias: &str) -> Person {
        let token = self.invite(InviteRole::Mentor, Some(circle)).await;
        Person::sign_up(&self.server, &token, alias).await
    }

    pub async fn moderator(&mut self, circle: CircleId, alias: &str) -> Person {
        let token = self.invite(InviteRole::Moderator, Some(circle)).await;
        Person::sign_up(&self.server, &token, alias).await
    }
}

/// A weekly meeting at noon UTC, from the day after this moment on.
///
/// # Panics
/// If that is far beyond the years that a calendar has.
#[must_use]
pub fn meeting(circle: Option<CircleId>, now: Timestamp) -> CreateMeeting {
    let tomorrow = chrono::DateTime::from_timestamp_millis(now.0 + 24 * 60 * 60 * 1_000);
    CreateMeeting {
        circle,
        title: MeetingTitle::from_stored("Walk by the river".to_owned()),
        on: LocalDate(tomorrow.expect("a day of the calendar").date_naive()),
        at: LocalTime::from_minutes(12 * 60).expect("noon"),
        zone: Zone::parse("Etc/UTC").expect("a zone"),
        minutes: 60,
        repeats: Repeats::Weekly,
        until: None,
        link: None,
        place: Some(Place::from_stored("The old mill".to_owned())),
    }
}

/// `/join#SECRET` → `SECRET`.
#[must_use]
pub fn secret_of(path: &str) -> String {
    path.split_once('#').expect("an invite's link carries a secret").1.to_owned()
}

impl Person {
    /// Uses an invite. The sign-in name is the alias in lower case.
    pub async fn sign_up(server: &Server, token: &str, alias: &str) -> Self {
        let mut browser = Browser::at(server);
        // Two letters are enough for an alias, and too few to sign in with.
        let sign_in_name = format!("{:.<3}", alias.to_lowercase().replace(' ', "-"));
        let answer = browser.sign_up(token, alias, &sign_in_name).await;
        assert_eq!(answer.status, 200, "{alias} could not sign up: {}", answer.body);
        let socket = Client::join(server.address, &browser).await;
        Self { browser, socket, sign_in_name }
    }

    /// The same account on another device.
    pub async fn other_device(&self, server: &Server) -> Self {
        let mut browser = Browser::at(server);
        let answer = browser.sign_in(&self.sign_in_name, PASSPHRASE).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let socket = Client::join(server.address, &browser).await;
        Self { browser, socket, sign_in_name: self.sign_in_name.clone() }
    }

    /// Replaces the socket with a new one, without `hello`.
    pub async fn reopen(&mut self, server: &Server) {
        self.browser.follow(server);
        self.socket = Client::open(server.address, &self.browser).await;
    }

    /// Replaces the socket with a new one, and sends its first `hello`.
    pub async fn reconnect(&mut self, server: &Server) -> Welcome {
        self.reopen(server).await;
        self.socket.hello(None, &[]).await
    }

    /// This person's own view of a circle they are in.
    pub async fn view_of(&mut self, circle: CircleId) -> CircleView {
        let welcome = self.socket.hello(None, &[]).await;
        welcome
            .circles
            .into_iter()
            .find(|view| view.id == circle)
            .expect("the circle is one of one's own")
    }

    pub async fn id_in(&mut self, circle: CircleId) -> MemberId {
        self.view_of(circle).await.me
    }

    pub async fn role_in(&mut self, circle: CircleId) -> Role {
        self.view_of(circle).await.role
    }
}
