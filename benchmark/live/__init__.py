"""What stands beside the product: the same numbers, counted from the raw rows each time."""
