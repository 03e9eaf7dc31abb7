"""One video at a glance: what there is to say of it as plain data, and pure functions that draw it."""

from __future__ import annotations

from warehouse.show.facts import Character, Quality, Scene, TimedText, Video
from warehouse.show.load_video import look, look_and_ask
from warehouse.show.page import page

__all__ = ["Character", "Quality", "Scene", "TimedText", "Video", "look", "look_and_ask", "page"]
