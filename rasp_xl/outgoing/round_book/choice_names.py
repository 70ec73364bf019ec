"""The names by which drop-downs and prompts of the round workbook find what they offer, on Lists, and the round's purpose."""

PURPOSES, STAGE_NAMES = "round_purposes", "round_stages"
YES_OR_NO, THEME_NAMES, THEME_AREAS = "yes_or_no", "theme_names", "theme_areas"
WEIGHTS, GATE_STAGES, COLOUR_CHOICES = "weights", "gate_stages", "colour_choices"
PURPOSE_ENTRY = "round_purpose"
"""The cell on Programme that says the purpose."""
