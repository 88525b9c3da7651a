//! Fixed sets of words: the same word on the wire, in the database, and in Rust
//! a variant.

/// A member of a fixed set.
pub trait WireEnum: Copy + 'static {
    const ALL: &'static [Self];

    fn as_str(self) -> &'static str;

    /// The one that is written so; `None` for any other word.
    #[must_use]
    fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.as_str() == text)
    }
}

macro_rules! wire_enum {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, ts_rs::TS,
        )]
        pub enum $name {
            $($(#[$word_doc])* #[serde(rename = $text)] $word,)*
        }

        impl $crate::WireEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$word),*];

            fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text),* }
            }
        }
    )*};
}

pub(crate) use wire_enum;
