from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup


def keyboard(*buttons):
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=text, **action)] for text, action in buttons]
    )


YES = keyboard(("Yes", {"callback_data": "y"}))
