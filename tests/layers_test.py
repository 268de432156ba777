#!/usr/bin/env python3
"""Scans the includes of src/: they must follow the layers that CMake declares.

A file includes headers of its own module and of the modules that its CMakeLists names with USES (a test also those of
TESTS_USE), of another module only the headers at its top, and third-party headers only in the folders listed here.
Run as `layers_test.py SOURCE_FOLDER`; prints each offence as file:line and returns 1 if there is one.
"""
import re
import sys
import tempfile
from pathlib import Path

# Who may include what is not ours. Anything with a `.h` or a folder that is not here is the C or C++ standard library or
# the system's, which is free for all.
THIRD_PARTY = {
    r"duckdb\.h": ["store/duckdb"],
    r"libpq-fe\.h": ["store/postgres"],
    r"duktape\.h": ["chart"],
    r"yaml-cpp/.*": ["catalog"],
    r"(librsvg|cairo|gdk|glib|gio)(/.*|.*\.h)": ["chart"],
    r"png\.h": ["chart"],
    r"pugixml\.hpp": ["read", "report"],
    r"(minizip/.*|zip\.h|unzip\.h)": ["read", "report"],
    r"zlib\.h": ["read", "report", "serve"],
    r"libxml/.*": ["read"],
    r"unicode/.*": ["read"],
    r"xlsxwriter(/.*|\.h)": ["read", "simulate", "report"],
    r"openssl/.*": ["base", "journal", "people", "intake", "simulate", "report"],
    r"sodium\.h": ["people"],
    r"nlohmann/.*": ["read", "people", "intake", "simulate", "flow", "chart", "audit", "report", "views", "serve", "cli"],
    r"CLI/.*": ["cli"],
    r"boost/math/.*": ["stats"],
    r"boost/(asio|beast)(/.*|\.hpp)": ["serve/network"],
    r"brotli/.*": ["serve"],
    r"fmt/.*": [""],
}
TEST_ONLY = re.compile(r"(gtest|gmock|rapidcheck)(/.*|\.h)")
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')


def declared(source):
    """Module → (USES, TESTS_USE), out of src/*/CMakeLists.txt."""
    modules = {}
    for path in sorted(source.glob("*/CMakeLists.txt")):
        call = re.search(r"zhiheng_module\(\s*(\w+)([^)]*)\)", path.read_text(encoding="utf-8"))
        if call is None:
            continue
        lists = {"USES": [], "LIBS": [], "TESTS_USE": []}
        into = None
        for word in call.group(2).split():
            if word in lists:
                into = lists[word]
            elif into is not None:
                into.append(word)
        modules[call.group(1)] = (set(lists["USES"]), set(lists["TESTS_USE"]))
    return modules


def check_own(name, module, is_test, modules, source):
    """What is wrong with including `name`, a path from src/, in a file of `module`; None if nothing is."""
    target = name.split("/")[0]
    if not (source / name).is_file():
        return f'"{name}" is not a file of src/: own headers are named from there, all others in <>'
    if target == module:
        return None
    uses, tests_use = modules[module]
    if target not in (uses | tests_use if is_test else uses):
        return f"{module} does not declare {target} (USES in src/{module}/CMakeLists.txt)"
    if name.count("/") > 1:
        return f"{name} is not at the top of {target}: what lies below is {target}'s own"
    return None


def check_foreign(name, file, is_test):
    if TEST_ONLY.fullmatch(name):
        return None if is_test else f"<{name}> is for tests"
    for pattern, folders in THIRD_PARTY.items():
        if re.fullmatch(pattern, name):
            allowed = any(folder == "" or file.startswith(folder + "/") for folder in folders)
            return None if allowed else f"<{name}> belongs to {', '.join(folders)} only"
    if "." not in name or re.fullmatch(r"(sys/|linux/|netinet/|arpa/)?\w+\.h", name):
        return None
    return f"<{name}> is not known: add it to tests/layers_test.py with the folder that may use it"


def offences(source):
    modules = declared(source)
    found = []
    files = [p for suffix in ("*.h", "*.cpp") for p in source.rglob(suffix)]
    for path in sorted(files):
        file = path.relative_to(source).as_posix()
        module = file.split("/")[0]
        if module not in modules:
            found.append(f"src/{file}:1: {module} is no module: its CMakeLists.txt has no zhiheng_module()")
            continue
        is_test = re.search(r"_(test|bench)\.(h|cpp)$", file) is not None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match is None:
                continue
            name = match.group(2)
            if match.group(1) == '"':
                wrong = check_own(name, module, is_test, modules, source)
            elif (source / name).is_file():
                wrong = f'<{name}> is ours: "" instead of <>'
            else:
                wrong = check_foreign(name, file, is_test)
            if wrong is None and not is_test and re.search(r"_test\.h$", name):
                wrong = f"{name} is for tests"
            if wrong is not None:
                found.append(f"src/{file}:{number}: {wrong}")
    return found


def self_test():
    """The scan must see each kind of offence."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        texts = {
            "base/CMakeLists.txt": "zhiheng_module(base LIBS x)",
            "store/CMakeLists.txt": "zhiheng_module(store USES base LIBS duckdb TESTS_USE intake)",
            "intake/CMakeLists.txt": "zhiheng_module(intake USES base)",
            "base/a.h": "#include <string>\n#include <sys/stat.h>\n",
            "base/deep/b.h": "",
            "intake/c.h": "",
            "base/d.cpp": '#include "store/e.h"\n#include <duckdb.h>\n#include <gtest/gtest.h>\n#include "a.h"\n',
            "store/e.h": '#include "base/a.h"\n#include "base/deep/b.h"\n#include "intake/c.h"\n#include <base/a.h>\n',
            "store/e_test.cpp": '#include "intake/c.h"\n#include <gtest/gtest.h>\n#include <boost/asio.hpp>\n',
            "store/duckdb/f.cpp": "#include <duckdb.h>\n",
            "loose/g.h": "",
        }
        for name, text in texts.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        places = [o.split(": ")[0] for o in offences(source)]
        expected = [f"src/base/d.cpp:{n}" for n in (1, 2, 3, 4)] + ["src/loose/g.h:1"]
        expected += [f"src/store/e.h:{n}" for n in (2, 3, 4)] + ["src/store/e_test.cpp:3"]
        assert places == expected, places


def main():
    self_test()
    found = offences(Path(sys.argv[1]) / "src")
    for offence in found:
        print(offence)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
