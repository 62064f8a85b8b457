-- What a comparison of four plans reads: elements with their texts and codes, indicators with their figures. Put together as
-- in q1.sql.
WITH
head AS MATERIALIZED (
    SELECT plan.id, plan.slug, revision.id AS revision_id, revision.status, revision.language
    FROM plan
    JOIN plan_revision AS revision ON revision.plan_id = plan.id AND revision.valid_to = 9223372036854775807
    WHERE plan.slug = ANY ($1)
),
texts AS MATERIALIZED (
    SELECT revision_id, ordinal, string_agg(concat('["', field, '","', lang, '",', to_json(text), ']'), ',') AS texts
    FROM plan_element_text
    WHERE revision_id IN (SELECT revision_id FROM head)
    GROUP BY revision_id, ordinal
),
codes AS MATERIALIZED (
    SELECT judgement.element_id, string_agg('"' || judgement.theme_id || '"', ',') AS codes
    FROM coding_pass AS pass
    JOIN coding_judgement AS judgement ON judgement.pass_id = pass.id
    WHERE pass.plan_id IN (SELECT id FROM head) AND pass.valid_to = 9223372036854775807
    GROUP BY judgement.element_id
),
elements AS MATERIALIZED (
    SELECT element.revision_id, string_agg(concat(
        '{"id":"', element.element_id, '","key":', to_json(element.key), ',"kind":"', element.kind,
        '","parent":', coalesce(element.parent_ordinal::text, 'null'),
        ',"texts":[', texts.texts, '],"codes":[', codes.codes, ']}'
    ), ',' ORDER BY element.ordinal) AS elements
    FROM plan_element_revision AS element
    LEFT JOIN texts USING (revision_id, ordinal)
    LEFT JOIN codes USING (element_id)
    WHERE element.revision_id IN (SELECT revision_id FROM head)
    GROUP BY element.revision_id
),
figures AS MATERIALIZED (
    SELECT plan_indicator_id, json_agg(json_build_object(
        'role', role, 'comparator', comparator, 'value', value, 'upper', upper, 'unit', unit, 'basis', basis,
        'startYear', start_year, 'endYear', end_year
    ) ORDER BY position) AS figures
    FROM observation
    WHERE plan_id IN (SELECT id FROM head) AND valid_to = 9223372036854775807
    GROUP BY plan_indicator_id
),
indicators AS MATERIALIZED (
    SELECT stated.revision_id, json_agg(json_build_object(
        'key', stated.key, 'indicator', stated.indicator_id, 'figures', figures.figures
    ) ORDER BY stated.ordinal) AS indicators
    FROM plan_indicator_revision AS stated
    LEFT JOIN figures USING (plan_indicator_id)
    WHERE stated.revision_id IN (SELECT revision_id FROM head)
    GROUP BY stated.revision_id
)
SELECT concat('{"plans":[', string_agg(concat(
    '{"slug":"', head.slug, '","status":"', head.status, '","language":"', head.language,
    '","elements":[', elements.elements, '],"indicators":', coalesce(indicators.indicators, '[]'), '}'
), ',' ORDER BY array_position($1, head.slug)), ']}')
FROM head
LEFT JOIN elements USING (revision_id)
LEFT JOIN indicators USING (revision_id)
