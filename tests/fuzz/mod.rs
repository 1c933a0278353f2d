//! Fuzzing that needs nothing but the stable toolchain: every reader of what strangers write is
//! given inputs changed at random, from fixed seeds, and must neither panic nor break what holds
//! for it (`targets.rs`). `cargo test` reads `corpus/`, which has the inputs that once failed, and
//! a few changed ones a target; `make fuzz` goes on for `FUZZ_SECONDS`.

pub(crate) mod mutate;
pub(crate) mod targets;

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use self::mutate::{Dice, changed};
use self::targets::{TARGETS, Target};

/// Inputs of each target that run with the other tests.
const FEW: u64 = 60;

/// Inputs of one target before the next one has its turn.
const TURN: u64 = 200;

/// Inputs that are remembered besides the samples, so that changes add up.
const KEPT: usize = 200;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

/// The inputs of a target that once failed, by name.
fn failed_once(target: &Target) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder().join(target.name)) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: PathBuf| (path.display().to_string(), std::fs::read(&path).unwrap());
    files.into_iter().map(read).collect()
}

/// Gives one input to a target. What fails is kept in `target/fuzz/`, to be put into `corpus/`.
fn execute(target: &Target, input: &[u8]) -> Result<(), String> {
    let result = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    result.map_err(|_| {
        let sum = yulu::source::sha256_hex(input);
        let path = scratch().join(format!("{}-{}", target.name, &sum[..12]));
        std::fs::write(&path, input).unwrap();
        format!("{} failed; its input is {}", target.name, path.display())
    })
}

fn scratch() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A target with what its inputs are made of.
struct Fuzzed {
    target: &'static Target,
    dice: Dice,
    pool: Vec<Vec<u8>>,
    /// How many of the pool stay for ever.
    samples: usize,
    executions: u64,
    slowest: (Duration, usize),
}

impl Fuzzed {
    fn new(target: &'static Target, seed: u64) -> Self {
        let mut pool = (target.samples)();
        pool.extend(failed_once(target).into_iter().map(|(_, input)| input));
        assert!(!pool.is_empty(), "{} has samples", target.name);
        let samples = pool.len();
        let dice = Dice::new(seed);
        Self { target, dice, pool, samples, executions: 0, slowest: Default::default() }
    }

    fn run(&mut self, count: u64) -> Result<(), String> {
        for _ in 0..count {
            let input = changed(&self.pool, &mut self.dice);
            let start = Instant::now();
            execute(self.target, &input)?;
            self.slowest = self.slowest.max((start.elapsed(), input.len()));
            self.executions += 1;
            // A changed input is changed again later; which ones is the dice's choice.
            if self.dice.below(8) == 0 {
                match self.pool.len() < self.samples + KEPT {
                    true => self.pool.push(input),
                    false => {
                        let at = self.samples + self.dice.below(KEPT);
                        self.pool[at] = input;
                    }
                }
            }
        }
        Ok(())
    }
}

#[test]
fn what_once_failed_holds() {
    for target in TARGETS {
        for (name, input) in failed_once(target) {
            let result = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
            assert!(result.is_ok(), "{name}");
        }
    }
}

#[test]
fn a_few_changed_inputs_a_target() {
    for target in TARGETS {
        let mut fuzzed = Fuzzed::new(target, 0x5eed);
        for sample in fuzzed.pool.clone() {
            execute(target, &sample).unwrap();
        }
        fuzzed.run(FEW).unwrap();
    }
}

/// `FUZZ_SECONDS` (60), `FUZZ_SEED` (1) and `FUZZ_TARGET` (all) say for how long, from where and
/// of what. Prints the executions of each target and its slowest input.
#[test]
#[ignore = "runs for a given time: make fuzz"]
fn for_a_given_time() {
    let number = |name: &str, otherwise: u64| -> u64 {
        std::env::var(name).map_or(otherwise, |text| text.parse().expect("a number"))
    };
    let seed = number("FUZZ_SEED", 1);
    let only = std::env::var("FUZZ_TARGET").ok();
    let chosen =
        TARGETS.iter().filter(|target| only.as_ref().is_none_or(|o| o == target.name));
    let mut all: Vec<Fuzzed> = chosen.map(|target| Fuzzed::new(target, seed)).collect();
    assert!(!all.is_empty(), "no such target");
    let end = Instant::now() + Duration::from_secs(number("FUZZ_SECONDS", 60));
    let mut failures = Vec::new();
    while Instant::now() < end && !all.is_empty() {
        for fuzzed in &mut all {
            if let Err(failure) = fuzzed.run(TURN) {
                failures.push(failure);
            }
        }
    }
    for Fuzzed { target, executions, slowest: (time, length), .. } in &all {
        let name = target.name;
        writeln!(
            std::io::stderr(),
            "{name:<14} {executions:>9} executions, slowest {time:?} ({length} bytes)"
        )
        .unwrap();
    }
    assert!(failures.is_empty(), "{failures:#?}");
}
