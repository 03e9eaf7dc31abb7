/*
title = "What the audits find"
doc = """
All findings of `sql/checks/` by audit, with the share of videos that have one. Audits that find nothing have no row.
Notes are peculiarities of the dataset to know before use, not faults.
"""

[columns]
check_name = "The audit."
severity = "`error`, `warning` or `note`."
findings = "Number of findings."
videos = "Number of videos with one."
of_videos = "Number of all videos."
video_share = "Share of all videos."

[counts]
video_share = "of_videos"

[chart]
mark = "bar"
x = "findings"
y = "check_name"
color = "severity"
titles = { check_name = "Audit" }
*/
SELECT
    quality_issues.check_name,
    quality_issues.severity,
    count(*) AS findings,
    count(DISTINCT quality_issues.video_id) AS videos,
    max(sizes.videos) AS of_videos,
    round(count(DISTINCT quality_issues.video_id) * 1.0 / max(sizes.videos), 4) AS video_share
FROM quality_issues
CROSS JOIN (SELECT count(*) AS videos FROM videos) AS sizes
GROUP BY quality_issues.check_name, quality_issues.severity
ORDER BY
    CASE quality_issues.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END,
    findings DESC,
    quality_issues.check_name
