//! Compiles the bundled catalogue and the comparisons' documents anew when a file is added to them or taken away, and
//! names the source that the program is built from, so that answers of another program are never taken for its own.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::Path,
};

/// What decides how the program answers.
const SOURCES: [&str; 5] = ["Cargo.lock", "data", "entity/src", "migration/src", "src"];

fn main() -> io::Result<()> {
    // Without keys of its own, so the same source has the same name wherever it is built.
    let mut source = DefaultHasher::new();
    for path in SOURCES {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut source)?;
    }
    println!("cargo::rustc-env=PLAN_REGISTRY_SOURCE={:016x}", source.finish());
    Ok(())
}

fn add(path: &Path, source: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let mut below = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        below.sort_unstable();
        below.iter().try_for_each(|path| add(path, source))
    } else {
        path.to_string_lossy().hash(source);
        fs::read(path)?.hash(source);
        Ok(())
    }
}
