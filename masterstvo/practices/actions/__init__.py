"""Everything that changes practices: texts, reviews, the bank, what readers add."""
