"""Pure computing that knows neither Django nor the rooms."""
