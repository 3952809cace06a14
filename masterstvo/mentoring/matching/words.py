"""In Russian: why a pair fits, why somebody is left without, and what to relax."""

from collections.abc import Mapping

from masterstvo.core.numbers import counted
from masterstvo.mentoring.matching.proposing import FLOOR, Left, Match

PLACES = {
    "school": "та же школа",
    "municipality": "тот же муниципалитет",
    "remote": "другой муниципалитет, дистанционно",
}
SUBJECTS = {True: "предмет совпал", False: "предмет другой", None: "предмет не указан"}
WHY = {  # ban: (why it keeps mentors off, what to relax)
    "self": ("это сам педагог", ""),
    "head": ("руководитель не наставник подчинённому", ""),
    "manages": (
        "из руководства организации наставляемого",
        "предложите пару сами и напишите, почему не другой",
    ),
    "parted": ("уже пара или отказались", ""),
    "conflict": ("заявлен конфликт интересов", ""),
    "unwilling": ("сейчас не берут наставляемых", "спросите, не готов ли наставник взять ещё одного"),
    "consent": ("нет согласия", "получите согласие наставника и отметьте его дату в базе"),
    "formats": ("нет общего формата", "добавьте общий формат в запрос или в запись наставника"),
    "venue": ("один встречается только очно, другой только дистанционно", "договоритесь, как встречаться"),
    "far": ("далеко для очных встреч", "разрешите встречи дистанционно"),
    "reach": ("берут только ближе", "попросите наставника брать и из других школ"),
    "hours": ("не хватает часов или мест", "уменьшите часы в запросе или добавьте наставнику часы и места"),
}


def because(match: Match) -> str:
    """Return why the pair fits: «Предмет совпал; 2 из 3 нужных сильных сторон; та же школа»."""
    parts = [SUBJECTS[match.subject]]
    if match.asked:
        strengths = counted(
            match.asked, "нужной сильной стороны", "нужных сильных сторон", "нужных сильных сторон"
        )
        parts.append(f"{match.met} из {strengths}")
    parts.append(PLACES[match.near])
    text = "; ".join(parts)
    return text[0].upper() + text[1:]


def too_few(wanted: int, lacking: int, *, is_willing: bool, has_consent: bool) -> str:
    """Return in words that a mentor gets fewer than the least that was asked for: «просит не меньше 2, с этим планом 1»."""
    told = f"просит не меньше {wanted}, с этим планом {wanted - lacking}"
    if not is_willing:
        return f"{told}: {WHY['unwilling'][0].replace('берут', 'берёт')}"
    if not has_consent:
        return f"{told}: {WHY['consent'][0]}"
    return told


def left_out(left: Left, names: Mapping[int, str]) -> tuple[str, str]:
    """Return why nobody was found, and what to relax. ``names``: {mentor: name}."""
    relax = WHY[left.barrier][1] if left.barrier else ""
    if relax and left.nearest is not None and left.nearest in names:
        relax = f"Ближе всех подходит {names[left.nearest]}: {relax}."
    if left.kind == "full":
        who = [names[each] for each in left.full if each in names]
        more = f" и ещё {left.n_full - len(who)}" if left.n_full > len(who) else ""
        return (
            f"Все подходящие наставники заняты: {', '.join(who)}{more}".rstrip(".") + ".",
            relax or "Добавьте им часы или места.",
        )
    if left.kind == "floor":
        return (
            f"Подходящие набирают меньше {FLOOR} баллов из 100.",
            "Возьмите план «Больше пар» или найдите наставника с этим предметом и этими сильными сторонами.",
        )
    if left.kind == "load":
        return (
            "Наставник нашёлся бы, но у него уже больше наставляемых, чем даёт эта пара.",
            "Возьмите план «Больше пар».",
        )
    if not left.refused:
        return "В базе нет ни одного наставника.", "Добавьте наставников в базу."
    reasons = sorted(left.refused.items(), key=lambda each: -each[1])
    told = "; ".join(f"{WHY[code][0]} – {number}" for code, number in reasons)
    return f"Никто не подошёл: {told}.", relax or "Добавьте наставников в базу."
