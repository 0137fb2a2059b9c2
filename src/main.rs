//! The `qfrefund` program.

fn main() {}
