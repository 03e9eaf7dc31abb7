"""Parse JSON exactly as written: whole numbers of any size, NaN and lone surrogates included."""

from __future__ import annotations

import json
from typing import Any

from warehouse.source.files import Unparsed


def parse(data: bytes) -> Any:
    """The value of a JSON text, or ``Unparsed`` with the reason.

    The standard library's parser is the one that loses nothing here: see docs/decisions.
    """
    try:
        return json.loads(data.decode())
    except UnicodeDecodeError as error:
        return Unparsed(data, f"the text is not UTF-8 (byte {error.start})")
    except json.JSONDecodeError as error:
        return Unparsed(data, f"JSON syntax error: {error.msg} (line {error.lineno}, column {error.colno})")
    except (RecursionError, ValueError) as error:
        return Unparsed(data, f"JSON that cannot be taken in: {error}")
