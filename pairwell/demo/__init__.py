"""Made-up people for `pairwell try`: they came in through the same stories as real ones would."""
