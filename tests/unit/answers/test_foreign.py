"""Which language a message is in; English, names and short messages stay English."""

from __future__ import annotations

import json

import pytest

from bot.answers.reading.foreign import _LANGUAGES, _SCRIPTS, foreign_language
from bot.settings import PROJECT
from bot.wording import Wording

FOREIGN = {
    "es": "¿Me puede decir cuánto dinero gana un analista de datos?",
    "fr": "Combien de temps faut-il étudier pour faire ce métier ?",
    "de": "Welche Ausbildung brauche ich für diesen Beruf?",
    "pt": "Você sabe quais são as habilidades necessárias para isso?",
    "it": "Vorrei sapere quanto si guadagna con questo lavoro",
    "zh": "数据分析师需要什么学历？",
    "hi": "क्या मुझे इसके लिए डिग्री चाहिए?",
    "ja": "この仕事に必要なスキルは何ですか",
    "ko": "이 직업의 전망은 어떤가요?",
    "ru": "Какие навыки нужны аналитику данных?",
    "ar": "ما هي المهارات المطلوبة لهذه الوظيفة؟",
    "vi": "Tôi cần học những gì để làm công việc này?",
    "tl": "Ano po ang kailangan kong pag-aralan para sa trabahong ito?",
    "other": "Ile zarabia się w tym zawodzie w Stanach Zjednoczonych?",
}


@pytest.mark.parametrize(("language", "text"), FOREIGN.items())
def test_a_clear_sentence(language: str, text: str) -> None:
    assert foreign_language(text, understood=True) == language
    assert foreign_language(text, understood=False) == language


@pytest.mark.parametrize(
    "text",
    [
        "hola! what does a data analyst earn in Los Angeles?",
        "San José, El Paso, Las Vegas",
        "résumé tips",
        "José Álvarez García",
        "bonjour",
        "dаtа еngineer pay in Boston",  # some of these letters are Cyrillic
        "statstician salry entry levl nyc",
        "no, data engineer",
        "",
        "👍👍",
        "$118,000??",
    ],
)
def test_english_stays_english(text: str) -> None:
    assert foreign_language(text, understood=True) is None


def test_a_loan_word_in_another_script() -> None:
    assert foreign_language("machine learning engineer 的前景怎么样", understood=True) == "zh"


def test_names_of_roles_and_places_do_not_count() -> None:
    text = "Cuanto gana un data scientist"
    role = {"entity": "role", "value": "data-scientist", "start": 15, "end": 29}
    assert foreign_language(text, [role], understood=False) == "es"


def test_no_english_message_of_the_sets_passes_for_foreign() -> None:
    found = []
    for path in (PROJECT / "tests" / "understanding").glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            message = json.loads(line)
            if "out_of_scope" not in message["intents"]:
                language = foreign_language(message["text"], understood=False)
                if language:
                    found.append((language, message["text"]))
    assert found == []


def test_every_language_has_words() -> None:
    wording = Wording.load()
    codes = {*_LANGUAGES.values(), *(code for code, _ in _SCRIPTS.values())}
    for code in codes:
        assert "a@example.com" in wording.say(f"utter_foreign_{code}", email="a@example.com")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("was macht denn ein", "de"),
        ("combien gagne", "fr"),
        ("cuanto gana un", "es"),
        ("um, no. no!", None),
        ("no way", None),
    ],
)
def test_few_everyday_words_tell_the_language(text: str, language: str | None) -> None:
    assert foreign_language(f"{text} tester", understood=True) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("muchas gracias amigo", None),
        ("merci beaucoup", None),
        ("gracias, pero cuánto gana un programador", "es"),
    ],
)
def test_thanks_in_another_language_need_no_translation(text: str, language: str | None) -> None:
    assert foreign_language(text, understood=True) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿CUÁNTO GANA UNA PROGRAMADORA EN ESTE PAÍS?", "es"),
        ("СКОЛЬКО ЗАРАБАТЫВАЕТ ПРОГРАММИСТ В ГОД", "ru"),
        ("WHAT DOES A PROGRAMMER MAKE", None),
        ("JUAN PEREZ", None),
    ],
)
def test_capitals(text: str, language: str | None) -> None:
    assert foreign_language(text, understood=False) == language
