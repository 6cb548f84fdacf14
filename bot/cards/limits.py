"""Discord's limits for what the bot sends (Discord's developer documentation: message and component reference)."""

CONTENT = 2000  # characters of a plain message
TEXT = 4000  # characters of all texts of a card together
PARTS = 40  # components of a card, nested ones included
ROW = 5  # buttons in a row
LABEL = 80  # characters of a button's label
LABEL_SHOWN = 34  # of them, how many Discord shows everywhere (its design guide for buttons); the rest may become "…"
FOLLOW_UPS = 5  # messages that may follow an answer where the bot is only installed by a member
CUSTOM_ID = 100  # characters of a button's custom_id
CHOICES = 25  # entries that autocomplete may offer
CHOICE = 100  # characters of such an entry
