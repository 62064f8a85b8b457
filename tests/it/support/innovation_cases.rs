//! Made-up cases of service innovation, of institutions that the bundled catalogue has.

pub const TEXT: &str = "\
format: catalogue/1
documents:
  - { key: study, title: Synthetic study of cases, language: en }
innovationCases:
  - slug: synthetic-case-reading
    title: { zh-Hans: 虚构案例：全民阅读, en: 'Synthetic case: reading for all' }
    institution: shenzhen-library
    year: 2023
    focuses: [innovation-focus-reading-promotion]
    strategies: [innovation-strategy-user-demand, innovation-strategy-cross-sector]
    evidence: { document: study, locator: p. 4, quoteAbsence: NO_STORED_TEXT }
  - slug: synthetic-case-space
    title: { zh-Hans: 虚构案例：空间, en: 'Synthetic case: space' }
    institution: sun-yat-sen-university-library
    year: 2024
    focuses: [innovation-focus-space, innovation-focus-teaching-support]
    strategies: [innovation-strategy-advanced-technology]
  - slug: synthetic-case-research
    title: { en: 'Synthetic case: research' }
    institution: national-library-of-china
    year: 2023
    focuses: [innovation-focus-research-support]
    strategies: [innovation-strategy-national-needs]
";
