//! Aims that a sentence enumerates: 具体目标包括：…；…；…。 and "We will: (a) …; (b) …".

use crate::{
    document::pattern::Pattern,
    linguistics::{ChineseScript, is_han, to_script},
};

static CUE: Pattern = Pattern::new(
    r"(?x)
        (?:具体|主要|总体|发展|战略|工作|核心|建设|五年|规划)*目标(?:任务)?(?:主要)?(?:包括|包含|为|是|有|如下)?[一二三四五六七八九十几]?[个项点方面]*\s*[:：]
        | (?:我们|本馆|图书馆|我馆)(?:将|要)(?:着力|努力|重点)?(?:做到|实现|推进)?\s*[:：]
        | (?i:\b(?:we\ will|we\ aim\ to|we\ plan\ to|the\ library\ will|the\ libraries\ will|our\ (?:\w+\ ){0,2}(?:goals|aims|objectives|priorities)\ (?:are|include)(?:\ to)?
            |(?:specific\ |main\ |strategic\ |key\ )?(?:goals|aims|objectives|priorities)(?:\ \w+){0,4}\ (?:are|include)(?:\ to)?
            |(?:goals|aims|objectives|priorities)))\s*[:：]",
);

static NUMBERED: Pattern = Pattern::new(
    r"(?x)
        [（(]\s*(?:[0-9]{1,2}|[a-h]|[ivx]{1,4}|[一二三四五六七八九十]{1,2})\s*[）)]
        | [①-⑳]
        | (?:^|[；;。，,：:\s])\s*(?:[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,2}[,，、])
        | (?:^|[；;。，,:：\s])[0-9]{1,2}[)、.]\s*",
);

/// A passage that enumerates aims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::document) struct Aims {
    /// What stands in front of the enumeration, its opening words left out.
    pub(in crate::document) before: String,
    /// The aims, two or more, in order.
    pub(in crate::document) aims: Vec<String>,
    /// What stands behind it.
    pub(in crate::document) after: String,
}

/// Whether a text opens an enumeration of aims.
pub(in crate::document) fn opens_aims(text: &str) -> bool {
    CUE.is_match(&to_script(text, ChineseScript::Simplified))
}

/// The aims that a text enumerates; `None` where it opens no enumeration of at least two.
pub(in crate::document) fn aims(text: &str) -> Option<Aims> {
    let simplified = to_script(text, ChineseScript::Simplified);
    // The cue is searched in one script; a conversion that changes lengths is searched as it is.
    let searched = if simplified.chars().count() == text.chars().count() { &simplified } else { text };
    let cue = CUE.find(searched)?;
    let place = |at: usize| {
        let n_characters = searched.get(..at)?.chars().count();
        Some(text.char_indices().nth(n_characters).map_or(text.len(), |(at, _)| at))
    };
    let rest = text.get(place(cue.end())?..)?;
    let (list, after) = enumeration(rest);
    let aims = pieces(list);
    let before = text.get(..place(cue.start())?)?.trim_matches(['，', ',', '；', ';', ' ', '、']).to_owned();
    (aims.len() > 1).then(|| Aims { before, aims, after: after.trim().to_owned() })
}

/// The enumeration and what stands behind it: it ends with its sentence, numbered ones with the last number's sentence.
fn enumeration(text: &str) -> (&str, &str) {
    let numbers: Vec<_> = NUMBERED.find_iter(text).collect();
    let last_number = if numbers.len() > 1 { numbers.last().map_or(0, |number| number.end()) } else { 0 };
    let tail = text.get(last_number..).unwrap_or_default();
    let end = super::title::sentence_end(tail).map_or(text.len(), |end| last_number + end);
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn pieces(list: &str) -> Vec<String> {
    // A list that was cut off ends in a comma: what would stand behind it is no piece.
    let list = list.trim().trim_end_matches(['。', '.', '，', ',', '；', ';', '、', ' ']);
    let numbers: Vec<_> = NUMBERED.find_iter(list).collect();
    let cut: Vec<&str> = if numbers.len() > 1 {
        let ends = numbers.iter().skip(1).map(|number| number.start()).chain([list.len()]);
        numbers.iter().zip(ends).filter_map(|(number, end)| list.get(number.end()..end)).collect()
    } else if list.contains(['；', ';']) {
        list.split(['；', ';']).collect()
    } else if list.chars().any(is_han) {
        by_commas(list)
    } else {
        list.split(", ").flat_map(|piece| piece.split(" and to ")).collect()
    };
    let trimmed = cut.into_iter().map(|piece| {
        let bare = |piece: &'_ str| piece.trim_matches(['，', ',', '；', ';', '、', '。', ' ']).to_owned();
        let piece = bare(piece);
        let piece = piece.strip_suffix(" and").unwrap_or(&piece);
        bare(piece.strip_prefix("and ").unwrap_or(piece))
    });
    trimmed.filter(|piece| piece.chars().count() > 1).collect()
}

/// Clauses of a Chinese list: commas part them, but a clause that does not say what to do goes on with the one before.
fn by_commas(list: &str) -> Vec<&str> {
    let pieces: Vec<&str> = list.split(['，', ',']).collect();
    let is_clause = |piece: &&str| piece.trim().chars().count() >= 4;
    if pieces.iter().all(is_clause) { pieces } else { list.split('、').collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn aims_are_read_out_of_a_sentence() {
        for (text, before, expected, after) in [
            (
                "以读者为本,具體目標包括:豐富館藏,改善空間,培養人才。此外另有安排。",
                "以读者为本",
                &["豐富館藏", "改善空間", "培養人才"][..],
                "此外另有安排。",
            ),
            ("主要目标是：一是建好分馆；二是办好讲座；三是育好队伍。", "", &["建好分馆", "办好讲座", "育好队伍"], ""),
            (
                "By 2028 we will: (a) open a branch; (b) train staff; and (c) lend more.",
                "By 2028",
                &["open a branch", "train staff", "lend more"],
                "",
            ),
            ("具体目标包括：办好讲座，建成分馆，", "", &["办好讲座", "建成分馆"], ""),
            ("Our goals are: wider access, better spaces", "", &["wider access", "better spaces"], ""),
        ] {
            let found = aims(text);
            assert_eq!(
                found.as_ref().map(|found| (found.before.as_str(), found.after.as_str())),
                Some((before, after)),
                "{text}"
            );
            assert_eq!(
                found.map(|found| found.aims),
                Some(expected.iter().map(|aim| (*aim).to_owned()).collect()),
                "{text}"
            );
        }
        for text in ["我们的目标是星辰大海。", "目标：提高质量", "The goals of last year were met.", ""]
        {
            assert_eq!(aims(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,60}") {
            if let Some(found) = aims(&format!("目标包括：{text}")) {
                prop_assert!(found.aims.len() > 1);
            }
        }
    }
}
