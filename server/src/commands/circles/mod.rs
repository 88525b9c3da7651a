//! Circles: making and closing them, invites, members and their roles.

pub(crate) mod change_role;
pub(crate) mod close_circle;
pub(crate) mod create_circle;
pub(crate) mod create_invite;
pub(crate) mod join_circle;
pub(crate) mod leave_circle;
pub(crate) mod list_circles;
pub(crate) mod list_invites;
pub(crate) mod list_members;
pub(crate) mod list_roster;
pub(crate) mod preview_invite;
pub(crate) mod remove_member;
pub(crate) mod rename_circle;
pub(crate) mod resize_circle;
pub(crate) mod set_slow_mode;
pub(crate) mod withdraw_invite;
