//! What is being done, on a terminal, once it takes longer than half a second.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Nothing is shown before this time, so that quick commands stay quiet.
const QUIET: Duration = Duration::from_millis(500);
/// How often the sign turns.
const TURN: Duration = Duration::from_millis(100);

/// One line, however narrow the terminal is or becomes.
fn spinner() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {wide_msg}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// A turning sign with a few words; nothing at all if standard error is no terminal.
pub struct Progress {
    wanted: bool,
    shown: Option<Shown>,
}

struct Shown {
    bar: ProgressBar,
    /// Dropped to say that the work is over.
    over: Sender<()>,
}

impl Progress {
    /// Progress on standard error, if `wanted`.
    pub fn new(wanted: bool) -> Self {
        Self { wanted, shown: None }
    }

    /// Says what is being done now.
    pub fn step(&mut self, what: &str) {
        if !self.wanted {
            return;
        }
        let shown = self.shown.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            bar.set_style(spinner());
            let (over, is_over) = channel();
            let late = bar.clone();
            // Without a thread nothing is shown.
            let _ = std::thread::Builder::new().spawn(move || {
                if is_over.recv_timeout(QUIET) == Err(RecvTimeoutError::Timeout) {
                    late.set_draw_target(ProgressDrawTarget::stderr());
                    late.enable_steady_tick(TURN);
                }
            });
            Shown { bar, over }
        });
        // The bar was the last step's.
        if shown.bar.length().is_some() {
            shown.bar.unset_length();
            shown.bar.set_style(spinner());
        }
        shown.bar.set_message(what.to_owned());
    }

    /// Says how much of the present step is done: from now on until [`clear`](Self::clear)
    /// there is a bar.
    #[cfg(feature = "pdf")]
    pub fn amount(&mut self, done: usize, all: usize) {
        let Some(Shown { bar, .. }) = &self.shown else { return };
        if bar.length().is_none()
            && let Ok(style) =
                ProgressStyle::with_template("{spinner} {msg} {wide_bar} {pos}/{len}")
        {
            bar.set_style(style);
        }
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }

    /// Takes it off the terminal, before something else is printed or at the end.
    pub fn clear(&mut self) {
        if let Some(Shown { bar, over }) = self.shown.take() {
            drop(over);
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
