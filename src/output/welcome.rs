//! Where things stand, for whoever calls the program and names no command.

use super::standing::when;
use super::text::{clean, counted, environment_name};
use super::{Document, ProfileStatus, Style};
use crate::language::{joined, text, word};
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
        let title = text!(
            "profile-welcome-title",
            "qfrefund {version}: refunds through QFPay's Refund API",
            version
        );
        let mut out = format!("{title}\n\n");
        let shown = self.profiles.iter().take(MOST_LISTED);
        let rows: Vec<Vec<String>> = shown.map(row).collect();
        if !rows.is_empty() {
            let headings = [
                word!("profile-heading-profile", "PROFILE"),
                word!("profile-heading-environment", "ENVIRONMENT"),
                word!("profile-heading-waits", "WAITS"),
                word!("profile-heading-journal", "JOURNAL"),
            ];
            out.push_str(&style.rows(&headings, rows));
            let more = self.profiles.len().saturating_sub(MOST_LISTED);
            if more > 0 {
                let more = text!(
                    "profile-welcome-more",
                    "and {more} more: `qfrefund status`",
                    more
                );
                out.push_str(&format!("  {more}\n"));
            }
            out.push('\n');
        }
        let mut values = Vec::new();
        let config = self.config.clone();
        let config = config.unwrap_or_else(|| text!("profile-welcome-no-config", "none yet"));
        values.push((word!("profile-welcome-config", "config"), config));
        let heading = word!("profile-welcome-problem", "problem");
        if let Some(problem) = &self.problem {
            values.push((heading, problem.clone()));
        }
        // Those of several profiles are often one: `status` tells all of them.
        let mut problems = self.profiles.iter();
        if let Some((status, problem)) = problems.find_map(|one| Some((one, one.problem.as_ref()?)))
        {
            let name = clean(&status.profile);
            let problem = text!(
                "profile-welcome-problem-of",
                "profile `{name}`: {problem}",
                name,
                problem
            );
            values.push((heading, problem));
        }
        for (what, command) in &self.next {
            let step = text!("profile-welcome-step", "{what}: `{command}`", what, command);
            values.push((word!("profile-welcome-next", "next"), step));
        }
        let help = text!("profile-welcome-all", "all commands: `qfrefund --help`");
        values.push((word!("profile-welcome-help", "help"), help));
        out.push_str(&style.values(&values));
        out
    }
}

fn row(status: &ProfileStatus) -> Vec<String> {
    let journal = match &status.journal {
        Some(journal) => match journal.newest_at {
            Some(at) => text!(
                "profile-welcome-newest",
                "newest event {when}",
                when = when(at.0)
            ),
            None => text!("profile-welcome-empty", "empty"),
        },
        None => "-".to_owned(),
    };
    vec![
        status.profile.clone(),
        status
            .environment
            .as_deref()
            .map_or("-", environment_name)
            .to_owned(),
        waits(status),
        journal,
    ]
}

fn waits(status: &ProfileStatus) -> String {
    if status.problem.is_some() && status.waiting.is_empty() {
        return text!("profile-welcome-unsaid", "cannot be said");
    }
    if let Some(first) = &status.counted_with {
        return text!(
            "profile-welcome-as",
            "as `{profile}`",
            profile = clean(first)
        );
    }
    let rows = status.waiting.iter();
    let mut parts: Vec<String> = rows
        .map(|row| {
            let state = row.state.shown();
            text!(
                "profile-welcome-waits",
                "{refunds} {state}",
                refunds = row.refunds,
                state
            )
        })
        .collect();
    if !status.left_out.is_empty() {
        let files = counted(status.left_out.len(), "file");
        parts.push(text!(
            "profile-welcome-left-out",
            "rows left out of {files}",
            files
        ));
    }
    if parts.is_empty() {
        return text!("profile-welcome-nothing", "nothing");
    }
    joined(parts)
}
