"""What `./run` and `./test` do: they start servers and processes, and stop them."""
