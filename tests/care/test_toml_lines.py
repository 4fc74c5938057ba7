import pytest

from care.toml_lines import line_of

TEXT = """\
code = "x"

[rhythm]
weeks = 12

[[forms.a.questions]]
code = "one"

[[forms.a.questions]]
code = "two"
options = [
  { code = "yes" },
]

[[forms.a.questions.parts]]  # of the second
code = "deep"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("code",), 1),
        (("rhythm", "weeks"), 4),
        (("rhythm", "absent"), 3),
        (("forms", "a", "questions", 0, "code"), 7),
        (("forms", "a", "questions", 1, "code"), 10),
        (("forms", "a", "questions", 1, "options", 0, "code"), 11),
        (("forms", "a", "questions", 1, "kind"), 9),
        (("forms", "a", "questions", 1, "parts", 0, "code"), 16),
        (("forms", "a"), 6),
        (("nowhere",), 1),
    ],
)
def test_line_of_finds_the_deepest_part_with_a_line(path, line):
    assert line_of(TEXT, path) == line
