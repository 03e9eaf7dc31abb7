"""The scripts and styles of the pages: files of the package, and the library that draws the charts."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path

from starlette.responses import PlainTextResponse, Response

CHARTS = "vega.js"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FILES = {path.name: path for path in (Path(__file__).with_name("static")).iterdir() if path.suffix in _TYPES}
_FILES["page.css"] = Path(__file__).parents[1] / "show" / "page.css"


def static_file(name: str) -> Response:
    """A file by its name, one of those that there are."""
    if name == CHARTS:
        # it takes seconds to make, and is another one only with another version
        lasting = {"Cache-Control": "private, max-age=604800", "ETag": f'"{version("vl-convert-python")}"'}
        return Response(_chart_library(), media_type="text/javascript", headers=lasting)
    if name not in _FILES:
        return PlainTextResponse("There is no such file.", 404)
    path = _FILES[name]
    return Response(path.read_text(encoding="utf-8"), media_type=_TYPES[path.suffix])


@cache
def _chart_library() -> str:
    """Vega-Lite with all that it needs, as vl-convert brings it; nothing is read from the network."""
    import vl_convert  # takes a moment to import, and few pages draw

    library: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return library
