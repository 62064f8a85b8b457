//! Units: what figures count, and how they convert.

use std::{borrow::Cow, fmt, str::FromStr};

/// A unit: a base unit times a power of ten, written `volume` or `10^4 volume` (万册).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    power_of_ten: u32,
    base: &'static BaseUnit,
}

/// Something that can be counted or measured.
#[derive(Debug, PartialEq)]
pub struct BaseUnit {
    /// The word that stands for it in files and the API.
    pub code: &'static str,
    /// Units of the same quantity convert into each other.
    pub quantity: &'static str,
    /// How many of the quantity's smallest unit one of these is.
    pub factor: f64,
    /// Its name in English.
    pub label_en: &'static str,
    /// Its name in Simplified Chinese.
    pub label_zh_hans: &'static str,
    /// Other ways it is written.
    pub aliases: &'static [&'static str],
}

impl Eq for BaseUnit {}

impl std::hash::Hash for BaseUnit {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.code.hash(state);
    }
}

macro_rules! base_units {
    ($( $code:literal, $quantity:literal, $factor:literal, $en:literal, $zh:literal, [$($alias:literal),* $(,)?]; )+) => {
        &[ $( BaseUnit {
            code: $code, quantity: $quantity, factor: $factor, label_en: $en, label_zh_hans: $zh, aliases: &[$($alias),*],
        } ),+ ]
    };
}

impl BaseUnit {
    /// Every unit that the registry knows. Counted things each are a quantity of their own: visits do not add to loans.
    pub const ALL: &'static [Self] = base_units![
        // code, quantity, factor, English, 简体, other ways of writing it
        "item", "item", 1.0, "items", "个", ["个", "項", "项", "items"];
        "%", "share", 1.0, "per cent", "百分比", ["％", "percent", "per cent", "百分比"];
        "pp", "share difference", 1.0, "percentage points", "百分点", ["percentage-point", "percentage points", "百分点", "个百分点"];
        "ratio", "ratio", 1.0, "ratio", "比率", ["比率", "比值"];
        "score", "score", 1.0, "points", "分", ["分", "points", "point"];
        "index", "index", 1.0, "index", "指数", ["指数"];
        "multiple", "multiple", 1.0, "times as much", "倍", ["倍"];
        "volume", "volume", 1.0, "volumes", "册", ["册", "冊", "册件", "册（件）", "册(件)", "册/件", "volumes"];
        "title", "title", 1.0, "titles", "种", ["种", "種", "titles"];
        "copy", "copy", 1.0, "copies", "份", ["份", "copies"];
        "item-piece", "item-piece", 1.0, "pieces", "件", ["件", "pieces"];
        "article", "article", 1.0, "articles", "篇", ["篇", "articles"];
        "record", "record", 1.0, "records", "条", ["条", "records"];
        "database", "database", 1.0, "databases", "个数据库", ["个数据库", "databases"];
        "visit", "visit", 1.0, "visits", "人次", ["人次", "visits", "person-times"];
        "person", "person", 1.0, "people", "人", ["人", "名", "people", "persons"];
        "loan", "loan", 1.0, "loans", "册次", ["册次", "冊次", "loans"];
        "use", "use", 1.0, "uses", "次", ["次", "uses", "times"];
        "download", "download", 1.0, "downloads", "次下载", ["次下载", "篇次", "downloads"];
        "event", "event", 1.0, "events", "场", ["场", "場", "场次", "場次", "events"];
        "course", "course", 1.0, "courses", "门", ["门", "courses"];
        "project", "project", 1.0, "projects", "个项目", ["个项目", "projects"];
        "brand", "brand", 1.0, "brands", "个品牌", ["个品牌", "brands"];
        "award", "award", 1.0, "awards", "个奖项", ["个奖项", "awards"];
        "partner", "partner", 1.0, "partners", "家", ["家", "partners"];
        "library", "library", 1.0, "libraries", "个馆", ["个馆", "馆", "所", "libraries"];
        "branch", "branch", 1.0, "branches", "个分馆", ["个分馆", "分馆", "branches"];
        "room", "room", 1.0, "rooms", "间", ["间", "間", "个书房", "rooms"];
        "site", "site", 1.0, "service points", "处", ["处", "處", "个网点", "个服务点", "service points", "sites"];
        "seat", "seat", 1.0, "seats", "座", ["座", "个座位", "席", "seats"];
        "device", "device", 1.0, "devices", "台", ["台", "套", "devices"];
        "vehicle", "vehicle", 1.0, "vehicles", "辆", ["辆", "輛", "vehicles"];
        "team", "team", 1.0, "teams", "支", ["支", "teams"];
        "country", "country", 1.0, "countries", "个国家", ["个国家", "countries"];
        "volume-per-capita", "volume-per-capita", 1.0, "volumes per capita", "册/人", ["册/人", "人均册"];
        "MB", "information", 1e6, "megabytes", "MB", ["megabytes"];
        "GB", "information", 1e9, "gigabytes", "GB", ["G", "gigabytes"];
        "TB", "information", 1e12, "terabytes", "TB", ["T", "terabytes", "terabytes (TB)"];
        "PB", "information", 1e15, "petabytes", "PB", ["petabytes"];
        "m2", "area", 1.0, "square metres", "平方米", ["㎡", "m²", "平方米", "平米", "square metres", "square meters"];
        "mu", "area", 666.666_666_666_666_6, "mu", "亩", ["亩", "畝"];
        "minute", "duration", 60.0, "minutes", "分钟", ["分钟", "分鐘", "minutes", "min"];
        "hour", "duration", 3600.0, "hours", "小时", ["小时", "小時", "hours", "h", "学时"];
        "day", "duration", 86400.0, "days", "天", ["天", "日", "days"];
        "working-day", "working time", 1.0, "working days", "个工作日", ["个工作日", "工作日", "working days"];
        "week", "duration", 604800.0, "weeks", "周", ["周", "weeks"];
        "month", "calendar time", 1.0, "months", "个月", ["个月", "月", "months"];
        "year", "calendar time", 12.0, "years", "年", ["年", "years"];
        "CNY", "Chinese money", 1.0, "yuan", "元", ["元", "yuan", "RMB", "人民币"];
        "USD", "US money", 1.0, "US dollars", "美元", ["美元", "US$"];
        "EUR", "euro money", 1.0, "euros", "欧元", ["欧元", "€"];
    ];

    fn find(word: &str) -> Option<&'static Self> {
        Self::ALL
            .iter()
            .find(|unit| unit.code == word)
            .or_else(|| Self::ALL.iter().find(|unit| unit.aliases.contains(&word)))
    }
}

/// A word that is no unit the registry knows.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{unit}` is not a unit the registry knows: write one of docs/units.md, such as `volume`, `10^4 visit` or `%`; `item` counts anything"
)]
pub struct UnknownUnit {
    /// The word that was given.
    pub unit: String,
}

impl Unit {
    /// The base unit itself, by code or another way of writing it.
    ///
    /// # Errors
    /// [`UnknownUnit`] with the word.
    pub fn new(power_of_ten: u32, base: &str) -> Result<Self, UnknownUnit> {
        let unknown = || UnknownUnit { unit: base.to_owned() };
        if power_of_ten > 12 {
            return Err(unknown());
        }
        Ok(Self { power_of_ten, base: BaseUnit::find(base).ok_or_else(unknown)? })
    }

    /// The base unit.
    pub fn base(self) -> &'static BaseUnit {
        self.base
    }

    /// The power of ten that figures in this unit are multiples of: 4 for 万册.
    pub fn power_of_ten(self) -> u32 {
        self.power_of_ten
    }

    /// A figure of this unit in another unit; `None` where the two count different things.
    pub fn convert(self, value: f64, to: Self) -> Option<f64> {
        if self == to {
            return Some(value);
        }
        if self.base.quantity != to.base.quantity {
            return None;
        }
        // Powers of ten are divided out first: 1.524 × 10^4 must come out as 15240, not 15240.000000000002.
        let power = self.power_of_ten as i32 - to.power_of_ten as i32;
        let scaled = if power >= 0 { value * 10_f64.powi(power) } else { value / 10_f64.powi(-power) };
        Some(if self.base == to.base { scaled } else { scaled * self.base.factor / to.base.factor })
    }
}

impl FromStr for Unit {
    type Err = UnknownUnit;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownUnit { unit: text.to_owned() };
        let text = text.trim();
        if let Some(base) = BaseUnit::find(text) {
            return Ok(Self { power_of_ten: 0, base });
        }
        let (power_of_ten, rest) = if let Some(written) = text.strip_prefix("10^") {
            let (power, rest) = written.split_once(' ').ok_or_else(unknown)?;
            (power.parse::<u32>().map_err(|_| unknown())?, rest)
        } else {
            [("亿", 8), ("億", 8), ("千万", 7), ("百万", 6), ("万", 4), ("萬", 4), ("千", 3)]
                .into_iter()
                .find_map(|(prefix, power)| text.strip_prefix(prefix).map(|rest| (power, rest)))
                .ok_or_else(unknown)?
        };
        Self::new(power_of_ten, rest.trim()).map_err(|_| unknown())
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.power_of_ten {
            0 => formatter.write_str(self.base.code),
            power => write!(formatter, "10^{power} {}", self.base.code),
        }
    }
}

impl serde::Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Unit {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Unit {
    fn schema_name() -> Cow<'static, str> {
        "Unit".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A unit, optionally a power of ten of it: volume, 10^4 visit, %, TB, 万册. The list is in docs/units.md.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::unwrap_used, reason = "a test names units that there are")]
    fn unit(text: &str) -> Unit {
        text.parse().unwrap()
    }

    #[test]
    fn units_are_read_as_people_write_them() {
        for (written, code) in [
            ("万册", "10^4 volume"),
            ("人次", "visit"),
            ("10^4 visit", "10^4 visit"),
            ("％", "%"),
            ("亿元", "10^8 CNY"),
            ("TB", "TB"),
        ] {
            assert_eq!(unit(written).to_string(), code);
        }
        assert!("furlong".parse::<Unit>().is_err());
        assert!("10^99 volume".parse::<Unit>().is_err());
    }

    #[test]
    fn figures_convert_inside_a_quantity_only() {
        assert_eq!(unit("万册").convert(44.8, unit("册")), Some(448_000.0));
        assert_eq!(unit("TB").convert(34.0, unit("GB")), Some(34_000.0));
        assert_eq!(unit("visit").convert(15_240.0, unit("万人次")), Some(1.524));
        assert_eq!(unit("visit").convert(1.0, unit("loan")), None);
        assert_eq!(unit("%").convert(1.0, unit("pp")), None);
    }

    #[test]
    fn every_way_of_writing_a_unit_is_its_alone() {
        let mut seen = std::collections::HashMap::new();
        for unit in BaseUnit::ALL {
            for word in std::iter::once(&unit.code).chain(unit.aliases) {
                assert_eq!(seen.insert(*word, unit.code).filter(|code| code != &unit.code), None, "{word}");
            }
        }
    }
}
