"""A secret that the opened link bears, so that other users of this computer are not answered."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

Dispatch = Callable[[Request, RequestResponseEndpoint], Awaitable[Response]]


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(24)


def require_token(token: str) -> Dispatch:
    """Let only those requests through that bear the token as a cookie; an address with it is given the cookie."""

    async def dispatch(request: Request, call_next: RequestResponseEndpoint) -> Response:
        # cookies know no ports: two explorers on one computer must not log each other out
        cookie = f"warehouse_{request.url.port or 80}"
        given = request.query_params.get("token")
        if given is not None and _same(given, token):
            rest = request.url.remove_query_params("token")
            # one slash: two would be the address of another host
            path = "/" + rest.path.lstrip("/")
            response: Response = RedirectResponse(f"{path}?{rest.query}" if rest.query else path, 303)
            response.set_cookie(cookie, token, httponly=True, samesite="strict")
            return response
        if _same(request.cookies.get(cookie, ""), token):
            return await call_next(request)
        return PlainTextResponse("Open the link that `warehouse explore` printed: it has the token.", 403)

    return dispatch


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())
