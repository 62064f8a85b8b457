-- One plan whole. Codes are those of the registry's own pass: plans that people coded are not asked about. The long lists
-- are put together as text, which takes a sixth less time than nested JSON functions.
WITH RECURSIVE
head AS MATERIALIZED (
    SELECT plan.id, plan.slug, revision.id AS revision_id, revision.language, revision.status,
        revision.institution_id, plan.period_id
    FROM plan
    JOIN plan_revision AS revision ON revision.plan_id = plan.id AND revision.valid_to = 9223372036854775807
    WHERE plan.slug = $1
),
element AS MATERIALIZED (
    SELECT ordinal, parent_ordinal, element_id, key, kind, number
    FROM plan_element_revision
    WHERE revision_id = (SELECT revision_id FROM head)
),
tree AS (
    SELECT ordinal, element_id, 0 AS depth, NULL::uuid AS parent_id FROM element WHERE parent_ordinal IS NULL
    UNION ALL
    SELECT element.ordinal, element.element_id, tree.depth + 1, tree.element_id
    FROM tree JOIN element ON element.parent_ordinal = tree.ordinal
),
texts AS MATERIALIZED (
    SELECT ordinal,
        max(text) FILTER (WHERE field = 'TITLE') AS title,
        max(text) FILTER (WHERE field = 'BODY') AS body
    FROM plan_element_text
    WHERE revision_id = (SELECT revision_id FROM head) AND lang = (SELECT language FROM head)
    GROUP BY ordinal
),
themes AS MATERIALIZED (
    SELECT judgement.element_id,
        '[' || string_agg('{"theme":{"slug":"' || theme.slug || '"}}', ',' ORDER BY version.position) || ']' AS themes
    FROM coding_pass AS pass
    JOIN coding_judgement AS judgement ON judgement.pass_id = pass.id AND judgement.present
    JOIN theme ON theme.id = judgement.theme_id AND theme.scheme = 'library-themes'
    JOIN theme_version AS version ON version.theme_id = theme.id AND version.codebook_version_id =
        (SELECT id FROM codebook_version WHERE valid_to = 9223372036854775807)
    WHERE pass.plan_id = (SELECT id FROM head) AND pass.method = 'LEXICON' AND pass.valid_to = 9223372036854775807
    GROUP BY judgement.element_id
),
figures AS MATERIALIZED (
    SELECT plan_indicator_id, role, json_agg(json_build_object(
        'role', role, 'comparator', comparator, 'value', value, 'upper', upper,
        'unit', CASE WHEN unit IS NOT NULL THEN json_build_object('code', unit) END,
        'basis', basis, 'startYear', start_year, 'endYear', end_year
    ) ORDER BY position) AS figures
    FROM observation
    WHERE plan_id = (SELECT id FROM head) AND valid_to = 9223372036854775807
    GROUP BY plan_indicator_id, role
)
SELECT concat('{"plan":{"id":"', rtrim(translate(encode('\x70'::bytea || uuid_send(head.id), 'base64'), '+/', '-_'), '='),
    '","slug":"', head.slug,
    '","status":"', head.status,
    '","title":', (
        SELECT json_build_object('lang', lang, 'text', text)
        FROM plan_text WHERE revision_id = head.revision_id AND lang = head.language
    ),
    ',"institution":', (
        SELECT json_build_object('slug', institution.slug, 'name', (
            SELECT json_build_object('text', text)
            FROM institution_text WHERE version_id = version.id ORDER BY lang COLLATE "C" LIMIT 1
        ))
        FROM institution
        JOIN institution_version AS version
            ON version.institution_id = institution.id AND version.valid_to = 9223372036854775807
        WHERE institution.id = head.institution_id
    ),
    ',"period":', (SELECT json_build_object('slug', slug) FROM planning_period WHERE id = head.period_id),
    ',"outline":', (
        SELECT ('[' || coalesce(string_agg(concat(
            '{"id":"', rtrim(translate(encode('\x65'::bytea || uuid_send(element.element_id), 'base64'), '+/', '-_'), '='),
            '","key":', to_json(element.key),
            ',"kind":"', element.kind,
            '","layer":"', CASE
                WHEN element.kind IN ('GOAL', 'OBJECTIVE') THEN 'GOAL'
                WHEN element.kind IN ('STRATEGY', 'KEY_TASK') THEN 'PRIORITY'
                WHEN element.kind IN ('ACTION', 'SUPPORT_MEASURE') THEN 'ACTION'
                WHEN element.kind IN ('OUTCOME', 'SUCCESS_STATEMENT') THEN 'OUTCOME'
                WHEN element.kind IN ('CONTEXT', 'REVIEW') THEN 'SITUATION'
                ELSE 'DIRECTION'
            END,
            '","number":', coalesce(to_json(element.number), 'null'),
            ',"depth":', tree.depth,
            ',"parentId":', coalesce('"' ||
                rtrim(translate(encode('\x65'::bytea || uuid_send(tree.parent_id), 'base64'), '+/', '-_'), '=') || '"', 'null'),
            ',"title":{"lang":"', head.language, '","text":', to_json(texts.title),
            '},"body":', coalesce('{"lang":"' || head.language || '","text":' || to_json(texts.body) || '}', 'null'),
            ',"themes":', coalesce(themes.themes, '[]'), '}'
        ), ',' ORDER BY element.ordinal), '') || ']')
        FROM element
        JOIN tree ON tree.ordinal = element.ordinal
        JOIN texts ON texts.ordinal = element.ordinal
        LEFT JOIN themes ON themes.element_id = element.element_id
    ),
    ',"planIndicators":{"nodes":', (
        SELECT coalesce(json_agg(json_build_object(
            'id', rtrim(translate(encode('\x71'::bytea || uuid_send(stated.plan_indicator_id), 'base64'), '+/', '-_'), '='),
            'key', stated.key,
            'nature', stated.nature,
            'text', json_build_object('lang', head.language, 'text', texts.text),
            'indicator', CASE WHEN indicator.slug IS NOT NULL THEN json_build_object('slug', indicator.slug) END,
            'baseline', baselines.figures -> 0,
            'targets', coalesce(targets.figures, '[]'),
            'actuals', coalesce(actuals.figures, '[]')
        ) ORDER BY stated.ordinal), '[]')
        FROM plan_indicator_revision AS stated
        JOIN plan_indicator_text AS texts ON texts.revision_id = stated.revision_id
            AND texts.ordinal = stated.ordinal AND texts.lang = head.language
        LEFT JOIN indicator ON indicator.id = stated.indicator_id
        LEFT JOIN figures AS baselines
            ON baselines.plan_indicator_id = stated.plan_indicator_id AND baselines.role = 'BASELINE'
        LEFT JOIN figures AS targets
            ON targets.plan_indicator_id = stated.plan_indicator_id AND targets.role = 'TARGET'
        LEFT JOIN figures AS actuals
            ON actuals.plan_indicator_id = stated.plan_indicator_id AND actuals.role = 'ACTUAL'
        WHERE stated.revision_id = head.revision_id
    ), '}}}')
FROM head
