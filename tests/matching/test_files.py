from datetime import date

import pytest

from matching.errors import FileRefused
from matching.example import example_files
from matching.files import read_couples, read_peers, read_people
from matching.people import PeerWorker, ServiceUser, Wish
from matching.rules import Rules

RULES = Rules()
HEADER = "id,programme,setting,languages,waiting_since,age,wishes,hours,zone,priority"
ROW = 'u1,north,perinatal,en; ur,2026-10-01,34,gender same must; age same,"mon 8-12",Asia/Tokyo,1'
A_DATE = "expected a date such as 2026-11-25"
A_ZONE = "expected a time zone such as Europe/London"
HOURS = "expected hours such as mon-fri 16-24; sat 8-12, in steps of four"
WISHES = "expected wishes such as gender same must; age same nice"


def person_file(*rows, header=HEADER):
    return "\n".join((header, *rows)).encode()


def problems_of(data, name="people.csv", read=read_people):
    with pytest.raises(FileRefused) as refused:
        read(data, name, RULES)
    return list(refused.value.problems)


def test_people_are_read_from_csv():
    assert read_people(person_file(ROW), "people.csv", RULES) == [
        ServiceUser(
            id="u1",
            programme="north",
            setting="perinatal",
            languages=("en", "ur"),
            waiting_since=date(2026, 10, 1),
            age=34,
            wishes=(Wish("gender", "same", "must"), Wish("age", "same", "nice")),
            slots=frozenset({2}),
            zone="Asia/Tokyo",
            priority=1,
        )
    ]


def test_people_are_read_from_json_lines():
    line = (
        '{"id": 7, "programme": "north", "setting": "perinatal", "languages": ["en", "ur"],'
        ' "waiting_since": "2026-10-01", "experiences": {"loss": 3}, "gender": "woman",'
        ' "apart": {"p1": "block"}, "age": null}'
    )
    assert read_people(f"\n{line}\n".encode(), "people.jsonl", RULES) == [
        ServiceUser(
            id="7",
            programme="north",
            setting="perinatal",
            languages=("en", "ur"),
            waiting_since=date(2026, 10, 1),
            experiences={"loss": 3},
            traits={"gender": "woman"},
            apart={"p1": "block"},
        )
    ]


def test_peers_are_read_from_csv():
    data = (
        b"id,programme,languages,training,capacity,load,recovered_since,stages,limits,hours\n"
        b'p1,north,en,perinatal:2027-03-31,2,1,2024-05-01,loss,"loss; worry",fri-sun 20-24\n'
    )
    assert read_peers(data, "peers.csv", RULES) == [
        PeerWorker(
            id="p1",
            programme="north",
            languages=("en",),
            training={"perinatal": date(2027, 3, 31)},
            capacity=2,
            load=1,
            recovered_since=date(2024, 5, 1),
            stages=frozenset({"loss"}),
            limits=frozenset({"loss", "worry"}),
            slots=frozenset({29, 35, 41}),
        )
    ]


@pytest.mark.parametrize(
    ("change", "how"),
    [
        (lambda text: "\ufeff" + text, "a byte order mark"),
        (lambda text: text.replace("\n", "\r\n"), "Windows line ends"),
        (lambda text: text.replace("id,", "ID,", 1), "capitals in the header"),
        (lambda text: text + "\n\n,,,,,,,,,\n", "empty rows"),
    ],
)
def test_people_are_read_whatever_wrote_the_file(change, how):
    plain = person_file(ROW)
    changed = change(plain.decode()).encode()
    assert read_people(changed, "people.csv", RULES) == read_people(plain, "people.csv", RULES), how


def test_people_are_read_from_csv_with_semicolons():
    data = b"id;programme;setting;languages;waiting_since\nu1;n;s;en;2026-10-01\n"
    assert [one.id for one in read_people(data, "people.csv", RULES)] == ["u1"]


def test_a_file_tells_all_its_problems_with_row_and_column():
    rows = (
        ROW.replace("34", "NaN"),
        ROW.replace("2026-10-01", "01/10/2026").replace("u1", "u2"),
        ROW.replace("34", "1e309").replace("u1", "u3").replace("mon 8-12", "mon 9-12"),
        ROW.replace("34", "-3").replace("u1", "u4").replace("same must", "same please"),
        ROW.replace("Asia/Tokyo", "Mars/Base"),
        ROW.replace("u1", "").replace(",1", ",99"),
    )
    found = [problem.split(", ", 1) for problem in problems_of(person_file(*rows))]
    named = "a number or word that means nothing elsewhere"
    assert found == [
        ["people.csv row 2", "column age: found 'NaN', expected a whole number 10 to 120"],
        ["people.csv row 3", f"column waiting_since: found '01/10/2026', {A_DATE}"],
        ["people.csv row 4", "column age: found '1e309', expected a whole number 10 to 120"],
        ["people.csv row 4", f"column hours: found 'mon 9-12', {HOURS}"],
        ["people.csv row 5", "column age: found '-3', expected a whole number 10 to 120"],
        ["people.csv row 5", f"column wishes: found 'gender same please; age same', {WISHES}"],
        ["people.csv row 6", f"column zone: found 'Mars/Base', {A_ZONE}"],
        ["people.csv row 6", "column id: 'u1' stands in row 2 already, expected each id once"],
        ["people.csv row 7", f"column id: empty, expected {named}"],
        ["people.csv row 7", "column priority: found '99', expected a whole number 0 to 9"],
    ]


def test_a_file_names_missing_and_unknown_columns():
    found = problems_of(person_file("x", header="id,programme,setting,name,languages"))
    assert [problem.partition("(")[0] for problem in found] == [
        "people.csv row 2: 1 cells, expected 5 as in the first row"
    ]
    found = problems_of(person_file("1,2,3,4,5", header="id,programme,setting,name,languages"))
    assert [problem.partition(" (")[0] for problem in found] == [
        "people.csv: column 'name' is not known, take it out",
        "people.csv: column waiting_since is missing",
    ]


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"id\n\xff", "people.csv", "byte 4 is not UTF-8, save the file as UTF-8"),
        (b"{nope}", "people.jsonl", "row 1: expected one JSON object in a line"),
        (b"[1]", "people.jsonl", "row 1: expected one JSON object in a line"),
        (b"id,id\n", "people.csv", "column 'id' stands there twice"),
        (b'id\n"open', "people.csv", "line 2: unexpected end of data, expected CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data, name, problem):
    assert problem in problems_of(data, name)[0]


def test_a_file_with_very_many_problems_tells_the_first_hundred():
    found = problems_of(person_file(*[ROW.replace("34", "x")] * 150))
    assert (len(found), found[-1]) == (101, "and 199 more")


def test_an_empty_file_holds_nobody():
    assert read_people(b"", "people.csv", RULES) == []


def test_couples_are_read():
    assert read_couples(b"person,peer_worker\nu1,p1\n", "pins.csv") == [("u1", "p1")]
    with pytest.raises(FileRefused, match="column peer_worker is missing"):
        read_couples(b"person\nu1\n", "pins.csv")


def test_progress_is_told_while_reading():
    told = []
    rows = [ROW.replace("u1", f"u{n}") for n in range(1500)]
    read_people(person_file(*rows), "people.csv", RULES, lambda *counts: told.append(counts))
    assert told == [(0, 1500), (1000, 1500)]


def test_the_example_can_be_read():
    files = example_files(RULES)
    assert len(read_people(files["people.csv"].encode(), "people.csv", RULES)) == 5
    assert len(read_peers(files["peers.csv"].encode(), "peers.csv", RULES)) == 3
