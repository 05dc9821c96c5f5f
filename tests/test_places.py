"""Places of subjects and properties in Turtle files."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kg.loading import Source, parse
from kg.namespaces import ID, RDF
from kg.places import find_places

HEAD = "@prefix id: <https://w3id.org/kompas/id/> .\n"


def source(text: str) -> Source:
    return Source(Path("x.ttl"), "https://example.org/g", (HEAD + text).encode())


def found(text: str, subject: str, predicate: str | None = None) -> list[str]:
    places = find_places([source(text)])
    return [str(place) for place in places.all(ID + subject, predicate and ID + predicate)]


def test_subjects_and_properties_are_found_by_line_and_column() -> None:
    text = 'id:a a id:C ;\n    id:p "x" , "y" ;\n    id:q 1 .\nid:b id:p id:a .'
    assert found(text, "a") == ["x.ttl:2:1"]
    assert found(text, "a", "p") == ["x.ttl:3:5"]
    assert found(text, "a", "q") == ["x.ttl:4:5"]
    assert found(text, "b", "p") == ["x.ttl:5:6"]
    assert str(find_places([source(text)]).of(ID + "a", RDF + "type")) == "x.ttl:2:6"


def test_two_blocks_of_one_subject_are_two_places() -> None:
    assert found("id:a id:p 1.\nid:a id:p 2 .", "a") == ["x.ttl:2:1", "x.ttl:3:1"]


def test_a_property_that_is_not_there_falls_back_to_its_subject() -> None:
    places = find_places([source("id:a id:p 1 .")])
    assert str(places.of(ID + "a", ID + "missing")) == "x.ttl:2:1"
    assert places.of(ID + "missing") is None


def test_what_looks_like_turtle_inside_literals_and_comments_is_passed_over() -> None:
    text = (
        'id:a id:p "id:x id:y 1 ; id:z 2 . # no" ; # id:n id:p 1 .\n'
        'id:q """one "two" .\nid:x id:y 1 .\n""" ;\n'
        "id:r 'it\\'s; id:x' , '''a ' b''' ."
    )
    assert found(text, "x") == found(text, "n") == []
    assert found(text, "a", "q") == ["x.ttl:3:1"]
    assert found(text, "a", "r") == ["x.ttl:6:1"]


def test_brackets_and_lists_hide_what_is_in_them() -> None:
    text = (
        "id:a id:p [ id:q ( id:x [ id:r 1 ; id:s 2 ] ) ] ;\n  id:t 3 .\n[ id:u 1 ] id:v 2 .\n[] id:w 1 .\nid:b id:p 1 ."
    )
    assert found(text, "a", "t") == ["x.ttl:3:3"]
    assert found(text, "a", "q") == found(text, "x") == []
    assert found(text, "b") == ["x.ttl:6:1"]


def test_directives_full_iris_blank_nodes_and_escapes() -> None:
    text = (
        "PREFIX e: <https://example.org/>\nBASE <https://example.org/>\n"
        "<https://w3id.org/kompas/id/\\u00e6> e:p 1.5 , 2. , -3e4 , 1.E3 , true .\n"
        "_:b.c id:p 1 .\nid:a\\-b\\.c.d id:p%20q 1."
    )
    assert found(text, "æ") == ["x.ttl:4:1"]
    assert found(text, "a-b.c.d", "p%20q") == ["x.ttl:6:14"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["id:a", "id:b", "id:c-d", "<https://w3id.org/kompas/id/e>", "_:b", "[]", "[ id:p 1 ]"]),
            st.lists(
                st.tuples(
                    st.sampled_from(["a", "id:p", "id:q.r", "<https://w3id.org/kompas/id/s>"]),
                    st.sampled_from(
                        ["id:a", "12", "1.5", "'x'@da", '"a # b"', "[ id:z 1 ]", "( id:a 2 )", '"1"^^id:t', "true"]
                    ),
                ),
                min_size=1,
                max_size=4,
            ),
        ),
        max_size=6,
    ),
    st.sampled_from([" ", "\n", "  # id:no id:no 1 .\n\t"]),
)
def test_it_finds_what_the_parser_finds(blocks: list[tuple[str, list[tuple[str, str]]]], gap: str) -> None:
    text = "\n".join(
        f"{subject}{gap}" + f"{gap};{gap}".join(f"{predicate}{gap}{value}" for predicate, value in rows) + f"{gap}."
        for subject, rows in blocks
    )
    named = {subject for subject, _ in blocks if subject[0] not in "[_"}
    parsed = {
        (str(quad.subject), str(quad.predicate)) for quad in parse([source(text)]) if str(quad.subject).startswith("<")
    }
    keys = {
        (f"<{subject}>", f"<{predicate}>")
        for subject, predicate in find_places([source(text)]).by_key
        if predicate and not subject.startswith(("_:", "["))
    }
    assert keys == parsed
    assert len({subject for subject, _ in keys}) == len(named)


def test_every_property_of_many_blocks_is_found() -> None:
    text = "\n".join(f'id:t{i} a id:C ;\n    id:p "tekst {i}"@da ;\n    id:q id:t{i + 1} , {i} .' for i in range(2500))
    assert len(find_places([source(text)]).by_key) == 10_000
