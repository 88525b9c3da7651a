//! Pieces that people may write as one word or as several: `well-being`,
//! `don't`, `mother-in-law's`.

use super::pieces::{Glue, Piece};

/// A single piece, or words joined by hyphens and apostrophes.
#[derive(Clone, Copy)]
pub(super) struct Group<'p>(&'p [Piece]);

pub(super) fn groups(pieces: &[Piece]) -> impl Iterator<Item = Group<'_>> {
    pieces.chunk_by(|_, next| next.glue != Glue::None).map(Group)
}

impl<'p> Group<'p> {
    pub(super) fn has_apostrophe(&self) -> bool {
        self.0.iter().skip(1).any(|piece| piece.glue == Glue::Apostrophe)
    }

    /// The parts that are words by themselves: not the `t` of `don't`.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'p Piece> + use<'p> {
        let pieces = self.0;
        pieces.iter().enumerate().filter_map(move |(at, piece)| {
            let before = at > 0 && piece.glue == Glue::Apostrophe;
            let after = pieces.get(at + 1).is_some_and(|next| next.glue == Glue::Apostrophe);
            let clings = before != after && piece.text.chars().nth(1).is_none();
            (!clings).then_some(piece)
        })
    }

    /// What is written together if the apostrophes are left out, then if the hyphens are
    /// too. The last is the whole; none for a single piece.
    pub(super) fn wholes(&self) -> Vec<String> {
        let mut wholes: Vec<String> = self
            .0
            .chunk_by(|_, next| next.glue == Glue::Apostrophe)
            .filter(|pieces| pieces.len() > 1)
            .map(joined)
            .collect();
        if self.0.iter().skip(1).any(|piece| piece.glue == Glue::Hyphen) {
            wholes.push(joined(self.0));
        }
        wholes
    }
}

fn joined(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}
