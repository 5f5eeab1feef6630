"""Sending updates to the webhook that the bot asked for, as Telegram does."""

import httpx

from tests.doors.fake_chats import Telegram, Webhook
from tests.doors.fake_telegram_rules import JSON
from tests.doors.fake_updates import Updates

AGAIN_AFTER = 0.05
"""Seconds before an update is sent again that was not taken; Telegram waits longer each time."""


async def deliver_by_webhook(telegram: Telegram, updates: Updates, hook: Webhook) -> None:
    """POST the updates one after another while this webhook is set, each until it is taken.

    Any 2xx means taken. A method in the answer's body, which Telegram would carry out, is ignored.
    """
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret_token} if hook.secret_token else {}

    def replaced() -> bool | None:
        return telegram.webhook is not hook or None

    def waiting() -> list[JSON] | None:
        return [] if replaced() else updates.deliver(1) or None

    async with httpx.AsyncClient(trust_env=False, headers=headers, timeout=10) as client:
        while not replaced():
            for update in await telegram.bell.until(waiting, 3600) or []:
                hook.last_error_message = await _trouble(client, hook.url, update)
                if not hook.last_error_message:
                    updates.done(update["update_id"])
                    continue
                hook.last_error_date = telegram.now()
                await telegram.bell.until(replaced, AGAIN_AFTER)


async def _trouble(client: httpx.AsyncClient, url: str, update: JSON) -> str:
    try:
        reply = await client.post(url, json=update)
    except httpx.ConnectError:
        return "Connection refused"
    except httpx.HTTPError:
        return "Read timeout expired"
    if reply.is_success:
        return ""
    return f"Wrong response from the webhook: {reply.status_code} {reply.reason_phrase}"
