//! Global ids: opaque to clients, a type and a UUID to us.

use async_graphql::ID;
use data_encoding::BASE64URL_NOPAD;
use uuid::Uuid;

use super::error::{ApiError, ApiResult};

/// The types that `node` can find. The letters are part of every id that clients have stored: they never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeType {
    Alignment,
    Indicator,
    InnovationCase,
    Institution,
    Observation,
    Plan,
    PlanElement,
    PlanIndicator,
    PlanningPeriod,
    SourceDocument,
    Study,
    Theme,
}

impl NodeType {
    // In the order in which the types are declared.
    const ALL: [(Self, u8, &'static str); 12] = [
        (Self::Alignment, b'a', "an alignment"),
        (Self::Indicator, b'i', "an indicator"),
        (Self::InnovationCase, b'c', "an innovation case"),
        (Self::Institution, b'l', "an institution"),
        (Self::Observation, b'o', "an observation"),
        (Self::Plan, b'p', "a plan"),
        (Self::PlanElement, b'e', "a plan element"),
        (Self::PlanIndicator, b'q', "a plan indicator"),
        (Self::PlanningPeriod, b't', "a planning period"),
        (Self::SourceDocument, b'd', "a source document"),
        (Self::Study, b's', "a study"),
        (Self::Theme, b'h', "a theme"),
    ];

    fn row(self) -> (u8, &'static str) {
        let (_, letter, noun) = Self::ALL[self as usize];
        (letter, noun)
    }
}

/// The global id of something.
pub(super) fn encode(node: NodeType, uuid: impl Into<Uuid>) -> ID {
    let mut bytes = [node.row().0; 17];
    bytes[1..].copy_from_slice(uuid.into().as_bytes());
    let mut id = String::with_capacity(23);
    BASE64URL_NOPAD.encode_append(&bytes, &mut id);
    ID(id)
}

/// What a global id names.
pub(super) fn decode(id: &str) -> ApiResult<(NodeType, Uuid)> {
    let decoded = || -> Option<(NodeType, Uuid)> {
        let bytes = BASE64URL_NOPAD.decode(id.as_bytes()).ok()?;
        let (letter, uuid) = bytes.split_first()?;
        let node = NodeType::ALL.into_iter().find(|(_, known, _)| known == letter)?.0;
        Some((node, Uuid::from_slice(uuid).ok()?))
    };
    decoded().ok_or_else(|| {
        ApiError::bad_input(format!(
            "`{id}` is not an id of this registry: use the `id` of an earlier answer, or a slug"
        ))
    })
}

/// The UUID of a global id that must name one type.
pub(super) fn decode_as(id: &str, wanted: NodeType) -> ApiResult<Uuid> {
    let (node, uuid) = decode(id)?;
    if node == wanted {
        return Ok(uuid);
    }
    Err(ApiError::bad_input(format!("`{id}` is the id of {}, not of {}", node.row().1, wanted.row().1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_a_type_and_a_thing() {
        let uuid = Uuid::from_u128(7);
        for (node, ..) in NodeType::ALL {
            assert_eq!(decode(&encode(node, uuid)), Ok((node, uuid)));
        }
        assert!(decode_as(&encode(NodeType::Plan, uuid), NodeType::Theme).is_err());
        for bad in ["", "x", "cGxhbg", "💥", &"A".repeat(1_000)] {
            assert!(decode(bad).is_err(), "{bad}");
        }
    }
}
