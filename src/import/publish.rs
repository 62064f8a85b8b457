//! Publishing files that were read.

use std::time::Duration;

use time::format_description::well_known::Rfc3339;

use super::{
    ImportError, Imported, ImportedFile,
    kept::no_folder,
    prepared::{Content, Prepared},
    refusals::file_error,
};
use crate::{
    clock::Clock,
    domain::{id::IdSource, study::StudyRecord},
    draft::{FieldPath, FileError, Finding, PlanFileContent, Severity, StudyFileContent},
    identity::Carried,
    store::{ContextPublished, Publication, PublishError, Published, Store, StudyPublished},
};

/// How often a publication is tried that other programs at the same database get in the way of.
const MAX_ATTEMPTS: u32 = 5;

/// How long to wait before the second attempt; twice as long before each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// Reads one plan file, catalogue file, annotation file or study file and publishes it. `file_name` is what findings call it. There is no
/// folder to look for documents in that it names as files.
///
/// # Errors
/// [`ImportError`]; nothing of the file is stored then.
pub async fn import_bytes(
    store: &Store,
    clock: &Clock,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<Imported, ImportError> {
    let name = file_name.to_owned();
    // Reading is work for a processor, and the workers of a server have others waiting.
    let prepared = tokio::task::spawn_blocking(move || {
        let mut prepared = Prepared::read(&name, &bytes)?;
        prepared.take_documents(no_folder)?;
        Ok::<_, FileError>(prepared)
    })
    .await;
    match prepared {
        Ok(prepared) => import(store, clock, &prepared?).await,
        Err(source) => Err(ImportError::Reader { file: file_name.to_owned(), source }),
    }
}

/// Publishes one file.
///
/// # Errors
/// [`ImportError`]; nothing of the file is stored then.
pub async fn import(store: &Store, clock: &Clock, file: &Prepared) -> Result<Imported, ImportError> {
    let mut attempts = Attempts::default();
    loop {
        match import_once(store, clock, file).await {
            Err(error) if attempts.again(&error).await => {}
            outcome => return outcome,
        }
    }
}

async fn import_once(store: &Store, clock: &Clock, file: &Prepared) -> Result<Imported, ImportError> {
    let failed = |source| ImportError::Store { file: file.file_name().to_owned(), source };
    let mut publication = store.begin(clock.now(), IdSource::New, file.note()).await.map_err(failed)?;
    let (what, findings) = publish_in(&mut publication, file).await?;
    let (changed, registry_revision) = match publication.commit().await.map_err(failed)? {
        Published::Revision(revision) => (true, revision),
        Published::Unchanged => (false, store.current_revision().await.map_err(failed)?),
    };
    Ok(Imported { what, changed, findings, registry_revision })
}

/// Publishes files as one publication, in the order given: all of them or none.
///
/// # Errors
/// [`ImportError`] for the first file that cannot be stored.
pub async fn publish_together(
    store: &Store,
    clock: &Clock,
    ids: IdSource,
    note: &str,
    files: &[Prepared],
) -> Result<Published, ImportError> {
    let mut attempts = Attempts::default();
    loop {
        match publish_together_once(store, clock, ids, note, files).await {
            Err(error) if attempts.again(&error).await => {}
            outcome => return outcome,
        }
    }
}

async fn publish_together_once(
    store: &Store,
    clock: &Clock,
    ids: IdSource,
    note: &str,
    files: &[Prepared],
) -> Result<Published, ImportError> {
    let failed = |source| ImportError::Store { file: note.to_owned(), source };
    let mut publication = store.begin(clock.now(), ids, Some(note)).await.map_err(failed)?;
    for file in files {
        publish_in(&mut publication, file).await?;
    }
    publication.commit().await.map_err(failed)
}

/// Counts attempts at a publication that other programs at the same database got in the way of.
struct Attempts {
    n_failed: u32,
    pause: Duration,
}

impl Default for Attempts {
    fn default() -> Self {
        Self { n_failed: 0, pause: FIRST_PAUSE }
    }
}

impl Attempts {
    /// Whether to try again after this error; waits a little if so.
    async fn again(&mut self, error: &ImportError) -> bool {
        self.n_failed += 1;
        let is_transient = matches!(error, ImportError::Store { source, .. } if source.is_transient());
        if !is_transient || self.n_failed >= MAX_ATTEMPTS {
            return false;
        }
        tracing::info!(attempt = self.n_failed, "the database was busy: trying again to publish");
        tokio::time::sleep(self.pause).await;
        self.pause *= 2;
        true
    }
}

/// Makes a file part of a publication: what it holds and what is odd about it.
pub(super) async fn publish_in(
    publication: &mut Publication,
    file: &Prepared,
) -> Result<(ImportedFile, Vec<Finding>), ImportError> {
    let mut findings = file.findings().to_vec();
    let published = match &file.content {
        Content::Plan(content) => publish_plan(publication, file, content, &mut findings).await,
        Content::Catalogue(content) => {
            let what = match file.places.is_table() {
                true => ImportedFile::CaseTable { n_cases: content.catalogue.innovation_cases.len() },
                false => ImportedFile::Catalogue,
            };
            publication.catalogue(&content.catalogue).await.map(|()| what)
        }
        Content::Annotations(content) => {
            publication.annotations(&content.annotations).await.map(|()| ImportedFile::Annotations)
        }
        Content::Study(content) => publish_study(publication, file, content, &mut findings).await,
    };
    let published = match published {
        Ok(what) => publication.keep_contents(&file.kept).await.map(|()| what).map_err(PublishError::Store),
        Err(error) => Err(error),
    };
    match published {
        Ok(what) => Ok((what, findings)),
        Err(PublishError::Refused(refusals)) => Err(ImportError::File(file_error(file, &refusals))),
        Err(PublishError::Store(source)) => Err(ImportError::Store { file: file.file_name().to_owned(), source }),
    }
}

async fn publish_plan(
    publication: &mut Publication,
    file: &Prepared,
    content: &PlanFileContent,
    findings: &mut Vec<Finding>,
) -> Result<ImportedFile, PublishError> {
    let PlanFileContent { plan, institution, period, .. } = content;
    let context = publication.plan_context(institution.as_ref(), period.as_ref()).await?;
    let published = publication.plan(plan).await?;
    findings.extend(context_findings(file, context));
    findings.extend(published.carried.iter().map(|carried| identity_finding(file, content, carried)));
    Ok(ImportedFile::Plan { id: published.id, slug: plan.slug.clone(), revision: published.revision })
}

async fn publish_study(
    publication: &mut Publication,
    file: &Prepared,
    content: &StudyFileContent,
    findings: &mut Vec<Finding>,
) -> Result<ImportedFile, PublishError> {
    let StudyFileContent { study, references, .. } = content;
    let published = publication.study(study, references).await?;
    findings.extend(study_findings(file, study, &published));
    Ok(ImportedFile::Study { slug: study.slug.clone(), revision: published.revision })
}

/// What is told of a study that cannot be pinned to what its file names, because that is another registry's.
fn study_findings(file: &Prepared, study: &StudyRecord, published: &StudyPublished) -> Vec<Finding> {
    let StudyPublished { at, codebook_version, is_elsewhere, .. } = published;
    let Some(named) = study.registry_revision.as_ref().filter(|_| *is_elsewhere) else { return Vec::new() };
    let root = FieldPath::default();
    let time = named.published_at.and_then(|time| time.format(&Rfc3339).ok());
    let of_then = time.map(|time| format!(" that was published at {time}")).unwrap_or_default();
    let message = format!(
        "this registry has no revision {}{of_then}, so the study is pinned to revision {at} of this one: its numbers may differ from those of the registry that the file comes from",
        named.number
    );
    let mut findings = vec![file.places.finding(
        Severity::Warning,
        "REVISION_NOT_HERE",
        &root.clone().field("registryRevision"),
        message,
    )];
    if let Some(version) = study.codebook_version.as_ref().filter(|version| *version != codebook_version) {
        let message =
            format!("version `{version}` of the codebook was in force there, and `{codebook_version}` is here");
        findings.push(file.places.finding(
            Severity::Warning,
            "CODEBOOK_DIFFERS",
            &root.field("codebookVersion"),
            message,
        ));
    }
    findings
}

fn context_findings(file: &Prepared, context: ContextPublished) -> impl Iterator<Item = Finding> {
    let ContextPublished { institution_differs, period_differs } = context;
    [
        (institution_differs, "INSTITUTION_DIFFERS", "institution"),
        (period_differs, "PERIOD_DIFFERS", "period"),
    ]
    .into_iter()
    .filter(|(differs, ..)| *differs)
    .map(|(_, code, field)| {
        let message = format!(
            "the registry knows this {field} otherwise and keeps what it has: to change it, import a catalogue file with the {field}"
        );
        file.places.finding(Severity::Warning, code, &FieldPath::default().field(field), message)
    })
}

fn identity_finding(file: &Prepared, content: &PlanFileContent, carried: &Carried) -> Finding {
    let Carried { old_key, new_key, is_certain } = carried;
    let index = content.plan.elements.iter().position(|element| &element.key == new_key);
    let path = index.and_then(|index| content.element_places.get(index)).cloned().unwrap_or_default().field("key");
    let (severity, code, message) = if *is_certain {
        let message = format!(
            "`{new_key}` was `{old_key}` before: it has the same number and nearly the same text, and keeps what is attached to it"
        );
        (Severity::Info, "KEY_CARRIED_OVER", message)
    } else {
        let message = format!(
            "`{new_key}` may be what `{old_key}` was before, but the texts differ too much to be sure, so it is a new element: if it is the same, give it the key `{old_key}`"
        );
        (Severity::Warning, "KEY_DOUBTFUL", message)
    };
    file.places.finding(severity, code, &path, message)
}
