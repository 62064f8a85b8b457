//! Each kind of damage as rows: the text as it came, and as it is read.

use proptest::prelude::*;

use super::mend;
use crate::domain::source::RepairKind;

fn check(kind: RepairKind, rows: &[(&str, &str, usize)]) {
    for (given, mended, n_repairs) in rows {
        let (text, repairs) = mend(given);
        assert_eq!(&text, mended, "{given}");
        assert_eq!(repairs.iter().filter(|repair| repair.kind == kind).count(), *n_repairs, "{given}: {repairs:?}");
    }
}

#[test]
fn pinyin_glosses_go_and_other_brackets_stay() {
    check(
        RepairKind::PinyinGloss,
        &[
            ("規(guī)劃", "規劃", 1),
            ("創(chuàng)新引領(lǐng)，服務(wù)至上", "創新引領，服務至上", 3),
            ("綠(lǜ)色", "綠色", 1),
            ("发（fā）展（zhan）", "发展", 2),
            ("们(men)", "们", 1),
            ("規(gu\u{12B})(guī)劃", "規劃", 2),
            ("參?cái)?shù)據(jù)庫", "參數據庫", 2),
            ("服务(AI)", "服务(AI)", 0),
            ("馆(library)与联盟(IFLA)", "馆(library)与联盟(IFLA)", 0),
            ("小组(an)", "小组(an)", 0),
            ("咖啡(café)", "咖啡(café)", 0),
            ("room (guī)", "room (guī)", 0),
            ("規(guī", "規(guī", 0),
            ("規()劃", "規()劃", 0),
        ],
    );
}

#[test]
fn numerals_are_joined_where_they_have_fallen_apart() {
    check(
        RepairKind::SplitNumeral,
        &[
            ("(1 7) Lend more", "(17) Lend more", 1),
            ("见第（2 3）项", "见第（23）项", 1),
            ("see ( 2 1 ) there", "see (21) there", 1),
            ("到2 0 2 5年建成", "到2025年建成", 1),
            ("2 0 2 1—2 0 2 5 年", "2021—2025 年", 2),
            ("年2 0 2 4年2 0 2 5年", "年2024年2025年", 2),
            ("I . Preamble", "I. Preamble", 1),
            ("VI I . Principles", "VII. Principles", 1),
            ("1 . Space", "1. Space", 1),
            ("一 、背景", "一、背景", 1),
            ("（ 三 ）服务", "（三）服务", 1),
            ("1 7. Space", "17. Space", 1),
            ("1 .5 million", "1 .5 million", 0),
            ("rooms 1 2 3", "rooms 1 2 3", 0),
            ("1 2 3年", "1 2 3年", 0),
            ("10 20 30 40年", "10 20 30 40年", 0),
            ("I am here.", "I am here.", 0),
        ],
    );
}

#[test]
fn full_width_digits_and_letters_are_read_as_the_usual_ones() {
    check(
        RepairKind::Width,
        &[
            ("２０２５年增长３．５％", "2025年增长3.5％".replace('％', "%").as_str(), 2),
            ("ＡＩ服务，共１４项", "AI服务，共14项", 2),
            ("（一）目标：服务", "（一）目标：服务", 0),
            ("1．总则", "1．总则", 0),
        ],
    );
}

#[test]
fn lost_quotation_marks_come_back_and_questions_stay() {
    check(
        RepairKind::LostQuotation,
        &[
            ("In the ? Fourth Plan? period", "In the “Fourth Plan” period", 1),
            ("? Fourth Plan ? During it", "“Fourth Plan” During it", 1),
            ("Towards ? Open doors for all. More follows", "Towards Open doors for all. More follows", 1),
            ("The ?Smart Library? of 2030", "The “Smart Library” of 2030", 1),
            ("建设?智慧图书馆?体系", "建设“智慧图书馆”体系", 1),
            ("读者?之家", "读者之家", 1),
            ("Why? How will we know?", "Why? How will we know?", 0),
            ("Why now ? Because we can", "Why now ? Because we can", 0),
            ("How do we get there ?", "How do we get there ?", 0),
            ("为什么要合作？", "为什么要合作？", 0),
            ("为什么要合作?因为需要", "为什么要合作?因为需要", 0),
            ("?", "?", 0),
            ("https://example.org/?a=b", "https://example.org/?a=b", 0),
        ],
    );
}

#[test]
fn masked_words_are_kept_and_recorded() {
    check(
        RepairKind::MaskedWord,
        &[
            ("public **** libraries and ***building***", "public **** libraries and ***building***", 3),
            ("The *** and * * shared", "The *** and * * shared", 2),
            ("5 * 3", "5 * 3", 0),
        ],
    );
}

#[test]
fn white_space_is_put_in_order() {
    check(
        RepairKind::Width,
        &[
            ("\u{3000}\u{3000}图书\u{AD}馆\t服务 \r\n ", "图书馆 服务", 0),
            ("前　　言", "前言", 0),
            ("徐某　王某某", "徐某 王某某", 0),
            ("zero\u{200B}width\u{FEFF}", "zerowidth", 0),
        ],
    );
}

proptest! {
    #[test]
    fn mending_twice_changes_nothing(
        text in "(\\PC{0,4}|[ \u{3000}?*.(（)）、：IV0-9０-９．％年规規劃何guīān-]{0,6}|\\(guī\\)| \\? |[0-9] [0-9]| word|。){0,12}"
    ) {
        let (mended, _) = mend(&text);
        let (again, repairs) = mend(&mended);
        prop_assert_eq!(&again, &mended);
        prop_assert!(repairs.iter().all(|repair| repair.before == repair.after), "{:?}", repairs);
    }
}
