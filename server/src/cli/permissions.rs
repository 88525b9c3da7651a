//! `circles permissions`: the table of who may do what, as compiled in.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::domain::permission::{About, Method, Who};
use crate::domain::{Endpoint, Operation};

pub(crate) fn run() -> anyhow::Result<()> {
    Ok(std::io::stdout().write_all(table().as_bytes())?)
}

/// In Markdown, as docs/permissions.md shows it.
fn table() -> String {
    let mut text = String::from(
        "| request | who | about | circle | rate-limited | after a recovery link |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for &operation in Operation::ALL {
        let rule = operation.rule();
        let open = if rule.open { "open" } else { "–" };
        let rate_limited = if rule.rate_limited { "yes" } else { "–" };
        let private = if rule.private { "closed" } else { "–" };
        let (who, about) = (who(rule.who), about(rule.about));
        let name = wire_name(operation);
        let _ =
            writeln!(text, "| `{name}` | {who} | {about} | {open} | {rate_limited} | {private} |");
    }
    text.push_str("\n| endpoint | who |\n| --- | --- |\n");
    for &endpoint in Endpoint::ALL {
        let (method, path) = (method(endpoint.method()), endpoint.path());
        let _ = writeln!(text, "| `{method} {path}` | {} |", who(endpoint.rule().who));
    }
    text
}

const fn who(who: Who) -> &'static str {
    match who {
        Who::Anyone => "anyone",
        Who::SignedIn => "signed in",
        Who::Member => "member",
        Who::Recipient => "recipient",
        Who::Poster => "member who may post",
        Who::Support => "member who may post, or as set",
        Who::Moderator => "moderator",
        Who::Coordinator => "coordinator",
        Who::Decider => "decider",
        Who::DeciderOrCentre => "decider, or the centre",
        Who::Paired => "one of the pairing",
        Who::Mentor => "mentor of the pairing",
        Who::Alerted => "whoever is alerted",
        Who::HelpParty => "whoever asked, or is replying",
        Who::OnCall => "on call, or the centre",
        Who::OnShift => "on this shift, or the centre",
        Who::ModeratorOrCentre => "moderator, or the centre",
        Who::Host => "its host, or the centre",
        Who::Guest => "whoever may come",
    }
}

const fn about(about: About) -> &'static str {
    match about {
        About::Any => "–",
        About::OwnWords => "own words",
        About::OwnWordsOrModerator => "own words, or any as a moderator",
        About::OthersWords => "others' words",
        About::SomebodyElse => "somebody else",
        About::AnotherMember => "another member",
    }
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    }
}

/// `SendMessage` → `send_message`, the request's name on the wire.
fn wire_name(operation: Operation) -> String {
    let mut name = String::new();
    for letter in format!("{operation:?}").chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_called_as_its_request_is_on_the_wire() {
        for frame in crate::wire::golden::requests() {
            let debug = format!("{:?}", Operation::of(&frame.request));
            assert!(format!("{:?}", frame.request).starts_with(&format!("{debug}(")));
        }
        assert_eq!(wire_name(Operation::SendMessage), "send_message");
        assert_eq!(wire_name(Operation::Ping), "ping");
    }

    /// `make generate` (UPDATE_GOLDEN=1) rewrites it.
    #[test]
    fn the_page_of_permissions_shows_the_table_as_it_stands() {
        const BEGIN: &str = "<!-- circles permissions -->\n";
        const END: &str = "<!-- end -->\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");
        let page = std::fs::read_to_string(path).unwrap();
        let (before, rest) = page.split_once(BEGIN).unwrap();
        let (_, after) = rest.split_once(END).unwrap();
        let made = format!("{before}{BEGIN}\n{}\n{END}{after}", table());
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, &made).unwrap();
            return;
        }
        assert!(page == made, "docs/permissions.md is stale; run `make generate`");
    }
}
