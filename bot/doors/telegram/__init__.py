"""The Telegram door: the conversation on a phone.

`arriving` says what an update is, `intake` writes it down and keeps each person's order,
`splitting` fits a screen into messages, `carrying` brings them, `line` is the road to Telegram with
its limits, `grouping` takes turns in groups and `panels` keeps the panels there, `inviting` invites
to practise again, `menus` sets the command menus, `hushed` keeps the token and typed text out of
the log, `door` puts it together.
"""

from bot.doors.telegram.door import TelegramDoor, TelegramRefused
from bot.doors.telegram.line import Pace

__all__ = ["Pace", "TelegramDoor", "TelegramRefused"]
