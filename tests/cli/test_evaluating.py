"""What `rolecall evaluate` prints, with the model that is shipped."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from tests.evaluation.folders import write_folder


def evaluate(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", str(folder), "--cache", str(folder.parent / "cache"), *arguments])


def test_a_folder_of_ones_own_is_measured_as_json(tmp_path: Path) -> None:
    result = evaluate(write_folder(tmp_path / "kitchens"), "--json", "--against", "plain", "--worst", "1")

    shown = json.loads(result.stdout)
    assert list(shown) == ["kitchens"]
    assert list(shown["kitchens"])[:6] == ["mrr", "map", "ndcg10", "recall10", "recall100", "hit10"]
    assert shown["kitchens"]["hit10"] == 1.0
    assert shown["kitchens"]["compared"]["mrr"]["wins"] in range(4)
    assert len(shown["kitchens"]["worst"]) == 1


def test_people_get_a_table_that_says_which_half(tmp_path: Path) -> None:
    result = evaluate(write_folder(tmp_path / "kitchens"), "--half", "fit")

    assert result.exit_code == 0
    assert "of the half to fit on" in result.stdout
    assert "right in first 10" in result.stdout


def test_a_damaged_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "kitchens", corpus=["{"])

    result = evaluate(folder)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"{folder / 'corpus.jsonl'}:1: ")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--half", "best"), 2, "fit, aside, all"),
        (("--with", "speed=on"), 1, "speed"),
        (("--against", "fast"), 1, "plain"),
    ],
)
def test_what_is_no_choice_is_refused_with_those_that_there_are(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = evaluate(write_folder(tmp_path / "kitchens"), *arguments)

    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())


def test_reverse_matching_is_measured_level_by_level(tmp_path: Path) -> None:
    result = evaluate(write_folder(tmp_path / "kitchens"), "--reverse", "--json")

    shown = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(shown) == ["broad", "good", "strong"]
    assert shown["broad"]["found"] == shown["broad"]["accepted"] > 0


def test_chances_are_held_to_what_was_seen(tmp_path: Path) -> None:
    result = evaluate(write_folder(tmp_path / "kitchens"), "--reliability", "--half", "all", "--json")

    shown = json.loads(result.stdout)["kitchens"]
    assert (shown["half"], shown["pairs"], shown["queries"]) == ("all", 9, 3)
    assert sum(step["pairs"] for step in shown["steps"]) == 9


def test_chances_are_those_of_the_parts_that_were_chosen(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "kitchens")

    served, meaning_alone = (
        json.loads(evaluate(folder, "--reliability", "--half", "all", "--json", *more).stdout)["kitchens"]
        for more in ((), ("--with", "words=off"))
    )

    assert meaning_alone["pairs"] == served["pairs"]
    assert meaning_alone["expected"] != served["expected"]


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        (("--reverse", "--reliability"), "--reliability"),
        (("--reverse", "--with", "plain"), "--with"),
        (("--reverse", "--with", "words=off"), "--with"),
        (("--reverse", "--against", "plain"), "--against"),
        (("--reverse", "--worst", "3"), "--worst"),
        (("--reverse", "--depth", "500"), "--depth"),
        (("--reliability", "--against", "plain"), "--against"),
        (("--reliability", "--worst", "3"), "--worst"),
        (("--reliability", "--depth", "500"), "--depth"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused_by_its_name(
    tmp_path: Path, arguments: tuple[str, ...], refused: str
) -> None:
    result = evaluate(write_folder(tmp_path / "kitchens"), *arguments)

    assert result.exit_code == 2
    assert f"Invalid value for {refused}:" in " ".join(result.stderr.split())


def test_reverse_matching_is_measured_with_another_encoder(tmp_path: Path) -> None:
    result = evaluate(write_folder(tmp_path / "kitchens"), "--reverse", "--with", "adapter=off", "--json")

    assert list(json.loads(result.stdout)) == ["broad", "good", "strong"]
