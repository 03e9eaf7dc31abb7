"""A real Spark on this machine; the tests skip where there is no Java or no pyspark."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

OPTIONS = {
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.log.level": "OFF",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session on two threads; its workers run this Python."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: make spark")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = pyspark.SparkSession.builder.master("local[2]").config(map=OPTIONS).getOrCreate()
    yield session
    session.stop()
