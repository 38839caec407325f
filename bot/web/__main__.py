"""``python -m bot.web [--fd N]``: the web process, on its own or under the supervisor."""

from __future__ import annotations

import argparse
import logging
import socket

import uvicorn

from bot.settings import get_settings
from bot.web.app import create_app
from bot.web.site.bundle import Bundle, BundleMissingError


def main() -> None:
    """Serve until a signal says stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fd", type=int, help="listening socket inherited from the supervisor")
    arguments = parser.parse_args()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    settings = get_settings()
    try:
        Bundle.load()
    except BundleMissingError as error:
        raise SystemExit(str(error)) from None
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        # Rasa holds websockets at a release that uvicorn cannot use; the API needs none.
        ws="none",
        access_log=False,
        server_header=False,
        log_config=None,
        timeout_graceful_shutdown=5,
    )
    sockets = [socket.socket(fileno=arguments.fd)] if arguments.fd is not None else None
    uvicorn.Server(config).run(sockets=sockets)


main()
