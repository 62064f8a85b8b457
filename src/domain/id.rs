//! Identifiers: one type for each kind of thing, so that one cannot stand in for another.

use uuid::Uuid;

macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self { Self(uuid) }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self { id.0 }
        }
    };
}

id_type!(
    /// Names one institution.
    InstitutionId
);
id_type!(
    /// Names one planning period.
    PeriodId
);
id_type!(
    /// Names one plan through all its revisions.
    PlanId
);
id_type!(
    /// Names one immutable revision of a plan.
    PlanRevisionId
);
id_type!(
    /// Names one statement of a plan, the same through the plan's revisions.
    ElementId
);
id_type!(
    /// Names one indicator as a plan states it, the same through the plan's revisions.
    PlanIndicatorId
);
id_type!(
    /// Names one figure.
    ObservationId
);
id_type!(
    /// Names one source document, by its content: other content is another document.
    DocumentId
);
id_type!(
    /// Names one concept of a codebook.
    ThemeId
);
id_type!(
    /// Names one indicator definition of the catalogue.
    IndicatorId
);
id_type!(
    /// Names one link that a person vouches for.
    AlignmentId
);
id_type!(
    /// Names one expert's code in one cell of a Library Impact Map.
    ImpactRatingId
);
id_type!(
    /// Names one case of service innovation.
    InnovationCaseId
);
id_type!(
    /// Names one coder's pass over one plan.
    CodingPassId
);
id_type!(
    /// Names one study through all its revisions.
    StudyId
);

/// Where new identifiers come from.
///
/// The bundled catalogue and generated data are the same everywhere, so their ids are made from their names (UUIDv5);
/// what people import gets ids of its own (UUIDv7), which sort by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdSource {
    /// UUIDv5 of the thing's name.
    FromName,
    /// UUIDv7.
    New,
}

/// The namespace of every id that is made from a name. Fixed for ever: changing it would change every such id.
const NAMESPACE: Uuid = Uuid::from_u128(0x0e5b_76a4_8d0c_5b0e_9a51_6f1d_2c4e_7a10);

impl IdSource {
    /// An id for a thing, where `name` is unique among the things of its `kind` ("plan", "element" …).
    pub fn id<T: From<Uuid>>(self, kind: &str, name: &str) -> T {
        match self {
            Self::FromName => id_from_name(kind, name),
            Self::New => Uuid::now_v7().into(),
        }
    }
}

/// The id that a name always has, for things whose identity is their content or their slug.
pub fn id_from_name<T: From<Uuid>>(kind: &str, name: &str) -> T {
    Uuid::new_v5(&NAMESPACE, format!("{kind}:{name}").as_bytes()).into()
}

/// A slug that breaks the rule of [`check_slug`].
#[derive(Debug, thiserror::Error)]
#[error(
    "`{slug}` is not a slug: use 1 to 120 lower-case letters a-z, digits and single hyphens between them, as in `example-city-library-15fyp`"
)]
pub struct InvalidSlug {
    /// The word that was given.
    pub slug: String,
}

/// Checks that a word can name something in addresses, files and queries: 1 to 120 of `a-z`, `0-9` and single hyphens
/// inside.
///
/// # Errors
/// [`InvalidSlug`] with the word, when it has other characters, is empty or too long.
pub fn check_slug(slug: &str) -> Result<(), InvalidSlug> {
    let well_formed = !slug.is_empty()
        && slug.len() <= 120
        && slug.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
    if well_formed { Ok(()) } else { Err(InvalidSlug { slug: slug.to_owned() }) }
}

/// Checks the key of an element or plan indicator: like a slug, and dots and underscores may join parts, as in
/// `goal-1.strategy-2`.
///
/// # Errors
/// [`InvalidKey`] with the word.
pub fn check_key(key: &str) -> Result<(), InvalidKey> {
    let well_formed = !key.is_empty()
        && key.len() <= 200
        && key.split(['-', '.', '_']).all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
    if well_formed { Ok(()) } else { Err(InvalidKey { key: key.to_owned() }) }
}

/// A key that breaks the rule of [`check_key`].
#[derive(Debug, thiserror::Error)]
#[error(
    "`{key}` is not a key: use 1 to 200 lower-case letters a-z and digits, joined by single hyphens, dots or underscores, as in `goal-1.strategy-2`"
)]
pub struct InvalidKey {
    /// The word that was given.
    pub key: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lower_case_words_joined_by_hyphens() {
        for good in ["a", "cn-fyp-14", "ifla-2024-2029"] {
            assert!(check_slug(good).is_ok(), "{good}");
        }
        for bad in ["", "A", "a--b", "-a", "a-", "a b", "图书馆", "a.b", &"x".repeat(121)] {
            assert!(check_slug(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_always_gives_the_same_id() {
        let first: PlanId = id_from_name("plan", "x");
        assert_eq!(first, IdSource::FromName.id("plan", "x"));
        assert_ne!(first, id_from_name::<PlanId>("theme", "x"));
        assert_ne!(IdSource::New.id::<PlanId>("plan", "x"), IdSource::New.id::<PlanId>("plan", "x"));
    }
}
