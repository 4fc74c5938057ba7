import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

from pairwell.errors import RealServiceConfigured
from pairwell.trial import announce, check_nothing_real
from tests.pairwell.bot_api import TOKEN

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PAIRWELL_BOT_TOKEN", TOKEN), ("PAIRWELL_DATABASE_URL", "sqlite:////tmp/real.db")],
)
def test_trial_beside_a_real_service(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    check_nothing_real()
    (home / ".env").write_text(f"{name}={value}\n")
    with pytest.raises(RealServiceConfigured, match=name):
        check_nothing_real()
    (home / ".env").unlink()
    monkeypatch.setenv(name, value)
    with pytest.raises(RealServiceConfigured, match=name):
        check_nothing_real()


def test_trial_names_one_setting_or_several() -> None:
    one = str(RealServiceConfigured(["PAIRWELL_BOT_TOKEN"]))
    two = str(RealServiceConfigured(["PAIRWELL_BOT_TOKEN", "PAIRWELL_DATABASE_URL"]))
    assert "where PAIRWELL_BOT_TOKEN is set" in one
    assert one.endswith("without that setting.")
    assert "where PAIRWELL_BOT_TOKEN and PAIRWELL_DATABASE_URL are set" in two
    assert two.endswith("without those settings.")


def test_link_for_a_person_and_for_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    announce("http://127.0.0.1:1/", browser=False, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"link": "http://127.0.0.1:1/"}
    announce("http://127.0.0.1:1/", browser=False, as_json=False)
    assert "  http://127.0.0.1:1/\n" in capsys.readouterr().out


def console_of(link: str) -> str:
    """The page that the console shows after the one press that signs in."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    press = Request(f"{link}console/sign-in/trial", data=b"", headers=headers)  # noqa: S310 (ours)
    with build_opener(HTTPCookieProcessor()).open(press, timeout=30) as answer:
        page: str = answer.read().decode()
    return page


def test_trial_from_its_first_line_to_ctrl_c(home: Path) -> None:
    command = [sys.executable, "-m", "pairwell", "try", "--no-browser", "--json"]
    environment = {**os.environ, "TMPDIR": str(home)}
    with subprocess.Popen(  # noqa: S603 (our own code, no input from outside)
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        link = json.loads(process.stdout.readline())["link"]
        with urlopen(f"{link}playground/state", timeout=30) as answer:  # noqa: S310 (our own link)
            state = json.load(answer)
        console = console_of(link)
        assert [found["for"] for found in state["invitations"]] == [1003, 1002, 1001]
        assert "Made-up people" in console
        assert ">Today</h1>" in console
        assert [path.name[:13] for path in home.iterdir()] == ["pairwell-try-"]
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
    assert (process.returncode, output, errors) == (0, "", "")
    assert list(home.iterdir()) == []
