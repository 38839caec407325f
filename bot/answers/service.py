"""One turn: requests in, messages and an updated memory out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from bot.answers.model import PAIR, Answer, Choice, Memory, Question, Request, Uncovered
from bot.answers.reading import described
from bot.answers.reading.context import resolve
from bot.answers.remembering import key_of, remember
from bot.answers.subjects import COMPARE, DEFAULT_TOPIC, EDUCATION, HANDOFF_INTENTS, OUTLOOK
from bot.answers.telling import language
from bot.answers.telling.comparison import tell_comparison
from bot.answers.telling.compose import role_values, tell_facts
from bot.answers.telling.general import is_known_term, tell_concept, tell_roles, tell_roles_with
from bot.answers.telling.pay import tell_pay
from bot.answers.telling.provenance import tell_sources
from bot.answers.telling.rankings import (
    tell_best_paid_places,
    tell_best_paid_roles,
    tell_growth,
    tell_without_degree,
)
from bot.answers.topics import Topics
from bot.knowledge.facts import RoleFacts, all_roles, family_of, get_role
from bot.knowledge.pay import COUNTRY
from bot.wording import Wording

SUGGESTED_ROLES = ("machine-learning-engineer", "data-scientist", "software-developer")
_MAX_ROLES = 3


@dataclass
class Answering:
    """What is needed to answer: a session for look-ups, the words, the topics."""

    session: Session
    wording: Wording
    topics: Topics

    def answer_turn(self, requests: Sequence[Request], memory: Memory) -> list[Answer]:
        """Answer every request in order, facts before offers to hand over.

        `memory` is updated in place.
        """
        answers: list[Answer] = []
        asked: list[Question] = []
        unclear = False
        named: set[str | None] = {None, memory.role}
        for found in sorted(requests, key=lambda request: request.intent in HANDOFF_INTENTS):
            request = described.settle(found, memory, partial(family_of, self.session))
            if request.intent == "correct_detail" and request.values("location"):
                # "I wrote Raleigh but meant Durham": of Raleigh nothing was asked.
                memory.figures = [side for side in memory.figures if side[1] != memory.location]
            memory.place = (request.values("location") or [memory.place])[-1]
            if (roles := described.undecided(request)) is not None:
                offer = self._offer(roles, request, memory)
                answers += [offer] if offer.text not in [a.text for a in answers] else []
                continue
            question = resolve(request, memory, self.topics)
            slug = described.told_by_description(request)
            if question is None:
                unclear = True
            elif question not in asked:
                # Two parts of a message may come to the same question.
                asked.append(question)
                told = [answer.text for answer in answers]
                # Two questions that lack the role ask for it once.
                new = [a for a in self._beside(question, answers, memory) if a.text not in told]
                if new and slug not in named:
                    named.add(slug)
                    new[0].text = f"{self._sounds_like(str(slug))}\n\n{new[0].text}"
                answers += new
        if unclear and not answers:
            answers.append(self._say("utter_no_topic", "utter_no_topic"))
        memory.asked = list(dict.fromkeys(question.topic for question in asked)) or memory.asked
        for answer in answers[:-1]:
            answer.choices = []
        return answers

    def _beside(
        self, question: Question, answers: Sequence[Answer], memory: Memory
    ) -> list[Answer]:
        """The answer to one question after those to others: what is refused is "the rest" then."""
        words = self.topics[question.topic].beside
        if words and answers:
            return [self._say(words, words)]
        return self.answer(question, memory)

    def answer(self, question: Question, memory: Memory) -> list[Answer]:
        """The messages that answer one question."""
        topic = self.topics[question.topic]
        if topic.kind == "say":
            return [self._say(topic.words, topic.words)]
        if topic.kind == "concept" and question.roles and not is_known_term(self.session, question):
            return self.answer(replace(question, topic=DEFAULT_TOPIC), memory)
        if question.uncovered:
            refused = self._not_covered(question, question.uncovered, memory)
            if topic.kind == "comparison" or not question.roles:
                return [refused]
            # Of the others, which stand beside it, there is something to tell.
            refused.choices = []
            return [refused, *self.answer(replace(question, uncovered=None), memory)]
        if topic.kind == "sources":
            answer = tell_sources(self.session, self.wording, question, memory)
            answer.choices = self._lead_on(question.topic, memory.role) if answer.sources else []
            return [answer]
        if topic.kind == "comparison" and len(question.roles) < PAIR:
            memory.pending = question.topic
            if question.roles:
                memory.mention(question.roles[0])
            return [
                self._ask_role("utter_ask_second_role" if question.roles else "utter_ask_two_roles")
            ]
        if topic.needs_role and not question.roles and not question.ranking:
            memory.pending = question.topic
            # Two that a description may mean were offered: one of them, most likely.
            open_choice = memory.offered if memory.role is None else []
            if question.head:
                slugs = (role.slug for role in all_roles(self.session))
                such = [slug for slug in slugs if slug.endswith(f"-{question.head}")]
                open_choice = such[:_MAX_ROLES]
            return [self._ask_role("utter_ask_role", open_choice)]
        if topic.kind == "pay" and len(question.roles) > _MAX_ROLES:
            # So many read better as one list, the best-paid first.
            place = question.locations[0] if question.locations else None
            sides = tuple((slug, place) for slug in question.roles)
            return self.answer(replace(question, topic=COMPARE, sides=sides), memory)
        one_by_one = topic.kind in ("facts", "pay") and topic.needs_role and question.roles
        left = question.roles[_MAX_ROLES:] if one_by_one else ()
        question = replace(question, roles=question.roles[: len(question.roles) - len(left)])
        subjects: Sequence[str | None] = question.roles if one_by_one else [None]
        answers = [self._tell(question, slug, memory) for slug in subjects]
        remember(self.session, self.topics, question, answers, memory)
        if (times := memory.tell(key_of(question))) and answers:
            again = self.wording.say("utter_again", times - 1)
            answers[0].text = f"{again}\n\n{answers[0].text}"
        if left:
            titles = [get_role(self.session, slug).title for slug in left]
            roles = language.listing([language.plural(title) for title in titles])
            more = self.wording.say("utter_roles_left", roles=roles)
            answers[-1].text = f"{answers[-1].text}\n\n{more}"
        return answers

    def _sounds_like(self, slug: str) -> str:
        a_role = language.with_article(get_role(self.session, slug).title)
        return self.wording.say("utter_sounds_like", a_role=a_role)

    def _offer(self, roles: Sequence[str], request: Request, memory: Memory) -> Answer:
        """Which of two described roles is meant; for none, that the job is not covered."""
        if not roles:
            button = self._say("utter_list_roles_button", "utter_list_roles_button")
            return Answer(self.wording.say("utter_described_not_covered"), choices=button.choices)
        question = resolve(described.as_first(request), memory, self.topics)
        for slug in request.values("role"):
            # "TPM or PM, who earns more?": the other side, once that is told.
            memory.mention(slug)
        memory.pending = question.topic if question else DEFAULT_TOPIC
        if question and question.locations:
            memory.location = question.locations[-1]
        memory.offered = list(roles)
        titles = [get_role(self.session, slug).title for slug in roles]
        named = language.listing([language.with_article(title) for title in titles], "or")
        if name := described.shared_name(request):
            text = self.wording.say("utter_shared_name", name=name, roles=named)
        else:
            text = self.wording.say("utter_sounds_like_two", roles=named)
        return Answer(
            text=text,
            choices=[
                Choice(title, _payload("inform", role=slug))
                for title, slug in zip(titles, roles, strict=True)
            ],
        )

    def _tell(self, question: Question, slug: str | None, memory: Memory) -> Answer:
        topic = self.topics[question.topic]
        role = get_role(self.session, slug) if slug else None
        if topic.kind == "comparison":
            answer = tell_comparison(self.session, self.wording, question)
        elif question.ranking:
            answer = self._ranking(question, role)
        elif topic.kind == "pay" and role is not None:
            answer = tell_pay(self.session, self.wording, question, role)
        elif topic.kind == "roles" and question.skills:
            answer = tell_roles_with(self.session, self.wording, question.skills[0])
        elif topic.kind == "roles":
            answer = tell_roles(self.session, self.wording)
        elif topic.kind == "concept":
            answer = tell_concept(self.session, self.wording, question)
        else:
            answer = tell_facts(self.session, self.wording, topic, question, role)
        if question.conditions and role:
            unknown = self.wording.say("utter_conditions_unknown", **role_values(role))
            known = slug == memory.role and question.topic in memory.topics
            answer.text = unknown if known else f"{unknown}\n\n{answer.text}"
        if question.one_role and role:
            one = self.wording.say("utter_one_role", **role_values(role))
            answer.text = f"{one}\n\n{answer.text}"
        answer.choices = answer.choices or self._lead_on(question.topic, slug)
        return answer

    def _ranking(self, question: Question, role: RoleFacts | None) -> Answer:
        """All roles, or all places of one role, in an order."""
        ranking = str(question.ranking)
        if question.topic == OUTLOOK:
            return self._of_the_country(tell_growth(self.session, self.wording, ranking), question)
        if question.topic == EDUCATION:
            return tell_without_degree(self.session, self.wording)
        if role is None:
            best = tell_best_paid_roles(self.session, self.wording, ranking, question.among)
            return self._of_the_country(best, question)
        places = tell_best_paid_places(self.session, self.wording, role, ranking)
        # No place has a figure: the national one is left.
        return places or tell_pay(self.session, self.wording, replace(question, locations=()), role)

    def _of_the_country(self, answer: Answer, question: Question) -> Answer:
        """The order of all roles, which is known for the whole country only."""
        if places := [language.place(name) for name in question.locations if name != COUNTRY]:
            only = self.wording.say("utter_national_only", place=language.listing(places))
            answer.text = f"{answer.text}\n\n{only}"
        return answer

    def _say(self, name: str, buttons: str) -> Answer:
        return Answer(
            text=self.wording.say(name),
            choices=[Choice(**button) for button in self.wording.buttons(buttons)],
        )

    def _ask_role(self, name: str, offered: Sequence[str] = ()) -> Answer:
        few = offered if PAIR <= len(offered) <= _MAX_ROLES else SUGGESTED_ROLES
        choices = [
            Choice(find.title, _payload("inform", role=find.slug))
            for find in (get_role(self.session, slug) for slug in few)
        ]
        titles = [language.in_sentence(choice.title) for choice in choices]
        text = self.wording.say(name, roles=language.listing(titles, "or"))
        return Answer(text=text, choices=choices)

    def _not_covered(self, question: Question, asked: Uncovered, memory: Memory) -> Answer:
        """That the job is not in the table; what is offered instead is spoken of then."""
        text = self.wording.say("utter_role_not_covered", job=asked.job)
        topic = self.topics[question.topic]
        memory.pending = None
        if topic.kind == "comparison" and question.roles:
            # "Compare a tester and a plumber": the conversation goes on with the tester.
            memory.mention(question.roles[0])
            memory.topic = DEFAULT_TOPIC
            return Answer(text, choices=self._lead_on(memory.topic, question.roles[0]))
        if topic.needs_role and topic.kind != "comparison" and not question.roles:
            # "And a data analyst?" then asks the same of a role that is covered.
            memory.topic = question.topic
            memory.location = (question.locations or (memory.location,))[-1]
            if asked.nearest:
                # "Then what does that one pay?": of the role that is offered instead.
                memory.mention(asked.nearest)
                memory.offered = [asked.nearest]
        if not asked.nearest:
            button = self._say("utter_list_roles_button", "utter_list_roles_button")
            return Answer(text, choices=button.choices)
        nearest = get_role(self.session, asked.nearest)
        near = self.wording.say("utter_nearest_role", **role_values(nearest))
        button_title = Choice(nearest.title, _payload(topic.intent, role=nearest.slug))
        return Answer(f"{text} {near}", choices=[button_title])

    def _lead_on(self, asked: str, slug: str | None) -> list[Choice]:
        choices = []
        for name in self.topics[asked].lead_on:
            topic = self.topics[name]
            title = self.wording.say(f"utter_button_{name}")
            if topic.needs_role and slug:
                choices.append(Choice(title, _payload(topic.intent, role=slug)))
            elif not topic.needs_role:
                choices.append(Choice(title, _payload(topic.intent)))
        return choices[:3]


def _payload(intent: str, **entities: str) -> str:
    return f"/{intent}{json.dumps(entities)}" if entities else f"/{intent}"
