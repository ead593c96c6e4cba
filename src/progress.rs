//! A progress bar for long work: appears after two seconds, and only where somebody watches a terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that ends sooner shows nothing.
const SLOW: Duration = Duration::from_secs(2);

pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// Over `total` of `what`, a plural such as `events`.
    pub fn new(total: u64, what: &str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        let template =
            format!("{{msg}} {{wide_bar}} {{human_pos}} of {{human_len}} {what}, {{per_sec}}, {{eta}} left");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Self { bar, begun: Instant::now() }
    }

    /// So much is done of so much.
    pub fn at(&self, done: u64, total: u64, stage: &str) {
        if self.bar.is_hidden() && self.begun.elapsed() > SLOW {
            // Draws nothing where standard error is not a terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(total);
        self.bar.set_message(stage.to_owned());
        self.bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
