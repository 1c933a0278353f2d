//! Printed sheets on the command line: `yulu build --format pdf` and `yulu calibrate`.

mod args;
mod calibrate;
#[cfg_attr(not(feature = "pdf"), path = "without_pdf.rs")]
mod printer;
mod profiles;
mod sheets;
mod volumes;

pub use args::PrintArgs;
pub use calibrate::{CalibrateArgs, calibrate};
pub use printer::Printer;
pub use sheets::Input;
pub use volumes::sheets_of;
