"""`python -m bot`: the careers command."""

from bot.cli import main

main(prog_name="careers")
