/*
title = "Cast that matches no character"
severity = "note"
doc = """
A name in a scene's cast that is neither name nor id of a character of the video, case and blanks apart.
"""
*/
SELECT
    resolved_cast.video_id,
    resolved_cast.scene_index,
    resolved_cast.cast_index AS position,
    'no character ' || coalesce(resolved_cast.name, 'null') AS detail
FROM resolved_cast
WHERE resolved_cast.how = 'none'
