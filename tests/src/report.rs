//! The figures: a table for people, a file for programs.

use std::fs;

use serde::Serialize;

use crate::process::target_folder;

/// What the command line asks for: whether the short form, and which parts; all of them if
/// it names none. Exits with `usage` if it names an unknown part.
#[must_use]
pub fn asked_for(usage: &str, all: &[&str]) -> (bool, Vec<String>) {
    let mut parts: Vec<String> = std::env::args().skip(1).collect();
    let short = parts.iter().any(|word| word == "--short");
    parts.retain(|word| word != "--short");
    if !parts.iter().all(|part| all.contains(&part.as_str())) {
        eprintln!("{usage}");
        std::process::exit(2);
    }
    if parts.is_empty() {
        parts.extend(all.iter().map(|part| (*part).to_owned()));
    }
    (short, parts)
}

#[derive(Debug, Clone, Copy)]
pub enum Bound {
    AtMost(f64),
    AtLeast(f64),
    /// Shown for information only.
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

pub struct Report {
    name: &'static str,
    rows: Vec<Row>,
    remarks: Vec<String>,
    short: bool,
}

impl Report {
    /// `name` is that of the file it is written to.
    pub fn new(name: &'static str, short: bool) -> Self {
        Self { name, rows: Vec::new(), remarks: Vec::new(), short }
    }

    /// A figure that depends on the machine; the short form sets no bound for it.
    pub fn row(&mut self, row: impl Into<String>, figure: f64, unit: &'static str, b: Bound) {
        let bound = if self.short { Bound::None } else { b };
        self.firm_row(row, figure, unit, bound);
    }

    /// A figure that is the same on every machine.
    pub fn firm_row(
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
        // These figures are not accurate beyond three decimals.
        let figure = (figure * 1_000.0).round() / 1_000.0;
        let row = Row { row: row.into(), figure, unit, bound, ok };
        eprintln!("{}", line(&row));
        self.rows.push(row);
    }

    pub fn remark(&mut self, remark: impl Into<String>) {
        self.remarks.push(remark.into());
    }

    pub fn all_held(&self) -> bool {
        self.rows.iter().all(|row| row.ok)
    }

    pub fn print(&self) {
        println!();
        for row in &self.rows {
            println!("{}", line(row));
        }
        for remark in &self.remarks {
            println!("note: {remark}");
        }
        if self.short {
            println!("short form: too little of everything; figures without a bound mean nothing");
        }
    }

    pub fn write(&self) {
        let form = if self.short { "-short" } else { "" };
        let rows = serde_json::to_string_pretty(&self.rows).expect("plain data becomes JSON");
        let file = target_folder().join(format!("{}{form}.json", self.name));
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

/// The median of a few measurements.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
