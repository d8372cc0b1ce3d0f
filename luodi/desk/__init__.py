"""工作台 Desk: my work today, what changed, search, calendar, the campaign as a picture."""
