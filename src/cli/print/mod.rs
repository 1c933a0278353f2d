//! Printed sheets on the command line: `yulu build --format pdf` and `yulu calibrate`.

mod args;
mod calibrate;
mod fonts;
mod sheets;
mod volumes;

pub use args::PrintArgs;
pub use calibrate::{CalibrateArgs, calibrate};
pub use sheets::{Input, Printer};
pub use volumes::sheets_of;
