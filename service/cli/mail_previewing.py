"""The command that writes every kind of mail to a folder, to be looked at. It needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.terminal import out


def preview(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="Where the mails are written.")] = Path(
        "mail-preview"
    ),
) -> None:
    """Write every kind of mail with sample contents, and an index.html that shows all of them side by side."""
    from service.samples.mails.writing import write_sample_mails

    mails = write_sample_mails(folder)
    out.print(f"{len(mails)} mails are in {folder}; look at them all in", markup=False)
    out.print(str((folder / "index.html").resolve()), markup=False, soft_wrap=True)
