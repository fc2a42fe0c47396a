"""The live page: two scenarios side by side before a class."""
