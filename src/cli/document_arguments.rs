//! What a person says of documents that the documents may leave unsaid.

use clap::Args;
use plan_registry::{
    document::{Given, Known},
    domain::{id::check_slug, plan::PlanStatus},
};

/// Where help lists these options.
const HEADING: &str = "What documents leave unsaid";

#[derive(Debug, Args)]
pub(super) struct DocumentArguments {
    /// The institution whose plan it is, by its slug.
    #[arg(long, help_heading = HEADING, value_name = "SLUG", value_parser = slug)]
    institution: Option<String>,

    /// The planning period, by its slug, such as cn-fyp-15.
    #[arg(long, help_heading = HEADING, value_name = "SLUG", value_parser = slug)]
    period: Option<String>,

    /// How far the plan has come: PROPOSAL, CONSULTATION, ADOPTED or SUPERSEDED.
    #[arg(long, help_heading = HEADING, value_name = "STATUS", value_parser = status)]
    status: Option<PlanStatus>,

    /// What to call the plan. Under a slug that the registry has, a new revision is published.
    #[arg(long, help_heading = HEADING, value_name = "SLUG", value_parser = slug)]
    slug: Option<String>,

    /// Tells the plan from others of the same institution and period, such as draft.
    #[arg(long, help_heading = HEADING, value_name = "SLUG", value_parser = slug)]
    variant: Option<String>,
}

impl DocumentArguments {
    /// What is said, for documents that are read with what is known.
    pub(super) fn given(&self, known: Known) -> Given {
        let Self { institution, period, status, slug, variant } = self;
        Given {
            institution: institution.clone(),
            period: period.clone(),
            status: *status,
            slug: slug.clone(),
            variant: variant.clone(),
            known,
        }
    }

    /// Checks that what is said fits so many documents.
    ///
    /// # Errors
    /// What is wrong with the command line.
    pub(super) fn check(&self, n_documents: usize) -> Result<(), String> {
        let Self { institution, period, status, slug, variant } = self;
        let of_one = [("--slug", slug.is_some()), ("--variant", variant.is_some())];
        let of_many =
            [("--institution", institution.is_some()), ("--period", period.is_some()), ("--status", status.is_some())];
        let first = |options: &[(&'static str, bool)]| options.iter().find(|(_, given)| *given).map(|(name, _)| *name);
        match n_documents {
            0 => first(&[of_many.as_slice(), of_one.as_slice()].concat()).map(|option| {
                format!("{option} is for documents, and none of these files is one: a plan file says it itself")
            }),
            1 => None,
            _ => first(&of_one).map(|option| {
                format!("{option} names one plan, and here are {n_documents} documents: import them one by one")
            }),
        }
        .map_or(Ok(()), Err)
    }
}

fn slug(word: &str) -> Result<String, String> {
    check_slug(word).map(|()| word.to_owned()).map_err(|error| error.to_string())
}

fn status(word: &str) -> Result<PlanStatus, String> {
    word.to_ascii_uppercase().parse().map_err(|_| {
        let words: Vec<&str> = PlanStatus::ALL.iter().map(|status| status.code()).collect();
        format!("write one of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_fit_the_number_of_documents() {
        let none = || DocumentArguments { institution: None, period: None, status: None, slug: None, variant: None };
        let period = DocumentArguments { period: Some("p".to_owned()), ..none() };
        let variant = DocumentArguments { variant: Some("v".to_owned()), ..none() };
        for (arguments, n_documents, complaint) in [
            (none(), 0, None),
            (none(), 9, None),
            (period, 2, None),
            (DocumentArguments { status: Some(PlanStatus::Adopted), ..none() }, 0, Some("--status")),
            (DocumentArguments { slug: Some("s".to_owned()), ..none() }, 1, None),
            (DocumentArguments { slug: Some("s".to_owned()), ..none() }, 2, Some("--slug")),
            (variant, 3, Some("--variant")),
        ] {
            let outcome = arguments.check(n_documents).err();
            assert_eq!(outcome.as_deref().and_then(|text| text.split(' ').next()), complaint, "{outcome:?}");
        }
    }
}
