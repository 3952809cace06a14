"""The command line: ``masterstvo plan import FILE`` is the management command ``plan_import``."""

import os
import sys

import django
from django.core.management import CommandError, call_command, load_command_class

COMMANDS = {
    # words on the command line: (app that carries the command, its name there, what it does)
    ("demo",): ("demo", "demo", "загрузить учебный Приреченский район"),
    ("municipality", "add"): ("organizations", "municipality_add", "добавить муниципальное образование"),
    ("second-factor", "reset"): (
        "accounts",
        "second_factor_reset",
        "сбросить второй фактор потерявшему телефон",
    ),
    ("import",): ("imports", "import_file", "загрузить данные из Excel или CSV"),
    ("plan", "import"): ("plans", "plan_import", "загрузить план из Word, Excel или PDF"),
    ("plan", "periods"): ("plans", "plan_periods", "показать, как понимаются фразы о сроках"),
    ("indicators",): ("plans", "indicators", "посчитать показатели"),
    ("indicators", "explain"): ("plans", "indicators_explain", "показать, кто вошёл в показатель и кто нет"),
    ("report", "build"): ("reports", "report_build", "собрать отчёт в Word"),
    ("retention",): ("privacy", "retention", "показать, у каких сведений истёк срок хранения"),
    ("backup",): ("core", "backup", "сохранить базу и файлы в одну резервную копию"),
    ("restore",): ("core", "restore", "восстановить базу и файлы из резервной копии"),
    ("verify",): ("core", "verify", "проверить, что в базе и файлах всё сходится"),
    ("check-deps",): (
        "core",
        "check_deps",
        "сравнить библиотеки с закреплёнными и с известными уязвимостями",
    ),
    ("serve",): ("core", "serve", "открыть программу в браузере: http://127.0.0.1:8000"),
}
NEEDS_NO_DATABASE = {("plan", "periods"), ("check-deps",)}


def usage():
    """Return the list of commands for people."""
    lines = ["Мастерство. Команды:", ""]
    lines += [f"  masterstvo {' '.join(words):<18} {what}" for words, (_, _, what) in COMMANDS.items()]
    return "\n".join([*lines, "", "У каждой команды есть --help."])


def find_command(arguments):
    """Return (words, the rest) for the longest known beginning of ``arguments``, or (None, arguments)."""
    for length in (2, 1):
        words = tuple(arguments[:length])
        if words in COMMANDS:
            return words, arguments[length:]
    return None, arguments


def prepare_database():
    """Bring the database up to date, so that the first command on a new machine just works."""
    from django.db import connection  # noqa: PLC0415 -- settings must be set up first
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- the same

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def main(arguments=None):
    """Run one command; a refusal is one line on stderr and exit code 1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Windows consoles still speak cp1251; a file name of broken UTF-8 must not break the answer about it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words, rest = find_command(arguments)
    if words is None:
        known = not arguments or arguments[0] in ("-h", "--help", "help")
        print(usage(), file=sys.stdout if known else sys.stderr)
        return 0 if known else 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from masterstvo.core.audit import coming_from  # noqa: PLC0415 -- settings must be set up first
    from masterstvo.core.errors import DomainError  # noqa: PLC0415 -- the same

    app, name, _ = COMMANDS[words]
    command = load_command_class(f"masterstvo.{app}", name)
    parser = command.create_parser("masterstvo", " ".join(words))
    parser.prog = f"masterstvo {' '.join(words)}"
    try:
        options = vars(parser.parse_args(rest))
    except CommandError:
        # argparse explains itself in English only, and names options that no user needs.
        print(
            f"Команда записана не полностью или с ошибкой. Как правильно: {parser.prog} --help",
            file=sys.stderr,
        )
        return 1
    positional = options.pop("args", ())
    try:
        if words not in NEEDS_NO_DATABASE:
            prepare_database()
        with coming_from(f"command:{' '.join(words)}"):
            command.execute(*positional, **options | {"skip_checks": True})
    except (CommandError, DomainError) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) has gone: what it wanted is printed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(
            f"Файл не открывается: проверьте имя, права и место на диске ({error.strerror}).", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
