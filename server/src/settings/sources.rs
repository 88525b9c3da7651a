//! Where settings come from. Later ones win: the file, the environment, the
//! command line.

use std::path::{Path, PathBuf};

use super::values::Given;
use super::{Settings, SettingsError, all, rules, server};

/// Variables begin with this; the rest is the key in capitals.
const PREFIX: &str = "CIRCLES_";

/// The first names the file; the rest belong to the build, the tests and the client's
/// development server.
const NOT_SETTINGS: &[&str] = &["CIRCLES_CONFIG", "CIRCLES_BIN", "CIRCLES_SERVER"];

#[derive(Debug, Default)]
pub(crate) struct Sources {
    pub(crate) file: Option<PathBuf>,
    /// All variables of the environment; those that are not ours are ignored.
    pub(crate) environment: Vec<(String, String)>,
    /// Flags with a name of their own, with the key that each sets.
    pub(crate) flags: Vec<(&'static str, String)>,
    /// `key=value`, as given with `--set`.
    pub(crate) pairs: Vec<String>,
}

/// # Errors
/// The first thing that is wrong, by name.
pub(crate) fn gather(sources: &Sources) -> Result<Settings, SettingsError> {
    let mut settings = Settings::default();
    let mut set =
        |origin: String, key: &str, given: &Given| apply(&mut settings, origin, key, given);
    if let Some(path) = &sources.file {
        for (key, value) in read_file(path)? {
            set(format!("the settings file {}", path.display()), &key, &given(value))?;
        }
    }
    for (name, value) in &sources.environment {
        let Some(key) = name.strip_prefix(PREFIX) else { continue };
        if !NOT_SETTINGS.contains(&name.as_str()) {
            let origin = format!("the environment variable {name}");
            set(origin, &key.to_ascii_lowercase(), &Given::Text(value.clone()))?;
        }
    }
    for (key, value) in &sources.flags {
        set("the command line".into(), key, &Given::Text(value.clone()))?;
    }
    for pair in &sources.pairs {
        let (key, value) =
            pair.split_once('=').ok_or_else(|| SettingsError::NotAPair(pair.clone()))?;
        set("the command line".into(), key.trim(), &Given::Text(value.trim().to_owned()))?;
    }
    server::check_together(&settings)
        .and_then(|()| rules::check_together(&settings.rules))
        .map_err(|(key, rule)| SettingsError::WrongValue {
            origin: "the settings".into(),
            key,
            rule,
        })?;
    Ok(settings)
}

fn apply(
    settings: &mut Settings,
    origin: String,
    key: &str,
    given: &Given,
) -> Result<(), SettingsError> {
    let Some(setting) = all().find(|setting| setting.name == key) else {
        return Err(SettingsError::UnknownKey { origin, key: key.to_owned(), hint: hint(key) });
    };
    setting.apply(settings, given).map_err(|rule| SettingsError::WrongValue {
        origin,
        key: setting.name,
        rule,
    })
}

/// The known key that is most similar to a mistyped one, if any is.
fn hint(key: &str) -> String {
    let letters = |text: &str| text.replace(['_', '-', '.'], "").to_ascii_lowercase();
    let wanted = letters(key);
    let shared = |known: &str| {
        letters(known).chars().zip(wanted.chars()).take_while(|(one, other)| one == other).count()
    };
    all()
        .map(|setting| (shared(setting.name), setting.name))
        .max()
        .filter(|(shared, _)| *shared >= 4)
        .map_or(String::new(), |(_, known)| format!("; was {known} meant?"))
}

fn read_file(path: &Path) -> Result<toml::Table, SettingsError> {
    let fault = |fault: String| SettingsError::File { path: path.display().to_string(), fault };
    let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    text.parse().map_err(|error: toml::de::Error| fault(error.message().to_owned()))
}

fn given(value: toml::Value) -> Given {
    match value {
        toml::Value::String(text) => Given::Text(text),
        toml::Value::Integer(number) => Given::Number(number),
        toml::Value::Boolean(truth) => Given::Truth(truth),
        toml::Value::Array(items) => items
            .into_iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect::<Option<_>>()
            .map_or(Given::Other, Given::List),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => Given::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, Sources) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("circles.toml");
        std::fs::write(&path, text).unwrap();
        (folder, Sources { file: Some(path), ..Sources::default() })
    }

    fn variables(pairs: &[(&str, &str)]) -> Sources {
        let environment =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Sources { environment, ..Sources::default() }
    }

    #[test]
    fn later_sources_win() {
        let (_folder, mut sources) =
            file("hash_slots = 3\nsession_days = 3\ninvite_hours = 3\ntrusted_proxies = [\"::1\"]");
        sources.environment =
            vec![("CIRCLES_SESSION_DAYS".into(), "4".into()), ("HOME".into(), "/".into())];
        sources.pairs = vec!["invite_hours=5".into()];
        let settings = gather(&sources).unwrap();
        assert_eq!(settings.hash_slots, 3);
        assert_eq!(settings.session_days, 4);
        assert_eq!(settings.rules.invite_hours, 5);
        assert_eq!(settings.trusted_proxies.len(), 1);
    }

    #[test]
    fn an_unknown_key_is_refused_by_name_wherever_it_stands() {
        let (_folder, sources) = file("hash_slot = 3");
        let refused = gather(&sources).unwrap_err().to_string();
        assert!(refused.contains("hash_slot; was hash_slots meant?"), "{refused}");
        let refused = gather(&variables(&[("CIRCLES_HASHSLOTS", "3")])).unwrap_err().to_string();
        assert!(refused.contains("CIRCLES_HASHSLOTS"), "{refused}");
        let pairs = vec!["colour=blue".to_owned()];
        let refused = gather(&Sources { pairs, ..Sources::default() }).unwrap_err().to_string();
        assert_eq!(refused, "the command line: there is no setting colour");
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_bounds() {
        let refused = gather(&variables(&[("CIRCLES_HASH_SLOTS", "0")])).unwrap_err().to_string();
        assert_eq!(
            refused,
            "the environment variable CIRCLES_HASH_SLOTS: hash_slots must be a whole number \
             from 1 to 64"
        );
        let (_folder, sources) = file("listen = true");
        assert!(gather(&sources).unwrap_err().to_string().contains("listen must be an address"));
    }

    #[test]
    fn a_file_that_is_missing_or_no_toml_is_refused() {
        let sources = Sources { file: Some("/nowhere/at/all.toml".into()), ..Sources::default() };
        assert!(gather(&sources).unwrap_err().to_string().contains("/nowhere/at/all.toml"));
        let (_folder, sources) = file("hash_slots 3");
        assert!(gather(&sources).is_err());
    }

    #[test]
    fn what_is_not_a_setting_is_passed_over() {
        let sources = variables(&[("CIRCLES_CONFIG", "x"), ("PATH", "/bin"), ("CIRCLES_BIN", "x")]);
        assert!(gather(&sources).is_ok());
    }

    #[test]
    fn a_flag_without_a_value_is_refused() {
        let pairs = vec!["hash_slots".to_owned()];
        let refused = gather(&Sources { pairs, ..Sources::default() }).unwrap_err();
        assert_eq!(refused, SettingsError::NotAPair("hash_slots".into()));
    }
}
