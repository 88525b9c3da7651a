//! The type declarations of `wire.ts`, parsed: as much of TypeScript as `ts-rs` writes for
//! what the server sends. Anything else is a panic, so that nothing is passed over.

use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Number,
    Truth,
    Null,
    /// A type that is this one word.
    Word(String),
    Named(String),
    List(Box<Self>),
    Object(Vec<Field>),
    Union(Vec<Self>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) may_be_absent: bool,
    pub(crate) holds: Type,
}

impl Type {
    pub(crate) fn is_set_of_words(&self) -> bool {
        matches!(self, Self::Union(parts) if parts.iter().all(|part| matches!(part, Self::Word(_))))
    }
}

/// The text behind each `export type`, by name.
pub(crate) struct Declarations(BTreeMap<String, String>);

impl Declarations {
    pub(crate) fn of(wire_ts: &str) -> Self {
        let declared = wire_ts.split("\n\n").filter_map(|piece| {
            let (name, text) = piece.strip_prefix("export type ")?.split_once(" = ")?;
            Some((name.to_owned(), without_comments(text)))
        });
        Self(declared.collect())
    }

    pub(crate) fn parse(&self, name: &str) -> Type {
        let text = self.0.get(name).unwrap_or_else(|| panic!("{name} is not declared"));
        let mut parser = Parser { name, rest: text };
        let parsed = parser.union();
        parser.expect(";");
        parsed
    }
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("/**");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").expect("a comment ends").1)
}

struct Parser<'a> {
    /// What is parsed, for the panics.
    name: &'a str,
    rest: &'a str,
}

impl Parser<'_> {
    fn union(&mut self) -> Type {
        let mut parts = vec![self.part()];
        while self.take("|") {
            parts.push(self.part());
        }
        if parts.len() == 1 { parts.remove(0) } else { Type::Union(parts) }
    }

    fn part(&mut self) -> Type {
        if self.take("{") {
            return Type::Object(self.fields());
        }
        if self.take("\"") {
            let word = self.word();
            self.expect("\"");
            return Type::Word(word);
        }
        match self.word().as_str() {
            "string" => Type::Text,
            "number" => Type::Number,
            "boolean" => Type::Truth,
            "null" => Type::Null,
            "Array" => {
                self.expect("<");
                let item = self.union();
                self.expect(">");
                Type::List(Box::new(item))
            }
            name => Type::Named(name.to_owned()),
        }
    }

    fn fields(&mut self) -> Vec<Field> {
        let mut fields = Vec::new();
        while !self.take("}") {
            let quoted = self.take("\"");
            let name = self.word();
            if quoted {
                self.expect("\"");
            }
            let may_be_absent = self.take("?");
            self.expect(":");
            fields.push(Field { name, may_be_absent, holds: self.union() });
            // Not behind the last field of every object.
            self.take(",");
        }
        fields
    }

    fn word(&mut self) -> String {
        self.rest = self.rest.trim_start();
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        assert!(!word.is_empty(), "{}: can't be parsed from here: {}", self.name, self.rest);
        self.rest = rest;
        word.to_owned()
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, sign: &str) {
        assert!(self.take(sign), "{}: {sign} is expected here: {}", self.name, self.rest);
    }
}
