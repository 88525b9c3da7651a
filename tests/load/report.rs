//! The figures: a table for people, a file for programs.

use std::fs;

use serde::Serialize;

use crate::process::target_folder;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    AtMost(f64),
    AtLeast(f64),
    /// Told for the reader's sake.
    None,
}

#[derive(Debug, Serialize)]
struct Row {
    row: String,
    figure: f64,
    unit: &'static str,
    bound: Option<String>,
    ok: bool,
}

pub(crate) struct Report {
    rows: Vec<Row>,
    remarks: Vec<String>,
    short: bool,
}

impl Report {
    pub(crate) fn new(short: bool) -> Self {
        Self { rows: Vec::new(), remarks: Vec::new(), short }
    }

    /// A figure that hangs on the machine; the short form holds it to nothing.
    pub(crate) fn row(
        &mut self,
        row: impl Into<String>,
        figure: f64,
        unit: &'static str,
        b: Bound,
    ) {
        let bound = if self.short { Bound::None } else { b };
        self.firm_row(row, figure, unit, bound);
    }

    /// A figure that is the same everywhere.
    pub(crate) fn firm_row(
        &mut self,
        row: impl Into<String>,
        figure: f64,
        unit: &'static str,
        bound: Bound,
    ) {
        let (bound, ok) = match bound {
            Bound::AtMost(most) => (Some(format!("<= {most}")), figure <= most),
            Bound::AtLeast(least) => (Some(format!(">= {least}")), figure >= least),
            Bound::None => (None, true),
        };
        // Three digits after the point are more than these figures hold.
        let figure = (figure * 1_000.0).round() / 1_000.0;
        let row = Row { row: row.into(), figure, unit, bound, ok };
        eprintln!("{}", line(&row));
        self.rows.push(row);
    }

    pub(crate) fn remark(&mut self, remark: impl Into<String>) {
        self.remarks.push(remark.into());
    }

    pub(crate) fn all_held(&self) -> bool {
        self.rows.iter().all(|row| row.ok)
    }

    pub(crate) fn print(&self) {
        println!();
        for row in &self.rows {
            println!("{}", line(row));
        }
        for remark in &self.remarks {
            println!("note: {remark}");
        }
        if self.short {
            println!("short form: too little of everything for the figures to mean anything");
        }
    }

    pub(crate) fn write(&self) {
        let name = if self.short { "bench-short.json" } else { "bench.json" };
        let rows = serde_json::to_string_pretty(&self.rows).expect("plain data becomes JSON");
        let file = target_folder().join(name);
        fs::write(&file, rows + "\n").expect("the target folder can be written to");
        println!("written to {}", file.display());
    }
}

fn line(row: &Row) -> String {
    let bound = row.bound.as_deref().unwrap_or("");
    let verdict = match (row.ok, &row.bound) {
        (true, Some(_)) => "ok",
        (true, None) => "",
        (false, _) => "MISSED",
    };
    format!("{:<58} {:>10.2} {:<12} {:<10} {verdict}", row.row, row.figure, row.unit, bound)
}

/// The middle one of a few measurements.
pub(crate) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
