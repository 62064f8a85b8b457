//! Files and folders as a command line names them, and files written whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use plan_registry::{
    domain::document_content::DocumentContent,
    export::DOCUMENTS,
    import::{DOCUMENT_ENDINGS, FileForm, REGISTRY_ENDINGS, TABLE_ENDINGS, file_form, no_folder},
};

use super::error::without_number;

/// The argument that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// How much of a file is looked at to tell what it is. Unit: bytes.
const GLANCE: u64 = 4096;

/// Files above this size are refused by those who read them, so no more is fetched. Unit: bytes.
const MOST: u64 = DocumentContent::MAX_BYTES as u64 + 1;

/// Documents whose names begin so are about a folder, not about a library.
const ABOUT_A_FOLDER: [&str; 2] = ["readme", "license"];

/// Something to import.
#[derive(Debug)]
pub(super) struct Source {
    /// What messages call it.
    pub(super) name: String,
    /// What it is.
    pub(super) form: FileForm,
    origin: Origin,
}

#[derive(Debug)]
enum Origin {
    Path(PathBuf),
    /// What came by standard input or another pipe, which cannot be read twice.
    Read(Vec<u8>),
}

impl Source {
    /// What an argument that names no folder stands for.
    pub(super) fn of(argument: &Path) -> io::Result<Self> {
        let name = argument.display().to_string();
        let ending = argument.extension().and_then(|ending| ending.to_str());
        if argument.as_os_str() == STANDARD_INPUT {
            let mut bytes = Vec::new();
            io::stdin().lock().take(MOST).read_to_end(&mut bytes)?;
            let name = "standard input".to_owned();
            return Ok(Self { name, form: file_form(None, &bytes), origin: Origin::Read(bytes) });
        }
        if !fs::metadata(argument)?.is_file() {
            let bytes = read_at_most(argument, MOST)?;
            return Ok(Self { name, form: file_form(ending, &bytes), origin: Origin::Read(bytes) });
        }
        // A file that cannot be read says so when its turn comes.
        let beginning = read_at_most(argument, GLANCE).unwrap_or_default();
        Ok(Self { name, form: file_form(ending, &beginning), origin: Origin::Path(argument.to_owned()) })
    }

    /// What it holds; of what is too large, more than is allowed.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        match &self.origin {
            Origin::Path(path) => read_at_most(path, MOST),
            Origin::Read(bytes) => Ok(bytes.clone()),
        }
    }

    /// What a file holds that is named from the folder of this one on.
    pub(super) fn read_beside(&self, path: &str) -> io::Result<Vec<u8>> {
        let Origin::Path(own) = &self.origin else { return no_folder(path) };
        let path = own.parent().unwrap_or(Path::new("")).join(path);
        let about = fs::metadata(&path)?;
        if !about.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        if about.len() >= MOST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        read_at_most(&path, MOST)
    }

    /// Its path as the command line names it; `None` for pipes.
    pub(super) fn path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::Path(path) => Some(path),
            Origin::Read(_) => None,
        }
    }
}

/// What a file holds, up to so many bytes.
fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
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
        let found = found(argument).and_then(|paths| paths.iter().map(|path| Source::of(path)).collect());
        let found: Vec<Source> = match found {
            Ok(found) => found,
            Err(error) => {
                dead.push(Dead { name, why: without_number(&error.to_string()) });
                continue;
            }
        };
        if found.is_empty() {
            let endings: Vec<String> = endings().map(|ending| format!("*.{ending}")).collect();
            let why = format!("the folder holds no file to import: none is called {}", endings.join(", "));
            dead.push(Dead { name, why });
        }
        sources.extend(found);
    }
    sources.sort_by_key(|source| source.form.place());
    (sources, dead)
}

/// The ends of the names of files that are taken from folders.
fn endings() -> impl Iterator<Item = &'static str> {
    REGISTRY_ENDINGS.into_iter().chain(TABLE_ENDINGS).chain(DOCUMENT_ENDINGS)
}

fn found(argument: &Path) -> io::Result<Vec<PathBuf>> {
    if argument.as_os_str() == STANDARD_INPUT || !fs::metadata(argument)?.is_dir() {
        return Ok(vec![argument.to_owned()]);
    }
    let mut files = Vec::new();
    walk(argument, &mut files)?;
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<fs::DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        // Links to folders are left alone: they may lead in circles.
        if entry.file_type()?.is_dir() {
            // Documents that an export wrote down come with the files that name them.
            if name != DOCUMENTS {
                walk(&path, files)?;
            }
        } else if is_taken(&name.to_ascii_lowercase()) || is_case_table(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// Whether a file is a table by its name and has the header of one of cases: folders hold tables about anything.
fn is_case_table(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let is_table = ending.is_some_and(|ending| TABLE_ENDINGS.contains(&ending.as_str()));
    is_table && read_at_most(path, GLANCE).is_ok_and(|beginning| file_form(None, &beginning) == FileForm::CaseTable)
}

/// Whether a file of this name, in lower case, is taken from a folder.
fn is_taken(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let is_about_folder = ABOUT_A_FOLDER.iter().any(|beginning| stem.starts_with(beginning));
    REGISTRY_ENDINGS.contains(&ending) || (DOCUMENT_ENDINGS.contains(&ending) && !is_about_folder)
}

/// Writes a file so that at every moment the old content or the new is there, whole. Makes the folder if there is none.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = folder.join(format!(".{name}.{}.unfinished", std::process::id()));
    let written = File::create(&unfinished).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    });
    if written.is_err() {
        // The first error is the one to tell; what is left over is hidden and small.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_what_can_be_imported() {
        for (name, taken) in [
            ("plan.yaml", true),
            ("plan.draft.html", true),
            ("规划.txt", true),
            ("readme.md", false),
            ("license-mit.txt", false),
            ("readme.yaml", true),
            ("plan.docx", false),
            ("figures.csv", false),
            ("plan", false),
            ("yaml", false),
        ] {
            assert_eq!(is_taken(name), taken, "{name}");
        }
    }
}
