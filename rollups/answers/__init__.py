"""The contents of the answers, as the contract shapes them: one function each."""
