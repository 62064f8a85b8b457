//! What is written down reads back the same.

use proptest::prelude::*;

use super::{
    super::{
        RegistryFile, accept_annotations, accept_catalogue, accept_plan, accept_study,
        export::{annotation_draft, catalogue_draft, plan_draft, study_draft, to_json, to_yaml},
        read,
    },
    nowhere, strategies,
};

/// Both ways of writing a draft down read back as the draft.
fn check_both_forms(file: &RegistryFile) -> Result<(), TestCaseError> {
    let yaml = match file {
        RegistryFile::Plan(draft) => (to_yaml(draft), to_json(draft)),
        RegistryFile::Catalogue(draft) => (to_yaml(draft), to_json(draft)),
        RegistryFile::Annotations(draft) => (to_yaml(draft), to_json(draft)),
        RegistryFile::Study(draft) => (to_yaml(draft), to_json(draft)),
    };
    for (name, text) in [("draft.yaml", yaml.0), ("draft.json", yaml.1)] {
        let text = text.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let read = read(name, text.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert_eq!(&read.content, file, "{}", text);
    }
    Ok(())
}

fn failed(error: impl std::fmt::Display) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

proptest! {
    #[test]
    fn plans_come_back_from_their_files(record in strategies::plan()) {
        let draft = plan_draft(&record).map_err(failed)?;
        check_both_forms(&RegistryFile::Plan(Box::new(draft.clone())))?;
        prop_assert_eq!(accept_plan(draft, &nowhere()).map_err(failed)?.plan, record);
    }

    #[test]
    fn catalogues_come_back_from_their_files(record in strategies::catalogue()) {
        let draft = catalogue_draft(&record).map_err(failed)?;
        check_both_forms(&RegistryFile::Catalogue(Box::new(draft.clone())))?;
        prop_assert_eq!(accept_catalogue(draft, &nowhere()).map_err(failed)?.catalogue, record);
    }

    #[test]
    fn annotations_come_back_from_their_files(record in strategies::annotations()) {
        let draft = annotation_draft(&record);
        check_both_forms(&RegistryFile::Annotations(Box::new(draft.clone())))?;
        prop_assert_eq!(accept_annotations(draft, &nowhere()).map_err(failed)?.annotations, record);
    }

    #[test]
    fn studies_come_back_from_their_files(record in strategies::study()) {
        let draft = study_draft(&record);
        check_both_forms(&RegistryFile::Study(Box::new(draft.clone())))?;
        prop_assert_eq!(accept_study(draft, &nowhere()).map_err(failed)?.study, record);
    }
}
