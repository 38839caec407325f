"""The language of a message that is not in English.

Scripts are told apart by their letters. Languages in Latin letters need a
detector, which is loaded only for messages without a common English word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

OTHER = "other"
"""A foreign language that has no words of its own in domain.yml."""

# Beginnings of Unicode's letter names, the language most often written so, and how many Latin
# letters one of them stands for: loan words ("data engineer") are often left in English.
_SCRIPTS = {
    "CJK": ("zh", 3),
    "HIRAGANA": ("ja", 3),
    "KATAKANA": ("ja", 3),
    "HANGUL": ("ko", 3),
    "DEVANAGARI": ("hi", 2),
    "ARABIC": ("ar", 1),
    "CYRILLIC": ("ru", 1),
    "HEBREW": (OTHER, 1),
    "GREEK": (OTHER, 1),
    "THAI": (OTHER, 1),
    "BENGALI": (OTHER, 1),
    "TAMIL": (OTHER, 1),
    "TELUGU": (OTHER, 1),
}
_SCRIPT_SHARE = 0.4
# One or two look-alike letters in an English word are no other language.
_SCRIPT_LETTERS = 2

_LANGUAGES = {
    Language.SPANISH: "es",
    Language.FRENCH: "fr",
    Language.GERMAN: "de",
    Language.PORTUGUESE: "pt",
    Language.ITALIAN: "it",
    Language.VIETNAMESE: "vi",
    Language.TAGALOG: "tl",
    Language.DUTCH: OTHER,
    Language.POLISH: OTHER,
    Language.TURKISH: OTHER,
    Language.INDONESIAN: OTHER,
}
# The languages that many visitors write; of the others only a sure reading counts.
_COMMON = frozenset({"es", "fr", "de", "pt", "it"})
# Whoever has been answered in English may thank in another language.
_THANKS = re.compile(
    r"\W*(muchas |mil |muchísimas )?gracias\b|\W*merci\b|\W*(vielen )?dank(e)?\b|"
    r"\W*(muito )?obrigad[oa]\b|\W*(mille )?grazie\b|\W*(maraming )?salamat\b|\W*cảm ơn\b",
    re.I,
)
_FEW_WORDS = 4
# Words that stand in most English sentences and are none in the languages above.
_ENGLISH = frozenset(
    """
    about and any are as at be because can could did does doing don't for from get give had has
    have he her how i i'd i'll i'm i've if is it it's its job jobs just know like make more
    much my need not of or other our pay please résumé résumés she should that the their them
    there they this to want was we well were what what's when where which who why will with
    work would you your
    """.split()
)
# "as" and "was" and the like are words of Portuguese and German, too.
_SHARED = frozenset("as at be do he me or not of more was we will i".split())
# Everyday words of each language that are none in English: beside the name of a job, which is
# said in English in any language, the detector has too little to go by.
_TELLING = {
    "de": "wie viel wieviel verdient verdienen ein eine einen einem was macht ich suche und für "
    "kann welche welchen gehalt geld brauche wird werden als bei mit ist der das den von",
    "es": "cuanto cuánto gana ganan que qué un una el la los de necesito para como cómo trabajo "
    "soy quiero hace en salario sueldo estudiar ser hay por es se",
    "fr": "combien gagne gagnent quel quelle est salaire pour comment devenir je un une le la les "
    "des fait faut il que cherche emploi travail études en au du",
    "pt": "quanto ganha ganham uma os que como faz preciso para salário salario vaga ser é "
    "eu quero trabalho estudar na em de do da",
    "hi": "kya hai kaise kitna kitni karta karte hota hoti ka ki ke mein chahiye banne liye hain",
}
_TELLING_WORDS = {code: frozenset(words.split()) for code, words in _TELLING.items()}
_MIN_TELLING = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MARKS = re.compile("[¿¡àáâãäçèéêëìíîïñòóôõöùúûüßăđơư]", re.I)
_MIN_WORDS, _MIN_WORDS_MARKED = 3, 2
# Measured on 7,000 messages of nlu/ and tests/understanding/: English ones stay English.
_SURE, _LIKELY = 0.75, 0.33
_MAX_ENGLISH = 0.03


def foreign_language(
    text: str, entities: Sequence[Mapping[str, Any]] = (), *, understood: bool
) -> str | None:
    """The language's code ("es"), OTHER, or None for English and what cannot be told.

    `entities` are left out where they say their place in the text: a role or a place is
    named in English in any language. A message that was understood must be clearly foreign.
    """
    if _THANKS.match(text) and len(_WORD.findall(text)) <= _FEW_WORDS:
        return None  # no question to translate
    if script := _by_script(text):
        return script
    written = _WORD.findall(text)
    shouted = text.isupper() and len(written) > _FEW_WORDS
    if written and all(word[0].isupper() for word in written) and not shouted:
        return None  # a name, or places
    words = [word.lower().replace("’", "'") for word in _WORD.findall(_without(text, entities))]
    marked = bool(_MARKS.search(" ".join(words)) or _MARKS.search(text[:1]))
    if len(words) < (_MIN_WORDS_MARKED if marked else _MIN_WORDS):
        return None
    if any(word in _ENGLISH and word not in _SHARED for word in words):
        return None
    if told := _by_telling_words(words):
        return told
    shares = {
        each.language: each.value
        for each in _detector().compute_language_confidence_values(" ".join(words))
    }
    best = max(shares, key=lambda language: shares[language])
    likely = shares[best] >= _LIKELY and shares[Language.ENGLISH] <= _MAX_ENGLISH
    common = _LANGUAGES.get(best) in _COMMON
    if shares[best] >= _SURE or (likely and common and (marked or not understood)):
        return _LANGUAGES.get(best)
    return None


def _by_telling_words(words: Sequence[str]) -> str | None:
    """The language whose everyday words most of these are; None where two are about as likely."""
    counts = Counter({code: len(own.intersection(words)) for code, own in _TELLING_WORDS.items()})
    (best, most), (_, second) = counts.most_common(2)
    plain = most >= _MIN_TELLING and most > second and 2 * most >= len(words)
    return best if plain else None


def _by_script(text: str) -> str | None:
    letters: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    latin = 0
    for letter in filter(str.isalpha, text):
        name = unicodedata.name(letter, "").split(" ")[0]
        if name in _SCRIPTS:
            language, weight = _SCRIPTS[name]
            letters[language] += 1
            weights[language] += weight
        else:
            latin += 1
    # Japanese mixes its own letters with Chinese ones.
    best = "ja" if letters["ja"] else max(weights, key=lambda code: weights[code], default=None)
    if best is None or letters.total() < _SCRIPT_LETTERS:
        return None
    return best if weights.total() / (weights.total() + latin) >= _SCRIPT_SHARE else None


def _without(text: str, entities: Sequence[Mapping[str, Any]]) -> str:
    for entity in sorted(entities, key=lambda e: -int(e.get("start", 0))):
        if entity["entity"] in ("role", "location") and "start" in entity and "end" in entity:
            text = f"{text[: entity['start']]} {text[entity['end'] :]}"
    return text


def load_detector() -> None:
    """Load the models now, so that the first foreign message need not wait for them."""
    _detector().detect_language_of("es una frase de prueba")


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    """About 200 MB and a second; the short messages need its large models."""
    return LanguageDetectorBuilder.from_languages(Language.ENGLISH, *_LANGUAGES).build()
