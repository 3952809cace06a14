"""Words of period phrases: what each Russian word form means to the grammar.

A word is looked up by its folded form (lower case, «ё» as «е»). Endings are part of the pattern, so that any
case and number is understood; an abbreviation is one more alternative.
"""

import re
from functools import lru_cache
from typing import Final

_SOFT = "(?:ь|я|ю|е|ем|и)"  # январь, января, январю, январе, январём
_HARD = "(?:|а|у|е|ом|ы)"  # март, марта …
_ADJ = "(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ом|ем|ым|им|ых|их|ую|юю|ей|ыми|ими)"

_ORDINALS = (
    ("перв", 1), ("втор", 2), ("треть|трет", 3), ("четверт", 4), ("пят", 5), ("шест", 6), ("последн", -1),
)  # fmt: skip

_PATTERNS: Final[tuple[tuple[str, str, int | str], ...]] = (
    (f"январ{_SOFT}|янв", "month", 1),
    (f"феврал{_SOFT}|февр?", "month", 2),
    (f"март{_HARD}|мар", "month", 3),
    (f"апрел{_SOFT}|апр", "month", 4),
    ("ма(?:й|я|ю|е|ем)", "month", 5),
    (f"июн{_SOFT}|июн", "month", 6),
    (f"июл{_SOFT}|июл", "month", 7),
    (f"август{_HARD}|авг", "month", 8),
    (f"сентябр{_SOFT}|сентяб|сент?", "month", 9),
    (f"октябр{_SOFT}|окт", "month", 10),
    (f"ноябр{_SOFT}|нояб?", "month", 11),
    (f"декабр{_SOFT}|дек", "month", 12),
    ("год(?:|а|у|ом|е|ы|ов|ам|ами|ах)|гг?|лет", "unit", "year"),
    ("полугоди(?:е|я|ю|и|ем|ях|й|ям)|полугод|полгода", "unit", "half"),
    (f"квартал{_HARD}|квартал(?:ов|ам|ах)|кварт|кв", "unit", "quarter"),
    ("четверт(?:ь|и|ью|ей|ям|ях)|четв", "unit", "term"),
    ("месяц(?:|а|у|ем|е|ы|ев|ам|ах)|мес", "unit", "month"),
    ("недел(?:я|и|ю|е|ей|ь|ям|ях)|нед", "unit", "week"),
    ("декад(?:а|ы|у|е|ой|ам|ах)", "unit", "decade"),
    ("половин(?:а|ы|у|е|ой)|пол", "unit", "part_half"),
    ("день|дня|дню|дне|днем|дни|дней|дням", "unit", "day"),
    ("числ(?:о|а|у|е|ом|ам|ах)|чис", "unit", "date"),
    (f"учебн{_ADJ}|уч", "study", ""),
    (f"календарн{_ADJ}|финансов{_ADJ}|бюджетн{_ADJ}", "calendar", ""),
    (f"текущ{_ADJ}|нынешн{_ADJ}|отчетн{_ADJ}|планов{_ADJ}|сего", "this", 0),
    (f"следующ{_ADJ}|будущ{_ADJ}", "this", 1),
    (f"прошл{_ADJ}|предыдущ{_ADJ}|прошедш{_ADJ}", "this", -1),
    (f"нов{_ADJ}", "new", ""),
    (f"рабоч{_ADJ}|будн(?:и|ий|ие|им|ям|ях)", "working", ""),
    ("весн(?:а|ы|е|у|ой)|весенн(?:ий|его|ему|ем|им|яя|ей|юю|ее|ие|их|е)", "season", "spring"),
    ("лет(?:о|а|у|е|ом)|летн(?:ий|его|ему|ем|им|яя|ей|юю|ее|ие|их|е)", "season", "summer"),
    ("осен(?:ь|и|ью)|осенн(?:ий|его|ему|ем|им|яя|ей|юю|ее|ие|их|е)", "season", "autumn"),
    ("зим(?:а|ы|е|у|ой)|зимн(?:ий|его|ему|ем|им|яя|ей|юю|ее|ие|их|е)", "season", "winter"),
    (f"каникул(?:ы||ам|ами|ах)|каникулярн{_ADJ}", "holidays", ""),
    ("период(?:|а|у|е|ом|ы)|сезон(?:|а|у|е)|врем(?:я|ени)", "period", ""),
    ("понедельник(?:|а|у|е|ом|и|ам)|пн", "weekday", "MO"),
    ("вторник(?:|а|у|е|ом|и|ам)|вт", "weekday", "TU"),
    ("сред(?:а|ы|е|у|ой|ам)|ср", "weekday", "WE"),
    ("четверг(?:|а|у|е|ом|и|ам)|чт", "weekday", "TH"),
    ("пятниц(?:а|ы|е|у|ей|ам)|пт", "weekday", "FR"),
    ("суббот(?:а|ы|е|у|ой|ам)|сб", "weekday", "SA"),
    ("воскресень(?:е|я|ю|ем|ям)|вс", "weekday", "SU"),
    ("начал(?:о|а|у|е|ом)|нач", "edge", "begin"),
    ("середин(?:а|ы|у|е|ой)", "edge", "middle"),
    ("кон(?:ец|ца|цу|це|цом)|окончани(?:е|я|ю|и|ем)|завершени(?:е|я|ю|и|ем)", "edge", "end"),
    ("ежегодно", "often", "year"),
    ("ежеквартально", "often", "quarter"),
    ("ежемесячно", "often", "month"),
    ("еженедельно", "often", "week"),
    ("ежедневно", "often", "day"),
    (f"ежегодн{_ADJ}", "often_adj", "year"),
    (f"ежеквартальн{_ADJ}", "often_adj", "quarter"),
    (f"ежемесячн{_ADJ}", "often_adj", "month"),
    (f"еженедельн{_ADJ}", "often_adj", "week"),
    (f"ежедневн{_ADJ}", "often_adj", "day"),
    (f"кажд{_ADJ}", "every", ""),
    ("раза?|р", "times", ""),
    ("однажды|единожды", "count_times", 1),
    ("дважды", "count_times", 2),
    ("трижды", "count_times", 3),
    ("четырежды", "count_times", 4),
    ("один|одного|одному|одна|одной|одну|одно", "count", 1),
    ("два|две|двух|двум", "count", 2),
    ("три|трех|трем", "count", 3),
    ("четыре|четырех", "count", 4),
    ("пять|пяти", "count", 5),
    ("шесть|шести", "count", 6),
    ("семь|семи", "count", 7),
    ("восемь|восьми", "count", 8),
    ("девять|девяти", "count", 9),
    ("десять|десяти", "count", 10),
    *((f"(?:{stem}){_ADJ}" + ("|третья|третью|третье|третьи|третьей|третьего|третьем" if n == 3 else ""), "ordinal", n)
      for stem, n in _ORDINALS),
    ("п", "ordinal", 2),  # «П квартал», «Ш квартал»: Cyrillic letters typed for Roman figures
    ("ш", "ordinal", 3),
    ("течени[ею]|теч|протяжени[ие]|втечени[ею]", "during", ""),
    (f"вс(?:ь|его|ему|ем|е)|цел{_ADJ}|кругл{_ADJ}", "whole", ""),
    ("постоянно|непрерывно|регулярно|систематически|систематично|круглогодично|бессрочно|перманентно", "always", ""),
    (f"постоянн{_ADJ}|регулярн{_ADJ}|систематическ{_ADJ}|непрерывн{_ADJ}", "always_adj", ""),
    ("основ(?:а|е|у|ы)", "basis", ""),
    ("срок(?:|а|у|е|и|ом|ов|ам|ах)", "term_word", ""),
    ("дат(?:а|ы|у|е)", "term_word", ""),
    (
        "исполнени[яею]|реализаци[яи]|проведени[яе]|выполнени[яе]|действи[яе]|сдачи|представлени[яе]"
        "|предоставлени[яе]|завершения|план(?:а|ов)?|программы|проекта|дорожной|карты",
        "term_of", "",
    ),
    ("ориентировочно|примерно|предположительно|предварительно|приблизительно|около", "hedge", ""),
    ("включительно|вкл", "inclusive", ""),
    ("позднее|позже", "later", ""),
    ("ранее|раньше", "earlier", ""),
    ("реже|менее|меньше", "seldomer", ""),
    ("минимум", "at_least", ""),
    ("начиная", "starting", ""),
    ("час(?:|а|ов|у|ам)|ч", "hour", ""),
    ("минут(?:|а|ы)|мин", "minute", ""),
    (
        "не|нет|ни|отменен[аоы]?|отмена|никогда", "not", "",
    ),
    ("или|либо", "or", ""),
    ("и|а также", "and", ""),
    ("до", "before", ""),
    ("ко?", "towards", ""),
    ("со?|от", "from", ""),
    ("по", "by", ""),
    ("во?|на|за", "in", ""),
    ("чем", "than", ""),
    ("кроме|исключая|исключением|помимо", "except", ""),
)  # fmt: skip

_LEXICON: Final = tuple((re.compile(pattern), kind, value) for pattern, kind, value in _PATTERNS)
_LOOKALIKES: Final = str.maketrans("aeopcyxkmtbh", "аеорсухкмтвн")
_ROMAN: Final = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}  # fmt: skip


@lru_cache(maxsize=4096)
def meaning(word: str) -> tuple[str, int | str] | None:
    """Return (kind, value) of a folded ``word``, or None for a word that is not about time."""
    roman = word.replace("і", "i").replace("х", "x")
    if roman in _ROMAN:
        return "ordinal", _ROMAN[roman]
    # Latin letters that look Russian are typed every day: «Cентябрь», «c 1 по 15 марта».
    for form in dict.fromkeys((word, word.translate(_LOOKALIKES))):
        for pattern, kind, value in _LEXICON:
            if pattern.fullmatch(form):
                return kind, value
    return None
