//! Conversions between columns and the domain's types.

use chrono_tz::Tz;
use circles_protocol::{LocalDate, Milestone, Seq, Timestamp, WireEnum, Zone};
use rusqlite::Row;
use rusqlite::types::Type;

use crate::domain::schedule::zone::find;

/// A 16-byte id column.
pub(super) fn id<T>(row: &Row<'_>, column: usize, make: fn([u8; 16]) -> T) -> rusqlite::Result<T> {
    row.get::<_, [u8; 16]>(column).map(make)
}

pub(super) fn optional_id<T>(
    row: &Row<'_>,
    column: usize,
    make: fn([u8; 16]) -> T,
) -> rusqlite::Result<Option<T>> {
    row.get::<_, Option<[u8; 16]>>(column).map(|bytes| bytes.map(make))
}

pub(super) fn seq(row: &Row<'_>, column: usize) -> rusqlite::Result<Seq> {
    row.get::<_, i64>(column).map(|seq| Seq(seq.cast_unsigned()))
}

pub(super) fn optional_time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Timestamp))
}

/// Several words of one set in one column, separated by spaces.
pub(super) fn words<W: WireEnum>(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<W>> {
    let known = |word| W::find(word).ok_or_else(|| unknown_word(column));
    row.get_ref(column)?.as_str()?.split_ascii_whitespace().map(known).collect()
}

/// Writes what `words` reads.
pub(super) fn in_one_column<W: WireEnum>(words: &[W]) -> String {
    words.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ")
}

pub(super) fn word<W: WireEnum>(row: &Row<'_>, column: usize) -> rusqlite::Result<W> {
    W::find(row.get_ref(column)?.as_str()?).ok_or_else(|| unknown_word(column))
}

pub(super) fn optional_word<W: WireEnum>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<W>> {
    let word = row.get_ref(column)?.as_str_or_null()?;
    word.map(|word| W::find(word).ok_or_else(|| unknown_word(column))).transpose()
}

fn unknown_word(column: usize) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, "a word we don't know".into())
}

/// A day, written as on the wire.
pub(super) fn day(row: &Row<'_>, column: usize) -> rusqlite::Result<LocalDate> {
    LocalDate::parse(row.get_ref(column)?.as_str()?).ok_or_else(|| unknown_word(column))
}

pub(super) fn optional_day(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<LocalDate>> {
    let day = row.get_ref(column)?.as_str_or_null()?;
    day.map(|day| LocalDate::parse(day).ok_or_else(|| unknown_word(column))).transpose()
}

pub(super) fn milestone(row: &Row<'_>, column: usize) -> rusqlite::Result<Milestone> {
    Milestone::parse(row.get_ref(column)?.as_str()?).ok_or_else(|| unknown_word(column))
}

pub(super) fn optional_milestone(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<Milestone>> {
    let mark = row.get_ref(column)?.as_str_or_null()?;
    mark.map(|mark| Milestone::parse(mark).ok_or_else(|| unknown_word(column))).transpose()
}

pub(super) fn zone(row: &Row<'_>, column: usize) -> rusqlite::Result<Zone> {
    Zone::parse(row.get_ref(column)?.as_str()?).ok_or_else(|| unknown_word(column))
}

pub(super) fn optional_zone(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Zone>> {
    let zone = row.get_ref(column)?.as_str_or_null()?;
    zone.map(|zone| Zone::parse(zone).ok_or_else(|| unknown_word(column))).transpose()
}

/// The rules of a zone.
pub(super) fn known_zone(row: &Row<'_>, column: usize) -> rusqlite::Result<Tz> {
    find(row.get_ref(column)?.as_str()?).ok_or_else(|| unknown_word(column))
}
