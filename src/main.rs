//! The program `iaspn`: one file for each verb of its command line. The only place that wires adapters to ports.

mod audit;
mod cli;
mod config;
mod demo;
mod entrance;
mod erasures;
mod files;
mod import;
mod mail;
mod member;
mod migrate;
mod notary;
mod points;
mod portal;
mod progress;
mod projections;
mod reactors;
mod seed;
mod serve;
mod settings;
mod shutdown;
mod telemetry;
mod themes;
mod vault;
mod work;

use std::process::ExitCode;

/// Quicker than the C library where memory is freed by another thread than took it, and it gives back more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let (cli, matches) = match cli::parse(std::env::args_os()) {
        Ok(parsed) => parsed,
        Err(said) => return said,
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return cli::report(&error.into()),
    };
    telemetry::init(&cli.log);
    match runtime.block_on(cli.verb.run(&matches)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => cli::report(&error),
    }
}
