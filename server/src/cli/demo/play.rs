//! Plays the made-up centre: everything that happens goes through the same commands as a
//! member's own requests, at its own time.

use std::collections::BTreeMap;

use circles_protocol::requests::{
    AddReaction, EditMessage, LeaveCircle, MarkRead, PinMessage, SendMessage,
};
use circles_protocol::{
    AccountId, Alias, Body, CircleId, CircleName, InviteLabel, MemberId, MessageId, Role, Seq,
    SignInName, Timestamp,
};
use uuid::Uuid;

use super::script::{Act, CircleScript, small_talk};
use crate::clock::{DAY_MS, MINUTE_MS};
use crate::commands::Context;
use crate::commands::chat::{add_reaction, edit_message, mark_read, pin_message, send_message};
use crate::commands::circles::leave_circle;
use crate::commands::shared::circles::join::{Newcomer, join};
use crate::domain::{AccountKey, Actor, Rejection, Rules};
use crate::store::{NewAccount, Store};

/// This many of the newest entries stay unread, for the screens to show.
const LEFT_UNREAD: u64 = 6;

/// The centre while it is being created.
pub(super) struct Stage<'s> {
    pub(super) store: &'s Store,
    pub(super) passphrase_hash: String,
    pub(super) now: Timestamp,
    pub(super) rules: Rules,
    pub(super) people: BTreeMap<&'static str, AccountKey>,
}

/// One circle while its script is played.
pub(super) struct Scene {
    pub(super) circle: CircleId,
    present: BTreeMap<&'static str, MemberId>,
    pub(super) at: Timestamp,
    last: Option<(MessageId, &'static str)>,
    small_talk: Vec<&'static str>,
    /// Varies small talk the same way at every start.
    dice: u32,
}

impl Scene {
    fn roll(&mut self, sides: usize) -> usize {
        self.dice = self.dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.dice >> 16) as usize % sides.max(1)
    }
}

impl Stage<'_> {
    pub(super) async fn account(
        &mut self,
        alias: &'static str,
        coordinator: bool,
        at: Timestamp,
    ) -> Result<AccountKey, Rejection> {
        if let Some(account) = self.people.get(alias) {
            return Ok(*account);
        }
        let account = NewAccount {
            id: AccountId(Uuid::new_v4()),
            alias: Alias::from_stored(alias.to_owned()),
            sign_in_name: SignInName::from_stored(alias.to_lowercase()),
            passphrase_hash: self.passphrase_hash.clone(),
            coordinator,
            at,
        };
        let key = self.store.write(move |tx| Ok(tx.add_account(&account)?)).await?;
        self.people.insert(alias, key);
        Ok(key)
    }

    pub(super) async fn play(&mut self, nth: u32, script: CircleScript) -> Result<(), Rejection> {
        let first_day = script.acts.iter().find_map(|act| match act {
            Act::Time { days_ago, minute } => Some(self.moment(*days_ago, *minute)),
            Act::Joins { .. }
            | Act::Leaves { .. }
            | Act::Says { .. }
            | Act::Supports { .. }
            | Act::Edits { .. }
            | Act::Pins { .. }
            | Act::Mutes { .. }
            | Act::Appeals { .. }
            | Act::Reports { .. } => None,
        });
        let at = first_day.unwrap_or(self.now).plus_ms(-10 * MINUTE_MS);
        let circle = CircleId(Uuid::new_v4());
        let name = CircleName::from_stored(script.name.to_owned());
        self.store.write(move |tx| Ok(tx.create_circle(circle, &name, 30, at)?)).await?;
        let mut scene = Scene {
            circle,
            present: BTreeMap::new(),
            at,
            last: None,
            small_talk: small_talk(),
            dice: nth,
        };
        for act in script.acts {
            self.perform(&mut scene, act).await?;
        }
        self.read_up(&scene).await
    }

    fn moment(&self, days_ago: i64, minute: i64) -> Timestamp {
        let today = self.now.0 - self.now.0.rem_euclid(DAY_MS);
        Timestamp(today - days_ago * DAY_MS + minute * MINUTE_MS)
    }

    pub(super) fn actor(&self, alias: &str) -> Actor {
        let account = self.people.get(alias).copied();
        Actor { account: account.expect("the script lets people join first"), coordinator: false }
    }

    pub(super) fn context(&self, alias: &str, now: Timestamp) -> Context<'_> {
        Context { store: self.store, actor: self.actor(alias), now, rules: self.rules }
    }

    async fn perform(&mut self, scene: &mut Scene, act: Act) -> Result<(), Rejection> {
        match act {
            Act::Time { days_ago, minute } => {
                let then = self.moment(days_ago, minute);
                self.chat_until(scene, then).await?;
                scene.at = then;
            }
            Act::Joins { alias, role } => self.let_in(scene, alias, role).await?,
            Act::Leaves { alias } => {
                let request = LeaveCircle { circle: scene.circle };
                leave_circle::leave_circle(self.context(alias, scene.at), request).await?;
                scene.present.remove(alias);
            }
            Act::Says { alias, text, answers_last } => {
                let minutes = scene.roll(7) as i64 + 1;
                scene.at = scene.at.plus_ms(minutes * MINUTE_MS);
                let reply_to = scene.last.filter(|_| answers_last).map(|(message, _)| message);
                self.say(scene, alias, text, reply_to).await?;
            }
            Act::Supports { reaction, aliases } => {
                for alias in aliases {
                    let (circle, message) = (scene.circle, last(scene).0);
                    let request = AddReaction { circle, message, reaction };
                    let context = self.context(alias, scene.at);
                    add_reaction::add_reaction(context, request).await?;
                }
            }
            Act::Edits { text } => {
                let (message, author) = last(scene);
                let body = Body::from_stored(text.to_owned());
                let circle = scene.circle;
                let request = EditMessage { circle, message, body, mentions: Vec::new() };
                edit_message::edit_message(self.context(author, scene.at), request).await?;
            }
            Act::Pins { alias } => {
                let request = PinMessage { circle: scene.circle, message: last(scene).0 };
                pin_message::pin_message(self.context(alias, scene.at), request).await?;
            }
            Act::Mutes { alias, reason } => self.mute(scene, alias, reason).await?,
            Act::Appeals { text } => self.appeal(scene, text).await?,
            Act::Reports { alias, reason } => self.report(scene, alias, reason).await?,
        }
        Ok(())
    }

    async fn let_in(
        &mut self,
        scene: &mut Scene,
        alias: &'static str,
        role: Role,
    ) -> Result<(), Rejection> {
        let account = self.account(alias, false, scene.at).await?;
        let (id, at) = (scene.circle, scene.at);
        let newcomer = Newcomer {
            account,
            alias: Alias::from_stored(alias.to_owned()),
            role,
            invited_at: None,
            label: Some(InviteLabel::from_stored(format!("Graduate {}", self.people.len()))),
            at,
        };
        let member = self
            .store
            .write(move |tx| {
                let circle = tx.circle(id)?.ok_or_else(Rejection::not_found)?.key;
                join(tx, circle, newcomer)?;
                let membership = tx.membership(id, account)?.ok_or_else(Rejection::not_found)?;
                Ok(membership.member_id)
            })
            .await?;
        scene.present.insert(alias, member);
        Ok(())
    }

    async fn say(
        &self,
        scene: &mut Scene,
        alias: &'static str,
        text: &'static str,
        reply_to: Option<MessageId>,
    ) -> Result<(), Rejection> {
        let mentioned = scene.present.iter().filter(|(name, _)| text.contains(&format!("@{name}")));
        let request = SendMessage {
            id: MessageId(Uuid::now_v7()),
            circle: scene.circle,
            body: Body::from_stored(text.to_owned()),
            reply_to,
            mentions: mentioned.map(|(_, member)| *member).collect(),
            content_note: None,
            win: false,
            daily: false,
        };
        scene.last = Some((request.id, alias));
        send_message::send_message(self.context(alias, scene.at), request).await?;
        Ok(())
    }

    /// Ordinary days between those of the script.
    async fn chat_until(&self, scene: &mut Scene, then: Timestamp) -> Result<(), Rejection> {
        while scene.at.plus_ms(2 * DAY_MS) < then && !scene.present.is_empty() {
            let minutes = scene.roll(600) as i64;
            scene.at = scene.at.plus_ms(DAY_MS + minutes * MINUTE_MS);
            let who = scene.roll(scene.present.len());
            let alias = scene.present.keys().nth(who).copied().unwrap_or_default();
            if scene.small_talk.is_empty() {
                scene.small_talk = small_talk();
            }
            let line = scene.roll(scene.small_talk.len());
            let line = scene.small_talk.swap_remove(line);
            self.say(scene, alias, line, None).await?;
        }
        scene.last = None;
        Ok(())
    }

    /// Everyone has read the circle except for its newest entries.
    async fn read_up(&self, scene: &Scene) -> Result<(), Rejection> {
        for alias in scene.present.keys() {
            let (actor, circle) = (self.actor(alias), scene.circle);
            let membership = self
                .store
                .read(move |view| Ok(view.membership(circle, actor.account)?))
                .await?
                .ok_or_else(Rejection::not_found)?;
            let seq = Seq(membership.head_seq.0.saturating_sub(LEFT_UNREAD));
            mark_read::mark_read(self.context(alias, scene.at), MarkRead { circle, seq }).await?;
        }
        Ok(())
    }
}

pub(super) fn last(scene: &Scene) -> (MessageId, &'static str) {
    scene.last.expect("the script lets someone say something first")
}
