"""How fast the bot is. Not tests: `make bench` runs them and people read what they print."""
