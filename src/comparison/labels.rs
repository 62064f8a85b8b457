//! The registry's own words, in both of its languages, for the values that things are grouped by.

use crate::domain::{
    institution::{InstitutionKind, Region},
    plan::{PlanLevel, PlanStatus},
    subdivision::subdivision_names,
    text::Texts,
};

/// A kind of institution.
pub fn kind(kind: InstitutionKind) -> Texts {
    let (english, chinese) = match kind {
        InstitutionKind::PublicLibrary => ("Public libraries", "公共图书馆"),
        InstitutionKind::AcademicLibrary => ("Academic libraries", "高校图书馆"),
        InstitutionKind::NationalLibrary => ("National libraries", "国家图书馆"),
        InstitutionKind::SchoolLibrary => ("School libraries", "中小学图书馆"),
        InstitutionKind::SpecialLibrary => ("Special libraries", "专门图书馆"),
        InstitutionKind::LibraryAssociation => ("Library associations", "图书馆协会"),
        InstitutionKind::University => ("Universities", "高等学校"),
        InstitutionKind::Government => ("Government bodies", "政府机构"),
        InstitutionKind::Other => ("Other institutions", "其他机构"),
    };
    Texts::editorial(english, chinese)
}

/// The level of a plan.
pub fn level(level: PlanLevel) -> Texts {
    let (english, chinese) = match level {
        PlanLevel::International => ("International", "国际"),
        PlanLevel::National => ("National", "国家"),
        PlanLevel::Public => ("Public library", "公共图书馆"),
        PlanLevel::Academic => ("Academic library", "高校图书馆"),
        PlanLevel::Parent => ("Parent body", "上级机构"),
    };
    Texts::editorial(english, chinese)
}

/// How far a plan has come.
pub fn status(status: PlanStatus) -> Texts {
    let (english, chinese) = match status {
        PlanStatus::Proposal => ("Proposal", "建议"),
        PlanStatus::Consultation => ("Draft for comments", "征求意见稿"),
        PlanStatus::Adopted => ("Adopted", "已发布"),
        PlanStatus::Superseded => ("Superseded", "已废止"),
    };
    Texts::editorial(english, chinese)
}

/// A macro-region.
pub fn region(region: Region) -> Texts {
    Texts::editorial(region.label_en, region.label_zh_hans)
}

/// A country or a subdivision of one. Of a country, and of a subdivision outside China, the code.
pub fn place(code: &str) -> Texts {
    let (english, chinese) = subdivision_names(code).unwrap_or((code, code));
    Texts::editorial(english, chinese)
}

/// A value that is not known.
pub fn unknown() -> Texts {
    Texts::editorial("Not known", "不详")
}
