//! Files and folders as a command line names them, and files written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use plan_registry::import::{FileKind, kind_at_a_glance};

use super::error::without_number;

/// The argument that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// How much of a file is looked at to tell what kind it is. Unit: bytes.
const GLANCE: u64 = 4096;

/// Something to import.
#[derive(Debug)]
pub(super) struct Source {
    /// What messages call it.
    pub(super) name: String,
    path: Option<PathBuf>,
}

impl Source {
    /// What it holds.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        match &self.path {
            Some(path) => fs::read(path),
            None => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }

    fn kind(&self) -> FileKind {
        let mut beginning = Vec::new();
        if let Some(file) = self.path.as_ref().and_then(|path| File::open(path).ok()) {
            // A file that cannot be read says so when its turn comes.
            let _ = file.take(GLANCE).read_to_end(&mut beginning);
        }
        kind_at_a_glance(&beginning)
    }
}

/// An argument that leads to no file.
#[derive(Debug)]
pub(super) struct Dead {
    /// What messages call it.
    pub(super) name: String,
    /// Why it leads nowhere.
    pub(super) why: String,
}

/// The files that arguments name, folders with all below them, in the order in which later files refer to earlier ones.
pub(super) fn sources(arguments: &[PathBuf]) -> (Vec<Source>, Vec<Dead>) {
    let mut sources = Vec::new();
    let mut dead = Vec::new();
    for argument in arguments {
        let name = argument.display().to_string();
        if argument.as_os_str() == STANDARD_INPUT {
            sources.push(Source { name: "standard input".to_owned(), path: None });
            continue;
        }
        match found(argument) {
            Ok(paths) if paths.is_empty() => {
                dead.push(Dead { name, why: "the folder holds no *.yaml, *.yml or *.json file".to_owned() });
            }
            Ok(paths) => sources
                .extend(paths.into_iter().map(|path| Source { name: path.display().to_string(), path: Some(path) })),
            Err(error) => dead.push(Dead { name, why: without_number(&error.to_string()) }),
        }
    }
    sources.sort_by_cached_key(Source::kind);
    (sources, dead)
}

fn found(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !fs::metadata(path)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    walk(path, &mut files)?;
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        // Links to folders are left alone: they may lead in circles.
        if entry.file_type()?.is_dir() {
            walk(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json") {
            files.push(path);
        }
    }
    Ok(())
}

/// Writes a file so that at every moment the old content or the new is there, whole. Makes the folder if there is none.
pub(super) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = folder.join(format!(".{name}.{}.unfinished", std::process::id()));
    let written = File::create(&unfinished).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    });
    if written.is_err() {
        // The first error is the one to tell; what is left over is hidden and small.
        let _ = fs::remove_file(&unfinished);
    }
    written
}
