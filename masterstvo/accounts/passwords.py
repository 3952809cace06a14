"""What a password must be: Django's validators in words that say what to do, and what Russian passwords are made of."""

import re
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

WORDS = Path(__file__).with_name("common_passwords.txt")  # one word a line, lower case, ё as е
ROWS = {
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "en": ("qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,."),
}
COLUMNS = ("qazwsxedcrfvtgbyhnujmik,ol.p", "йфяцычувскамепинртгоьшлбщдюзж")
DIGITS = "01234567890"
TO_RUSSIAN = str.maketrans("".join(ROWS["en"]), "".join(ROWS["ru"]))
TO_LATIN = str.maketrans("".join(ROWS["ru"]), "".join(ROWS["en"]))
COMMON = "Такой пароль подбирают первым. Возьмите три-четыре слова, не связанные между собой, например через дефис."


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self):
        return f"Пароль короче {self.min_length} знаков. Добавьте ещё одно слово."


class UnlikeOwner(password_validation.UserAttributeSimilarityValidator):
    DEFAULT_USER_ATTRIBUTES = ("email", "full_name")

    def __init__(self):
        super().__init__(user_attributes=self.DEFAULT_USER_ATTRIBUTES)

    def get_error_message(self):
        return "Пароль похож на ваше имя или адрес почты. Возьмите слова, которые с вами не связаны."


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self):
        return "Пароль из одних цифр подбирают быстро. Добавьте слова."


class NotCommon(password_validation.CommonPasswordValidator):
    """Not in Django's list, not a common Russian word with digits around it, in either layout, and no walk along the keys."""

    def validate(self, password, user=None):
        if password.lower().strip() in self.passwords or is_common(password):
            raise ValidationError(COMMON, code="password_too_common")

    def get_help_text(self):
        return COMMON


@cache
def words():
    return frozenset(WORDS.read_text(encoding="utf-8").split())


def is_common(password):
    """Tell whether ``password`` is a common word or a walk along the keyboard, with or without digits and signs around it."""
    whole = password.lower().replace("ё", "е").strip()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", whole)
    layouts = {core, whole.translate(TO_RUSSIAN), core.translate(TO_RUSSIAN), core.translate(TO_LATIN)}
    stripped = {re.sub(r"[\W\d_]+", "", each) for each in layouts} | layouts
    return bool(stripped & words()) or is_walk(whole) or any(map(is_walk, stripped)) or len(set(whole)) <= 3


def is_walk(text):
    """Tell whether ``text`` runs along a row of keys, there or back, or repeats a piece: «фывапрол», «йцукен4321», «йцуйцу»."""
    text = re.sub(r"[\W_]+", "", text)
    if not text:
        return False
    pieces = [piece for piece in re.split(r"(\d+)", text) if piece]
    return all(_runs(piece) for piece in pieces)


def _runs(piece):
    half = re.fullmatch(r"(.+?)\1+", piece)
    unit = half.group(1) if half else piece
    ways = [way for row in (*ROWS["ru"], *ROWS["en"], *COLUMNS, DIGITS) for way in (row, row[::-1])]
    return any(unit in way for way in ways) and (half is not None or len(unit) > 1 or unit.isdigit())
