"""The start with one command: embedded servers, one supervisor, `./run` and `./test`."""
