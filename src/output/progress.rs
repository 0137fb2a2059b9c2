//! Signs of life: while the gateway is waited for, and while a batch runs.

use super::batch::state_word;
use super::speed::{Speed, rows};
use super::text::counted;
use super::{Console, IntentRow};
use crate::gateway::limiter::Limit;
use crate::journal::BatchCount;
use crate::language::{joined, speak, spoken, text, word};
use crate::refund::clock::lasting;
use crate::refund::{State, hong_kong};
use crate::runner::{RunEvent, WaitFor};
use crate::world::room_for_a_thread;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::time::Duration;

/// A spinner on standard error, gone when dropped. Off a terminal it shows nothing.
#[derive(Debug)]
pub struct Spinner(Option<ProgressBar>);

impl Spinner {
    /// Starts spinning, if `show`.
    #[must_use]
    pub fn start(show: bool, message: &str) -> Self {
        if !show || room_for_a_thread().is_err() {
            return Self(None);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {took}") {
            let style = style.with_key("took", told(|state| lasting(state.elapsed().as_secs())));
            bar.set_style(style.tick_chars("|/-\\ "));
        }
        bar.set_message(message.to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(Some(bar))
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn bar(length: Option<u64>, template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        let left = told(|state| {
            let lasting = lasting(state.eta().as_secs());
            text!("batch-bar-left", ", {lasting} left", lasting)
        });
        bar.set_style(style.with_key("left", left).progress_chars("=> "));
    }
    bar
}

/// A part of a bar. It is drawn by a thread of its own too, which speaks as this one does.
fn told(
    say: impl Fn(&ProgressState) -> String + Clone + Send + Sync + 'static,
) -> impl Fn(&ProgressState, &mut dyn Write) + Clone + Send + Sync + 'static {
    let language = spoken();
    move |state, out| {
        speak(language);
        // Nothing is lost with a part that cannot be drawn.
        let _ = out.write_str(&say(state));
    }
}

/// How far the looks at the payments of a file are: a bar on a terminal, a line now and then off it.
#[derive(Debug)]
pub struct LookProgress {
    bar: Option<ProgressBar>,
    all: u64,
    begun: Duration,
    last_line: Duration,
}

impl LookProgress {
    /// Begins with so many to look at; times are those of a clock that never runs backwards.
    #[must_use]
    pub fn start(animate: bool, all: u64, now: Duration) -> Self {
        let bar = || {
            let bar = bar(Some(all), "{wide_bar} {pos}/{len}{left}\n{wide_msg}");
            bar.set_message(word!("batch-looking", "looking at the payments"));
            bar
        };
        Self {
            bar: (animate && all > 0).then(bar),
            all,
            begun: now,
            last_line: now,
        }
    }

    /// Tells how many are done with.
    pub fn tell(&mut self, done: u64, now: Duration, console: &mut Console<'_>) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if now.saturating_sub(self.last_line) >= BETWEEN_LINES {
            self.last_line = now;
            let seconds = now.saturating_sub(self.begun).as_secs();
            let left = self.all.saturating_sub(done);
            let minutes = seconds
                .saturating_mul(left)
                .checked_div(done)
                .map(|seconds| {
                    text!(
                        "batch-looks-left",
                        ", about {minutes} min left",
                        minutes = seconds.div_ceil(60)
                    )
                });
            console.note(&text!(
                "batch-looked-at",
                "looked at {done} of {all}{left}",
                done,
                all = counted(self.all, "payment"),
                left = minutes.unwrap_or_default()
            ));
        }
    }

    /// Ends: the bar goes.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// What is seen of a running batch: a bar on a terminal, a line now and then off it, or JSON lines.
#[derive(Debug)]
pub struct BatchProgress {
    bar: Option<ProgressBar>,
    as_events: bool,
    /// How the file of the batch was called.
    batch_file: Option<String>,
    /// When the last line was told, and what it said.
    last_line: Option<(Duration, String)>,
    speed: Speed,
    waiting: Option<String>,
    halted: Option<String>,
}

/// Time between two lines off a terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);
/// The same, where nothing has changed.
const BETWEEN_SAME: Duration = Duration::from_secs(60);

impl BatchProgress {
    /// Begins; `animate` on a terminal, `as_events` to print every changed row as a JSON line.
    /// The limits say how fast it can go at most; the file is that of the batch.
    #[must_use]
    pub fn start(
        animate: bool,
        as_events: bool,
        limits: Vec<Limit>,
        batch_file: Option<String>,
    ) -> Self {
        Self {
            bar: animate.then(|| bar(None, "{wide_bar} {pos}/{len} {prefix}\n{msg}")),
            as_events,
            batch_file,
            last_line: None,
            speed: Speed::new(limits),
            waiting: None,
            halted: None,
        }
    }

    /// Tells one event; the time is that of a clock that never runs backwards.
    pub fn tell(&mut self, event: &RunEvent, now: Duration, console: &mut Console<'_>) {
        match event {
            RunEvent::Changed(record) => {
                self.waiting = None;
                if self.as_events {
                    console.event(&IntentRow::of(record, self.batch_file.as_deref()));
                }
            }
            RunEvent::Refused { number, why } => self.aside(console, |console| {
                console.warn(&text!(
                    "batch-row-not-sent",
                    "{number} is not sent: {why}",
                    number,
                    why
                ))
            }),
            RunEvent::Trouble { number, what } => self.aside(console, |console| {
                console.warn(&text!(
                    "batch-row-trouble",
                    "{number}: {what}",
                    number,
                    what
                ))
            }),
            RunEvent::Unrecorded {
                number,
                outcome,
                unrecorded,
            } => self.aside(console, |console| {
                console.unrecorded(number, *outcome, unrecorded);
            }),
            RunEvent::Halted(halt) => {
                let why = text!("batch-halted", "nothing new is sent: {halt}", halt);
                if self.bar.is_some() && console.is_read_as_table() {
                    // The table says it in the end, the bar until then.
                    self.halted = Some(console.err_style.folded(&why));
                } else {
                    self.aside(console, |console| console.error(&why, None));
                }
            }
            RunEvent::Waiting { what, until } => {
                let what = match what {
                    WaitFor::Limit => word!("batch-wait-limit", "the rate limit"),
                    WaitFor::Pause => word!(
                        "batch-wait-pause",
                        "the end of the pause around midnight in Hong Kong"
                    ),
                    WaitFor::Lease => word!("batch-wait-lease", "another process that holds rows"),
                };
                self.waiting = Some(text!(
                    "batch-waiting",
                    "waiting for {what} until {until}",
                    what,
                    until = hong_kong::gateway_time(*until)
                ));
            }
            RunEvent::Tick {
                counts, following, ..
            } => self.tick(counts, *following, now, console),
        }
    }

    fn tick(
        &mut self,
        counts: &[BatchCount],
        following: usize,
        now: Duration,
        console: &mut Console<'_>,
    ) {
        let settled = rows(counts, State::is_final);
        let mut parts: Vec<String> = State::ALL
            .iter()
            .map(|state| (state.name(), rows(counts, |found| found == *state)))
            .filter(|(_, rows)| *rows > 0)
            .map(|(name, rows)| {
                text!(
                    "batch-known-rows",
                    "{rows} {state}",
                    rows,
                    state = state_word(name)
                )
            })
            .collect();
        if following > 0 {
            parts.push(text!(
                "batch-following",
                "looking after {following} of them",
                following
            ));
        }
        let speed = self.speed.in_words(counts, now);
        if let Some(bar) = &self.bar {
            bar.set_length(rows(counts, |_| true));
            bar.set_position(settled);
            bar.set_prefix(speed.unwrap_or_default());
            // On a line of its own: a narrow terminal cuts lines off.
            let waiting = self.halted.as_ref().or(self.waiting.as_ref());
            let waiting = waiting.map(|why| format!("\n{why}"));
            bar.set_message(joined(&parts) + &waiting.unwrap_or_default());
            return;
        }
        parts.extend(speed);
        parts.extend(self.waiting.clone());
        let line = joined(&parts);
        let is_due = self.last_line.as_ref().is_none_or(|(last, before)| {
            let pause = if *before == line {
                BETWEEN_SAME
            } else {
                BETWEEN_LINES
            };
            now.saturating_sub(*last) >= pause
        });
        if is_due {
            console.note(&line);
            self.last_line = Some((now, line));
        }
    }

    /// Says something without disturbing the bar.
    fn aside(&self, console: &mut Console<'_>, say: impl FnOnce(&mut Console<'_>)) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(console)),
            None => say(console),
        }
    }

    /// Ends: the bar goes.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
