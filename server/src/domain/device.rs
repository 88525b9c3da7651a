//! A coarse kind of device, from what a browser says about itself: enough for its owner
//! to recognise it. Versions and models are not kept.

/// The strings that are looked for in the header, in this order, and their names.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows computer"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux computer"),
];

const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

pub(crate) fn device(user_agent: &str) -> String {
    let find = |table: &[(&str, &'static str)]| {
        table.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let system = match find(SYSTEMS) {
        Some("Android") if user_agent.contains("Mobile") => Some("Android phone"),
        Some("Android") => Some("Android tablet"),
        other => other,
    };
    match (find(BROWSERS), system) {
        (Some(browser), Some(system)) => format!("{browser} on {}", with_article(system)),
        (None, Some(system)) => system.to_owned(),
        (Some(browser), None) => browser.to_owned(),
        (None, None) => "Unknown device".to_owned(),
    }
}

fn with_article(system: &str) -> String {
    let article = if system.starts_with(['A', 'i']) { "an" } else { "a" };
    format!("{article} {system}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_devices_are_known() {
        for (header, name) in [
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome on an Android phone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on an iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox on a Windows computer",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
                "Safari on a Mac",
            ),
            ("curl/8.9", "Unknown device"),
            ("", "Unknown device"),
        ] {
            assert_eq!(device(header), name);
        }
    }

    #[test]
    fn neither_version_nor_model_is_kept() {
        let device = device("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile");
        assert!(!device.contains("Pixel") && !device.contains(char::is_numeric));
    }
}
