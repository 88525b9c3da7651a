//! What proxies say about where a request came from: `X-Forwarded-For`, and `Forwarded` as
//! in RFC 7239. How much of it to trust is decided elsewhere.
//!
//! Parsed here and not by a library: those we looked at split a header at every comma, even
//! inside quotation marks, or choose between the two headers by themselves.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::HeaderMap;

const FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED: &str = "forwarded";

/// One proxy's entry: if it can't be read, or hides the address, nothing before it can be
/// trusted either.
pub(super) type Hop = Option<IpAddr>;

/// From the client to the nearest proxy; `None` without the header.
pub(super) fn forwarded_for(headers: &HeaderMap) -> Option<Vec<Hop>> {
    hops(headers, FORWARDED_FOR, |line| line.split(',').map(|hop| node(hop.trim())).collect())
}

/// The same, from the other header.
pub(super) fn forwarded(headers: &HeaderMap) -> Option<Vec<Hop>> {
    hops(headers, FORWARDED, |line| match split_unquoted(line, ',') {
        Some(elements) => elements.into_iter().map(for_whom).collect(),
        None => vec![None],
    })
}

fn hops(headers: &HeaderMap, name: &str, read: impl Fn(&str) -> Vec<Hop>) -> Option<Vec<Hop>> {
    // A proxy may add a header line of its own instead of extending the last one.
    let lines = headers.get_all(name).iter();
    let hops: Vec<Hop> =
        lines.flat_map(|line| line.to_str().map_or_else(|_| vec![None], &read)).collect();
    (!hops.is_empty()).then_some(hops)
}

/// The `for` of one element, such as `for="[2001:db8::1]:40001";proto=https`.
fn for_whom(element: &str) -> Hop {
    let mut named = split_unquoted(element, ';')?.into_iter().filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim())
    });
    let (value, None) = (named.next()?, named.next()) else { return None };
    match value.strip_prefix('"') {
        // No address needs a backslash: a value with one is not an address.
        Some(quoted) => node(quoted.strip_suffix('"')?),
        None => node(value),
    }
}

/// Splits at `at`, but not inside quotation marks; `None` if one is not closed.
fn split_unquoted(text: &str, at: char) -> Option<Vec<&str>> {
    let (mut parts, mut begin, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if c == at && !quoted => {
                parts.push(&text[begin..place]);
                begin = place + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[begin..]);
    (!quoted).then_some(parts)
}

/// An address with or without a port: `203.0.113.7`, `203.0.113.7:40001`, `2001:db8::1`,
/// `[2001:db8::1]`, `[2001:db8::1]:40001`. `None` for `unknown` and for obfuscated names
/// such as `_gateway`.
fn node(text: &str) -> Hop {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let port = if port.is_empty() { None } else { Some(port.strip_prefix(':')?) };
        return address.parse::<Ipv6Addr>().ok().filter(|_| is_port(port)).map(IpAddr::V6);
    }
    let (address, port) = text.split_once(':')?;
    address.parse::<Ipv4Addr>().ok().filter(|_| is_port(Some(port))).map(IpAddr::V4)
}

/// A number, or an obfuscated name.
fn is_port(port: Option<&str>) -> bool {
    port.is_none_or(|port| {
        let hidden = port.strip_prefix('_').is_some_and(|name| !name.is_empty());
        hidden || (!port.starts_with('+') && port.parse::<u16>().is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, lines: &[&'static str]) -> Vec<Option<String>> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(
                if name == FORWARDED { FORWARDED } else { FORWARDED_FOR },
                line.parse().unwrap(),
            );
        }
        let hops = if name == FORWARDED { forwarded(&headers) } else { forwarded_for(&headers) };
        hops.unwrap_or_default().into_iter().map(|hop| hop.map(|ip| ip.to_string())).collect()
    }

    #[test]
    fn an_address_is_read_with_and_without_a_port() {
        for (text, address) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:40001", "203.0.113.7"),
            ("203.0.113.7:_hidden", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:40001", "2001:db8::1"),
        ] {
            assert_eq!(node(text).map(|ip| ip.to_string()).as_deref(), Some(address), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "",
            "unknown",
            "_gateway",
            "nonsense",
            "203.0.113.7:",
            "203.0.113.7:x",
            "203.0.113.7:70000",
            "203.0.113.7:+80",
            "[203.0.113.7]:80",
            "[2001:db8::1",
            "[2001:db8::1]40001",
            "203.0.113:80",
            "\"203.0.113.7\"",
            "203.0.113.7 evil",
        ] {
            assert_eq!(node(text), None, "{text}");
        }
    }

    #[test]
    fn x_forwarded_for_is_a_list_over_one_line_or_more() {
        let hops = read(FORWARDED_FOR, &["203.0.113.7:40001, unknown", "[2001:db8::1]:40001"]);
        let address = |text: &str| Some(text.to_owned());
        assert_eq!(hops, [address("203.0.113.7"), None, address("2001:db8::1")]);
        assert_eq!(read(FORWARDED_FOR, &[]), []);
    }

    #[test]
    fn forwarded_names_for_whom_among_other_things() {
        let address = |text: &str| Some(text.to_owned());
        for (line, hops) in [
            ("for=192.0.2.60;proto=http;by=203.0.113.43", vec![address("192.0.2.60")]),
            ("For=\"[2001:db8:cafe::17]:4711\"", vec![address("2001:db8:cafe::17")]),
            (
                "for=192.0.2.43, for=198.51.100.17",
                vec![address("192.0.2.43"), address("198.51.100.17")],
            ),
            (
                "by=10.0.0.1;host=\"a,b;for=1.2.3.4\"; for = \"192.0.2.1:80\"",
                vec![address("192.0.2.1")],
            ),
            ("for=unknown, for=_SEVKISEK", vec![None, None]),
            ("proto=https", vec![None]),
            ("for=192.0.2.1;for=192.0.2.2", vec![None]),
            ("for=\"192.0.2.1, for=192.0.2.2", vec![None]),
        ] {
            assert_eq!(read(FORWARDED, &[line]), hops, "{line}");
        }
    }
}
