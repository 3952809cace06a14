"""Understanding a file: pure functions over plain values, so that preview and commit cannot differ."""
