"""What all tests share."""

import os

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `lab` make network namespaces and bridges: only root may."""
    if os.geteuid() != 0:
        for item in items:
            if item.get_closest_marker("lab") is not None:
                item.add_marker(pytest.mark.skip(reason="makes network namespaces and bridges, which needs root"))
