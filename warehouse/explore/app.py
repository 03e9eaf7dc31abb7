"""The explorer as a web application: each path is one page, and each state of it is in the address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from warehouse.errors import QueryError, WarehouseError
from warehouse.explore.collection import put_aside, take_out
from warehouse.explore.collection_page import collection_page, ids_text
from warehouse.explore.frame_page import address, whole_page
from warehouse.explore.question_pages import DOWNLOADS, download, question_page, questions_page
from warehouse.explore.search_page import search_page
from warehouse.explore.sql_page import sql_page
from warehouse.explore.start_page import start_page
from warehouse.explore.token import require_token
from warehouse.explore.video_list import read_filter
from warehouse.explore.video_pages import read_second, record_json, video_page, videos_page
from warehouse.session import Warehouse
from warehouse.show.markup import isolated, node

Answer = Callable[[Warehouse, Request], Response]

# no script or style but our own files, nothing in a frame but the player; no other page may frame or post to this one
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "frame-src https://www.youtube-nocookie.com; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_STATIC = {
    "page.css": (Path(__file__).parents[1] / "show" / "page.css", "text/css"),
    "explorer.css": (Path(__file__).with_name("explorer.css"), "text/css"),
    "icon.svg": (Path(__file__).with_name("icon.svg"), "image/svg+xml"),
    "explorer.js": (Path(__file__).with_name("explorer.js"), "text/javascript"),
}
_LARGEST_FORM_BYTES = 10_000


def application(
    warehouse: Warehouse, hosts: tuple[str, ...] = ("127.0.0.1", "localhost"), token: str | None = None
) -> Starlette:
    """The explorer over a warehouse; it answers only where it is called by one of ``hosts``.

    With a token, it answers only those who bear it: the first address has it as ``token``, a cookie keeps it.
    """

    def at(path: str, answer: Answer) -> Route:
        async def respond(request: Request) -> Response:
            return await run_in_threadpool(_answered, warehouse, answer, request)

        return Route(path, respond)

    async def collect(request: Request) -> Response:
        form = await _form_of(request)
        return await run_in_threadpool(_answered, warehouse, lambda wh, _: _collect(wh, form), request)

    return Starlette(
        routes=[
            at("/", lambda wh, _: HTMLResponse(start_page(wh))),
            at("/videos", _videos),
            at("/video/{video_id}", _video),
            at("/video/{video_id}/record.json", _record),
            at("/search", lambda wh, request: HTMLResponse(search_page(wh, request.query_params))),
            at("/questions", lambda wh, _: HTMLResponse(questions_page(wh))),
            at("/questions/{name}", _question),
            at("/questions/{name}/download.{kind}", _download),
            at("/sql", lambda wh, request: HTMLResponse(sql_page(wh, request.query_params.get("statement", "")))),
            at("/collection", lambda wh, _: HTMLResponse(collection_page(wh))),
            at("/collection/ids.txt", lambda wh, _: PlainTextResponse(ids_text(wh))),
            Route("/collection", collect, methods=["POST"]),
            at("/static/{name}", _static),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            *([Middleware(BaseHTTPMiddleware, dispatch=require_token(token))] if token else []),
        ],
    )


def _answered(warehouse: Warehouse, answer: Answer, request: Request) -> Response:
    """An answer with the headers of every answer; an error is a page with its sentence."""
    try:
        response = answer(warehouse, request)
    except WarehouseError as error:
        text = node("p", isolated(str(error)), class_="error", role="alert")
        response = HTMLResponse(whole_page(warehouse, "Error", node("h1", "That did not work"), text), 400)
    response.headers.update(HEADERS)
    return response


def _videos(warehouse: Warehouse, request: Request) -> Response:
    page = request.query_params.get("page", "1")
    if not (page.isascii() and page.isdigit() and int(page)):
        raise QueryError(f"{page} is not a page: pages are counted from 1.")
    return HTMLResponse(videos_page(warehouse, read_filter(request.query_params), int(page)))


def _video(warehouse: Warehouse, request: Request) -> Response:
    query = request.query_params
    return HTMLResponse(video_page(warehouse, request.path_params["video_id"], read_filter(query), read_second(query)))


def _record(warehouse: Warehouse, request: Request) -> Response:
    return Response(record_json(warehouse, request.path_params["video_id"]), media_type="application/json")


def _question(warehouse: Warehouse, request: Request) -> Response:
    return HTMLResponse(question_page(warehouse, request.path_params["name"], request.query_params))


def _download(warehouse: Warehouse, request: Request) -> Response:
    name, kind = request.path_params["name"], request.path_params["kind"]
    content = download(warehouse, name, request.query_params, kind)
    return Response(content, media_type=DOWNLOADS[kind])


def _static(_: Warehouse, request: Request) -> Response:
    if request.path_params["name"] not in _STATIC:
        return PlainTextResponse("There is no such file.", 404)
    path, type_ = _STATIC[request.path_params["name"]]
    return Response(path.read_text(encoding="utf-8"), media_type=type_)


async def _form_of(request: Request) -> dict[str, str]:
    """The fields of a form of this very page; none where another page sent it."""
    if request.headers.get("origin") != f"{request.url.scheme}://{request.headers.get('host')}":
        return {}
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_FORM_BYTES:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}


def _collect(warehouse: Warehouse, form: dict[str, str]) -> Response:
    if not form.get("video_id"):
        raise QueryError("The form came from another page or names no video: use the buttons of the explorer.")
    try:
        second = float(form["start_seconds"]) if form.get("start_seconds") else None
    except ValueError as error:
        raise QueryError(f"{form['start_seconds']!r} is not a second: use the buttons of the explorer.") from error
    (take_out if form.get("remove") else put_aside)(warehouse.home, form["video_id"], second)
    return RedirectResponse(address("/collection"), 303)
