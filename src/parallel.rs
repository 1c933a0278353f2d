//! The same work on many items at once.

use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// What a thread has found; if it panicked, so does this one.
pub fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Work on a thread of its own, or done already where the machine gives no thread (a limit of
/// processes): the result is the same.
pub enum Work<'scope, T> {
    /// Under way.
    Thread(ScopedJoinHandle<'scope, T>),
    /// Done on the thread that asked.
    Done(T),
}

impl<T> Work<'_, T> {
    /// Its result.
    pub fn joined(self) -> T {
        match self {
            Work::Thread(thread) => joined(thread),
            Work::Done(result) => result,
        }
    }
}

/// Starts work on a thread of its own, if there is one to be had.
pub fn start<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl Fn() -> T + Send + Sync + 'scope,
) -> Work<'scope, T> {
    let work = std::sync::Arc::new(work);
    let own = std::sync::Arc::clone(&work);
    match Builder::new().spawn_scoped(scope, move || own()) {
        Ok(thread) => Work::Thread(thread),
        Err(_) => Work::Done(work()),
    }
}

/// The results of `work` on every item, in the items' order, made on as many threads as there are
/// processors, each with at least `fewest` items. The number of threads does not show in the
/// result.
pub fn map<T: Send, R: Send>(
    items: impl IntoIterator<Item = T>,
    fewest: usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let mut items: Vec<T> = items.into_iter().collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads).max(fewest).max(1);
    if items.len() <= share {
        return items.into_iter().map(work).collect();
    }
    let mut shares = Vec::new();
    while items.len() > share {
        let rest = items.split_off(share);
        shares.push(std::mem::replace(&mut items, rest));
    }
    shares.push(items);
    let shares: Vec<Mutex<Vec<T>>> = shares.into_iter().map(Mutex::new).collect();
    let work = &work;
    std::thread::scope(|scope| {
        let workers: Vec<_> = shares
            .iter()
            .map(|share| {
                start(scope, move || {
                    let mut share = share.lock().unwrap_or_else(PoisonError::into_inner);
                    std::mem::take(&mut *share).into_iter().map(work).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(Work::joined).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items_however_many_threads() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = items.iter().map(|at| at * 2).collect();
        for fewest in [0, 1, 7, 999, 5000] {
            assert_eq!(map(&items, fewest, |at| at * 2), doubled);
        }
        assert!(map([], 1, |at: usize| at).is_empty());
    }
}
