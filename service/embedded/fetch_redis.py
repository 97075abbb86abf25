"""Gets a Redis server while there is a network, so that starting Rolecall later needs none."""

import sys

from service.embedded.errors import EmbeddedError
from service.embedded.redis_binary import find_redis_server

if __name__ == "__main__":
    try:
        print(f"Redis server: {find_redis_server()}")
    except EmbeddedError as error:
        sys.exit(str(error))
