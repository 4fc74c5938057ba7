from pathlib import Path

from tests.habits import FILE_LINES, FUNCTION_LINES, broken


def test_broken_file_and_function_within_limits(tmp_path: Path) -> None:
    path = tmp_path / "small.py"
    path.write_text("def one() -> None:\n" + "    pass\n" * (FUNCTION_LINES - 1))
    assert broken([path]) == []


def test_broken_file_and_function_one_line_too_long(tmp_path: Path) -> None:
    path = tmp_path / "large.py"
    path.write_text("def one() -> None:\n" + "    pass\n" * FILE_LINES)
    assert broken([path]) == [
        f"{path}: {FILE_LINES + 1} lines; a file has at most {FILE_LINES}.",
        f"{path}: one has {FILE_LINES + 1} lines; a function has at most {FUNCTION_LINES}.",
    ]
