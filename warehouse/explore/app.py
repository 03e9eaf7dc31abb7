"""The explorer as a web application: each path is one page, and each state of it is in the address."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from warehouse.errors import QueryError, WarehouseError
from warehouse.explore.collection import empty, put_aside, take_out
from warehouse.explore.collection_page import FILES, collection_file, collection_page
from warehouse.explore.frame_page import read_spot, whole_page
from warehouse.explore.list_page import videos_page
from warehouse.explore.question_pages import download, lineage_page, question_page, questions_page
from warehouse.explore.result_parts import KINDS, read_page
from warehouse.explore.search_page import search_page
from warehouse.explore.served import Served
from warehouse.explore.similar_page import similar_page
from warehouse.explore.sql_page import names_json, sql_download, sql_page
from warehouse.explore.start_page import start_page
from warehouse.explore.static_files import static_file
from warehouse.explore.token import require_token
from warehouse.explore.video_list import list_videos, read_filter
from warehouse.explore.video_page import record_json, video_page
from warehouse.session import Warehouse
from warehouse.show.markup import isolated, node

Answer = Callable[[Warehouse, Request], Response]

# no script or style but our own files, nothing in a frame but the player; no other page may frame or post to this one
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; media-src 'self'; "
        "img-src 'self' https://i.ytimg.com; frame-src https://www.youtube-nocookie.com; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_LARGEST_FORM_BYTES = 10_000


def application(
    opened: Callable[[], Warehouse], hosts: tuple[str, ...] = ("127.0.0.1", "localhost"), token: str | None = None
) -> Starlette:
    """The explorer over the warehouse that ``opened`` opens; it answers only where it is called by one of ``hosts``.

    With a token, it answers only those who bear it: the first address has it as ``token``, a cookie keeps it.
    """
    served = Served(opened)

    def at(path: str, answer: Answer) -> Route:
        async def respond(request: Request) -> Response:
            return await run_in_threadpool(_answered, served, answer, request)

        return Route(path, respond)

    def posted(path: str, answer: Callable[[Request, dict[str, str]], Response]) -> Route:
        async def respond(request: Request) -> Response:
            form = await _form_of(request)
            return await run_in_threadpool(_answered, served, lambda _, request: answer(request, form), request)

        return Route(path, respond, methods=["POST"])

    return Starlette(
        routes=[
            at("/", lambda wh, _: HTMLResponse(start_page(wh), background=BackgroundTask(_look_ahead, wh))),
            at("/videos", _videos),
            at("/video/{video_id}", _video),
            at("/video/{video_id}/record.json", _record),
            at("/video/{video_id}/file.mp4", _file),
            at("/video/{video_id}/similar", _similar),
            at("/search", lambda wh, request: HTMLResponse(search_page(wh, request.query_params))),
            at("/questions", lambda wh, _: HTMLResponse(questions_page(wh))),
            at("/questions/{name}", _question),
            at("/questions/{name}/lineage", lambda wh, request: HTMLResponse(lineage_page(wh, _name(request)))),
            at("/questions/{name}/download.{kind}", _download),
            at("/sql", lambda wh, request: HTMLResponse(sql_page(wh, request.query_params))),
            at("/sql/download.{kind}", _sql_download),
            at("/sql/names.json", lambda wh, _: Response(names_json(wh), media_type="application/json")),
            at("/collection", lambda wh, _: HTMLResponse(collection_page(wh))),
            at("/collection/{name}", _collection_file),
            posted("/collection", lambda request, form: _collect(served.warehouse, request, form)),
            at("/snapshot", lambda wh, _: JSONResponse({"newer": not wh.is_current})),
            posted("/snapshot", lambda request, form: _move(served, request, form)),
            at("/static/{name}", lambda _, request: static_file(_name(request))),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
            *([Middleware(BaseHTTPMiddleware, dispatch=require_token(token))] if token else []),
        ],
    )


def _answered(served: Served, answer: Answer, request: Request) -> Response:
    """An answer with the headers of every answer; an error is a page with its sentence."""
    warehouse = served.warehouse
    try:
        response = answer(warehouse, request)
    except WarehouseError as error:
        if request.headers.get("accept") == "text/plain":
            response = PlainTextResponse(str(error), 400)
        else:
            text = node("p", isolated(str(error)), class_="error", role="alert")
            response = HTMLResponse(whole_page(warehouse, "Error", node("h1", "That did not work"), text), 400)
    response.headers.update(HEADERS)
    return response


def _name(request: Request) -> str:
    name: str = request.path_params["name"]
    return name


def _look_ahead(warehouse: Warehouse) -> None:
    """Make, behind the first page, what is likely to be looked at next: a list or a video takes longer at first."""
    # what is wrong is told by the page that meets it
    with suppress(WarehouseError):
        _, rows = list_videos(warehouse, read_filter({}), 1)
        for video_id in rows["video_id"].head(1):
            video_page(warehouse, video_id, {})


def _videos(warehouse: Warehouse, request: Request) -> Response:
    query = request.query_params
    return HTMLResponse(videos_page(warehouse, read_filter(query), read_page(query)))


def _video(warehouse: Warehouse, request: Request) -> Response:
    return HTMLResponse(video_page(warehouse, request.path_params["video_id"], request.query_params))


def _similar(warehouse: Warehouse, request: Request) -> Response:
    return HTMLResponse(similar_page(warehouse, request.path_params["video_id"], request.query_params))


def _record(warehouse: Warehouse, request: Request) -> Response:
    return Response(record_json(warehouse, request.path_params["video_id"]), media_type="application/json")


def _file(warehouse: Warehouse, request: Request) -> Response:
    # the id is looked up in what was fetched, and never made a path of
    path = warehouse.fetched_file(request.path_params["video_id"])
    return FileResponse(path, media_type="video/mp4") if path else PlainTextResponse("There is no file of it.", 404)


def _question(warehouse: Warehouse, request: Request) -> Response:
    return HTMLResponse(question_page(warehouse, _name(request), request.query_params))


def _download(warehouse: Warehouse, request: Request) -> Response:
    kind = request.path_params["kind"]
    content = download(warehouse, _name(request), request.query_params, kind)
    return Response(content, media_type=KINDS[kind])


def _sql_download(warehouse: Warehouse, request: Request) -> Response:
    kind = request.path_params["kind"]
    return Response(sql_download(warehouse, request.query_params, kind), media_type=KINDS[kind])


def _collection_file(warehouse: Warehouse, request: Request) -> Response:
    name = _name(request)
    if name not in FILES:
        return PlainTextResponse("There is no such file.", 404)
    return Response(collection_file(warehouse, name), media_type=FILES[name])


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


def _collect(warehouse: Warehouse, request: Request, form: dict[str, str]) -> Response:
    if form.get("empty"):
        empty(warehouse.home)
        return RedirectResponse("/collection", 303)
    count = (take_out if form.get("remove") else put_aside)(
        warehouse.home, *read_spot(form.get("remove") or form.get("put", ""))
    )
    if request.headers.get("accept") == "text/plain":
        return PlainTextResponse(f"Put aside: {count:,} in the collection.")
    return RedirectResponse("/collection", 303)


def _move(served: Served, request: Request, form: dict[str, str]) -> Response:
    if not form:
        raise QueryError("The form came from another page: use the buttons of the explorer.")
    served.move()
    back = request.headers.get("referer", "").removeprefix(str(request.base_url).rstrip("/"))
    return RedirectResponse("/" + back.lstrip("/"), 303)
