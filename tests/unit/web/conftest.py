"""The application over the small corpus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import small_corpus
from flask import Flask
from flask.testing import FlaskClient

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    small_corpus.build(folder)
    return folder


@pytest.fixture(scope="session")
def app(data: Path) -> Flask:
    return create_app(Settings(data=data), LiveSearcher(data), today=lambda: date(2026, 11, 21))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    return create_app(Settings(data=tmp_path), LiveSearcher(tmp_path)).test_client()
