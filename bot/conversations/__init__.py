"""The message log: what was said, by whom, in which order. Knows neither Rasa nor HTTP."""
