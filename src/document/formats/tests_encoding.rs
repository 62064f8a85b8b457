//! Texts of several lengths go through each character set and come back; what is no text is refused by name.

use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::*;
use crate::linguistics::{ChineseScript, to_script};

const CHINESE_TEXTS: [&str; 6] = [
    "本馆将延长周末的开放时间，方便读者。",
    "一、总体目标\n到二〇三〇年，建成覆盖城乡的分馆网络，让每个居民步行一刻钟就能借到书。",
    "（三）加强特色文献的收集与整理，逐步向公众开放数字副本。",
    "主要指标：年接待读者30万人次，年外借图书12万册，每年举办讲座80场以上。责任部门：读者服务部。",
    "我们希望老人、孩子和新来的居民都愿意走进图书馆，在这里学习、交流、休息；为此要改造阅览空间，增加座位，培训馆员，并且每年听取读者的意见。",
    "2028年底前，全市各区图书馆实现通借通还，读者凭一张卡可以在任何一个分馆借书还书。\r\n各分馆应当公布开放时间、服务项目和联系方式，并接受社会监督。市图书馆负责制定标准，组织培训，每半年公布一次进展情况。",
];

#[test]
fn chinese_character_sets_are_told_apart() -> Result<(), NotText> {
    for text in CHINESE_TEXTS {
        // Big5 has one form of these characters only.
        let traditional =
            to_script(text, ChineseScript::Traditional).replace('衆', "眾").replace('爲', "為").replace('裏', "裡");
        for (text, encoding) in [(text, GB18030), (&traditional, BIG5), (&traditional, GB18030)] {
            let (bytes, _, has_errors) = encoding.encode(text);
            assert!(!has_errors, "{text}");
            let decoded = decode(&bytes)?;
            assert_eq!((decoded.encoding, decoded.text.as_str(), decoded.replaced), (encoding.name(), text, None));
        }
    }
    Ok(())
}

#[test]
fn unicode_is_recognized_with_and_without_a_mark() -> Result<(), NotText> {
    let utf_16 =
        |text: &str, to_bytes: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(to_bytes).collect() };
    for text in CHINESE_TEXTS.iter().chain(&["A plan\r\nfor 2030 – café", "x", "\u{F0B7} 借书\n\u{F0B7} 还书"]) {
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            (utf_16(&format!("\u{FEFF}{text}\n"), u16::to_le_bytes), "UTF-16LE"),
            (utf_16(&format!("\u{FEFF}{text}\n"), u16::to_be_bytes), "UTF-16BE"),
            (utf_16(&format!("{text}\n"), u16::to_le_bytes), "UTF-16LE"),
            (utf_16(&format!("{text}\n"), u16::to_be_bytes), "UTF-16BE"),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
        ] {
            let decoded = decode(&bytes)?;
            assert_eq!((decoded.encoding, decoded.text.trim_end()), (encoding, *text));
        }
    }
    Ok(())
}

#[test]
fn a_document_may_say_its_character_set() -> Result<(), NotText> {
    let page = "<html><head><meta charset=\"windows-1250\"></head><p>ž</p>";
    let bytes: Vec<u8> = page.chars().map(|character| if character == 'ž' { 0x9E } else { character as u8 }).collect();
    assert_eq!(decode(&bytes)?.text, page);
    // Valid UTF-8 is UTF-8 whatever the page says.
    let page = "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>图书馆";
    assert_eq!(decode(page.as_bytes())?.encoding, "UTF-8");
    let (bytes, ..) = GB18030.encode(page);
    let decoded = decode(&bytes)?;
    assert_eq!((decoded.encoding, decoded.text.as_str()), ("gb18030", page));
    Ok(())
}

#[test]
fn western_text_and_lost_bytes() -> Result<(), NotText> {
    let (bytes, ..) = WINDOWS_1252.encode("The café’s “open doors” policy costs £40");
    assert_eq!(decode(&bytes)?.encoding, "windows-1252");
    let mut bytes = "图书馆的计划与目标，读者的服务与建设，全市的分馆网络\n".repeat(3).into_bytes();
    let place = bytes.len() - 10;
    bytes.truncate(place);
    bytes.push(b'\n');
    let decoded = decode(&bytes)?;
    assert_eq!(decoded.encoding, "UTF-8");
    assert!(decoded.replaced.is_none_or(|replaced| replaced == Replaced { count: 1, first_line: 3 }));
    assert_eq!(decode(b"")?.text, "");
    Ok(())
}

#[test]
fn what_is_no_text_is_refused() {
    let noise: Vec<u8> = (0..4000_u32).map(|index| (index.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for (bytes, what) in [
        (b"%PDF-1.7\n...".to_vec(), "a PDF document"),
        (b"PK\x03\x04....word/document.xml".to_vec(), "a Word document"),
        (b"PK\x03\x04....notes.txt".to_vec(), "a ZIP archive"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...".to_vec(), "an old Office document"),
        (b"\x89PNG\r\n\x1A\n....".to_vec(), "an image"),
        (noise, "binary data"),
        (vec![0; 100], "binary data"),
        (b"text with\0\0\0\0\0zeros".to_vec(), "binary data"),
    ] {
        let error = decode(&bytes).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.starts_with(&format!("this is {what}")), "{what}: {error}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(decoded) = decode(&bytes) {
            prop_assert!(!decoded.text.contains('\0') || decoded.text.matches('\0').count() <= 3);
        }
    }
}
