//! Where things stand, for whoever calls the program and names no command.

use super::standing::when;
use super::text::{clean, counted};
use super::{Document, ProfileStatus, Style};
use serde::Serialize;

/// How many profiles are listed.
const MOST_LISTED: usize = 12;

/// What is set up, what waits, and what to do next.
#[derive(Debug, Serialize)]
pub struct WelcomeDocument {
    /// The config file, where there is one.
    pub config: Option<String>,
    /// Why it cannot be read.
    pub problem: Option<String>,
    /// Its profiles; those of which something waits come first.
    pub profiles: Vec<ProfileStatus>,
    /// What to do next: what it is for, and the command.
    pub next: Vec<(&'static str, String)>,
}

impl Document for WelcomeDocument {
    const KIND: &'static str = "welcome";

    fn to_table(&self, style: Style) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let mut out = format!("qfrefund {version}: refunds through QFPay's Refund API\n\n");
        let shown = self.profiles.iter().take(MOST_LISTED);
        let rows: Vec<Vec<String>> = shown.map(row).collect();
        if !rows.is_empty() {
            let headings = ["PROFILE", "ENVIRONMENT", "WAITS", "JOURNAL"];
            out.push_str(&style.rows(&headings, rows));
            let more = self.profiles.len().saturating_sub(MOST_LISTED);
            if more > 0 {
                out.push_str(&format!("  and {more} more: `qfrefund status`\n"));
            }
            out.push('\n');
        }
        let mut values = Vec::new();
        match &self.config {
            Some(config) => values.push(("config", config.clone())),
            None => values.push(("config", "none yet".to_owned())),
        }
        if let Some(problem) = &self.problem {
            values.push(("problem", problem.clone()));
        }
        // Those of several profiles are often one: `status` tells all of them.
        let mut problems = self.profiles.iter();
        if let Some((status, problem)) = problems.find_map(|one| Some((one, one.problem.as_ref()?)))
        {
            let name = clean(&status.profile);
            values.push(("problem", format!("profile `{name}`: {problem}")));
        }
        for (what, command) in &self.next {
            values.push(("next", format!("{what}: `{command}`")));
        }
        values.push(("help", "all commands: `qfrefund --help`".to_owned()));
        out.push_str(&style.values(&values));
        out
    }
}

fn row(status: &ProfileStatus) -> Vec<String> {
    let journal = match &status.journal {
        Some(journal) => match journal.newest_at {
            Some(at) => format!("newest event {}", when(at.0)),
            None => "empty".to_owned(),
        },
        None => "-".to_owned(),
    };
    vec![
        status.profile.clone(),
        status.environment.clone().unwrap_or_else(|| "-".to_owned()),
        waits(status),
        journal,
    ]
}

fn waits(status: &ProfileStatus) -> String {
    if status.problem.is_some() && status.waiting.is_empty() {
        return "cannot be said".to_owned();
    }
    if let Some(first) = &status.counted_with {
        return format!("as `{}`", clean(first));
    }
    let rows = status.waiting.iter();
    let mut parts: Vec<String> = rows
        .map(|row| format!("{} {}", row.refunds, row.state.name()))
        .collect();
    if !status.left_out.is_empty() {
        parts.push(format!(
            "rows left out of {}",
            counted(status.left_out.len(), "file")
        ));
    }
    if parts.is_empty() {
        return "nothing".to_owned();
    }
    parts.join(", ")
}
