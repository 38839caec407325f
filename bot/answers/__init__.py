"""Answers: which facts a question asks for, and in which words they are told.

Plain Python on top of bot.knowledge; knows neither Rasa nor HTTP.
"""
