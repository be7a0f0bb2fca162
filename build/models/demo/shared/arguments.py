"""What the commands of all demo models ask for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path


def training_parser(description: str | None, seed: int) -> argparse.ArgumentParser:
    """Of a training that lasts for some minutes and goes on from its checkpoint; `seed` is the default."""
    parser = _parser(description)
    parser.add_argument("--minutes", type=float, required=True, help="processor minutes of each thread, over all resumptions")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=seed)
    return parser


def write_card(description: str | None, card: Callable[[Path, dict, dict], str]) -> None:
    """Run the command that writes a bundle's card from the work folder, an evaluation and the judge's own figures."""
    parser = _parser(description)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--evaluation", required=True, help="name of the file in WORK/evaluation, without .json")
    args = parser.parse_args()
    evaluation = json.loads((args.work / f"evaluation/{args.evaluation}.json").read_text())
    judge = json.loads((args.work / "classifier/figures.json").read_text())
    (args.bundle / "README.md").write_text(card(args.work, evaluation, judge))


def _parser(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    return parser
