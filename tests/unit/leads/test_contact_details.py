"""Names, addresses and numbers as people really write them."""

from __future__ import annotations

import pytest

from bot.leads.contact_details import (
    EmailReading,
    NameReading,
    PhoneReading,
    read_email,
    read_name,
    read_phone,
)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("lena.fischer@example.com", "lena.fischer@example.com"),
        ("Lena.Fischer@Example.COM", "lena.fischer@example.com"),
        ("it's lena@example.org, thanks!", "lena@example.org"),
        ("<mailto:lena@example.com|lena@example.com>", "lena@example.com"),
        ("mail <mailto:lena@example.com|Lena>.", "lena@example.com"),
        ("lena+jobs@mail.example.co.uk", "lena+jobs@mail.example.co.uk"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("not old@example.com but new@example.com", "new@example.com"),
        ("new@example.com, not old@example.com", "new@example.com"),
        ("old@example.com... sorry, new@example.com", "new@example.com"),
        ("lena @ example.com", "lena@example.com"),
        ("lena(at)example(dot)com", "lena@example.com"),
        ("lena [at] example [dot] com", "lena@example.com"),
        ("lena dot fischer at example dot com", "lena.fischer@example.com"),
        ("My email is LENA underscore F at Example Dot Com", "lena_f@example.com"),
        ("lena four two at example dot co dot uk please", "lena42@example.co.uk"),
        ("it is lena dash fischer at my dash firm dot example dot org", None),
        ("lena\u200b@example.com", "lena@example.com"),
        ("jörg@example.com", "jörg@example.com"),
        ("anna@gmail.com", "anna@gmail.com"),
        ("anna@ymail.com", "anna@ymail.com"),
        ("anna@yahoo.co.uk", "anna@yahoo.co.uk"),
        ("anna@mail.com", "anna@mail.com"),
        ("anna@company.co", "anna@company.co"),
    ],
)
def test_reads_addresses(said: str, address: str | None) -> None:
    expected = address or "lena-fischer@my-firm.example.org"
    assert read_email(said) == EmailReading(expected)


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmal.com", "hotmail.com"),
        ("yaho.com", "yahoo.com"),
        ("yahooo.com", "yahoo.com"),
        ("outlok.com", "outlook.com"),
        ("iclod.com", "icloud.com"),
        ("example.con", "example.com"),
        ("example.cmo", "example.com"),
        ("example.ogr", "example.org"),
    ],
)
def test_asks_about_mistyped_domains(domain: str, meant: str) -> None:
    assert read_email(f"anna@{domain}") == EmailReading(f"anna@{domain}", f"anna@{meant}")


@pytest.mark.parametrize(
    ("said", "reading"),
    [
        ("I'd rather not say", EmailReading(problem="missing")),
        ("", EmailReading(problem="missing")),
        ("you can find me at example dot com", EmailReading(problem="missing")),
        ("meet me at noon", EmailReading(problem="missing")),
        ("anna@gmail", EmailReading(suggestion="anna@gmail.com", problem="incomplete")),
        ("anna@intranet", EmailReading(problem="incomplete")),
        ("anna@@example.com", EmailReading(problem="invalid")),
        ("@example.com", EmailReading(problem="invalid")),
        ("anna@exam_ple.com", EmailReading(problem="invalid")),
        (f"{'a' * 70}@example.com", EmailReading(problem="invalid")),
    ],
)
def test_says_why_there_is_no_address(said: str, reading: EmailReading) -> None:
    assert read_email(said) == reading


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("212-555-0123", "+12125550123"),
        ("(212) 555-0123", "+12125550123"),
        ("212.555.0123", "+12125550123"),
        ("1 212 555 0123", "+12125550123"),
        ("+1 (212) 555-0123", "+12125550123"),
        ("call me on 2125550123 after 5", "+12125550123"),
        ("<tel:2125550123|212-555-0123>", "+12125550123"),
        ("<tel:+12125550123|+1 212 555 0123>", "+12125550123"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+49 30 23125 000", "+493023125000"),
        ("+91 98765 43210", "+919876543210"),
        ("011 44 20 7946 0958", "+442079460958"),
        ("two one two, five five five, oh one two three", "+12125550123"),
        ("two one two triple five zero one two three", "+12125550123"),
        ("plus four four two zero seven nine four six zero nine five eight", "+442079460958"),
    ],
)
def test_reads_numbers(said: str, number: str) -> None:
    assert read_phone(said) == PhoneReading(number)


def test_keeps_the_extension_apart() -> None:
    assert read_phone("212-555-0123 ext. 45") == PhoneReading("+12125550123", extension="45")
    assert read_phone("212-555-0123 x45") == PhoneReading("+12125550123", extension="45")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("555-123-4567", "+15551234567"),
        ("44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("91 98765 43210", "+919876543210"),
    ],
)
def test_takes_numbers_of_unknown_ranges(said: str, number: str) -> None:
    assert read_phone(said) == PhoneReading(number)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("no thanks", "missing"),
        ("555-0123", "area_code"),
        ("12345", "too_short"),
        ("212-555-01", "too_short"),
        ("212 555 0123 4567 8901", "too_long"),
    ],
)
def test_says_what_a_number_lacks(said: str, problem: str) -> None:
    assert read_phone(said).problem == problem
    assert read_phone(said).number is None


def test_numbers_without_a_country_are_the_regions() -> None:
    assert read_phone("020 7946 0958", region="GB") == PhoneReading("+442079460958")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Lena Fischer", "Lena Fischer"),
        ("my name is Lena", "Lena"),
        ("Hi, I'm Siobhán O'Connor-Núñez.", "Siobhán O'Connor-Núñez"),
        ("This is Martin Luther King Jr.", "Martin Luther King Jr."),
        ("Sukarno", "Sukarno"),
        ("田中さくら", "田中さくら"),
        ("محمد عبد الله", "محمد عبد الله"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("Ольга Ильинична", "Ольга Ильинична"),
        ("d'Artagnan", "d'Artagnan"),
        ("X Æ A-12", "X Æ A-12"),
        ("Nguyễn\tThị\nMinh", "Nguyễn Thị Minh"),
        ('"Amy"', "Amy"),
        ("Amy\u202egnirts", "Amygnirts"),
        ("Robert'); DROP TABLE leads;--", "Robert'); DROP TABLE leads;--"),
        ("<b>Amy</b>", "<b>Amy</b>"),
        ("Imani", "Imani"),
        ("Iman Call", "Iman Call"),
    ],
)
def test_reads_names_of_every_culture(said: str, name: str) -> None:
    assert read_name(said) == NameReading(name)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "missing"),
        (" \u200b ", "missing"),
        ("12345", "no_letters"),
        ("anna@example.com", "contact"),
        ("https://example.com", "contact"),
        ("a" * 201, "too_long"),
    ],
)
def test_says_why_it_is_no_name(said: str, problem: str) -> None:
    assert read_name(said) == NameReading(problem=problem)  # type: ignore[arg-type]
