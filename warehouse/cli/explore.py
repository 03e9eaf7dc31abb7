"""The command ``explore``."""

from __future__ import annotations

import webbrowser

import click

from warehouse.cli.finish import finish_catalog
from warehouse.cli.terminal import say
from warehouse.errors import HomeError
from warehouse.home import Home

# a page that takes longer would look broken
SECONDS = 30


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8787, show_default=True, help="The port to listen on.")
@click.option("--no-browser", is_flag=True, help="Only serve; open no browser.")
@click.pass_obj
def explore(home: Home, port: int, no_browser: bool) -> None:
    """Open the warehouse in the browser: look, filter, search, ask, collect; Ctrl-C ends it.

    It is served to this computer alone, and there to whoever has the printed link; a statement may take 30 seconds.
    """
    try:
        import uvicorn

        from warehouse.explore.app import application
        from warehouse.explore.token import new_token
    except ImportError as error:
        raise HomeError(
            f"The explorer needs the package {error.name}: pip install 'finevideo-warehouse[explore]'."
        ) from error
    from warehouse.catalog.engine import Limits
    from warehouse.session import Warehouse

    finish_catalog(home)
    token = new_token()
    app = application(lambda: Warehouse(home.root, Limits(seconds=SECONDS)), token=token)
    address = f"http://127.0.0.1:{port}/?token={token}"
    say(f"The explorer is at {address}; Ctrl-C ends it.")
    if not no_browser:
        webbrowser.open(address)
    try:
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")
    except SystemExit as error:
        raise HomeError(f"Port {port} is in use: name another one with --port.") from error
