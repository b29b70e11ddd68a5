"""The findings about versions: one file each, with its words, its examples and what finds it."""
