-- Fifty plans of a kind, a period and a theme. Goals are those that stand under no other goal.
WITH
matching AS MATERIALIZED (
    SELECT plan.id, plan.slug, revision.id AS revision_id, revision.language, revision.status, revision.sort_key,
        version.id AS version_id, institution.slug AS institution_slug
    FROM plan_theme
    JOIN plan ON plan.id = plan_theme.plan_id
    JOIN plan_revision AS revision ON revision.plan_id = plan.id AND revision.valid_to = 9223372036854775807
    JOIN institution_version AS version
        ON version.institution_id = revision.institution_id AND version.valid_to = 9223372036854775807
    JOIN institution ON institution.id = revision.institution_id
    WHERE plan_theme.theme_id = (SELECT id FROM theme WHERE slug = $3)
        AND plan_theme.valid_to = 9223372036854775807
        AND plan.period_id = (SELECT id FROM planning_period WHERE slug = $2)
        AND version.kind = $1
),
page AS MATERIALIZED (SELECT * FROM matching ORDER BY sort_key, id LIMIT 50)
SELECT json_build_object('plans', json_build_object(
    'totalCount', (SELECT count(*) FROM matching),
    'nodes', (
        SELECT coalesce(json_agg(json_build_object(
            'id', rtrim(translate(encode('\x70'::bytea || uuid_send(page.id), 'base64'), '+/', '-_'), '='),
            'slug', page.slug,
            'status', page.status,
            'title', json_build_object('lang', title.lang, 'text', title.text),
            'institution', json_build_object('slug', page.institution_slug, 'kind', $1, 'name', (
                SELECT json_build_object('lang', lang, 'text', text)
                FROM institution_text WHERE version_id = page.version_id ORDER BY lang COLLATE "C" LIMIT 1
            )),
            'period', json_build_object('slug', $2),
            'goals', (
                SELECT coalesce(json_agg(json_build_object('key', goal.key, 'number', goal.number,
                    'title', json_build_object('lang', goal.lang, 'text', goal.text)) ORDER BY goal.ordinal), '[]')
                FROM (
                    SELECT element.ordinal, element.key, element.number, texts.lang, texts.text
                    FROM plan_element_revision AS element
                    JOIN plan_element_text AS texts ON texts.revision_id = element.revision_id
                        AND texts.ordinal = element.ordinal AND texts.field = 'TITLE' AND texts.lang = page.language
                    WHERE element.revision_id = page.revision_id AND element.kind IN ('GOAL', 'OBJECTIVE')
                        AND NOT EXISTS (
                            SELECT FROM plan_element_revision AS parent
                            WHERE parent.revision_id = element.revision_id
                                AND parent.ordinal = element.parent_ordinal AND parent.kind IN ('GOAL', 'OBJECTIVE')
                        )
                    ORDER BY element.ordinal
                    LIMIT 5
                ) AS goal
            )
        ) ORDER BY page.sort_key, page.id), '[]')
        FROM page
        JOIN plan_text AS title ON title.revision_id = page.revision_id AND title.lang = page.language
    )
))::text
