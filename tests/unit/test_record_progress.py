"""Progress follows from the attempts, and only ever grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gradus.model import Attempt, Course, Item, Kind, Week
from gradus.record.progress import CourseProgress, State, current_course, progress

START = datetime(2026, 1, 1, tzinfo=UTC)


def item(name: str, kind: Kind, week: str = "week-1", *, optional: bool = False) -> Item:
    return Item(name, kind, name, 10, "c", week, Path(name), optional=optional)


def course(*weeks: Sequence[Item], name: str = "c") -> Course:
    return Course(
        name,
        name,
        Path(name),
        weeks=tuple(Week(f"week-{n}", f"Week {n}", name, items=tuple(items)) for n, items in enumerate(weeks, 1)),
    )


READ = item("read", Kind.LESSON)
QUIZ = item("quiz", Kind.QUIZ)
EXTRA = item("extra", Kind.LESSON, optional=True)
LAB = item("lab", Kind.LAB, "week-2")
LAST = item("last", Kind.LESSON, "week-2")
COURSE = course([READ, QUIZ, EXTRA], [LAB, LAST])


def attempt(at: Item, points: float, most: float, minute: int = 0, **exercises: tuple[int, int]) -> Attempt:
    return Attempt(
        id=f"{at.id}-{minute}-{points}",
        item=at.key,
        kind=at.kind,
        at=START + timedelta(minutes=minute),
        points=points,
        max=most,
        detail={"exercises": exercises} if exercises else {},
    )


def test_a_learner_who_has_done_nothing_begins_at_the_beginning() -> None:
    now = progress(COURSE, [])
    assert {one.state for one in now.items.values()} == {State.NEW}
    assert (now.overall.done, now.overall.total, now.share, now.last) == (0, 4, 0.0, None)
    assert now.overall.minutes_left == 40
    assert now.next == READ


def test_a_lesson_is_done_when_it_was_read_to_its_end() -> None:
    assert progress(COURSE, [attempt(READ, 0, 1)]).items["c/read"].state is State.STARTED
    assert progress(COURSE, [attempt(READ, 0.9, 1)]).items["c/read"].state is State.STARTED
    assert progress(COURSE, [attempt(READ, 1, 1)]).items["c/read"].state is State.DONE


def test_a_quiz_is_done_at_eighty_per_cent_also_when_parts_add_up_inexactly() -> None:
    assert progress(COURSE, [attempt(QUIZ, 7.9, 10)]).items["c/quiz"].state is State.STARTED
    assert progress(COURSE, [attempt(QUIZ, sum([0.1] * 8), 1)]).items["c/quiz"].state is State.DONE


def test_a_worse_attempt_at_a_quiz_takes_nothing_away() -> None:
    one = progress(COURSE, [attempt(QUIZ, 9, 10, 0), attempt(QUIZ, 2, 10, 1)]).items["c/quiz"]
    assert (one.state, one.best, one.attempts) == (State.DONE, 0.9, 2)
    assert one.last == START + timedelta(minutes=1)


def test_an_exercise_once_passed_stays_passed() -> None:
    first = attempt(LAB, 10, 20, 0, f=(10, 10), g=(0, 10))
    second = attempt(LAB, 10, 20, 1, f=(0, 10), g=(10, 10))
    one = progress(COURSE, [first, second]).items["c/lab"]
    assert dict(one.exercises) == {"f": True, "g": True}
    assert (one.state, one.best) == (State.DONE, 1.0)


def test_one_exercise_graded_alone_does_not_finish_the_lab() -> None:
    one = progress(COURSE, [attempt(LAB, 10, 60, 0, f=(10, 10), g=(0, 10), h=(0, 40))]).items["c/lab"]
    assert one.state is State.STARTED
    assert one.best == 10 / 60
    assert dict(one.exercises) == {"f": True, "g": False, "h": False}


def test_a_lab_that_gains_an_exercise_stays_done_and_shows_the_new_one() -> None:
    before = attempt(LAB, 10, 10, 0, f=(10, 10))
    after = attempt(LAB, 0, 60, 1, f=(0, 10), g=(0, 50))
    one = progress(COURSE, [before, after]).items["c/lab"]
    assert (one.state, one.best) == (State.DONE, 1.0)
    assert list(one.exercises.items()) == [("f", True), ("g", False)]


def test_a_lab_that_loses_an_exercise_remembers_that_it_was_passed() -> None:
    one = progress(COURSE, [attempt(LAB, 5, 10, 0, old=(5, 5)), attempt(LAB, 0, 5, 1, g=(0, 5))]).items["c/lab"]
    assert list(one.exercises.items()) == [("g", False), ("old", True)]


def test_optional_items_do_not_count_towards_the_whole() -> None:
    now = progress(COURSE, [attempt(READ, 1, 1), attempt(QUIZ, 10, 10)])
    assert (now.weeks["week-1"].done, now.weeks["week-1"].total) == (2, 2)
    assert now.weeks["week-1"].share == 1.0
    assert now.weeks["week-2"].share == 0.0
    assert now.share == 0.5


def test_next_is_what_was_begun_last() -> None:
    assert progress(COURSE, [attempt(READ, 1, 1, 0), attempt(LAB, 1, 2, 1, f=(1, 1), g=(0, 1))]).next == LAB


def test_next_is_what_follows_the_item_done_last() -> None:
    assert progress(COURSE, [attempt(READ, 1, 1)]).next == QUIZ


def test_next_passes_over_optional_items() -> None:
    assert progress(COURSE, [attempt(READ, 1, 1), attempt(QUIZ, 10, 10, 1)]).next == LAB


def test_next_goes_back_to_what_was_skipped_when_the_end_is_reached() -> None:
    assert progress(COURSE, [attempt(LAST, 1, 1)]).next == READ


def test_nothing_is_next_when_all_is_done() -> None:
    everything = [attempt(READ, 1, 1), attempt(QUIZ, 1, 1), attempt(LAB, 1, 1, f=(1, 1)), attempt(LAST, 1, 1)]
    now = progress(COURSE, everything)
    assert now.next is None
    assert now.share == 1.0


def test_an_item_that_moves_to_another_week_keeps_its_progress() -> None:
    moved = course([QUIZ, EXTRA], [LAB, replace(READ, week="week-2"), LAST])
    now = progress(moved, [attempt(READ, 1, 1)])
    assert now.items["c/read"].state is State.DONE
    assert now.weeks["week-2"].done == 1


def test_an_item_that_goes_and_comes_back_keeps_its_progress() -> None:
    attempts = [attempt(READ, 1, 1), attempt(QUIZ, 9, 10)]
    without = progress(course([QUIZ, EXTRA], [LAB, LAST]), attempts)
    assert "c/read" not in without.items
    assert without.overall.done == 1
    assert progress(COURSE, attempts).items["c/read"].state is State.DONE


def test_an_empty_course_is_not_done() -> None:
    assert progress(course(), []).share == 0.0


def test_the_course_to_go_on_with_is_the_one_last_worked_in() -> None:
    other_item = replace(READ, course="d")
    other = course([other_item], name="d")
    third = course([replace(READ, course="e")], name="e")
    courses = [third, COURSE, other]

    def current(*attempts: Attempt) -> str | None:
        found = current_course(courses, {one.id: progress(one, attempts) for one in courses})
        return found and found.id

    assert current() == "e"
    assert current(attempt(READ, 1, 1, 0)) == "c"
    assert current(attempt(READ, 1, 1, 0), attempt(other_item, 0, 1, 1)) == "d"
    assert current(attempt(READ, 1, 1, 0), attempt(other_item, 1, 1, 1)) == "c"  # d is done


def points(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.sampled_from([0, most]), st.just(most))


tables = st.dictionaries(st.sampled_from(["f", "g", "h", "k"]), st.integers(0, 3).flatmap(points), max_size=4)
some_attempts = st.lists(
    st.builds(
        lambda at, part, minute, table: attempt(at, part, 10, minute, **(table if at is LAB else {})),
        st.sampled_from([READ, QUIZ, EXTRA, LAB, LAST]),
        st.floats(0, 10),
        st.integers(0, 1000),
        tables,
    ),
    max_size=12,
)


def never_less(before: CourseProgress, after: CourseProgress) -> None:
    order = list(State)
    for key, old in before.items.items():
        new = after.items[key]
        assert order.index(new.state) >= order.index(old.state)
        assert new.best >= old.best
        assert new.attempts >= old.attempts
        assert all(new.exercises.get(name) for name, passed in old.exercises.items() if passed)
    for week, done in before.weeks.items():
        assert after.weeks[week].done >= done.done
        assert after.weeks[week].minutes_left <= done.minutes_left
    assert after.share >= before.share


@given(some_attempts, some_attempts)
def test_progress_never_decreases_when_attempts_are_added(before: list[Attempt], more: list[Attempt]) -> None:
    never_less(progress(COURSE, before), progress(COURSE, before + more))


@given(some_attempts, st.randoms())
def test_progress_does_not_depend_on_the_order_in_which_attempts_arrive(
    attempts: list[Attempt], random: object
) -> None:
    shuffled = list(attempts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = progress(COURSE, attempts), progress(COURSE, shuffled)
    assert {key: (item.state, item.best) for key, item in one.items.items()} == {
        key: (item.state, item.best) for key, item in other.items.items()
    }
