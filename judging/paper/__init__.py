"""Paper sheets: how transcripts compare (`comparing`), and the printed page (`document`, `page`, `printing`)."""
