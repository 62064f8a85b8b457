//! One macro for closed vocabularies, so that every one of them is spelled, listed, parsed and described alike.

/// Declares an enum whose values are written in SCREAMING_SNAKE_CASE in files, tables and the API.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$value_meta:meta])* $value:ident = $code:literal ),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            serde::Serialize, serde::Deserialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $( $(#[$value_meta])* #[serde(rename = $code)] $value ),+
        }

        impl $name {
            /// Every value, in the order of the vocabulary.
            pub const ALL: &'static [Self] = &[ $( Self::$value ),+ ];

            /// The word that stands for this value in files, tables and the API.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$value => $code ),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::vocabulary::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.code() == word).ok_or_else(|| {
                    $crate::domain::vocabulary::UnknownWord {
                        vocabulary: stringify!($name),
                        word: word.to_owned(),
                    }
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.code())
            }
        }
    };
}

pub(crate) use vocabulary;

/// A word that a closed vocabulary does not have.
#[derive(Debug, thiserror::Error)]
#[error("{vocabulary} has no value `{word}`")]
pub struct UnknownWord {
    /// The vocabulary that was asked.
    pub vocabulary: &'static str,
    /// The word that it does not have.
    pub word: String,
}
