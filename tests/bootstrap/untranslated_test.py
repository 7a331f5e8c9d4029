#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the check of texts that cannot be translated finds, and what it lets pass."""

import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).parents[2] / 'packaging/bootstrap/untranslated.py'

FOUND = [
    'return fail(code, QStringLiteral("%1 is no file."));',
    'const QString a =\n    QStringLiteral("It could "\n                   "not be read");',
    'say(u"all is well"_s);',
    'const char *const rows[] = {\n    "is too long",\n};',
    'return fail(code, tr("A text") + QStringLiteral(" and some more."));',
    '// untranslated: another line\nint a;\nreturn QStringLiteral("it is gone");',
    'return QString::fromUtf8("it is gone");',
    'return names.join(QStringLiteral(" or "));',
    'return systemError(QStringLiteral("read"), path, errno);',
    'return std::unexpected(userError(u"save"_s, path, number));',
    'return failedFile(QObject::tr("Could not read %1: %2."), QStringLiteral("archive"), errno);',
]
LET_PASS = [
    'return fail(code, tr("%1 is no file."));',
    'return QCoreApplication::translate("studio::A", "It is "\n    "gone");',
    'const char *const rows[] = {QT_TRANSLATE_NOOP("QObject", "is too long")};',
    'return QStringLiteral("it is gone"); // untranslated: a detail',
    '// untranslated: a detail\nreturn many\n    + QStringLiteral("it is gone");',
    'if (line.startsWith("error: it is")) { return QLatin1String("said by cargo"); }',
    'static const QRegularExpression a(QStringLiteral("could not compile"));',
    'query(QStringLiteral("SELECT name FROM app"));',
    'return systemError(QObject::tr("Could not read %1: %2."), folder + u\'/\' + name, errno);',
    'return read(QStringLiteral("name"));',
    '// it is a comment\n/* it is one too */\nreturn QStringLiteral("word");',
]


def findings(source):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'a.cpp')
        path.write_text(source, encoding='utf-8')
        ended = subprocess.run([sys.executable, CHECK, path], capture_output=True, text=True, check=False)
        lines = ended.stdout.splitlines()
        assert not ended.stderr and ended.returncode == (1 if lines else 0), ended
        return lines


def main():
    wrong = [source for source in FOUND if len(findings(source)) != 1]
    wrong += [source for source in LET_PASS if findings(source)]
    for source in wrong:
        print(f'{source}\n    gives {findings(source)}')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
