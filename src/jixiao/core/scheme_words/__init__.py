"""The rules of a scheme in words: labels of its fields, sentences, problems and changes in Chinese."""
