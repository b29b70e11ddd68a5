"""Who is due and overdue: the list for a team, one file per format."""
