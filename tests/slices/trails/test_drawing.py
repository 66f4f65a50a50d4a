"""Pictures of ways: nothing overlaps, nothing falls out, nothing that a person wrote becomes markup."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from querwerk.trails.exchange.drawing import draw_way
from querwerk.trails.exchange.drawing.letters import broken, width
from querwerk.trails.insights.shapes import Handover, Stop, Way

_SVG = "{http://www.w3.org/2000/svg}"
_NAMES = st.one_of(
    st.sampled_from(
        [
            "Poststelle",
            "Personalverwaltungsangelegenheiten",
            "Büro der Oberbürgermeisterin",
            "Amt 20/Kämmerei",
            "ß" * 70,
        ]
    ),
    st.text(max_size=60),
)
Place = tuple[float, float, float, float]


@st.composite
def ways(draw: st.DrawFn) -> Way:
    """Any way: hostile names, handovers in all directions, as a log has them."""
    stops = draw(
        st.lists(
            st.builds(Stop, _NAMES, _NAMES, st.lists(_NAMES, max_size=3).map(tuple), _NAMES, st.floats(0, 1)),
            min_size=1,
            max_size=17,
        )
    )
    place = st.integers(0, len(stops) - 1)
    handovers = draw(st.lists(st.builds(Handover, place, place, _NAMES, st.floats(0, 1)), max_size=25))
    return Way("Weg", "Satz", "Bild", tuple(stops), tuple(handovers))


def _texts(picture: ET.Element) -> list[Place]:
    found = []
    for text in picture.iter(f"{_SVG}text"):
        wide, x, y = float(text.attrib["textLength"]), float(text.attrib["x"]), float(text.attrib["y"])
        left = x - wide / 2 if text.attrib.get("text-anchor") == "middle" else x
        found.append((left, y - 9, left + wide, y + 2))
    return found


def _boxes(picture: ET.Element) -> list[Place]:
    found = []
    for rect in picture.iter(f"{_SVG}rect"):
        if rect.attrib["class"] == "qw-way__box":
            x, y, wide, high = (float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
            found.append((x, y, x + wide, y + high))
    return found


def _touching(places: list[Place]) -> list[tuple[Place, Place]]:
    return [
        (one, other)
        for one, other in combinations(places, 2)
        if one[0] < other[2] - 0.2 and other[0] < one[2] - 0.2 and one[1] < other[3] and other[1] < one[3]
    ]


@settings(max_examples=150, deadline=None)
@given(ways(), st.integers(1, 8))
def test_no_text_and_no_box_touches_another_and_all_lie_inside(way: Way, columns: int) -> None:
    picture = ET.fromstring(draw_way(way, columns=columns))
    boxes, texts = _boxes(picture), _texts(picture)
    assert len(boxes) == len(way.stops)
    assert _touching(boxes) == []
    assert _touching(texts) == []
    wide, high = float(picture.attrib["width"]), float(picture.attrib["height"])
    assert [
        place for place in boxes + texts if place[0] < 0 or place[1] < -1 or place[2] > wide or place[3] > high
    ] == []


def test_two_boxes_in_one_place_would_be_noticed() -> None:
    assert _touching([(0, 0, 10, 10), (9, 9, 20, 20)]) == [((0, 0, 10, 10), (9, 9, 20, 20))]


def test_the_same_way_is_the_same_picture() -> None:
    way = Way(
        "Weg",
        "Satz",
        "Bild",
        (Stop("A", "x"), Stop("B", "y"), Stop("C", "x")),
        (Handover(0, 1), Handover(2, 0, "3×", 1)),
    )
    assert draw_way(way) == draw_way(way)


def test_a_name_is_never_markup() -> None:
    evil = "<script>alert(1)</script>\"'&]]>\x00\u202e"
    picture = draw_way(
        Way(evil, evil, evil, (Stop(evil, evil, (evil,), evil), Stop("B", "b")), (Handover(0, 1, evil),))
    )
    assert {element.tag for element in ET.fromstring(picture).iter()} == {
        f"{_SVG}{tag}" for tag in ("svg", "title", "desc", "g", "rect", "text", "path", "polygon")
    }
    assert [letter for letter in picture if not letter.isprintable()] == []


def test_a_long_name_stands_whole_in_its_title() -> None:
    name = "Sachgebietsleitung Personalverwaltungsangelegenheiten und Reisekostenabrechnungsstelle"
    picture = ET.fromstring(draw_way(Way("Weg", "Satz", "Bild", (Stop(name, "Amt"),))))
    assert f"1. {name}; Amt" in [title.text for title in picture.iter(f"{_SVG}title")]


def test_a_return_is_dashed_and_not_only_of_another_colour() -> None:
    way = Way("Weg", "Satz", "Bild", (Stop("A", "x"), Stop("B", "y")), (Handover(0, 1), Handover(1, 0)))
    looks = [path.attrib["class"] for path in ET.fromstring(draw_way(way)).iter(f"{_SVG}path")]
    assert looks == ["qw-way__line", "qw-way__line--back"]


def test_what_leads_into_another_row_says_where() -> None:
    stops = tuple(Stop(name, "x") for name in "ABCDEF")
    way = Way("Weg", "Satz", "Bild", stops, (Handover(0, 4, "7×"), Handover(5, 1, "2×"), Handover(2, 3, "9×")))
    words = [text.text for text in ET.fromstring(draw_way(way, columns=3)).iter(f"{_SVG}text")]
    assert [word for word in words if word and ("→" in word or "←" in word)] == ["→ 4", "→ 5 · 7×", "3 →", "← 2 · 2×"]


def test_a_picture_that_stands_alone_brings_its_own_look() -> None:
    way = Way("Weg", "Satz", "Bild", (Stop("A", "x"),))
    sheets = [ET.fromstring(draw_way(way, style=style)).find(f"{_SVG}style") for style in ("page", "print", "file")]
    dark = [sheet is not None and "prefers-color-scheme" in (sheet.text or "") for sheet in sheets]
    assert ([sheet is None for sheet in sheets], dark) == ([True, False, False], [False, False, True])


@given(st.text(max_size=80), st.integers(20, 200), st.integers(1, 4))
def test_lines_keep_to_their_room(text: str, room: int, most: int) -> None:
    lines = broken(text, 14, room, most)
    assert len(lines) <= most
    assert [line for line in lines if width(line, 14) > max(room, width("mm", 14))] == []


def test_german_words_are_parted_where_germans_part_them() -> None:
    parted = [
        broken(word, 14, 104, 3) for word in ("Personalverwaltung", "Oberbürgermeister", "Gleichstellungsbeauftragte")
    ]
    assert parted == [
        ("Personalver-", "waltung"),
        ("Oberbürger-", "meister"),
        ("Gleichstel-", "lungsbeauf-", "tragte"),
    ]


def test_a_way_without_stations_is_an_empty_picture() -> None:
    assert _boxes(ET.fromstring(draw_way(Way("Weg", "Satz", "Bild", ())))) == []
