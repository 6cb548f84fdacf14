"""How good the answers are, and why: for the people who look after the engine. The bot imports nothing of it."""
