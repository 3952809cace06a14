"""Write the pinned requirements from what the virtual environment holds: `make lock` after installing a new dependency."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

HEADS = {
    "requirements.txt": "# Pinned: what the product runs on. The reasons stand in pyproject.toml.\n",
    "requirements-dev.txt": "# Pinned: what developers and CI need besides.\n-r requirements.txt\n",
}


def key(name):
    """Return a package's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(requirements, installed):
    """Return the keys of all packages that ``requirements`` lead to; what is not installed here is not needed here."""
    seen, todo = set(), [(Requirement(text), "") for text in requirements]
    while todo:
        requirement, extra = todo.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = key(requirement.name)
        for wanted in ("", *requirement.extras):
            if name in installed and (name, wanted) not in seen:
                seen.add((name, wanted))
                todo += [(Requirement(text), wanted) for text in installed[name].requires or []]
    return {name for name, _ in seen}


def main():
    installed = {key(found.metadata["Name"]): found for found in importlib.metadata.distributions()}
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime = closure(project["dependencies"], installed)
    developers = closure(project["optional-dependencies"]["dev"], installed) | {"setuptools"}
    for file, names in (("requirements.txt", runtime), ("requirements-dev.txt", developers - runtime)):
        lines = sorted(
            (f"{installed[name].metadata['Name']}=={installed[name].version}" for name in names),
            key=str.lower,
        )
        Path(file).write_text(HEADS[file] + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
