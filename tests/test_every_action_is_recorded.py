"""Every public function of every ``actions`` module writes to the audit log, in words that the log can say in Russian."""

import ast
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import masterstvo
from masterstvo.core import audit
from masterstvo.core.history import verb_of

pytestmark = pytest.mark.once
ROOT = Path(masterstvo.__file__).parent
WRITERS = {  # what leaves a record by itself: (module, name)
    *(("masterstvo.core.actions", name) for name in ("add", "change", "remove")),
    *(("masterstvo.core.audit", name) for name in ("record", "record_many", "redact", "redact_all")),
}

# Public functions that write no record of their own, and why. Each of PIECES must be reached from an action that records.
PIECES = {
    "assessments.actions.answering.keep_answers": "assessments.enter_paper",
    "assessments.actions.answering.score_answers": "assessments.finish_sheet",
    "contests.actions.sheets.store_assignments": "contests.assign_entries",
    "contests.actions.sheets.renew_sheets": "contests.add_criteria",
    "contests.actions.copying.copy_files": "contests.send_entry",
    "contests.actions.copying.write_for_jury": "contests.send_entry",
    "practices.actions.blind.write_without_names": "practices.set_blind",
    "contests.actions.fact.nomination_of": "contests.add_entry",
    "imports.actions.write.write_records": "imports.commit_batch and one record for each row",
    "imports.actions.rows.replace_rows": "imports.commit_batch",
    "plans.actions.draft.drop_empty_directions": "reports.return_conclusion",
    "plans.actions.draft.direction_like": "reports.carry_conclusion",
    "plans.actions.plan.take_file": "plans.import_plan",
    "plans.actions.target.match_indicators": "plans.import_plan",
    **{
        f"plans.actions.rows.add_{noun}": "plans.import_plan"
        for noun in ("activities", "directions", "numbers", "parts", "targets")
    },
}
MACHINERY = {
    "assessments.actions.answering.keep_answer": "saves nothing; an answer stands in its sheet and not in the log",
    "accounts.actions.ask_for_reset": "sends a letter and writes nothing; the new password is recorded",
    "accounts.actions.begin_attempt": "a counter of tries and letters, gone after a day",
    "accounts.actions.send_invitation": "writes the letter of an invitation that was recorded when somebody asked for it",
    "assessments.actions.instrument.load_shipped_instruments": "comes with the program, not from a person",
    "routes.actions.template.load_shipped_templates": "comes with the program, not from a person",
    "assessments.actions.sheet.answer_question": "an answer stands in the sheet and not in a log that nobody may change",
    "assessments.actions.sheet.open_anonymous": "nobody's answers leave no trace",
    "assessments.actions.sheet.answer_anonymous": "the same",
    "assessments.actions.sheet.finish_anonymous": "the same",
    "diagnostics.actions.framework.load_shipped_framework": "comes with the program, not from a person",
    "routes.actions.offer.follow_competences": "one of a municipality's edition that begins: diagnostics.begin_framework",
    "accounts.actions.forget_attempts": "the same counter",
    "search.actions.follow": "the index says what the tables say",
    "search.actions.forget": "the same",
    "search.actions.rebuild": "the same",
    "agenda.actions.note_feed_read": "when a program read a link last stands in the link itself",
    "inbox.actions.notify": "tells of what was recorded",
    "routes.actions.showing.invite_to_repeat": "tells of presence that was recorded",
    "inbox.actions.read_notices": "that somebody read a notice is nobody's business",
    "events.actions.registration.check_seated": "saves nothing; asks for a reason, which the ledger of hours records",
    "events.actions.registration.days_of": "reads",
    "routes.actions.step.check_waits": "saves nothing; refuses",
    "events.actions.reminding.remind_of_events": "tells of what is known",
    "communities.actions.telling.remind_of_meetings": "tells of what is known",
    "communities.actions.telling.tell_changed": "a notice; what it tells of is recorded",
    "communities.actions.telling.tell_planned": "the same",
    "inbox.actions.remind": "tells of what is known",
    "inbox.actions.send_digests": "tells numbers",
    "inbox.actions.send_letters": "writes letters that say how much is new",
    "inbox.actions.forget_notices": "what they told of stands elsewhere",
    "events.actions.event.tell_moved": "a notice; what it tells of is recorded",
    "events.actions.telling.tell": "a notice; what it tells of is recorded",
    "contests.actions.telling.tell_entrants": "the same",
    "contests.actions.telling.tell_opened": "the same",
    "contests.actions.telling.tell_reported": "the same",
    "contests.actions.telling.tell_jurors": "the same",
    "contests.actions.erasing.erase_files": "what an erasure clears stands in its act: privacy.erase_person",
    "imports.actions.batch.check_batch": "a preview, asked for by actions that record",
    "imports.actions.batch.stop_check": "the preview broke off",
    "mentoring.actions.matching.finish_matching": "a proposal, asked for by an action that records",
    "mentoring.actions.matching.stop_matching": "the proposal broke off",
    "privacy.actions.retention.expire_rows": "each app records what it removes of its own",
    "mentoring.actions.erase.erase_pairs": "what an erasure clears stands in its act: privacy.erase_person",
    "mentoring.actions.telling.ask_mentor": "a notice; what it tells of is recorded",
    "mentoring.actions.telling.tell_heads": "a notice; what it tells of is recorded",
    "mentoring.actions.telling.tell_people": "the same",
    "mentoring.actions.telling.tell_removed": "the same",
    "people.actions.person.note_reading": "the log of reads itself",
    "people.actions.person.note_list": "the log of exports itself",
    "people.actions.person.note_export": "the same",
    "indicators.actions.load_shipped_catalogue": "comes with the program, not from a person",
}
READS = {
    "documents.actions.issuing.numbered",
    "contests.actions.result.check_line",
    "contests.actions.result.winners",
    "assessments.actions.answering.check_complete",
    "documents.actions.draft.check_is_draft",
    "documents.actions.file.checksum",
    "assessments.actions.sheet.deadline",
    "assessments.actions.sheet.time_is_over",
    "diagnostics.actions.framework.digest_of",
    "accounts.actions.matching_counter",
    "imports.actions.batch.require_open",
    "events.actions.event.programme_token",
    "imports.actions.rows.count",
    "imports.actions.rows.file_rows",
    "imports.actions.rows.stored_name",
    "plans.actions.activity.last_result",
    "plans.actions.activity.token_of",
    "plans.actions.file.read_upload",
    "mentoring.actions.base.check_consent",
    "plans.actions.plan.check_may_change",
    "plans.actions.plan.check_year",
    "plans.actions.plan.needs_reason",
    "plans.actions.plan.years_of",
    "plans.actions.rows.responsible_of",
    "reports.actions.conclusion.is_untouched",
    "reports.actions.report.broken_seals",
    "reports.actions.report.is_sealed",
    "reports.actions.report.note_of",
    "reports.actions.report.open_draft",
    "reports.actions.report.reason_of",
    "reports.actions.report.report_file",
    "reports.actions.report.seal",
    "reports.actions.report.section_of",
    "reports.actions.report.template_of",
    "routes.actions.route.check_goes_on",
    "routes.actions.step.check_waits",
    "events.actions.registration.check_seated",  # the guard tells the log of a week that is too full
    "events.actions.registration.days_of",
}
SILENT = PIECES.keys() | MACHINERY.keys() | READS
WRITES = {
    "routes.actions.route.check_goes_on",  # only refuses
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "update",
    "delete",
    "get_or_create",
    "update_or_create",
}


@dataclass
class Function:
    """``calls``: the (module, name) it may call; ``names``: the actions that it writes down."""

    is_public: bool
    calls: set[tuple[str, str]] = field(default_factory=set)


def modules():
    """Yield (dotted name, tree, whether it is a package) of every module of actions."""
    for path in sorted([*ROOT.glob("*/actions.py"), *ROOT.glob("*/actions/**/*.py")]):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        yield ".".join(parts[:-1] if is_package else parts), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    """Return {local name: (module, name)} and {local name of a module: dotted name}."""
    names, wholes = {}, {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                names[each.asname or each.name] = (node.module, each.name)
                wholes[each.asname or each.name] = f"{node.module}.{each.name}"
    return names, wholes


def functions():
    """Return {(module, name): Function} of all modules of actions, methods and inner functions counted to the outer one."""
    found = {}
    for module, tree in modules():
        names, wholes = imported(tree)
        own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef):
                continue
            is_function = isinstance(node, ast.FunctionDef)
            function = Function(is_public=is_function and not node.name.startswith("_"))
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name) and inner.id in own:
                    function.calls.add((module, inner.id))
                elif isinstance(inner, ast.Name) and inner.id in names:
                    function.calls.add(names[inner.id])
                elif isinstance(inner, ast.Attribute):
                    whole = inner.value.id if isinstance(inner.value, ast.Name) else ""
                    function.calls.add((wholes.get(whole, ""), inner.attr))
            found[module, node.name] = function
    return found | {
        (module, alias): found[target]
        for module, tree in modules()
        for alias, target in imported(tree)[0].items()
        if target in found and (module, alias) not in found
    }


def records(key, known, seen=frozenset()):
    """Tell whether the function leads to a writer, through other actions if need be."""
    if key in WRITERS:
        return True
    if key not in known or key in seen:
        return False
    return any(records(called, known, seen | {key}) for called in known[key].calls)


def reachable(key, known):
    """Return everything that the function calls, through whatever it calls."""
    found, waiting = set(), [key]
    while waiting:
        for called in known[waiting.pop()].calls - found:
            found.add(called)
            if called in known:
                waiting.append(called)
    return found


def writes(key, known):
    return any(not module and name in WRITES for module, name in reachable(key, known))


def silent():
    """Return the public functions without a record; the fictional district is loaded whole, as nobody's work."""
    known = functions()
    defined = {(module, node.name) for module, tree in modules() for node in tree.body if isinstance(node, ast.FunctionDef)}  # fmt: skip
    return {
        f"{module}.{name}".removeprefix("masterstvo.")
        for module, name in defined
        if not module.startswith("masterstvo.demo.")
        and known[module, name].is_public
        and (module, name) not in WRITERS
        and not records((module, name), known)
    }


def action_names():
    """Return every «app.verb_noun» that stands as a text in a module of actions or of the log itself."""
    apps = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    trees = [
        *(tree for _, tree in modules()),
        ast.parse(Path(audit.__file__).read_text(encoding="utf-8")),
    ]
    texts = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}  # fmt: skip
    return {
        text
        for text in texts
        if text.count(".") == 1
        and text.replace(".", "").replace("_", "").isalpha()
        and text.islower()
        and text.split(".")[0] in apps
        and not text.endswith(".yaml")
    }


def test_every_action_writes_a_record():
    assert sorted(silent() - SILENT) == []  # let it record, or say in SILENT why it need not


def test_what_need_not_write_is_still_there():
    assert sorted(SILENT - silent()) == []  # it records now, or is gone: take it out


def test_a_piece_belongs_to_an_action_that_records():
    known = functions()
    reached = {called for key in known if records(key, known) for called in reachable(key, known)}
    names = {f"{module}.{name}".removeprefix("masterstvo.") for module, name in reached}

    assert sorted(PIECES.keys() - names) == []


def test_what_is_said_to_read_writes_nothing():
    known = functions()
    writing = [name for name in READS if writes((f"masterstvo.{name.rpartition('.')[0]}", name.rpartition(".")[2]), known)]  # fmt: skip

    assert sorted(writing) == []


def test_a_function_without_a_record_would_be_found():
    known = {("a", "writes"): Function(True, {("a", "_inner")}), ("a", "_inner"): Function(False, {("masterstvo.core.audit", "record")}), ("a", "forgets"): Function(True, {("a", "forgets")})}  # fmt: skip

    assert records(("a", "writes"), known)
    assert not records(("a", "forgets"), known)


def test_every_action_has_its_word():
    names = action_names()

    assert len(names) > 70
    assert (
        sorted(name for name in names if verb_of(name) == name) == []
    )  # give it a word in core.history.VERBS
