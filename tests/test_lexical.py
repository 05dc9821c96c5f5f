"""Literals have the forms of their datatypes."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lexical import expected_form, ill_typed
from kg.namespaces import XSD

VALID = {
    "NCName": ["a-1", "_b", "æ"],
    "NMTOKEN": ["1a:b"],
    "Name": ["a:b", ":a"],
    "anyURI": ["https://example.org/a?b=c#d", "https://example.org/%C3%A6", "https://example.org/æ", ""],
    "base64Binary": ["", "YWI=", "Y W J j", "YQ==", "YWJj"],
    "boolean": ["true", "false", "1", "0"],
    "byte": ["-128", "127"],
    "date": ["2022-01-31", "2022-01-31Z", "2022-01-31+01:00", "2024-02-29", "2000-02-29", "-0004-02-29", "12022-12-31"],
    "dateTime": ["2022-01-31T12:05:34", "2022-01-31T24:00:00", "2022-01-31T12:05:34.5Z", "2022-01-31T12:05:34-14:00"],
    "dateTimeStamp": ["2022-01-31T12:05:34Z", "2022-01-31T12:05:34+01:00"],
    "dayTimeDuration": ["P10D", "PT1H", "-P1DT2H3M4.5S"],
    "decimal": ["1.5", "-1", "+.5", "5.", "007"],
    "double": ["1.5E3", "INF", "-INF", "NaN", "1"],
    "duration": ["P3Y", "P1Y2M3DT4H5M6S", "PT0.5S", "P0D", "-P2M"],
    "float": ["1e-3"],
    "gDay": ["---31", "---01Z"],
    "gMonth": ["--12"],
    "gMonthDay": ["--02-29", "--12-31Z"],
    "gYear": ["2022", "0001", "-0044", "12022", "2022Z"],
    "gYearMonth": ["2022-01"],
    "hexBinary": ["", "0aFF"],
    "int": ["2147483647"],
    "integer": ["5", "-5", "+5", "0005", "9" * 5000],
    "language": ["da", "da-DK"],
    "long": ["-9223372036854775808"],
    "negativeInteger": ["-1"],
    "nonNegativeInteger": ["0", "-0", "7"],
    "nonPositiveInteger": ["0", "-7"],
    "normalizedString": ["two  spaces"],
    "positiveInteger": ["1"],
    "short": ["32767"],
    "string": ["any\n\tthing"],
    "time": ["12:05:34", "24:00:00", "12:05:34.567Z"],
    "token": ["one two", ""],
    "unsignedByte": ["255"],
    "unsignedInt": ["4294967295"],
    "unsignedLong": ["18446744073709551615"],
    "unsignedShort": ["65535"],
    "yearMonthDuration": ["P3Y6M", "-P1M"],
}
INVALID = {
    "NCName": ["1a", "a:b", ""],
    "NMTOKEN": ["a b", ""],
    "Name": ["1a", ""],
    "anyURI": ["a b", "https://example.org/<a>", "https://example.org/%zz", " https://example.org/"],
    "base64Binary": ["YQ=", "Y", "QUJ=", "YR=="],
    "boolean": ["True", "yes", " true", ""],
    "byte": ["128", "-129"],
    "date": [
        *("31/02/2020", "2022-02-30", "2023-02-29", "1900-02-29", "2022-13-01", "2022-1-1", "22-01-01", "2022-01-31 "),
        *("2026-08-16T12:05:34Z", "2022-01-31+15:00", "02022-01-01", "2022-01-00", "\uff12022-01-01", "2022-04-31"),
    ],
    "dateTime": [
        "2022-01-31",
        "2022-01-31T25:00:00",
        "2022-02-29T00:00:00",
        "2022-01-31T24:00:01",
        "2022-01-31 12:00:00",
    ],
    "dateTimeStamp": ["2022-01-31T12:05:34"],
    "dayTimeDuration": ["P1Y", "P", "PT", "P1DT", "1D"],
    "decimal": ["NaN", "1e3", "1_000.5", "1,5", " 5 ", "", ".", "INF", "+"],
    "double": ["1,5", "Infinity", "nan", "inf", "1e", "1_0.0", ""],
    "duration": ["P", "PT", "P1S", "3Y", "P-1Y", "P1YT", "P1.5Y"],
    "float": ["1f"],
    "gDay": ["31", "---32"],
    "gMonth": ["12", "--13"],
    "gMonthDay": ["--02-30", "--04-31"],
    "gYear": ["22", "2022-01", " 2022", "two", "02022", "20220101x"],
    "gYearMonth": ["2022-13", "2022"],
    "hexBinary": ["0", "xx"],
    "int": ["2147483648"],
    "integer": ["1_000", " 5 ", "5.0", "5 ", "1e3", "", "\uff11", "--5", "0x10"],
    "language": ["da_DK", "", "toolonglanguage"],
    "long": ["9223372036854775808", "9" * 5000],
    "negativeInteger": ["0", "5"],
    "nonNegativeInteger": ["-1"],
    "nonPositiveInteger": ["1"],
    "normalizedString": ["a\tb", "a\nb"],
    "positiveInteger": ["0", "-1"],
    "short": ["32768"],
    "time": ["25:00:00", "12:05", "12:60:00"],
    "token": [" a", "a  b", "a\n"],
    "unsignedByte": ["256", "-1"],
    "unsignedInt": ["4294967296"],
    "unsignedLong": ["-1"],
    "unsignedShort": ["65536"],
    "yearMonthDuration": ["P1D", "P"],
}


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in VALID.items() for form in forms])
def test_valid_forms_pass(name: str, form: str) -> None:
    assert expected_form(form, XSD + name) is None


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, forms in INVALID.items() for form in forms])
def test_invalid_forms_are_told_what_was_expected(name: str, form: str) -> None:
    assert expected_form(form, XSD + name)


def test_what_is_not_known_is_not_judged() -> None:
    assert expected_form("?", "https://example.org/datatype") is None
    assert expected_form("?", XSD + "unheardOf") is None


@given(st.dates())
def test_every_date_of_the_calendar_passes_and_no_other_day_does(day: dt.date) -> None:
    assert expected_form(day.isoformat(), XSD + "date") is None
    following = day + dt.timedelta(days=1) if day < dt.date.max else day
    if following.day == 1 and following != day:
        assert expected_form(f"{day.year:04}-{day.month:02}-{day.day + 1:02}", XSD + "date")


@given(st.integers(), st.sampled_from(["byte", "short", "int", "long"]))
def test_bounds_of_integers_are_those_of_their_bits(number: int, name: str) -> None:
    bits = {"byte": 8, "short": 16, "int": 32, "long": 64}[name]
    fits = -(2 ** (bits - 1)) <= number < 2 ** (bits - 1)
    assert (expected_form(str(number), XSD + name) is None) is fits


def test_quads_with_bad_literals_are_found_as_they_were_written() -> None:
    text = """@prefix x: <http://www.w3.org/2001/XMLSchema#> . @prefix e: <https://example.org/> .
    e:a e:p "1_000"^^x:integer , 7 , " 5 "^^x:decimal , "NaN"^^x:double , "text" , "tekst"@da , e:b ."""
    found = list(ill_typed(ox.parse(text, format=ox.RdfFormat.TURTLE)))
    assert [getattr(fault.quad.object, "value", None) for fault in found] == ["1_000", " 5 "]
    assert found[0].expected == "an integer without spaces and separators"
