"""What `pairwell match` does: read files, make the round, write what was asked for."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from care.packs import bundled_codes, load_pack, read_pack
from care.setting_pack import SettingPack
from matching.advice import advise
from matching.briefing import Briefing, brief
from matching.example import example_files
from matching.files import read_couples, read_peers, read_people
from matching.live import live_round
from matching.pair_list import pair_list
from matching.people import PeerWorker, ServiceUser
from matching.report import SHEET_HEADER, round_report, sheet_rows
from matching.rules import Rules
from matching.shortlist import shortlist
from pairwell.clock import SystemClock
from pairwell.errors import BadRequest, CannotWrite
from pairwell.match_summary import explained, summary

PAIRS_HEADER = ("person", "peer_worker", "fit")


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """What was asked for on the command line; `today` None means the machine's day in UTC."""

    people: Path
    peers: Path
    pack: str
    policy: str | None = None
    pins: Path | None = None
    bans: Path | None = None
    out: Path | None = None
    pairs_out: Path | None = None
    explain: str | None = None
    today: date | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """What the files hold, as the matching rules take it."""

    people: list[ServiceUser]
    peers: list[PeerWorker]
    rules: Rules
    labels: Mapping[str, str]
    limits: Mapping[str, Any]


def write_example(folder: Path, pack: str) -> str:
    """Write example files and say which; nothing that is there is written over."""
    files = example_files(_rules(_pack(pack), None))
    there = [name for name in files if (folder / name).exists()]
    if there:
        message = f"{folder} holds {', '.join(there)} already. Choose another folder."
        raise BadRequest(message)
    for name, text in files.items():
        _write(folder / name, text)
    return f"Wrote {', '.join(files)} to {folder}."


def run_match(request: MatchRequest) -> str:
    """Make the round, write the files asked for, and return what is to be printed."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        given = _read(request, progress)
        tell = partial(_tell, progress, progress.add_task("Advice", total=None))
        briefing = brief(given.people, given.peers, given.rules, **given.limits, progress=tell)
    report = round_report(briefing, given.rules, given.labels)
    if request.pairs_out is not None:
        limits = {name: given.limits[name] for name in ("today", "bans")}
        rows = pair_list(given.people, given.peers, given.rules, **limits)
        _write_rows(request.pairs_out, PAIRS_HEADER, rows)
    if request.out is not None:
        _write_result(request.out, report, briefing, given)
    if request.as_json:
        return json.dumps(report, ensure_ascii=False, indent=1)
    text = summary(briefing, given.rules, given.labels)
    return f"{text}\n{_explanation(request.explain, given)}" if request.explain else text


def _read(request: MatchRequest, progress: Progress) -> Round:
    pack = _pack(request.pack)
    rules = _rules(pack, request.policy)
    tell = partial(_tell, progress, progress.add_task("Reading", total=None))
    return Round(
        people=read_people(_bytes(request.people), request.people.name, rules, tell),
        peers=read_peers(_bytes(request.peers), request.peers.name, rules, tell),
        rules=rules,
        labels=_labels(pack),
        limits={
            "today": request.today or SystemClock().now().date(),
            "pins": _couples(request.pins),
            "bans": _couples(request.bans),
        },
    )


def _labels(pack: SettingPack) -> dict[str, str]:
    """The pack's words as they stand inside a sentence."""
    options = (*pack.stages, *pack.experiences, *pack.wishes)
    return {one.code: one.label[:1].lower() + one.label[1:] for one in options}


def _tell(progress: Progress, task: Any, done: int, of: int) -> None:
    progress.update(task, completed=done, total=of)


def _explanation(person: str, given: Round) -> str:
    by_id = {one.id: one for one in given.people}
    if person not in by_id:
        message = f"Nobody with the id {person} is in the file of people."
        raise BadRequest(message)
    today, bans = given.limits["today"], given.limits["bans"]
    choices = shortlist(by_id[person], given.peers, given.rules, today=today, bans=bans)
    advice = advise(live_round(given.people, given.peers, given.rules, **given.limits), person)
    return explained(choices, advice, given.rules, given.labels)


def _pack(name: str) -> SettingPack:
    return load_pack(name) if name in bundled_codes() else read_pack(Path(name))


def _rules(pack: SettingPack, policy: str | None) -> Rules:
    rules = Rules.from_table(pack.matching)
    return rules if policy is None else replace(rules, policy=policy)


def _couples(path: Path | None) -> list[tuple[str, str]]:
    return [] if path is None else read_couples(_bytes(path), path.name)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        message = f"{path} cannot be read. Check the name and that the file is yours."
        raise BadRequest(message) from None


def _write_result(path: Path, report: Mapping[str, Any], briefing: Briefing, given: Round) -> None:
    if path.suffix.lower() == ".csv":
        _write_rows(path, SHEET_HEADER, sheet_rows(briefing.found, given.rules, given.labels))
    else:
        _write(path, json.dumps(report, ensure_ascii=False, indent=1) + "\n")


def _write_rows(path: Path, header: Sequence[str], rows: Iterable[tuple[str | int, ...]]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)
    except OSError:
        raise CannotWrite(str(path)) from None


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    except OSError:
        raise CannotWrite(str(path)) from None
