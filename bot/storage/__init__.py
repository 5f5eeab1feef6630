"""Storage: what was told, kept whole, sealed, and really gone when it is erased.

`bot.storage.store.open_store` is the way in; `bot.app.ports` says what the rooms above may ask.
"""
