//! The `yulu` program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(yulu::cli::run(std::env::args_os()))
}
