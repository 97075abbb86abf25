"""Where `rolecall run` keeps an installation, and what its children are told."""

from pathlib import Path

import pytest
from rich.console import Console

from service.demo.installation import Ports, child_environment, settings_from
from service.demo.running import FolderUnusable, Wanted, default_folder, make_folders, run

HERE = Path("/srv/jobs")


def test_each_directory_has_a_folder_of_its_own() -> None:
    environment = {"XDG_DATA_HOME": "/home/ada/data"}

    one, other = (default_folder(environment, directory=Path(path)) for path in ("/srv/jobs", "/srv/other"))

    assert one.parent == other.parent == Path("/home/ada/data/rolecall")
    assert one != other


def test_a_relative_data_home_is_ignored() -> None:
    assert default_folder({"XDG_DATA_HOME": "data"}, directory=HERE) == default_folder({}, directory=HERE)


def test_children_get_the_installation_and_keep_what_else_was_set() -> None:
    given = {"PATH": "/bin", "ROLECALL_SITE_NAME": "Harbour", "ROLECALL_PORT": "1", "ROLECALL_SMTP_PASSWORD": "p"}

    told = child_environment(
        given,
        folder=Path("/data"),
        ports=Ports(web=8001, smtp=2526),
        database_url="postgresql://db/rolecall",
        redis_url="redis://redis",
        secret_key="x" * 40,
    )

    settings = settings_from(told)
    assert told["PATH"] == "/bin"
    assert (settings.site_name, settings.port, settings.smtp_port) == ("Harbour", 8001, 2526)
    assert settings.smtp_password is None
    assert settings.public_url == "http://127.0.0.1:8001"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(FolderUnusable, match="--folder"):
        run(Wanted(tmp_path / "file"), console=Console(quiet=True))


def test_mail_and_data_are_closed_to_others_even_where_they_were_open(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir(mode=0o755)
    (tmp_path / "logs").mkdir(mode=0o755)

    make_folders(tmp_path)

    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("data", "logs", "mail")} == {0o700}
