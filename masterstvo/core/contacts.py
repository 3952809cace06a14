"""How contacts look in a text that somebody typed: addresses, telephone numbers, pages in networks and messengers. Pure.

One set for all who take contacts out: the page without sign-in and the copies for those who judge without names.
"""

import re

_GAP = r"[\s()\u2010-\u2015-]{0,3}"
_MAIL = r"[\w.+-]+\s?(?:@|[(\[]\s?(?:at|собака)\s?[)\]])\s?[\w-]+(?:\.[\w-]+)+"
_PHONES = (  # codes of towns have three to five digits, and none begins with another digit
    rf"(?<!\w)(?:\+7|8|7){_GAP}[3489](?:{_GAP}\d){{9}}(?!\d)",
    r"(?<!\w)(?:\+7|8)\.\d{3}\.\d{3}\.\d{2}\.\d{2}(?!\d)",
    r"(?<![\w.,])\(?9\d{2}\)?[\s-]\s?\d{3}[\s-]\d{2}[\s-]\d{2}(?!\d)",
    r"(?<!\w)(?:тел|телефон\w*|факс|моб|whatsapp|wa|viber|ватсап\w*|вайбер\w*)[\s.:№]{1,4}\+?\d[\d\s()-]{3,16}\d(?!\d)",
)
_PAGE = (  # of a person or a group; a lesson on video is no contact
    r"(?<![\w.])(?:https?://)?(?:www\.|m\.)?"
    r"(?:t\.me|telegram\.me|wa\.me|vk\.com|vk\.ru|vk\.me|ok\.ru|max\.ru|tlgg\.ru)/(?!video|clip|wall)@?[\w.+/-]*\w"
)
_NICK = r"(?<![\w.@])@[a-z]\w{2,}"

CONTACTS = tuple(re.compile(each, re.I) for each in (_MAIL, *_PHONES, _PAGE, _NICK))
