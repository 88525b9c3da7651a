//! The centre's help card: its numbers, its steps, and when it was last checked.

use circles_protocol::{CardText, HelpCard, HelpNumber, Phone};
use rusqlite::params;

use super::{StoreError, Tx, View, rows};

impl View<'_> {
    pub(crate) fn help_card(&self) -> Result<HelpCard, StoreError> {
        let mut numbers = self.prepare("SELECT label, phone FROM card_numbers ORDER BY ordinal")?;
        let numbers = numbers.query_map([], |row| {
            Ok(HelpNumber {
                label: CardText::from_stored(row.get(0)?),
                phone: Phone::from_stored(row.get(1)?),
            })
        })?;
        let mut steps = self.prepare("SELECT text FROM card_steps ORDER BY ordinal")?;
        let steps = steps.query_map([], |row| row.get(0).map(CardText::from_stored))?;
        let mut checked = self.prepare("SELECT help_card_checked_on FROM centre_settings")?;
        Ok(HelpCard {
            numbers: numbers.collect::<rusqlite::Result<_>>()?,
            steps: steps.collect::<rusqlite::Result<_>>()?,
            last_checked: checked.query_row([], |row| rows::optional_day(row, 0))?,
        })
    }
}

impl Tx<'_> {
    /// Replaces the card with this one.
    pub(crate) fn set_help_card(&mut self, card: &HelpCard) -> Result<(), StoreError> {
        for sql in ["DELETE FROM card_numbers", "DELETE FROM card_steps"] {
            self.prepare(sql)?.execute([])?;
        }
        for (place, number) in (1_i64..).zip(&card.numbers) {
            self.prepare("INSERT INTO card_numbers (ordinal, label, phone) VALUES (?1, ?2, ?3)")?
                .execute(params![place, number.label.as_str(), number.phone.as_str()])?;
        }
        for (place, line) in (1_i64..).zip(&card.steps) {
            self.prepare("INSERT INTO card_steps (ordinal, text) VALUES (?1, ?2)")?
                .execute(params![place, line.as_str()])?;
        }
        self.prepare("UPDATE centre_settings SET help_card_checked_on = ?1")?
            .execute([card.last_checked.map(|day| day.to_string())])?;
        self.note_erasure();
        Ok(())
    }
}
