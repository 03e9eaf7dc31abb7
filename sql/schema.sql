-- Derived from warehouse/model/declaration.py by `make derived`; do not edit.

CREATE TABLE source_files (
    source_file VARCHAR NOT NULL,
    revision VARCHAR,
    fingerprint VARCHAR NOT NULL,
    rows BIGINT NOT NULL CHECK (rows >= 0),
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    ingested_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (source_file)
);

COMMENT ON TABLE source_files IS 'One row per source file. The files that the snapshot was built from.';
COMMENT ON COLUMN source_files.source_file IS 'The file''s name within the source.';
COMMENT ON COLUMN source_files.revision IS 'The commit of a source on the Hub; null for local files.';
COMMENT ON COLUMN source_files.fingerprint IS 'What identifies the file''s content: a sha256 with what it was computed from.';
COMMENT ON COLUMN source_files.rows IS 'Records in the file, rejected ones included.';
COMMENT ON COLUMN source_files.bytes IS 'Size of the file.';
COMMENT ON COLUMN source_files.ingested_at IS 'When the run that read it began, in UTC.';

CREATE TABLE videos (
    video_id VARCHAR NOT NULL,
    youtube_title VARCHAR,
    youtube_channel VARCHAR,
    content_parent_category VARCHAR,
    content_fine_category VARCHAR,
    duration_seconds BIGINT,
    resolution VARCHAR,
    width BIGINT CHECK (width > 0),
    height BIGINT CHECK (height > 0),
    fps DOUBLE,
    upload_date DATE,
    youtube_view_count BIGINT,
    youtube_like_count BIGINT,
    youtube_comment_count BIGINT,
    youtube_channel_follower_count BIGINT,
    youtube_age_limit BIGINT,
    youtube_description VARCHAR,
    title VARCHAR,
    description VARCHAR,
    storyline_description VARCHAR,
    climax_description VARCHAR,
    climax_at_seconds DOUBLE CHECK (climax_at_seconds >= 0),
    text_to_speech VARCHAR,
    text_to_speech_word_count BIGINT,
    original_video_filename VARCHAR,
    original_json_filename VARCHAR,
    source_file VARCHAR NOT NULL,
    source_row BIGINT NOT NULL CHECK (source_row >= 1),
    PRIMARY KEY (video_id),
    FOREIGN KEY (source_file) REFERENCES source_files (source_file)
);

COMMENT ON TABLE videos IS 'One row per video. One video: what YouTube says of it, what language models wrote about it as a whole, and where it was read.';
COMMENT ON COLUMN videos.video_id IS 'The YouTube id, from `original_video_filename`, else from `original_json_filename`, else `<source file>#<row>`.';
COMMENT ON COLUMN videos.youtube_title IS 'The title on YouTube.';
COMMENT ON COLUMN videos.youtube_channel IS 'The channel; with the title it is the video''s attribution.';
COMMENT ON COLUMN videos.content_parent_category IS 'The broad category, a language model''s guess.';
COMMENT ON COLUMN videos.content_fine_category IS 'The fine category, a language model''s guess; two names exist under two parents, so use both columns.';
COMMENT ON COLUMN videos.duration_seconds IS 'The length, rounded to whole seconds.';
COMMENT ON COLUMN videos.resolution IS 'Width and height as published, such as 640x360; portrait included.';
COMMENT ON COLUMN videos.width IS 'Width, read from `resolution`.';
COMMENT ON COLUMN videos.height IS 'Height, read from `resolution`.';
COMMENT ON COLUMN videos.fps IS 'Frame rate of the video.';
COMMENT ON COLUMN videos.upload_date IS 'The day of the upload to YouTube.';
COMMENT ON COLUMN videos.youtube_view_count IS 'Views; 0 often means unknown.';
COMMENT ON COLUMN videos.youtube_like_count IS 'Likes; 0 often means unknown.';
COMMENT ON COLUMN videos.youtube_comment_count IS 'Comments; 0 often means unknown.';
COMMENT ON COLUMN videos.youtube_channel_follower_count IS 'Followers of the channel; 0 often means unknown.';
COMMENT ON COLUMN videos.youtube_age_limit IS 'Minimum age by YouTube''s rules; 0 for none.';
COMMENT ON COLUMN videos.youtube_description IS 'The description on YouTube.';
COMMENT ON COLUMN videos.title IS 'A title for the video, written by a language model.';
COMMENT ON COLUMN videos.description IS 'What the video shows, by a language model.';
COMMENT ON COLUMN videos.storyline_description IS 'The storyline; its scenes are in `storyline_scenes`.';
COMMENT ON COLUMN videos.climax_description IS 'The climax of the story.';
COMMENT ON COLUMN videos.climax_at_seconds IS 'When the climax happens; null in about one video of ten.';
COMMENT ON COLUMN videos.text_to_speech IS 'The transcript in one piece: YouTube''s captions, lower case, with marks such as [Music].';
COMMENT ON COLUMN videos.text_to_speech_word_count IS 'Words in `text_to_speech`.';
COMMENT ON COLUMN videos.original_video_filename IS '`<YouTube id>.mp4`.';
COMMENT ON COLUMN videos.original_json_filename IS '`<YouTube id>.json`.';
COMMENT ON COLUMN videos.source_file IS 'The file that the record was read from, see `source_files`.';
COMMENT ON COLUMN videos.source_row IS 'The record''s row in that file, counted from 1.';

CREATE TABLE youtube_categories (
    video_id VARCHAR NOT NULL,
    category_index BIGINT NOT NULL CHECK (category_index >= 1),
    category VARCHAR,
    PRIMARY KEY (video_id, category_index),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE youtube_categories IS 'One row per label. YouTube''s own category labels of a video, usually one.';
COMMENT ON COLUMN youtube_categories.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN youtube_categories.category_index IS 'Position in `youtube_categories[]`, counted from 1.';
COMMENT ON COLUMN youtube_categories.category IS 'The label, such as Sports.';

CREATE TABLE youtube_tags (
    video_id VARCHAR NOT NULL,
    tag_index BIGINT NOT NULL CHECK (tag_index >= 1),
    tag VARCHAR,
    PRIMARY KEY (video_id, tag_index),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE youtube_tags IS 'One row per label. The tags that the uploader gave; many videos have none.';
COMMENT ON COLUMN youtube_tags.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN youtube_tags.tag_index IS 'Position in `youtube_tags[]`, counted from 1.';
COMMENT ON COLUMN youtube_tags.tag IS 'The tag.';

CREATE TABLE transcript_segments (
    video_id VARCHAR NOT NULL,
    segment_index BIGINT NOT NULL CHECK (segment_index >= 1),
    start_seconds DOUBLE CHECK (start_seconds >= 0),
    end_seconds DOUBLE CHECK (end_seconds >= 0),
    text VARCHAR,
    PRIMARY KEY (video_id, segment_index),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE transcript_segments IS 'One row per segment. The timed transcript, from another recogniser than `videos.text_to_speech`: the two disagree.';
COMMENT ON COLUMN transcript_segments.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN transcript_segments.segment_index IS 'Position in `timecoded_text_to_speech[]`, counted from 1.';
COMMENT ON COLUMN transcript_segments.start_seconds IS 'When the segment starts.';
COMMENT ON COLUMN transcript_segments.end_seconds IS 'When the segment ends.';
COMMENT ON COLUMN transcript_segments.text IS 'What was said; usually begins with a blank, some segments loop on a phrase.';

CREATE TABLE characters (
    video_id VARCHAR NOT NULL,
    character_index BIGINT NOT NULL CHECK (character_index >= 1),
    character_id VARCHAR,
    name VARCHAR,
    description VARCHAR,
    PRIMARY KEY (video_id, character_index),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE characters IS 'One row per character. Who or what appears in a video.';
COMMENT ON COLUMN characters.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN characters.character_index IS 'Position in `content_metadata.characterList[]`, counted from 1.';
COMMENT ON COLUMN characters.character_id IS 'The annotator''s id within the video; not a key.';
COMMENT ON COLUMN characters.name IS 'The name, often a description such as Woman 1.';
COMMENT ON COLUMN characters.description IS 'How the character looks.';

CREATE TABLE qa_pairs (
    video_id VARCHAR NOT NULL,
    qa_index BIGINT NOT NULL CHECK (qa_index >= 1),
    question VARCHAR,
    answer VARCHAR,
    PRIMARY KEY (video_id, qa_index),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE qa_pairs IS 'One row per question. Questions about the video with their answers, nearly always five.';
COMMENT ON COLUMN qa_pairs.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN qa_pairs.qa_index IS 'Position in `content_metadata.qAndA[]`, counted from 1.';
COMMENT ON COLUMN qa_pairs.question IS 'The question.';
COMMENT ON COLUMN qa_pairs.answer IS 'The answer.';

CREATE TABLE trimming_suggestions (
    video_id VARCHAR NOT NULL,
    suggestion_index BIGINT NOT NULL CHECK (suggestion_index >= 1),
    description VARCHAR,
    start_seconds DOUBLE CHECK (start_seconds >= 0),
    end_seconds DOUBLE CHECK (end_seconds >= 0),
    PRIMARY KEY (video_id, suggestion_index),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE trimming_suggestions IS 'One row per suggestion. What could be cut. The times of all published suggestions lie in the LAST scene, by a fault upstream: they say what to cut, not where.';
COMMENT ON COLUMN trimming_suggestions.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN trimming_suggestions.suggestion_index IS 'Position in `content_metadata.trimmingSuggestions[]`, counted from 1.';
COMMENT ON COLUMN trimming_suggestions.description IS 'What to cut, and why.';
COMMENT ON COLUMN trimming_suggestions.start_seconds IS 'When the suggested cut starts; null where no time was given.';
COMMENT ON COLUMN trimming_suggestions.end_seconds IS 'When the suggested cut ends; often equal to the start.';

CREATE TABLE storyline_scenes (
    video_id VARCHAR NOT NULL,
    position BIGINT NOT NULL CHECK (position >= 1),
    scene_id BIGINT,
    PRIMARY KEY (video_id, position),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE storyline_scenes IS 'One row per scene reference. The scenes that make the storyline, in order.';
COMMENT ON COLUMN storyline_scenes.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN storyline_scenes.position IS 'Position in `content_metadata.storylines.scenes[]`, counted from 1.';
COMMENT ON COLUMN storyline_scenes.scene_id IS 'The annotator''s scene id, see `scenes.scene_id`; it may match no scene.';

CREATE TABLE scenes (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    scene_id BIGINT,
    title VARCHAR,
    start_seconds DOUBLE CHECK (start_seconds >= 0),
    end_seconds DOUBLE CHECK (end_seconds >= 0),
    mood_description VARCHAR,
    dynamism_score DOUBLE,
    audio_visual_correlation DOUBLE,
    thematic_elements VARCHAR,
    contextual_relevance VARCHAR,
    PRIMARY KEY (video_id, scene_index),
    FOREIGN KEY (video_id) REFERENCES videos (video_id)
);

COMMENT ON TABLE scenes IS 'One row per scene. The scenes of a video. They tile it: each starts a frame after the one before it ends.';
COMMENT ON COLUMN scenes.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN scenes.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN scenes.scene_id IS 'The annotator''s id, usually 1..n; data, not a key.';
COMMENT ON COLUMN scenes.title IS 'A title for the scene.';
COMMENT ON COLUMN scenes.start_seconds IS 'When the scene starts; null where no time was given.';
COMMENT ON COLUMN scenes.end_seconds IS 'When the scene ends; often equal to the start.';
COMMENT ON COLUMN scenes.mood_description IS 'The mood as free text, usually a label first: `Excited. The fast-paced editing ...`.';
COMMENT ON COLUMN scenes.dynamism_score IS 'How dynamic the scene is, a language model''s score on a 0.1 grid.';
COMMENT ON COLUMN scenes.audio_visual_correlation IS 'How well sound and picture fit, a language model''s score; exactly 0 in one scene of twenty.';
COMMENT ON COLUMN scenes.thematic_elements IS 'Themes of the scene; empty where none was written.';
COMMENT ON COLUMN scenes.contextual_relevance IS 'Why the scene matters; often empty.';

CREATE TABLE activities (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    activity_index BIGINT NOT NULL CHECK (activity_index >= 1),
    description VARCHAR,
    start_seconds DOUBLE CHECK (start_seconds >= 0),
    end_seconds DOUBLE CHECK (end_seconds >= 0),
    PRIMARY KEY (video_id, scene_index, activity_index),
    FOREIGN KEY (video_id, scene_index) REFERENCES scenes (video_id, scene_index)
);

COMMENT ON TABLE activities IS 'One row per activity. What is done in a scene. Times are whole seconds, clamped into the scene.';
COMMENT ON COLUMN activities.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN activities.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN activities.activity_index IS 'Position in `content_metadata.scenes[].activities[]`, counted from 1.';
COMMENT ON COLUMN activities.description IS 'What is done.';
COMMENT ON COLUMN activities.start_seconds IS 'When the activity starts; null where no time was given.';
COMMENT ON COLUMN activities.end_seconds IS 'When the activity ends; often equal to the start.';

CREATE TABLE props (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    prop_index BIGINT NOT NULL CHECK (prop_index >= 1),
    name VARCHAR,
    start_seconds DOUBLE CHECK (start_seconds >= 0),
    end_seconds DOUBLE CHECK (end_seconds >= 0),
    PRIMARY KEY (video_id, scene_index, prop_index),
    FOREIGN KEY (video_id, scene_index) REFERENCES scenes (video_id, scene_index)
);

COMMENT ON TABLE props IS 'One row per prop. Things that are seen in a scene. Times are whole seconds, clamped into the scene.';
COMMENT ON COLUMN props.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN props.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN props.prop_index IS 'Position in `content_metadata.scenes[].props[]`, counted from 1.';
COMMENT ON COLUMN props.name IS 'The thing.';
COMMENT ON COLUMN props.start_seconds IS 'When its appearance starts; null where no time was given.';
COMMENT ON COLUMN props.end_seconds IS 'When its appearance ends; often equal to the start.';

CREATE TABLE editing_details (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    edit_index BIGINT NOT NULL CHECK (edit_index >= 1),
    description VARCHAR,
    start_seconds DOUBLE CHECK (start_seconds >= 0),
    end_seconds DOUBLE CHECK (end_seconds >= 0),
    PRIMARY KEY (video_id, scene_index, edit_index),
    FOREIGN KEY (video_id, scene_index) REFERENCES scenes (video_id, scene_index)
);

COMMENT ON TABLE editing_details IS 'One row per edit. How a scene is edited: cuts, transitions, effects.';
COMMENT ON COLUMN editing_details.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN editing_details.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN editing_details.edit_index IS 'Position in `content_metadata.scenes[].videoEditingDetails[]`, counted from 1.';
COMMENT ON COLUMN editing_details.description IS 'The edit.';
COMMENT ON COLUMN editing_details.start_seconds IS 'When the edit starts; null where no time was given.';
COMMENT ON COLUMN editing_details.end_seconds IS 'When the edit ends; often equal to the start.';

CREATE TABLE mood_changes (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    change_index BIGINT NOT NULL CHECK (change_index >= 1),
    change_description VARCHAR,
    at_seconds DOUBLE CHECK (at_seconds >= 0),
    PRIMARY KEY (video_id, scene_index, change_index),
    FOREIGN KEY (video_id, scene_index) REFERENCES scenes (video_id, scene_index)
);

COMMENT ON TABLE mood_changes IS 'One row per change. Moments at which the mood of a scene changes.';
COMMENT ON COLUMN mood_changes.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN mood_changes.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN mood_changes.change_index IS 'Position in `content_metadata.scenes[].mood.keyMoments[]`, counted from 1.';
COMMENT ON COLUMN mood_changes.change_description IS 'How the mood changes.';
COMMENT ON COLUMN mood_changes.at_seconds IS 'When it changes.';

CREATE TABLE narrative_events (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    event_index BIGINT NOT NULL CHECK (event_index >= 1),
    description VARCHAR,
    at_seconds DOUBLE CHECK (at_seconds >= 0),
    PRIMARY KEY (video_id, scene_index, event_index),
    FOREIGN KEY (video_id, scene_index) REFERENCES scenes (video_id, scene_index)
);

COMMENT ON TABLE narrative_events IS 'One row per event. The steps by which a scene tells its story.';
COMMENT ON COLUMN narrative_events.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN narrative_events.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN narrative_events.event_index IS 'Position in `content_metadata.scenes[].narrativeProgression[]`, counted from 1.';
COMMENT ON COLUMN narrative_events.description IS 'What happens.';
COMMENT ON COLUMN narrative_events.at_seconds IS 'When it happens.';

CREATE TABLE scene_cast (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    cast_index BIGINT NOT NULL CHECK (cast_index >= 1),
    name VARCHAR,
    PRIMARY KEY (video_id, scene_index, cast_index),
    FOREIGN KEY (video_id, scene_index) REFERENCES scenes (video_id, scene_index)
);

COMMENT ON TABLE scene_cast IS 'One row per name. Who is in a scene: mostly names of `characters`, sometimes their ids, sometimes neither.';
COMMENT ON COLUMN scene_cast.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN scene_cast.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN scene_cast.cast_index IS 'Position in `content_metadata.scenes[].cast[]`, counted from 1.';
COMMENT ON COLUMN scene_cast.name IS 'The name as written in the scene.';

CREATE TABLE character_interactions (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    interaction_index BIGINT NOT NULL CHECK (interaction_index >= 1),
    description VARCHAR,
    PRIMARY KEY (video_id, scene_index, interaction_index),
    FOREIGN KEY (video_id, scene_index) REFERENCES scenes (video_id, scene_index)
);

COMMENT ON TABLE character_interactions IS 'One row per interaction. How characters of a scene deal with each other.';
COMMENT ON COLUMN character_interactions.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN character_interactions.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN character_interactions.interaction_index IS 'Position in `content_metadata.scenes[].characterInteraction[]`, counted from 1.';
COMMENT ON COLUMN character_interactions.description IS 'The interaction.';

CREATE TABLE interaction_characters (
    video_id VARCHAR NOT NULL,
    scene_index BIGINT NOT NULL CHECK (scene_index >= 1),
    interaction_index BIGINT NOT NULL CHECK (interaction_index >= 1),
    character_index BIGINT NOT NULL CHECK (character_index >= 1),
    name VARCHAR,
    PRIMARY KEY (video_id, scene_index, interaction_index, character_index),
    FOREIGN KEY (video_id, scene_index, interaction_index) REFERENCES character_interactions (video_id, scene_index, interaction_index)
);

COMMENT ON TABLE interaction_characters IS 'One row per name. Who takes part in an interaction.';
COMMENT ON COLUMN interaction_characters.video_id IS 'The video, see `videos.video_id`.';
COMMENT ON COLUMN interaction_characters.scene_index IS 'Position in `content_metadata.scenes[]`, counted from 1.';
COMMENT ON COLUMN interaction_characters.interaction_index IS 'Position in `content_metadata.scenes[].characterInteraction[]`, counted from 1.';
COMMENT ON COLUMN interaction_characters.character_index IS 'Position in `content_metadata.scenes[].characterInteraction[].characters[]`, counted from 1.';
COMMENT ON COLUMN interaction_characters.name IS 'The name as written in the interaction.';

CREATE TABLE ingest_issues (
    source_file VARCHAR NOT NULL,
    source_row BIGINT,
    video_id VARCHAR,
    kind VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    pointer VARCHAR,
    detail VARCHAR NOT NULL,
    raw VARCHAR
);

COMMENT ON TABLE ingest_issues IS 'One row per issue. What could not be read as declared. With `raw`, the source record can be rebuilt exactly.';
COMMENT ON COLUMN ingest_issues.source_file IS 'The file.';
COMMENT ON COLUMN ingest_issues.source_row IS 'The record''s row, counted from 1; null where the whole file is meant.';
COMMENT ON COLUMN ingest_issues.video_id IS 'The video; null where the whole file is meant or the record was rejected.';
COMMENT ON COLUMN ingest_issues.kind IS 'What is the matter: see `warehouse.model.issues.Kind`.';
COMMENT ON COLUMN ingest_issues.path IS 'The place in the record''s declared shape, such as `content_metadata.scenes[].title`.';
COMMENT ON COLUMN ingest_issues.pointer IS 'The exact place, a JSON Pointer (RFC 6901, counted from 0); null for a whole file.';
COMMENT ON COLUMN ingest_issues.detail IS 'What was found and what was expected.';
COMMENT ON COLUMN ingest_issues.raw IS 'The source value as JSON text; null where the source has none.';

CREATE TABLE rejected_records (
    source_file VARCHAR NOT NULL,
    source_row BIGINT NOT NULL CHECK (source_row >= 1),
    video_id VARCHAR,
    reason VARCHAR NOT NULL,
    encoding VARCHAR NOT NULL,
    raw VARCHAR NOT NULL,
    PRIMARY KEY (source_file, source_row)
);

COMMENT ON TABLE rejected_records IS 'One row per record. Records that could not be loaded at all.';
COMMENT ON COLUMN rejected_records.source_file IS 'The file.';
COMMENT ON COLUMN rejected_records.source_row IS 'The record''s row, counted from 1.';
COMMENT ON COLUMN rejected_records.video_id IS 'The id that the record claims; null where none can be read.';
COMMENT ON COLUMN rejected_records.reason IS 'Why it was rejected.';
COMMENT ON COLUMN rejected_records.encoding IS 'What `raw` holds: `json`, `text` (not valid JSON) or `base64` (not valid text).';
COMMENT ON COLUMN rejected_records.raw IS 'The record as it is in the source.';
