"""What the image and the compose file promise: an ordinary user, pinned images, no secrets, and settings that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.settings import Settings

DOCKER = Path(__file__).parents[2] / "docker"
DOCKERFILE = (DOCKER / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("migrate", "api", "worker")


def test_the_image_runs_as_an_ordinary_user() -> None:
    users = re.findall(r"^USER (\d+):\d+$", DOCKERFILE, re.MULTILINE)

    assert users
    assert int(users[-1]) >= 1000


def test_every_image_is_pinned_to_a_version() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    images = [service["image"] for name, service in SERVICES.items() if name not in OURS]

    assert len(bases) == len(images) == 2
    assert all(re.search(r":\d", image) for image in bases + images)


def test_every_setting_named_here_exists() -> None:
    texts = [DOCKERFILE, (DOCKER / "compose.yaml").read_text(), (DOCKER / "example.env").read_text()]
    named = {name.lower() for text in texts for name in re.findall(r"ROLECALL_([A-Z_]+)", text)}

    assert named - set(Settings.model_fields) == set()


def test_every_required_setting_is_given_or_asked_for() -> None:
    required = {name for name, field in Settings.model_fields.items() if field.is_required()}
    given = set(re.findall(r"ROLECALL_([A-Z_]+)=", DOCKERFILE + (DOCKER / "example.env").read_text()))
    given |= {name.removeprefix("ROLECALL_") for name in SERVICES["api"]["environment"]}

    assert required - {name.lower() for name in given} == set()


def test_no_secret_has_a_value() -> None:
    lines = (DOCKER / "example.env").read_text().splitlines()
    secrets = [line for line in lines if re.match(r"(?:# )?[A-Z_]*(PASSWORD|SECRET|KEY)[A-Z_]*=", line)]

    assert len(secrets) == 3
    assert all(line.endswith("=") for line in secrets)
    assert SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_write_nowhere_but_in_their_volume(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_loopback_is_published() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_nothing_starts_before_the_schema_is_there() -> None:
    for name in ("api", "worker"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_everything_that_the_image_copies_passes_the_ignore_file() -> None:
    let_through = {
        line.removeprefix("!")
        for line in (DOCKER / "Dockerfile.dockerignore").read_text().splitlines()
        if line[:1] == "!"
    }
    copied = {
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    }

    assert copied == let_through
