//! Turns an event of the tracing target into a line.

use std::fmt;

use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::SecurityLog;
use crate::security::TARGET;
use crate::wire::LogValue;

/// Takes every event for this log, whatever the `log` setting says, and nothing else.
pub(crate) fn layer<S>(log: SecurityLog) -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let own = filter_fn(|metadata| metadata.target() == TARGET);
    ToFile(log).with_filter(own.and(LevelFilter::INFO))
}

struct ToFile(SecurityLog);

impl<S: Subscriber> Layer<S> for ToFile {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.record(&fields.kind, &fields.others);
    }
}

#[derive(Default)]
struct Fields {
    kind: String,
    others: Vec<(&'static str, LogValue)>,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "kind" {
            value.clone_into(&mut self.kind);
        } else {
            self.others.push((field.name(), LogValue::Text(value.to_owned())));
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.others.push((field.name(), LogValue::Number(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.others.push((field.name(), LogValue::Text(format!("{value:?}"))));
    }
}
