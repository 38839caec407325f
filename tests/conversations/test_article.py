"""Every fact of the firm's article (data/article_coverage.csv) is reachable by a plain question.

Each question is typed into the running assistant; the patterns are what the
article says, in the words of this project.
"""

from __future__ import annotations

import csv
import re

import pytest

from bot.settings import PROJECT
from tests.assistant import Assistant

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("assistant")]

FACTS: dict[str, tuple[str, list[str]]] = {
    "New roles arise as AI is adopted; demand for algorithms rose": (
        "tell me what a machine learning engineer actually is",
        [r"took up artificial intelligence", r"demand for advanced algorithms rose"],
    ),
    "Nvidia definition of machine learning": (
        "explain the term machine learning to me",
        [r"Nvidia", r"learn from it, and then judge or predict"],
    ),
    "Models are fed data; more data gives better results": (
        "explain what a predictive model is",
        [r"fed data", r"more data usually gives better results"],
    ),
    "Further reading from parent company Quantilus": (
        "tell me about the eNamix company",
        [r"Quantilus article on machine learning"],
    ),
    "Hybrid of data scientist and software engineer, overlapping duties": (
        "can you define the ML engineer job",
        [r"mix of data scientist and software engineer", r"duties often overlap"],
    ),
    "Newer, cutting edge, continually evolving": (
        "define machine learning engineer please",
        [r"Newer role that keeps changing"],
    ),
    "Trial and error; several directions; solutions change": (
        "list the daily duties of a machine learning engineer",
        [r"trial and error"],
    ),
    "Primary goal: build and train a predictive model with data sets from data scientists": (
        "which tasks does a machine learning engineer handle day to day",
        [r"Build predictive models and train them on data sets, which data scientists often"],
    ),
    "More data makes the model smarter": (
        "what are an MLE's responsibilities at work",
        [r"feeding the model more data"],
    ),
    "Examine outputs for accuracy and benefit": (
        "walk me through the duties of ML engineers",
        [r"results are accurate and useful"],
    ),
    "Prototype trained until reliable with little human help": (
        "daily work of a machine learning engineer?",
        [r"reliable conclusions with little or no human help"],
    ),
    "Commercial use when ready": (
        "what is a machine learning engineer responsible for",
        [r"commercial use once it is ready"],
    ),
    "No domain expertise needed but must know the mathematics and desired outcome": (
        "what sort of tasks do machine learning engineers get",
        [r"Understand the mathematics of the model", r"Domain expertise is not always needed"],
    ),
    "Speech intention example": (
        "give me some real-world examples of machine learning engineers' work",
        [r"intention of human speech"],
    ),
    "Seven skills": (
        "which skills should a machine learning engineer have",
        [
            r"Applied mathematics",
            r"Computer science fundamentals and programming",
            r"Machine learning algorithms",
            r"Data modeling and evaluation",
            r"Neural networks",
            r"Natural language processing",
            r"Communication",
        ],
    ),
    "Skill list not exhaustive; will evolve": (
        "name the abilities an ML engineer needs",
        [r"solid foundation rather than a complete list"],
    ),
    "Netflix and Spotify example": (
        "examples of companies that rely on machine learning engineers",
        [r"Netflix", r"Spotify"],
    ),
    "Family comedy in the UK illustration": (
        "show me an example of what ML engineers build",
        [r"family comedies set in the United Kingdom"],
    ),
    "Master's minimum standard; PhD common": (
        "which degree does a machine learning engineer need",
        [r"Master's degree: standard minimum", r"Doctoral degree: also common"],
    ),
    "Degree not required for all roles; reason: supply and demand": (
        "could somebody without a degree be a machine learning engineer",
        [r"No degree required", r"demand is high and qualified people are few"],
    ),
    "Four fields of study": (
        "what major suits a future machine learning engineer",
        [r"Computer Science, Artificial Intelligence, Data Science and Software Engineering"],
    ),
    "Drexel MS in Machine Learning Engineering; more expected": (
        "is there a university program for machine learning engineering",
        [r"Drexel University MS in Machine Learning Engineering", r"more are expected"],
    ),
    "US average 150,000": (
        "average pay of a machine learning engineer in the U.S.",
        [r"\$150,000", r"Indeed", r"2021"],
    ),
    "San Francisco nearly 200,000": (
        "how well are machine learning engineers paid in San Francisco",
        [r"nearly \$200,000", r"Indeed", r"2021"],
    ),
    "New York around 170,000": (
        "pay for an ML engineer in New York City",
        [r"around \$170,000", r"Indeed", r"2021"],
    ),
    "Market 7.3 to 30.6 billion USD 2020-2024": (
        "is the market for machine learning engineers growing",
        [r"\$7\.3 billion in 2020 to \$30\.6 billion in 2024", r"forecast that is past"],
    ),
    "CAGR 43 percent": (
        "job outlook for machine learning engineers",
        [r"43% a year in 2020-2024"],
    ),
    "Outlook extremely healthy, rapid growth": (
        "does a machine learning engineer have a good future",
        [r"[Ee]xtremely healthy", r"rapid growth"],
    ),
    "Contact info@enamix.com, senior account managers, for employers and candidates": (
        "what services does eNamix offer and how do I contact the company",
        [r"info@enamix\.com", r"senior account manager", r"companies", r"career move"],
    ),
}


def test_every_fact_has_a_question() -> None:
    with (PROJECT / "data" / "article_coverage.csv").open(encoding="utf-8", newline="") as file:
        assert {row["article_fact"] for row in csv.DictReader(file)} == FACTS.keys()


@pytest.mark.parametrize("fact", FACTS)
def test_fact_is_reachable(assistant: Assistant, fact: str) -> None:
    question, patterns = FACTS[fact]
    answer = assistant.open_conversation().say(question)
    for pattern in patterns:
        assert re.search(pattern, answer.text), f"{pattern!r} not in:\n{answer.text}"
    assert answer.sources
