"""Straight from the Hub: the metadata of a dataset's shards, without a byte of video, into the raw cache."""

from warehouse.hub.cache import CachedShard, prune
from warehouse.hub.client import HUB, Hub
from warehouse.hub.estimate import Estimate, estimate
from warehouse.hub.fetch_shards import JOBS, FetchProgress, fetch
from warehouse.hub.list_remote import list_remote, resolve_commit
from warehouse.hub.listing import Listing, RemoteFile
from warehouse.hub.location import MAIN, Location, parse_location

__all__ = [
    "HUB",
    "JOBS",
    "MAIN",
    "CachedShard",
    "Estimate",
    "FetchProgress",
    "Hub",
    "Listing",
    "Location",
    "RemoteFile",
    "estimate",
    "fetch",
    "list_remote",
    "parse_location",
    "prune",
    "resolve_commit",
]
