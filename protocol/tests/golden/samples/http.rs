//! Examples of what goes over HTTP.

use super::*;
use circles_protocol::http::{
    ChangePassphrase, ConfirmPassphrase, HealthView, InvitePreview, InviteToken, JoinCircle,
    Joined, Me, PreviewInvite, PreviewRecovery, RecoverAccount, RecoveryPreview, RecoveryToken,
    SessionView, Sessions, SignIn, SignUp,
};

/// The HTTP bodies, each under its name.
#[must_use]
pub(crate) fn http_bodies() -> Vec<(&'static str, serde_json::Value)> {
    fn json<T: serde::Serialize>(value: &T) -> serde_json::Value {
        serde_json::to_value(value).expect("our own types always become JSON")
    }
    let token = || InviteToken("AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    let passphrase = || Passphrase::from_stored("a quiet walk by the river".to_owned());
    vec![
        ("preview_invite", json(&PreviewInvite { token: token() })),
        (
            "invite_preview",
            json(&InvitePreview {
                role: InviteRole::Member,
                circle: Some(name("Thursday walkers")),
            }),
        ),
        (
            "sign_up",
            json(&SignUp {
                token: token(),
                alias: alias("Sam"),
                sign_in_name: sign_in_name(),
                passphrase: passphrase(),
            }),
        ),
        ("join_circle", json(&JoinCircle { token: token(), alias: Some(alias("Sam K")) })),
        ("joined", json(&Joined { circle: Some(CIRCLE) })),
        (
            "sign_in",
            json(&SignIn { sign_in_name: sign_in_name(), passphrase: passphrase().into() }),
        ),
        ("preview_recovery", json(&PreviewRecovery { token: recovery_token() })),
        (
            "recovery_preview",
            json(&RecoveryPreview { sign_in_name: sign_in_name(), expires_at: AT }),
        ),
        (
            "recover_account",
            json(&RecoverAccount { token: recovery_token(), passphrase: passphrase() }),
        ),
        (
            "change_passphrase",
            json(&ChangePassphrase {
                current: passphrase().into(),
                new: Passphrase::from_stored("a longer walk by the sea".to_owned()),
                end_calendar_feed: true,
            }),
        ),
        ("confirm_passphrase", json(&ConfirmPassphrase { passphrase: passphrase().into() })),
        ("help_card", json(&help::card())),
        ("health", json(&HealthView { storage_low: false, backup_overdue: None })),
        ("me", json(&me())),
        (
            "sessions",
            json(&Sessions {
                sessions: vec![SessionView {
                    id: SessionId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00d1)),
                    device: "Android phone".to_owned(),
                    signed_in_at: AT,
                    expires_at: AT,
                    current: true,
                }],
            }),
        ),
        ("refusal", json(&refusal())),
    ]
}

fn recovery_token() -> RecoveryToken {
    RecoveryToken("BBBBBBBBBBBBBBBBBBBBBB".to_owned())
}

fn refusal() -> Refusal {
    Refusal::new(RefusalCode::SignInFailed, "That name and passphrase don't go together.")
}

fn me() -> Me {
    Me {
        account: ACCOUNT,
        alias: alias("Sam"),
        coordinator: false,
        sign_in_name: Some(sign_in_name()),
        calendar_feed: true,
    }
}

fn sign_in_name() -> SignInName {
    SignInName::from_stored("sam.k".to_owned())
}
