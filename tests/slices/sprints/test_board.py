"""The board of a sprint: everybody writes and moves at once, nothing is lost, nobody is shown."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from querwerk.journal.actions import Actor, Overtaken, Refused
from querwerk.journal.models import Entry
from querwerk.sprints.actions import board as stage
from querwerk.sprints.actions import cards, groups
from querwerk.sprints.actions.dots import forget_rung, give_dots
from querwerk.sprints.actions.ideas import close_sprint, park
from querwerk.sprints.actions.steps import Gone
from querwerk.sprints.actions.taking_over import take_over
from querwerk.sprints.actions.undo import take_back
from querwerk.sprints.lifecycle import MOST_CARDS, MOST_LINES, RANK_STEP, STEPS_KEPT, Way, rank_between
from querwerk.sprints.models import Board, Card, Change, Group, Idea, Sprint, Vote
from querwerk.sprints.queries.board import board_page, last_own_step
from tests.slices.sprints.boards import AT, actors, open_board, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Actor]:
    """Ayşe leads through the sprint; Bilge and Dilan, a resident, have a seat in it; Gerda has none."""
    return actors()


@pytest.fixture
def sprint(people: dict[str, Actor]) -> Sprint:
    return open_board(people["ayse"])


def written(sprint: Sprint, by: Actor, text: str = "Bänke", group: int | None = None) -> Card:
    return cards.write_card(sprint, text=text, group=group, by=by, at=AT)


def test_who_has_a_seat_writes_and_nobody_else(sprint: Sprint, people: dict[str, Actor]) -> None:
    written(sprint, people["dilan"])
    assert seen(sprint, people["ayse"]) == {"": ["Bänke"]}
    with pytest.raises(Refused):
        written(sprint, people["gerda"])


def test_a_card_goes_up_down_left_and_right(sprint: Sprint, people: dict[str, Actor]) -> None:
    by = people["bilge"]
    groups.lay_out(sprint, lines=[("Weg", "a"), ("Weg", "b"), ("Weg", "c"), ("Rad", "d")], by=by, at=AT)

    def press(text: str, way: Way) -> dict[str, list[str]]:
        card = Card.objects.get(text=text)
        cards.move(sprint, card=card.pk, way=way, version=card.version, by=by, at=AT)
        return seen(sprint, by)

    assert press("c", Way.UP) == {"": [], "Weg": ["a", "c", "b"], "Rad": ["d"]}
    assert press("a", Way.DOWN) == {"": [], "Weg": ["c", "a", "b"], "Rad": ["d"]}
    assert press("c", Way.UP) == {"": [], "Weg": ["c", "a", "b"], "Rad": ["d"]}
    assert press("a", Way.RIGHT) == {"": [], "Weg": ["c", "b"], "Rad": ["d", "a"]}
    assert press("d", Way.RIGHT) == {"": [], "Weg": ["c", "b"], "Rad": ["d", "a"]}
    assert press("b", Way.LEFT) == {"": ["b"], "Weg": ["c"], "Rad": ["d", "a"]}


def test_where_no_room_is_left_between_two_cards_all_get_new_ranks(sprint: Sprint, people: dict[str, Actor]) -> None:
    by = people["bilge"]
    for text in "abc":
        written(sprint, by, text)
    for rank, text in enumerate("abc", 1):
        Card.objects.filter(text=text).update(rank=rank)
    card = Card.objects.get(text="c")
    cards.move(sprint, card=card.pk, way=Way.UP, version=1, by=by, at=AT)
    assert seen(sprint, by) == {"": ["a", "c", "b"]}
    assert [change.about for change in Change.objects.order_by("number")][-2:] == ["order", "card"]


def test_a_rank_lies_between_two_others_or_there_is_no_room() -> None:
    assert (rank_between(None, None), rank_between(None, 5), rank_between(5, None)) == (0, 5 - RANK_STEP, 5 + RANK_STEP)
    assert (rank_between(1, 9), rank_between(1, 2), rank_between(-1, 1)) == (5, None, 0)


def test_two_who_word_a_card_anew_lose_nothing(sprint: Sprint, people: dict[str, Actor]) -> None:
    card = written(sprint, people["bilge"])
    cards.reword(sprint, card=card.pk, text="Bänke im Schatten", version=1, by=people["bilge"], at=AT)
    with pytest.raises(Overtaken):
        cards.reword(sprint, card=card.pk, text="Bänke mit Lehne", version=1, by=people["dilan"], at=AT)
    assert Card.objects.get().text == "Bänke im Schatten"


def test_moving_a_card_does_not_stand_in_the_way_of_rewording_it(sprint: Sprint, people: dict[str, Actor]) -> None:
    group = groups.name_group(sprint, title="Weg", by=people["ayse"], at=AT)
    card = written(sprint, people["bilge"])
    cards.move_into(sprint, card=card.pk, group=group.pk, version=1, by=people["bilge"], at=AT)
    cards.reword(sprint, card=card.pk, text="Bänke mit Lehne", version=1, by=people["dilan"], at=AT)
    assert seen(sprint, people["ayse"]) == {"": [], "Weg": ["Bänke mit Lehne"]}
    with pytest.raises(Overtaken):
        cards.move_into(sprint, card=card.pk, group=None, version=1, by=people["dilan"], at=AT)


def test_a_card_that_was_taken_away_comes_back_with_the_words_of_who_was_writing(
    sprint: Sprint, people: dict[str, Actor]
) -> None:
    card = written(sprint, people["bilge"])
    cards.take_away(sprint, card=card.pk, version=1, by=people["ayse"], at=AT)
    for action in (
        lambda: cards.move(sprint, card=card.pk, way=Way.UP, version=1, by=people["dilan"], at=AT),
        lambda: cards.reword(sprint, card=card.pk, text="Bänke mit Lehne", version=1, by=people["dilan"], at=AT),
    ):
        with pytest.raises(Gone):
            action()
    cards.bring_back(sprint, card=card.pk, text="Bänke mit Lehne", by=people["dilan"], at=AT)
    assert seen(sprint, people["ayse"]) == {"": ["Bänke mit Lehne"]}


def test_a_group_that_is_taken_away_leaves_its_cards_and_comes_back_with_them(
    sprint: Sprint, people: dict[str, Actor]
) -> None:
    by = people["bilge"]
    groups.lay_out(sprint, lines=[("Weg", "a"), ("", "b")], by=by, at=AT)
    groups.take_group_away(sprint, group=Group.objects.get().pk, by=by, at=AT)
    assert seen(sprint, by) == {"": ["a", "b"]}
    take_back(sprint, number=last(sprint, by), by=by, at=AT)
    assert seen(sprint, by) == {"": ["b"], "Weg": ["a"]}


def last(sprint: Sprint, by: Actor) -> int:
    return last_own_step(Board.objects.get(sprint=sprint), by) or 0


def test_people_take_back_their_own_steps_from_the_last_on(sprint: Sprint, people: dict[str, Actor]) -> None:
    by = people["bilge"]
    card = written(sprint, by)
    cards.reword(sprint, card=card.pk, text="Bänke mit Lehne", version=1, by=by, at=AT)
    take_back(sprint, number=last(sprint, by), by=by, at=AT)
    assert seen(sprint, by) == {"": ["Bänke"]}
    take_back(sprint, number=last(sprint, by), by=by, at=AT)
    assert seen(sprint, by) == {"": []}
    assert last(sprint, by) == 0


def test_nobody_takes_back_what_others_did_or_built_on(sprint: Sprint, people: dict[str, Actor]) -> None:
    card = written(sprint, people["bilge"])
    with pytest.raises(Refused):
        take_back(sprint, number=1, by=people["dilan"], at=AT)
    cards.reword(sprint, card=card.pk, text="Bänke mit Lehne", version=1, by=people["dilan"], at=AT)
    with pytest.raises(Overtaken):
        take_back(sprint, number=1, by=people["bilge"], at=AT)
    assert seen(sprint, people["ayse"]) == {"": ["Bänke mit Lehne"]}


def test_who_made_a_step_is_kept_for_the_last_ones_alone(sprint: Sprint, people: dict[str, Actor]) -> None:
    for nth in range(STEPS_KEPT + 5):
        written(sprint, people["bilge"], f"Karte {nth}")
    written(sprint, people["dilan"])
    assert Change.objects.filter(account="bilge").count() == STEPS_KEPT
    assert Change.objects.filter(account="dilan").count() == 1


def test_covered_cards_are_shown_to_their_writer_until_all_are_uncovered(
    sprint: Sprint, people: dict[str, Actor]
) -> None:
    stage.cover(sprint, by=people["ayse"], at=AT)
    card = written(sprint, people["bilge"], "heimlich")
    assert (seen(sprint, people["bilge"]), seen(sprint, people["ayse"])) == ({"": ["heimlich"]}, {"": []})
    with pytest.raises(Refused):
        cards.take_away(sprint, card=card.pk, version=1, by=people["dilan"], at=AT)
    with pytest.raises(Refused):
        stage.uncover(sprint, by=people["dilan"], at=AT)
    stage.uncover(sprint, by=people["ayse"], at=AT)
    assert seen(sprint, people["dilan"]) == {"": ["heimlich"]}
    assert set(Card.objects.values_list("writer", flat=True)) == {""}


def voting(sprint: Sprint, people: dict[str, Actor], **said: object) -> None:
    stage.open_voting(sprint, **{"dots": 2, "several": True, **said}, by=people["ayse"], at=AT)  # type: ignore[arg-type]


def test_dots_are_few_and_their_number_is_told_after_the_bell(sprint: Sprint, people: dict[str, Actor]) -> None:
    first, second = written(sprint, people["bilge"], "a"), written(sprint, people["bilge"], "b")
    voting(sprint, people)
    assert give_dots(sprint, card=first.pk, dots=2, by=people["bilge"], at=AT) == 0
    with pytest.raises(Refused):
        give_dots(sprint, card=second.pk, dots=1, by=people["bilge"], at=AT)
    assert give_dots(sprint, card=first.pk, dots=1, by=people["bilge"], at=AT) == 1
    assert give_dots(sprint, card=first.pk, dots=1, by=people["bilge"], at=AT) == 1  # pressed twice
    give_dots(sprint, card=first.pk, dots=1, by=people["dilan"], at=AT)
    assert votes(sprint, people["ayse"]) == [None, None]
    stage.ring(sprint, by=people["ayse"], at=AT)
    assert votes(sprint, people["ayse"]) == [2, 0]
    assert Vote.objects.count() == 0


def votes(sprint: Sprint, by: Actor, at: datetime = AT) -> list[int | None]:
    page = board_page(Board.objects.get(sprint=sprint), sprint, by, at=at)
    return [card.votes for column in page.columns for card in column.cards]


def test_a_house_may_allow_one_dot_a_card(sprint: Sprint, people: dict[str, Actor]) -> None:
    card = written(sprint, people["bilge"])
    voting(sprint, people, several=False)
    give_dots(sprint, card=card.pk, dots=1, by=people["bilge"], at=AT)
    with pytest.raises(Refused):
        give_dots(sprint, card=card.pk, dots=2, by=people["bilge"], at=AT)


def test_a_bell_that_was_set_rings_by_itself_and_later_dots_do_not_count(
    sprint: Sprint, people: dict[str, Actor]
) -> None:
    card = written(sprint, people["bilge"])
    voting(sprint, people, minutes=5)
    give_dots(sprint, card=card.pk, dots=1, by=people["bilge"], at=AT + timedelta(minutes=4, seconds=59))
    with pytest.raises(Refused, match=r"too late|zu spät"):
        give_dots(sprint, card=card.pk, dots=1, by=people["dilan"], at=AT + timedelta(minutes=5))
    assert votes(sprint, people["dilan"], AT + timedelta(minutes=4)) == [None]
    assert votes(sprint, people["dilan"], AT + timedelta(minutes=5)) == [1]


def test_after_a_bell_that_rang_by_itself_nobody_s_dots_are_known_and_their_sum_stays(
    sprint: Sprint, people: dict[str, Actor]
) -> None:
    card = written(sprint, people["bilge"])
    voting(sprint, people, minutes=5)
    give_dots(sprint, card=card.pk, dots=2, by=people["bilge"], at=AT)
    forget_rung(AT + timedelta(minutes=4))
    assert Vote.objects.count() == 2
    forget_rung(AT + timedelta(minutes=5))
    assert (Vote.objects.count(), votes(sprint, people["dilan"], AT + timedelta(minutes=5))) == (0, [2])


def test_dots_leave_no_trace_in_what_others_are_told(sprint: Sprint, people: dict[str, Actor]) -> None:
    card = written(sprint, people["bilge"])
    voting(sprint, people)
    before = Change.objects.count()
    give_dots(sprint, card=card.pk, dots=1, by=people["bilge"], at=AT)
    assert Change.objects.count() == before


def test_only_who_leads_through_the_sprint_stages_and_the_journal_knows(
    sprint: Sprint, people: dict[str, Actor]
) -> None:
    for action in (stage.cover, stage.ring):
        with pytest.raises(Refused):
            action(sprint, by=people["bilge"], at=AT)
    written(sprint, people["bilge"])
    stage.cover(sprint, by=people["ayse"], at=AT)
    stage.uncover(sprint, by=people["ayse"], at=AT)
    voting(sprint, people)
    stage.ring(sprint, by=people["ayse"], at=AT)
    events = Entry.objects.filter(thread=sprint.thread).order_by("seq").values_list("event", flat=True)
    assert list(events) == [
        "sprints.board_opened", "sprints.board_covered", "sprints.board_uncovered", "sprints.voting_opened",
        "sprints.voting_ended",
    ]  # fmt: skip


def test_a_group_becomes_one_idea_with_its_cards(sprint: Sprint, people: dict[str, Actor]) -> None:
    groups.lay_out(sprint, lines=[("Weg", "a"), ("Weg", "b")], by=people["bilge"], at=AT)
    group = Group.objects.get()
    take_over(sprint, group=group.pk, by=people["bilge"], at=AT)
    idea = Idea.objects.get()
    assert (idea.title, idea.text) == ("Weg", "- a\n- b")
    with pytest.raises(Refused):
        take_over(sprint, group=group.pk, by=people["ayse"], at=AT)


def test_a_board_is_put_away_with_its_sprint_and_forgets_who_did_what(sprint: Sprint, people: dict[str, Actor]) -> None:
    card = written(sprint, people["bilge"])
    take_over(sprint, card=card.pk, by=people["bilge"], at=AT)
    park(Idea.objects.get(), reason="Später", by=people["ayse"], at=AT)
    voting(sprint, people)
    give_dots(sprint, card=card.pk, dots=1, by=people["dilan"], at=AT)
    close_sprint(sprint, by=people["ayse"], at=AT)
    assert (Vote.objects.count(), Change.objects.exclude(account="").count()) == (0, 0)
    assert votes(sprint, people["ayse"]) == [1]
    sprint.refresh_from_db()
    with pytest.raises(Refused):
        written(sprint, people["bilge"])


def test_every_change_has_the_next_number(sprint: Sprint, people: dict[str, Actor]) -> None:
    groups.lay_out(sprint, lines=[("Weg", "a"), ("Rad", "b"), ("Weg", "c")], by=people["bilge"], at=AT)
    stage.set_timer(sprint, minutes=5, by=people["ayse"], at=AT)
    numbers = list(Change.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 7)) and Board.objects.get().version == 6


def test_a_board_says_how_much_it_holds(sprint: Sprint, people: dict[str, Actor]) -> None:
    with pytest.raises(Refused, match=str(MOST_LINES)):
        groups.lay_out(sprint, lines=[("", "x")] * (MOST_LINES + 1), by=people["bilge"], at=AT)
    for _turn in range(MOST_CARDS // MOST_LINES):
        groups.lay_out(sprint, lines=[("", "x")] * MOST_LINES, by=people["bilge"], at=AT)
    with pytest.raises(Refused, match=str(MOST_CARDS)):
        groups.lay_out(sprint, lines=[("", "x")] * MOST_LINES, by=people["bilge"], at=AT)
