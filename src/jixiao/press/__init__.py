"""Pictures as SVG text: pure functions of what they show. Looks live in a style sheet, by class names."""
