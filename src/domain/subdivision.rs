//! Names of the subdivisions of China, for labels of charts. Of other countries the registry knows the codes alone.

/// The name of a subdivision (ISO 3166-2) in English and in Simplified Chinese.
pub fn subdivision_names(code: &str) -> Option<(&'static str, &'static str)> {
    NAMES.iter().find(|(known, ..)| *known == code).map(|(_, english, chinese)| (*english, *chinese))
}

// By ISO 3166-2:CN; the provinces, municipalities and autonomous regions by their short names.
const NAMES: &[(&str, &str, &str)] = &[
    ("CN-AH", "Anhui", "安徽"),
    ("CN-BJ", "Beijing", "北京"),
    ("CN-CQ", "Chongqing", "重庆"),
    ("CN-FJ", "Fujian", "福建"),
    ("CN-GD", "Guangdong", "广东"),
    ("CN-GS", "Gansu", "甘肃"),
    ("CN-GX", "Guangxi", "广西"),
    ("CN-GZ", "Guizhou", "贵州"),
    ("CN-HA", "Henan", "河南"),
    ("CN-HB", "Hubei", "湖北"),
    ("CN-HE", "Hebei", "河北"),
    ("CN-HI", "Hainan", "海南"),
    ("CN-HK", "Hong Kong SAR", "香港特别行政区"),
    ("CN-HL", "Heilongjiang", "黑龙江"),
    ("CN-HN", "Hunan", "湖南"),
    ("CN-JL", "Jilin", "吉林"),
    ("CN-JS", "Jiangsu", "江苏"),
    ("CN-JX", "Jiangxi", "江西"),
    ("CN-LN", "Liaoning", "辽宁"),
    ("CN-MO", "Macao SAR", "澳门特别行政区"),
    ("CN-NM", "Inner Mongolia", "内蒙古"),
    ("CN-NX", "Ningxia", "宁夏"),
    ("CN-QH", "Qinghai", "青海"),
    ("CN-SC", "Sichuan", "四川"),
    ("CN-SD", "Shandong", "山东"),
    ("CN-SH", "Shanghai", "上海"),
    ("CN-SN", "Shaanxi", "陕西"),
    ("CN-SX", "Shanxi", "山西"),
    ("CN-TJ", "Tianjin", "天津"),
    ("CN-TW", "Taiwan", "台湾"),
    ("CN-XJ", "Xinjiang", "新疆"),
    ("CN-XZ", "Tibet", "西藏"),
    ("CN-YN", "Yunnan", "云南"),
    ("CN-ZJ", "Zhejiang", "浙江"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::institution::Region;

    #[test]
    fn every_subdivision_of_a_region_has_a_name_of_its_own() {
        let of_regions = Region::ALL.iter().flat_map(|region| region.subdivisions);
        assert!(of_regions.clone().all(|code| subdivision_names(code).is_some()));
        let names: HashSet<_> = NAMES.iter().flat_map(|(code, english, chinese)| [*code, *english, *chinese]).collect();
        assert_eq!(names.len(), 3 * NAMES.len());
        assert_eq!(subdivision_names("CN-SN"), Some(("Shaanxi", "陕西")));
        assert_eq!(subdivision_names("US-NY"), None);
    }
}
