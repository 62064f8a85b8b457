//! Names of libraries and of the bodies behind them, as they stand in running text.
//!
//! A name is found by its last word (图书馆, Library, 大学, University) and followed back to where it begins. Words that any
//! library may be called by (智慧图书馆, public library) are no names.

mod chinese;
mod english;

use super::survey::Line;
use crate::{domain::institution::InstitutionKind, linguistics::is_han};

/// A name in a line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// As printed.
    pub(super) printed: String,
    pub(super) certainty: Certainty,
    /// Whether it stands for the whole line.
    pub(super) is_whole_line: bool,
}

/// How surely a name names the body that speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// A library, or an association of libraries.
    Name,
    /// A university or an office: it speaks only where no library is named, and only in titles and signatures.
    Parent,
}

/// Every name in a line, in order, libraries before their parents.
pub(super) fn names(line: &Line<'_>) -> Vec<Name> {
    let mut found = chinese::names(line);
    found.extend(english::names(line.original));
    found.sort_by_key(|name| name.certainty == Certainty::Parent);
    found
}

/// The name that a line consists of.
pub(super) fn whole_line(line: &Line<'_>) -> Option<Name> {
    if line.n_words > 25 {
        return None;
    }
    names(line).into_iter().find(|name| name.is_whole_line)
}

/// What kind of body has this name.
pub(super) fn kind(normalized: &str) -> InstitutionKind {
    use InstitutionKind as Kind;
    let has = |words: &[&str]| words.iter().any(|word| normalized.contains(word));
    let is_library = has(&["图书馆", "librar", "文献信息", "文献情报", "图书情报", "图书文献", "图书信息", "图联"]);
    // A society of historians is none of libraries.
    let is_about_books = is_library || has(&["ifla", "read", "book", "literacy", "information", "archiv"]);
    if has(&["学会", "协会", "联合会", "联盟", "图联", "图工委", "指导委员会", "ifla"])
        || is_about_books && has(&["association", "federation", "consortium", "society"])
        || is_about_books && !is_library && has(&["alliance", "network", "council", "trust", "foundation"])
    {
        Kind::LibraryAssociation
    } else if !is_library && has(&["大学", "学院", "universit", "college", "institute"]) {
        Kind::University
    } else if !is_library {
        if has(&["政府", "局", "厅", "部", "委员会", "council", "government", "department", "ministry", "bureau"])
        {
            Kind::Government
        } else {
            Kind::Other
        }
    } else if has(&["国家图书馆", "national library", "library of congress"]) {
        Kind::NationalLibrary
    } else if has(&["科学院", "研究院", "研究所", "党校", "医院", "社科院", "academy of", "hospital", "parliament"])
    {
        Kind::SpecialLibrary
    } else if has(&["大学", "学院", "高校", "专科学校", "universit", "college", "institute of technology"]) {
        Kind::AcademicLibrary
    } else if has(&["中学", "小学", "学校", "附中", "school"]) {
        Kind::SchoolLibrary
    } else {
        Kind::PublicLibrary
    }
}

/// How two names are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// One of them says more, but nothing that tells bodies apart: 深圳市图书馆 and 深圳图书馆.
    Nearly,
    /// The same words.
    Same,
}

/// Whether two normalized names are of one body. A place may be called a city or not; that one of them is of a city and
/// the other of a province or county tells them apart (吉林市图书馆, 吉林省图书馆).
pub(super) fn likeness(one: &str, other: &str) -> Option<Likeness> {
    if one == other {
        return Some(Likeness::Same);
    }
    match (one.contains(is_han), other.contains(is_han)) {
        (true, true) => chinese::likeness(one, other),
        (false, false) => english::likeness(one, other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::linguistics::normalize;

    fn printed(text: &str) -> String {
        names(&Line::new(0, 1, text, None)).into_iter().map(|name| name.printed).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn names_are_found_where_they_begin() {
        for (text, expected) in [
            ("示例市图书馆“十五五”发展规划", "示例市图书馆"),
            ("示例市圖書館「十五五」發展規劃", "示例市圖書館"),
            ("关于印发《示例市图书馆发展规划》的通知", "示例市图书馆"),
            ("关于印发示例市图书馆“十四五”规划的通知", "示例市图书馆"),
            ("2021—2025年示例市图书馆发展规划", "示例市图书馆"),
            ("“十五五”时期示例大学图书馆发展规划", "示例大学图书馆"),
            ("示例大学“十五五”发展规划", "示例大学"),
            ("全面建设示例市少年儿童图书馆新馆", "示例市少年儿童图书馆"),
            ("和平区图书馆将加强服务", "和平区图书馆"),
            ("国家图书馆和示例市图书馆", "国家图书馆 | 示例市图书馆"),
            ("深圳圖書館將以創新為動力", "深圳圖書館"),
            ("打造智慧图书馆，建设数字图书馆、公共图书馆", ""),
            ("贯彻《中华人民共和国公共图书馆法》", ""),
            ("加强图书馆员培训，图书馆学研究", ""),
            ("国际图联战略 2024-2029", "国际图联"),
            ("示例省图书馆学会五年规划", "示例省图书馆学会"),
            ("全省公共图书馆和高校图书馆", ""),
            ("Example City Library Strategic Plan 2024–2028", "Example City Library"),
            ("EXAMPLE CITY LIBRARY STRATEGIC PLAN", "Example City Library"),
            ("Strategic Plan of the University of Example Library", "University of Example Library"),
            ("University of Example Strategic Plan 2030", "University of Example"),
            ("The National Library of Examplia will open its doors", "National Library of Examplia"),
            ("Example County Public Library System", "Example County Public Library System"),
            ("the Public Library Law and Smart Library services", ""),
            ("our library, Our Library and The Library", ""),
            ("Examplian Library Association: Strategy", "Examplian Library Association"),
            ("Libraries of Exampleshire: Our Plan", "Libraries of Exampleshire"),
            ("中国图书馆学会“十五五”发展规划纲要", "中国图书馆学会"),
            ("示例省公共图书馆事业发展规划", ""),
            ("IFLA Strategy 2024–2029", "IFLA"),
            ("World Reading Rooms Federation", "World Reading Rooms Federation"),
            ("World Reading Rooms Federation\tStrategy 2024", "World Reading Rooms Federation"),
            ("Strategic Plan of the Example Book Trust", "Example Book Trust"),
            ("International Council of Story Houses", "International Council of Story Houses"),
            ("Towards an Informed Society: Strategy 2030", ""),
            ("Building Community Trust: Strategy 2030", ""),
            ("Federation", ""),
            ("Example State University Libraries' strategy", "Example State University Libraries"),
            ("Development Plan for Example Town Library", "Example Town Library"),
            ("", ""),
        ] {
            assert_eq!(printed(text), expected, "{text}");
        }
    }

    #[test]
    fn names_say_the_kind_of_body() {
        use InstitutionKind as Kind;
        for (name, expected) in [
            ("示例市图书馆", Kind::PublicLibrary),
            ("示例大学图书馆", Kind::AcademicLibrary),
            ("示例职业技术学院图书馆", Kind::AcademicLibrary),
            ("国家图书馆", Kind::NationalLibrary),
            ("示例大学", Kind::University),
            ("国际图联", Kind::LibraryAssociation),
            ("示例省图书馆学会", Kind::LibraryAssociation),
            ("示例科学院图书馆", Kind::SpecialLibrary),
            ("示例市文化和旅游局", Kind::Government),
            ("example city library", Kind::PublicLibrary),
            ("example university library", Kind::AcademicLibrary),
            ("national library of examplia", Kind::NationalLibrary),
            ("university of example", Kind::University),
            ("examplian library association", Kind::LibraryAssociation),
            ("world reading rooms federation", Kind::LibraryAssociation),
            ("example book trust", Kind::LibraryAssociation),
            ("examplian historical society", Kind::Other),
            ("example city council", Kind::Government),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }

    #[test]
    fn names_are_alike_in_what_tells_bodies_apart() {
        for (one, other, expected) in [
            ("深圳图书馆", "深圳圖書館", Some(Likeness::Same)),
            ("深圳市图书馆", "深圳图书馆", Some(Likeness::Nearly)),
            ("国家图书馆", "中国国家图书馆", Some(Likeness::Nearly)),
            ("吉林省图书馆", "吉林市图书馆", None),
            ("示例大学图书馆", "示例大学", None),
            ("Changchun City Library", "Changchun Library", Some(Likeness::Nearly)),
            ("Changchun Municipal Library", "Changchun Library", Some(Likeness::Nearly)),
            ("The Library of Example", "Example Library", Some(Likeness::Same)),
            ("Example County Library", "Example City Library", None),
            ("Example University Library", "Example Library", None),
            ("City Library", "Library", None),
            ("Changchun Library", "长春图书馆", None),
        ] {
            assert_eq!(likeness(&normalize(one), &normalize(other)), expected, "{one}, {other}");
        }
    }

    proptest! {
        #[test]
        fn any_text_may_be_searched(text in "(\\PC|[的和示例市图书馆大学国家])*|([A-Z][a-z]* |Library |of |, |University ){0,20}") {
            let line = Line::new(0, 1, &text, None);
            for name in names(&line) {
                prop_assert!(!name.printed.is_empty());
                let normalized = normalize(&name.printed);
                prop_assert_eq!(likeness(&normalized, &normalized), Some(Likeness::Same));
            }
        }
    }
}
