//! Compiles the bundled catalogue and the comparisons' documents anew when a file is added to them or taken away.

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src/results/queries");
}
